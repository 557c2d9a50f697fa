"""What every reader of identity cards can be asked."""

from __future__ import annotations

from typing import Protocol


class CardReader(Protocol):
    """A reader, or what stands in for one. One thread at a time asks it."""

    def read(self) -> bytes | None:
        """The text record of a card that was laid on since the last question (`rules.id_card`); None when none was.

        A card is given once, however long it lies there. Raises DeviceTrouble with a CardCode.
        """

    def close(self) -> None:
        """Let go of the device; the next question takes hold of it again."""
