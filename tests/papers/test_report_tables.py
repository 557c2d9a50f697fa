"""The hall's figures as office programs open them: in both languages, whole, and never a formula."""

from __future__ import annotations

import csv
import re
import zipfile
from datetime import date
from io import BytesIO, StringIO
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.papers.report_tables import Cell, Table, csv_of, neutral, table_of, xlsx_of
from deskapp.rules.figures import By, Figures, Spread

DAY, LATER = date(2026, 11, 23), date(2026, 11, 24)
ENOUGH, FEW = Spread(40, 12.34, 30.0, 61.25), Spread(3, None, None, 9.0)
NAMES = {"A": "综合受理", "GA-1": "=HYPERLINK(1)"}


def row(*key: str, waits: Spread = ENOUGH, in_time: float | None = 0.876) -> Figures:
    return Figures(
        key=key, people=40, legs=44, served=37, sent_on=1, at_window=1, no_shows=2, cancelled=1, waiting=2,
        carried_over=0, waits=waits, services=FEW, in_time=in_time,
    )  # fmt: skip


def table(*rows: Figures, by: tuple[By, ...] = (By.QUEUE,), days: tuple[date, date] = (DAY, DAY)) -> Table:
    return table_of(rows, row(), by, days, NAMES)


def as_read(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def sheet_of(data: bytes, number: int = 1) -> list[list[str | float]]:
    """The cells of a sheet as a reader of the format finds them, independent of what wrote it; a formula fails."""
    with zipfile.ZipFile(BytesIO(data)) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        texts = ["".join(part.text or "" for part in one.findall(".//{*}t")) for one in shared]
        sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    assert sheet.find(".//{*}f") is None
    rows = []
    for line in sheet.findall(".//{*}row"):
        cells: list[str | float] = []
        for cell in line:
            value = cell.findtext("{*}v") or ""
            cells.append(texts[int(value)] if cell.get("t") == "s" else float(value))
        rows.append(cells)
    return rows


def test_every_row_has_a_cell_for_every_heading_in_both_languages() -> None:
    found = as_read(csv_of(table(row("A"), row("B", waits=FEW, in_time=None))))
    headings, first, second, everybody = found
    assert {len(line) for line in found} == {len(headings)}
    assert headings[:3] == ["队列 Queue", "名称 Name", "人数 People"]
    assert all(re.search(r"[一-鿿]", heading) and re.search(r"[a-z]{2}", heading) for heading in headings)
    assert first == ["A", "综合受理", "40", "44", "37", "1", "1", "2", "1", "2", "0", "12.3", "30.0", "61.2", "", "",
                     "9.0", "87.6"]  # fmt: skip
    assert second[-7:] == ["", "", "9.0", "", "", "9.0", ""], "what nobody should believe stays empty"
    assert (everybody[0], everybody[1], everybody[2]) == ("合计 All", "", "40")


@pytest.mark.parametrize(
    ("by", "key", "cells"),
    [
        ((By.HOUR,), ("09",), ["09:00–09:59"]),
        ((By.WINDOW,), ("",), ["（无）None"]),
        ((By.CLERK, By.WINDOW), ("clerk3", "3"), ["clerk3", "3"]),
        ((By.WINDOW, By.QUEUE), ("3", "A"), ["3", "A", "综合受理"]),
        ((By.QUEUE,), ("Z",), ["Z", ""]),
    ],
)
def test_a_group_is_named_as_people_know_it(by: tuple[By, ...], key: tuple[str, ...], cells: list[str]) -> None:
    made = table(row(*key), by=by)
    assert list(made.rows[0])[: len(cells)] == cells
    assert list(made.rows[1])[: len(cells)] == ["合计 All", *[""] * (len(cells) - 1)]


def test_excel_knows_the_letters_by_the_mark() -> None:
    assert csv_of(table()).startswith(b"\xef\xbb\xbf")
    assert csv_of(table()).endswith(b"\r\n")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "  =1", "\n=1", "＝1", " ＋1"])
def test_what_begins_like_a_formula_is_none(text: str) -> None:
    made = Table("x", DAY, ("a",), ((text,),))
    assert as_read(csv_of(made))[1] == [f"'{text}"]
    assert sheet_of(xlsx_of(made))[1] == [text.replace("\r", "_x000D_") if "\r" in text else text]


@pytest.mark.parametrize("text", ["", "A", "企业开办-变更", "a=b", "'=1", "09:00–09:59", "（无）None"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert neutral(text) == text


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=2, max_size=2)))
def test_whatever_stands_in_a_cell_it_is_read_back_as_one_text(rows: list[list[str]]) -> None:
    cells: tuple[tuple[Cell, ...], ...] = tuple(tuple(line) for line in rows)
    found = as_read(csv_of(Table("x", DAY, ("a", "b"), cells)))
    assert [[cell.removeprefix("'") for cell in line] for line in found[1:]] == [
        [cell.removeprefix("'") for cell in line] for line in rows
    ]
    assert not [cell for line in found for cell in line if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]


def test_the_workbook_says_the_same_as_the_csv() -> None:
    made = table(row("A"), row("GA-1"), by=(By.ITEM,))
    texts = [[str(cell) for cell in line if cell not in ("", None)] for line in (made.headings, *made.rows)]
    read = [[str(cell) for cell in line if cell != ""] for line in sheet_of(xlsx_of(made))]
    assert [[cell.removesuffix(".0") for cell in line] for line in read] == [
        [cell.removesuffix(".0") for cell in line] for line in texts
    ]
    assert ["=HYPERLINK(1)" in line for line in read] == [False, False, True, False]


def test_the_workbook_says_what_its_numbers_mean_and_which_days() -> None:
    made = xlsx_of(table(days=(DAY, LATER)))
    notes = [str(line[0]) for line in sheet_of(made, 2)]
    assert any("样本" in note for note in notes)
    assert any("samples" in note for note in notes)
    with zipfile.ZipFile(BytesIO(made)) as book:
        assert b'name="2026-11-23_2026-11-24"' in book.read("xl/workbook.xml")


def test_the_same_figures_are_the_same_bytes() -> None:
    assert xlsx_of(table(row("A"))) == xlsx_of(table(row("A")))
    assert csv_of(table(row("A"))) == csv_of(table(row("A")))
