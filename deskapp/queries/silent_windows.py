"""Windows whose line is cut, and which tickets are left to them: known at the centre alone, which hears of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from deskapp.ids import WindowId
from deskapp.journal import presence
from deskapp.journal.chain import moment_of, moment_text
from deskapp.journal.reading import Reading
from deskapp.queries.roster import Roster, open_windows, rosters_between
from deskapp.rules.calling import callers, owner
from deskapp.rules.forecast_line import Cut
from deskapp.rules.ticket import Ticket

HEARD_EVERY = timedelta(seconds=5)  # between two notes that a window was heard of
SILENT = timedelta(seconds=15)  # a window's desk asks at least every few seconds while its line is up


def rosters_known(reading: Reading, seen_at: str) -> list[Roster]:
    """What a desk that was last heard of then may take for the open windows: not each question is noted."""
    return rosters_between(reading, seen_at, moment_text(moment_of(seen_at) + 2 * HEARD_EVERY))


def is_left_to(ticket: Ticket, window: WindowId, rosters: Iterable[Roster]) -> bool:
    """Whether a ticket is the window's own by any of these rosters."""
    return any(owner(ticket.id, callers(roster, ticket)) == window for roster in rosters)


def cut_off(reading: Reading, waiting: Iterable[Ticket], lease: timedelta) -> dict[WindowId, Cut]:
    """The open windows that are silent, with what is left to them: what came since then they do not know of."""
    now = reading.terms.clock.now()
    opened, people = open_windows(reading), list(waiting)
    found = {}
    for window, seen in presence.heard(reading).items():
        silent = now - moment_of(seen.seen_at)
        if window not in opened or silent <= SILENT:
            continue
        rosters = rosters_known(reading, seen.seen_at) if silent < lease else []
        left = [one for one in people if is_left_to(one, window, rosters)]
        own = frozenset(one.id for one in left if one.issued_at and now - one.issued_at >= silent)
        kept = frozenset(one.id for one in left) - own
        found[window] = Cut(own, max(timedelta(0), lease - silent) / timedelta(minutes=1), kept)
    return found
