"""A catalogue as a workbook to look at and change; and an empty one to fill in, with notes and lists to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from deskapp.rules.catalog import Catalog
from deskapp.rules.catalog_file import file_form
from deskapp.workbooks.layout import Holds, SheetPlan, in_cell, plans

NOTES = "填表说明"
_ROWS_TO_CHOOSE = 5_000
_TEMPLATE_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_LISTED = frozenset({Holds.CHOICE, Holds.FLAG})
Row = Mapping[str, Any]


def workbook_of(catalog: Catalog) -> bytes:
    """The catalogue as a workbook that `catalog_in.read` reads as the same catalogue; the same bytes each time."""
    return _written(rows_of(catalog), f"{catalog.version}", datetime.combine(catalog.valid_from, time.min, UTC))


def template() -> bytes:
    """An empty workbook that an office fills in."""
    return _written({}, "事项目录", _TEMPLATE_DAY)


def rows_of(catalog: Catalog) -> dict[str, list[Row]]:
    """The rows of each sheet, by the key of the sheet; each row holds fields of the catalogue's file."""
    form = file_form(catalog)
    by_code = ("departments", "queues", "questions", "materials", "classes")
    rows: dict[str, list[Row]] = {
        key: [{"code": code, **fields} for code, fields in form[key].items()] for key in by_code
    }
    rows |= {key: form[key] for key in ("items", "themes", "cancelled_proofs")}
    rows["catalog"] = [form["catalog"]]
    rows["line"] = [{"rule": rule, "value": value} for rule, value in form["line"].items()]
    rows["bookings"] = [
        {"queue": queue, **fields["booking"]} for queue, fields in form["queues"].items() if "booking" in fields
    ]
    rows["choices"] = [
        {"question": question, "code": code, **said}
        for question, fields in form["questions"].items()
        for code, said in fields.get("choices", {}).items()
    ]
    rows["demands"] = [_demand(item["code"], demand) for item in form["items"] for demand in item["materials"]]
    rows["theme_items"] = [
        {"theme": theme["code"], "item": code}
        | {key: theme[key][code] for key in ("after", "produces") if code in theme.get(key, {})}
        for theme in form["themes"]
        for code in theme["items"]
    ]
    return rows


def _demand(item: str, demand: Mapping[str, Any]) -> Row:
    need = str(demand["need"])
    told: dict[str, Any] = {**demand, "item": item, "material": demand["code"]}
    if need.startswith("when: "):
        told |= {"need": "conditional", "when": need.removeprefix("when: ")}
    return told


def _written(rows: Mapping[str, Sequence[Row]], title: str, day: datetime) -> bytes:
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title, "created": day})
        formats = {
            "heading": book.add_format({"bold": True, "bg_color": "#DCE6F2", "bottom": 1, "valign": "top"}),
            "wanted": book.add_format({"bold": True, "bg_color": "#FCE8C8", "bottom": 1, "valign": "top"}),
            "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
            "number": book.add_format({"num_format": "0", "valign": "top"}),
        }
        for plan in plans().values():
            _sheet(book.add_worksheet(plan.name), plan, rows.get(plan.key, ()), formats)
        _notes(book.add_worksheet(NOTES), formats)
    return kept.getvalue()


def _sheet(sheet: Worksheet, plan: SheetPlan, rows: Sequence[Row], formats: Mapping[str, Any]) -> None:
    sheet.freeze_panes(1, 2 if plan.key == "items" else 1)
    for place, column in enumerate(plan.columns):
        sheet.set_column(place, place, column.wide, formats["number" if column.holds is Holds.NUMBER else "text"])
        sheet.write_string(0, place, column.heading, formats["wanted" if column.required else "heading"])
        told = f"{column.note}。" if column.required else f"{column.note}。（可不填）"
        sheet.write_comment(0, place, told, {"author": "", "x_scale": 1.6})
        if column.holds in _LISTED:
            words = list(column.choices.values())
            choose = {"validate": "list", "source": words, "error_title": column.heading, "error_message": column.note}
            sheet.data_validation(1, place, _ROWS_TO_CHOOSE, place, choose)
    for number, row in enumerate(rows, 1):
        for place, column in enumerate(plan.columns):
            if column.key in row:
                cell = in_cell(column, row[column.key])
                if isinstance(cell, int):
                    sheet.write_number(number, place, cell, formats["number"])
                else:
                    sheet.write_string(number, place, cell, formats["text"])


def _notes(sheet: Worksheet, formats: Mapping[str, Any]) -> None:
    sheet.set_column(0, 1, 16)
    sheet.set_column(2, 2, 90)
    for number, (one, other, words) in enumerate(_told()):
        look = formats["heading"] if number == 0 else formats["text"]
        for place, cell in enumerate((one, other, words)):
            sheet.write_string(number, place, cell, look)


def _told() -> Iterator[tuple[str, str, str]]:
    yield "工作表", "列", "怎么填（橙色表头必填）"
    yield (
        "",
        "",
        "每张表第一行是表头，不要改；从第二行填起，空行不管。不要用公式，不要另加工作表。",
    )
    yield "", "", "填好后：deskapp catalog check 目录.xlsx，逐格指出错误；都对了再发布。"
    for plan in plans().values():
        yield plan.name, "", plan.note
        for column in plan.columns:
            yield plan.name, column.heading, column.note + ("" if column.required else "（可不填）")
