"""The small language in which a catalogue says when a material is owed: `by_agent and not minor`, `capital > 100`.

    condition  := both {"or" both}
    both       := one {"and" one}
    one        := "not" one | "(" condition ")" | comparison
    comparison := question [("=" | "!=" | "<" | "<=" | ">" | ">=") value | "in" "(" value {"," value} ")"]

A question alone asks whether it was answered yes. 且, 或, 非 and full-width signs may stand for and, or, not and the
plain signs, because an input method types them. Evaluated with three values: as long as an answer that decides is
missing, nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from deskapp.failures import ContentTrouble

LONGEST = 200  # letters
DEEPEST = 20  # brackets and nots inside one another
QUESTION = r"[a-z][a-z0-9_]{0,39}"  # what a question, or one of its choices, may be called
NUMBER = r"-?[0-9]{1,12}(?:\.[0-9]{1,4})?"

YES, NO = "yes", "no"

_WORDS = frozenset({"and", "or", "not", "in"})
_TOKEN = re.compile(rf"(?P<word>{QUESTION}(?![\w]))|(?P<number>{NUMBER}(?![\w.]))|(?P<sign><=|>=|!=|[=<>(),])")
_BLANK = re.compile(r"[ \u3000\t]+")
_AS_TYPED = (
    ("且", " and "), ("或", " or "), ("非", " not "), ("（", "("), ("）", ")"), ("，", ","), ("、", ","),
    ("＝", "="), ("＜", "<"), ("＞", ">"), ("≥", ">="), ("≤", "<="), ("≠", "!="), ("！", "!"), ("==", "="),
)  # fmt: skip


class Sign(StrEnum):
    """How an answer is held against a value."""

    YES = "yes"  # the question alone
    EQUAL = "="
    OTHER = "!="
    LESS = "<"
    MOST = "<="
    MORE = ">"
    LEAST = ">="
    AMONG = "in"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One question held against values."""

    question: str
    sign: Sign
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class Both:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Condition, ...]


Condition = Comparison | Not | Both | Either

_ORDER: Mapping[Sign, Callable[[Decimal, Decimal], bool]] = {
    Sign.LESS: lambda one, other: one < other,
    Sign.MOST: lambda one, other: one <= other,
    Sign.MORE: lambda one, other: one > other,
    Sign.LEAST: lambda one, other: one >= other,
}
ORDERED = frozenset(_ORDER)  # signs that make sense of numbers only


@lru_cache(maxsize=4096)
def read_condition(text: str) -> Condition:
    """What a text says.

    ContentTrouble `condition.empty`, `condition.too_long`, `condition.too_deep`, `condition.stray` with the letters
    that mean nothing there, or `condition.unfinished`.
    """
    if len(text) > LONGEST:
        raise ContentTrouble("condition.too_long", longest=LONGEST)
    reader = _Reader(list(_tokens(text)))
    if not reader.tokens:
        raise ContentTrouble("condition.empty")
    found = reader.either(0)
    if reader.at < len(reader.tokens):
        raise ContentTrouble("condition.stray", text=reader.tokens[reader.at][:20])
    return found


def written(condition: Condition) -> str:
    """The condition as it is kept: one way to write each, brackets only where they are needed."""
    if isinstance(condition, Comparison):
        if condition.sign is Sign.YES:
            return condition.question
        if condition.sign is Sign.AMONG:
            return f"{condition.question} in ({', '.join(condition.values)})"
        return f"{condition.question} {condition.sign.value} {condition.values[0]}"
    if isinstance(condition, Not):
        inner = written(condition.part)
        return f"not {inner}" if isinstance(condition.part, Comparison | Not) else f"not ({inner})"
    if isinstance(condition, Both):
        return " and ".join(f"({written(p)})" if isinstance(p, Either | Both) else written(p) for p in condition.parts)
    return " or ".join(f"({written(p)})" if isinstance(p, Either) else written(p) for p in condition.parts)


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Every comparison in it, in the order in which they stand."""
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, Not):
        yield from comparisons(condition.part)
    else:
        for part in condition.parts:
            yield from comparisons(part)


def questions_in(condition: Condition) -> tuple[str, ...]:
    """The questions it asks, each once, in their order."""
    return tuple(dict.fromkeys(comparison.question for comparison in comparisons(condition)))


def holds(condition: Condition, answers: Mapping[str, str]) -> bool | None:
    """Whether it holds; None while an answer that decides is missing. An answer that makes no sense is none."""
    if isinstance(condition, Comparison):
        answer = answers.get(condition.question)
        return None if answer is None else _compared(condition, answer)
    if isinstance(condition, Not):
        inner = holds(condition.part, answers)
        return None if inner is None else not inner
    decides = isinstance(condition, Either)
    found = [holds(part, answers) for part in condition.parts]
    if decides in found:
        return decides
    return None if None in found else not decides


def _compared(comparison: Comparison, answer: str) -> bool | None:
    sign, values = comparison.sign, comparison.values
    if sign is Sign.YES:
        return answer == YES if answer in (YES, NO) else None
    if re.fullmatch(NUMBER, values[0]):
        if not re.fullmatch(NUMBER, answer):
            return None
        number, others = Decimal(answer), [Decimal(value) for value in values]
        if sign in _ORDER:
            return _ORDER[sign](number, others[0])
        return (number in others) is not (sign is Sign.OTHER)
    if sign in _ORDER:
        return None
    return (answer in values) is not (sign is Sign.OTHER)


def _tokens(text: str) -> Iterator[str]:
    for typed, meant in _AS_TYPED:
        text = text.replace(typed, meant)
    at = 0
    while at < len(text):
        blank = _BLANK.match(text, at)
        if blank:
            at = blank.end()
            continue
        token = _TOKEN.match(text, at)
        if token is None:
            raise ContentTrouble("condition.stray", text=text[at : at + 20])
        yield token.group()
        at = token.end()


class _Reader:
    """Reads tokens from the left, one rule of the grammar in each method."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def either(self, depth: int) -> Condition:
        parts = [self._both(depth)]
        while self._take("or"):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self, depth: int) -> Condition:
        parts = [self._one(depth)]
        while self._take("and"):
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _one(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise ContentTrouble("condition.too_deep", deepest=DEEPEST)
        if self._take("not"):
            return Not(self._one(depth + 1))
        if self._take("("):
            inner = self.either(depth + 1)
            self._want(")")
            return inner
        return self._comparison()

    def _comparison(self) -> Comparison:
        question = self._next()
        if question in _WORDS or not re.fullmatch(QUESTION, question):
            raise ContentTrouble("condition.stray", text=question[:20])
        if self._take("in"):
            self._want("(")
            values = [self._value()]
            while self._take(","):
                values.append(self._value())
            self._want(")")
            return Comparison(question, Sign.AMONG, tuple(values))
        if self.at < len(self.tokens) and self.tokens[self.at] in set(Sign) - {Sign.YES, Sign.AMONG}:
            return Comparison(question, Sign(self._next()), (self._value(),))
        return Comparison(question, Sign.YES)

    def _value(self) -> str:
        value = self._next()
        if value in _WORDS or not (re.fullmatch(NUMBER, value) or re.fullmatch(QUESTION, value)):
            raise ContentTrouble("condition.stray", text=value[:20])
        return value

    def _next(self) -> str:
        if self.at >= len(self.tokens):
            raise ContentTrouble("condition.unfinished")
        self.at += 1
        return self.tokens[self.at - 1]

    def _take(self, token: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at] == token:
            self.at += 1
            return True
        return False

    def _want(self, token: str) -> None:
        found = self._next()
        if found != token:
            raise ContentTrouble("condition.stray", text=found[:20])
