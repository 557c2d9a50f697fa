"""Whom a window may call or take up, and where it may send somebody: for the clerk who has one in mind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from deskapp.ids import ItemCode, WindowId
from deskapp.journal.reading import Reading
from deskapp.queries.call_sheet import HeldTicket, WaitingTicket, held_here, shown_waiting
from deskapp.queries.catalogs import in_force
from deskapp.queries.roster import open_windows, window_names
from deskapp.queries.taking_turns import line_of, taking
from deskapp.rules.catalog import Queue
from deskapp.rules.line_terms import PersonClass
from deskapp.rules.turns import in_turn, why_next

_MOST = 300


@dataclass(frozen=True, slots=True)
class WindowLine:
    """`waiting`: in the order of calling; `why_next`: why the first of them is the first, as in the call sheet."""

    held: Sequence[HeldTicket]
    waiting: Sequence[WaitingTicket]
    why_next: str


def window_line(reading: Reading, window_id: WindowId, item_names: Mapping[ItemCode, str]) -> WindowLine:
    """Who is to come back to this window, and who waits for it: at most the first three hundred."""
    window = reading.window(window_id)
    how = taking(reading, window)
    line = in_turn(line_of(reading, window, _MOST), how.plan, how.served, enough=how.enough, most=_MOST)
    return WindowLine(
        held=held_here(reading, window_id),
        waiting=tuple(shown_waiting(ticket, item_names) for ticket in line),
        why_next=why_next(line[0], how.plan, enough=how.enough) if line else "",
    )


@dataclass(frozen=True, slots=True)
class Places:
    """Where somebody may be sent from a window, or get a ticket for."""

    queues: Sequence[Queue]
    windows: Sequence[WindowId]  # the other ones that are open
    classes: Sequence[PersonClass]  # who somebody may be to the line


def places(reading: Reading, window_id: WindowId, today: date) -> Places:
    """The queues in force, and the windows that are open besides this one. Refusal `catalog.none`."""
    catalog = in_force(reading, today)
    opened = open_windows(reading)
    return Places(
        queues=tuple(catalog.queues.values()),
        windows=tuple(name for name in window_names(reading) if name in opened and name != window_id),
        classes=catalog.line.chosen(),
    )
