"""One look at a page that has just come: whether it is one, what is wrong with it, what codes stand on it, and a copy
that stands upright and straight, without what the scanner showed beside the paper. The page is unpacked once for all of
it, and in colour only where a copy is made.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from deskapp.rules.page_making import WHOLE, Craft, Making
from deskapp.scans import making as crafts
from deskapp.scans import margins, sort, turned_margins
from deskapp.scans.clean import at_least, tilt_of
from deskapp.scans.page import Grey, Head, Seen, grey_of, halved, head, seen_of
from deskapp.scans.sort import PageCodes
from deskapp.scans.straight import set_straight

_SEEN_AT = 1600  # pixels of the longer side: nothing is seen in more of them but codes
_GROUND_SEEN_AT = 400  # pixels of the longer side: enough to see whether a margin has a colour


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page made of the one before it, and how."""

    making: Making
    data: bytes
    seen: Seen


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a page. `framed`: it is a separator by its frame, whether or not its codes were read.

    `made`: the copy turned upright, and then the one set straight or freed of its margin, as far as either was needed.
    """

    seen: Seen
    codes: PageCodes
    framed: bool
    made: tuple[MadePage, ...] = ()


def look_at(data: bytes, dpi: int = 0, first: Head | None = None) -> Look:
    """Look at a page; `first` is its head, where that was read already. ContentTrouble as of `page.check`."""
    first, grey = first or head(data), grey_of(data)
    seen = seen_of(first, grey, dpi)
    if seen.blank:
        return Look(seen, PageCodes(), framed=False)
    read = sort.look(grey, halved(grey, _SEEN_AT))
    if read.codes.separators or read.framed:
        return Look(seen, read.codes, read.framed)
    return Look(seen, read.codes, read.framed, _made(data, first, seen, grey, read.turn))


def _made(data: bytes, first: Head, seen: Seen, grey: Grey, turn: int) -> tuple[MadePage, ...]:
    """Turned upright, and then freed of the scanner's margin or set straight, if need be: each made as a hand would."""
    done: list[MadePage] = []
    if turn:
        upright = Making(Craft.TURN, turn=turn)
        (data,) = crafts.made([data], upright)
        first, grey = head(data), np.asarray(np.rot90(grey, -turn // 90), np.uint8)
        seen = replace(seen, width=first.width, height=first.height, media_type=first.media_type)
        done.append(MadePage(upright, data, seen))
    small = halved(grey, _SEEN_AT)
    dpi = seen.dpi * small.shape[1] / grey.shape[1]
    found = tuple(margins.sheets(small, dpi))
    without = margins.without(found, lambda: at_least(data, _GROUND_SEEN_AT))
    tilt = 0.0 if seen.dark or (without is not None and not _runs_out(without)) else tilt_of(small)
    if without is not None and not tilt:
        (paper,) = crafts.made([data], without)
        done.append(MadePage(without, paper, _seen_again(paper, seen)))
    elif tilt:
        straight = set_straight(data, first, tilt, grey)
        done.append(MadePage(Making(Craft.STRAIGHTEN), straight, seen))
        rest = turned_margins.left(found, lambda: at_least(data, _GROUND_SEEN_AT), tilt)
        if rest is not None:
            (paper,) = crafts.made([straight], rest)
            done.append(MadePage(rest, paper, _seen_again(paper, seen)))
    return tuple(done)


def _runs_out(without: Making) -> bool:
    """Whether the sheet reaches a side of the page. Of one that is seen whole its own sides tell how it lies, and not
    what is printed on it.
    """
    return any(at in (0, WHOLE) for box in without.boxes for at in (box.left, box.top, box.right, box.bottom))


def _seen_again(paper: bytes, before: Seen) -> Seen:
    """What is to be said of a sheet whose margin was left away: a black one had made it dark. The sheet's own edge cuts
    nothing off.
    """
    first = head(paper)
    return replace(seen_of(first, grey_of(paper), first.dpi or before.dpi), cut_off=before.cut_off)
