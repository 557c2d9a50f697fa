"""The line played forward many times by chance, by the hall's own rules of who is called next.

Who comes and how long each service takes is drawn before anything is played, so that two lines that differ in their
windows alone meet the same people: what differs then comes of the windows. At the beginning of each quarter of an hour
somebody comes to each queue who takes nobody's time: how long they wait is what is asked.

Whoever stands in several lines is called in one of them at a time; of those who will come, each is taken to stand in
one. A window whose line is cut calls its own tickets alone, as long as they are left to it. Whoever comes with an
appointment is due at its hour, so long after they came as others were on the last days.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log, sqrt
from typing import NamedTuple, Protocol

from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.rules.calling import NEVER, calling_order, due_at
from deskapp.rules.forecast_line import QUARTER, Line
from deskapp.rules.line_terms import APPOINTMENT, NORMAL
from deskapp.rules.turns import Turn, turns

NOBODY = -1  # the visit of whoever stands in one line
_LAST = 1_000_000_000  # who asks came after everybody who is due at the same moment


class Chance(Protocol):
    """Where chance comes from: a seeded `random.Random`."""

    def random(self) -> float:
        """A number from 0 up to, and never, 1."""
        ...


class Somebody(NamedTuple):
    """Who waits or will come; minutes from now. Sorts as they are called: by due time, then by who came first.

    `line`: the place of their queue, or of the own line of the window they were sent to. `takes` is None for who only
    asks how long it is: `quarter` says which answer it is. `visit`: the same number for all the lines in which one
    person stands; NOBODY for who stands in one.
    """

    due: float
    serial: int
    takes: float | None
    came: float
    line: int
    queue: int
    quarter: int = -1
    visit: int = NOBODY


@dataclass(frozen=True, slots=True)
class Run:
    """What chance has decided: who waits, who comes in order of coming, and when each window is free (None: now)."""

    waiting: Sequence[Somebody]
    coming: Sequence[Somebody]
    free: Sequence[float | None]


class Ground:
    """What is the same in every run: the lines by number, and from which of them each window calls, in what turn."""

    def __init__(self, line: Line) -> None:
        self.line = line
        of_windows = (queue for window in line.windows for queue in window.plan.queues)
        self.names = tuple(dict.fromkeys((*line.queues, *of_windows)))
        self.queues = {queue: number for number, queue in enumerate(self.names)}
        self.own = {window.id: len(self.queues) + number for number, window in enumerate(line.windows)}
        self.plans = [window.plan for window in line.windows]
        self.by_turn = [
            window.cut is None and window.plan.turn is not Turn.DUE and len(window.plan.queues) > 1
            for window in line.windows
        ]
        self.all_lines = [self._numbers(() if w.cut else w.plan.queues, self.own[w.id]) for w in line.windows]
        self.queues_of = [{self.queues[queue]: place for place, queue in enumerate(plan.queues)} for plan in self.plans]
        self.served = [tuple(w.served.get(queue, 0) for queue in w.plan.queues) for w in line.windows]
        self.called: list[list[float]] = [[] for _ in self.names]  # of each queue when those called today were due
        self._calls = [
            (call.at, self.queues[call.queue], self.minutes(call.due_at))
            for call in line.called
            if call.queue in self.queues
        ]
        for _, queue, due in self._calls:
            insort(self.called[queue], due)
        self.visits = _visits(line)
        self.left_to = _left_to(line)
        self.kept = {ticket for window in line.windows if window.cut for ticket in window.cut.kept}
        self.cut = {window.id for window in line.windows if window.cut}
        self.left: set[int] = set()  # who is left to a window whose line is cut, and may be called by others later
        self.waiting = _waiting(self)
        self.later_before = {one.serial: self._later_before(one) for one in self.waiting} if any(self.by_turn) else {}
        self._sets: dict[tuple[int, tuple[int, ...]], tuple[tuple[int, ...], ...]] = {}

    def _later_before(self, one: Somebody) -> tuple[int, ...]:
        """Of each queue, how many were called before somebody came who are due later: those overtook nobody."""
        came = self.line.now + timedelta(minutes=one.came)
        before = [queue for at, queue, due in self._calls if at < came and due > one.due]
        return tuple(before.count(queue) for queue in range(len(self.queues)))

    def minutes(self, moment: datetime) -> float:
        """Minutes from now to a moment."""
        return (moment - self.line.now).total_seconds() / 60

    def sets(self, window: int, served: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
        """The lines that a window calls from, one set after the other, its own line with the first."""
        plan, own = self.plans[window], len(self.queues) + window
        counts = served if plan.turn is Turn.SHARE else ()
        found = self._sets.get((window, counts))
        if found is None:
            in_turn = turns(plan, dict(zip(plan.queues, served, strict=True)))
            found = tuple(self._numbers(queues, None if place else own) for place, queues in enumerate(in_turn))
            self._sets[window, counts] = found
        return found

    def after_call(self, window: int, served: tuple[int, ...], queue: int) -> tuple[int, ...]:
        """How many a window has called of each of its queues once it has called from one of them."""
        place = self.queues_of[window].get(queue)
        if place is None or self.plans[window].turn is not Turn.SHARE:
            return served
        return (*served[:place], served[place] + 1, *served[place + 1 :])

    def _numbers(self, queues: Sequence[QueueId] | frozenset[QueueId], own: int | None) -> tuple[int, ...]:
        return (*sorted(self.queues[queue] for queue in queues), *(() if own is None else (own,)))


def drawn(ground: Ground, chance: Chance, *, quarters: int, runs: int) -> list[Run]:
    """As many runs as asked for. Who comes is drawn before how long windows are busy, whichever windows there are."""
    services = [ground.line.times_of(queue)[1] for queue in ground.names]
    patience = [_patience(ground.line, queue) for queue in ground.names]
    people = []
    for _ in range(runs):
        here = [one._replace(takes=_one_of(services[one.queue], chance)) for one in ground.waiting]
        people.append((here, _coming(ground, chance, services, patience, quarters)))
    return [Run(here, coming, _free(ground, chance, services)) for here, coming in people]


def asking(ground: Ground, quarters: int) -> list[Somebody]:
    """Who only asks, in order of coming: in every quarter one at each queue that a window serves."""
    terms, now = ground.line.terms, ground.line.now
    normal = ground.minutes(due_at(terms, NORMAL, now))
    served = sorted({number for lines in ground.all_lines for number in lines if number < len(ground.queues)})
    return [
        Somebody(
            quarter * QUARTER + normal,
            _LAST + quarter * len(ground.queues) + queue,
            None,
            quarter * QUARTER,
            queue,
            queue,
            quarter,
        )
        for quarter in range(quarters)
        for queue in served
    ]


def _visits(line: Line) -> dict[TicketId, int]:
    """The visits of those who wait, by number."""
    return {visit: number for number, visit in enumerate(dict.fromkeys(one.visit for one in line.waiting if one.visit))}


def _left_to(line: Line) -> dict[TicketId, WindowId]:
    """To which window whose line is cut a ticket is left; to the first, where to several."""
    cut = [window for window in reversed(line.windows) if window.cut]
    return {ticket: window.id for window in cut if window.cut for ticket in window.cut.own | window.cut.kept}


def _waiting(ground: Ground) -> list[Somebody]:
    found = []
    for serial, ticket in enumerate(sorted(ground.line.waiting, key=calling_order)):
        queue = ground.queues.get(ticket.queue) if ticket.queue is not None else None
        at = ticket.sent_to or ground.left_to.get(ticket.id)
        line = queue if at is None else ground.own.get(at)
        if ticket.sent_to in ground.cut and (ticket.id not in ground.left_to or ticket.id in ground.kept):
            continue  # sent there after its line was cut: nobody calls them until it is up again
        if ticket.id in ground.kept and line is not None:
            line += len(ground.own)  # beside the window's own line: nobody calls from there
        if queue is not None and line is not None:  # whoever was sent to a window that is closed waits for it to open
            due, came = ground.minutes(ticket.due_at or NEVER), ground.minutes(ticket.issued_at or ground.line.now)
            if ticket.sent_to is None and at is not None:
                ground.left.add(serial)
            visit = NOBODY if ticket.visit is None else ground.visits[ticket.visit]
            found.append(Somebody(due, serial, None, came, line, queue, visit=visit))
    return found


def _patience(line: Line, queue: QueueId) -> list[float]:
    """Minutes until somebody who comes now is due, once for each of the classes that are drawn from.

    With an appointment that is its hour: so many minutes as others with one came early, or had to wait who had lost it.
    """
    early = line.early.get(queue) or (0.0,)
    found = []
    for number, code in enumerate(line.classes_of(queue)):
        due = due_at(line.terms, code, line.now, line.now)
        by_hour = code == APPOINTMENT
        found.append(early[number % len(early)] if by_hour else (due - line.now) / timedelta(minutes=1))
    return found


def _coming(
    ground: Ground, chance: Chance, services: list[Sequence[float]], patience: list[list[float]], quarters: int
) -> list[Somebody]:
    found = []
    serial = len(ground.line.waiting)
    for number, queue in enumerate(ground.names):
        takes, waits = services[number], patience[number]
        as_many = _as_many(ground.line.arrivals_by.get(queue), chance)
        for quarter, expected in enumerate(ground.line.arrivals.get(queue, ())[:quarters]):
            if expected * as_many <= 0:
                continue
            at, until, gap = quarter * QUARTER, (quarter + 1) * QUARTER, QUARTER / expected / as_many
            while (at := at - log(1 - chance.random()) * gap) < until:
                due = at + (waits[0] if len(waits) == 1 else _one_of(waits, chance))
                found.append(Somebody(due, serial, _one_of(takes, chance), at, number, number))
                serial += 1
    return sorted(found, key=lambda one: one.came)


def _as_many(sure_by: int | None, chance: Chance) -> float:
    """How many times as many come in this run as expected: what stands on few people may well be wrong."""
    if not sure_by:
        return 1.0
    normal = sum(chance.random() for _ in range(12)) - 6
    return max(0.0, 1 + normal / sqrt(sure_by))


def _free(ground: Ground, chance: Chance, services: list[Sequence[float]]) -> list[float | None]:
    """When each window is free: of what is known to have taken longer than it has lasted already, one is drawn."""
    free: list[float | None] = []
    for window in ground.line.windows:
        if window.busy is None:
            free.append(None)
            continue
        number = ground.queues.get(window.with_queue) if window.with_queue is not None else None
        known = services[number] if number is not None else ground.line.times_of(QueueId(""))[1]
        longer = [minutes - window.busy for minutes in known if minutes > window.busy]
        free.append(_one_of(longer, chance) if longer else _one_of(known, chance) * chance.random())
    return free


def _one_of(known: Sequence[float], chance: Chance) -> float:
    return known[int(chance.random() * len(known))]
