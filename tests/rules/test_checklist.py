"""What is owed here and now, as one table."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest

from deskapp.ids import ItemCode, MaterialCode
from deskapp.rules.catalog import Need
from deskapp.rules.catalog_text import read
from deskapp.rules.checklist import Checklist, Mark, check
from deskapp.rules.condition import YES
from deskapp.rules.material_state import Form, Standing
from tests.rules.sample import SMALL, sample_catalog

DUE = date(2026, 12, 1)
CARD = MaterialCode("ID-CARD")
RECEIVED, COMMITTED = Mark(Standing.RECEIVED), Mark(Standing.COMMITTED)
DEFERRED = Mark(Standing.DEFERRED, DUE)


# `married` is usually answered no; `rare` has to be asked
QUESTIONS = """
questions:
  married: {name: 已婚, en: Married, usual: "no"}
  rare: {name: 少见, en: Rare}
"""


class Row(NamedTuple):
    need: str
    mark: Mark | None
    answers: list[str]  # the questions that were answered yes
    shared: bool  # the line is up
    held: bool  # a department holds the material
    standing: Standing


def listed(row: Row) -> Checklist:
    text = SMALL.replace("need: required", f'need: "{row.need}"') + QUESTIONS
    if not row.held:
        text = text.replace(", shared_from: GA", "")
    catalog = read(text)
    marks = {} if row.mark is None else {CARD: row.mark}
    answers = dict.fromkeys(row.answers, YES)
    return check(catalog.item(ItemCode("GA-1")), catalog, marks=marks, answers=answers, shared=row.shared)


# need, mark, answers, line up for sharing, held by a department → standing
TABLE = [
    Row("required", None, [], False, False, Standing.OWED),
    Row("required", None, [], False, True, Standing.OWED),  # held elsewhere, but the line is down
    Row("required", None, [], True, False, Standing.OWED),
    Row("required", None, [], True, True, Standing.SHARED),
    Row("required", RECEIVED, [], False, False, Standing.RECEIVED),
    Row("required", RECEIVED, [], True, True, Standing.RECEIVED),  # it came all the same
    Row("required", COMMITTED, [], False, False, Standing.COMMITTED),
    Row("required", DEFERRED, [], False, False, Standing.DEFERRED),
    Row("optional", None, [], False, False, Standing.OPTIONAL),
    Row("optional", None, [], True, True, Standing.SHARED),
    Row("optional", RECEIVED, [], False, False, Standing.RECEIVED),
    Row("when: married", None, [], False, False, Standing.NOT_NEEDED),
    Row("when: married", None, ["by_agent"], False, False, Standing.NOT_NEEDED),
    Row("when: married", None, ["married"], False, False, Standing.OWED),
    Row("when: married", None, ["by_agent", "married"], True, True, Standing.SHARED),
    Row("when: married", None, [], True, True, Standing.NOT_NEEDED),
    Row("when: married", RECEIVED, [], False, False, Standing.RECEIVED),
    Row("when: rare", None, [], False, False, Standing.UNDECIDED),
    Row("when: rare", None, [], True, True, Standing.UNDECIDED),  # nobody fetches what may not be needed
    Row("when: rare", None, ["rare"], False, False, Standing.OWED),
    Row("when: rare", RECEIVED, [], False, False, Standing.RECEIVED),
    Row("when: rare or married", None, ["married"], False, False, Standing.OWED),
    Row("when: rare and married", None, [], False, False, Standing.NOT_NEEDED),
    Row("when: not married", None, [], False, False, Standing.OWED),
]


@pytest.mark.parametrize("row", TABLE)
def test_a_material_stands_as_the_table_says(row: Row) -> None:
    line = listed(row).lines[0]
    assert line.standing is row.standing
    assert line.due == (DUE if row.mark is DEFERRED else None)
    assert line.shared_from == ("GA" if row.held else None)


@pytest.mark.parametrize("row", TABLE)
def test_only_what_is_owed_keeps_a_list_from_being_complete(row: Row) -> None:
    found = listed(row._replace(answers=[one for one in row.answers if one != "by_agent"]))
    assert found.complete is (row.standing not in (Standing.OWED, Standing.UNDECIDED))
    assert [line.material for line in found.owed] == ([CARD] if row.standing is Standing.OWED else [])
    assert [line.material for line in found.undecided] == ([CARD] if row.standing is Standing.UNDECIDED else [])


def test_a_line_says_what_the_clerk_must_know() -> None:
    line = listed(Row("required", None, [], False, True, Standing.OWED)).lines[0]
    assert (line.material, line.name, line.forms) == (CARD, "居民身份证", (Form.ORIGINAL, Form.ELECTRONIC))
    assert line.demand.need is Need.REQUIRED
    assert line.demand.commitment


@pytest.mark.parametrize("code", sorted(sample_catalog().items))
def test_every_item_of_the_sample_has_a_list_in_the_order_of_the_catalogue(code: ItemCode) -> None:
    catalog = sample_catalog()
    item = catalog.item(code)
    found = check(item, catalog, marks={}, answers={})
    assert [line.material for line in found.lines] == [demand.material for demand in item.demands]
    assert {line.material for line in found.owed} == {d.material for d in item.demands if d.need is Need.REQUIRED}
    open_yet = {code for asked in catalog.inquiry({}).matter(item.whens) if asked.answer is None for code in item.whens}
    assert bool(found.undecided) is bool(open_yet)
    everything = {demand.material: RECEIVED for demand in item.demands}
    assert check(item, catalog, marks=everything, answers={}).complete


def test_an_item_that_asks_for_nothing_is_complete() -> None:
    catalog = read(SMALL)
    assert check(catalog.item(ItemCode("GA-2")), catalog, marks={}, answers={}).complete


def test_a_mark_on_a_material_that_is_not_asked_for_changes_nothing() -> None:
    catalog = read(SMALL)
    item = catalog.item(ItemCode("GA-2"))
    assert check(item, catalog, marks={CARD: RECEIVED}, answers={}).lines == ()


def test_a_line_says_which_answers_decide_on_it() -> None:
    line = listed(Row("when: rare and not married", None, ["rare"], False, False, Standing.OWED)).lines[0]
    assert [(one.question.name, one.answer) for one in line.because] == [("少见", "yes"), ("已婚", "no")]
    spared = listed(Row("when: rare and married", None, ["rare"], False, False, Standing.NOT_NEEDED)).lines[0]
    assert [(one.question.name, one.answer) for one in spared.because] == [("已婚", "no")]
    assert listed(Row("when: rare", None, [], False, False, Standing.UNDECIDED)).lines[0].because == ()
    assert listed(Row("required", None, [], False, False, Standing.OWED)).lines[0].because == ()
