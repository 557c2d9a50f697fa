"""The forecast of lines in which people stand several times, windows are cut off, and appointments have their hours.

Held against the plainest way to say it: at every moment each free window looks through everybody who waits.
"""

from __future__ import annotations

import random
from math import log
from statistics import fmean

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.rules.forecast import forecast
from deskapp.rules.forecast_line import Cut, Line, WindowNow, if_sent
from deskapp.rules.line_played import waits
from deskapp.rules.line_terms import APPOINTMENT, NORMAL
from deskapp.rules.ticket import Ticket, TicketState
from deskapp.rules.turns import Plan
from tests.rules.test_forecast import MINUTE, NOW, W1, W2, W3, A, B, a_line, erlang_c, firsts, waiting


def together(first: Ticket, *others: Ticket) -> list[Ticket]:
    """One person with all of these."""
    return [
        Ticket(
            t.id, 1, TicketState.WAITING, t.number, t.queue, NORMAL, t.issued_at, t.due_at, sent_to=t.sent_to,
            visit=first.id,
        )
        for t in (first, *others)
    ]  # fmt: skip


def test_who_stands_in_two_lines_is_served_in_one_at_a_time() -> None:
    windows = (WindowNow(W1, Plan((A,))), WindowNow(W2, Plan((B,))))
    both = together(waiting(A, 1), waiting(B, 1))
    assert firsts(a_line([waiting(A, 1), waiting(B, 1)], windows, queues=(A, B))) == {A: (5, 5, 5), B: (5, 5, 5)}
    said = firsts(a_line(both, windows, queues=(A, B)))
    assert (said[A], said[B]) == ((5, 5, 5), (0, 0, 0)), "B is free while they are at A: whoever comes goes before"
    line = a_line(both, windows, queues=(A, B))
    later = waits(line, random.Random(1), quarters=1, runs=1)
    assert later[B] == [[0.0]]


def test_who_is_at_a_window_already_is_not_called_by_another_until_they_are_free() -> None:
    (one, _) = together(waiting(B, 1), waiting(A, 9))
    busy = WindowNow(W1, Plan((A,)), busy=2, with_queue=A, visit=one.visit)
    line = a_line([one, waiting(B, 2)], (busy, WindowNow(W2, Plan((B,)))), queues=(A, B))
    assert firsts(line)[B] == (10, 10, 10), "the second at once, the first after them"
    alone = a_line([one], (busy, WindowNow(W2, Plan((B,)))), queues=(A, B))
    assert firsts(alone)[B] == (0, 0, 0)


def test_who_is_held_comes_back_to_their_other_line_when_their_time_is_over() -> None:
    (one, _) = together(waiting(A, 1), waiting(B, 9))
    assert one.visit is not None
    line = Line(NOW, (A,), [one], (WindowNow(W1, Plan((A,))),), {}, {A: [20.0] * 8}, held={one.visit: 10.0})
    found = waits(line, random.Random(1), quarters=3, runs=1)[A]
    assert found == [[0.0], [15.0], [0.0]], "called after ten minutes, for twenty"


def test_a_window_that_is_cut_off_calls_its_own_and_nobody_who_comes() -> None:
    people = [waiting(A, n) for n in range(4)]
    mine = frozenset({people[0].id, people[2].id})
    cut = WindowNow(W1, Plan((A,)), cut=Cut(mine, 60))
    other = WindowNow(W2, Plan((A,)))
    assert firsts(a_line(people, (cut, other))) == {A: (10, 10, 10)}, "two of the four are left to the other"
    (said,) = forecast(a_line(people, (cut,)), random.Random(1)).queues
    assert (said.windows, said.quarters) == (0, ()), "nobody calls whoever comes"


def test_after_the_lease_the_others_call_what_was_left_to_it() -> None:
    people = [waiting(A, n) for n in range(4)]
    cut = WindowNow(W1, Plan((A,)), cut=Cut(frozenset(t.id for t in people), 12))
    line = a_line(people, (cut, WindowNow(W2, Plan((A,)))), takes=10.0)
    found = waits(line, random.Random(1), quarters=3, runs=1)[A]
    # two are called by the cut window before its lease is over, the others at 12 and 22 by the one that is up
    assert found == [[0.0], [17.0], [2.0]]


def test_what_came_after_the_cut_is_kept_for_a_window_that_knows_nothing_of_it() -> None:
    (kept,) = [waiting(A, 1)]
    cut = WindowNow(W1, Plan((A,)), cut=Cut(frozenset(), 20, frozenset({kept.id})))
    line = a_line([kept], (cut, WindowNow(W2, Plan((A,)))), takes=10.0)
    assert waits(line, random.Random(1), quarters=3, runs=1)[A] == [[0.0], [0.0], [0.0]]
    longer = a_line([kept], (cut, WindowNow(W2, Plan((A,)))), takes=13.0)
    assert waits(longer, random.Random(1), quarters=3, runs=1)[A][2] == [3.0], "called at 20 by the other"


def test_who_was_sent_to_a_window_that_is_cut_off_waits_for_it_alone() -> None:
    (sent,) = [waiting(A, 1, sent_to=W1)]
    known, unknown = Cut(frozenset({sent.id}), 5), Cut(frozenset(), 5)
    for cut in (known, unknown):
        windows = (WindowNow(W1, Plan((A,)), cut=cut), WindowNow(W2, Plan((A,))))
        assert firsts(a_line([sent], windows)) == {A: (0, 0, 0)}


def test_who_comes_with_an_appointment_is_due_at_its_hour_and_not_when_they_come() -> None:
    """Those with an appointment come half an hour early: whoever comes by chance is due before most of them."""
    at_once = a_line([], takes=10.0, comes=1.6, classes={A: [APPOINTMENT]})
    early = a_line([], takes=10.0, comes=1.6, classes={A: [APPOINTMENT]}, early={A: [45.0]})
    before, now = (
        fmean(q.likely for q in forecast(line, random.Random(1)).queues[0].quarters[3:]) for line in (at_once, early)
    )
    assert now < before / 2


def test_several_appointments_are_drawn_as_often_as_they_were_so() -> None:
    line = a_line([], comes=4, takes=2.0, classes={A: [APPOINTMENT, NORMAL]}, early={A: [0.0, 20.0]})
    assert forecast(line, random.Random(1)).queues[0].quarters


def test_people_who_were_moved_stand_in_the_other_line() -> None:
    windows = (WindowNow(W1, Plan((A,))), WindowNow(W2, Plan((B,))))
    people = [waiting(A, n) for n in range(4)]
    line = a_line(people, windows, queues=(A, B))
    moved = if_sent(line, {people[0].id, people[1].id, TicketId("gone")}, B)
    assert {q: likely for q, (_, likely, _) in firsts(moved).items()} == {A: 10, B: 10}
    sent = if_sent(line, {people[0].id}, None, W2)
    assert {q: likely for q, (_, likely, _) in firsts(sent).items()} == {A: 15, B: 5}
    assert [one.sent_to for one in sent.waiting] == [W2, None, None, None]
    assert line.waiting == people, "what is, stays"


def test_erlang_holds_where_everybody_stands_in_one_line_though_some_could_stand_in_more() -> None:
    """Two windows, one of which serves both queues: visits of one ticket change nothing of M/M/c."""
    takes, quarters, windows, comes = 4.0, 24, 2, 5.0
    exponential = [-log(1 - (n + 0.5) / 2000) * takes for n in range(2000)]
    at_work = tuple(WindowNow(WindowId(str(n)), Plan((A,))) for n in range(windows))
    alone = [Ticket(TicketId("A1"), 1, TicketState.WAITING, "A1", A, NORMAL, NOW, NOW, visit=TicketId("A1"))]
    cut = WindowNow(W3, Plan((A,)), cut=Cut(frozenset(), 30))  # a third that is cut off helps nobody
    line = Line(NOW, (A,), alone, (*at_work, cut), {A: [comes] * quarters}, {A: exponential})
    found = waits(line, random.Random(3), quarters=quarters, runs=300)[A][8:]
    every = [minutes for each in found for minutes in each if minutes is not None]
    must_wait = erlang_c(windows, comes / 15 * takes)
    assert fmean(every) == pytest.approx(must_wait / (windows / takes - comes / 15), rel=0.12)


# ---- the plainest way to say it


def plainly(line: Line, queue: QueueId, comes: float) -> float:
    """How long whoever comes to a queue then waits: nobody else comes, and all services of a queue last as long."""
    takes = {name: minutes[0] for name, minutes in line.services.items()}
    until = {w.id: (0.0 if w.busy is None else takes[w.with_queue or A] - w.busy) for w in line.windows}
    visit_at = {w.id: w.visit for w in line.windows if w.busy is not None}
    asks = Ticket(TicketId("~asks"), 1, TicketState.WAITING, "", queue, NORMAL, NOW + MINUTE * comes,
                  NOW + MINUTE * (comes + 30))  # fmt: skip
    left = [*line.waiting, asks]
    moments = sorted({*until.values(), comes, *line.held.values(), *(w.cut.lease for w in line.windows if w.cut)})
    while True:
        now = moments.pop(0)  # IndexError: somebody always calls whoever comes
        ended = [w for w in line.windows if until[w.id] == now]
        assume(len(ended) < 2)  # who is first of two that end at one moment says nothing
        for window in [*ended, *sorted(line.windows, key=lambda w: until[w.id])]:  # who ends, calls first
            if until[window.id] > now:
                continue
            visit_at[window.id] = None
            away = {visit for visit in visit_at.values() if visit}
            away |= {visit for visit, minutes in line.held.items() if minutes > now}
            here = [t for t in left if t.visit not in away and came(t) <= now]
            if able := [t for t in here if may_call(line, window, t, now)]:
                first = min(able, key=lambda t: (t.due_at or NOW, t.id))
                if first is asks:
                    return now - comes
                left.remove(first)
                until[window.id] = now + takes[first.queue or A]
                visit_at[window.id] = first.visit
                moments = sorted({*moments, until[window.id]})


def came(ticket: Ticket) -> float:
    return ((ticket.issued_at or NOW) - NOW) / MINUTE


def may_call(line: Line, window: WindowNow, ticket: Ticket, now: float) -> bool:
    if window.cut is not None and now >= window.cut.lease:
        return False
    if window.cut is not None:
        return ticket.id in window.cut.own and ticket.sent_to in (None, window.id)
    if ticket.sent_to is not None:
        return ticket.sent_to == window.id
    left = any(w.cut and ticket.id in w.cut.own | w.cut.kept and now < w.cut.lease for w in line.windows)
    return not left and ticket.queue in window.plan.queues


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """A window that is up for each queue, others up or cut off, some people in two lines, some at a window already."""
    takes = {A: 5.137, B: 7.713}
    names = [WindowId(str(n)) for n in range(draw(st.integers(2, 5)))]
    people: list[Ticket] = []
    for serial in range(draw(st.integers(0, 9))):
        due = draw(st.integers(-30, 25)) + serial / 97
        one = waiting(
            draw(st.sampled_from((A, B))), serial, due=due, sent_to=draw(st.sampled_from([None] * 5 + names[:2]))
        )
        if draw(st.integers(0, 2)) == 0:
            other = waiting(B if one.queue == A else A, 500 + serial, due=due + 1 / 53)
            people += together(one, other)
        else:
            people.append(one)
    visits = sorted({t.visit for t in people if t.visit is not None})
    free_visits = list(visits)
    windows = []
    owned: set[TicketId] = set()
    for place, name in enumerate(names):
        plan = Plan(((A,), (B,), (A, B))[place if place < 2 else draw(st.integers(0, 2))])
        cut = None
        if place >= 2 and draw(st.booleans()):
            free = [t.id for t in people if t.sent_to is None and t.id not in owned]
            own, kept = ({t for t in free if draw(st.integers(0, 2)) == 0} for _ in "ab")
            owned |= own | kept
            cut = Cut(frozenset(own - kept), draw(st.sampled_from((0.0, 8.31, 40.77))), frozenset(kept))
        busy = draw(st.sampled_from((0.5, 2.25) if place else (None, 0.5)))
        with_visit = free_visits.pop() if busy is not None and free_visits != [] and draw(st.booleans()) else None
        windows.append(
            WindowNow(name, plan, None if busy is None else busy + place / 31, plan.queues[0], {}, with_visit, cut)
        )
    held = (
        {free_visits.pop(): draw(st.sampled_from((3.21, 19.63)))} if free_visits != [] and draw(st.booleans()) else {}
    )
    return Line(NOW, (A, B), people, tuple(windows), {}, {q: [m] * 8 for q, m in takes.items()}, held=held)


@settings(max_examples=150, deadline=None)
@given(lines())
def test_it_is_the_same_as_when_it_is_said_plainly(line: Line) -> None:
    found = waits(line, random.Random(1), quarters=3, runs=1)
    for queue in (A, B):
        for quarter in range(3):
            (played,) = found[queue][quarter]
            assert played == pytest.approx(plainly(line, queue, quarter * 15.0), abs=1e-6), (queue, quarter)
