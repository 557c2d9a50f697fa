"""The forms of the steps that are open now; what was typed into one that was refused stands in it again."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field

from deskapp.queries.department_case import DepartmentCase
from deskapp.rules.case import Procedure
from deskapp.rules.case_state import State
from deskapp.rules.case_ways import Way
from deskapp.server.department_pages.frame import Reader, both, hidden
from deskapp.server.department_pages.words import PROCEDURES


@dataclass(frozen=True, slots=True)
class StepForms:
    """What was typed, and for which step."""

    step: str = ""
    words: Mapping[str, str] = field(default_factory=dict)

    def of(self, step: str, name: str) -> str:
        """What was typed into a field of a step."""
        return self.words.get(name, "") if step == self.step else ""


def steps(reader: Reader, sheet: DepartmentCase, once: str, typed: StepForms) -> str:
    """The forms, the one that comes next first."""
    forms = []
    made = _Making(reader, sheet, once, typed)
    if sheet.may_take:
        forms.append(made.form("take", ("接收", "Take over"), "", primary=True, open_=True))
    if Way.RESUME in sheet.ways:
        forms.append(made.form("resume", ("恢复计时", "Let the clock go on"), "", primary=True, open_=True))
    if Way.SAY_READY in sheet.ways:
        forms.append(
            made.form("ready", ("通知窗口领取", "Say that it is ready"), made.ready(), primary=True, open_=True)
        )
    if sheet.ways & {Way.GRANT, Way.REFUSE}:
        forms.append(made.form("decide", ("作出决定", "Decide"), made.decide(), primary=not sheet.may_take, open_=True))
    if sheet.line.state in (State.DECIDED, State.READY):
        forms.append(made.form("papers", ("上传结果材料", "Give result papers"), _files()))
    if Way.PAUSE in sheet.ways:
        forms.append(made.form("pause", ("特别程序，暂停计时", "Stop the clock"), made.pause()))
    if Way.EXTEND in sheet.ways:
        forms.append(made.form("extend", ("延长期限", "Extend by ten working days"), made.extend()))
    if not forms:
        return f'<p class="card quiet">{both("现在没有要办的。", "There is nothing to do now.")}</p>'
    return "".join(forms)


def _files() -> str:
    return (
        f"<label>{both('结果材料（PDF，每份不超过 20 MB）', 'Result papers (PDF, 20 MB each)')}"
        '<input type="file" name="papers" accept="application/pdf" multiple></label>'
    )


@dataclass(frozen=True, slots=True)
class _Making:
    reader: Reader
    sheet: DepartmentCase
    once: str
    typed: StepForms

    def form(
        self, step: str, words: tuple[str, str], fields: str, *, primary: bool = False, open_: bool = False
    ) -> str:
        """One step. Without fields it is a button; the quiet ones are folded up."""
        case = html.escape(self.sheet.line.case)
        known = hidden(csrf=self.reader.csrf, edition=self.sheet.line.edition, once=f"{self.once}-{step}")
        coded = ' enctype="multipart/form-data"' if 'type="file"' in fields else ""
        look = ' class="primary"' if primary else ""
        inner = (
            f'<form method="post" action="/department/cases/{case}/{step}"{coded}>{known}{fields}'
            f"<button{look}>{both(*words)}</button></form>"
        )
        if not fields:
            return f'<section class="card step">{inner}</section>'
        shown = " open" if open_ or self.typed.step == step else ""
        return f'<details class="card step"{shown}><summary>{both(*words)}</summary>{inner}</details>'

    def decide(self) -> str:
        """Granted or refused, why, on what ground, and the papers."""
        said = self.typed.of("decide", "outcome")

        def choice(value: str, words: tuple[str, str]) -> str:
            on = " checked" if said == value else ""
            shown = f'<input type="radio" name="outcome" value="{value}" required{on}>{both(*words)}'
            return f'<label class="choice">{shown}</label>'

        return (
            f"<fieldset><legend>{both('决定', 'Decision')}</legend>{choice('granted', ('准予', 'Granted'))}"
            f"{choice('refused', ('不予', 'Refused'))}</fieldset>"
            + self._area("decide", "reason", ("理由（不予时必填）", "Reason, for a refusal"))
            + self._area("decide", "ground", ("法律依据（不予时必填）", "Ground in law, for a refusal"))
            + _files()
        )

    def pause(self) -> str:
        """Which procedure, for how many days, and why."""
        said = self.typed.of("pause", "procedure")
        options = "".join(
            f'<option value="{one.value}"{" selected" if said == one.value else ""}>{self._procedure(one)}</option>'
            for one in Procedure
        )
        days = html.escape(self.typed.of("pause", "days"))
        return (
            f'<label>{both("程序", "Procedure")}<select name="procedure" required>{options}</select></label>'
            f'<label>{both("工作日", "Working days")}<input name="days" type="number" min="1" max="400" required'
            f' value="{days}"></label>' + self._area("pause", "reason", ("说明", "Remark"))
        )

    def extend(self) -> str:
        """Who approved it, and why."""
        return self._line("extend", "approved_by", ("批准人", "Approved by"), required=True) + self._area(
            "extend", "reason", ("理由", "Reason"), required=True
        )

    def ready(self) -> str:
        """What lies ready."""
        return self._line("ready", "result", ("领取什么", "What lies ready"), usual=self.sheet.result)

    def _procedure(self, one: Procedure) -> str:
        zh, en = PROCEDURES[one]
        most = self.sheet.procedures.get(one)
        return html.escape(f"{zh} · {en}" + (f"（最多 {most} 个工作日）" if most is not None else ""))

    def _area(self, step: str, name: str, words: tuple[str, str], *, required: bool = False) -> str:
        wanted = " required" if required else ""
        said = html.escape(self.typed.of(step, name))
        return (
            f'<label>{both(*words)}<textarea name="{name}" rows="3" maxlength="1000"{wanted}>{said}</textarea></label>'
        )

    def _line(self, step: str, name: str, words: tuple[str, str], *, required: bool = False, usual: str = "") -> str:
        wanted = " required" if required else ""
        said = html.escape(self.typed.of(step, name) or usual)
        return f'<label>{both(*words)}<input name="{name}" maxlength="100"{wanted} value="{said}"></label>'
