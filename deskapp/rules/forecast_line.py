"""What a forecast stands on: who waits now, which windows are open, who will come, and how long services take here.

Also what-if: the same line with a window opened, closed or moved to other queues.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from msgspec.structs import replace as replace_ticket

from deskapp.failures import Refusal
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.rules.line_terms import NORMAL, LineTerms
from deskapp.rules.ticket import Ticket
from deskapp.rules.turns import Plan
from deskapp.rules.waits import LEAST_SERVICES

# Minutes that services are taken to last while a hall has not served eight people: nothing is known of it yet.
DEFAULT_SERVICES = (3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0, 15.0, 20.0)
QUARTERS = 8  # of an hour: two hours
QUARTER = 15.0  # minutes


class Basis(StrEnum):
    """Whose service times a forecast stands on."""

    QUEUE = "queue"  # those of the queue itself
    HALL = "hall"  # those of all queues: this one has too few
    DEFAULT = "default"  # DEFAULT_SERVICES: the hall has too few


@dataclass(frozen=True, slots=True)
class Cut:
    """A window whose line is cut calls its `own` tickets and nobody else.

    For so many minutes of its `lease` nobody else calls them, nor those that are `kept` for it and of which it does not
    know. After that the others do, and the window is not counted on, because nobody knows when its line will be up
    again.
    """

    own: frozenset[TicketId]
    lease: float
    kept: frozenset[TicketId] = frozenset()


@dataclass(frozen=True, slots=True)
class WindowNow:
    """An open window. `busy`: minutes since it called whoever is there, from queue `with_queue`; None when nobody is.

    `visit`: that of the person who is there, if they stand in other lines too. `served`: how many it has called of each
    queue today. `cut`: what it may still call while its line is cut; None while it is up.
    """

    id: WindowId
    plan: Plan
    busy: float | None = None
    with_queue: QueueId | None = None
    served: Mapping[QueueId, int] = field(default_factory=dict)
    visit: TicketId | None = None
    cut: Cut | None = None


@dataclass(frozen=True, slots=True)
class CallBefore:
    """A call of today: it may have overtaken somebody who still waits."""

    queue: QueueId
    at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """The lines of a hall at a moment.

    `arrivals`: of each queue how many are expected to come in each coming quarter of an hour, a list as long as the
    forecast; `arrivals_by`: on how many who came that stands, without which it is taken to be right. `classes`: what
    those who come to a queue are, as often as they are it. `services`: minutes that a window was taken up by somebody,
    from the call to the end. `early`: minutes from when people with an appointment came until they were due, as often
    as it was so; `held`: minutes until a visit that a window holds may be called in another line.
    """

    now: datetime
    queues: tuple[QueueId, ...]
    waiting: Sequence[Ticket]
    windows: tuple[WindowNow, ...]
    arrivals: Mapping[QueueId, Sequence[float]]
    services: Mapping[QueueId, Sequence[float]]
    classes: Mapping[QueueId, Sequence[str]] = field(default_factory=dict)
    called: Sequence[CallBefore] = ()
    terms: LineTerms = field(default_factory=LineTerms)
    arrivals_by: Mapping[QueueId, int] = field(default_factory=dict)
    early: Mapping[QueueId, Sequence[float]] = field(default_factory=dict)
    held: Mapping[TicketId, float] = field(default_factory=dict)

    def times_of(self, queue: QueueId) -> tuple[Basis, Sequence[float]]:
        """The service times to draw from: of the queue, else of the hall, else the default that is said above."""
        own = self.services.get(queue, ())
        if len(own) >= LEAST_SERVICES:
            return Basis.QUEUE, own
        every = [minutes for of_queue in self.services.values() for minutes in of_queue]
        return (Basis.HALL, every) if len(every) >= LEAST_SERVICES else (Basis.DEFAULT, DEFAULT_SERVICES)

    def classes_of(self, queue: QueueId) -> Sequence[str]:
        """The classes to draw from; only those that this hall still has."""
        return [code for code in self.classes.get(queue, ()) if code in self.terms.classes] or (NORMAL,)

    def served_by(self, queue: QueueId) -> int:
        """How many open windows call whoever comes to a queue."""
        return sum(queue in window.plan.queues for window in self.windows if window.cut is None)


def if_opened(line: Line, window: WindowId, plan: Plan) -> Line:
    """What if this window opened now? Refusal `forecast.window_open` when it is open already."""
    if any(one.id == window for one in line.windows):
        raise Refusal("forecast.window_open", window=window)
    return replace(line, windows=(*line.windows, WindowNow(window, plan)))


def if_closed(line: Line, window: WindowId) -> Line:
    """What if this window closed once it has served whom it has? Refusal `forecast.window_closed`."""
    _open(line, window)
    return replace(line, windows=tuple(one for one in line.windows if one.id != window))


def if_moved(line: Line, window: WindowId, plan: Plan) -> Line:
    """What if this window served other queues from now on? Refusal `forecast.window_closed`."""
    moved = replace(_open(line, window), plan=plan)
    return replace(line, windows=tuple(moved if one.id == window else one for one in line.windows))


def if_sent(line: Line, people: Collection[TicketId], queue: QueueId | None, window: WindowId | None = None) -> Line:
    """What if these people, as far as they wait, stood in another queue, or were sent to one window?"""
    moved = [
        replace_ticket(one, queue=queue or one.queue, sent_to=window) if one.id in people else one
        for one in line.waiting
    ]
    return replace(line, waiting=moved)


def _open(line: Line, window: WindowId) -> WindowNow:
    found = next((one for one in line.windows if one.id == window), None)
    if found is None:
        raise Refusal("forecast.window_closed", window=window)
    return found
