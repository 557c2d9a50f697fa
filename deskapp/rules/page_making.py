"""How a page is made from other pages, and what a clerk should look at on it.

A making is named and measured, so that the same making of the same bytes gives the same page again: what it was made
from is never changed, and anybody can make it a second time to see that nothing else was done to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskapp.failures import Refusal
from deskapp.ids import PageDigest

WHOLE = 100_000  # places on a page are told in parts of its sides, whatever its dots per inch
MOST_BOXES = 64
MOST_MERGED = 4
MOST_SHEETS = 4  # that lie before a camera at once
_SMALLEST, _LARGEST = 500, 200_000  # hundredths of a millimetre: a paper is no stamp and no carpet
_LEAST = 500  # half a hundredth of a side: less is a slip of the hand


class Doubt(StrEnum):
    """What a clerk should look at while the person is still there."""

    BLANK = "blank"
    BLURRED = "blurred"
    DARK = "dark"
    CUT_OFF = "cut_off"  # writing runs over the edge of the sheet


class Craft(StrEnum):
    """What can be done to pages."""

    TURN = "turn"
    STRAIGHTEN = "straighten"
    CROP = "crop"
    SPLIT = "split"
    MERGE = "merge"
    FLATTEN = "flatten"  # 拉平: a sheet that a camera saw at a slant, as the page that it is
    REDACT = "redact"  # 涂黑: gone from the pixels; what it was made from is sealed


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a page, in hundred-thousandths of its sides, from its top left corner as it is seen."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Corner:
    """A point of a picture, in hundred-thousandths of its sides, from its top left corner."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class LaidSheet:
    """A sheet as it lies in a picture: where the top left, top right, bottom right and bottom left corner of the page
    are, and how large the paper is in hundredths of a millimetre, as that page is read; 0 when nobody knows.
    """

    corners: tuple[Corner, ...]
    wide: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class Making:
    """One craft with its measures.

    `turn` is clockwise, in degrees. `boxes` are what a crop keeps (one), or what a redaction blackens. `cut` is where
    a split goes, in hundred-thousandths; `across` says that it goes from left to right, or that merged pages lie below
    each other; without it the pages lie side by side. `sheets` are what a camera saw, each of which becomes a page.
    """

    craft: Craft
    turn: int = 0
    boxes: tuple[Box, ...] = ()
    cut: int = 0
    across: bool = False
    sheets: tuple[LaidSheet, ...] = ()


@dataclass(frozen=True, slots=True)
class MadeOf:
    """That pages were made from others; `standing` until it is undone."""

    sources: tuple[PageDigest, ...]
    made: tuple[PageDigest, ...]
    craft: Craft
    standing: bool = True


def ask_sound(making: Making, sources: int, made: int | None = None) -> None:
    """Ask whether this can be done to so many pages, and gives so many. Refusal `page.making_unsound`."""
    craft = making.craft
    taken = 2 <= sources <= MOST_MERGED if craft is Craft.MERGE else sources == 1
    given = {Craft.SPLIT: 2, Craft.FLATTEN: len(making.sheets)}.get(craft, 1)
    measured = {
        Craft.TURN: making.turn in (90, 180, 270),
        Craft.STRAIGHTEN: True,
        Craft.CROP: len(making.boxes) == 1,
        Craft.SPLIT: _LEAST <= making.cut <= WHOLE - _LEAST,
        Craft.MERGE: True,
        Craft.FLATTEN: 1 <= len(making.sheets) <= MOST_SHEETS,
        Craft.REDACT: 1 <= len(making.boxes) <= MOST_BOXES,
    }[craft]
    lie_well = all(map(lies_well, making.sheets))
    if not (taken and made in (None, given) and measured and lie_well and all(map(_sound, making.boxes))):
        raise Refusal("page.making_unsound")


def _sound(box: Box) -> bool:
    across = box.left >= 0 and box.left + _LEAST <= box.right <= WHOLE
    return across and box.top >= 0 and box.top + _LEAST <= box.bottom <= WHOLE


def lies_well(sheet: LaidSheet) -> bool:
    """Whether these can be the corners of a sheet: four, in the picture, clockwise, and no side bent inwards."""
    corners, size = sheet.corners, (sheet.wide, sheet.high)
    if len(corners) != 4 or not all(0 <= at <= WHOLE for one in corners for at in (one.x, one.y)):
        return False
    if size != (0, 0) and not all(_SMALLEST <= side <= _LARGEST for side in size):
        return False
    sides = [(after.x - one.x, after.y - one.y) for one, after in zip(corners, (*corners[1:], corners[0]), strict=True)]
    turns = [a[0] * b[1] - a[1] * b[0] for a, b in zip(sides, (*sides[1:], sides[0]), strict=True)]
    return all(turn > 0 for turn in turns) and all(max(abs(x), abs(y)) >= _LEAST for x, y in sides)


def sealed(makings: tuple[MadeOf, ...], standing: frozenset[PageDigest]) -> frozenset[PageDigest]:
    """The pages that show what was blackened: not those that stand in the case now, but what they were made from.

    What a redacted page was made from, all that came before it, and whatever else was made of those on the way
    (a crop that was undone shows the same number), unless it was made of the redacted page.
    """
    redactions = [made for made in makings if made.craft is Craft.REDACT and made.standing]
    before = _reached({page for made in redactions for page in made.sources}, makings, backwards=True)
    shows = _reached(before, makings, backwards=False)
    clean = _reached({page for made in redactions for page in made.made}, makings, backwards=False)
    return frozenset(shows - clean - standing)


def _reached(pages: set[PageDigest], makings: tuple[MadeOf, ...], *, backwards: bool) -> set[PageDigest]:
    reached, grown = set(pages), True
    while grown:
        grown = False
        for made in makings:
            here, there = (made.made, made.sources) if backwards else (made.sources, made.made)
            if not reached.isdisjoint(here) and not reached.issuperset(there):
                reached.update(there)
                grown = True
    return reached


def crafts_of(page: PageDigest, makings: tuple[MadeOf, ...]) -> frozenset[Craft]:
    """Everything that was done on the way to this page."""
    behind = _reached({page}, tuple(made for made in makings if made.standing), backwards=True)
    return frozenset(made.craft for made in makings if made.standing and not behind.isdisjoint(made.made))


def stands_for(page: PageDigest, makings: tuple[MadeOf, ...], here: frozenset[PageDigest]) -> tuple[PageDigest, ...]:
    """Which pages of the case stand where this one stood: itself, what was made of it, or, where its making was undone,
    what it was made of. Itself again where there are none: whoever asks will be told.
    """
    seen: set[PageDigest] = set()

    def look(digest: PageDigest) -> list[PageDigest]:
        if digest in here or digest in seen:
            return [digest] if digest in here else []
        seen.add(digest)
        for made in reversed(makings):
            onward = made.made if made.standing and digest in made.sources else ()
            onward = made.sources if not made.standing and digest in made.made else onward
            if found := [one for further in onward for one in look(further)]:
                return found
        return []

    return tuple(dict.fromkeys(look(page))) or (page,)


def originals(page: PageDigest, makings: tuple[MadeOf, ...]) -> tuple[PageDigest, ...]:
    """What was scanned, of which this page was made; the page itself when nothing was done to it."""
    found: dict[PageDigest, None] = {}
    seen: set[PageDigest] = set()

    def look(digest: PageDigest) -> None:
        seen.add(digest)
        made = next((made for made in reversed(makings) if made.standing and digest in made.made), None)
        for source in made.sources if made is not None else ():
            if source not in seen:
                look(source)
        if made is None:
            found[digest] = None

    look(page)
    return tuple(found) or (page,)
