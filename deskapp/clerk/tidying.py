"""What is done to pages by itself once they have come. Each of it can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskapp.clerk import page_steps
from deskapp.clerk.scanning import page_bytes
from deskapp.desk import Desk
from deskapp.ids import CaseId
from deskapp.rules.case_state import AT_THE_WINDOW
from deskapp.rules.page_places import present
from deskapp.scans import sort
from deskapp.scans.taking import TakenPage


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many empty pages were taken out, and how many were turned upright."""

    blank: int = 0
    turned: int = 0


def tidy(desk: Desk, case_id: CaseId, came: Sequence[TakenPage]) -> Tidied:
    """Take out the empty pages of what has just come, and turn upright what says which way is up.

    Where nothing but empty pages came they stay: the sheets lay the wrong way round, and somebody has to see it.
    Whatever has happened to a page meanwhile, it is left alone.
    """
    with desk.journal.reading() as reading:
        case = reading.case(case_id)
    here = present(case.pages)
    if case.state not in AT_THE_WINDOW:
        return Tidied()
    blank = tuple(dict.fromkeys(taken.digest for taken in came if taken.blank and taken.digest in here))
    if blank and not all(taken.blank for taken in came):
        page_steps.remove(desk, case_id, blank, by_itself=True)
    else:
        blank = ()
    turned = 0
    for digest in dict.fromkeys(taken.digest for taken in came if not taken.blank and taken.digest in here):
        turn = sort.turn_of(page_bytes(desk, digest))
        if turn:
            page_steps.turn_upright(desk, case_id, digest, turn)
            turned += 1
    return Tidied(len(blank), turned)
