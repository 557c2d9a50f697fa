"""What the line lamp and the outbox show: is the line up, and what is still to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deskapp.ids import CaseId, EventId


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
