"""Where a case is in its life."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    FILED = "filed"  # over the net, not looked at by anybody yet
    OPENED = "opened"
    PRE_REVIEWED = "pre_reviewed"
    CORRECTION_REQUESTED = "correction_requested"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    PAUSED = "paused"
    DECIDED = "decided"
    READY = "ready"
    DELIVERED = "delivered"
    ARCHIVED = "archived"


AT_THE_WINDOW = frozenset({State.OPENED, State.PRE_REVIEWED, State.CORRECTION_REQUESTED})
RUNNING = frozenset({State.ACCEPTED, State.PAUSED})  # with the department
ENDED = frozenset({State.DECLINED, State.WITHDRAWN, State.DELIVERED, State.ARCHIVED})
