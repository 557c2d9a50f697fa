"""How far a clerk's call for help has come, for the clerk alone."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa

from db.tables import events
from deskapp.ids import WindowId
from deskapp.journal.kinds import HELP_CALLED
from deskapp.journal.reading import Reading


class HelpSign(StrEnum):
    """Nothing; kept here and not sent yet; at the centre; somebody is coming."""

    NONE = "none"
    KEPT = "kept"
    SENT = "sent"
    COMING = "coming"


def help_sign(reading: Reading, window: WindowId) -> HelpSign:
    """Read it. A call that is said again and has not gone out yet is a call that has not gone out."""
    called = reading.window(window).help
    if called is None or not called.stands:
        return HelpSign.NONE
    unsent = sa.select(events.c.id).where(
        events.c.hall == reading.hall,
        events.c.stream_id == window,
        events.c.kind == HELP_CALLED,
        events.c.verdict == "pending",
    )
    if reading.connection.execute(unsent.limit(1)).first() is not None:
        return HelpSign.KEPT
    return HelpSign.SENT if called.loud else HelpSign.COMING
