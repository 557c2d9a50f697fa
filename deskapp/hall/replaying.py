"""A day of the hall, to be looked at again: it changes nothing."""

from __future__ import annotations

from datetime import date

from deskapp.desk import Desk
from deskapp.queries.replay_board import DayTape, day_tape
from deskapp.rules import access
from deskapp.rules.access import Permission


def tape(desk: Desk, day: date) -> DayTape:
    """Read a day from this desk's journal. Refusal `access.denied`, `replay.nothing` or `catalog.none`."""
    access.require(desk.clerk.roles, Permission.SEE_HALL)
    with desk.journal.reading() as reading:
        return day_tape(reading, day)
