"""A card reader that is told which card lies on it: for practice, for the demo and for tests."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

_WIDE = {"name": 30, "sex": 2, "nation": 4, "born": 16, "address": 70, "number": 36, "issuer": 30, "since": 16}


@dataclass(slots=True)
class PretendReader:
    """What is laid on is given once, in its order."""

    laid: deque[bytes] = field(default_factory=deque)

    def lay(self, text: bytes) -> None:
        """Lay a card on; `text` is its record."""
        self.laid.append(text)

    def read(self) -> bytes | None:
        return self.laid.popleft() if self.laid else None

    def close(self) -> None:
        """There is nothing to let go of."""


def record(name: str, number: str, *, address: str = "", until: str = "20361123", mark: str = " ") -> bytes:
    """The text record of a card, as a real one has it."""
    values = {"name": name, "sex": "1" if number[16:17] in "13579" else "2", "nation": "01", "born": number[6:14]}
    values |= {"address": address, "number": number, "issuer": "示例县公安局", "since": "20161123"}
    text = b"".join(_filled(values[key], wide) for key, wide in _WIDE.items()) + _filled(until, 16)
    return (text + _filled("", 28) + _filled(mark, 2)).ljust(256, b"\0")


def _filled(words: str, wide: int) -> bytes:
    return (
        words.encode("utf-16-le")[:wide].ljust(wide, b"\0")
        if not words
        else words.ljust(wide // 2).encode("utf-16-le")[:wide]
    )
