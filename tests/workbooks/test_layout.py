"""The sheets: every field of a catalogue's file has its column, every choice its word, and each word leads back."""

from __future__ import annotations

import pytest

from deskapp.rules.catalog_file import file_form
from deskapp.workbooks.catalog_out import rows_of
from deskapp.workbooks.layout import Column, Holds, SheetPlan, code_of, in_cell, plans
from deskapp.workbooks.words import word, words
from tests.rules.sample import sample_catalog

COLUMNS = [(plan, column) for plan in plans().values() for column in plan.columns]
CHOICES = [(column, code) for _, column in COLUMNS for code in column.choices]


@pytest.mark.parametrize("key", sorted(plans()))
def test_every_field_that_is_written_has_a_column(key: str) -> None:
    known = {column.key for column in plans()[key].columns}
    inside = {"items": {"materials"}, "themes": {"items", "after", "produces"}, "questions": {"choices"}}
    inside |= {"queues": {"booking"}}
    for row in rows_of(sample_catalog())[key]:
        left = set(row) - known - inside.get(key, set()) - ({"code"} if key == "demands" else set())
        assert left == set()


def test_every_heading_of_the_file_has_a_sheet() -> None:
    assert set(file_form(sample_catalog())) <= set(plans())


@pytest.mark.parametrize("plan", list(plans().values()), ids=lambda plan: plan.key)
def test_a_sheet_has_no_two_headings_alike_and_a_name_that_a_spreadsheet_takes(plan: SheetPlan) -> None:
    headings = [column.heading for column in plan.columns]
    assert len(headings) == len(set(headings))
    assert len(plan.name) <= 31
    assert not set(plan.name) & set("[]:*?/\\'")
    assert plan.note.endswith("。")


@pytest.mark.parametrize(("plan", "column"), COLUMNS, ids=[f"{plan.key}.{column.key}" for plan, column in COLUMNS])
def test_a_column_has_a_chinese_heading_and_says_what_belongs_there(plan: SheetPlan, column: Column) -> None:
    assert any("\u4e00" <= letter <= "\u9fff" for letter in column.heading)
    assert column.note
    assert bool(column.choices) is (column.holds in (Holds.CHOICE, Holds.FLAG, Holds.STOPS)) or (
        column.holds is Holds.CODES
    )


@pytest.mark.parametrize(("column", "code"), CHOICES, ids=[f"{column.key}.{code}" for column, code in CHOICES])
def test_a_choice_has_its_own_word_that_leads_back_to_it(column: Column, code: str) -> None:
    said = column.choices[code]
    assert list(column.choices.values()).count(said) == 1
    assert code_of(column, said) == code_of(column, f" {said} ") == code_of(column, code) == code


def test_what_is_no_choice_is_left_for_the_reader_to_name() -> None:
    handling = next(column for _, column in COLUMNS if column.key == "handling")
    assert code_of(handling, "随便") == "随便"


@pytest.mark.parametrize(
    ("holds", "value", "cell"),
    [
        (Holds.NUMBER, 20, 20),
        (Holds.TEXT, "公安局", "公安局"),
        (Holds.LINES, ["甲、乙", "丙"], "甲、乙\n丙"),
        (Holds.CODES, ["a", "b"], "甲、b"),
        (Holds.STOPS, {"a": 20, "c": 3}, "甲 20\nc 3"),
        (Holds.CHOICE, "a", "甲"),
    ],
)
def test_a_field_becomes_a_cell_that_people_read(holds: Holds, value: object, cell: str | int) -> None:
    choices = {"a": "甲"} if holds in (Holds.CODES, Holds.STOPS, Holds.CHOICE) else {}
    assert in_cell(Column("x", "", holds, choices=choices), value) == cell


def test_every_word_stands_in_both_languages() -> None:
    for name, said in words().items():
        assert set(said) == {"zh", "en"}, name
        assert all(said.values()), name
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in said["en"]), name
    assert word("nobody knows", "zh") == "nobody knows"
    assert word("name", "fr") == "名称"
