"""What the hall's manager might do about a line that grows too long: proposals, never orders.

    "Queue C will pass 30 minutes at 10:20. Let window 7 serve it as well?"

The limit is the wait within which the hall means to call everybody (the class `normal` of its line terms).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from deskapp.ids import QueueId, WindowId

AHEAD = timedelta(minutes=60)  # what comes later is not worth a word yet


@dataclass(frozen=True, slots=True)
class QueueLoad:
    """A queue just now. `since`: when those who wait came, in calling order; `service`: mean minutes, None unknown."""

    queue: QueueId
    since: Sequence[datetime]
    windows: Sequence[WindowId]  # open ones that serve it
    service: float | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """`passes_at`: when somebody who waits now will have waited longer than the limit; `window`: which might serve the
    queue as well, None when every open one does, or has more to do: then another one is to be opened.
    """

    queue: QueueId
    passes_at: datetime
    window: WindowId | None


def proposals(
    loads: Sequence[QueueLoad], serves: Mapping[WindowId, Sequence[QueueId]], limit: timedelta, now: datetime
) -> tuple[Proposal, ...]:
    """One for each queue that will pass the limit within the hour, the soonest first.

    `serves`: the open windows and their queues. The window proposed is the one with the least to do: fewer people for
    each of its hands than the queue has for each of its own.
    """
    found = []
    for load in loads:
        passes = passes_at(load, limit, now)
        if passes is not None and passes - now <= AHEAD:
            found.append(Proposal(load.queue, passes, _spare(load, loads, serves)))
    return tuple(sorted(found, key=lambda proposal: (proposal.passes_at, proposal.queue)))


def passes_at(load: QueueLoad, limit: timedelta, now: datetime) -> datetime | None:
    """When the first of those who wait now will have waited too long; None when nobody will, or too little is known.

    Each window is taken to be in the middle of a service: the place `n` in line (from 0) is called after `n` and a half
    services, shared by the windows.
    """
    for place, since in enumerate(load.since):
        if not load.windows:
            called = None
        elif load.service is None:
            return next((came + limit for came in load.since if came + limit <= now), None)
        else:
            called = now + timedelta(minutes=(place + 0.5) * load.service / len(load.windows))
        if called is None or called - since > limit:
            return since + limit
    return None


def _spare(
    load: QueueLoad, loads: Sequence[QueueLoad], serves: Mapping[WindowId, Sequence[QueueId]]
) -> WindowId | None:
    each = {other.queue: len(other.since) / max(1, len(other.windows)) for other in loads}
    work = {
        window: sum(each.get(queue, 0.0) for queue in queues)
        for window, queues in serves.items()
        if load.queue not in queues
    }
    spare = min(work, key=lambda window: (work[window], window), default=None)
    return spare if spare is not None and work[spare] < each[load.queue] else None
