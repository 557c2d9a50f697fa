"""A department's form: filled from ours, its decision read back, and every fault of its file named by its line."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from deskapp.failures import ContentTrouble, Refusal
from deskapp.rules.catalog_text import CatalogFaults
from deskapp.rules.department_form import (
    SOURCES,
    CaseField,
    DecisionFields,
    DepartmentForm,
    day_text,
    fill,
    is_day_format,
    read_day,
    read_decision,
)
from deskapp.rules.department_form_text import read, read_bytes
from tests.rules.sample import sample_catalog as catalog

SAMPLES = ("scjg", "jy")
TOLD: dict[str, str | date | None] = {
    "number": "330000012026112300300019", "item": "SCJG-0201", "item_name": "食品经营许可(新办)",
    "state_code": "1133000000002497164000131003000", "applicant.name": "𬭎子轩",
    "applicant.id_number": "990108200101011158", "accepted_on": date(2026, 11, 23),
    "promised_day": date(2026, 11, 30), "region": "330000", "answer.by_agent": "yes", "state": "accepted",
    "material.HEALTH-CERT": "deferred",
}  # fmt: skip
GOOD = """\
form: {department: SCJG, name: 表}
case:
  A: {from: number}
decision:
  outcome: {field: R, values: {"1": granted, "0": refused}}
"""


def sample(name: str) -> bytes:
    return resources.path(f"departments/{name}.yaml").read_bytes()


def faults_of(text: str, *, known: bool = False) -> list[tuple[int, str]]:
    with pytest.raises(CatalogFaults) as faults:
        read(text, catalog() if known else None)
    return [(fault.line, fault.code) for fault in faults.value.faults]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_good_by_the_sample_catalogue(name: str) -> None:
    form = read_bytes(sample(name), catalog())
    assert form.department == name.upper()
    assert form.decision is not None


def test_a_case_fills_the_departments_own_fields() -> None:
    filled = fill(read_bytes(sample("scjg")), TOLD)
    assert filled == {
        "YWLSH": "330000012026112300300019", "SXBM": "1133000000002497164000131003000", "SXMC": "食品经营许可(新办)",
        "SQRMC": "𬭎子轩", "SQRZJHM": "990108200101011158", "LXDH": "", "DZ": "", "JBRXM": "", "SLRQ": "20261123",
        "CNBJRQ": "20261130", "XZQHDM": "330000", "LYQD": "02", "SFDB": "1", "JKZMZT": "2",
    }  # fmt: skip


def test_chinese_names_of_fields_and_days_in_words() -> None:
    filled = fill(read_bytes(sample("jy")), TOLD | {"item": "JY-0101"})
    assert (filled["受理日期"], filled["状态"], filled["来源"]) == ("2026年11月23日", "在办", "政务服务大厅")


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"applicant.name": None}, "form.missing", "SQRMC"),
        ({"applicant.name": "名" * 101}, "form.too_long", "SQRMC"),
        ({"item": "SCJG-0102"}, "form.other_item", None),
        ({"state_code": ""}, "form.missing", "SXBM"),
    ],
)
def test_what_cannot_be_filled_is_said_with_its_field(
    changed: dict[str, str | None], code: str, field: str | None
) -> None:
    with pytest.raises(Refusal) as refusal:
        fill(read_bytes(sample("scjg")), TOLD | changed)
    assert (refusal.value.code, refusal.value.values.get("field")) == (code, field)
    assert "名名" not in str(refusal.value), "nobody's data in a failure"


def test_a_value_that_no_table_knows_is_refused_where_there_is_no_other() -> None:
    form = DepartmentForm("GA", "表", (), (CaseField(name="S", source="state", values={"paused": "2"}),), None)
    with pytest.raises(Refusal) as refusal:
        fill(form, TOLD)
    assert (refusal.value.code, refusal.value.values) == ("form.no_value", {"field": "S"})


def test_a_decision_is_read_from_their_words() -> None:
    form = read_bytes(sample("scjg"))
    said = read_decision(form, {"SPJG": "准予", "SPRQ": "20261125", "OTHER": "passed over"})
    assert (said.granted, said.on) == (True, date(2026, 11, 25))
    refused = read_decision(form, {"SPJG": "0", "SPYJ": " 布局不合理 ", "FLYJ": "第三十五条"})
    assert (refused.granted, refused.reason, refused.ground, refused.on) == (False, "布局不合理", "第三十五条", None)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, "form.missing"),
        ({"SPJG": "2"}, "form.no_value"),
        ({"SPJG": "1", "SPRQ": "2026-11-25"}, "form.not_a_day"),
        ({"SPJG": "1", "SPRQ": "20261332"}, "form.not_a_day"),
        ({"SPJG": "1", "SPRQ": "２０２６１１２５"}, "form.not_a_day"),
        ({"SPJG": "0", "SPYJ": "长" * 2001}, "form.too_long"),
    ],
)
def test_what_is_no_decision_is_refused(said: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_decision(read_bytes(sample("scjg")), said)
    assert refusal.value.code == code


def test_blanks_around_a_word_of_a_table_are_not_part_of_it() -> None:
    form = read(
        GOOD.replace('"1": granted', '" 准予 ": granted').replace(
            "from: number", 'from: state, values: {" accepted\u3000": 在办}'
        )
    )
    assert fill(form, TOLD) == {"A": "在办"}
    assert read_decision(form, {"R": "准予"}).granted
    assert read_decision(form, {"R": " 准予 "}).granted


def test_a_constant_is_no_longer_than_its_field() -> None:
    assert faults_of(GOOD.replace("from: number", "constant: abcd, longest: 3")) == [(3, "catalog.too_long")]
    assert fill(read(GOOD.replace("from: number", "constant: abc, longest: 3")), TOLD) == {"A": "abc"}
    form = DepartmentForm("GA", "表", (), (CaseField(name="S", constant="abcd", longest=3),), None)
    with pytest.raises(Refusal) as refusal:
        fill(form, TOLD)
    assert (refusal.value.code, refusal.value.values) == ("form.too_long", {"field": "S", "longest": 3})


def test_a_form_without_a_decision_takes_none() -> None:
    form = read(GOOD.partition("decision:")[0])
    with pytest.raises(Refusal) as refusal:
        read_decision(form, {"R": "1"})
    assert refusal.value.code == "form.no_decision"


@pytest.mark.parametrize(
    ("wrong", "by", "told"),
    [
        ("department: SCJG", "department: scjg", [(1, "form.bad_department")]),
        ("from: number", "from: nothing", [(3, "form.unknown_source")]),
        ("from: number", "from: number, constant: x", [(3, "form.from_or_constant")]),
        ("from: number", "longest: 3", [(3, "form.from_or_constant")]),
        ("from: number", "from: number, date: yyyyMMdd", [(3, "form.no_day")]),
        ("from: number", "from: accepted_on, date: dd.MM", [(3, "form.bad_day_format")]),
        ("from: number", "from: accepted_on, date: yyyyMMdd HHmm", [(3, "form.bad_day_format")]),
        ("from: number", "constant: x, values: {a: b}", [(3, "form.constant_alone")]),
        ("from: number", "from: state, otherwise: x", [(3, "form.otherwise_alone")]),
        ("from: number", "from: number, longest: 0", [(3, "catalog.not_a_number")]),
        ("from: number", "from: number, code: eval()", [(3, "catalog.unknown_key")]),
        ('"0": refused', '"0": maybe', [(5, "catalog.not_a_choice")]),
        (', "0": refused', "", [(5, "form.one_outcome")]),
        ("  A:", "  A B:", [(3, "form.bad_field")]),
        ("name: 表}", "}", [(1, "catalog.missing_key")]),
        ("  A: {from: number}\n", "", [(2, "catalog.not_a_map")]),
        ("from: number", 'from: state, values: {a: x, " a": y}', [(3, "catalog.said_twice")]),
        ('"0": refused', '"0": refused, "0 ": granted', [(5, "catalog.said_twice")]),
        ('"0": refused', '"  ": refused', [(5, "catalog.empty")]),
        ("A: {from: number}", "A: &x {from: number}", [(3, "catalog.alias")]),
        ("A: {from: number}", "A: !!python/object:os.system {from: number}", [(3, "catalog.tag")]),
    ],
)
def test_every_fault_is_named_by_its_line(wrong: str, by: str, told: list[tuple[int, str]]) -> None:
    assert wrong in GOOD
    found = faults_of(GOOD.replace(wrong, by, 1))
    assert set(told) <= set(found)


@pytest.mark.parametrize(
    ("wrong", "by", "code"),
    [
        ("department: SCJG", "department: NONE", "form.unknown_department"),
        ("name: 表", "name: 表, items: [GA-0101]", "form.unknown_item"),
        ("from: number", "from: answer.nobody_asks", "form.unknown_source"),
        ("from: number", "from: material.NOTHING", "form.unknown_source"),
    ],
)
def test_what_the_catalogue_does_not_have_is_named(wrong: str, by: str, code: str) -> None:
    text = GOOD.replace(wrong, by, 1)
    read(text)
    assert code in {found for _, found in faults_of(text, known=True)}


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with suppress(ContentTrouble):
        read_bytes(data)


def outcome_of(form: DepartmentForm, told: dict[str, str | date | None]) -> tuple[dict[str, str], Refusal | None]:
    try:
        return fill(form, told), None
    except Refusal as refusal:
        return {}, refusal


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
_DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31))
_PARTS = st.permutations(["yyyy", "MM", "dd"])
_BETWEEN = st.sampled_from(["", "-", "/", ".", " ", "年", "月"])


@given(_DAYS, _PARTS, _BETWEEN, _BETWEEN)
def test_a_day_comes_back_from_whatever_form_it_is_written_in(
    day: date, parts: list[str], first: str, second: str
) -> None:
    form = f"{parts[0]}{first}{parts[1]}{second}{parts[2]}"
    assert is_day_format(form)
    assert read_day(day_text(day, form), form, "F") == day


@given(st.text(max_size=12))
def test_what_is_no_form_of_a_day_is_known(form: str) -> None:
    if is_day_format(form):
        assert read_day(day_text(date(2026, 11, 3), form), form, "F") == date(2026, 11, 3)


@given(
    st.dictionaries(st.sampled_from(sorted(SOURCES)), st.none() | _WORDS | _DAYS),
    st.lists(
        st.builds(
            CaseField, name=_WORDS, source=st.sampled_from(sorted(SOURCES)),
            values=st.dictionaries(_WORDS, _WORDS, max_size=2), otherwise=st.none() | _WORDS,
            required=st.booleans(), longest=st.integers(1, 20),
        ),
        max_size=5,
    ),
)  # fmt: skip
def test_whatever_is_filled_keeps_what_was_declared(
    told: dict[str, str | date | None], declared: list[CaseField]
) -> None:
    form = DepartmentForm("GA", "表", (), tuple(declared), None)
    filled, failure = outcome_of(form, told)
    if failure is not None:
        assert failure.code in {"form.missing", "form.no_value", "form.too_long"}
        assert failure.values["field"] in {one.name for one in declared}
        return
    assert set(filled) == {one.name for one in declared}
    for one in {one.name: one for one in declared}.values():
        assert len(filled[one.name]) <= one.longest
        assert filled[one.name] or not one.required


@given(st.dictionaries(_WORDS, _WORDS, max_size=6), st.dictionaries(_WORDS, st.booleans(), min_size=1, max_size=4))
def test_a_decision_is_what_the_table_says_or_none(said: dict[str, str], outcomes: dict[str, bool]) -> None:
    name = next(iter(said), "R")
    form = DepartmentForm("GA", "表", (), (), DecisionFields(outcome=name, outcomes=outcomes))
    try:
        told = read_decision(form, said)
    except Refusal:
        assert said.get(name) not in outcomes
    else:
        assert told.granted is outcomes[said[name]]
