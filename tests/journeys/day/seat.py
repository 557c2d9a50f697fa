"""A clerk at a window: what they do at each beat, through the same steps as the program's screen."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from deskapp.clerk import calling, holding, issuing, signing_in, taking_back
from deskapp.desk import Desk, Station
from deskapp.hall import windows as shutter
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.queries.call_sheet import call_sheet
from tests.fakes.cut_line import Cuttable
from tests.journeys.day.floor import Floor
from tests.journeys.day.hall import DayHall
from tests.journeys.day.slips import AT_A_WINDOW, CALLED, SERVING, Claim, Slip

MINUTE = timedelta(minutes=1)
MOST_HELD = 3
_HELD_FOR = 15 * MINUTE


@dataclass
class Away:
    """Somebody who fetches a copy. `comes`: when they are back; never, if None."""

    slip: Slip
    comes: datetime | None
    until: datetime


@dataclass
class Seat:
    """A window, its desk and its clerk, who has habits of their own. `cut`, `unsaid`: what others may not know of."""

    name: str
    hall: DayHall
    floor: Floor
    queues: tuple[str, ...]
    chance: random.Random
    exact: Callable[[], bool]  # whether everybody knows of everything
    open_windows: Callable[[], list[str]]
    by_due: bool = True
    station: Station | None = None
    desk: Desk | None = None
    hand: Slip | None = None
    until: datetime | None = None  # how long the service in hand takes
    comes: bool = True
    ghost: bool = False  # whoever is in hand is at another window
    away: list[Away] = field(default_factory=list)
    owed: Slip | None = None  # the centre has called them, and its answer was lost
    paused: bool = False
    cut: bool = False
    unsaid: bool = False
    heard: datetime | None = None
    did: Counter[str] = field(default_factory=Counter)

    @property
    def user(self) -> str:
        return f"clerk{self.name}"

    @property
    def now(self) -> datetime:
        return self.hall.clock.moment

    @property
    def at_work(self) -> Desk:
        assert self.desk is not None
        return self.desk

    @property
    def line(self) -> Cuttable:
        assert self.station is not None
        line = self.station.centre
        assert isinstance(line, Cuttable)
        return line

    # --- coming, going, and what happens to the line ---

    def open(self) -> None:
        """The clerk comes."""
        self.station = self.station or self.hall.station(f"desk{self.name}")
        self.desk = self.hall.sign_in(self.station, self.user, self.name)
        self.round()

    def close(self) -> None:
        """The clerk goes; who was sent to them stands in the queue again."""
        signing_in.sign_out(self.at_work)
        self.desk = None
        self.hall.take_course()
        for slip in self.floor.waiting():
            slip.sent_to = "" if slip.sent_to == self.name else slip.sent_to

    def round(self) -> None:
        if self.station is not None and not self.cut and self.hall.round(self.station):
            self.unsaid, self.heard = False, self.now

    def cut_line(self) -> None:
        self.line.cut = self.cut = True
        self.did["cut"] += 1

    def mend_line(self) -> None:
        self.line.cut = self.cut = False
        if self.desk is not None and not self.desk.clerk.token:  # signed in while it was cut
            self.desk = self.hall.sign_in(self.desk, self.user, self.name)
        self.round()

    def die(self) -> None:
        """The program is killed. Nobody is told."""
        assert self.station is not None
        self.hall.leave(self.station)
        self.station, self.desk, self.unsaid = None, None, True
        self.did["crash"] += 1

    def die_calling(self) -> None:
        """The program is killed between its call and the answer: the centre has called, the desk knows nothing."""
        hand = self.hand.id if self.hand and not self.ghost else ""
        answer = self.at_work.centre.call(token=self.at_work.clerk.token, finish=True, hand=TicketId(hand))
        if self.hand is not None:
            self.hand.finish(self.now)
        self.hand = None
        if answer is not None:
            self.owed = self.floor.slips[answer.id]
            self.floor.called(self.owed, self._claim(offline=False), self.user)
        self.die()

    def begin_again(self) -> None:
        """The program is started again on the cache that it left."""
        self.station = self.hall.station(f"desk{self.name}")
        self.line.cut = self.cut
        self.desk = self.hall.sign_in(self.station, self.user, self.name)
        self.round()
        with self.desk.journal.reading() as reading:
            sheet = call_sheet(reading, WindowId(self.name), self.hall.parts.clock.today(), {})
        if self.hand is not None and not self.ghost and sheet.ticket != self.hand.id:
            self.floor.wrong(self.now, f"{self.hand.number} was in hand at {self.name} before its program was killed")

    def pause(self) -> None:
        shutter.pause(self.at_work, WindowId(self.name))
        self.paused = True
        self._say()

    def resume(self) -> None:
        shutter.resume(self.at_work, WindowId(self.name))
        self.paused = False
        self._say()

    # --- one beat ---

    def act(self, *, last: bool = False) -> None:
        """What the clerk does now. `last`: nobody is called any more."""
        if self.desk is None or self.paused:
            return
        if self.hand is None:
            self._next(last=last)
        elif self.ghost or (self.hand.state == CALLED and self.until is None):
            self._look_for_them()
        elif self.until is not None and self.now >= self.until:
            self._end(last=last)

    def _next(self, *, last: bool) -> None:
        for gone in self.away:
            if gone.comes is not None and self.now >= gone.comes:
                self.away.remove(gone)
                return self._take_up(gone.slip)
            if self.now >= gone.until:
                self.away.remove(gone)
                holding.give_up(self.at_work, TicketId(gone.slip.id))
                gone.slip.miss(self.now)
                return self._say()
        if not last or self.owed is not None:
            self._call()
        return None

    def _take_up(self, slip: Slip) -> None:
        holding.take_up(self.at_work, TicketId(slip.id))
        slip.take_up(self.now)
        self._serve(slip)
        self.did["taken up"] += 1

    def _call(self) -> None:
        """The next; the service in hand is over by it."""
        exact = self.exact()
        if self.hand is not None:
            self.hand.finish(self.now)
            self.hand, self.until = None, None
        line = self.floor.line(self.name, self.queues)
        if exact and self.owed is None and len(line) > 2 and self.chance.random() < 0.03:
            return self._call_by_name(self.chance.choice(line[1:6]))
        self.line.lose_answers = lost = exact and self.owed is None and self.chance.random() < 0.01
        called = calling.call_next(self.at_work)
        self.line.lose_answers = False
        if lost:
            self._look_at_board()
        if called is None:
            if exact and line and not lost:
                self.floor.wrong(self.now, f"nobody was called to {self.name}, though {line[0].number} waits")
            return None
        slip = self.floor.slips[called.ticket]
        if called.had_been:
            if slip is not self.owed:
                self.floor.wrong(self.now, f"{self.name} was told that {slip.number} had been called for it before")
            self.owed = None
            self.did["had been called"] += 1
            return self._expect(slip)
        if exact and not called.offline:
            self.floor.judge_order(slip, line, by_due=self.by_due, at=self.now, window=self.name)
        return self._has(slip, offline=called.offline)

    def _look_at_board(self) -> None:
        """The answer to a call was lost: whoever was called saw it on the board, and comes."""
        self.did["answer lost"] += 1
        board = self.hall.anybody.get("/api/v1/board").json()
        here = [self.floor.slips[call["ticket"]] for call in board["calls"] if call["window"] == self.name]
        new = [slip for slip in here if slip.window != self.name or slip.state not in AT_A_WINDOW]
        for slip in new:
            self.floor.called(slip, self._claim(offline=False), self.user)
            self.owed = slip
        self.unsaid = True

    def _call_by_name(self, slip: Slip) -> None:
        called = calling.call_one(self.at_work, TicketId(slip.id))
        self.did["by name"] += 1
        self._has(slip, offline=called.offline)

    def _has(self, slip: Slip, *, offline: bool) -> None:
        self.did["offline" if offline else "called"] += 1
        self.unsaid = self.unsaid or offline
        self.ghost = not self.floor.called(slip, self._claim(offline=offline), self.user)
        self.owed = None if slip is self.owed else self.owed
        if not self.ghost and self.chance.random() < 0.01 and not offline:
            taking_back.call(self.at_work, TicketId(slip.id))  # the key was hit by mistake
            slip.back_in_line()
            self.did["call undone"] += 1
            return self._say()
        return self._expect(slip)

    def _expect(self, slip: Slip) -> None:
        self.hand, self.until = slip, None
        self.comes = self.cut or self.chance.random() < 0.93
        if self.comes and not self.ghost and self.chance.random() < 0.75:
            self._look_for_them()  # they stood before the window already

    def _look_for_them(self) -> None:
        """Whoever was called comes, is called again, or does not come."""
        assert self.hand is not None
        slip, ticket = self.hand, TicketId(self.hand.id)
        if self.comes and not self.ghost:
            if self.chance.random() < 0.9:
                calling.arrived(self.at_work, ticket)
                slip.arrive(self.now)
            return self._serve(slip)
        if not self.ghost and self.chance.random() < 0.4:
            self.comes = True  # they hear it now
            self.did["called again"] += 1
            return calling.call_again(self.at_work, ticket) if self._may_call_again() else None
        calling.no_show(self.at_work, ticket)
        if self.ghost:
            self.hand, self.ghost = None, False
            self.did["ghost"] += 1
            return self._say()
        slip.miss(self.now)
        self.hand = None
        self.did["no show"] += 1
        if self.chance.random() < 0.2:
            taking_back.no_show(self.at_work, ticket)
            slip.back_in_line()
            self.did["no show undone"] += 1
        return self._say()

    def _may_call_again(self) -> bool:
        with self.at_work.journal.reading() as reading:
            return reading.ticket(TicketId(self.hand.id if self.hand else "")).calls < 3

    def _serve(self, slip: Slip) -> None:
        self.hand = slip
        self.until = self.now + self.chance.choice((2, 3, 4, 4, 6, 8)) * MINUTE

    def _end(self, *, last: bool) -> None:
        """The service is over, or goes on elsewhere."""
        assert self.hand is not None
        slip, what = self.hand, self.chance.random()
        others = [window for window in self.open_windows() if window != self.name]
        if what < 0.04 and not last:
            queue = self.chance.choice("ABC")
            calling.transfer(self.at_work, TicketId(slip.id), QueueId(queue), "缺一份复印件")
            self._sent(slip, queue, "")
        elif what < 0.07 and not last and others:
            window = self.chance.choice(others)
            calling.transfer(self.at_work, TicketId(slip.id), window=WindowId(window))
            self._sent(slip, slip.queue, window)
        elif what < 0.11 and not last and len(self.away) < MOST_HELD:
            until = holding.hold(self.at_work, TicketId(slip.id))
            slip.hold(self.now)
            comes = self.now + self.chance.choice((4, 8, 12)) * MINUTE if self.chance.random() < 0.8 else None
            self.away.append(Away(slip, comes, until))
            self._free("held")
        else:
            if what < 0.14 and not last and not self.cut and self.at_work.clerk.token:
                self._second(slip)
            if what < 0.3 or last:
                calling.finish(self.at_work, TicketId(slip.id))
                slip.finish(self.now)
                self._free("finished")
            else:
                self._call()

    def _sent(self, slip: Slip, queue: str, window: str) -> None:
        slip.send(queue, window, self.now)
        self._free("sent on")

    def _second(self, slip: Slip) -> None:
        """The same person goes on to another queue."""
        queue = self.chance.choice([queue for queue in "ABC" if queue != slip.queue])
        answer = issuing.second_ticket(self.at_work, TicketId(slip.id), QueueId(queue))
        self.floor.came(answer, queue, slip.sort, self.now, slip.id)
        self.did["second service"] += 1

    def _free(self, what: str) -> None:
        self.hand, self.until = None, None
        self.did[what] += 1
        self.unsaid = True
        if self.chance.random() < 0.3:
            return self._call()  # a hasty clerk: the centre has not heard of this
        return self._say()

    def _say(self) -> None:
        """Others hear of it in a moment, as a rule."""
        self.unsaid = True
        if self.chance.random() < 0.9:
            self.round()

    def _claim(self, *, offline: bool) -> Claim:
        return Claim(self.name, self.now, offline, self.heard or self.now)


__all__ = ["SERVING", "Seat"]
