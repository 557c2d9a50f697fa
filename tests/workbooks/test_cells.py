"""Cells of a workbook that anybody may have made: read for what they are, or refused, and never obeyed."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules.catalog_nodes import CatalogFaults
from deskapp.workbooks import cells
from deskapp.workbooks.catalog_file import read_file
from deskapp.workbooks.catalog_out import template, workbook_of
from deskapp.workbooks.cells import Cell, is_workbook, place_name, read_workbook
from tests.rules.sample import sample_catalog
from tests.workbooks.made import archive, workbook


def code_of(data: bytes) -> str:
    with pytest.raises(CatalogFaults) as faults:
        read_workbook(data)
    return faults.value.faults[0].code.removeprefix("catalog.")


def cells_of(rows: str, **more: str) -> dict[tuple[int, int], Cell]:
    return read_workbook(workbook({"一": rows}, **more)).sheets[0].cells  # type: ignore[arg-type]


def test_texts_numbers_and_flags_are_read_wherever_they_stand() -> None:
    rows = (
        '<row r="3"><c r="B3" t="s"><v>1</v></c><c r="AA3"><v>20</v></c><c r="C3" t="b"><v>1</v></c>'
        '<c r="D3" t="inlineStr"><is><r><t>甲</t></r><r><t xml:space="preserve"> 乙</t></r></is></c></row>'
    )
    shared = "<si><t>零</t></si><si><r><t>李</t></r><r><t>䶮</t></r><rPh><t>yan</t></rPh></si>"
    assert cells_of(rows, shared=shared) == {
        (3, 2): Cell("李䶮"), (3, 27): Cell("20", number=True), (3, 3): Cell("true"), (3, 4): Cell("甲 乙"),
    }  # fmt: skip


def test_cells_that_do_not_say_where_they_stand_follow_one_another() -> None:
    assert cells_of("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>") == {
        (1, 1): Cell("1", number=True), (1, 2): Cell("2", number=True), (2, 1): Cell("3", number=True),
    }  # fmt: skip


def test_what_is_computed_and_what_went_wrong_is_said_so() -> None:
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="e"><v>#REF!</v></c><c r="C1"><f>X()</f></c></row>'
    assert {place: cell.wrong for place, cell in cells_of(rows).items()} == {
        (1, 1): "formula", (1, 2): "error", (1, 3): "formula",
    }  # fmt: skip


def test_letters_that_a_spreadsheet_program_escapes_are_read_as_they_were() -> None:
    assert cells_of('<row><c t="inlineStr"><is><t>a_x000D_b_x005F_x000D_</t></is></c></row>') == {
        (1, 1): Cell("a\rb_x000D_")
    }


def test_days_may_count_from_1904() -> None:
    assert read_workbook(workbook({"一": ""}, settings='<workbookPr date1904="1"/>')).from_1904
    assert not read_workbook(workbook({"一": ""})).from_1904


def test_macros_links_and_pictures_are_never_opened() -> None:
    more: dict[str, str | bytes] = {
        "xl/vbaProject.bin": b"\xff" * 100,
        "xl/externalLinks/externalLink1.xml": "<not even xml",
        "xl/media/a.png": b"x",
    }
    assert read_workbook(workbook({"一": "<row><c><v>1</v></c></row>"}, more=more)).sheets[0].cells


ENTITIES = '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("before", [ENTITIES, OUTSIDE])
def test_xml_that_declares_entities_is_refused(before: str) -> None:
    sheet = before + "<worksheet><sheetData><row><c t='inlineStr'><is><t>&b;</t></is></c></row></sheetData></worksheet>"
    assert code_of(workbook({"一": ""}, more={"xl/worksheets/s1.xml": sheet})) == "xlsx_broken"


def test_a_bomb_is_not_unpacked() -> None:
    bomb = "<worksheet><sheetData>" + " " * (cells.LARGEST_UNPACKED + 1)
    data = workbook({"一": ""}, more={"xl/worksheets/s1.xml": bomb})
    assert len(data) < 200_000
    started = time.process_time()
    assert code_of(data) == "xlsx_too_large"
    assert time.process_time() - started < 5


def test_sheets_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MOST_CELLS", 1000)
    assert code_of(workbook({"一": "<row>" + "<c><v>1</v></c>" * 1001 + "</row>"})) == "xlsx_too_many_cells"
    assert code_of(workbook({"一": ""}, shared="<si><t>x</t></si>" * 1001)) == "xlsx_too_many_cells"


def test_a_file_that_is_too_large_is_refused_before_it_is_opened() -> None:
    assert code_of(b"PK\x03\x04" + b"\0" * cells.LARGEST) == "too_large"


def locked() -> bytes:
    data = bytearray(workbook({"一": ""}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.find(mark)
        while at >= 0:
            data[at + (6 if mark == b"PK\x03\x04" else 8)] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_xlsx"),
        (b"PK\x03\x04 and nothing", "not_xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not_xlsx"),  # .xls, or a workbook under a password
        (locked(), "not_xlsx"),
        (archive({"word/document.xml": "<w/>"}), "not_xlsx"),
        (archive({f"p{n}": "" for n in range(2001)} | {"xl/workbook.xml": ""}), "not_xlsx"),
        (archive({"xl/workbook.xml": "<workbook>"}), "xlsx_broken"),
        (archive({"xl/workbook.xml": "no xml"}), "xlsx_broken"),
        (workbook({"一": "<row><c>"}), "xlsx_broken"),
        (workbook({"一": ""}, more={"xl/texts.xml": "<sst", "xl/_rels/workbook.xml.rels": "<R"}), "xlsx_broken"),
    ],
)
def test_what_is_no_workbook_is_refused_by_name(data: bytes, code: str) -> None:
    assert code_of(data) == code


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_points_outside_is_only_a_name() -> None:
    relations = (
        '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="../../../../etc/passwd"/></Relationships>'
    )
    assert code_of(workbook({"一": ""}, more={"xl/_rels/workbook.xml.rels": relations})) == "xlsx_broken"


@given(st.binary(max_size=200), st.integers(0, 3000), st.integers(1, 60))
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(junk: bytes, at: int, cut: int) -> None:
    whole = workbook({"目录": "<row><c><v>1</v></c></row>"}, shared="<si><t>x</t></si>")
    for data in (junk, b"PK\x03\x04" + junk, whole[:at] + junk + whole[at + cut :]):
        try:
            read_file(data)
        except CatalogFaults as faults:
            found = faults.faults
        assert found


def test_a_city_of_items_is_read_in_a_breath() -> None:
    data = workbook_of(sample_catalog())
    with zipfile.ZipFile(io.BytesIO(data)) as archive_of_it:
        assert "xl/workbook.xml" in archive_of_it.namelist()
    started = time.process_time()
    read_file(data)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(("place", "name"), [((1, 1), "A1"), ((7, 26), "Z7"), ((2, 27), "AA2"), ((9, 703), "AAA9")])
def test_a_place_is_named_as_people_name_it(place: tuple[int, int], name: str) -> None:
    assert place_name(*place) == name


def test_a_workbook_is_told_from_a_text() -> None:
    assert is_workbook(template())
    assert not is_workbook(b"catalog: {}")
