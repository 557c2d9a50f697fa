"""The hall's table of periods as people write it: what is left empty, what is nearly a period, what is too long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.rules.retention import NAMES, UNSAID, Keep, keep_of, name_of

endings = st.sampled_from([True, False, None])


@given(endings, st.text(max_size=12))
def test_an_empty_line_in_the_table_says_nothing(granted: bool | None, item: str) -> None:
    assert keep_of(item, granted=granted, told={item: ""}) is keep_of(item, granted=granted, told={})


@given(endings, st.sampled_from(Keep), st.text(max_size=12))
def test_what_the_table_says_counts_however_the_case_ended(granted: bool | None, keep: Keep, item: str) -> None:
    assert keep_of(item, granted=granted, told={item: keep.value}) is keep


@pytest.mark.parametrize("word", [" 10", "10 ", "PERMANENT", "Permanent", "030", "10.0", "100", "１０"])
def test_what_is_nearly_a_period_is_none(word: str) -> None:
    with pytest.raises(Refusal, match=r"no_such_period"):
        keep_of("A", granted=None, told={"A": word})
    assert name_of(word) == UNSAID


def test_an_item_that_is_no_code_is_told_by_its_beginning() -> None:
    with pytest.raises(Refusal) as told:
        keep_of("X" * 41, granted=True, told={"X" * 41: "20"})
    assert told.value.values == {"item": "X" * 40}


def test_a_bad_word_for_one_item_keeps_no_other_item_out() -> None:
    assert keep_of("B", granted=True, told={"A": "never", "B": "10"}) is Keep.YEARS_10


def test_each_period_is_told_by_its_word_and_no_two_are_called_alike() -> None:
    assert [name_of(word) for word in ("permanent", "30", "10")] == ["永久", "30 年", "10 年"]
    assert len(set(NAMES.values()) | {UNSAID}) == len(Keep) + 1
