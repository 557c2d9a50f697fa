"""The forecast: against lines whose waits are known and the rules of calling, and honest on what it cannot say."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from math import exp, factorial, log
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.ids import ClerkId, QueueId, TicketId, WindowId
from deskapp.rules.forecast import RUNS, Error, Forecast, Quarter, QueueForecast, error_of, forecast
from deskapp.rules.forecast_line import (
    DEFAULT_SERVICES,
    QUARTERS,
    Basis,
    CallBefore,
    Line,
    WindowNow,
    if_closed,
    if_moved,
    if_opened,
)
from deskapp.rules.legs import Leg, Outcome
from deskapp.rules.line_played import MOST_WAIT, waits
from deskapp.rules.line_terms import NORMAL, PRIORITY
from deskapp.rules.ticket import Ticket, TicketState
from deskapp.rules.turns import Plan, Turn

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
A, B, C = QueueId("A"), QueueId("B"), QueueId("C")
W1, W2, W3 = WindowId("1"), WindowId("2"), WindowId("3")
ONE_A = (WindowNow(W1, Plan((A,))),)
MINUTE = timedelta(minutes=1)


def waiting(queue: QueueId, serial: int, *, due: float = 0, sent_to: WindowId | None = None) -> Ticket:
    name = f"{queue}{serial:03}"
    return Ticket(
        TicketId(name), 1, TicketState.WAITING, name, queue, NORMAL, NOW - MINUTE * 30, NOW + MINUTE * due,
        sent_to=sent_to,
    )  # fmt: skip


def a_line(
    people: list[Ticket],
    windows: tuple[WindowNow, ...] = ONE_A,
    *,
    takes: float = 5.0,
    comes: float = 0.0,
    queues: tuple[QueueId, ...] = (A,),
    **more: object,
) -> Line:
    """Every service takes as long; as many come to each queue in each quarter."""
    services = {queue: [takes] * 20 for queue in queues}
    arrivals = {queue: [comes] * QUARTERS for queue in queues}
    return Line(NOW, queues, people, windows, arrivals, services, **more)  # type: ignore[arg-type]


def firsts(line: Line) -> dict[str, tuple[float, float, float]]:
    """What is said to whoever comes now."""
    said = forecast(line, random.Random(1), runs=20)
    return {one.queue: (q.least, q.likely, q.most) for one in said.queues for q in one.quarters[:1]}


def test_whoever_comes_to_an_empty_line_waits_for_nothing() -> None:
    (said,) = forecast(a_line([]), random.Random(1)).queues
    assert [(q.least, q.likely, q.most, q.beyond) for q in said.quarters] == [(0, 0, 0, False)] * QUARTERS
    assert [q.at for q in said.quarters] == [NOW + MINUTE * 15 * n for n in range(QUARTERS)]


def test_each_before_somebody_takes_their_time() -> None:
    assert firsts(a_line([waiting(A, n) for n in range(4)])) == {A: (20, 20, 20)}
    two = (*ONE_A, WindowNow(W2, Plan((A,))))
    assert firsts(a_line([waiting(A, n) for n in range(4)], two)) == {A: (10, 10, 10)}


def test_who_is_in_hand_takes_what_is_left_of_their_time() -> None:
    busy = (WindowNow(W1, Plan((A,)), busy=2, with_queue=A),)
    assert firsts(a_line([waiting(A, 1)], busy)) == {A: (8, 8, 8)}
    overdue = (WindowNow(W1, Plan((A,)), busy=60, with_queue=A),)
    least, _, most = firsts(a_line([], overdue))[A]
    assert 0 < least <= most < 5, "somebody who takes longer than anybody did may go at any moment"


def test_who_is_due_later_is_overtaken() -> None:
    line = a_line([waiting(A, n, due=60) for n in range(4)])
    assert firsts(line) == {A: (5, 5, 5)}, "due in half an hour, before three of the four"


def test_who_was_sent_to_a_window_stands_in_its_own_line() -> None:
    windows = (*ONE_A, WindowNow(W2, Plan((B,))))
    people = [waiting(A, n, sent_to=W2) for n in range(3)] + [waiting(A, 9, sent_to=WindowId("closed"))]
    assert firsts(a_line(people, windows, queues=(A, B))) == {A: (0, 0, 0), B: (15, 15, 15)}


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (Plan((A, B)), {A: 30, B: 30}),
        (Plan((A, B), Turn.ORDER), {A: 10, B: 30}),
        (Plan((B, A), Turn.ORDER), {A: 30, B: 20}),
        (Plan((A, B), Turn.SHARE, (1, 1)), {A: 20, B: 30}),
    ],
)
def test_windows_call_by_their_turn(plan: Plan, expected: dict[QueueId, float]) -> None:
    people = [waiting(A, n) for n in range(2)] + [waiting(B, n) for n in range(4)]
    said = firsts(a_line(people, (WindowNow(W1, plan),), queues=(A, B)))
    assert {queue: likely for queue, (_, likely, _) in said.items()} == expected


def test_a_share_goes_on_from_what_was_called_today() -> None:
    plan = Plan((A, B), Turn.SHARE, (1, 1))
    people = [waiting(A, 1), waiting(B, 1)]
    behind = (WindowNow(W1, plan, served={A: 7, B: 1}),)
    said = firsts(a_line(people, behind, queues=(A, B)))
    assert (said[A][1], said[B][1]) == (10, 5)


@pytest.mark.parametrize(
    ("since", "before", "expected"), [(0, 0, 15), (6, 0, 15), (7, 0, 20), (9, 0, 20), (10, 0, 20), (0, 10, 15)]
)
def test_who_was_overtaken_as_often_as_the_hall_allows_goes_first(since: int, before: int, expected: float) -> None:
    """One of B waits behind three of A, each of whom overtakes them; the tenth time they go before whoever comes."""
    called = [CallBefore(A, NOW - MINUTE * 10, NOW + MINUTE * 50)] * since
    called += [CallBefore(A, NOW - MINUTE * 40, NOW + MINUTE * 50)] * before  # before they came
    called += [CallBefore(C, NOW - MINUTE * 10, NOW + MINUTE * 50)] * 20  # of a queue this window has not
    people = [waiting(A, n, due=20) for n in range(3)] + [waiting(B, 1, due=5)]
    windows = (WindowNow(W1, Plan((A, B), Turn.ORDER)),)
    assert firsts(a_line(people, windows, queues=(A, B, C), called=called))[A] == (expected,) * 3


def erlang_c(windows: int, load: float) -> float:
    """The share of those who have to wait at all in an M/M/c line."""
    last = load**windows / factorial(windows) * windows / (windows - load)
    return last / (sum(load**n / factorial(n) for n in range(windows)) + last)


@pytest.mark.parametrize(("windows", "comes"), [(3, 7.5), (1, 2.0)])
def test_a_line_whose_waits_are_known(windows: int, comes: float) -> None:
    """M/M/c after it has run in: the mean wait is Erlang's, and so is the 90th percentile."""
    takes, quarters = 4.0, 24
    exponential = [-log(1 - (n + 0.5) / 2000) * takes for n in range(2000)]
    at_work = tuple(WindowNow(WindowId(str(n)), Plan((A,))) for n in range(windows))
    line = Line(NOW, (A,), [], at_work, {A: [comes] * quarters}, {A: exponential})
    found = waits(line, random.Random(11), quarters=quarters, runs=400)[A][8:]
    every = sorted(minutes for each in found for minutes in each if minutes is not None)
    assert len(every) == 16 * 400
    must_wait = erlang_c(windows, comes / 15 * takes)
    drains = windows / takes - comes / 15
    assert fmean(every) == pytest.approx(must_wait / drains, rel=0.08)
    assert fmean(minutes > 0 for minutes in every) == pytest.approx(must_wait, rel=0.08)
    assert every[len(every) * 9 // 10] == pytest.approx(log(must_wait / 0.1) / drains, rel=0.1)
    assert fmean(minutes > 10 for minutes in every) == pytest.approx(must_wait * exp(-drains * 10), abs=0.03)


some_services = st.lists(st.floats(0.5, 40), min_size=8, max_size=30)


@settings(max_examples=25)
@given(st.integers(0, 30), st.integers(1, 5), st.floats(0, 8), some_services, st.integers(0, 99))
def test_a_window_more_never_makes_anybody_wait_longer(
    people: int, windows: int, comes: float, services: list[float], seed: int
) -> None:
    at_work = tuple(
        WindowNow(WindowId(str(n)), Plan((A,)), busy=3.0 if n % 2 else None, with_queue=A) for n in range(windows)
    )
    line = Line(NOW, (A,), [waiting(A, n) for n in range(people)], at_work, {A: [comes] * 8}, {A: services})
    before = waits(line, random.Random(seed), quarters=8, runs=20)[A]
    more = if_opened(line, WindowId("more"), Plan((A,)))
    after = waits(more, random.Random(seed), quarters=8, runs=20)[A]
    for old, new in zip(before, after, strict=True):
        for long, short in zip(old, new, strict=True):  # run by run: the same people, the same services
            assert short is not None or long is None
            assert long is None or short is None or short <= long + 1e-9


def a_hall(seed: int) -> Line:
    """Three queues, six windows of each sort of turn, forty people."""
    chance = random.Random(seed)
    queues = (A, B, C)
    people = [waiting(chance.choice(queues), n, due=chance.uniform(-20, 30)) for n in range(40)]
    plans = [
        Plan((A,)), Plan((A, B)), Plan((B, C), Turn.ORDER), Plan((C,)), Plan((A, C), Turn.SHARE, (2, 1)), Plan((B,)),
    ]  # fmt: skip
    windows = tuple(
        WindowNow(WindowId(str(n)), plan, busy=chance.random() * 9, with_queue=plan.queues[0])
        for n, plan in enumerate(plans)
    )
    services = {queue: [chance.gammavariate(4, 2) for _ in range(60)] for queue in queues}
    classes = {queue: [NORMAL] * 9 + [PRIORITY] for queue in queues}
    return Line(NOW, queues, people, windows, {queue: [4.0] * 8 for queue in queues}, services, classes)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("queue", [A, B, C])
def test_in_a_whole_hall_a_window_more_helps_its_queue_and_harms_none(seed: int, queue: QueueId) -> None:
    line = a_hall(seed)
    before = forecast(line, random.Random(seed))
    after = forecast(if_opened(line, WindowId("more"), Plan((queue,))), random.Random(seed))
    for old, new in zip(before.queues, after.queues, strict=True):
        helped = fmean(q.likely for q in old.quarters) - fmean(q.likely for q in new.quarters)
        assert helped > 1 if new.queue == queue else helped > -0.5
        assert new.windows == old.windows + (new.queue == queue)


def test_closing_and_moving_a_window_takes_from_the_one_and_gives_to_the_other() -> None:
    line = a_hall(1)
    now, closed, moved = (
        {one.queue: fmean(q.likely for q in one.quarters) for one in forecast(each, random.Random(1)).queues}
        for each in (line, if_closed(line, WindowId("0")), if_moved(line, WindowId("0"), Plan((C,))))
    )
    assert closed[A] > now[A]
    assert moved[A] > now[A]
    assert moved[C] < now[C]


def test_a_window_that_is_moved_ends_whom_it_has_first() -> None:
    busy = (WindowNow(W1, Plan((A,)), busy=1, with_queue=A),)
    assert firsts(if_moved(a_line([], busy, queues=(A, B)), W1, Plan((B,)))) == {B: (4, 4, 4)}


def test_what_if_asks_for_what_is_there() -> None:
    line = a_line([])
    with pytest.raises(Refusal, match=r"forecast\.window_open"):
        if_opened(line, W1, Plan((A,)))
    with pytest.raises(Refusal, match=r"forecast\.window_closed"):
        if_closed(line, W2)
    with pytest.raises(Refusal, match=r"forecast\.window_closed"):
        if_moved(line, W2, Plan((A,)))


def test_without_a_window_nothing_can_be_said() -> None:
    for line in (a_line([waiting(A, 1)], ()), if_closed(a_line([waiting(A, 1)]), W1)):
        (said,) = forecast(line, random.Random(1)).queues
        assert (said.windows, said.quarters) == (0, ())


def test_a_line_that_never_ends_says_at_least_how_long() -> None:
    endless = a_line([waiting(A, n) for n in range(200)], takes=10.0, comes=9.0)
    (said,) = forecast(endless, random.Random(1), runs=10).queues
    assert all(quarter.beyond for quarter in said.quarters)
    assert said.quarters[0].most == QUARTERS * 15 + MOST_WAIT
    assert not any(quarter.beyond for quarter in forecast(a_line([]), random.Random(1), runs=10).queues[0].quarters)


@pytest.mark.parametrize(
    ("own", "others", "basis", "samples"),
    [(8, 0, Basis.QUEUE, 8), (7, 1, Basis.HALL, 8), (0, 30, Basis.HALL, 30), (7, 0, Basis.DEFAULT, 0)],
)
def test_it_says_what_it_stands_on(own: int, others: int, basis: Basis, samples: int) -> None:
    line = Line(NOW, (A,), [waiting(A, 1)], ONE_A, {}, {A: [5.0] * own, B: [7.0] * others})
    (said,) = forecast(line, random.Random(1), runs=10).queues
    assert (said.basis, said.samples) == (basis, samples)
    if basis is Basis.DEFAULT:
        assert {said.quarters[0].least, said.quarters[0].most} <= set(DEFAULT_SERVICES)


@pytest.mark.parametrize("quarter", [2, QUARTERS - 1])
def test_what_is_expected_by_few_people_has_the_wider_range(quarter: int) -> None:
    line = a_line([waiting(A, n) for n in range(5)], comes=2.6)
    sure, unsure = (
        forecast(Line(NOW, (A,), line.waiting, ONE_A, line.arrivals, line.services, arrivals_by=by), random.Random(1))
        for by in ({}, {A: 6})
    )
    told = sure.queues[0].quarters[quarter], unsure.queues[0].quarters[quarter]
    assert told[1].most - told[1].least > told[0].most - told[0].least


def test_a_class_that_the_hall_has_no_more_is_nobodys() -> None:
    line = a_line([], comes=5, classes={A: ["gone", "gone"]})
    assert forecast(line, random.Random(1), runs=5).queues[0].quarters


def test_the_same_seed_says_the_same_and_no_number_stands_alone() -> None:
    line = a_hall(3)
    said = forecast(line, random.Random(5))
    assert said == forecast(line, random.Random(5))
    assert said != forecast(line, random.Random(6))
    assert (said.made_at, said.runs) == (NOW, RUNS)
    for one in said.queues:
        assert len(one.quarters) == QUARTERS
        assert all(quarter.least <= quarter.likely <= quarter.most for quarter in one.quarters)


def lived(queue: QueueId, came: float, waited: float | None) -> Leg:
    since = NOW + MINUTE * came
    return Leg(
        ticket=TicketId("t"), visit=TicketId("t"), day=date(2026, 11, 23), hour=10, queue=queue, item=None, window=W1,
        clerk=ClerkId("c"), outcome=Outcome.SERVED, waited=waited, served=1, in_time=True, since=since, called_at=None,
        ended_at=None,
    )  # fmt: skip


def said_for(*quarters: tuple[float, float, float]) -> Forecast:
    told = tuple(Quarter(NOW + MINUTE * 15 * n, *each) for n, each in enumerate(quarters))
    return Forecast(NOW, 200, (QueueForecast(A, 1, Basis.QUEUE, 20, told),))


def test_the_error_is_told_by_the_quarter_nearest_to_each_wait() -> None:
    said = said_for((0, 10, 20), (30, 40, 50))
    happened = [
        lived(A, 1, 12), lived(A, 7, 20), lived(A, 8, 20), lived(A, 22, 49), lived(A, 15, 40),
        lived(A, -1, 99), lived(A, 23, 99), lived(B, 1, 99), lived(A, 1, None),
    ]  # fmt: skip
    assert error_of([said], happened) == Error(5, 9, None)
    many = error_of([said, said], happened)
    assert (many.samples, many.minutes, many.inside) == (10, 9, 0.8)


def test_of_too_few_waits_no_error_is_told() -> None:
    assert error_of([said_for((0, 10, 20))], [lived(A, 1, 12)] * 4) == Error(4, None, None)
    assert error_of([], []) == Error(0, None, None)


def test_four_of_five_waits_lie_in_the_range_of_a_hall_that_is_as_it_is_taken_to_be() -> None:
    line = a_hall(2)
    said = forecast(line, random.Random(1))
    played = waits(line, random.Random(99), quarters=QUARTERS, runs=60)
    happened = [
        lived(queue, quarter * 15, minutes)
        for queue, quarters in played.items()
        for quarter, each in enumerate(quarters)
        for minutes in each
    ]
    error = error_of([said], happened)
    assert error.samples == 3 * QUARTERS * 60
    assert error.inside == pytest.approx(0.8, abs=0.06)
    assert error.minutes is not None
    assert error.minutes < 12
