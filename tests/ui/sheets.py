"""Sheets made by hand, as the lists and the journal would make them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from deskapp.ids import CaseId, EventId, ItemCode, MaterialCode, PageDigest, TicketId, WindowId
from deskapp.queries.call_sheet import CallSheet, WaitingTicket
from deskapp.queries.case_sheet import CaseSheet, MaterialLine, PageLine
from deskapp.queries.line_sheet import LineSheet, Unsent
from deskapp.rules.case_state import State
from deskapp.rules.catalog import Handling
from deskapp.rules.deadline import Limit, LimitUnit
from deskapp.rules.material_state import Form, Standing
from deskapp.rules.questions import Asked, Because, Option, Question, QuestionKind
from deskapp.rules.ticket import TicketState
from deskapp.rules.window import WindowState

NOW = datetime(2026, 11, 23, 2, 42, tzinfo=UTC)  # 10:42 at the office


def waiting(number: str, minutes: int) -> WaitingTicket:
    since = NOW - timedelta(minutes=minutes)
    return WaitingTicket(TicketId(number), number, since, since + timedelta(minutes=30), "食品经营许可(新办)")


def idle_call(**changes: Any) -> CallSheet:
    sheet = CallSheet(
        window=WindowId("3"),
        window_state=WindowState.OPEN,
        ticket=None,
        number="",
        ticket_state=None,
        since=None,
        calls=0,
        item=None,
        item_name="",
        case=None,
        also_at=(),
        waiting=3,
        oldest=NOW - timedelta(minutes=14),
        next_numbers=(waiting("A012", 14), waiting("B007", 9), waiting("A013", 4)),
        served_today=27,
        average_minutes=6.4,
        why_next="due",
        held=(),
        heard_by=None,
        remark="",
    )
    return replace(sheet, **changes)


def called(state: TicketState = TicketState.CALLED, **changes: Any) -> CallSheet:
    sheet = idle_call(
        ticket=TicketId("t-12"),
        number="A012",
        ticket_state=state,
        since=NOW - timedelta(minutes=3),
        calls=1,
        item=ItemCode("SCJG-0201"),
        item_name="食品经营许可(新办)",
        next_numbers=(waiting("B007", 9), waiting("A013", 4)),
        waiting=2,
    )
    return replace(sheet, **changes)


def material(code: str, name: str, standing: Standing = Standing.OWED, **changes: Any) -> MaterialLine:
    line = MaterialLine(
        code=MaterialCode(code),
        name=name,
        standing=standing,
        forms=(Form.ORIGINAL, Form.ELECTRONIC),
        copies=1,
        may_commit=False,
        may_defer=False,
        shared_from=None,
        due=None,
        pages=(),
    )
    return replace(line, **changes)


def page(name: str, *, blank: bool = False, blurred: bool = False) -> PageLine:
    return PageLine(PageDigest(name), blank, blurred)


APPLICATION_PAGES = (page("p1"), page("p2", blurred=True), page("p3"))


def food_lines() -> tuple[MaterialLine, ...]:
    """The six materials of a food licence, of which two are owed."""
    return (
        material("ID-CARD", "居民身份证", Standing.SHARED, shared_from="公安局"),
        material("APP-FOOD", "食品经营许可申请书", Standing.RECEIVED, pages=APPLICATION_PAGES),
        material("LICENSE-BIZ", "营业执照", Standing.SHARED, shared_from="市场监督管理局", forms=(Form.COPY,)),
        material("LAYOUT", "经营场所布局、操作流程图"),
        material("FOOD-RULES", "食品安全管理制度清单", may_commit=True),
        material("HEALTH-CERT", "从业人员健康证明", Standing.DEFERRED, due=date(2026, 12, 3), may_defer=True),
        material("AGENT-LETTER", "授权委托书", Standing.NOT_NEEDED),
    )  # fmt: skip


def case(lines: tuple[MaterialLine, ...] | None = None, **changes: Any) -> CaseSheet:
    sheet = CaseSheet(
        case=CaseId("c-1"),
        state=State.OPENED,
        item=ItemCode("SCJG-0201"),
        item_name="食品经营许可(新办)",
        department="市场监督管理局",
        handling=Handling.PROMISE,
        promised=Limit(5, LimitUnit.WORKING_DAYS),
        statutory=Limit(20, LimitUnit.WORKING_DAYS),
        fee=0,
        applicant="欧阳*",
        id_number="990109********0794",
        phone="199****3967",
        agent="",
        by_agent=False,
        questions=(),
        lines=food_lines() if lines is None else lines,
        number=None,
        promised_day=None,
        statutory_day=None,
        provisional=False,
        waiting=(),
        rejected=None,
        sent=True,
        erased=False,
    )
    return replace(sheet, **changes)


def complete(**changes: Any) -> CaseSheet:
    lines = tuple(
        replace(line, standing=Standing.RECEIVED) if line.standing is Standing.OWED else line for line in food_lines()
    )
    return case(lines, **changes)


def accepted(**changes: Any) -> CaseSheet:
    return complete(
        **{
            "state": State.ACCEPTED,
            "number": "330000012026112300300014",
            "promised_day": date(2026, 11, 30),
            "statutory_day": date(2026, 12, 21),
            **changes,
        }
    )


def unsent(number: str, kind: str = "case.accepted", **changes: Any) -> Unsent:
    step = Unsent(EventId(f"e-{number}-{kind}"), kind, CaseId(number), number, NOW - timedelta(minutes=7), 0, None)
    return replace(step, **changes)


def line(**changes: Any) -> LineSheet:
    sheet = LineSheet(
        online=True,
        since=NOW - timedelta(hours=2),
        pending=0,
        oldest=None,
        pages_pending=0,
        rejected=0,
        others=0,
        notice=None,
        steps=(),
    )
    return replace(sheet, **changes)


def cut_line() -> LineSheet:
    steps = (
        unsent("330000012026112300300013"),
        unsent("A012", "ticket.called"),
        unsent("330000012026112300300014", "pages.added", waits_for_pages=3),
    )
    return line(online=False, pending=4, oldest=NOW - timedelta(minutes=20), pages_pending=3, others=1, steps=steps)


def questions() -> tuple[Asked, ...]:
    """One of each kind: a yes or no that was answered, a choice and a number that were not."""
    places = (("resides", "异地长期居住", "Resides there"), ("works", "常驻异地工作", "Works there"),
              ("referred", "转诊转院", "Referred"), ("urgent", "异地急诊抢救", "Emergency"))  # fmt: skip
    return (
        Asked(Question("married", "父母是否已婚", "Are the parents married", QuestionKind.YES_NO), "no"),
        Asked(
            Question(
                "why", "异地就医原因", "Why in another province", QuestionKind.CHOICE,
                tuple(Option(*place) for place in places),
            ),
            None,
        ),
        Asked(
            Question("amount", "施工合同金额", "Contract amount", QuestionKind.NUMBER, unit="万元", unit_en="yuan"),
            None,
        ),
    )  # fmt: skip


def asking() -> CaseSheet:
    """A case of which questions decide what is owed."""
    married = questions()[0]
    lines = (
        material("ID-CARD", "居民身份证", Standing.RECEIVED),
        material("MARRIAGE", "结婚证", Standing.NOT_NEEDED, because=(Because(married.question, "no"),)),
        material("PATERNITY", "亲子鉴定意见书", because=(Because(married.question, "no"),)),
        material("ADDRESS-OUT", "异地居住证明", Standing.UNDECIDED),
        material("SUPERVISION", "监理合同", Standing.UNDECIDED),
    )
    return case(lines, questions=questions())
