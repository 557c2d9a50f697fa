"""What is left to a window whose line is cut, for as long as its lease runs."""

from __future__ import annotations

from datetime import timedelta

from deskapp.ids import WindowId
from deskapp.journal import calling, presence
from deskapp.journal.chain import moment_of, moment_text
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import HallPresence, WindowPresence
from deskapp.queries.roster import open_windows, opened_at
from deskapp.queries.silent_windows import HEARD_EVERY, SILENT, is_left_to, rosters_known
from deskapp.rules.ticket import Ticket

__all__ = ["HEARD_EVERY", "SILENT", "left_to"]


def left_to(facts: Writing, lease: timedelta) -> calling.LeftTo:
    """Which tickets are left to windows whose line is cut: their own, for as long as the lease runs (promise 5).

    A silent window's own tickets are those of the last roster *it* saw, and the centre knows only when that must have
    been: what any roster of those moments gives it is left to it.
    """
    now = facts.terms.clock.now()
    silent_since, over = moment_text(now - SILENT), moment_text(now - lease)
    silent = {w: seen.seen_at for w, seen in presence.heard(facts).items() if over < seen.seen_at < silent_since}
    known = {window: rosters_known(facts, seen_at) for window, seen_at in silent.items()}

    def left(ticket: Ticket) -> frozenset[WindowId]:
        return frozenset(window for window, rosters in known.items() if is_left_to(ticket, window, rosters))

    return left


def presence_now(reading: Reading, lease: timedelta) -> HallPresence:
    """How long each open window has been silent, and how long tickets are left to it still.

    By the centre's own clock, because a desk's may stand elsewhere. What was released is silent since it was opened.
    """
    now = reading.terms.clock.now()
    seen, names = presence.heard(reading), sorted(open_windows(reading), key=lambda name: (len(name), name))
    opened = opened_at(reading, [name for name in names if name not in seen])
    told = []
    for name in names:
        since = moment_of(seen[name].seen_at) if name in seen else opened.get(name, now)
        silent = max(timedelta(0), now - since)
        left = max(timedelta(0), lease - silent) if name in seen else timedelta(0)
        told.append(WindowPresence(window=name, silent=int(silent.total_seconds()), left=int(left.total_seconds())))
    return HallPresence(windows=told)
