"""Where the next thing stands on an A4 page, and when a page is full."""

from __future__ import annotations

from collections.abc import Sequence

from deskapp.papers.fonts import REGULAR, Chain, width
from deskapp.papers.marks import Ink, Mark, Page, Text

PAGE_WIDTH, PAGE_HEIGHT = 595.2756, 841.8898  # points: A4, ISO 216
MARGIN = 51.0  # points: 18 mm
ROOM = PAGE_WIDTH - 2 * MARGIN
TOP = PAGE_HEIGHT - 48.0
LEADING = 1.55  # from one base line to the next, in sizes
RISE = 1.16  # from the top of a line to its base line, in sizes
_NEXT_TOP = TOP - 34.0  # below the running head of a page that goes on


class Flow:
    """Takes marks from top to bottom. `y` is where the next thing begins; above `bottom` it may stand."""

    def __init__(self, bottom: float) -> None:
        if bottom > PAGE_HEIGHT / 2:
            raise ValueError("the foot takes more than half of the page: the name of the hall is no name")
        self.bottom = bottom
        self.pages: list[Page] = [[]]
        self.y = TOP

    @property
    def left(self) -> float:
        """How much of this page is free, in points."""
        return self.y - self.bottom

    @property
    def whole(self) -> float:
        """How much a fresh page holds, in points."""
        return _NEXT_TOP - self.bottom

    def need(self, height: float) -> None:
        """Turn the page when there are not `height` points left, unless it is fresh already."""
        if self.left < height and self.y < _NEXT_TOP:
            self.turn()

    def turn(self) -> None:
        """Go on on a fresh page."""
        self.pages.append([])
        self.y = _NEXT_TOP

    def put(self, *marks: Mark) -> None:
        """Lay marks on this page, wherever they say they stand."""
        self.pages[-1].extend(marks)

    def lines(self, texts: Sequence[str], size: float, *, chain: Chain = REGULAR, ink: Ink = Ink.TEXT) -> None:
        """Lines over the whole width, over as many pages as they take."""
        for text in texts:
            self.need(size * LEADING)
            self.put(Text(MARGIN, self.y - size * RISE, size, text, chain, ink))
            self.y -= size * LEADING

    def centred(self, texts: Sequence[str], size: float, *, chain: Chain = REGULAR, ink: Ink = Ink.TEXT) -> None:
        """Lines in the middle of the page."""
        for text in texts:
            self.need(size * LEADING)
            x = (PAGE_WIDTH - width(text, size, chain)) / 2
            self.put(Text(x, self.y - size * RISE, size, text, chain, ink))
            self.y -= size * LEADING
