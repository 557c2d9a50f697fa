"""Questions: which of them matter, what counts as an answer, and which answers decide."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.rules.questions import Inquiry, Option, Question, QuestionKind, in_words, question_of, read_answer

YES_NO = QuestionKind.YES_NO
PLACE = Question(
    "place", "场所", "Premises", QuestionKind.CHOICE, (Option("own", "自有", "Own"), Option("rent", "租用", "Rented"))
)
CAPITAL = Question("capital", "资本", "Capital", QuestionKind.NUMBER, unit="万元", least="0", most="5000")
DECLARED = {
    "a": Question("a", "甲", "A", YES_NO),
    "b": Question("b", "乙", "B", YES_NO),
    "minor": Question("minor", "未满十八", "Minor", YES_NO, usual="no"),
    "place": PLACE,
    "capital": CAPITAL,
}


def asked(whens: list[str], **answers: str) -> list[str]:
    return [one.question.code for one in Inquiry(DECLARED, answers).matter(whens)]


@pytest.mark.parametrize(
    ("whens", "answers", "matter"),
    [
        ([], {}, []),
        (["a and b"], {}, ["a", "b"]),
        (["a and b"], {"a": "no"}, ["a"]),  # b decides nothing any more; a stays, to be changed
        (["a and b"], {"a": "yes"}, ["a", "b"]),
        (["a or b"], {"a": "yes", "b": "yes"}, ["a"]),
        (["a or b"], {"b": "yes"}, ["a", "b"]),
        (["a and b", "b"], {"a": "no"}, ["a", "b"]),  # another material still depends on b
        (["minor and a"], {}, ["minor"]),  # usually not a minor, so that a is not asked
        (["minor and a"], {"minor": "yes"}, ["minor", "a"]),
        (["place = rent and capital > 100"], {"place": "own"}, ["place"]),
        (["a or not a"], {}, ["a"]),
    ],
)
def test_only_what_still_matters_is_asked(whens: list[str], answers: dict[str, str], matter: list[str]) -> None:
    assert asked(whens, **answers) == matter


@given(
    st.lists(
        st.sampled_from(["a and b", "a or b", "not b", "minor and a", "place = own or b", "capital > 7"]), max_size=4
    ),
    st.dictionaries(st.sampled_from(["a", "b", "minor"]), st.sampled_from(["yes", "no"])),
)
def test_when_everything_that_matters_is_answered_every_condition_is_decided(
    whens: list[str], answers: dict[str, str]
) -> None:
    while True:
        inquiry = Inquiry(DECLARED, answers)
        still = [one.question for one in inquiry.matter(whens) if one.answer is None]
        if not still:
            break
        first = still[0]
        answers = {**answers, first.code: {"place": "rent", "capital": "8"}.get(first.code, "yes")}
    assert all(inquiry.holds(when) is not None for when in whens)


@pytest.mark.parametrize(
    ("when", "answers", "because"),
    [
        ("a and b", {"a": "yes", "b": "no"}, ["b"]),
        ("a and b", {"a": "yes", "b": "yes"}, ["a", "b"]),
        ("a or b", {"a": "yes", "b": "yes"}, ["a"]),
        ("a and b", {}, []),
        ("minor", {}, ["minor"]),
    ],
)
def test_as_few_answers_as_decide_are_told(when: str, answers: dict[str, str], because: list[str]) -> None:
    assert [one.question.code for one in Inquiry(DECLARED, answers).because(when)] == because


@pytest.mark.parametrize(
    ("question", "text", "kept"),
    [
        (DECLARED["a"], "yes", "yes"),
        (PLACE, "rent", "rent"),
        (CAPITAL, "100", "100"),
        (CAPITAL, " 007.50 ", "7.5"),
        (CAPITAL, "１，０００", "1000"),
        (CAPITAL, "0.0", "0"),
    ],
)
def test_an_answer_is_kept_in_one_way(question: Question, text: str, kept: str) -> None:
    assert read_answer(question, text) == kept
    assert read_answer(question, kept) == kept


@pytest.mark.parametrize(
    ("question", "text", "code"),
    [
        (DECLARED["a"], "true", "not_yes_or_no"),
        (DECLARED["a"], "", "not_yes_or_no"),
        (PLACE, "lent", "not_a_choice"),
        (CAPITAL, "many", "not_a_number"),
        (CAPITAL, "1e9", "not_a_number"),
        (CAPITAL, "NaN", "not_a_number"),
        (CAPITAL, "-1", "too_small"),
        (CAPITAL, "5000.01", "too_large"),
    ],
)
def test_what_is_no_answer_is_refused_with_its_question(question: Question, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_answer(question, text)
    assert (refused.value.code, refused.value.values["question"]) == (f"answer.{code}", question.name)


@given(st.text(max_size=20))
def test_whatever_is_typed_is_an_answer_or_refused(text: str) -> None:
    for question in DECLARED.values():
        with suppress(Refusal):
            assert in_words(question, read_answer(question, text))[0]


def test_an_answer_is_said_in_both_languages() -> None:
    assert in_words(DECLARED["a"], "yes") == ("是", "Yes")
    assert in_words(PLACE, "rent") == ("租用", "Rented")
    assert in_words(PLACE, "gone") == ("gone", "gone")
    assert in_words(CAPITAL, "12.5") == ("12.5 万元", "12.5 万元")


def test_what_an_older_catalogue_asks_without_declaring_it_is_usually_no() -> None:
    old = question_of({}, "married")
    assert (old.kind, old.usual) == (YES_NO, "no")
    assert Inquiry({}, {}).holds("married") is False
    assert Inquiry({}, {"married": "yes"}).holds("married") is True
    assert question_of({}, "by_agent").name == "由代办人办理"
