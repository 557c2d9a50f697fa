"""What is asked of the applicant, so that a checklist asks for no more than is owed.

An answer is kept as a short text: "yes" or "no", the code of a choice, a number in figures. Whoever came for somebody
is asked of every item; all other questions are the catalogue's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from deskapp.failures import Refusal
from deskapp.rules.condition import NO, NUMBER, YES, Condition, holds, questions_in, read_condition

BY_AGENT = "by_agent"  # somebody came for the applicant: then it is asked who


class QuestionKind(StrEnum):
    YES_NO = "yes_no"
    CHOICE = "choice"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from."""

    code: str
    name: str
    en: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `usual`: the answer that holds until somebody says otherwise; without it the question is asked."""

    code: str
    name: str
    en: str
    kind: QuestionKind
    options: tuple[Option, ...] = ()
    unit: str = ""  # of a number: 万元
    unit_en: str = ""
    least: str | None = None  # of a number, in figures
    most: str | None = None
    usual: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands in one case: `answer` is what was said, or the usual one, or None."""

    question: Question
    answer: str | None


@dataclass(frozen=True, slots=True)
class Because:
    """An answer that decides something, in words."""

    question: Question
    answer: str


_ALWAYS = (Question(BY_AGENT, "由代办人办理", "Filed by an agent", QuestionKind.YES_NO, usual=NO),)
ALWAYS: Mapping[str, Question] = {question.code: question for question in _ALWAYS}
_YES_NO = {YES: ("是", "Yes"), NO: ("否", "No")}
_AS_TYPED = str.maketrans(
    {0xFF10 + n: str(n) for n in range(10)} | {"．": ".", "。": ".", "－": "-"} | dict.fromkeys(map(ord, " \u3000,，"))
)


def question_of(declared: Mapping[str, Question], code: str) -> Question:
    """The question of a code. One that an older catalogue asks without declaring it is a yes or no, usually no."""
    return declared.get(code) or ALWAYS.get(code) or Question(code, code, code, QuestionKind.YES_NO, usual=NO)


def read_answer(question: Question, text: str) -> str:
    """An answer as it is kept. Refusal `answer.not_yes_or_no`, `answer.not_a_choice`, `answer.not_a_number`,
    `answer.too_small` or `answer.too_large`, each with the question's name.
    """
    if question.kind is QuestionKind.YES_NO:
        if text not in _YES_NO:
            raise Refusal("answer.not_yes_or_no", question=question.name)
        return text
    if question.kind is QuestionKind.CHOICE:
        if text not in {option.code for option in question.options}:
            raise Refusal("answer.not_a_choice", question=question.name)
        return text
    number = text.translate(_AS_TYPED)
    if not re.fullmatch(NUMBER, number):
        raise Refusal("answer.not_a_number", question=question.name)
    if question.least is not None and Decimal(number) < Decimal(question.least):
        raise Refusal("answer.too_small", question=question.name, least=question.least)
    if question.most is not None and Decimal(number) > Decimal(question.most):
        raise Refusal("answer.too_large", question=question.name, most=question.most)
    return number_text(number)


def read_answers(
    declared: Mapping[str, Question], conditions: Iterable[str], answers: Mapping[str, str]
) -> dict[str, str]:
    """Answers as they are kept. Refusal `answer.not_asked` for what neither these conditions nor every item asks, or
    what `read_answer` refuses.
    """
    asked = asked_by(conditions)
    for code in answers:
        if code not in asked:
            raise Refusal("answer.not_asked", question=code[:40])
    return {code: read_answer(question_of(declared, code), said) for code, said in answers.items()}


def asked_by(conditions: Iterable[str]) -> frozenset[str]:
    """The questions that these conditions ask, and those that every item asks."""
    return frozenset({*ALWAYS, *(code for when in conditions for code in questions_in(read_condition(when)))})


def number_text(number: str) -> str:
    """A number in the one way it is kept: 007.50 is 7.5."""
    plain = f"{Decimal(number):f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain == "-0" else plain


def in_words(question: Question, answer: str) -> tuple[str, str]:
    """An answer as it is said, in Chinese and in English. One that makes no sense is said as it is."""
    if question.kind is QuestionKind.YES_NO:
        return _YES_NO.get(answer, (answer, answer))
    if question.kind is QuestionKind.CHOICE:
        chosen = next((option for option in question.options if option.code == answer), Option(answer, answer, answer))
        return chosen.name, chosen.en
    return f"{answer} {question.unit}".rstrip(), f"{answer} {question.unit_en or question.unit}".rstrip()


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Conditions and answers held together: what they decide, and which questions still matter."""

    declared: Mapping[str, Question]
    answers: Mapping[str, str]  # what was said

    def answer(self, code: str) -> str | None:
        """What was said to this question, else what usually is."""
        said = self.answers.get(code)
        return question_of(self.declared, code).usual if said is None else said

    def holds(self, when: str) -> bool | None:
        """Whether a condition holds; None while an answer that decides is missing."""
        condition = read_condition(when)
        return holds(condition, self._answers_to(condition))

    def matter(self, conditions: Iterable[str]) -> tuple[Asked, ...]:
        """The questions whose answer matters to these conditions, in the order of their first mention.

        A question that what was answered before it has already settled is not among them.
        """
        read = [read_condition(when) for when in dict.fromkeys(conditions)]
        return tuple(Asked(question_of(self.declared, code), self.answer(code)) for code in self._mattering(read))

    def because(self, when: str) -> tuple[Because, ...]:
        """The answers that decide a condition, as few as do; none while it is open."""
        condition = read_condition(when)
        decided = holds(condition, self._answers_to(condition))
        if decided is None:
            return ()
        kept = {code: answer for code in questions_in(condition) if (answer := self.answer(code)) is not None}
        for code in reversed(tuple(kept)):
            fewer = {other: answer for other, answer in kept.items() if other != code}
            if holds(condition, fewer) is decided:
                kept = fewer
        return tuple(Because(question_of(self.declared, code), answer) for code, answer in kept.items())

    def _answers_to(self, condition: Condition) -> dict[str, str]:
        return {code: answer for code in questions_in(condition) if (answer := self.answer(code)) is not None}

    def _mattering(self, conditions: list[Condition]) -> Iterator[str]:
        known: dict[str, str] = {}
        for code in dict.fromkeys(code for condition in conditions for code in questions_in(condition)):
            if any(code in questions_in(one) and holds(one, known) is None for one in conditions):
                answer = self.answer(code)
                if answer is not None:
                    known[code] = answer
                yield code
