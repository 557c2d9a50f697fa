"""The questions a catalogue's file declares, and the conditions that name them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from deskapp.failures import ContentTrouble, Refusal
from deskapp.rules.catalog_fields import Entry, Faults, entry, pairs_of
from deskapp.rules.catalog_nodes import Node, TextNode
from deskapp.rules.condition import (
    NO,
    NUMBER,
    ORDERED,
    QUESTION,
    YES,
    Comparison,
    Sign,
    comparisons,
    read_condition,
    written,
)
from deskapp.rules.questions import ALWAYS, Option, Question, QuestionKind, number_text, read_answer

_RESERVED = frozenset({"and", "or", "not", "in", YES, NO, *ALWAYS})
_MOST_OPTIONS = 9  # each has a key of its own
_LONGEST_OPTION = 20  # letters, so that two stand side by side
_OF_NUMBERS = ("unit", "unit_en", "least", "most")


def question(code: TextNode, node: Node, _known: object, faults: Faults) -> Question:
    """A question, under its code."""
    if code.text in _RESERVED:
        faults.note(code.line, "catalog.bad_question", text=code.text)
    fields = entry(node, code.text, ("name", "en"), ("kind", "choices", "usual", *_OF_NUMBERS), faults)
    kind = fields.choice("kind", QuestionKind, QuestionKind.YES_NO)
    for key in ("choices",) if kind is not QuestionKind.CHOICE else ():
        if key in fields.nodes:
            faults.note(fields.line_of(key), "catalog.not_of_this_kind", key=key, kind=kind.value)
    for key in _OF_NUMBERS if kind is not QuestionKind.NUMBER else ():
        if key in fields.nodes:
            faults.note(fields.line_of(key), "catalog.not_of_this_kind", key=key, kind=kind.value)
    least, most = _number(fields, "least"), _number(fields, "most")
    if least is not None and most is not None and Decimal(least) > Decimal(most):
        faults.note(fields.line_of("most"), "catalog.most_under_least", least=least, most=most)
    read = Question(
        code.text, fields.text("name"), fields.text("en"), kind, _options(fields, kind),
        fields.optional_text("unit") or "", fields.optional_text("unit_en") or "", least, most,
    )  # fmt: skip
    return read if "usual" not in fields.nodes else _with_usual(read, fields)


def condition_of(text: str, line: int, questions: Mapping[str, Question] | None, faults: Faults) -> str | None:
    """A condition in the one way it is kept; None, and every fault of it, when it makes no sense."""
    try:
        condition = read_condition(text)
    except ContentTrouble as trouble:
        faults.note(line, trouble.code, **trouble.values)
        return None
    for comparison in comparisons(condition):
        asked = (questions or {}).get(comparison.question) or ALWAYS.get(comparison.question)
        if asked is None:
            faults.note(line, "catalog.unknown_question", text=comparison.question)
        else:
            _ask_comparison(asked, comparison, line, faults)
    return written(condition)


def _ask_comparison(asked: Question, comparison: Comparison, line: int, faults: Faults) -> None:
    """Whether the question can be held against these values in this way."""
    if comparison.sign is Sign.YES:
        if asked.kind is not QuestionKind.YES_NO:
            faults.note(line, "catalog.condition_not_yes_no", text=asked.code)
        return
    if comparison.sign in ORDERED and asked.kind is not QuestionKind.NUMBER:
        faults.note(line, "catalog.condition_not_number", text=asked.code)
        return
    for value in comparison.values:
        if not _sensible(asked, value):
            faults.note(line, "catalog.condition_value", text=asked.code, value=value[:20])


def _sensible(asked: Question, value: str) -> bool:
    if asked.kind is QuestionKind.NUMBER:
        return re.fullmatch(NUMBER, value) is not None
    if asked.kind is QuestionKind.YES_NO:
        return value in (YES, NO)
    return value in {option.code for option in asked.options}


def _options(fields: Entry, kind: QuestionKind) -> tuple[Option, ...]:
    if kind is not QuestionKind.CHOICE:
        return ()
    faults = fields.faults
    if "choices" not in fields.nodes:
        faults.note(fields.line, "catalog.missing_key", key="choices", entry=fields.name)
        return ()
    options = []
    for code, node in pairs_of(fields.nodes["choices"], "choices", faults):
        if not re.fullmatch(QUESTION, code.text) or code.text in _RESERVED:
            faults.note(code.line, "catalog.bad_question", text=code.text[:40])
        said = entry(node, code.text, ("name", "en"), (), faults)
        name = said.text("name")
        if len(name) > _LONGEST_OPTION:
            faults.note(said.line_of("name"), "catalog.too_long", key="name", longest=_LONGEST_OPTION)
        options.append(Option(code.text, name, said.text("en")))
    if not 2 <= len(options) <= _MOST_OPTIONS:
        faults.note(fields.line_of("choices"), "catalog.too_few_or_many", least=2, most=_MOST_OPTIONS)
    return tuple(options)


def _number(fields: Entry, key: str) -> str | None:
    if key not in fields.nodes:
        return None
    text = fields.text(key)
    if not re.fullmatch(NUMBER, text):
        if text:
            fields.faults.note(fields.line_of(key), "catalog.not_figures", key=key)
        return None
    return number_text(text)


def _with_usual(read: Question, fields: Entry) -> Question:
    """The question with its usual answer; a fault when nobody could give it."""
    usual = fields.text("usual")
    try:
        answer = read_answer(read, usual)
    except Refusal:
        if usual:
            fields.faults.note(fields.line_of("usual"), "catalog.bad_usual", text=usual[:20])
        return read
    return Question(
        read.code, read.name, read.en, read.kind, read.options, read.unit, read.unit_en, read.least, read.most, answer
    )
