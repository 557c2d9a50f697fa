"""The hall's figures as a table that an office program opens: CSV and XLSX, headed in Chinese and English.

What people wrote may look like a formula to such a program. In CSV every cell that begins like one is given an
apostrophe; in XLSX every text is kept as a text.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO, StringIO

from xlsxwriter import Workbook

from deskapp.rules.figures import FOR_MEDIAN, FOR_P90, FOR_SHARE, By, Figures, Spread

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows, the row of everybody last. A number that nobody should believe is None and stays empty."""

    name: str
    last: date
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


_PARTS: Mapping[By, str] = {
    By.QUEUE: "队列 Queue",
    By.ITEM: "事项 Item",
    By.WINDOW: "窗口 Window",
    By.CLERK: "窗口人员 Clerk",
    By.HOUR: "取号时段 Hour of coming",
}
_NAMED = (By.QUEUE, By.ITEM)
_COUNTS = (
    "人数 People", "排队次数 Waits", "办结 Served", "转出 Sent on", "正在窗口 At a window", "过号 No-show",
    "取消 Cancelled", "等候中 Waiting", "结转次日 Carried over",
)  # fmt: skip
_TIMES = (
    "等候中位数（分钟）Median wait (min)", "等候九成不超过（分钟）90 % waited at most (min)",
    "最长等候（分钟）Longest wait (min)", "办理中位数（分钟）Median service (min)",
    "办理九成不超过（分钟）90 % took at most (min)", "最长办理（分钟）Longest service (min)",
    "按时叫到（%）Called in time (%)",
)  # fmt: skip
_NAME, _ALL, _NONE = "名称 Name", "合计 All", "（无）None"
_NOTES = (
    f"中位数至少要 {FOR_MEDIAN} 个样本，按时率至少 {FOR_SHARE} 个，九成值至少 {FOR_P90} 个；不足则留空。",
    f"A median is told from {FOR_MEDIAN} samples, a share from {FOR_SHARE}, a 90th percentile from {FOR_P90};"
    " below that the cell is empty.",
    "等候：取号（或转出）到办成的那次叫号；不含同一人在别的窗口办理的时间。办理：到窗口至结束，不含暂离。",
    "Wait: from the ticket (or being sent on) to the call that led to service, without time the same person was served"
    " elsewhere. Service: from arrival to the end, without the time somebody was held.",
    "一人排几个队只计一人；排队次数逐队计。",
    "Whoever stands in several lines is one person; waits count each line.",
)


def table_of(
    rows: Sequence[Figures], everybody: Figures, by: Sequence[By], days: tuple[date, date], names: Mapping[str, str]
) -> Table:
    """Figures as a table. `names`: what queues and items are called."""
    named = [one for one in by if one in _NAMED]
    first, last = days
    return Table(
        name=f"{first}" if first == last else f"{first}_{last}",
        last=last,
        headings=(*(_PARTS[one] for one in by), *(_NAME for _ in named), *_COUNTS, *_TIMES),
        rows=(
            *((*_key(row, by), *_names(row, by, names), *_numbers(row)) for row in rows),
            (*((_ALL,) + ("",) * len(by))[: len(by)], *("" for _ in named), *_numbers(everybody)),
        ),
    )


def csv_of(table: Table) -> bytes:
    """The table as CSV (RFC 4180) in UTF-8, with the mark by which Excel knows it for that."""
    told = StringIO(newline="")
    writer = csv.writer(told)
    writer.writerow(table.headings)
    writer.writerows([neutral(cell) if isinstance(cell, str) else cell for cell in row] for row in table.rows)
    return told.getvalue().encode("utf-8-sig")


def xlsx_of(table: Table) -> bytes:
    """The table as a workbook, with a second sheet that says what the numbers mean; the same bytes each time."""
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": table.name, "created": datetime.combine(table.last, time.min, UTC)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet, notes = book.add_worksheet(table.name), book.add_worksheet("说明 Notes")
        for number, row in enumerate((table.headings, *table.rows)):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, place, cell, bold if number == 0 else None)
                elif cell is not None:
                    sheet.write_number(number, place, cell)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.headings) - 1, 14)
        for number, note in enumerate(_NOTES):
            notes.write_string(number, 0, note)
    return kept.getvalue()


_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide ones count in some languages


def neutral(text: str) -> str:
    """A text that no office program takes for a formula, blanks before it or not."""
    return f"'{text}" if text.startswith(_FORMULAS) or text.lstrip().startswith(_FORMULAS) else text


def _key(row: Figures, by: Sequence[By]) -> list[str]:
    return [_part(part, one) for part, one in zip(row.key, by, strict=True)]


def _part(part: str, by: By) -> str:
    if not part:
        return _NONE
    return f"{part}:00–{part}:59" if by is By.HOUR else part


def _names(row: Figures, by: Sequence[By], names: Mapping[str, str]) -> list[str]:
    return [names.get(part, "") for part, one in zip(row.key, by, strict=True) if one in _NAMED]


def _numbers(row: Figures) -> list[Cell]:
    share = None if row.in_time is None else round(row.in_time * 100, 1)
    counts = (
        row.people, row.legs, row.served, row.sent_on, row.at_window, row.no_shows, row.cancelled, row.waiting,
        row.carried_over,
    )  # fmt: skip
    return [*counts, *_minutes(row.waits), *_minutes(row.services), share]


def _minutes(spread: Spread) -> list[float | None]:
    return [None if one is None else round(one, 1) for one in (spread.median, spread.p90, spread.longest)]
