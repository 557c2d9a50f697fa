"""What is told about a wait: a range, or nothing."""

from __future__ import annotations

import random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules.waits import LEAST_SERVICES, expected_wait

some_services = st.lists(st.floats(0.5, 60), min_size=LEAST_SERVICES, max_size=60)


@pytest.mark.parametrize("services", [(), (5.0,) * (LEAST_SERVICES - 1)])
def test_too_few_services_say_nothing(services: tuple[float, ...]) -> None:
    assert expected_wait(3, 2, services) is None


def test_without_a_window_nothing_is_said() -> None:
    assert expected_wait(0, 0, (5.0,) * 20) is None


@given(st.integers(0, 200), st.integers(1, 30), some_services)
def test_a_wait_is_never_told_without_its_range(before: int, windows: int, services: list[float]) -> None:
    wait = expected_wait(before, windows, services)
    assert wait is not None
    assert 0 <= wait.least <= wait.likely <= wait.most
    assert wait.most >= 1


@given(st.integers(0, 100), st.integers(1, 20), some_services)
def test_more_people_before_mean_more_and_more_windows_mean_less(
    before: int, windows: int, services: list[float]
) -> None:
    now, later, wider = (
        expected_wait(before, windows, services),
        expected_wait(before + 5, windows, services),
        expected_wait(before, windows + 1, services),
    )
    assert now is not None
    assert later is not None
    assert wider is not None
    assert later.likely >= now.likely >= wider.likely


def test_four_of_five_waits_of_a_hall_lie_in_the_range() -> None:
    """Windows that are busy at a random place of a service serve those before somebody: a simulation of its own."""
    chance = random.Random(7)
    services = [chance.gammavariate(4, 2) for _ in range(100)]
    before, windows = 12, 3
    wait = expected_wait(before, windows, services)
    assert wait is not None
    waits = []
    for _ in range(2000):
        free = [chance.choice(services) * chance.random() for _ in range(windows)]
        for _ in range(before):
            first = free.index(min(free))
            free[first] += chance.choice(services)
        waits.append(min(free))
    inside = fmean(wait.least - 0.5 <= minutes <= wait.most + 0.5 for minutes in waits)
    assert 0.7 <= inside <= 0.95
