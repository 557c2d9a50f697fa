"""The part of `/track/{code}` that tells of a bundle: one thing, its cases by department. Nobody's name."""

from __future__ import annotations

import html
from string import Template

import resources
from deskapp.queries.bundle_progress import BundleProgress, bundle_progress
from deskapp.queries.bundle_sheet import SisterLine
from deskapp.rules.bundle import BundleState
from deskapp.rules.case_state import RUNNING, State
from deskapp.server.parts import CentreParts

_STATES = {
    BundleState.AT_THE_WINDOW: ("收件中", "Being taken in"),
    BundleState.RUNNING: ("已受理，各部门办理中", "Accepted, with the departments"),
    BundleState.DECIDED: ("全部办结，可以领取", "All decided, ready to collect"),
    BundleState.PARTLY_DELIVERED: ("已领取一部分", "Partly collected"),
    BundleState.DELIVERED: ("已全部领取", "All collected"),
    BundleState.ENDED: ("已终结", "Ended"),
}
_CASES = {
    State.FILED: ("待预审", "filed"), State.PRE_REVIEWED: ("预审中", "being looked at"),
    State.OPENED: ("已收件", "received"),
    State.CORRECTION_REQUESTED: ("待补正", "waiting for your documents"), State.ACCEPTED: ("办理中", "in progress"),
    State.PAUSED: ("暂停计时", "clock stopped"), State.DECIDED: ("已办结", "decided"),
    State.READY: ("待领取", "ready to collect"), State.DELIVERED: ("已领取", "collected"),
    State.ARCHIVED: ("已领取", "collected"), State.DECLINED: ("不予受理", "declined"),
    State.WITHDRAWN: ("已撤回", "withdrawn"),
}  # fmt: skip
_STOPPED = frozenset({State.CORRECTION_REQUESTED, State.PAUSED, State.DECLINED, State.WITHDRAWN})


def read(parts: CentreParts, code: str) -> BundleProgress | None:
    """The bundle of a progress code, None when there is none."""
    with parts.journal.reading() as reading:
        return bundle_progress(reading, code)


def told(found: BundleProgress) -> str:
    """What stands under the theme's name."""
    zh, en = _STATES[found.bundle.state]
    rows = [
        ("联办编号", "Bundle number", found.bundle.number or "—"),
        ("收件日期", "Received on", found.opened_on.isoformat()),
    ]
    if found.promised_day is not None:
        rows.append(("全部办结", "All decided by", found.promised_day.isoformat()))
    facts = "".join(
        f'<dt>{name}<span class="en" lang="en">{english}</span></dt><dd>{html.escape(value)}</dd>'
        for name, english, value in rows
    )
    sections = "".join(
        f"<section><h2>{html.escape(name)}</h2>{''.join(map(_case, lines))}</section>"
        for name, lines in found.by_department
    )
    template = Template(resources.path("web/track_bundle.html").read_text(encoding="utf-8"))
    stopped = " stopped" if found.bundle.state is BundleState.ENDED else ""
    return template.substitute(state=zh, state_en=en, stopped=stopped, facts=facts, parts=sections)


def _case(line: SisterLine) -> str:
    zh, en = _CASES[line.state]
    if line.waits_for:
        zh, en = "等前序事项", "waits"
    elif line.granted is False and line.state in (State.DECIDED, State.READY):
        zh, en = "不予", "refused"
    look = ' class="stopped"' if line.state in _STOPPED or line.granted is False else ""
    running = line.state in RUNNING and line.promised_day is not None
    by = f"<small>承诺 {line.promised_day} 前办结</small>" if running else ""
    return (
        f"<p><b>{html.escape(line.item_name)}</b><i{look}>{zh}</i>"
        f"<small>{html.escape(line.number or '—')}</small>{by}"
        f'<small lang="en">{html.escape(line.item_en)} · {en}</small></p>'
    )
