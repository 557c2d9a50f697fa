"""How fast pages go: as fast as the line carries them, and slowly while somebody works here."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from deskapp.failures import Refusal
from deskapp.ids import PageDigest
from deskapp.jobs.pace import SLICE, Pace
from deskapp.rules.upload_pace import LATEST, LEAST, UNSEEN, DuePage, in_order, read_limit, speed
from tests.builders import MORNING

MB = 1024 * 1024


class Hours:
    """A clock that goes on only by being waited for."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waited: list[float] = []

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds


@pytest.fixture
def hours() -> Hours:
    return Hours()


def paced(hours: Hours, said: int | None = None) -> Pace:
    return Pace(said, now=lambda: hours.now, wait=hours.wait)


def seconds_for(pace: Pace, hours: Hours, size: int) -> float:
    begun = hours.now
    got = b"".join(pace.slices(iter([bytes(MB)] * (size // MB))))
    assert len(got) == size
    return hours.now - begun


def test_when_nobody_works_a_page_waits_for_nothing(hours: Hours) -> None:
    pace = paced(hours)
    assert seconds_for(pace, hours, 8 * MB) == 0
    assert (pace.held_back, pace.chunk) == (False, 16 * MB)


def test_while_somebody_works_it_goes_at_the_speed_that_is_set(hours: Hours) -> None:
    pace = paced(hours, 100 * 1024)
    pace.touch()
    taken = seconds_for(pace, hours, MB)
    assert taken == pytest.approx(10.24, abs=0.5)
    assert max(hours.waited) <= SLICE / (100 * 1024) + 0.01, "a call never waits for more than a slice"
    assert pace.held_back
    assert pace.chunk == 200 * 1024


def test_a_minute_after_the_last_key_it_goes_on_at_once(hours: Hours) -> None:
    pace = paced(hours, 64 * 1024)
    pace.touch()
    assert pace.at_work
    assert seconds_for(pace, hours, 8 * MB) < 62, "what goes slowly goes fast as soon as it may"
    assert not pace.at_work


def test_several_pages_share_one_line(hours: Hours) -> None:
    pace = paced(hours, 256 * 1024)
    pace.touch()
    one, other = (pace.slices(iter([bytes(MB)])) for _ in range(2))
    begun = hours.now
    for _ in range(MB // SLICE):
        next(one)
        next(other)
    assert hours.now - begun == pytest.approx(8, abs=0.5)


def test_a_page_that_has_waited_too_long_is_not_held_back_for_typing(hours: Hours) -> None:
    pace = paced(hours, 8 * 1024)
    pace.touch()
    pace.late = True
    assert pace.speed == UNSEEN
    pace.saw(8 * MB, 2.0)
    assert pace.speed == 2 * MB, "half of the line, whatever the office has set"
    assert pace.held_back, "and alone"


def test_while_a_person_sits_at_the_window_pages_have_half_of_the_line_and_a_quarter_while_somebody_types(
    hours: Hours,
) -> None:
    pace = paced(hours)
    pace.saw(8 * MB, 2.0)
    assert (pace.speed, pace.busy) == (None, False)
    pace.serve(True)
    assert (pace.speed, pace.busy, pace.at_work) == (2 * MB, True, False)
    assert seconds_for(pace, hours, 8 * MB) == pytest.approx(4, abs=0.1)
    pace.touch()
    assert pace.speed == MB
    hours.now += 61
    assert pace.speed == 2 * MB, "who reads and does not type is still there"
    pace.serve(False)
    assert pace.speed is None


def test_the_office_may_set_what_pages_have_while_somebody_sits_there(hours: Hours) -> None:
    pace = paced(hours, 100 * 1024)
    pace.serve(True)
    assert pace.speed == 100 * 1024


def test_a_round_gives_pages_two_seconds_while_somebody_sits_there(hours: Hours) -> None:
    pace = paced(hours)
    over = pace.round_over()
    hours.now += 5
    assert not over()
    pace.serve(True)
    assert over()


@pytest.mark.parametrize("carries", [20_000.0, 256_000.0, 1.5e6, 12e6])
def test_a_days_pages_are_gone_before_the_day_is_though_somebody_sits_there_all_day(carries: float) -> None:
    of_a_day = 120 * 8 * MB / 2
    slowest = speed(typing=True, served=True, late=False, carries=carries, said=None)
    assert slowest is not None
    assert of_a_day / slowest < 3 * 3600


def test_without_a_word_it_is_a_share_of_what_the_line_was_seen_to_carry(hours: Hours) -> None:
    pace = paced(hours)
    pace.touch()
    assert pace.speed == UNSEEN
    pace.saw(8 * MB, 2.0)
    assert pace.speed == MB
    pace.saw(8 * MB, 4.0)
    assert pace.speed == 0.75 * MB
    pace.saw(1000, 50.0)
    assert pace.speed == 0.75 * MB, "a few bytes say nothing of the line"


def test_a_slow_line_is_never_starved() -> None:
    assert speed(typing=True, served=False, late=False, carries=20_000.0, said=None) == LEAST


def test_a_round_gives_pages_two_seconds_while_somebody_works(hours: Hours) -> None:
    pace = paced(hours)
    over = pace.round_over()
    hours.now += 5
    assert not over()
    pace.touch()
    assert over()


@pytest.mark.parametrize("text", ["7", "0", "-5", "x", "１００", "99999999", "1.5"])
def test_a_limit_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"pages\.bad_limit"):
        read_limit(text)


def test_a_limit_is_told_in_kilobytes() -> None:
    assert (read_limit(""), read_limit("64")) == (None, 65536)


def due(name: str, since: datetime, *, waited_for: bool = False) -> DuePage:
    return DuePage(PageDigest(name), since, waited_for)


def test_what_waited_too_long_goes_first_then_what_is_waited_for_then_by_age() -> None:
    now = MORNING + timedelta(hours=2)
    late = due("late", now - LATEST)
    wanted, wanted_later = (due(f"wanted{n}", now - timedelta(minutes=5 - n), waited_for=True) for n in (0, 1))
    old, young = due("old", now - timedelta(minutes=20)), due("young", now - timedelta(minutes=1))
    assert in_order([young, wanted_later, old, wanted, late], now) == (late, wanted, wanted_later, old, young)
