"""The rating of a service: what may be said, once, and what a bad one asks of the hall."""

from __future__ import annotations

from datetime import date

import pytest

from deskapp.failures import Refusal
from deskapp.ids import ClerkId
from deskapp.rules.case_state import State
from deskapp.rules.deadline import Lamp, WorkingDays
from deskapp.rules.rating import (
    Deadlines,
    Occasion,
    Opinion,
    Reason,
    Step,
    ask_once,
    ask_opinion,
    deadlines,
    due_next,
    is_bad,
    lamp,
    next_steps,
    occasion_of,
    take_step,
)

MONDAY = date(2026, 11, 23)
CALENDAR = WorkingDays()
UNTIL = Deadlines(date(2026, 11, 24), date(2026, 12, 14))
CONCERNED = ClerkId("clerk3")


def refused(opinion: Opinion) -> str:
    with pytest.raises(Refusal) as refusal:
        ask_opinion(opinion)
    return refusal.value.code


@pytest.mark.parametrize("score", [1, 2, 3, 4, 5, None])
def test_there_are_five_levels_and_saying_nothing(score: int | None) -> None:
    ask_opinion(Opinion(score))


@pytest.mark.parametrize("score", [0, 6, -1, 500])
def test_there_is_no_other_level(score: int) -> None:
    assert refused(Opinion(score)) == "rating.no_such_score"


def test_reasons_belong_to_a_bad_rating_alone() -> None:
    ask_opinion(Opinion(2, (Reason.WAITED_LONG,), "等了一上午"))
    assert refused(Opinion(3, (Reason.WAITED_LONG,))) == "rating.reasons_of_bad_only"
    assert refused(Opinion(None, (Reason.WAITED_LONG,))) == "rating.reasons_of_bad_only"


def test_who_says_nothing_has_no_words_and_words_have_an_end() -> None:
    assert refused(Opinion(None, words="好")) == "rating.no_such_score"
    ask_opinion(Opinion(5, words="好" * 500))
    assert refused(Opinion(5, words="好" * 501)) == "rating.too_long"
    assert refused(Opinion(1, drawing="A" * 6000)) == "rating.too_long"


def test_not_rated_is_neither_satisfied_nor_bad() -> None:
    assert [score for score in (None, 1, 2, 3, 4, 5) if is_bad(score)] == [1, 2]


@pytest.mark.parametrize(
    ("state", "occasion"),
    [
        (None, None),
        (State.OPENED, None),
        (State.CORRECTION_REQUESTED, None),
        (State.WITHDRAWN, None),
        (State.ACCEPTED, Occasion.WINDOW),
        (State.DECLINED, Occasion.WINDOW),
        (State.READY, Occasion.WINDOW),
        (State.DELIVERED, Occasion.DELIVERY),
        (State.ARCHIVED, Occasion.DELIVERY),
    ],
)
def test_acceptance_or_decline_and_delivery_are_the_two_services(state: State, occasion: Occasion | None) -> None:
    assert occasion_of(state) is occasion


def test_once_means_once() -> None:
    ask_once(rated_before=False, served=True)
    with pytest.raises(Refusal, match=r"rating\.again"):
        ask_once(rated_before=True, served=True)
    with pytest.raises(Refusal, match=r"rating\.no_service"):
        ask_once(rated_before=False, served=False)


def test_a_bad_rating_is_to_be_begun_the_next_working_day_and_closed_within_fifteen() -> None:
    assert deadlines(MONDAY, CALENDAR) == UNTIL
    friday = deadlines(date(2026, 11, 27), CALENDAR)
    assert friday.contact_by == date(2026, 11, 30), "a weekend is no working day"


def test_the_steps_come_in_their_order_and_end_with_the_answer() -> None:
    assert next_steps(None) == (Step.CONTACTED,)
    assert next_steps(Step.CONTACTED) == (Step.FOUND_TRUE, Step.FOUND_FALSE)
    assert next_steps(Step.FOUND_TRUE) == (Step.PUT_RIGHT,), "what is true is put right before it is answered"
    assert next_steps(Step.FOUND_FALSE) == next_steps(Step.PUT_RIGHT) == (Step.ANSWERED,)
    assert next_steps(Step.ANSWERED) == ()


@pytest.mark.parametrize(
    ("last", "today", "colour"),
    [
        (None, date(2026, 11, 23), Lamp.YELLOW),
        (None, date(2026, 11, 24), Lamp.YELLOW),
        (None, date(2026, 11, 25), Lamp.RED),
        (Step.CONTACTED, date(2026, 11, 25), Lamp.GREEN),
        (Step.CONTACTED, date(2026, 12, 9), Lamp.YELLOW),
        (Step.PUT_RIGHT, date(2026, 12, 14), Lamp.YELLOW),
        (Step.PUT_RIGHT, date(2026, 12, 15), Lamp.RED),
        (Step.ANSWERED, date(2027, 1, 1), Lamp.GREEN),
    ],
)
def test_what_is_not_done_in_time_is_red(last: Step | None, today: date, colour: Lamp) -> None:
    assert lamp(last, UNTIL, today, CALENDAR) is colour


def test_what_is_closed_is_due_no_more() -> None:
    assert due_next(None, UNTIL) == UNTIL.contact_by
    assert due_next(Step.CONTACTED, UNTIL) == UNTIL.close_by
    assert due_next(Step.ANSWERED, UNTIL) is None


def test_the_clerk_it_is_about_never_handles_it() -> None:
    with pytest.raises(Refusal, match=r"rating\.own"):
        take_step(None, Step.CONTACTED, by=CONCERNED, concerned={CONCERNED}, remark="已联系")
    take_step(None, Step.CONTACTED, by=ClerkId("manager"), concerned={CONCERNED}, remark="已联系")


@pytest.mark.parametrize(
    ("last", "step", "remark", "code"),
    [
        (None, Step.ANSWERED, "好", "rating.not_now"),
        (Step.FOUND_TRUE, Step.ANSWERED, "好", "rating.not_now"),
        (Step.ANSWERED, Step.CONTACTED, "好", "rating.not_now"),
        (None, Step.CONTACTED, "  ", "rating.no_remark"),
        (None, Step.CONTACTED, "好" * 501, "rating.too_long"),
    ],
)
def test_no_step_is_skipped_and_none_goes_without_a_word(last: Step | None, step: Step, remark: str, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        take_step(last, step, by=ClerkId("manager"), concerned={CONCERNED}, remark=remark)
