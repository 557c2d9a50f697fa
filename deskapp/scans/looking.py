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
from deskapp.scans.page import Head, Seen, grey_of, head, seen_of
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
    grey = grey_of(data)
    seen = seen_of(first or head(data), grey, dpi)
    if seen.blank:
        return Look(seen, PageCodes(), framed=False)
    read = sort.look(grey)
    if read.codes.separators or read.framed:
        return Look(seen, read.codes, read.framed)
    upright = np.asarray(np.rot90(grey, -read.turn // 90), np.uint8) if read.turn else grey
    tilt = 0.0 if seen.dark else tilt_of(upright)
    return Look(seen, read.codes, read.framed, _made(data, seen, read.turn, tilt))


def _made(data: bytes, seen: Seen, turn: int, tilt: float) -> tuple[MadePage, ...]:
    """Made as a hand would make them, so that the same making gives the same page at any time."""
    makings = (Making(Craft.TURN, turn=turn),) * bool(turn) + (Making(Craft.STRAIGHTEN),) * bool(tilt)
    done: list[MadePage] = []
    for making in makings:
        (made,) = crafts.made([data], making)
        if made != data:
            first = head(made)
            size = replace(seen, width=first.width, height=first.height, media_type=first.media_type)
            done.append(MadePage(making, made, size))
            data = made
    return tuple(done)
