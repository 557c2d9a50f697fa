"""One case on a department's page: who, what, until when, what was brought, and what can be done now."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi.responses import HTMLResponse

from deskapp.queries.department_case import DepartmentCase, Happened, MaterialOfCase, Who
from deskapp.rules.case import Procedure
from deskapp.server.department_pages.frame import Message, Reader, both, hidden, page
from deskapp.server.department_pages.list_page import days_words, lamp_mark
from deskapp.server.department_pages.step_forms import StepForms, steps
from deskapp.server.department_pages.words import FORMS, HAPPENED, PROCEDURES, STANDINGS, STATES


@dataclass(frozen=True, slots=True)
class CaseView:
    """What is shown beside the case: the name by which each form is known when it comes twice."""

    once: str
    pictures: frozenset[str]  # the pages that are pictures
    typed: StepForms  # what was typed into a form that was refused
    status: int = 200


def case_page(
    hall: str, reader: Reader, sheet: DepartmentCase, view: CaseView, message: Message | None = None
) -> HTMLResponse:
    """The case as a page."""
    line = sheet.line
    body = (
        f'<p class="under"><code>{html.escape(line.number)}</code>{lamp_mark(line)}'
        f'<span class="left">{days_words(line)}</span></p>'
        f'<div class="columns"><div>{_facts(sheet)}{_person(reader, sheet)}{_answers(sheet)}'
        f"{_materials(sheet, view)}{_history(sheet.history)}</div>"
        f"<aside>{steps(reader, sheet, view.once, view.typed)}</aside></div>"
    )
    return page(hall, (line.item_name, line.item_en), body, reader=reader, message=message, status=view.status)


def _rows(rows: Iterable[tuple[str, str, str]]) -> str:
    return "".join(f"<dt>{both(zh, en)}</dt><dd>{value}</dd>" for zh, en, value in rows if value)


def _facts(sheet: DepartmentCase) -> str:
    line = sheet.line
    provisional = "（暂定）" if line.provisional else ""
    rows = [
        ("状态", "State", both(*STATES.get(line.state, (line.state.value, line.state.value)))),
        ("受理日期", "Accepted on", str(line.accepted_on or "")),
        ("承诺办结", "Promised by", f"{line.promised_day or ''}{provisional}"),
        ("法定期限", "Statutory limit", str(line.statutory_day or "")),
        ("接收日期", "Taken over on", str(line.dispatched_on or "")),
        ("特别程序", "Procedure", both(*PROCEDURES[sheet.procedure]) if sheet.procedure else ""),
        ("暂停至", "Stopped until", str(line.paused_until or "")),
        ("决定", "Decision", _decision(line.granted)),
        ("送达期限", "To be delivered by", str(line.deliver_by or "")),
        ("办结结果", "Result", html.escape(sheet.result)),
    ]
    papers = "".join(
        f'<li><a class="paper" href="/department/cases/{html.escape(line.case)}/pages/{paper}">'
        f"{both(f'结果材料 {place}（PDF）', f'Result paper {place}')}</a></li>"
        for place, paper in enumerate(sheet.result_papers, 1)
    )
    return (
        f'<section class="card"><dl>{_rows(rows)}</dl>{f"<ul class=papers>{papers}</ul>" if papers else ""}</section>'
    )


def _decision(granted: bool | None) -> str:
    return "" if granted is None else both("准予", "Granted") if granted else both("不予", "Refused")


def _person(reader: Reader, sheet: DepartmentCase) -> str:
    case = html.escape(sheet.line.case)
    if sheet.applicant is None:
        known = f"<p>{both('个人信息已按规定销毁。', 'Personal data has been destroyed.')}</p>"
        return f'<section class="card"><h2>{both("申请人", "Applicant")}</h2>{known}</section>'
    rows = _who(sheet.applicant) + (_who(sheet.agent, agent=True) if sheet.agent else [])
    look = ""
    if not sheet.whole:
        look = (
            f'<form method="post" action="/department/cases/{case}/look">{hidden(csrf=reader.csrf)}'
            f"<button>{both('显示全部（会记录）', 'Show in full; the look is recorded')}</button></form>"
        )
    return f'<section class="card"><h2>{both("申请人", "Applicant")}</h2><dl>{_rows(rows)}</dl>{look}</section>'


def _who(person: Who, *, agent: bool = False) -> list[tuple[str, str, str]]:
    prefix, english = ("代办人", "Agent: ") if agent else ("", "")
    return [
        (f"{prefix}姓名或名称", f"{english}name", html.escape(person.name)),
        (f"{prefix}证件号码", f"{english}number", html.escape(person.id_number)),
        (f"{prefix}联系电话", f"{english}phone", html.escape(person.phone)),
        (f"{prefix}地址", f"{english}address", html.escape(person.address)),
    ]


def _answers(sheet: DepartmentCase) -> str:
    if not sheet.answers:
        return ""
    rows = "".join(
        f"<dt>{html.escape(answer.name)}</dt><dd>{html.escape(answer.words)}</dd>" for answer in sheet.answers
    )
    return f'<section class="card"><h2>{both("情形", "Answers")}</h2><dl>{rows}</dl></section>'


def _materials(sheet: DepartmentCase, view: CaseView) -> str:
    lines = "".join(_material(sheet, material, view) for material in sheet.materials)
    return f'<section class="card"><h2>{both("材料", "Materials")}</h2><ul class="materials">{lines}</ul></section>'


def _material(sheet: DepartmentCase, material: MaterialOfCase, view: CaseView) -> str:
    said = [both(*STANDINGS[material.standing])]
    if material.form is not None:
        said.append(both(*FORMS[material.form]))
    if material.copies > 1:
        said.append(both(f"{material.copies} 份", f"{material.copies} copies"))
    if material.due is not None:
        said.append(both(f"{material.due} 前补交", f"due {material.due}"))
    base = f"/department/cases/{html.escape(sheet.line.case)}/pages"
    pages = "".join(
        f'<a class="page" href="{base}/{page}">'
        + (
            f'<img src="{base}/{page}/small" alt="" loading="lazy">'
            if page in view.pictures
            else '<i aria-hidden="true">▤</i>'
        )
        + f"{both(f'第 {place} 页', f'page {place}')}</a>"
        for place, page in enumerate(material.pages, 1)
    )
    words = "".join(f"<span>{one}</span>" for one in said)
    return f'<li><b>{html.escape(material.name)}</b><p>{words}</p><div class="pages">{pages}</div></li>'


def _history(history: tuple[Happened, ...]) -> str:
    lines = "".join(
        f"<li><time>{one.on}</time><div>{both(*HAPPENED[one.kind])}{_said(one)}</div></li>" for one in reversed(history)
    )
    return f'<section class="card"><h2>{both("办理经过", "History")}</h2><ol class="history">{lines}</ol></section>'


def _said(one: Happened) -> str:
    words = dict(one.words)
    parts = []
    if "granted" in words:
        parts.append("准予" if words["granted"] == "true" else "不予")
    if words.get("procedure") in {procedure.value for procedure in Procedure}:
        parts.append(PROCEDURES[Procedure(words["procedure"])][0])
    parts += [words[name] for name in ("until", "result", "reason", "ground", "approved_by", "remark") if name in words]
    parts += [one.by] if one.by else []
    return f"<p>{html.escape(' · '.join(parts))}</p>" if parts else ""
