"""When a line will grow too long, and which window might help."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.ids import QueueId, WindowId
from deskapp.rules.proposals import Proposal, QueueLoad, passes_at, proposals
from tests.builders import MORNING as NOW

A, B, C = QueueId("A"), QueueId("B"), QueueId("C")
ONE, TWO, SEVEN = WindowId("1"), WindowId("2"), WindowId("7")
LIMIT = timedelta(minutes=30)


def ago(*minutes: int) -> list[datetime]:
    return [NOW - timedelta(minutes=each) for each in minutes]


def load(
    queue: QueueId, since: Sequence[datetime], windows: Sequence[WindowId] = (ONE,), service: float | None = 10.0
) -> QueueLoad:
    return QueueLoad(queue, since, windows, service)


@pytest.mark.parametrize(
    ("since", "windows", "service", "passes"),
    [
        ((), (ONE,), 10.0, None),
        ((5,), (ONE,), 10.0, None),  # called in 5 minutes, after 10
        ((26,), (ONE,), 10.0, 4),  # called in 5, and waits 31: it passes in 4
        ((10, 9, 8), (ONE,), 10.0, 22),  # the third is called in 25, after 33
        ((10, 9, 8), (ONE, TWO), 10.0, None),
        ((10,), (), 10.0, 20),  # nobody serves them
        ((40,), (ONE,), 10.0, -10),
        ((40, 5), (ONE,), None, -10),  # nothing is known of services; who waits too long already does
        ((29, 5), (ONE,), None, None),
    ],
)
def test_a_line_passes_the_limit_when_somebody_who_waits_now_will(
    since: tuple[int, ...], windows: tuple[WindowId, ...], service: float | None, passes: int | None
) -> None:
    expected = None if passes is None else NOW + timedelta(minutes=passes)
    assert passes_at(load(A, ago(*since), windows, service), LIMIT, NOW) == expected


def test_the_window_with_the_least_to_do_is_proposed() -> None:
    loads = [load(A, ago(26, 25, 24)), load(B, ago(3, 2), (TWO,)), load(C, ago(1), (SEVEN,))]
    serves = {ONE: [A], TWO: [B], SEVEN: [C]}
    (proposal,) = proposals(loads, serves, LIMIT, NOW)
    assert proposal == Proposal(A, NOW + timedelta(minutes=4), SEVEN)


@pytest.mark.parametrize(
    ("other", "serves"),
    [
        (ago(*[1] * 4), {ONE: [A], TWO: [B]}),  # has more to do itself
        (ago(1), {ONE: [A], TWO: [A, B]}),  # serves it already
        ((), {ONE: [A]}),  # there is no other
    ],
)
def test_where_no_window_can_be_spared_another_is_to_be_opened(
    other: Sequence[datetime], serves: dict[WindowId, list[QueueId]]
) -> None:
    found = proposals([load(A, ago(26, 25, 24)), load(B, other, (TWO,))], serves, LIMIT, NOW)
    assert [proposal.window for proposal in found if proposal.queue == A] == [None]


def test_the_soonest_stands_first_and_what_is_far_off_is_not_said() -> None:
    loads = [load(A, ago(20), service=60.0), load(B, ago(28), service=60.0), load(C, [NOW], service=200.0)]
    found = proposals(loads, {ONE: [A, B, C]}, timedelta(minutes=30), NOW)
    assert [proposal.queue for proposal in found] == [B, A, C]
    assert proposals([load(C, [NOW], service=400.0)], {ONE: [C]}, timedelta(minutes=61), NOW) == ()


@given(
    since=st.lists(st.integers(0, 50), max_size=12).map(lambda each: sorted(each, reverse=True)),
    windows=st.integers(1, 5),
    service=st.floats(0.5, 40),
)
def test_one_window_more_never_brings_the_moment_nearer(since: list[int], windows: int, service: float) -> None:
    names = [WindowId(str(number)) for number in range(windows + 1)]
    fewer = passes_at(load(A, ago(*since), names[:-1], service), LIMIT, NOW)
    more = passes_at(load(A, ago(*since), names, service), LIMIT, NOW)
    assert more is None or (fewer is not None and fewer <= more)
