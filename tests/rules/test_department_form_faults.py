"""A department's form written and read again, its faults each with line and reason, and its limits to the letter."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.rules.catalog_text import CatalogFaults
from deskapp.rules.department_form import (
    DAYS,
    SOURCES,
    CaseField,
    DecisionFields,
    DepartmentForm,
    SaidDecision,
    day_text,
    fill,
    is_day_format,
    read_day,
    read_decision,
)
from deskapp.rules.department_form_text import read, read_bytes
from tests.rules.sample import sample_catalog

GOOD = """\
form:
  department: SCJG
  name: 表
  items: [SCJG-0201]
case:
  A: {from: number}
  B: {from: accepted_on, date: yyyy/MM/dd}
  C:
    from: state
    values: {accepted: "1"}
    otherwise: "0"
decision:
  outcome:
    field: R
    values: {"1": granted, "0": refused}
  reason: {field: W}
  on: {field: D, date: yyyy年MM月dd日}
"""


def faults_of(text: str, *, known: bool = False) -> list[tuple[int, str, dict[str, object]]]:
    with pytest.raises(CatalogFaults) as faults:
        read(text, sample_catalog() if known else None)
    return [(fault.line, fault.code, dict(fault.values)) for fault in faults.value.faults]


def missing(key: str, entry: str, line: int) -> tuple[int, str, dict[str, object]]:
    return line, "catalog.missing_key", {"key": key, "entry": entry}


@pytest.mark.parametrize(
    ("wrong", "by", "line", "code", "values"),
    [
        ("  name: 表", '  name: ""', 3, "catalog.empty", {"key": "name"}),
        ("  name: 表", "  name: [表]", 3, "catalog.not_a_text", {"key": "name"}),
        ("SCJG\n", "SCJG-TOO-LONG-A-NAME\n", 2, "form.bad_department", {"text": "SCJG-TOO-LONG-A-NAME"}),
        ("[SCJG-0201]", "SCJG-0201", 4, "catalog.not_a_list", {"key": "items"}),
        ("[SCJG-0201]", "[X, X]", 4, "catalog.said_twice", {"text": "X", "first": 4}),
        ("  B:", "  A:", 7, "catalog.said_twice", {"text": "A", "first": 6}),
        ("{from: number}", "number", 6, "catalog.not_a_map", {"key": "A"}),
        ("{from: number}", "{}", 6, "form.from_or_constant", {"field": "A"}),
        ("{from: number}", "{from: Number}", 6, "form.unknown_source", {"source": "Number"}),
        ("{from: number}", "{from: number, required: yes}", 6, "catalog.not_a_flag", {"key": "required"}),
        ("{from: number}", "{from: number, required: 'true'}", 6, "catalog.not_a_flag", {"key": "required"}),
        ("{from: number}", "{from: number, longest: 2001}", 6, "catalog.not_a_number",
         {"key": "longest", "least": 1, "most": 2000}),
        ("{from: number}", "{constant: x, otherwise: y, values: {a: b}}", 6, "form.constant_alone", {"key": "values"}),
        ("from: accepted_on", "from: region", 7, "form.no_day", {"source": "region"}),
        ("yyyy/MM/dd", "yyyy/MM", 7, "form.bad_day_format", {"text": "yyyy/MM"}),
        ('    values: {accepted: "1"}\n', "", 10, "form.otherwise_alone", {}),
        ('{accepted: "1"}', "[accepted]", 10, "catalog.not_a_map", {"key": "values"}),
        ('accepted: "1"', 'accepted: "1", accepted: "2"', 10, "catalog.said_twice", {"text": "accepted", "first": 10}),
        ('"0": refused', '"0": Refused', 15, "catalog.not_a_choice", {"key": "0", "choices": ["granted", "refused"]}),
        ('"0": refused', '"0": granted', 15, "form.one_outcome", {}),
        ("    field: R\n", "", 14, "catalog.missing_key", {"key": "field", "entry": "outcome"}),
        ("{field: W}", "W", 16, "catalog.not_a_map", {"key": "reason"}),
        ("{field: W}", "{}", 16, "catalog.missing_key", {"key": "field", "entry": "reason"}),
        ("{field: W}", "{field: W, longest: 3}", 16, "catalog.unknown_key", {"key": "longest", "entry": "reason"}),
        ("yyyy年MM月dd日", "MM月dd日", 17, "form.bad_day_format", {"text": "MM月dd日"}),
        ("  on: {field: D", "  day: {field: D", 17, "catalog.unknown_key", {"key": "day", "entry": "decision"}),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_its_reason(
    wrong: str, by: str, line: int, code: str, values: dict[str, object]
) -> None:
    assert GOOD.count(wrong) == 1
    assert (line, code, values) in faults_of(GOOD.replace(wrong, by))


def test_all_faults_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = GOOD.replace("SCJG\n", "scjg\n").replace("number", "nothing").replace("refused", "granted")
    assert [(line, code) for line, code, _ in faults_of(text)] == [
        (2, "form.bad_department"), (6, "form.unknown_source"), (15, "form.one_outcome"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", [missing("form", "file", 1), missing("case", "file", 1)]),
        (GOOD.partition("case:")[0], [missing("case", "file", 1)]),
        ("case: {A: {from: number}}", [missing("form", "file", 1)]),
        (GOOD.partition("case:")[0] + "case: {}\n", [(5, "catalog.empty", {"key": "case"})]),
        (GOOD.partition("decision:")[0] + "decision: {}\n", [missing("outcome", "decision", 12)]),
        (GOOD + "---\nform: {}\n", [(18, "catalog.second_document", {})]),
    ],
)
def test_a_file_without_its_parts_says_which(text: str, told: list[tuple[int, str, dict[str, object]]]) -> None:
    assert faults_of(text) == told


def test_a_byte_that_is_no_letter_is_told_by_its_line() -> None:
    with pytest.raises(CatalogFaults) as faults:
        read_bytes(GOOD.encode().replace("表".encode(), b"\xb1\xed"))
    assert [(fault.line, fault.code) for fault in faults.value.faults] == [(3, "catalog.not_utf8")]


def test_another_departments_item_is_unknown_to_a_form() -> None:
    told = faults_of(GOOD.replace("[SCJG-0201]", "[SCJG-0201, GA-0101]"), known=True)
    assert told == [(4, "form.unknown_item", {"text": "GA-0101"})]


FIELD_NAMES = st.text(st.sampled_from("ABCxyz019_-.受理日期"), min_size=1, max_size=8)
TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=12).map(str.strip)
WORDS = TEXTS.filter(bool)
FORMATS = st.sampled_from(["yyyy-MM-dd", "yyyyMMdd", "dd.MM.yyyy", "yyyy年MM月dd日", "MM/dd yyyy"])
TABLES = st.dictionaries(WORDS, WORDS, min_size=1, max_size=3)
LIMITS = {"required": st.booleans(), "longest": st.integers(1, 2000)}
FIELDS = st.one_of(
    st.builds(CaseField, name=FIELD_NAMES, constant=WORDS, **LIMITS | {"longest": st.integers(12, 2000)}),
    st.builds(CaseField, name=FIELD_NAMES, source=st.sampled_from(sorted(SOURCES - DAYS)), **LIMITS),
    st.builds(CaseField, name=FIELD_NAMES, source=st.sampled_from(sorted(DAYS)), day=FORMATS, **LIMITS),
    st.builds(
        CaseField, name=FIELD_NAMES, source=st.sampled_from(["state", "answer.married", "material.ID-CARD"]),
        values=TABLES, otherwise=st.none() | WORDS, **LIMITS,
    ),
)  # fmt: skip
OUTCOMES = st.tuples(WORDS, WORDS).filter(lambda pair: pair[0] != pair[1]).map(lambda p: {p[0]: True, p[1]: False})
DECISIONS = st.builds(
    DecisionFields, outcome=FIELD_NAMES, outcomes=OUTCOMES, reason=st.just("") | FIELD_NAMES,
    ground=st.just("") | FIELD_NAMES, on=FIELD_NAMES, day=FORMATS,
)  # fmt: skip
FORMS = st.builds(
    DepartmentForm, st.from_regex(r"[A-Z0-9-]{1,16}", fullmatch=True), WORDS,
    st.lists(WORDS, max_size=3, unique=True).map(tuple),
    st.lists(FIELDS, min_size=1, max_size=4, unique_by=lambda one: one.name).map(tuple), st.none() | DECISIONS,
)  # fmt: skip


def written(form: DepartmentForm) -> str:
    """The form as a person would write it; YAML takes JSON as it is."""
    case: dict[str, dict[str, object]] = {}
    for one in form.case:
        said: dict[str, object] = {"from": one.source} if one.source else {"constant": one.constant}
        if one.values:
            said["values"] = dict(one.values)
        if one.otherwise is not None:
            said["otherwise"] = one.otherwise
        if one.source in DAYS:
            said["date"] = one.day
        case[one.name] = said | {"required": one.required, "longest": one.longest}
    whole: dict[str, object] = {
        "form": {"department": form.department, "name": form.name, "items": form.items}, "case": case,
    }  # fmt: skip
    if (told := form.decision) is not None:
        outcomes = {theirs: "granted" if granted else "refused" for theirs, granted in told.outcomes.items()}
        decision: dict[str, object] = {"outcome": {"field": told.outcome, "values": outcomes}}
        decision |= {key: {"field": name} for key, name in (("reason", told.reason), ("ground", told.ground)) if name}
        whole["decision"] = decision | {"on": {"field": told.on, "date": told.day}}
    return json.dumps(whole, ensure_ascii=False, indent=1)


@given(FORMS)
def test_a_form_that_is_written_down_is_read_as_it_was(form: DepartmentForm) -> None:
    assert read(written(form)) == form
    assert read_bytes(written(form).encode()) == form


def filled(one: CaseField, ours: str | date | None) -> str:
    """The value, or the code of the refusal and its field."""
    try:
        return fill(DepartmentForm("GA", "表", (), (one,), None), {one.source: ours})[one.name]
    except Refusal as refusal:
        return f"{refusal.code} {refusal.values['field']}"


TABLE = {"accepted": "1", "2026-11-23": "today"}


@pytest.mark.parametrize(
    ("one", "ours", "told"),
    [
        (CaseField(name="F", source="state"), None, ""),
        (CaseField(name="F", source="state", required=True), None, "form.missing F"),
        (CaseField(name="F", source="state", values=TABLE), None, ""),
        (CaseField(name="F", source="state", values=TABLE, required=True), "", "form.missing F"),
        (CaseField(name="F", source="state", values=TABLE, otherwise="0", required=True), None, "0"),
        (CaseField(name="F", source="state", values=TABLE, otherwise="0"), "paused", "0"),
        (CaseField(name="F", source="state", values=TABLE, otherwise="0"), "accepted", "1"),
        (CaseField(name="F", source="state", values=TABLE), "Accepted", "form.no_value F"),
        (CaseField(name="F", source="since", values=TABLE), date(2026, 11, 23), "today"),
        (CaseField(name="F", source="since", day="dd.MM.yyyy"), date(2026, 1, 3), "03.01.2026"),
        (CaseField(name="F", source="since", day="yyyyMMdd", longest=7), date(2026, 1, 3), "form.too_long F"),
        (CaseField(name="F", source="state", longest=3), "三个字", "三个字"),
        (CaseField(name="F", source="state", longest=3), "四个字了", "form.too_long F"),
        (CaseField(name="F", source="state", values=TABLE, longest=1), "accepted", "1"),  # theirs is measured
        (CaseField(name="F", constant="02"), None, "02"),
    ],
)
def test_a_field_is_filled_as_it_is_declared(one: CaseField, ours: str | date | None, told: str) -> None:
    assert filled(one, ours) == told


@pytest.mark.parametrize(("items", "item", "taken"), [
    ((), "A", True), ((), None, True), (("A", "B"), "B", True), (("A", "B"), "C", False), (("A",), None, False),
])  # fmt: skip
def test_a_form_is_for_its_items_or_for_all(items: tuple[str, ...], item: str | None, taken: bool) -> None:
    form = DepartmentForm("GA", "表", items, (CaseField(name="F", constant="x"),), None)
    if taken:
        assert fill(form, {"item": item}) == {"F": "x"}
        return
    with pytest.raises(Refusal) as refusal:
        fill(form, {"item": item})
    assert (refusal.value.code, refusal.value.values) == ("form.other_item", {"item": str(item)})


DECISION = DecisionFields(
    outcome="R", outcomes={"准": True, "否": False}, reason="W", ground="G", on="D", day="dd.MM.yyyy"
)  # fmt: skip


def decision_of(said: dict[str, str], decision: DecisionFields = DECISION) -> SaidDecision | tuple[str, object]:
    try:
        return read_decision(DepartmentForm("GA", "表", (), (), decision), said)
    except Refusal as refusal:
        return refusal.code, refusal.values.get("field")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"R": " 准\n"}, SaidDecision(True, "", "", None)),
        ({"R": "否", "W": "w" * 2000, "G": " g "}, SaidDecision(False, "w" * 2000, "g", None)),
        ({"R": "准", "W": " " * 3000}, SaidDecision(True, "", "", None)),
        ({"R": "准", "D": " 03.11.2026 "}, SaidDecision(True, "", "", date(2026, 11, 3))),
        ({"R": "准", "D": "  "}, SaidDecision(True, "", "", None)),
        ({"R": " "}, ("form.missing", "R")),
        ({"r": "准"}, ("form.missing", "R")),
        ({"R": "准予"}, ("form.no_value", "R")),
        ({"R": "准", "G": "g" * 2001}, ("form.too_long", "G")),
        ({"R": "准", "D": "29.02.2026"}, ("form.not_a_day", "D")),
        ({"R": "准", "D": "3.11.2026"}, ("form.not_a_day", "D")),
        ({"R": "准", "D": "03x11x2026"}, ("form.not_a_day", "D")),  # a full stop is a full stop
        ({"R": "准", "D": "01.01.0000"}, ("form.not_a_day", "D")),
    ],
)
def test_a_decision_is_read_to_the_letter(said: dict[str, str], told: SaidDecision | tuple[str, object]) -> None:
    assert decision_of(said) == told


def test_of_a_decision_nothing_is_read_that_the_form_has_no_field_for() -> None:
    bare = DecisionFields(outcome="R", outcomes=DECISION.outcomes)
    said = {"R": "否", "W": "w" * 3000, "G": "g", "D": "never", "": "nameless"}
    assert decision_of(said, bare) == SaidDecision(False, "", "", None)


@pytest.mark.parametrize(
    ("form", "good"),
    [
        ("yyyy-MM-dd", True), ("ddMMyyyy", True), ("日dd月MM年yyyy", True), ("yyyy MM dd", True),
        ("", False), ("yyyy-MM", False), ("yyyy-MM-dd-dd", False), ("yyyyyyyy-MM-dd", False), ("yy-MM-dd", False),
        ("yyyy-mm-dd", False), ("yyyy-MM-dd\n", False), ("yyyy-MM-ddT", False), ("yyyy_MM_dd", False),
    ],
)  # fmt: skip
def test_a_form_of_a_day_has_year_month_and_day_once_each(form: str, good: bool) -> None:
    assert is_day_format(form) is good


@given(st.dates(), st.text("0123456789-./ 年", max_size=12))
def test_a_text_is_a_day_only_when_it_is_written_exactly_so(day: date, text: str) -> None:
    for form in ("yyyy-MM-dd", "dd.MM.yyyy", "yyyyMMdd"):
        assert read_day(day_text(day, form), form, "F") == day
        with suppress(Refusal):
            assert day_text(read_day(text, form, "F"), form) == text
