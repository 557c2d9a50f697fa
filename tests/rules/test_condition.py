"""The language of conditions: what it says, what it does not say, and what nobody knows yet."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import ContentTrouble
from deskapp.rules.condition import (
    DEEPEST,
    LONGEST,
    Both,
    Comparison,
    Condition,
    Either,
    Not,
    Sign,
    holds,
    questions_in,
    read_condition,
    written,
)

NAMES = st.sampled_from(["a", "b", "minor", "by_agent", "x1"])
VALUES = st.sampled_from(["own", "rent", "0", "12.5", "-3"])
SIGNS = st.sampled_from([Sign.EQUAL, Sign.OTHER, Sign.LESS, Sign.MOST, Sign.MORE, Sign.LEAST])
COMPARISONS = (
    st.builds(Comparison, NAMES, st.just(Sign.YES))
    | st.builds(lambda name, sign, value: Comparison(name, sign, (value,)), NAMES, SIGNS, VALUES)
    | st.builds(
        lambda name, values: Comparison(name, Sign.AMONG, tuple(values)),
        NAMES,
        st.lists(VALUES, min_size=1, max_size=3),
    )
)


def _several(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.builds(Not, inner) | st.builds(Both, parts) | st.builds(Either, parts)


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(COMPARISONS, _several, max_leaves=5)


@given(CONDITIONS)
def test_what_is_written_is_read_as_it_was(condition: Condition) -> None:
    text = written(condition)
    if len(text) <= LONGEST:
        assert read_condition(text) == condition


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("by_agent", "by_agent"),
        (" by_agent  and not minor ", "by_agent and not minor"),
        ("registered_capital > 100", "registered_capital > 100"),
        ("a==own", "a = own"),
        ("not(a)or b", "not a or b"),
        ("a in(own,rent)", "a in (own, rent)"),
        ("（a 或 b）且 非 c", "(a or b) and not c"),
        ("amount≥300", "amount >= 300"),
        ("place＝own", "place = own"),
        ("a in （own、rent）", "a in (own, rent)"),
    ],
)
def test_there_is_one_way_to_keep_each_condition(text: str, kept: str) -> None:
    assert written(read_condition(text)) == kept
    assert read_condition(kept) == read_condition(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("a and", "unfinished"),
        ("not", "unfinished"),
        ("(a", "unfinished"),
        ("a >", "unfinished"),
        ("a in (", "unfinished"),
        ("a b", "stray"),
        ("a)", "stray"),
        ("and a", "stray"),
        ("a or or b", "stray"),
        ("a > and", "stray"),
        ("A", "stray"),
        ("a = 'own'", "stray"),
        ("__import__('os')", "stray"),
        ("a; b", "stray"),
        ("1 < a", "stray"),
        ("a in own", "stray"),
        ("a = 1e5", "stray"),
        ("a = 1.23456", "stray"),
        ("结婚", "stray"),
        ("not " * (DEEPEST + 2) + "a", "too_deep"),
        ("(" * (DEEPEST + 2) + "a" + ")" * (DEEPEST + 2), "too_deep"),
        ("a" * (LONGEST + 1), "too_long"),
    ],
)
def test_what_makes_no_sense_is_named(text: str, code: str) -> None:
    with pytest.raises(ContentTrouble) as told:
        read_condition(text)
    assert told.value.code == f"condition.{code}"


@given(st.text(max_size=LONGEST + 5))
def test_whatever_is_written_is_a_condition_or_a_named_fault(text: str) -> None:
    with suppress(ContentTrouble):
        assert written(read_condition(text))


@pytest.mark.parametrize(
    ("text", "answers", "held"),
    [
        ("a", {"a": "yes"}, True),
        ("a", {"a": "no"}, False),
        ("a", {}, None),
        ("a", {"a": "perhaps"}, None),
        ("not a", {}, None),
        ("a and b", {"a": "no"}, False),  # whatever b is
        ("a and b", {"a": "yes"}, None),
        ("a or b", {"b": "yes"}, True),
        ("a or b", {"b": "no"}, None),
        ("n > 100", {"n": "100"}, False),
        ("n >= 100", {"n": "100.0"}, True),
        ("n > 9", {"n": "10"}, True),  # as numbers, not as texts
        ("n = 7.50", {"n": "7.5"}, True),
        ("n != 7", {"n": "7.1"}, True),
        ("n in (1, 2)", {"n": "2"}, True),
        ("n > 1", {"n": "many"}, None),
        ("place = own", {"place": "own"}, True),
        ("place != own", {"place": "rent"}, True),
        ("place in (own, rent)", {"place": "lent"}, False),
        ("place > own", {"place": "rent"}, None),
    ],
)
def test_a_condition_holds_does_not_or_nobody_knows(text: str, answers: dict[str, str], held: bool | None) -> None:
    assert holds(read_condition(text), answers) is held


@given(CONDITIONS, st.dictionaries(NAMES, VALUES | st.sampled_from(["yes", "no"])), NAMES, VALUES)
def test_what_is_known_stays_so_whatever_else_is_answered(
    condition: Condition, answers: dict[str, str], name: str, value: str
) -> None:
    before = holds(condition, answers)
    if before is not None and name not in answers:
        assert holds(condition, {**answers, name: value}) is before


def test_questions_are_told_once_each_in_their_order() -> None:
    assert questions_in(read_condition("b and (a or not b) and c > 1")) == ("b", "a", "c")
