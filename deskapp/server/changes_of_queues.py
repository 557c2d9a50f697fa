"""Ends what was to hold for a while: a window that serves other queues until an hour goes back to its own."""

from __future__ import annotations

from datetime import datetime

from deskapp.ids import CENTRE, WindowId
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.queries.roster import changed_for_a_while
from deskapp.rules.window import back_to_usual


def end(facts: Writing, windows: list[WindowId]) -> int:
    """Say what holds again at those of these windows whose hour has come; returns how many. Twice does no harm."""
    now = facts.terms.clock.now()
    said = [(window, back) for window in windows if (back := back_to_usual(facts.window(window), now)) is not None]
    for window, back in said:
        facts.add(CENTRE, back, of=window)
    return len(said)


def over(reading: Reading, now: datetime) -> list[WindowId]:
    """The windows whose hour has come."""
    return [window.id for window in changed_for_a_while(reading) if back_to_usual(window, now) is not None]
