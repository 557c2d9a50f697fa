"""A reader of pages that has been told what stands on them: for tests of what is done with it, without its seconds."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from hashlib import sha256

from deskapp.rules.page_making import WHOLE, Box
from deskapp.rules.page_reading import PageReading, ReadLine


@dataclass
class ToldReader:
    """Knows pages by their bytes. One that it was told nothing of cannot be read."""

    told: dict[str, PageReading] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    may_answer: threading.Event = field(default_factory=threading.Event)
    ended: bool = False

    def __post_init__(self) -> None:
        self.may_answer.set()

    def tell(self, page: bytes, *lines: ReadLine) -> None:
        self.told[sha256(page).hexdigest()] = PageReading(1654, 2339, lines)

    def read(self, page: bytes) -> PageReading | None:
        digest = sha256(page).hexdigest()
        self.asked.append(digest)
        self.may_answer.wait(20)
        return self.told.get(digest)

    def end(self) -> None:
        self.ended = True
        self.may_answer.set()


def line(text: str, top: float = 0.1, *, left: float = 0.1, high: float = 0.02, sure: float = 0.99) -> ReadLine:
    """A line of print at a height of the page, in shares of its sides; a letter is as wide as it is high."""
    wide = min(0.99 - left, len(text) * high * 1.4)
    box = Box(round(left * WHOLE), round(top * WHOLE), round((left + wide) * WHOLE), round((top + high) * WHOLE))
    return ReadLine(text, sure, box)
