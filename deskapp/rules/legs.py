"""From what happened to a ticket to what somebody lived through: how long they waited, and how long they were served.

A leg is one wait in line and the service it led to. A ticket has one, and one more for each time a window that had
called the person sent them on. Times are minutes and never negative: of a desk whose clock was set back nothing is
believed but that no time passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from deskapp.clock import OFFICE_TIME, office_day
from deskapp.ids import ClerkId, ItemCode, QueueId, TicketId, WindowId
from deskapp.rules.ticket import ENDED, WITH_SOMEBODY, Ticket, TicketState, fold
from deskapp.rules.ticket_facts import Arrived, Called, CallUndone, CarriedOver, Issued, TicketFact


class Outcome(StrEnum):
    """What a leg came to. Only the first two, and the third once the person is there, have times."""

    SERVED = "served"
    SENT_ON = "sent_on"  # to another line, or to stand in line anew, by a window that had called them
    AT_WINDOW = "at_window"  # called, served or held: not ended yet
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    WAITING = "waiting"
    CARRIED_OVER = "carried_over"  # still waited when the day ended


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened to a ticket, when, and by whose hand."""

    at: datetime
    who: ClerkId
    fact: TicketFact


@dataclass(frozen=True, slots=True)
class Leg:
    """One wait and the service it led to.

    `waited`: from when they came (or were sent on) to the call that led to service, a call undone or missed before it
    included, and without the time another window had the same person by another ticket of their visit. `served`: from
    the arrival, or the call where nobody said that they arrived, to the end, without the time they were held. Both
    None where there is none to tell; who was carried over has no wait on the next day, as nobody knows when they came
    back. `in_time`: called no later than the ticket was due. `hour`: of the office's day, when they came.
    """

    ticket: TicketId
    visit: TicketId  # the same for all tickets of somebody who stands in several lines
    day: date
    hour: int | None
    queue: QueueId
    item: ItemCode | None
    window: WindowId | None
    clerk: ClerkId | None  # who called for that window
    outcome: Outcome
    waited: float | None
    served: float | None
    in_time: bool | None
    since: datetime | None
    called_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None = None  # when they were called


def legs_of(told: Mapping[TicketId, Iterable[Moment]]) -> list[Leg]:
    """The legs of many tickets; of each ticket all is told, in the order in which it is folded."""
    return _without_time_elsewhere([leg for ticket, moments in told.items() for leg in _legs(ticket, moments)])


@dataclass(slots=True)
class _Open:
    """A leg that has not come to its end. `calls`: of each window that called, when, who, and when they were due."""

    since: datetime | None
    day: date
    calls: dict[WindowId, tuple[datetime, ClerkId, datetime | None]] = field(default_factory=dict)
    arrived: datetime | None = None
    held_since: datetime | None = None
    held: timedelta = timedelta(0)
    ended: datetime | None = None

    def wait_on(self) -> None:
        """As if nobody had called."""
        self.calls.clear()
        self.arrived = self.held_since = self.ended = None
        self.held = timedelta(0)

    def take_up(self, at: datetime) -> None:
        """The person is held no more."""
        if self.held_since is not None:
            self.held += max(timedelta(0), at - self.held_since)
            self.held_since = None

    def call(self, window: WindowId, moment: Moment, due: datetime | None) -> None:
        """A window calls; a second one may, that could not know of the first."""
        self.calls.setdefault(window, (moment.at, moment.who, due))
        if self.since is None:
            self.day = office_day(moment.at)

    def follow(self, before: Ticket, now: Ticket, moment: Moment) -> None:
        """Note what a step says of the times of this leg."""
        if before.state is TicketState.HELD and now.state is not TicketState.HELD:
            self.take_up(moment.at)
        if now.state is TicketState.WAITING:
            self.wait_on()
        elif isinstance(moment.fact, Called) and moment.fact.window in (now.window, *now.also_called_by):
            self.call(moment.fact.window, moment, before.due_at)
        elif now.state is TicketState.HELD:
            self.held_since, self.ended = self.held_since or moment.at, None
        elif before.state is TicketState.CALLED and now.state is TicketState.SERVING:
            self.arrived = moment.at
        elif now.state in ENDED and now.state is not before.state:
            self.ended = moment.at
        if before.window is not None and now.window not in (None, before.window):
            # the other window that had called has them: since they arrived there, or else since its call
            self.arrived = moment.at if isinstance(moment.fact, Arrived) else None


def _legs(ticket: TicketId, moments: Iterable[Moment]) -> list[Leg]:
    legs: list[Leg] = []
    now, leg = Ticket(ticket), None
    for moment in moments:
        before, now = now, fold(now, moment.fact)
        if leg is None:
            if isinstance(moment.fact, Issued):
                leg = _Open(moment.fact.issued_at, office_day(moment.fact.issued_at))
        elif isinstance(moment.fact, CarriedOver) and before.state is TicketState.WAITING:
            legs.append(_closed(leg, before, Outcome.CARRIED_OVER))
            leg = _Open(None, max(moment.fact.day, leg.day + _A_DAY))
        elif before.state in WITH_SOMEBODY and now.state is TicketState.WAITING and not _undone(moment.fact):
            leg.take_up(moment.at)
            leg.ended = moment.at
            legs.append(_closed(leg, before, Outcome.SENT_ON))
            leg = _Open(moment.at, max(leg.day, office_day(moment.at)))
        else:
            leg.follow(before, now, moment)
    if leg is not None:
        legs.append(_closed(leg, now, _OUTCOMES[now.state]))
    return legs


def _undone(fact: TicketFact) -> bool:
    return isinstance(fact, CallUndone)


def _closed(leg: _Open, ticket: Ticket, outcome: Outcome) -> Leg:
    call = leg.calls.get(ticket.window) if ticket.window else None
    called_at, clerk, due = call or (None, None, None)
    there = outcome in _GIVEN or (outcome is Outcome.AT_WINDOW and ticket.state is not TicketState.CALLED)
    waited = _minutes(leg.since, called_at) if there else None
    served = _minutes(leg.arrived or called_at, leg.ended) if outcome in _GIVEN else None
    came = leg.since or called_at
    return Leg(
        ticket=ticket.id,
        visit=ticket.visit or ticket.id,
        day=leg.day,
        hour=came.astimezone(OFFICE_TIME).hour if came else None,
        queue=ticket.queue or QueueId(""),
        item=ticket.item,
        window=ticket.window,
        clerk=clerk,
        outcome=outcome,
        waited=waited,
        served=None if served is None else max(0.0, served - leg.held.total_seconds() / 60),
        in_time=None if waited is None or called_at is None or due is None else called_at <= due,
        since=leg.since,
        called_at=called_at,
        ended_at=leg.ended,
        due_at=due,
    )


def _minutes(since: datetime | None, until: datetime | None) -> float | None:
    if since is None or until is None:
        return None
    return max(0.0, (until - since).total_seconds() / 60)


def _without_time_elsewhere(legs: list[Leg]) -> list[Leg]:
    """Who stands in several lines does not wait in one while they are served in another."""
    of_visit: dict[TicketId, list[Leg]] = {}
    for leg in legs:
        of_visit.setdefault(leg.visit, []).append(leg)
    return [leg if len(of_visit[leg.visit]) == 1 else _less(leg, of_visit[leg.visit]) for leg in legs]


def _less(leg: Leg, all_of_them: list[Leg]) -> Leg:
    if leg.waited is None or leg.since is None or leg.called_at is None:
        return leg
    until, elsewhere = leg.since, 0.0
    others = ((o.called_at, o.ended_at) for o in all_of_them if o.ticket != leg.ticket and o.called_at and o.ended_at)
    for begun, ended in sorted((max(leg.since, a), min(leg.called_at, b)) for a, b in others):
        elsewhere += _minutes(max(until, begun), ended) or 0.0
        until = max(until, ended)
    return replace(leg, waited=max(0.0, leg.waited - elsewhere)) if elsewhere else leg


_A_DAY = timedelta(days=1)
_GIVEN = (Outcome.SERVED, Outcome.SENT_ON)
_OUTCOMES: Mapping[TicketState | None, Outcome] = {
    TicketState.WAITING: Outcome.WAITING,
    TicketState.CALLED: Outcome.AT_WINDOW,
    TicketState.SERVING: Outcome.AT_WINDOW,
    TicketState.HELD: Outcome.AT_WINDOW,
    TicketState.FINISHED: Outcome.SERVED,
    TicketState.NO_SHOW: Outcome.NO_SHOW,
    TicketState.CANCELLED: Outcome.CANCELLED,
}
