"""A department's own form, as its file declares it: which of its fields is filled from what of ours, and what its
decision says in our words. Declared and not coded: a file can name, translate and format, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from deskapp.failures import Refusal

LONGEST_FIELD = 2000  # characters of a field's value
PLAIN_DAY = "yyyy-MM-dd"
_PARTS = {"yyyy": r"(?P<y>[0-9]{4})", "MM": r"(?P<m>[0-9]{2})", "dd": r"(?P<d>[0-9]{2})"}
_FORMAT = re.compile(r"(?:yyyy|MM|dd|[-/. 年月日])+")

# What a field can be filled from. Answers and materials are named by their codes: `answer.married`, `material.ID-CARD`.
SOURCES = frozenset({
    "number", "case", "item", "item_name", "state_code", "department", "hall", "region", "result", "state",
    "accepted_on", "promised_day", "statutory_day", "applicant.name", "applicant.id_number", "applicant.phone",
    "applicant.address", "agent.name", "agent.id_number",
})  # fmt: skip
DAYS = frozenset({"accepted_on", "promised_day", "statutory_day"})
ANSWER, MATERIAL = "answer.", "material."


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseField:
    """One field of their form: a constant, or what stands in ours, by a table of values or as a day where that is said.

    `otherwise`: the value where the table has none; without it there has to be one.
    """

    name: str
    source: str = ""
    constant: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    day: str = PLAIN_DAY
    required: bool = False
    longest: int = LONGEST_FIELD


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFields:
    """What their decision is read from; "" for what their form has no field for."""

    outcome: str
    outcomes: Mapping[str, bool]  # their value → granted
    reason: str = ""
    ground: str = ""
    on: str = ""
    day: str = PLAIN_DAY


@dataclass(frozen=True, slots=True)
class DepartmentForm:
    """A whole form. `items`: for which it is; empty for all of the department's."""

    department: str
    name: str
    items: tuple[str, ...]
    case: tuple[CaseField, ...]
    decision: DecisionFields | None


@dataclass(frozen=True, slots=True)
class SaidDecision:
    """Their decision in our words; `on` None where their form does not say the day."""

    granted: bool
    reason: str
    ground: str
    on: date | None


def fill(form: DepartmentForm, told: Mapping[str, str | date | None]) -> dict[str, str]:
    """Their form filled from what is told of a case, by the names of SOURCES.

    Refusal `form.other_item`, or with the field: `form.missing` where a required one would stay empty, `form.no_value`
    where the table has nothing for what ours says, `form.too_long`.
    """
    if form.items and told.get("item") not in form.items:
        raise Refusal("form.other_item", item=str(told.get("item"))[:40])
    return {one.name: _filled(one, told) for one in form.case}


def read_decision(form: DepartmentForm, said: Mapping[str, str]) -> SaidDecision:
    """Their decision. Refusal with the field: `form.missing`, `form.no_value`, `form.not_a_day`, `form.too_long`;
    `form.no_decision` where the form declares none. Fields it does not declare are passed over.
    """
    told = form.decision
    if told is None:
        raise Refusal("form.no_decision")
    outcome = said.get(told.outcome, "").strip()
    if not outcome:
        raise Refusal("form.missing", field=told.outcome)
    if outcome not in told.outcomes:
        raise Refusal("form.no_value", field=told.outcome)
    on = said.get(told.on, "").strip() if told.on else ""
    return SaidDecision(
        told.outcomes[outcome], _words(said, told.reason), _words(said, told.ground),
        read_day(on, told.day, told.on) if on else None,
    )  # fmt: skip


def is_day_format(text: str) -> bool:
    """Whether a text can say how a day is written: year, month and day once each."""
    return bool(_FORMAT.fullmatch(text)) and all(text.count(part) == 1 for part in _PARTS) and text.count("y") == 4


def day_text(day: date, form: str) -> str:
    """A day as it is written there."""
    return form.replace("yyyy", f"{day.year:04}").replace("MM", f"{day.month:02}").replace("dd", f"{day.day:02}")


def read_day(text: str, form: str, name: str) -> date:
    """A day as it is written there. Refusal `form.not_a_day` with the field."""
    pattern = re.escape(form)
    for part, group in _PARTS.items():
        pattern = pattern.replace(part, group)
    found = re.fullmatch(pattern, text, re.ASCII)
    try:
        if found is not None:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        pass
    raise Refusal("form.not_a_day", field=name, form=form)


def _filled(one: CaseField, told: Mapping[str, str | date | None]) -> str:
    if not one.source:
        if len(one.constant) > one.longest:
            raise Refusal("form.too_long", field=one.name, longest=one.longest)
        return one.constant
    ours = told.get(one.source)
    value = day_text(ours, one.day) if isinstance(ours, date) else (ours or "")
    if one.values and value:
        known = one.values.get(value, one.otherwise)
        if known is None:
            raise Refusal("form.no_value", field=one.name)
        value = known
    elif one.values:
        value = one.otherwise or ""
    if not value and one.required:
        raise Refusal("form.missing", field=one.name)
    if len(value) > one.longest:
        raise Refusal("form.too_long", field=one.name, longest=one.longest)
    return value


def _words(said: Mapping[str, str], name: str) -> str:
    text = said.get(name, "").strip() if name else ""
    if len(text) > LONGEST_FIELD:
        raise Refusal("form.too_long", field=name, longest=LONGEST_FIELD)
    return text
