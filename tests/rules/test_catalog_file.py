"""A catalogue as its file says it: what is as usual is left out, and what is said is read again as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from deskapp.ids import ItemCode
from deskapp.rules.case_facts import Procedure
from deskapp.rules.catalog import Catalog, Delivery, ForWhom, Handling, Item, Regime, ResultKind
from deskapp.rules.catalog_file import file_form, to_yaml
from deskapp.rules.catalog_text import from_plain, read, to_plain
from deskapp.rules.deadline import Limit, LimitUnit
from deskapp.rules.line_terms import LineTerms
from tests.rules.sample import SMALL, sample_catalog

ONE = ItemCode("GA-1")


def item_form(**changes: Any) -> dict[str, Any]:
    """The first item of the small catalogue, changed, as a file says it."""
    catalog = read(SMALL)
    items = {**catalog.items, ONE: replace(catalog.items[ONE], **changes)}
    form: dict[str, Any] = file_form(replace(catalog, items=items))["items"][0]
    return form


def again(**changes: Any) -> Item:
    """The same item, written and read again."""
    catalog = read(SMALL)
    items = {**catalog.items, ONE: replace(catalog.items[ONE], **changes)}
    return read(to_yaml(replace(catalog, items=items))).items[ONE]


def test_what_is_as_usual_is_left_out() -> None:
    assert set(item_form()) == {
        "code",
        "name",
        "en",
        "department",
        "queue",
        "kind",
        "regime",
        "handling",
        "statutory_days",
        "promised_days",
        "fee",
        "fee_basis",
        "result",
        "words",
        "materials",
    }
    assert item_form()["materials"] == [
        {"code": "ID-CARD", "need": "required", "commitment": True},
        {"code": "PHOTO", "need": "when: by_agent", "copies": 2, "deferral": True},
    ]


TERMS: list[dict[str, Any]] = [
    {"limit_unit": LimitUnit.HOURS},
    {"limit_unit": LimitUnit.CALENDAR_DAYS},
    {"regime": Regime.SERVICE},  # another than follows from the kind
    {"handling": Handling.AT_ONCE},
    {"clock_stops": {Procedure.HEARING: 20, Procedure.EXPERT_REVIEW: 30}},
    {"state_code": sample_catalog().items[ItemCode("GA-0301")].state_code},
    {"fee": 0, "fee_basis": None},
    {"result_kind": ResultKind.NONE},
    {"delivery": (Delivery.ONLINE, Delivery.WINDOW)},
    {"for_whom": (ForWhom.ORGANISATION,)},
    {"conditions": ("年满十六周岁", "本地户籍")},
    {"grounds": ("《中华人民共和国居民身份证法》第七条",)},
    {"consult_phone": "0571-88001110", "complaint_phone": "12345"},
    {"words": ()},
    {"name": "yes", "en": "no", "result": "1.10"},  # what YAML might take for something else
    {"name": "- [甲] & *乙 #丙: 丁", "result": "'\"`"},
    {"name": "𬭎䶮", "en": "~ null"},
]


@pytest.mark.parametrize("changes", TERMS)
def test_a_term_that_is_said_is_read_again_as_it_was(changes: dict[str, Any]) -> None:
    found = again(**changes)
    assert {name: getattr(found, name) for name in changes} == changes


@pytest.mark.parametrize("changes", TERMS)
def test_a_term_survives_the_journal(changes: dict[str, Any]) -> None:
    catalog = read(SMALL)
    made = replace(catalog, items={ONE: replace(catalog.items[ONE], **changes)}, themes={})
    assert from_plain(to_plain(made)) == made


def test_a_catalogue_that_an_earlier_program_published_is_read_with_what_was_usual() -> None:
    plain = to_plain(sample_catalog())
    del plain["questions"]
    kept = {"code", "name", "en", "department", "queue", "kind", "handling", "regime", "statutory_days",
            "promised_days", "fee", "result", "words", "demands"}  # fmt: skip
    plain["items"] = {
        code: {name: value for name, value in item.items() if name in kept} for code, item in plain["items"].items()
    }
    catalog = from_plain(plain)
    item = catalog.items[ItemCode("GA-0101")]
    assert (item.limit_unit, item.delivery, item.clock_stops) == (LimitUnit.WORKING_DAYS, (Delivery.WINDOW,), {})
    assert item.whens == ("married", "not married and father_enters")
    assert catalog.inquiry({"married": "yes"}).holds("married") is True
    assert catalog.inquiry({}).holds("married") is False  # as every condition was that nobody had ticked


def test_an_item_has_its_limits_and_the_conditions_of_its_materials() -> None:
    item = read(SMALL).items[ONE]
    assert (item.statutory, item.promised) == (
        Limit(20, LimitUnit.WORKING_DAYS),
        Limit(5, LimitUnit.WORKING_DAYS),
    )
    assert item.whens == ("by_agent",)


def test_the_rules_of_the_line_are_written_whole() -> None:
    catalog: Catalog = replace(read(SMALL), line=LineTerms(calls=7, overtaken=0))
    form = file_form(catalog)
    assert (form["line"]["calls"], form["line"]["overtaken"], form["line"]["held"]) == (7, 0, 3)
    assert set(form["classes"]) == {"normal", "priority", "appointment"}
    assert read(to_yaml(catalog)) == catalog


def test_nothing_in_the_text_refers_to_another_place_of_it() -> None:
    catalog = sample_catalog()
    twice = replace(catalog, items={code: replace(item, words=("同",)) for code, item in catalog.items.items()})
    assert "&id" not in to_yaml(twice)
    assert read(to_yaml(twice)) == twice
