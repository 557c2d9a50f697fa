"""A wrong clock never puts a wrong day on paper, and a small drift disturbs nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.rules.timekeeping import TOLERATED, day_for_paper, notice

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # 12:00 at the office


@pytest.mark.parametrize(
    ("last_step", "ahead", "said"),
    [
        (None, None, None),
        (NOON - timedelta(days=1), None, None),
        (NOON + timedelta(minutes=2), None, None),
        (NOON + timedelta(minutes=4), None, "clock.set_back"),
        (NOON + timedelta(minutes=4), timedelta(0), None),
        (None, timedelta(minutes=4), "clock.wrong"),
        (None, -timedelta(days=3), "clock.wrong"),
    ],
)
def test_what_is_said_about_the_clock(last_step: datetime | None, ahead: timedelta | None, said: str | None) -> None:
    assert notice(NOON, last_step=last_step, ahead=ahead) == said


def test_a_clock_set_back_over_midnight_cannot_accept() -> None:
    with pytest.raises(Refusal) as refused:
        day_for_paper(NOON - timedelta(days=1), last_step=NOON, ahead=None)
    assert refused.value.code == "clock.set_back"
    assert refused.value.values == {"here": "2026-11-22", "there": "2026-11-23"}


def test_the_centre_knows_the_day_better_than_a_machine_that_is_a_day_behind() -> None:
    with pytest.raises(Refusal) as refused:
        day_for_paper(NOON, last_step=None, ahead=timedelta(days=1))
    assert refused.value.code == "clock.wrong_day"


def test_once_the_centre_confirms_the_time_an_old_step_from_the_future_blocks_nothing() -> None:
    in_2030 = NOON.replace(year=2030)
    assert day_for_paper(NOON, last_step=in_2030, ahead=timedelta(seconds=1)) == date(2026, 11, 23)


@given(st.timedeltas(min_value=-TOLERATED, max_value=TOLERATED), st.integers(0, 2_000_000_000))
def test_a_small_drift_never_refuses(ahead: timedelta, seconds: int) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert notice(now, last_step=None, ahead=ahead) is None
    day_for_paper(now, last_step=None, ahead=ahead)
