"""A ticket with its day, as people say it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules.ticket_of_day import ticket_and_day

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("words", "number", "day"),
    [
        ("A012 昨天", "A012", date(2026, 11, 22)),
        ("昨天 A012", "A012", date(2026, 11, 22)),
        ("a012 Yesterday", "a012", date(2026, 11, 22)),
        ("A012 前天", "A012", date(2026, 11, 21)),
        ("A012 今天", "A012", TODAY),
        ("A012 11-20", "A012", date(2026, 11, 20)),
        ("A012 11月20日", "A012", date(2026, 11, 20)),
        ("A012 2025-11-20", "A012", date(2025, 11, 20)),
        ("20261120 A012", "A012", date(2026, 11, 20)),
        ("A012 12-31", "A012", date(2025, 12, 31)),
        ("A012 11/23", "A012", TODAY),
    ],
)
def test_a_day_may_stand_on_either_side_of_the_number(words: str, number: str, day: date) -> None:
    assert ticket_and_day(words, TODAY) == (number, day)


@pytest.mark.parametrize(
    "words", ["A012", "A 012", "A012 13-40", "A012 20271231", "A012 明天", "12 11-20", "", "A012 11-20 x", "A012 0229"]
)
def test_what_says_no_day_there_was_is_left_as_it_is(words: str) -> None:
    assert ticket_and_day(words, TODAY) == (words, None)


def test_the_last_of_february_of_a_year_that_had_none_is_no_fault() -> None:
    assert ticket_and_day("A012 2-29", date(2028, 2, 28)) == ("A012", date(2027, 2, 28))


@given(st.text(max_size=24))
def test_nothing_that_is_typed_breaks_it_and_no_day_is_to_come(words: str) -> None:
    _, day = ticket_and_day(words, TODAY)
    assert day is None or day <= TODAY
