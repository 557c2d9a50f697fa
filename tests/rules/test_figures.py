"""The hall's figures: counted a second time, and silent where there is too little to tell."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.ids import ClerkId, ItemCode, QueueId, TicketId, WindowId
from deskapp.rules.figures import FOR_MEDIAN, FOR_P90, FOR_SHARE, By, Figures, figures, spread
from deskapp.rules.legs import Leg, Outcome


def leg(
    ticket: str = "t",
    *,
    outcome: Outcome = Outcome.SERVED,
    waited: float | None = 5,
    served: float | None = 3,
    in_time: bool | None = True,
    queue: str = "A",
    window: str | None = "3",
    clerk: str | None = "clerk3",
    hour: int | None = 9,
    item: str | None = "GA-1",
    visit: str = "",
) -> Leg:
    return Leg(
        ticket=TicketId(ticket), visit=TicketId(visit or ticket), day=date(2026, 11, 23), hour=hour,
        queue=QueueId(queue), item=ItemCode(item) if item else None, window=WindowId(window) if window else None,
        clerk=ClerkId(clerk) if clerk else None, outcome=outcome, waited=waited, served=served, in_time=in_time,
        since=None, called_at=None, ended_at=None,
    )  # fmt: skip


some_legs = st.lists(
    st.builds(
        leg,
        st.sampled_from("abcdefgh"),
        outcome=st.sampled_from(Outcome),
        waited=st.none() | st.floats(0, 300),
        served=st.none() | st.floats(0, 300),
        in_time=st.none() | st.booleans(),
        queue=st.sampled_from("AB"),
        window=st.none() | st.sampled_from(["3", "10"]),
        clerk=st.none() | st.sampled_from(["clerk3", "clerk5"]),
        hour=st.none() | st.integers(8, 17),
    ),
    max_size=60,
)


def parts(one: Leg) -> dict[By, str]:
    hour = "" if one.hour is None else str(one.hour).zfill(2)
    return {By.QUEUE: one.queue, By.ITEM: one.item or "", By.WINDOW: one.window or "", By.CLERK: one.clerk or "",
            By.HOUR: hour}  # fmt: skip


@given(some_legs, st.lists(st.sampled_from(By), unique=True, max_size=3))
def test_a_naive_count_finds_the_same(legs: list[Leg], by: list[By]) -> None:
    rows = figures(legs, by)
    assert len({row.key for row in rows}) == len(rows)
    for row in rows:
        mine = [one for one in legs if tuple(parts(one)[part] for part in by) == row.key]
        ends = Counter(one.outcome.value for one in mine)
        assert row.legs == len(mine)
        assert row.people == len({one.visit for one in mine})
        assert (row.served, row.sent_on, row.at_window) == (ends["served"], ends["sent_on"], ends["at_window"])
        assert (row.no_shows, row.cancelled) == (ends["no_show"], ends["cancelled"])
        assert (row.waiting, row.carried_over) == (ends["waiting"], ends["carried_over"])
        assert row.waits.samples == sum(one.waited is not None for one in mine)
        assert row.waits.longest == max((one.waited for one in mine if one.waited is not None), default=None)
        assert row.services.longest == max((one.served for one in mine if one.served is not None), default=None)
        judged = [one for one in mine if one.in_time is not None]
        if len(judged) < FOR_SHARE:
            assert row.in_time is None
        else:
            assert row.in_time == pytest.approx(len([one for one in judged if one.in_time]) / len(judged))
    assert sum(row.legs for row in rows) == len(legs)


@given(st.lists(st.floats(0, 500), max_size=120))
def test_half_took_no_longer_than_the_median_and_nine_of_ten_no_longer_than_the_percentile(taken: list[float]) -> None:
    found = spread(taken)
    assert found.samples == len(taken)
    assert (found.median is None) == (len(taken) < FOR_MEDIAN)
    assert (found.p90 is None) == (len(taken) < FOR_P90)
    if found.median is not None:
        assert sum(one <= found.median for one in taken) * 2 >= len(taken)
        assert sum(one >= found.median for one in taken) * 2 >= len(taken)
    if found.p90 is not None:
        assert found.p90 in taken
        assert sum(one <= found.p90 for one in taken) * 10 >= len(taken) * 9
        assert sum(one < found.p90 for one in taken) * 10 < len(taken) * 9
    assert found.longest == max(taken, default=None)


def test_with_nobody_there_is_one_row_of_nothing_or_none() -> None:
    assert figures([], [By.QUEUE]) == ()
    (row,) = figures([], [])
    assert (row.people, row.legs, row.waits.longest, row.in_time) == (0, 0, None, None)


def test_groups_stand_in_the_order_in_which_a_person_counts() -> None:
    rows = figures([leg(window=name) for name in ("10", "9", None, "2")], [By.WINDOW])
    assert [row.key for row in rows] == [("2",), ("9",), ("10",), ("",)]


def test_somebody_in_several_lines_is_one_person_and_two_waits() -> None:
    both = [leg("t1", visit="t1"), leg("t2", visit="t1", queue="B"), leg("t3")]
    (row,) = figures(both, [])
    assert (row.people, row.legs, row.served) == (2, 3, 3)
    assert [row.people for row in figures(both, [By.QUEUE])] == [2, 1]


@pytest.mark.parametrize(("samples", "told"), [(4, (False,) * 3), (5, (True, False, False)), (10, (True, False, True)),
                                               (19, (True, False, True)), (20, (True,) * 3)])  # fmt: skip
def test_no_number_that_nobody_should_believe(samples: int, told: tuple[bool, bool, bool]) -> None:
    row: Figures = figures([leg(str(number)) for number in range(samples)], [By.QUEUE])[0]
    assert tuple(one is not None for one in (row.waits.median, row.waits.p90, row.in_time)) == told
    assert row.waits.longest == 5
