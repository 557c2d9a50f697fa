"""One look at a page that has just come: whether it is one, what is wrong with it, what codes stand on it, and a copy
that stands upright and straight. The page is unpacked once for all of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from deskapp.rules.page_making import Craft, Making
from deskapp.scans import making as crafts
from deskapp.scans import sort
from deskapp.scans.clean import tilt_of
from deskapp.scans.page import Grey, Head, Seen, grey_of, head, seen_of
from deskapp.scans.sort import PageCodes


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page made of the one before it, and how."""

    making: Making
    data: bytes
    seen: Seen


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a page. `framed`: it is a separator by its frame, whether or not its codes were read.

    `made`: the copy turned upright and then the one set straight, as far as either was needed.
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
    read = sort.look(grey)
    if read.codes.separators or read.framed:
        return Look(seen, read.codes, read.framed)
    if read.turn:
        return Look(seen, read.codes, read.framed, _made(data, seen, grey, read.turn))
    tilt = 0.0 if seen.dark else tilt_of(grey)
    if not tilt:
        return Look(seen, read.codes, read.framed)
    straight = MadePage(Making(Craft.STRAIGHTEN), crafts.set_straight(data, first, tilt), seen)
    return Look(seen, read.codes, read.framed, (straight,))


def _made(data: bytes, seen: Seen, grey: Grey, turn: int) -> tuple[MadePage, ...]:
    """Turned upright, and set straight then if need be: each made as a hand would make it."""
    upright = np.asarray(np.rot90(grey, -turn // 90), np.uint8)
    askew = not seen.dark and bool(tilt_of(upright))
    done: list[MadePage] = []
    for making in (Making(Craft.TURN, turn=turn), *(Making(Craft.STRAIGHTEN),) * askew):
        (made,) = crafts.made([data], making)
        if made != data:
            first = head(made)
            size = replace(seen, width=first.width, height=first.height, media_type=first.media_type)
            done.append(MadePage(making, made, size))
            data = made
    return tuple(done)
