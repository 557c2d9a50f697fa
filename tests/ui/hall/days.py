"""Days of a hall, lived through by the rules of calling: who comes, which window calls whom, how long they take."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush

from deskapp.desk import Station
from deskapp.ids import ClerkId, DeviceId, ItemCode, QueueId, TicketId, WindowId, new_id
from deskapp.journal.writing import Writing
from deskapp.rules.calling import calling_order, due_at
from deskapp.rules.line_terms import APPOINTMENT, NORMAL, PRIORITY, LineTerms
from deskapp.rules.ticket import Arrived, Called, Finished, Issued, NoShow, Ticket, TicketState
from deskapp.rules.turns import Plan
from deskapp.rules.window import WindowDefined, WindowKind, WindowOpened
from tests.clerk.office import FrozenClock

# of each queue: people an hour, minutes of a service
PACE = {QueueId("A"): (26.0, 6.0), QueueId("B"): (17.0, 8.0), QueueId("C"): (12.0, 9.5), QueueId("D"): (3.0, 4.0)}
BUSY = (0.6, 1.3, 1.5, 1.0, 0.5, 0.9, 1.2, 0.8)  # of the pace, hour by hour from nine
SERVES = {
    "1": "A", "2": "A", "3": "AB", "4": "AB", "5": "B", "6": "C", "7": "BC", "8": "AD",
}  # fmt: skip
ITEMS = {"A": "GA-0301", "B": "SCJG-0102", "C": "RS-0101", "D": "SW-0101"}
_MINUTE = timedelta(minutes=1)


@dataclass
class _Hall:
    """Who waits and which window is free, at a moment."""

    facts: Writing
    clock: FrozenClock
    chance: random.Random
    waiting: dict[TicketId, Ticket] = field(default_factory=dict)
    serials: dict[str, int] = field(default_factory=dict)
    free: list[WindowId] = field(default_factory=list)
    plans: dict[WindowId, Plan] = field(default_factory=dict)

    def open(self) -> None:
        for name, letters in SERVES.items():
            window, plan = WindowId(name), Plan(tuple(QueueId(letter) for letter in letters))
            clerk = ClerkId(f"clerk{name}")
            self.facts.add(ClerkId("admin"), WindowDefined(WindowKind.INTAKE, plan.queues), of=window)
            self.facts.add(clerk, WindowOpened(clerk, DeviceId(f"desk{name}")), of=window)
            self.plans[window] = plan
            self.free.append(window)

    def come(self, queue: QueueId) -> None:
        serial = self.serials[queue] = self.serials.get(queue, 0) + 1
        sort = self.chance.choices((NORMAL, PRIORITY, APPOINTMENT), (86, 6, 8))[0]
        now = self.clock.moment
        hour = now + _MINUTE * self.chance.randint(0, 20) if sort == APPOINTMENT else None
        due = due_at(LineTerms(), sort, now, hour)
        number = f"{queue}{serial:03}"
        ticket = TicketId(new_id())
        item = ItemCode(ITEMS[queue]) if self.chance.random() < 0.8 else None
        self.facts.add(ClerkId("greeter"), Issued(number, queue, sort, now, due, item, hour), of=ticket)
        self.waiting[ticket] = Ticket(ticket, 1, TicketState.WAITING, number, queue, sort, now, due)

    def call(self) -> Iterator[tuple[datetime, WindowId, TicketId, bool]]:
        """Every free window calls whoever is due first; when they will have been served, where, and if they came."""
        for window in list(self.free):
            line = [one for one in self.waiting.values() if one.queue in self.plans[window].queues]
            if not line:
                continue
            first = min(line, key=calling_order)
            del self.waiting[first.id]
            self.free.remove(window)
            self.facts.add(ClerkId(f"clerk{window}"), Called(window), of=first.id)
            comes = self.chance.random() > 0.04
            takes = self.chance.gammavariate(3, PACE[first.queue or QueueId("A")][1] / 3) if comes else 1.5
            if comes:
                self.facts.add(ClerkId(f"clerk{window}"), Arrived(window), of=first.id)
            yield self.clock.moment + _MINUTE * takes, window, first.id, comes


def live(station: Station, clock: FrozenClock, opens: datetime, until: datetime, seed: int = 1) -> None:
    """Let people come from `opens` on, and be served, until a moment, all in one transaction. The clock stays there."""
    chance = random.Random(seed)
    comings: list[tuple[datetime, QueueId]] = []
    for queue, (an_hour, _) in PACE.items():
        at = 0.0
        while (at := at + chance.expovariate(an_hour * BUSY[min(len(BUSY) - 1, int(at))])) < 7.5:
            comings.append((opens + timedelta(hours=at), queue))
    comings.sort()
    clock.moment = opens
    with station.journal.writing() as facts:
        hall = _Hall(facts, clock, chance)
        hall.open()
        ends: list[tuple[datetime, WindowId, TicketId, bool]] = []
        while True:
            comes = comings[0][0] if comings else datetime.max.replace(tzinfo=opens.tzinfo)
            ended = ends[0][0] if ends else datetime.max.replace(tzinfo=opens.tzinfo)
            if min(comes, ended) >= min(until, datetime.max.replace(tzinfo=opens.tzinfo)):
                break
            clock.moment = min(comes, ended)
            if ended <= comes:
                _, window, ticket, came = heappop(ends)
                fact = Finished(window) if came else NoShow(window)
                facts.add(ClerkId(f"clerk{window}"), fact, of=ticket)
                hall.free.append(window)
            else:
                hall.come(comings.pop(0)[1])
            for one in hall.call():
                heappush(ends, one)
    clock.moment = until
