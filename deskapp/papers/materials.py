"""The materials of an application as two papers list them: what was received, and what was agreed in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deskapp.papers import words
from deskapp.papers.sheet import Column, Sheet

_COLUMNS = (
    Column("序号", 0.07, centred=True),
    Column("材料名称", 0.48),
    Column("形式", 0.115, centred=True),
    Column("份数", 0.08, centred=True),
    Column("页数", 0.08, centred=True),
    Column("收取情况", 0.175, centred=True),
)


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One material as it stands; `pages` counts scanned pages, `due` is when a deferred one has to be there."""

    name: str
    form: str
    copies: int
    pages: int
    standing: str
    due: date | None = None


def listed(sheet: Sheet, lines: Sequence[ReceiptLine]) -> None:
    """The table of materials, and under it how many of each kind there are."""
    if not lines:
        sheet.paragraph("本次未收取材料。")
        return
    sheet.table(
        _COLUMNS,
        [
            (str(place), line.name, line.form or "—", str(line.copies or "—"), str(line.pages or "—"), _standing(line))
            for place, line in enumerate(lines, start=1)
        ],
    )
    kinds = "，".join(f"{standing} {count} 项" for standing, count in Counter(line.standing for line in lines).items())
    pages = sum(line.pages for line in lines)
    scanned = f"；其中扫描 {pages} 页，已存为电子件" if pages else ""
    sheet.paragraph(f"以上共 {len(lines)} 项：{kinds}{scanned}。")


def _standing(line: ReceiptLine) -> str:
    return f"{line.standing}\n{words.short_day(line.due)} 前" if line.due else line.standing
