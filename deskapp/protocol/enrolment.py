"""What a computer and the centre say to each other when it shows a code."""

from __future__ import annotations

from typing import Annotated, Protocol

import msgspec

from deskapp.ids import DeviceId, HallId, WindowId
from deskapp.protocol.messages import WindowNames


class Enrol(msgspec.Struct, frozen=True, kw_only=True):
    """A computer shows a code. `credential` is the SHA-256 of a secret that it made and keeps to itself, `before` the
    secret that it had until now, where it was a desk already.
    """

    window: Annotated[WindowId, msgspec.Meta(min_length=1, max_length=16)]
    code: Annotated[str, msgspec.Meta(max_length=64)]
    device: Annotated[DeviceId, msgspec.Meta(min_length=1, max_length=64)]
    credential: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$(?!\n)")]
    before: Annotated[str, msgspec.Meta(max_length=128)] | None = None


class EnrolAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The computer is a desk of the window."""

    hall: HallId
    window: WindowId


class EnrolmentOfCentre(Protocol):
    """The centre as a computer sees it that is to become a desk. Raises LineTrouble."""

    def window_names(self) -> WindowNames:
        """The windows, and which of them take a computer by a code alone."""
        ...

    def enrol(self, words: Enrol) -> HallId:
        """Show a code; of which hall the desk is then. Refusal `enroll.…`; the same computer may ask again."""
        ...
