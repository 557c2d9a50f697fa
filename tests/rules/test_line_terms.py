"""What a hall sets for its lines, and what its catalogue says of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskapp.failures import Refusal
from deskapp.rules import catalog_text
from deskapp.rules.announcement import One
from deskapp.rules.catalog_text import CatalogFaults
from deskapp.rules.line_terms import ALWAYS, LineTerms, PersonClass, may_call_again, may_hold
from tests.rules import sample

TERMS = LineTerms(call_again_after=20, calls=3, held=2)


@pytest.mark.parametrize(
    ("calls", "seconds", "code", "values"),
    [
        (1, 20, None, {}),
        (2, 3600, None, {}),
        (1, 19.2, "ticket.called_just_now", {"seconds": 1}),
        (1, 0, "ticket.called_just_now", {"seconds": 20}),
        (1, -5, None, {}),  # the clock was set back: nobody is kept waiting for it
        (3, -5, "ticket.called_enough", {"calls": 3}),
        (3, 3600, "ticket.called_enough", {"calls": 3}),
    ],
)
def test_a_person_is_called_again_after_a_while_and_not_for_ever(
    calls: int, seconds: float, code: str | None, values: dict[str, int]
) -> None:
    if code is None:
        may_call_again(TERMS, calls, timedelta(seconds=seconds))
        return
    with pytest.raises(Refusal) as refusal:
        may_call_again(TERMS, calls, timedelta(seconds=seconds))
    assert (refusal.value.code, refusal.value.values) == (code, values)


def test_a_window_holds_so_many_and_no_more() -> None:
    may_hold(TERMS, 1)
    with pytest.raises(Refusal) as refusal:
        may_hold(TERMS, 2)
    assert refusal.value.code == "ticket.held_enough"


def test_an_unknown_class_is_refused_and_not_repeated_at_length() -> None:
    with pytest.raises(Refusal) as refusal:
        TERMS.person_class("x" * 400)
    assert refusal.value.values == {"ticket_class": "x" * 16}


def test_nobody_chooses_to_have_an_appointment() -> None:
    assert [sort.code for sort in TERMS.chosen()] == ["normal", "priority"]


def test_a_catalogue_adds_classes_and_sets_what_it_names() -> None:
    said = "classes:\n  elderly: {name: 老年人, en: Elderly, wait: 4}\nline: {calls: 5, held_for: 30}\n"
    line = catalog_text.read(sample.SMALL + said).line
    assert line.classes == {**ALWAYS, "elderly": PersonClass("elderly", "老年人", "Elderly", 4)}
    assert (line.calls, line.held_for, line.call_again_after) == (5, 30, LineTerms().call_again_after)


def test_a_catalogue_without_a_word_of_it_leaves_all_as_it_always_was() -> None:
    catalog = catalog_text.read(sample.SMALL)
    assert catalog.line == LineTerms()
    assert catalog_text.from_plain(catalog_text.to_plain(catalog)) == catalog


def test_a_hall_says_when_a_window_is_looked_at_or_that_none_is() -> None:
    line = catalog_text.read(sample.SMALL + "line: {unheard: 0, idle: 25, overlong: 0}\n").line
    assert (line.unheard, line.idle, line.overlong) == (0, 25, 0)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("line: {calls: 0}", "catalog.not_a_number"),
        ("line: {calls: three}", "catalog.not_a_number"),
        ("line: {call_again_after: 4}", "catalog.not_a_number"),
        ("line: {one: two}", "catalog.not_a_choice"),
        ("line: {unheard: -1}", "catalog.not_a_number"),
        ("line: {idle: 481}", "catalog.not_a_number"),
        ("line: {overlong: 21}", "catalog.not_a_number"),
        ("line: {patience: 3}", "catalog.unknown_key"),
        ("line: [3]", "catalog.not_a_map"),
        ("classes: {Elderly: {name: 老, en: Old, wait: 5}}", "catalog.bad_code"),
        ("classes: {elderly: {name: 老年人, en: Elderly}}", "catalog.missing_key"),
        ("classes: {elderly: {name: 老年人, en: Elderly, wait: 481}}", "catalog.not_a_number"),
    ],
)
def test_what_is_wrong_with_a_line_is_told_with_its_place(said: str, code: str) -> None:
    with pytest.raises(CatalogFaults) as faults:
        catalog_text.read(f"{sample.SMALL}{said}\n")
    assert code in [fault.code for fault in faults.value.faults]


@pytest.mark.parametrize(("said", "one"), [("{}", One.YI), ("{one: 一}", One.YI), ("{one: 幺}", One.YAO)])
def test_a_hall_says_how_its_speakers_read_a_one(said: str, one: One) -> None:
    catalog = catalog_text.read(f"{sample.SMALL}line: {said}\n")
    assert catalog.line.one is one
    assert catalog_text.from_plain(catalog_text.to_plain(catalog)) == catalog
