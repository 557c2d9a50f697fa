"""What the line lamp and the outbox show: is the line up, and what is still to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from db.tables import events
from deskapp.ids import CaseId, ClerkId, EventId, PageDigest
from deskapp.journal import outbox
from deskapp.journal.chain import moment_of
from deskapp.journal.kinds import CASE, HELP_CALLED
from deskapp.journal.page_names import pages_named
from deskapp.journal.reading import Reading
from deskapp.journal.reasons import code_of
from deskapp.journal.rows import EVENT_COLUMNS, event_of
from deskapp.journal.streams import FOLDED
from deskapp.protocol.link import Link
from deskapp.queries.numbers import last_step_here
from deskapp.rules import timekeeping


@dataclass(frozen=True, slots=True)
class Unsent:
    """One step that the centre has not confirmed. Steps of another clerk are only counted, never listed."""

    event: EventId
    kind: str  # "case.accepted"
    case: CaseId | None
    number: str  # case or ticket number, "" when it has none
    at: datetime
    waits_for_pages: int  # pages to upload first
    rejected: str | None  # the code of the centre's reason


@dataclass(frozen=True, slots=True)
class LineSheet:
    online: bool
    since: datetime | None  # when the line last changed
    pending: int  # steps of everybody at this desk that are not confirmed
    oldest: datetime | None
    pages_pending: int
    rejected: int  # work to settle
    others: int  # how many of the pending steps are another clerk's
    notice: str | None  # a code: "upgrade_required", "clock.behind", "line.not_our_centre" …
    steps: tuple[Unsent, ...]


def line_sheet(reading: Reading, link: Link, ahead: timedelta | None, clerk: ClerkId) -> LineSheet:
    """Read what is not confirmed. Steps of other clerks of this desk are counted and never listed (promise 8)."""
    author = reading.terms.author
    rows = reading.connection.execute(
        sa.select(*EVENT_COLUMNS, events.c.verdict, events.c.reason)
        .where(
            events.c.hall == reading.hall,
            events.c.device == author.device,
            events.c.verdict != "accepted",
            events.c.verdict != "held",  # ratings: they are gone, and nobody here can read them
            ~events.c.settled,
        )
        .order_by(events.c.epoch, events.c.device_seq)
    ).all()
    own = [row for row in rows if row.actor == clerk]
    listed = [row for row in own if row.kind != HELP_CALLED]  # whoever looks over a shoulder does not read it
    pending = [row for row in rows if row.verdict == "pending"]
    pages = outbox.pages_to_send(reading)
    return LineSheet(
        online=link.online,
        since=link.since,
        pending=len(pending),
        oldest=moment_of(pending[0].occurred_at) if pending else None,
        pages_pending=len(pages),
        rejected=sum(row.verdict == "rejected" for row in own),
        others=sum(row.actor != clerk for row in pending),
        notice=_notice(reading, link, ahead),
        steps=tuple(_step(reading, row, frozenset(pages)) for row in listed[:_LISTED]),
    )


# What a person must know beyond "the line is down".
_NOTICES = frozenset(
    {"upgrade_required", "access.not_signed_in", "line.not_our_centre", "line.not_trusted", "line.fault_here"}
)
_LISTED = 200


def _notice(reading: Reading, link: Link, ahead: timedelta | None) -> str | None:
    if not link.online and link.why in _NOTICES:
        return link.why
    return timekeeping.notice(reading.terms.clock.now(), last_step=last_step_here(reading), ahead=ahead)


def _step(reading: Reading, row: Any, waiting: frozenset[PageDigest]) -> Unsent:
    event = event_of(row)
    return Unsent(
        event=event.id,
        kind=event.kind,
        case=CaseId(event.stream_id) if event.stream == CASE else None,
        number=_number(reading, event.stream, event.stream_id),
        at=moment_of(event.occurred_at),
        waits_for_pages=sum(page in waiting for page in pages_named(event)),
        rejected=code_of(row.reason) if row.verdict == "rejected" else None,
    )


def _number(reading: Reading, stream: str, stream_id: str) -> str:
    state = reading.standing(stream, stream_id).state if stream in FOLDED else None
    return getattr(state, "number", None) or ""
