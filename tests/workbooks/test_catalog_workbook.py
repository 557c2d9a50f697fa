"""A catalogue as a workbook and back: nothing is lost, and every cell that is wrong is named."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape, unescape

import pytest
from hypothesis import HealthCheck, given, settings

from deskapp.rules.catalog import Catalog
from deskapp.rules.catalog_file import to_yaml
from deskapp.rules.catalog_nodes import CatalogFaults, Fault
from deskapp.rules.catalog_text import read
from deskapp.sentences import LANGUAGES, sentence_of, sentences
from deskapp.workbooks import catalog_in
from deskapp.workbooks.catalog_file import read_file
from deskapp.workbooks.catalog_out import NOTES, template, workbook_of
from deskapp.workbooks.cells import read_workbook
from deskapp.workbooks.layout import Holds, plans
from tests.rules.sample import SMALL, sample_catalog
from tests.workbooks.made import catalogues


def faults_of(data: bytes) -> tuple[Fault, ...]:
    with pytest.raises(CatalogFaults) as faults:
        catalog_in.read(data)
    return faults.value.faults


def told(data: bytes) -> list[tuple[str, str]]:
    return [(fault.where, fault.code.removeprefix("catalog.")) for fault in faults_of(data)]


Change = Callable[[str], str]


def changed(sheet: str, change: Change, catalog: Catalog | None = None) -> bytes:
    """The small catalogue's workbook with one sheet's XML changed, texts inline so that they can be seen there."""
    data = workbook_of(catalog or read(SMALL))
    number = [plan.name for plan in plans().values()].index(sheet) + 1
    texts = _shared(data)
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == f"xl/worksheets/sheet{number}.xml":
                part = change(_inlined(part.decode(), texts)).encode()
            new.writestr(name, part)
    return kept.getvalue()


def _shared(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        found = re.findall(r"<si><t[^>]*>(.*?)</t></si>", old.read("xl/sharedStrings.xml").decode(), re.S)
    return [unescape(text) for text in found]


def _inlined(xml: str, texts: list[str]) -> str:
    def inline(found: re.Match[str]) -> str:
        return f'<c{found[1]} t="inlineStr"><is><t>{escape(texts[int(found[2])])}</t></is></c>'

    return re.sub(r'<c([^>]*?) t="s"><v>(\d+)</v></c>', inline, xml)


def put(old: str, new: str) -> Change:
    def change(xml: str) -> str:
        assert xml.count(old) >= 1, old
        return xml.replace(old, new, 1)

    return change


def text_of(words: str) -> str:
    return f"<is><t>{words}</t></is>"


def test_the_sample_comes_back_whole_and_is_written_the_same_each_time() -> None:
    data = workbook_of(sample_catalog())
    assert catalog_in.read(data) == sample_catalog()
    assert workbook_of(sample_catalog()) == data
    assert read_file(data) == read_file(to_yaml(sample_catalog()).encode())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])
@given(catalogues())
def test_yaml_to_workbook_to_yaml_is_the_same_catalogue(catalog: Catalog) -> None:
    from_yaml = read(to_yaml(catalog))
    assert from_yaml == catalog
    assert catalog_in.read(workbook_of(from_yaml)) == catalog
    assert to_yaml(catalog_in.read(workbook_of(catalog))) == to_yaml(catalog)


def test_the_empty_workbook_has_every_column_a_note_for_each_and_lists_to_choose_from() -> None:
    book = read_workbook(template())
    assert [sheet.name for sheet in book.sheets] == [*(plan.name for plan in plans().values()), NOTES]
    with zipfile.ZipFile(io.BytesIO(template())) as archive:
        names = archive.namelist()
        for number, plan in enumerate(plans().values(), 1):
            cells = book.sheets[number - 1].cells
            assert [cells[1, place].text for place in range(1, len(plan.columns) + 1)] == [
                column.heading for column in plan.columns
            ]
            xml = archive.read(f"xl/worksheets/sheet{number}.xml").decode()
            lists = sum(column.holds in (Holds.CHOICE, Holds.FLAG) for column in plan.columns)
            assert xml.count('type="list"') == lists
            assert f"xl/comments{number}.xml" in names
    headings = [column.heading for column in plans()["items"].columns]
    assert len(set(headings)) == len(headings)


def test_the_empty_workbook_says_what_is_to_be_filled_in() -> None:
    assert told(template()) == [(f"目录!{place}2", "missing_cell") for place in "ABCD"]


@pytest.mark.parametrize(
    ("sheet", "change", "where", "code"),
    [
        ("部门", put(text_of("公安局"), text_of(" ")), "部门!B2", "missing_cell"),
        ("事项", put(text_of("GA-2"), text_of("GA-1")), "事项!A3", "said_twice_in_sheet"),
        ("事项", put(text_of("承诺件"), text_of("看情况")), "事项!H2", "not_a_choice"),
        ("事项", put("<v>20</v>", "<v>3</v>"), "事项!J2", "promised_too_long"),
        ("事项", put("<v>20</v>", "<v>2.5</v>"), "事项!I2", "cell_number"),
        ("事项", put("<v>20</v>", "<f>10+10</f><v>20</v>"), "事项!I2", "formula"),
        ("事项", put('<c r="I2"', '<c t="e" r="I2"'), "事项!I2", "cell_error"),
        ("事项", put(text_of("身份证申领"), text_of("长" * 201)), "事项!B2", "too_long"),
        ("事项材料", put(text_of("GA-1"), text_of("GA-7")), "事项材料!A2", "nobodys_row"),
        ("事项材料", put(text_of("PHOTO"), text_of("PHOTOS")), "事项材料!B3", "unknown_material"),
        ("事项材料", put(text_of("by_agent"), text_of("by_robot")), "事项材料!D3", "unknown_question"),
        ("事项材料", put(text_of("by_agent"), text_of(" ")), "事项材料!C3", "when_without_condition"),
        ("事项材料", put(text_of("按条件"), text_of("必须")), "事项材料!D3", "condition_unasked"),
        ("事项材料", put(text_of("必须"), text_of("也许")), "事项材料!C2", "bad_need"),
        ("材料", put(text_of("原件、电子件"), text_of("原件、影印件")), "材料!C2", "not_a_choice"),
        ("材料", put(text_of("名称"), text_of("名字")), "材料!B1", "unknown_column"),
        ("取消证明", put(text_of("2024-01-01"), text_of("去年")), "取消证明!B2", "not_a_day"),
        ("主题事项", put('<c r="C3"', '<c r="D2"'), "主题事项!D2", "unknown_material"),
        ("叫号规矩", put(text_of("最多叫几次"), text_of("随便")), "叫号规矩!A3", "unknown_key"),
    ],
)
def test_what_is_wrong_is_named_by_its_cell(sheet: str, change: Change, where: str, code: str) -> None:
    assert (where, code) in told(changed(sheet, change))


def test_everything_that_is_wrong_is_named_at_once_in_the_words_of_the_sheet() -> None:
    spoils = [(text_of("承诺件"), text_of("看情况")), ("<v>20</v>", "<v>3</v>"), (text_of("GA-2"), text_of("GA-1"))]

    def spoil(xml: str) -> str:
        for old, new in spoils:
            xml = put(old, new)(xml)
        return xml

    found = faults_of(changed("事项", spoil))
    assert [fault.where for fault in found] == ["事项!H2", "事项!J2", "事项!A3", "主题事项!B3"]
    assert [sentence_of(fault.code, fault.values, "zh") for fault in found] == [
        "办理方式 只能是：即办件、承诺件。",
        "承诺时限 5 超过法定时限 3。请改小。",
        "GA-1 与 事项!A2 重复。",
        "没有事项 GA-2。请先写在 items 里，或改正编码。",
    ]
    for fault in found:
        assert fault.code in sentences()
        assert all(sentence_of(fault.code, fault.values, lang) for lang in LANGUAGES)


@pytest.mark.parametrize("day", ["2024-1-1", "2024/01/01", "2024.1.1", "2024年1月1日"])
def test_a_day_is_read_as_people_write_it(day: str) -> None:
    data = changed("取消证明", put(text_of("2024-01-01"), text_of(day)))
    assert catalog_in.read(data) == read(SMALL)


def test_a_day_is_read_as_a_spreadsheet_program_keeps_it() -> None:
    data = changed("取消证明", lambda xml: xml.replace(' t="inlineStr">' + text_of("2024-01-01"), "><v>45292</v>"))
    assert catalog_in.read(data) == read(SMALL)


def test_a_version_that_became_a_number_is_not_taken_for_another() -> None:
    data = changed("目录", lambda xml: xml.replace(' t="inlineStr">' + text_of("1"), "><v>2026.1</v>", 1))
    assert ("目录!A2", "cell_number") in told(data)


def test_the_words_of_the_file_and_those_of_the_sheet_are_both_understood() -> None:
    def said_otherwise(xml: str) -> str:
        return put(text_of("承诺件"), text_of("promise"))(put(text_of("法定时限"), text_of("statutory_days"))(xml))

    assert catalog_in.read(changed("事项", said_otherwise)) == read(SMALL)


@pytest.mark.parametrize(
    ("stops", "found"),
    [("听证 20\n检测：15天", {"hearing": 20, "testing": 15}), ("听证20、检测 15", {"hearing": 20, "testing": 15})],
)
def test_what_stops_the_clock_is_written_a_line_each(stops: str, found: dict[str, int]) -> None:
    cell = f'<c r="L2" t="inlineStr">{text_of(stops)}</c>'
    data = changed("事项", lambda xml: xml.replace('<c r="M2"', f'{cell}<c r="M2"'))
    assert next(iter(catalog_in.read(data).items.values())).clock_stops == found
    wrong = changed("事项", lambda xml: xml.replace('<c r="M2"', f'{cell.replace(stops, "午休 2")}<c r="M2"'))
    assert ("事项!L2", "bad_clock_stop") in told(wrong)
