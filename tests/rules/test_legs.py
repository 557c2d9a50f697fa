"""From what happened to a ticket to what somebody lived through; counted a second time by whoever made it happen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.ids import ClerkId, ItemCode, QueueId, TicketId, WindowId
from deskapp.rules import ticket as tickets
from deskapp.rules.legs import Leg, Moment, Outcome, legs_of
from deskapp.rules.line_terms import NORMAL
from deskapp.rules.ticket import TicketFact

NOW = datetime(2026, 11, 23, 1, 50, tzinfo=UTC)  # 9:50 at the office
TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)
A, B = QueueId("A"), QueueId("B")
W3, W5 = WindowId("3"), WindowId("5")
T1, T2 = TicketId("t1"), TicketId("t2")
CLERKS = {W3: ClerkId("clerk3"), W5: ClerkId("clerk5")}
GREETER = ClerkId("greeter")


def issued(queue: QueueId = A, *, at: float = 0, wait: float = 30, visit: TicketId | None = None) -> Moment:
    came = NOW + timedelta(minutes=at)
    fact = tickets.Issued(
        "A001", queue, NORMAL, came, came + timedelta(minutes=wait), ItemCode("GA-1"), visit=visit
    )  # fmt: skip
    return Moment(came, GREETER, fact)


def then(*told: tuple[float, TicketFact]) -> list[Moment]:
    """What happened so many minutes after NOW, each by the clerk of its window."""
    return [
        Moment(NOW + timedelta(minutes=at), CLERKS.get(getattr(fact, "window", None) or W3, GREETER), fact)
        for at, fact in told
    ]


def one_ticket(*told: tuple[float, TicketFact]) -> list[Leg]:
    return legs_of({T1: [issued(), *then(*told)]})


def until(at: float) -> datetime:
    return NOW + timedelta(minutes=at)


CALLED, HERE, DONE = tickets.Called(W3), tickets.Arrived(W3), tickets.Finished(W3)
UNDONE, ABSENT = tickets.CallUndone(W3), tickets.NoShow(W3)
HELD, BACK = tickets.Held(W3, NOW), tickets.TakenUp(W3)


def test_everything_a_figure_is_told_apart_by_stands_there() -> None:
    (leg,) = one_ticket((12, CALLED), (13, HERE), (20, DONE))
    assert leg == Leg(
        ticket=T1, visit=T1, day=TODAY, hour=9, queue=A, item=ItemCode("GA-1"), window=W3, clerk=CLERKS[W3],
        outcome=Outcome.SERVED, waited=12, served=7, in_time=True, since=NOW, called_at=until(12), ended_at=until(20),
        due_at=until(30),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "outcome", "waited", "served"),
    [
        ([], "waiting", None, None),
        ([(5, CALLED)], "at_window", None, None),
        ([(5, CALLED), (6, HERE)], "at_window", 5, None),
        ([(5, CALLED), (9, HELD)], "at_window", 5, None),
        ([(5, CALLED), (9, DONE)], "served", 5, 4),
        ([(5, CALLED), (6, HERE), (9, DONE)], "served", 5, 3),
        ([(5, CALLED), (6, HERE), (9, HELD), (19, BACK), (22, DONE)], "served", 5, 6),
        ([(5, CALLED), (9, HELD), (19, BACK), (22, HELD), (32, DONE)], "served", 5, 7),
        ([(5, CALLED), (6, HERE), (9, DONE), (8, HELD), (20, BACK), (24, DONE)], "served", 5, 6),
        ([(5, CALLED), (6, UNDONE)], "waiting", None, None),
        ([(5, CALLED), (6, HERE), (7, UNDONE), (11, CALLED), (13, DONE)], "served", 11, 2),
        ([(5, CALLED), (8, ABSENT)], "no_show", None, None),
        ([(5, CALLED), (6, HERE), (8, HELD), (30, ABSENT)], "no_show", None, None),
        ([(5, CALLED), (8, ABSENT), (20, tickets.BackInLine(NOW)), (25, CALLED), (31, DONE)], "served", 25, 6),
        ([(5, CALLED), (8, ABSENT), (20, tickets.BackInLine(NOW))], "waiting", None, None),
        ([(5, tickets.Cancelled())], "cancelled", None, None),
        ([(5, CALLED), (6, HERE), (7, tickets.Cancelled())], "cancelled", None, None),
        ([(5, tickets.Transferred(B)), (9, CALLED), (10, DONE)], "served", 9, 1),
    ],
)
def test_what_a_leg_comes_to(
    told: list[tuple[float, TicketFact]], outcome: str, waited: float | None, served: float | None
) -> None:
    (leg,) = one_ticket(*told)
    assert (leg.outcome.value, leg.waited, leg.served) == (outcome, waited, served)


@pytest.mark.parametrize(
    ("send", "queue"),
    [(tickets.Transferred(B), B), (tickets.Transferred(A, "", W5), A), (tickets.BackInLine(NOW), A)],
)
def test_who_is_sent_on_waits_from_then(send: TicketFact, queue: QueueId) -> None:
    first, second = one_ticket(
        (5, CALLED), (6, HERE), (10, HELD), (14, send), (21, tickets.Called(W5)), (23, tickets.Finished(W5))
    )
    assert (first.outcome, first.queue, first.window, first.clerk) == (Outcome.SENT_ON, A, W3, CLERKS[W3])
    assert (first.waited, first.served) == (5, 4)
    assert (second.outcome, second.queue, second.window, second.clerk) == (Outcome.SERVED, queue, W5, CLERKS[W5])
    assert (second.waited, second.served, second.hour) == (7, 2, 10)
    assert first.visit == second.visit


def test_who_is_moved_before_any_call_has_one_wait_in_the_line_they_end_in() -> None:
    (leg,) = one_ticket((5, tickets.Transferred(B)))
    assert (leg.queue, leg.since) == (B, NOW)


@pytest.mark.parametrize(("called", "in_time"), [(29.9, True), (30, True), (30.1, False)])
def test_in_time_is_no_later_than_due(called: float, in_time: bool) -> None:
    (leg,) = one_ticket((called, CALLED), (40, DONE))
    assert leg.in_time is in_time


def test_who_came_back_late_is_due_anew() -> None:
    (leg,) = one_ticket((5, CALLED), (6, ABSENT), (50, tickets.BackInLine(until(60))), (55, CALLED), (56, DONE))
    assert leg.in_time


def test_who_was_carried_over_has_no_wait_on_the_next_day() -> None:
    first, second = one_ticket((300, tickets.CarriedOver(TOMORROW)), (24 * 60, CALLED), (24 * 60 + 4, DONE))
    assert (first.outcome, first.day, first.waited) == (Outcome.CARRIED_OVER, TODAY, None)
    assert (second.outcome, second.day, second.waited, second.served) == (Outcome.SERVED, TOMORROW, None, 4)
    assert (second.in_time, second.hour) == (None, 9)


def test_who_was_carried_over_and_is_not_called_yet_is_of_the_next_day() -> None:
    _, second = one_ticket((300, tickets.CarriedOver(TOMORROW)))
    assert (second.outcome, second.day, second.hour) == (Outcome.WAITING, TOMORROW, None)


def test_somebody_whom_two_windows_called_was_served_once_by_the_first() -> None:
    (leg,) = one_ticket((5, CALLED), (6, tickets.Called(W5, offline=True)), (7, HERE), (9, DONE))
    assert (leg.window, leg.clerk, leg.waited, leg.served) == (W3, CLERKS[W3], 5, 2)


def test_the_second_window_keeps_somebody_whom_the_first_lets_go() -> None:
    both = ((5, CALLED), (8, tickets.Called(W5, offline=True)))
    (leg,) = one_ticket(*both, (9, HERE), (10, UNDONE), (14, tickets.Finished(W5)))
    assert (leg.window, leg.clerk, leg.waited, leg.served) == (W5, CLERKS[W5], 8, 6)


def test_in_one_line_nobody_waits_while_they_are_served_in_another() -> None:
    told = {
        T1: [issued(A), *then((0, tickets.Joined()), (10, CALLED), (30, DONE))],
        T2: [issued(B, at=2, visit=T1), *then((40, tickets.Called(W5)), (45, tickets.Finished(W5)))],
    }
    first, second = legs_of(told)
    assert (first.waited, first.served) == (10, 20)
    assert (second.waited, second.served) == (38 - 20, 5)
    assert first.visit == second.visit == T1


def test_a_service_of_the_same_visit_before_one_came_takes_nothing_off() -> None:
    told = {
        T1: [issued(A), *then((0, tickets.Joined()), (10, CALLED), (30, DONE))],
        T2: [issued(B, at=25, visit=T1), *then((40, tickets.Called(W5)), (45, tickets.Finished(W5)))],
    }
    assert [leg.waited for leg in legs_of(told)] == [10, 10]


def test_two_tickets_that_are_nobodys_together_take_nothing_from_each_other() -> None:
    told = {
        T1: [issued(A), *then((10, CALLED), (30, DONE))],
        T2: [issued(B), *then((40, tickets.Called(W5)), (45, tickets.Finished(W5)))],
    }
    assert [leg.waited for leg in legs_of(told)] == [10, 40]


def test_what_was_told_of_a_ticket_that_was_never_issued_is_nothing() -> None:
    assert legs_of({T1: then((5, CALLED), (6, DONE)), T2: []}) == []


@dataclass
class Life:
    """A ticket that lives on as it is told, and what its legs should be, counted along."""

    at: float = 0.0
    told: list[Moment] = field(default_factory=lambda: [issued()])
    expected: list[tuple[str, WindowId, float, float]] = field(default_factory=list)
    waited: float = 0.0

    def say(self, after: float, fact: TicketFact) -> None:
        self.at += after
        self.told += then((self.at, fact))

    def misses(self, gaps: tuple[float, float, float], missed: bool, window: WindowId) -> None:
        """A call that led to nothing."""
        self.say(gaps[0], tickets.Called(window))
        self.say(gaps[1], tickets.NoShow(window) if missed else tickets.CallUndone(window))
        if missed:
            self.say(gaps[2], tickets.BackInLine(NOW + timedelta(minutes=self.at)))
        self.waited += gaps[0] + gaps[1] + (gaps[2] if missed else 0)

    def is_served(self, gaps: list[float], window: WindowId, end: str) -> None:
        """Called, and served in the even gaps, held in the odd ones."""
        self.say(gaps[0], tickets.Called(window))
        self.say(gaps[1], tickets.Arrived(window))
        for number, gap in enumerate(gaps[2:-1]):
            held = number % 2 == 0
            self.say(gap, tickets.Held(window, NOW) if held else tickets.TakenUp(window))
        self.say(gaps[-1], tickets.Finished(window) if end == "served" else tickets.Transferred(B))
        self.expected.append((end, window, self.waited + gaps[0], sum(gaps[2::2])))
        self.waited = 0.0


minutes = st.integers(0, 40).map(float)
calls_missed = st.lists(st.tuples(st.tuples(minutes, minutes, minutes), st.booleans(), st.sampled_from([W3, W5])))
served_well = st.tuples(calls_missed, st.lists(minutes, min_size=3, max_size=8), st.sampled_from([W3, W5]))


@given(st.lists(served_well, min_size=1, max_size=4))
def test_any_life_of_a_ticket_is_told_as_it_was_lived(
    lived: list[tuple[list[tuple[tuple[float, float, float], bool, WindowId]], list[float], WindowId]],
) -> None:
    life = Life()
    for number, (missed, gaps, at_window) in enumerate(lived, 1):
        for gone in missed:
            life.misses(*gone)
        life.is_served(gaps, at_window, "served" if number == len(lived) else "sent_on")
    legs = legs_of({T1: life.told})
    assert len(legs) == len(life.expected)
    for leg, (end, window, waited, served) in zip(legs, life.expected, strict=True):
        assert (leg.outcome.value, leg.window) == (end, window)
        assert leg.waited == pytest.approx(waited)
        assert leg.served == pytest.approx(served)
    assert [leg.queue for leg in legs] == [A] + [B] * (len(legs) - 1)


FACTS: list[TicketFact] = [
    tickets.Joined(), CALLED, tickets.Called(W5), tickets.Called(W5, offline=True), HERE, tickets.Arrived(W5), HELD,
    BACK, DONE, tickets.Finished(W5), ABSENT, UNDONE, tickets.BackInLine(NOW), tickets.Transferred(B),
    tickets.Transferred(A, "", W3), tickets.CarriedOver(TOMORROW), tickets.Cancelled(),
]  # fmt: skip
happenings = st.lists(st.tuples(st.integers(-600, 600), st.sampled_from(FACTS)), max_size=25)


@given(happenings, happenings)
def test_whatever_happened_by_whatever_clock_no_time_is_negative(
    one: list[tuple[float, TicketFact]], other: list[tuple[float, TicketFact]]
) -> None:
    legs = legs_of({T1: [issued(), *then(*one)], T2: [issued(B, visit=T1), *then(*other)]})
    assert {leg.ticket for leg in legs} == {T1, T2}
    for leg in legs:
        assert leg.waited is None or leg.waited >= 0
        assert leg.served is None or leg.served >= 0
        assert (leg.served is not None) == (leg.outcome in (Outcome.SERVED, Outcome.SENT_ON))
        assert leg.waited is None or (leg.window is not None and leg.clerk is not None)


def test_whom_two_windows_called_was_served_where_they_arrived() -> None:
    there = tickets.Arrived(W5)
    (leg,) = one_ticket(
        (10, CALLED), (13, ABSENT), (8, tickets.Called(W5, offline=True)), (9, there), (12, tickets.Finished(W5))
    )
    assert (leg.outcome, leg.window, leg.waited, leg.served) == (Outcome.SERVED, W5, 8, 3)
