"""What is late, and how soon it is said: lamps, cards, and everything that runs out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from deskapp.clock import OFFICE_TIME
from deskapp.ids import CaseId, ClerkId, ItemCode, MaterialCode, WindowId
from deskapp.rules import case as cases
from deskapp.rules.case import Case, CaseFact, Person, Procedure
from deskapp.rules.case_clock import Late, days_left, lamp_of, lates, watch_day
from deskapp.rules.case_fold import fold_all
from deskapp.rules.deadline import Lamp, Limit, LimitUnit, WorkingDays, due_of
from deskapp.rules.numbering import case_number

WHO, DAYS = ClerkId("clerk1"), WorkingDays()
MONDAY = date(2026, 11, 23)
NUMBER = case_number("330000", "H1", MONDAY, WindowId("3"), 1)  # type: ignore[arg-type]
OPENED = cases.Opened(
    ItemCode("SCJG-0201"), "2026.11", WindowId("3"), "t" * 32, Person("张伟", "1"), received_on=MONDAY,
    answer_by=date(2026, 11, 30),
)  # fmt: skip
ACCEPTED = cases.Accepted(NUMBER, date(2026, 12, 7), date(2026, 12, 21), since=MONDAY)  # ten working days, and twenty
DEFERRED = cases.MaterialDeferred(MaterialCode("HEALTH-CERT"), date(2026, 11, 30))


def case_after(*facts: CaseFact) -> Case:
    return fold_all(Case(CaseId("c")), [(fact, WHO) for fact in facts])


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), OFFICE_TIME)


@pytest.mark.parametrize(
    ("day", "late", "lamp", "left"),
    [
        (date(2026, 11, 23), (), Lamp.GREEN, 10),
        (date(2026, 12, 1), (), Lamp.GREEN, 4),
        (date(2026, 12, 2), (Late.DUE_SOON,), Lamp.YELLOW, 3),
        (date(2026, 12, 7), (Late.DUE_SOON,), Lamp.YELLOW, 0),
        (date(2026, 12, 8), (Late.PROMISED,), Lamp.YELLOW, -1),
        (date(2026, 12, 21), (Late.PROMISED,), Lamp.YELLOW, -10),
        (date(2026, 12, 22), (Late.STATUTORY,), Lamp.RED, -11),
    ],
)
def test_the_lamp_of_a_running_case(day: date, late: tuple[Late, ...], lamp: Lamp, left: int) -> None:
    case = case_after(OPENED, ACCEPTED)
    assert lates(case, noon(day), DAYS, 0.3) == late
    assert lamp_of(late) is lamp
    assert days_left(case, day, DAYS) == left


def test_the_share_at_which_it_turns_yellow_is_set() -> None:
    case = case_after(OPENED, ACCEPTED)
    assert lates(case, noon(MONDAY), DAYS, 1.0) == (Late.DUE_SOON,)
    assert lates(case, noon(date(2026, 12, 2)), DAYS, 0.1) == ()


def test_a_case_accepted_by_an_earlier_program_counts_from_the_day_in_its_number() -> None:
    old = cases.Accepted(NUMBER, date(2026, 12, 7), date(2026, 12, 21))
    assert lates(case_after(OPENED, old), noon(date(2026, 12, 2)), DAYS) == (Late.DUE_SOON,)


RUN_OUT: dict[str, tuple[tuple[CaseFact, ...], date, Late]] = {
    "nobody answered": ((OPENED,), date(2026, 11, 30), Late.ANSWER),
    "the correction": (
        (OPENED, cases.CorrectionRequested((), "a", date(2026, 12, 1))), date(2026, 12, 1), Late.CORRECTION,
    ),
    "what was put off": ((OPENED, DEFERRED, ACCEPTED), date(2026, 11, 30), Late.DEFERRAL),
    "the procedure": (
        (OPENED, ACCEPTED, cases.Paused("", Procedure.HEARING, MONDAY, date(2026, 12, 4))), date(2026, 12, 4),
        Late.PROCEDURE,
    ),
    "handing out": (
        (OPENED, ACCEPTED, cases.Decided(granted=True, decided_on=MONDAY, deliver_by=date(2026, 12, 7))),
        date(2026, 12, 7), Late.DELIVERY,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", RUN_OUT)
def test_what_runs_out_is_said_on_the_day_after(what: str) -> None:
    facts, day, late = RUN_OUT[what]
    case = case_after(*facts)
    assert watch_day(case) == day
    assert late not in lates(case, noon(day), DAYS)
    assert lates(case, noon(day + timedelta(days=1)), DAYS)[0] is late


@pytest.mark.parametrize(
    "end", [cases.Declined("a", "b"), cases.Withdrawn("a")], ids=["declined", "withdrawn"]
)  # fmt: skip
def test_what_has_ended_is_never_late(end: CaseFact) -> None:
    case = case_after(OPENED, end)
    assert watch_day(case) is None
    assert lates(case, noon(date(2030, 1, 1)), DAYS) == ()


def test_a_stopped_clock_is_not_late() -> None:
    case = case_after(OPENED, ACCEPTED, cases.Paused("", Procedure.HEARING, MONDAY, date(2027, 3, 1)))
    assert lates(case, noon(date(2026, 12, 30)), DAYS) == ()
    assert days_left(case, MONDAY, DAYS) is None


def test_the_worst_is_said_first() -> None:
    case = case_after(OPENED, DEFERRED, ACCEPTED)
    assert lates(case, noon(date(2026, 12, 30)), DAYS) == (Late.STATUTORY, Late.DEFERRAL)


START = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)  # a Friday, ten in the morning at the office


@pytest.mark.parametrize(
    ("limit", "day"),
    [
        (Limit(0), date(2026, 11, 27)),
        (Limit(1), date(2026, 11, 30)),
        (Limit(3, LimitUnit.CALENDAR_DAYS), date(2026, 11, 30)),
        (Limit(1, LimitUnit.CALENDAR_DAYS), date(2026, 11, 30)),  # ends on a Saturday, so on the Monday after
        (Limit(0, LimitUnit.CALENDAR_DAYS), date(2026, 11, 27)),
        (Limit(2, LimitUnit.HOURS), date(2026, 11, 27)),
        (Limit(15, LimitUnit.HOURS), date(2026, 11, 28)),
    ],
)
def test_a_limit_is_counted_in_its_own_unit(limit: Limit, day: date) -> None:
    due = due_of(START, limit, DAYS)
    assert due.day == day
    assert (due.at is not None) == (limit.unit is LimitUnit.HOURS)


def test_a_limit_in_hours_is_over_at_its_moment() -> None:
    at = START + timedelta(hours=2)
    fact = cases.Accepted(NUMBER, at.date(), date(2026, 12, 21), since=MONDAY, promised_at=at)
    case = case_after(OPENED, fact)
    assert Late.PROMISED not in lates(case, at, DAYS)
    assert lates(case, at + timedelta(minutes=1), DAYS)[0] is Late.PROMISED


@pytest.mark.parametrize("unit", LimitUnit)
def test_what_is_done_at_once_is_late_when_its_day_is_over_whatever_its_unit(unit: LimitUnit) -> None:
    saturday = START + timedelta(days=1)
    due = due_of(saturday, Limit(0, unit), DAYS)
    assert (due.day, due.at) == (date(2026, 11, 28), None)
    fact = cases.Accepted(NUMBER, due.day, date(2026, 12, 21), since=due.day, promised_at=due.at)
    case = case_after(OPENED, fact)
    assert lates(case, saturday + timedelta(minutes=1), DAYS) == ()
    assert lates(case, saturday + timedelta(days=1), DAYS) == (Late.PROMISED,)


def test_a_limit_in_hours_moves_with_its_day_when_the_clock_stood_still_or_is_extended() -> None:
    at = START + timedelta(hours=2)
    day = at.date()
    fact = cases.Accepted(NUMBER, day, day, since=MONDAY, promised_at=at, statutory_at=at)
    later = day + timedelta(days=4)
    stopped = (OPENED, fact, cases.Paused("", Procedure.HEARING, MONDAY, day))
    for case in (
        case_after(*stopped, cases.Resumed(later, later)),
        case_after(OPENED, fact, cases.Extended("", "", later, later)),
    ):
        assert (case.promised_at, case.statutory_at) == (at + timedelta(days=4), at + timedelta(days=4))
        assert Late.STATUTORY not in lates(case, at + timedelta(days=4), DAYS)
    assert case_after(*stopped, cases.Resumed()).statutory_at == at


def test_no_limit_is_less_than_nothing() -> None:
    with pytest.raises(ValueError, match="less than nothing"):
        due_of(START, Limit(-1, LimitUnit.HOURS), DAYS)


def test_a_holiday_in_the_middle_is_not_counted_and_one_the_centre_added_neither() -> None:
    start = datetime(2026, 9, 30, 2, tzinfo=UTC)
    national_day = due_of(start, Limit(1), DAYS).day
    assert national_day > date(2026, 10, 6)
    closed = WorkingDays({national_day: False})
    assert due_of(start, Limit(1), closed).day > national_day


def test_the_lamp_shows_the_worst_of_everything() -> None:
    assert lamp_of(()) is Lamp.GREEN
    for late in Late:
        assert lamp_of((late,)) is (Lamp.RED if late is Late.STATUTORY else Lamp.YELLOW)
    assert lamp_of((Late.DUE_SOON, Late.STATUTORY)) is Lamp.RED


def test_a_number_that_cannot_be_read_gives_no_day_and_breaks_nothing() -> None:
    odd = cases.Accepted("9" * 24, date(2026, 12, 7), date(2026, 12, 21))
    assert lates(case_after(OPENED, odd), noon(date(2026, 12, 7)), DAYS) == ()
    assert lates(case_after(OPENED, odd), noon(date(2026, 12, 8)), DAYS) == (Late.PROMISED,)


def test_what_is_promised_for_the_same_day_is_green_on_that_day() -> None:
    today = cases.Accepted(NUMBER, MONDAY, date(2026, 12, 21), since=MONDAY)
    assert lates(case_after(OPENED, today), noon(MONDAY), DAYS) == ()
    assert lates(case_after(OPENED, today), noon(MONDAY + timedelta(days=1)), DAYS) == (Late.PROMISED,)


def test_an_extension_gives_the_case_its_time_back() -> None:
    more = cases.Extended("情况复杂", "局长", date(2026, 12, 21), date(2027, 1, 4))
    day = noon(date(2026, 12, 8))
    assert lates(case_after(OPENED, ACCEPTED), day, DAYS) == (Late.PROMISED,)
    assert lates(case_after(OPENED, ACCEPTED, more), day, DAYS) == ()


def test_what_was_put_off_and_came_is_watched_no_more() -> None:
    from deskapp.rules.material_state import Form

    came = cases.MaterialReceived(MaterialCode("HEALTH-CERT"), Form.ORIGINAL)
    case = case_after(OPENED, DEFERRED, ACCEPTED)
    assert watch_day(case) == date(2026, 11, 30)
    assert watch_day(case_after(OPENED, DEFERRED, ACCEPTED, came)) == date(2026, 12, 7)


def test_what_was_taken_back_is_watched_as_before() -> None:
    decided = cases.Decided(granted=True, decided_on=MONDAY, deliver_by=date(2026, 12, 9))
    back = cases.StepTakenBack("Decided")
    assert watch_day(case_after(OPENED, ACCEPTED, decided)) == date(2026, 12, 9)
    assert watch_day(case_after(OPENED, ACCEPTED, decided, back)) == date(2026, 12, 7)
    assert watch_day(Case(CaseId("nothing"))) is None
