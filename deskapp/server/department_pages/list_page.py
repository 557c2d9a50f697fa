"""What lies with a department, the most urgent first."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi.responses import HTMLResponse

from deskapp.ids import CaseId
from deskapp.queries.department_work import DepartmentLine
from deskapp.rules.case_state import State
from deskapp.rules.deadline import Lamp
from deskapp.server.department_pages.frame import Message, Reader, both, page
from deskapp.server.department_pages.words import LAMPS, LATES, STATES

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases are asked for; `number`: digits of one."""

    lamp: Lamp | None = None
    state: State | None = None
    number: str = ""
    place: int = 1


@dataclass(frozen=True, slots=True)
class WorkSheet:
    """The list as it is shown: one page of it, whose cases have their masked names. `counts` are of everything."""

    lines: Sequence[DepartmentLine]
    names: Mapping[CaseId, str]
    found: int
    counts: Mapping[Lamp, int]
    states: Mapping[State, int]


def narrowed(lines: Sequence[DepartmentLine], wanted: Wanted) -> list[DepartmentLine]:
    """Those of one lamp, one state."""
    return [line for line in lines if wanted.lamp in (None, line.lamp) and wanted.state in (None, line.state)]


def list_page(
    hall: str, reader: Reader, wanted: Wanted, sheet: WorkSheet, message: Message | None = None
) -> HTMLResponse:
    """The list as a page."""
    body = _filters(wanted, sheet) + (_table(sheet) if sheet.lines else _nothing(wanted)) + _places(wanted, sheet)
    return page(hall, ("部门办件", "Department cases"), body, reader=reader, message=message)


def lamp_mark(line: DepartmentLine) -> str:
    """The lamp in colour and in words."""
    zh, en = LAMPS[line.lamp]
    if line.lates:
        zh, en = f"{zh} · {LATES[line.lates[0]][0]}", f"{en}: {LATES[line.lates[0]][1]}"
    return f'<span class="lamp {line.lamp.value}">{both(zh, en)}</span>'


def days_words(line: DepartmentLine) -> str:
    """How much is left, in words."""
    if line.state is State.PAUSED and line.paused_until is not None:
        return both(f"暂停至 {line.paused_until}", f"stopped until {line.paused_until}")
    if line.days_left is None:
        return ""
    if line.days_left < 0:
        days = "day" if line.days_left == -1 else "days"
        return both(f"超期 {-line.days_left} 个工作日", f"{-line.days_left} working {days} over")
    days = "day" if line.days_left == 1 else "days"
    return both(f"剩 {line.days_left} 个工作日", f"{line.days_left} working {days} left")


def _filters(wanted: Wanted, sheet: WorkSheet) -> str:
    lamps = [_chip(("全部", "All"), sum(sheet.counts.values()), {}, wanted.lamp is None and wanted.state is None)]
    lamps += [
        _chip(LAMPS[lamp], sheet.counts.get(lamp, 0), {"lamp": lamp.value}, wanted.lamp is lamp, lamp.value)
        for lamp in (Lamp.RED, Lamp.YELLOW, Lamp.GREEN)
    ]
    states = [
        _chip(STATES[state], sheet.states.get(state, 0), {"state": state.value}, wanted.state is state)
        for state in (State.ACCEPTED, State.PAUSED, State.DECIDED, State.READY)
    ]
    search = (
        '<form class="search" method="get" action="/department" role="search">'
        f'<input name="number" inputmode="numeric" maxlength="32" placeholder="办件编号 · case number"'
        f' aria-label="办件编号 case number" value="{html.escape(wanted.number)}">'
        f"<button>{both('查找', 'Find')}</button></form>"
    )
    return f'<nav class="filters">{"".join(lamps)}<span class="gap"></span>{"".join(states)}{search}</nav>'


def _chip(words: tuple[str, str], count: int, query: Mapping[str, str], now: bool, look: str = "") -> str:
    href = "/department" + (f"?{urlencode(query)}" if query else "")
    here = ' aria-current="page"' if now else ""
    return f'<a class="chip {look}" href="{href}"{here}>{both(*words)}<b>{count}</b></a>'


def _nothing(wanted: Wanted) -> str:
    if wanted.number:
        words = both("没有查到这个编号的办件。请核对编号。", "No case of this number. Check its digits.")
    else:
        words = both("没有办件。", "Nothing here.")
    return f'<p class="card quiet">{words}</p>'


def _table(sheet: WorkSheet) -> str:
    heads = (
        ("时限", "Lamp"),
        ("办件", "Case"),
        ("申请人", "Applicant"),
        ("受理", "Accepted"),
        ("承诺办结", "Promised"),
        ("状态", "State"),
    )
    head = "".join(f'<th scope="col">{both(*words)}</th>' for words in heads)
    rows = "".join(_row(line, sheet.names.get(line.case, "")) for line in sheet.lines)
    return f'<table class="work"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _row(line: DepartmentLine, name: str) -> str:
    marks = []
    if line.state is State.ACCEPTED and line.dispatched_on is None:
        marks.append(f'<span class="mark new">{both("未接收", "not taken")}</span>')
    if line.urged:
        marks.append(f'<span class="mark">{both(f"催办 {line.urged} 次", f"urged {line.urged}×")}</span>')
    promised = f"{line.promised_day or '—'}{'（暂定）' if line.provisional else ''}"
    item = both(line.item_name, line.item_en)
    return (
        f"<tr><td>{lamp_mark(line)}</td>"
        f'<td><a href="/department/cases/{html.escape(line.case)}">{item}</a>'
        f"<code>{html.escape(line.number)}</code></td>"
        f"<td>{html.escape(name) or '—'}</td><td>{line.accepted_on or '—'}</td>"
        f'<td>{promised}<span class="left">{days_words(line)}</span></td>'
        f"<td>{both(*STATES.get(line.state, (line.state.value, line.state.value)))}{''.join(marks)}</td></tr>"
    )


def _places(wanted: Wanted, sheet: WorkSheet) -> str:
    last = (sheet.found + ON_A_PAGE - 1) // ON_A_PAGE
    if last <= 1:
        return ""

    def link(place: int, words: tuple[str, str]) -> str:
        query = {
            name: value
            for name, value in (
                ("lamp", wanted.lamp.value if wanted.lamp else ""),
                ("state", wanted.state.value if wanted.state else ""), ("place", str(place)),
            )
            if value
        }  # fmt: skip
        return f'<a class="chip" href="/department?{html.escape(urlencode(query))}">{both(*words)}</a>'

    back = link(wanted.place - 1, ("上一页", "Back")) if wanted.place > 1 else ""
    on = link(wanted.place + 1, ("下一页", "On")) if wanted.place < last else ""
    return f'<nav class="filters">{back}<span>{wanted.place} / {last}</span>{on}</nav>'
