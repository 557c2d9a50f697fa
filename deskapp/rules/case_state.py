"""Where a case is in its life."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    OPENED = "opened"
    CORRECTION_REQUESTED = "correction_requested"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    PAUSED = "paused"
    DECIDED = "decided"
    READY = "ready"
    DELIVERED = "delivered"
    ARCHIVED = "archived"


AT_THE_WINDOW = frozenset({State.OPENED, State.CORRECTION_REQUESTED})
