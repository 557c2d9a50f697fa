"""The hall as it stood at any moment of a day: who waited, who was at which window, which windows were open.

What happened is folded forward by the same rules as everywhere, so that the last picture is the present one. Of each
ticket and window the order in which things were heard of is kept: a step that a desk's clock dates before the one
before it happened no earlier than that one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.rules import ticket as tickets
from deskapp.rules import window as windows
from deskapp.rules.calling import calling_order
from deskapp.rules.ticket import ENDED, WITH_SOMEBODY, Ticket, TicketFact, TicketState
from deskapp.rules.window import Window, WindowFact


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to a ticket or a window."""

    at: datetime
    of: TicketId | WindowId
    fact: TicketFact | WindowFact


@dataclass(frozen=True, slots=True)
class Frame:
    """The hall at a moment, all that happened at it included.

    `waiting`: of each queue in which somebody waits, in calling order. `with_window`: whom a window has called, serves
    or holds; somebody whom two windows called is with both. `ended`: tickets that have come to each end.
    """

    at: datetime
    waiting: Mapping[QueueId, tuple[Ticket, ...]]
    with_window: Mapping[WindowId, tuple[Ticket, ...]]
    windows: Mapping[WindowId, Window]
    ended: Mapping[TicketState, int]


def frames(happened: Iterable[Happened], moments: Iterable[datetime]) -> Iterator[Frame]:
    """The hall at each of these moments, one after the other; a step costs what happened since the last.

    `happened`: of each ticket and window from its beginning, in folding order. ValueError when a moment lies before the
    one before it.
    """
    hall, steps = _Hall(), _in_time(happened)
    place, last = 0, None
    for moment in moments:
        if last is not None and moment < last:
            raise ValueError("a replay goes forward")
        last = moment
        while place < len(steps) and steps[place][0] <= moment:
            hall.take(steps[place][1])
            place += 1
        yield hall.frame(moment)


class Replay:
    """A day that can be gone through forwards and backwards. Going back costs no more than a short way forward."""

    def __init__(self, happened: Iterable[Happened]) -> None:
        self._steps = _in_time(happened)
        self._times = [at for at, _ in self._steps]
        self._hall, self._place = _Hall(), 0
        self._kept = [self._hall.copy()]  # how it stood after every so many steps, as far as anybody has gone

    def at(self, moment: datetime) -> Frame:
        """The hall at any moment, all that happened at it included."""
        wanted = bisect_right(self._times, moment)
        if not self._place <= wanted < self._place + _KEEP_EVERY:
            kept = min(wanted // _KEEP_EVERY, len(self._kept) - 1)
            if wanted < self._place or kept * _KEEP_EVERY > self._place:
                self._hall, self._place = self._kept[kept].copy(), kept * _KEEP_EVERY
        while self._place < wanted:
            self._hall.take(self._steps[self._place][1])
            self._place += 1
            if self._place == len(self._kept) * _KEEP_EVERY:
                self._kept.append(self._hall.copy())
        return self._hall.frame(moment)

    def next_after(self, moment: datetime) -> datetime | None:
        """When something happens next; None after the last."""
        place = bisect_right(self._times, moment)
        return self._times[place] if place < len(self._times) else None

    def last_before(self, moment: datetime) -> datetime | None:
        """When something happened last before a moment; None before the first."""
        place = bisect_left(self._times, moment)
        return self._times[place - 1] if place else None


_KEEP_EVERY = 500  # steps


def every(step: timedelta, first: datetime, last: datetime) -> Iterator[datetime]:
    """Moments so far apart, from a first to a last, both included. ValueError for a step that does not go forward."""
    if step <= timedelta(0):
        raise ValueError("a replay goes forward")
    moment = first
    while moment < last:
        yield moment
        moment += step
    yield last


def _in_time(happened: Iterable[Happened]) -> list[tuple[datetime, Happened]]:
    latest: dict[str, datetime] = {}
    steps = []
    for one in happened:
        at = latest[one.of] = max(one.at, latest.get(one.of, one.at))
        steps.append((at, one))
    return sorted(steps, key=lambda step: step[0])  # stable: what is dated alike stays in its order


class _Hall:
    """What is true so far. What did not change since the last frame is shown again, not made again."""

    def __init__(self) -> None:
        self._tickets: dict[TicketId, Ticket] = {}
        self._windows: dict[WindowId, Window] = {}
        self._lines: dict[QueueId, list[tuple[tuple[datetime, str], Ticket]]] = {}
        self._with: dict[WindowId, dict[TicketId, Ticket]] = {}
        self._ended = dict.fromkeys(sorted(ENDED), 0)
        self._shown: dict[QueueId, tuple[Ticket, ...]] = {}

    def copy(self) -> _Hall:
        """Another that goes on from here by itself."""
        other = _Hall()
        other._tickets, other._windows = dict(self._tickets), dict(self._windows)
        other._lines = {queue: list(line) for queue, line in self._lines.items()}
        other._with = {window: dict(has) for window, has in self._with.items()}
        other._ended, other._shown = dict(self._ended), dict(self._shown)
        return other

    def take(self, step: Happened) -> None:
        """One thing happens."""
        if isinstance(step.fact, WindowFact):
            window = WindowId(step.of)
            self._windows[window] = windows.fold(self._windows.get(window) or Window(window), step.fact)
            return
        ticket = TicketId(step.of)
        before = self._tickets.get(ticket) or Ticket(ticket)
        after = self._tickets[ticket] = tickets.fold(before, step.fact)
        self._leave(before)
        self._enter(after)

    def frame(self, at: datetime) -> Frame:
        """What is to be seen now."""
        for queue, line in self._lines.items():
            if queue not in self._shown and line:
                self._shown[queue] = tuple(ticket for _, ticket in line)
        at_windows = {window: tuple(has.values()) for window, has in self._with.items() if has}
        return Frame(at, dict(self._shown), at_windows, dict(self._windows), dict(self._ended))

    def _leave(self, ticket: Ticket) -> None:
        if ticket.state is TicketState.WAITING and ticket.queue is not None:
            line = self._lines[ticket.queue]
            del line[bisect_left(line, calling_order(ticket), key=lambda one: one[0])]
            self._shown.pop(ticket.queue, None)
        for window in _has(ticket):
            del self._with[window][ticket.id]
        if ticket.state in ENDED:
            self._ended[ticket.state] -= 1

    def _enter(self, ticket: Ticket) -> None:
        if ticket.state is TicketState.WAITING and ticket.queue is not None:
            insort(self._lines.setdefault(ticket.queue, []), (calling_order(ticket), ticket), key=lambda one: one[0])
            self._shown.pop(ticket.queue, None)
        for window in _has(ticket):
            self._with.setdefault(window, {})[ticket.id] = ticket
        if ticket.state in ENDED:
            self._ended[ticket.state] += 1


def _has(ticket: Ticket) -> set[WindowId]:
    if ticket.state not in WITH_SOMEBODY:
        return set()
    return {window for window in (ticket.window, *ticket.also_called_by) if window is not None}
