"""One run of the line: windows call by their turn whoever is due first, as soon as they are free."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from heapq import heapify, heappop, heappush, heapreplace

from deskapp.ids import QueueId
from deskapp.rules.forecast_line import QUARTER, Line
from deskapp.rules.line_runs import NOBODY, Chance, Ground, Run, Somebody, asking, drawn

MOST_WAIT = 240.0  # minutes after the last quarter: what is played
_HOUR = 60.0
_MANY = 1_000_000  # more than ever come in one run


def waits(line: Line, chance: Chance, *, quarters: int, runs: int) -> dict[QueueId, list[list[float | None]]]:
    """Minutes that somebody who comes to a queue at the beginning of a quarter waits, in each run.

    None for who was not called before MOST_WAIT after the last quarter had passed; queues that no window serves are
    left out.
    """
    ground = Ground(line)
    asked = asking(ground, quarters)
    found = {ground.names[one.queue]: [list[float | None]() for _ in range(quarters)] for one in asked}
    for run in drawn(ground, chance, quarters=quarters, runs=runs):
        answers = _Played(ground, run, asked, quarters * QUARTER).answers()
        for one in asked:
            found[ground.names[one.queue]][one.quarter].append(answers.get((one.queue, one.quarter)))
    return found


class _Played:
    """The state of one run. Lists and numbers only: this is done some hundred thousand times for one answer."""

    def __init__(self, ground: Ground, run: Run, asked: Sequence[Somebody], until: float) -> None:
        self._ground = ground
        self._coming = sorted([*run.coming, *asked], key=lambda one: one.came)
        self._last_hour = [one for one in run.coming if one.came >= until - _HOUR]
        self._until = until
        self._left = len(asked)
        self._answers: dict[tuple[int, int], float] = {}
        self._lines: list[list[Somebody]] = [[] for _ in range(len(ground.queues) + 2 * len(ground.own))]
        for one in run.waiting:
            self._lines[one.line].append(one)  # already in calling order, which is a heap
        self._busy = [(free, window) for window, free in enumerate(run.free) if free is not None]
        heapify(self._busy)
        self._idle = [window for window, free in enumerate(run.free) if free is None]
        self._turns = any(ground.by_turn)
        self._served = list(ground.served)
        self._called = [list(dues) for dues in ground.called] if self._turns else []
        self._later_before = dict(ground.later_before) if self._turns else {}
        self._again = 0
        self._visit_at = [NOBODY] * len(ground.own)  # whom each window has, if they stand in other lines too
        self._away: set[int] = set()  # visits that a window is busy with
        self._aside: dict[int, list[Somebody]] = {}  # passed over meanwhile
        self._over: set[int] = set()  # own lines of windows whose lease is over
        self._ends: list[tuple[float, int, int]] = []  # when a visit is held no more, or a lease is over
        self._have_what_ends()

    def answers(self) -> dict[tuple[int, int], float]:
        """Play until everybody who asks is answered, or nobody will be."""
        busy, coming = self._busy, self._coming
        most = self._until + MOST_WAIT
        place = 0
        self._begin()
        while self._left:
            comes = coming[place].came if place < len(coming) or self._come_again() else most
            if self._ends and self._ends[0][0] <= min(comes, busy[0][0] if busy else comes):
                self._ask_idle(self._end())
            elif busy and busy[0][0] <= comes:
                now, window = busy[0]
                if now > most:
                    break
                came_back = self._let_go(window)
                takes = self._call(window, now)
                if takes is None:
                    heappop(busy)
                    self._idle.append(window)
                else:
                    heapreplace(busy, (now + takes, window))
                if came_back:
                    self._ask_idle(now)
            elif comes >= most:
                break
            else:
                self._come(coming[place])
                place += 1
        return self._answers

    def _begin(self) -> None:
        while self._ends and self._ends[0][0] <= 0:
            self._end()
        self._ask_idle(0.0)

    def _ask_idle(self, now: float) -> None:
        """Let the windows that have nobody look whether there is somebody now."""
        for window in list(self._idle):
            takes = self._call(window, now)
            if takes is not None:
                self._idle.remove(window)
                heappush(self._busy, (now + takes, window))

    def _have_what_ends(self) -> None:
        line, visits = self._ground.line, self._ground.visits
        for place, window in enumerate(line.windows):
            if window.visit in visits:
                self._visit_at[place] = visits[window.visit]
                self._away.add(visits[window.visit])
            if window.cut is not None:
                self._ends.append((max(0.0, window.cut.lease), place, NOBODY))
        for visit, minutes in line.held.items():
            if visit in visits:
                self._away.add(visits[visit])
                self._ends.append((max(0.0, minutes), NOBODY, visits[visit]))
        heapify(self._ends)

    def _end(self) -> float:
        """A visit is held no more, or what was left to a window whose line is cut is everybody's; returns when."""
        now, window, visit = heappop(self._ends)
        if visit != NOBODY:
            self._come_back(visit)
        else:
            own = len(self._ground.queues) + window
            for line in (own, own + len(self._ground.own)):
                self._over.add(line)
                left, self._lines[line] = self._lines[line], []
                for one in left:
                    self._stand(one)
        return now

    def _come_back(self, visit: int) -> bool:
        """This person is at no window any more: they stand again wherever they were passed over."""
        self._away.discard(visit)
        back = self._aside.pop(visit, ())
        for one in back:
            self._stand(one)
        return bool(back)

    def _stand(self, one: Somebody) -> None:
        """In their line; once a lease is over, in the queue, unless they were sent to that very window."""
        if one.line not in self._over:
            heappush(self._lines[one.line], one)
        elif one.serial in self._ground.left:
            heappush(self._lines[one.queue], one._replace(line=one.queue))

    def _let_go(self, window: int) -> bool:
        visit = self._visit_at[window]
        if visit == NOBODY:
            return False
        self._visit_at[window] = NOBODY
        return self._come_back(visit)

    def _come_again(self) -> bool:
        """While somebody is not answered yet, as many go on to come as in the last hour."""
        self._again += 1
        later = _HOUR * self._again
        self._coming += [
            Somebody(
                one.due + later, one.serial + _MANY * self._again, one.takes, one.came + later, one.line, one.queue
            )
            for one in self._last_hour
        ]
        return bool(self._last_hour)

    def _come(self, one: Somebody) -> None:
        """Whoever comes is called at once by the window that has been idle longest, or waits."""
        for window in self._idle:
            if one.line in self._ground.all_lines[window]:
                if one.takes is None:
                    self._answer(one, one.came)
                    return
                self._idle.remove(window)
                heappush(self._busy, (one.came + one.takes, window))
                self._note(window, one)
                return
        if self._turns:
            self._later_before[one.serial] = self._later(one)
        heappush(self._lines[one.line], one)

    def _call(self, window: int, now: float) -> float | None:
        """The next is called; returns how long they take, None when nobody waits for this window."""
        by_turn, all_lines = self._ground.by_turn[window], self._ground.all_lines[window]
        while True:
            one = self._next_by_turn(window) if by_turn else self._first(all_lines)
            if one is None:
                return None
            heappop(self._lines[one.line])
            if one.takes is not None:
                self._note(window, one)
                if one.visit != NOBODY:
                    self._visit_at[window] = one.visit
                    self._away.add(one.visit)
                return one.takes
            self._answer(one, now)

    def _first(self, numbers: Sequence[int]) -> Somebody | None:
        first: Somebody | None = None
        for number in numbers:
            line = self._lines[number]
            while self._away and line and line[0].visit in self._away:
                busy_elsewhere = heappop(line)
                self._aside.setdefault(busy_elsewhere.visit, []).append(busy_elsewhere)
            if line and (first is None or line[0] < first):
                first = line[0]
        return first

    def _next_by_turn(self, window: int) -> Somebody | None:
        """By the window's turn, unless the first of all was overtaken as often as the hall allows."""
        first = self._first(self._ground.all_lines[window])
        if first is None:
            return None
        chosen: Somebody | None = None
        for numbers in self._ground.sets(window, self._served[window]):
            chosen = self._first(numbers)
            if chosen is not None:
                break
        if chosen is None or chosen is first or self._overtaken_enough(first, window):
            return first
        return chosen

    def _overtaken_enough(self, first: Somebody, window: int) -> bool:
        """Whether enough of this window's queues who are due later were called, by whatever window, since they came."""
        due, called, before = first.due, self._called, self._later_before[first.serial]
        overtaken = 0
        for queue in self._ground.queues_of[window]:
            dues = called[queue]
            overtaken += len(dues) - bisect_right(dues, due) - before[queue]
        return overtaken >= self._ground.line.terms.overtaken

    def _later(self, one: Somebody) -> tuple[int, ...]:
        return tuple([len(dues) - bisect_right(dues, one.due) for dues in self._called])

    def _note(self, window: int, one: Somebody) -> None:
        if self._turns:
            insort(self._called[one.queue], one.due)
            self._served[window] = self._ground.after_call(window, self._served[window], one.queue)

    def _answer(self, one: Somebody, now: float) -> None:
        self._answers[one.queue, one.quarter] = now - one.came
        self._left -= 1
