"""A follow-up over holidays and days made up for, day by day; who may take which step, and how much may be said."""

from __future__ import annotations

from base64 import b64encode
from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId
from deskapp.rules.case_state import State
from deskapp.rules.deadline import Lamp, WorkingDays
from deskapp.rules.rating import (
    BAD,
    HIGHEST,
    LONGEST_DRAWING,
    LONGEST_WORDS,
    LOWEST,
    SATISFIED,
    YELLOW_DAYS,
    Deadlines,
    Occasion,
    Opinion,
    Reason,
    Step,
    ask_once,
    ask_opinion,
    deadlines,
    due_next,
    lamp,
    letter_place,
    next_steps,
    occasion_of,
    stream_of,
    take_step,
)

CALENDAR = WorkingDays()
MANAGER, CLERK, OTHER = ClerkId("manager"), ClerkId("clerk3"), ClerkId("clerk4")
DAYS = st.dates(date(2026, 1, 1), date(2026, 11, 30))
STEPS: tuple[Step | None, ...] = (None, *Step)
COLOURS = (Lamp.GREEN, Lamp.YELLOW, Lamp.RED)


def code_of(last: Step | None, step: Step, by: ClerkId, remark: str) -> str:
    """What a step is refused with, "" when it may be taken."""
    try:
        take_step(last, step, by=by, concerned=(CLERK, OTHER), remark=remark)
    except Refusal as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize(
    ("rated_on", "contact_by", "close_by"),
    [
        (date(2026, 9, 30), date(2026, 10, 8), date(2026, 10, 27)),  # the seven days of National Day
        (date(2026, 10, 3), date(2026, 10, 8), date(2026, 10, 27)),  # rated at home, in the middle of them
        (date(2026, 10, 9), date(2026, 10, 10), date(2026, 10, 29)),  # a Saturday that is made up for
        (date(2026, 2, 13), date(2026, 2, 14), date(2026, 3, 12)),  # and the one before the Spring Festival
        (date(2026, 4, 30), date(2026, 5, 6), date(2026, 5, 25)),
    ],
)
def test_holidays_give_time_and_days_made_up_for_take_it(rated_on: date, contact_by: date, close_by: date) -> None:
    assert deadlines(rated_on, CALENDAR) == Deadlines(contact_by, close_by)


def test_a_day_that_the_centre_closes_moves_both_days_of_a_follow_up() -> None:
    tuesday = date(2026, 11, 24)
    closed = WorkingDays(added={tuesday: False})
    assert deadlines(date(2026, 11, 23), closed) == Deadlines(date(2026, 11, 25), date(2026, 12, 15))
    opened = WorkingDays(added={date(2026, 11, 28): True})
    assert deadlines(date(2026, 11, 27), opened).contact_by == date(2026, 11, 28), "a Saturday at work"


@given(DAYS)
def test_both_days_are_worked_and_as_many_working_days_off_as_is_promised(rated_on: date) -> None:
    until = deadlines(rated_on, CALENDAR)
    for day, promised in ((until.contact_by, 1), (until.close_by, 15)):
        assert CALENDAR.is_working(day)
        after = [rated_on + timedelta(days=n) for n in range(1, (day - rated_on).days + 1)]
        assert sum(map(CALENDAR.is_working, after)) == promised


@given(DAYS, st.integers(1, 40))
def test_who_rated_later_is_never_answered_sooner(rated_on: date, later: int) -> None:
    one, other = deadlines(rated_on, CALENDAR), deadlines(rated_on + timedelta(days=later), CALENDAR)
    assert one.contact_by <= other.contact_by
    assert one.close_by <= other.close_by


@given(DAYS, st.sampled_from(STEPS))
def test_the_lamp_of_a_follow_up_never_goes_back_while_nothing_is_done(rated_on: date, last: Step | None) -> None:
    until = deadlines(rated_on, CALENDAR)
    seen = [COLOURS.index(lamp(last, until, rated_on + timedelta(days=n), CALENDAR)) for n in range(60)]
    assert all(before <= after for before, after in pairwise(seen))
    assert (seen[-1] == COLOURS.index(Lamp.RED)) is (last is not Step.ANSWERED)


@given(DAYS, st.sampled_from([step for step in Step if step is not Step.ANSWERED]))
def test_three_working_days_before_its_end_a_follow_up_is_yellow_and_not_sooner(rated_on: date, last: Step) -> None:
    until = deadlines(rated_on, CALENDAR)
    days = [rated_on + timedelta(days=n) for n in range((until.close_by - rated_on).days + 1)]
    left = {day: sum(map(CALENDAR.is_working, days[at + 1 :])) for at, day in enumerate(days)}
    yellow = [day for day in days if lamp(last, until, day, CALENDAR) is Lamp.YELLOW]
    assert yellow == [day for day in days if left[day] <= YELLOW_DAYS]


@pytest.mark.parametrize("last", [Step.CONTACTED, Step.FOUND_TRUE, Step.FOUND_FALSE, Step.PUT_RIGHT])
def test_who_was_spoken_to_waits_for_the_answer_alone(last: Step) -> None:
    assert due_next(last, Deadlines(date(2026, 10, 8), date(2026, 10, 27))) == date(2026, 10, 27)


def test_every_way_through_a_follow_up_is_one_of_two() -> None:
    ways: list[tuple[Step, ...]] = [()]
    ended: list[tuple[Step, ...]] = []
    while ways:
        way = ways.pop()
        following = next_steps(way[-1] if way else None)
        ways += [(*way, step) for step in following]
        ended += [] if following else [way]
    assert sorted(ended) == sorted(
        [
            (Step.CONTACTED, Step.FOUND_FALSE, Step.ANSWERED),
            (Step.CONTACTED, Step.FOUND_TRUE, Step.PUT_RIGHT, Step.ANSWERED),
        ]
    )


@pytest.mark.parametrize(("last", "step"), list(product(STEPS, Step)))
def test_of_all_pairs_of_steps_those_of_the_order_alone_may_be_taken(last: Step | None, step: Step) -> None:
    assert code_of(last, step, MANAGER, "核实") == ("" if step in next_steps(last) else "rating.not_now")


@pytest.mark.parametrize(("last", "step"), list(product(STEPS, Step)))
@pytest.mark.parametrize("by", [CLERK, OTHER])
def test_nobody_whom_it_concerns_takes_any_step_whatever_they_write(last: Step | None, step: Step, by: ClerkId) -> None:
    assert {code_of(last, step, by, remark) for remark in ("核实", "", "好" * 501)} == {"rating.own"}


@pytest.mark.parametrize(
    ("remark", "code"),
    [("好" * LONGEST_WORDS, ""), ("\u3000\n\t", "rating.no_remark"), ("", "rating.no_remark"), (" 好 ", "")],
)
def test_a_remark_has_a_word_and_an_end(remark: str, code: str) -> None:
    assert code_of(None, Step.CONTACTED, MANAGER, remark) == code


def test_a_remark_that_is_too_long_is_told_how_much_may_be_said() -> None:
    with pytest.raises(Refusal) as refusal:
        take_step(None, Step.CONTACTED, by=MANAGER, concerned=(), remark="好" * (LONGEST_WORDS + 1))
    assert refusal.value.code == "rating.too_long"
    assert refusal.value.values == {"most": LONGEST_WORDS}


def test_what_cannot_be_rated_is_told_before_what_was_rated_already() -> None:
    with pytest.raises(Refusal) as refusal:
        ask_once(rated_before=True, served=False)
    assert refusal.value.code == "rating.no_service"


@pytest.mark.parametrize("state", [State.FILED, State.PRE_REVIEWED, State.PAUSED, State.DECIDED])
def test_what_only_came_over_the_net_is_no_service_and_what_is_with_the_department_is_the_windows(state: State) -> None:
    with_department = state in (State.PAUSED, State.DECIDED)
    assert occasion_of(state) is (Occasion.WINDOW if with_department else None)


def test_every_service_has_a_stream_and_a_place_of_its_own() -> None:
    every = list(product(("H1", "H2"), (CaseId("a"), CaseId("b")), Occasion))
    assert len({letter_place(hall, case, occasion) for hall, case, occasion in every}) == len(every)
    assert len({stream_of(case, occasion) for _, case, occasion in every}) == len(every) // 2


def test_a_drawing_of_the_longest_size_may_be_sent_and_a_longer_one_not() -> None:
    ask_opinion(Opinion(1, drawing=b64encode(bytes(LONGEST_DRAWING)).decode()))
    with pytest.raises(Refusal, match=r"rating\.too_long"):
        ask_opinion(Opinion(1, drawing=b64encode(bytes(LONGEST_DRAWING + 3)).decode()))


@given(
    st.none() | st.integers(LOWEST - 1, HIGHEST + 1),
    st.lists(st.sampled_from(Reason), unique=True).map(tuple),
    st.sampled_from(["", "等了一上午"]),
    st.sampled_from(["", "AAAA"]),
    st.booleans(),
)
def test_reasons_need_a_bad_level_and_words_need_any(
    score: int | None, reasons: tuple[Reason, ...], words: str, drawing: str, at_home: bool
) -> None:
    level = score is not None and LOWEST <= score <= HIGHEST
    bad = score is not None and score <= BAD
    may = (level or (score is None and not words)) and (bad or not (reasons or drawing))
    try:
        ask_opinion(Opinion(score, reasons, words, drawing, at_home))
    except Refusal:
        assert not may
    else:
        assert may


def test_bad_and_satisfied_leave_no_level_between_them() -> None:
    assert BAD + 1 == SATISFIED
    assert LOWEST <= BAD < SATISFIED <= HIGHEST
