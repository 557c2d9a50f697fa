"""The next number of a window, one above all it ever gave, and the desk's own last word."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deskapp.failures import Refusal
from deskapp.ids import CaseId, DeviceId, HallId, WindowId
from deskapp.journal.journal import Journal
from deskapp.journal.terms import Author, Terms
from deskapp.queries.numbers import keep_serials, last_step_here, next_case_number, serials_here
from deskapp.rules import case as cases
from deskapp.rules.numbering import CaseNumber, case_number, read_case_number
from deskapp.rules.serial_shares import Serials
from tests.builders import HALL, MORNING
from tests.clerk.office import FrozenClock
from tests.queries.telling import FIVE, THREE, reject, take_in, tell

REGION = "330000"
TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)


def following(kept: Journal, day: date = TODAY, window: WindowId = THREE, region: str = REGION) -> str:
    with kept.reading() as reading:
        return next_case_number(reading, region, day, window)


def serial(kept: Journal, day: date = TODAY, window: WindowId = THREE, region: str = REGION) -> int:
    return read_case_number(following(kept, day, window, region)).serial


def give(kept: Journal, number: str) -> CaseId:
    case_id = take_in(kept)
    tell(kept, case_id, cases.Accepted(number, TOMORROW, date(2026, 11, 30)))
    return case_id


def last_step(kept: Journal) -> object:
    with kept.reading() as reading:
        return last_step_here(reading)


def at(kept: Journal, hall: str, device: str, epoch: int = 1) -> Journal:
    """The same database as another installation has it."""
    terms = Terms(HallId(hall), Author(DeviceId(device), epoch), kept.terms.clock, kept.terms.keeper)
    return Journal(kept.engine, terms)


def test_the_first_number_of_a_day_names_its_place_and_begins_with_one(desk: Journal) -> None:
    assert read_case_number(following(desk)) == CaseNumber(REGION, HALL, TODAY, THREE, 1)


def test_the_number_of_an_acceptance_that_the_centre_rejected_is_not_given_again(desk: Journal) -> None:
    case_id = take_in(desk)
    number = following(desk)
    [step] = tell(desk, case_id, cases.Accepted(number, TOMORROW, date(2026, 11, 30)))
    reject(desk, step, "case.incomplete")
    assert serial(desk) == read_case_number(number).serial + 1
    assert serial(desk, window=FIVE) == 1


@pytest.mark.parametrize("used", [1, 9, 10, 99, 999, 4711, 9998])
def test_the_next_is_one_above_the_highest_whatever_came_after_it(desk: Journal, used: int) -> None:
    give(desk, case_number(REGION, HALL, TODAY, THREE, used))
    if used > 1:
        give(desk, case_number(REGION, HALL, TODAY, THREE, 1))
    assert serial(desk) == used + 1


def test_a_window_that_gave_all_of_a_days_numbers_gives_no_other(desk: Journal) -> None:
    give(desk, case_number(REGION, HALL, TODAY, THREE, 9999))
    with pytest.raises(Refusal) as refused:
        following(desk)
    assert (refused.value.code, refused.value.values["window"]) == ("number.serial_full", THREE)
    assert serial(desk, TOMORROW) == 1


@pytest.mark.parametrize(
    ("day", "window", "region"),
    [
        (TOMORROW, THREE, REGION),
        (TODAY - timedelta(days=1), THREE, REGION),
        (TODAY, FIVE, REGION),
        (TODAY, WindowId("30"), REGION),
        (TODAY, WindowId("33"), REGION),
        (TODAY, THREE, "330001"),
    ],
)
def test_another_day_window_or_region_counts_for_itself(
    desk: Journal, day: date, window: WindowId, region: str
) -> None:
    give(desk, case_number(REGION, HALL, TODAY, THREE, 42))
    assert serial(desk, day, window, region) == 1
    assert serial(desk) == 43


def test_an_undone_acceptance_keeps_its_number_from_everybody_else(desk: Journal) -> None:
    number = following(desk)
    tell(desk, give(desk, number), cases.AcceptanceUndone(number))
    assert serial(desk) == 2


@pytest.mark.parametrize("window", ["", "0", "1000", "A", "3 "])
def test_a_window_that_cannot_stand_in_a_number_gives_none(desk: Journal, window: str) -> None:
    with pytest.raises(Refusal, match=r"number\.no_such_place"):
        following(desk, window=WindowId(window))


def test_the_last_step_is_the_one_written_last_even_by_a_clock_that_went_back(
    desk: Journal, clock: FrozenClock
) -> None:
    take_in(desk)
    clock.move(timedelta(hours=-2))
    take_in(desk)
    assert last_step(desk) == MORNING - timedelta(hours=2)


def test_steps_of_another_desk_another_life_or_another_hall_are_not_this_desks(
    desk: Journal, clock: FrozenClock
) -> None:
    take_in(desk)
    clock.move(timedelta(hours=1))
    for other in (at(desk, HALL, "D2"), at(desk, HALL, "D1", epoch=2), at(desk, "H2", "D1")):
        take_in(other)
        assert last_step(other) == MORNING + timedelta(hours=1)
    assert last_step(desk) == MORNING


def own(kept: Journal, first: int, last: int, epoch: int = 1, window: WindowId = THREE) -> None:
    """The centre's word on what this desk numbers from."""
    with kept.writing() as facts:
        keep_serials(facts, window, Serials(first, last, TODAY, TOMORROW, epoch))


def test_a_desk_numbers_from_its_own_serials_whatever_others_gave_at_the_window(desk: Journal) -> None:
    give(desk, case_number(REGION, HALL, TODAY, THREE, 7))
    give(desk, case_number(REGION, HALL, TODAY, THREE, 2001))
    own(desk, 1001, 2000)
    assert serial(desk) == 1001
    give(desk, following(desk))
    assert serial(desk) == 1002
    own(desk, 1, 1000)
    assert serial(desk) == 8
    assert serial(desk, window=FIVE) == 1, "of another window it was told nothing"


def test_the_last_number_of_its_serials_is_given_and_the_next_is_refused(desk: Journal) -> None:
    own(desk, 1001, 2000)
    give(desk, case_number(REGION, HALL, TODAY, THREE, 1999))
    give(desk, following(desk))
    with pytest.raises(Refusal, match=r"number\.share_full"):
        following(desk)
    assert serial(desk, TOMORROW) == 1001


def test_a_rejected_number_of_its_own_serials_is_not_given_again(desk: Journal) -> None:
    own(desk, 1001, 2000)
    case_id = take_in(desk)
    [step] = tell(desk, case_id, cases.Accepted(following(desk), TOMORROW, date(2026, 11, 30)))
    reject(desk, step, "case.incomplete")
    assert serial(desk) == 1002


def test_serials_that_are_out_of_date_or_of_an_earlier_life_number_nothing(desk: Journal) -> None:
    own(desk, 1001, 2000)
    with pytest.raises(Refusal, match=r"number\.sign_in_again"):
        following(desk, TODAY + timedelta(days=30))
    with pytest.raises(Refusal, match=r"number\.sign_in_again"):
        following(at(desk, HALL, "D1", epoch=2))
    own(desk, 1, 0)
    with pytest.raises(Refusal, match=r"number\.no_share"):
        following(desk)


def test_an_older_centre_says_nothing_and_the_window_numbers_as_before(desk: Journal) -> None:
    own(desk, 1001, 2000)
    with desk.writing() as facts:
        keep_serials(facts, THREE, None)
    with desk.reading() as reading:
        assert serials_here(reading, THREE) is None
    assert serial(desk) == 1
