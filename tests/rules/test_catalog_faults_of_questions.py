"""Questions and conditions, terms and fees in a catalogue's file: what is wrong is named with its line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskapp.ids import ItemCode
from deskapp.rules.case_facts import Procedure
from deskapp.rules.catalog_file import to_yaml
from deskapp.rules.catalog_text import CatalogFaults, read
from deskapp.rules.deadline import Limit, LimitUnit
from deskapp.rules.questions import Option, QuestionKind
from tests.rules.sample import SMALL, sample_catalog

ASKED = """\
questions:
  minor: {name: 未满十八, en: Minor, usual: "no"}
  place: {name: 场所, en: Premises, kind: choice, choices: {own: {name: 自有, en: Own}, rent: {name: 租用, en: Rented}}}
  capital: {name: 资本, en: Capital, kind: number, unit: 万元, least: 0, most: 5000.50}
"""


def faults_of(text: str) -> list[tuple[int, str]]:
    with pytest.raises(CatalogFaults) as faults:
        read(text)
    return [(fault.line, fault.code) for fault in faults.value.faults]


def with_when(condition: str) -> str:
    return SMALL.replace("when: by_agent", f"when: {condition}") + ASKED


def test_questions_are_read_as_they_are_written() -> None:
    questions = read(SMALL + ASKED).questions
    assert list(questions) == ["minor", "place", "capital"]
    assert (questions["minor"].kind, questions["minor"].usual) == (QuestionKind.YES_NO, "no")
    assert questions["place"].options == (Option("own", "自有", "Own"), Option("rent", "租用", "Rented"))
    assert (questions["capital"].least, questions["capital"].most) == ("0", "5000.5")


@pytest.mark.parametrize(
    "condition", ["by_agent and not minor", "place = own or capital > 100", "place in (own, rent)", "minor = yes"]
)
def test_a_condition_may_use_what_is_declared(condition: str) -> None:
    demand = read(with_when(condition)).items[ItemCode("GA-1")].demands[1]
    assert demand.when == condition


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("married", "catalog.unknown_question"),
        ("place", "catalog.condition_not_yes_no"),
        ("place > own", "catalog.condition_not_number"),
        ("place = lent", "catalog.condition_value"),
        ("capital = own", "catalog.condition_value"),
        ("minor = maybe", "catalog.condition_value"),
        ("minor and", "condition.unfinished"),
        ("minor & place", "condition.stray"),
    ],
)
def test_a_condition_that_makes_no_sense_is_named_at_its_line(condition: str, code: str) -> None:
    line = SMALL[: SMALL.index("when: by_agent")].count("\n") + 1
    assert faults_of(with_when(condition)) == [(line, code)]


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        ("minor: {", "Minor: {", "bad_question"),
        ("minor: {", "by_agent: {", "bad_question"),
        ("minor: {", "and: {", "bad_question"),
        ('usual: "no"', "usual: maybe", "bad_usual"),
        ('usual: "no"', "unit: 万元", "not_of_this_kind"),
        ("kind: choice, ", "", "not_of_this_kind"),
        ("kind: choice", "kind: guess", "not_a_choice"),
        (", rent: {name: 租用, en: Rented}", "", "too_few_or_many"),
        ("自有", "自" * 21, "too_long"),
        ("least: 0", "least: 6000", "most_under_least"),
        ("most: 5000.50", "most: many", "not_figures"),
        ("most: 5000.50", "most: 1.23456", "not_figures"),
    ],
)
def test_a_question_that_makes_no_sense_is_named(good: str, bad: str, code: str) -> None:
    assert ASKED.count(good) == 1
    found = faults_of(SMALL + ASKED.replace(good, bad))
    assert f"catalog.{code}" in [one for _, one in found]
    assert {line for line, _ in found} <= set(range(SMALL.count("\n") + 1, SMALL.count("\n") + 5))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("state_code: 123", "bad_state_code"),
        ("state_code: 113300000024801111400013100100000", "bad_state_code"),
        ("state_code: 1133000000248017194000131001000", "bad_state_code"),  # its check digit is wrong
        ("limit_unit: weeks", "not_a_choice"),
        ("clock_stops: {lunch: 3}", "unknown_key"),
        ("clock_stops: {hearing: 0}", "not_a_number"),
        ("consult_phone: ask anybody", "bad_phone"),
        ("delivery: []", "empty"),
        ("conditions: [一, 一]", "said_twice"),
        ("grounds: [" + ", ".join(f"法{n}" for n in range(51)) + "]", "too_many"),
        ('grounds: ["一行\\n两行"]', "unprintable"),
        ('grounds: ["\\u0007"]', "unprintable"),
    ],
)
def test_terms_that_make_no_sense_are_named(more: str, code: str) -> None:
    text = SMALL.replace("    result: 居民身份证\n", f"    result: 居民身份证\n    {more}\n")
    line = SMALL[: SMALL.index("    result: 居民身份证\n")].count("\n") + 2
    assert (line, f"catalog.{code}") in faults_of(text)


def test_nobody_may_ask_for_a_fee_without_saying_what_allows_it() -> None:
    assert [code for _, code in faults_of(SMALL.replace("    fee_basis: 发改价格〔2003〕2322号\n", ""))] == [
        "catalog.fee_without_basis"
    ]


def test_a_proof_that_was_cancelled_may_not_be_asked_for() -> None:
    text = SMALL.replace("{name: 户籍证明, since: 2024-01-01", "{name: 证件照, since: 2024-01-01")
    line = SMALL[: SMALL.index("PHOTO: {")].count("\n") + 1
    assert faults_of(text) == [(line, "catalog.cancelled_still_asked")]
    read(text.replace("2024-01-01", "2027-01-01"))  # it is cancelled later than this catalogue begins


def test_limits_have_their_unit_and_say_what_stops_the_clock() -> None:
    catalog = sample_catalog()
    items = {str(code): item for code, item in catalog.items.items()}
    assert items["YB-0201"].statutory == Limit(16, LimitUnit.HOURS)
    assert items["ZJJ-0201"].promised == Limit(3, LimitUnit.CALENDAR_DAYS)
    assert items["ZJJ-0101"].clock_stops == {Procedure.EXPERT_REVIEW: 20, Procedure.HEARING: 20}
    assert all(len(item.state_code or "") == 31 and item.grounds and item.consult_phone for item in items.values())


@pytest.mark.parametrize("version", ["", "a b", "x" * 33, "版本", "-1"])
def test_a_version_is_a_short_name(version: str) -> None:
    codes = [code for _, code in faults_of(SMALL.replace('version: "1"', f'version: "{version}"'))]
    assert codes in (["catalog.bad_version"], ["catalog.empty"])


@pytest.mark.parametrize("text", [SMALL, SMALL + ASKED])
def test_a_catalogue_written_as_yaml_is_read_as_the_same(text: str) -> None:
    catalog = read(text)
    assert read(to_yaml(catalog)) == catalog
    assert read(to_yaml(sample_catalog())) == sample_catalog()
    odd = replace(catalog, version="1e5")  # what a reader of YAML might take for a number
    assert read(to_yaml(odd)) == odd
