"""The clerk's screen with sample sheets, at each stage of a case: drawn by `tests.ui.look`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from deskapp.ids import TicketId
from deskapp.queries.call_sheet import CallSheet, HeldTicket
from deskapp.queries.case_sheet import CaseSheet
from deskapp.queries.help_sign import HelpSign
from deskapp.rules.catalog import Handling
from deskapp.rules.deadline import Limit, LimitUnit
from deskapp.rules.page_making import Craft
from deskapp.rules.ticket import TicketState
from tests.ui import sheets
from ui import fonts, texts
from ui.clerk.applicant_page import Typed
from ui.clerk.items_page import ItemTerms
from ui.clerk.page_tools import PageTool
from ui.clerk.primary import Entered, primary
from ui.clerk.screen import ClerkScreen
from ui.clerk.status_bar import Who
from ui.keys import key_table
from ui.parts.choices import Choice
from ui.parts.messages import Message, Tone, Way

FIVE = Limit(5, LimitUnit.WORKING_DAYS)
FOOD = ItemTerms("SCJG-0201", "食品经营许可(新办)", "市场监督管理局", Handling.PROMISE, FIVE, 0)


def page_picture(number: int) -> QImage:
    """A page that looks like a form."""
    image = QImage(827, 1169, QImage.Format.Format_RGB32)
    image.fill(QColor("#FDFDFB"))
    painter = QPainter(image)
    painter.setFont(fonts.sized(QApplication.font(), 2.6))
    painter.drawText(90, 130, f"食品经营许可申请书（{number}）")
    painter.setFont(fonts.sized(QApplication.font(), 1.6))
    for row in range(12):
        painter.drawRect(80, 190 + row * 68, 660, 68)
        painter.drawText(100, 234 + row * 68, ("申请人", "经营场所", "主体业态", "经营项目")[row % 4])
    painter.end()
    return image


def clerk_screen(call: CallSheet, case: CaseSheet | None, *, cut: bool = False) -> ClerkScreen:
    """The clerk's screen with these sheets."""
    screen = ClerkScreen(key_table())
    screen.status.show_who(Who("周敏", "3"))
    screen.status.show_devices("")
    screen.status.show_call(call)
    screen.status.lamp.show_sheet(sheets.cut_line() if cut else sheets.line())
    screen.outbox.show_sheet(sheets.cut_line())
    screen.calling_bar.show_sheet(call, sheets.NOW)
    screen.calling_bar.show_case(case)
    screen.applicant.show_sheet(case)
    screen.items.show_item(replace(FOOD, fixed=case is not None) if call.ticket else None)
    screen.questions.show_sheet(case)
    screen.checklist.show_sheet(case)
    screen.accept_bar.show_primary(primary(call, case, Entered(item_chosen=call.item is not None, gaps=2)), case)
    screen.pages.show_sheet(case, "APP-FOOD" if case is not None else "")
    for number, name in enumerate(("p1", "p2", "p3"), 1):
        screen.pages.show_thumbnail(name, page_picture(number))
        screen.pages.show_picture(name, page_picture(number))
    return screen


def idle() -> QWidget:
    screen = clerk_screen(sheets.idle_call(), None)
    screen.messages.guide(lambda: "按 F2 叫下一位")
    return screen


def typing() -> QWidget:
    screen = clerk_screen(sheets.called(), None)
    screen.messages.guide(lambda: "放身份证，或录入号码后按 Enter")
    screen.applicant.show_typed(Typed("990109196306300795", "欧阳𫖯", "1990000", "", "", "", by_agent=True))
    screen.applicant.show_refusals({"id_number": "校验位不对", "phone": "号码太短"})
    screen.applicant.fields["name"].line.setFocus()
    return screen


def finding() -> QWidget:
    screen = clerk_screen(sheets.called(), None)
    screen.items.show_item(None)
    screen.items.search.setText("ydjy")
    screen.items.show_found(
        "ydjy",
        (
            Choice("YB-0201", "跨省异地就医备案", "医疗保障局 · YB-0201 · 即办"),
            Choice("", "异地就医证明", texts.cancelled(date(2024, 6, 1), "凭社会保障卡直接结算"), barred=True),
            Choice("YB-0301", "生育医疗费用报销", "医疗保障局 · YB-0301 · 承诺 7 日"),
        ),
    )
    return screen


def owing() -> QWidget:
    screen = clerk_screen(sheets.called(TicketState.SERVING), sheets.case())
    ways = (Way("LAYOUT", lambda: "④ 布局流程图"), Way("FOOD-RULES", lambda: "⑤ 管理制度清单"))
    screen.messages.show_message(Message("case.incomplete", Tone.OWED, lambda: "还有 2 项材料未收齐", ways))
    screen.checklist.setFocus()
    return screen


def asking() -> QWidget:
    screen = clerk_screen(sheets.called(TicketState.SERVING), sheets.asking())
    ways = (Way("ask:why", lambda: "异地就医原因"), Way("ask:amount", lambda: "施工合同金额"))
    screen.messages.show_message(Message("case.unanswered", Tone.OWED, lambda: "还有 2 个问题没有回答：", ways))
    QTimer.singleShot(0, lambda: screen.questions.go_to("why"))
    return screen


def asked() -> QWidget:
    answered = tuple(replace(one, answer=one.answer or "works") for one in sheets.questions()[:2])
    return clerk_screen(sheets.called(TicketState.SERVING), sheets.accepted(questions=answered))


def pages_doubted() -> QWidget:
    """Pages of which something is wrong, and one that was blackened."""
    case = sheets.case()
    first, second, third = sheets.APPLICATION_PAGES
    pages = (
        replace(first, made=True, blackened=True), replace(second, blurred=False, cut_off=True),
        replace(third, dark=True),
    )  # fmt: skip
    lines = tuple(replace(line, pages=pages) if line.pages else line for line in case.lines)
    return clerk_screen(sheets.called(TicketState.SERVING), replace(case, lines=lines))


def pages_blackening() -> QWidget:
    """Black boxes laid over a page."""
    screen = clerk_screen(sheets.called(TicketState.SERVING), sheets.case())
    tool = PageTool(Craft.REDACT)
    tool.key(Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier)
    tool.key(Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    QTimer.singleShot(0, lambda: screen.pages.preview.take_tool(tool))
    return screen


def pages_large() -> QWidget:
    """The page in the room of the form."""
    screen = clerk_screen(sheets.called(TicketState.SERVING), sheets.case())
    QTimer.singleShot(0, screen.show_large)
    return screen


def ready() -> QWidget:
    screen = clerk_screen(sheets.called(TicketState.SERVING), sheets.complete(), cut=True)
    screen.messages.guide(lambda: "材料已齐，按 F9 受理")
    return screen


def done() -> QWidget:
    screen = clerk_screen(sheets.called(TicketState.SERVING), sheets.accepted(waiting=("acceptance",)), cut=True)
    ways = (Way("again", lambda: "再打", "Shift+F9"),)
    screen.messages.show_message(
        Message("p", Tone.BAD, lambda: "已受理。打印机缺纸，回执 1 张待打；装纸后再打。", ways)
    )
    screen.accept_bar.undo_strip.offer(lambda: "已受理", str)
    return screen


def outbox() -> QWidget:
    screen = clerk_screen(sheets.called(TicketState.SERVING), sheets.case(), cut=True)
    QTimer.singleShot(0, lambda: screen.outbox.open_panel(screen.outbox.steps))
    return screen


def who_waits() -> QWidget:
    held = HeldTicket(TicketId("t-9"), "A009", sheets.NOW + timedelta(minutes=7))
    call = sheets.called(TicketState.SERVING, held=(held,), why_next="share")
    screen = clerk_screen(call, sheets.case())
    choices = (
        Choice("h", "A009 挂起中", "还有 8 分钟"),
        Choice("1", "A013", "按队列比例 · 食品经营许可(新办)", "等了 14 分钟"),
        Choice("2", "B007", "转来本窗 · 留言：复核原件", "等了 9 分钟"),
        Choice("i", "取号…", hint="Ctrl+T"),
    )
    QTimer.singleShot(0, lambda: screen.line.offer(choices))
    return screen


def sent_on() -> QWidget:
    screen = clerk_screen(sheets.called(TicketState.SERVING), sheets.case())
    choices = (Choice("A", "A 个人事项"), Choice("B", "B 企业事项"), Choice("w", "5 号窗", "只由这个窗口叫"))
    QTimer.singleShot(0, lambda: screen.queues.offer(choices))
    return screen


def help_card() -> QWidget:
    screen = clerk_screen(sheets.called(), sheets.case())
    QTimer.singleShot(0, screen.help.start)
    return screen


def locked() -> QWidget:
    screen = clerk_screen(sheets.called(), sheets.case())
    QTimer.singleShot(0, lambda: screen.lock("周敏"))
    return screen


def called_for_help() -> QWidget:
    screen = clerk_screen(sheets.called(TicketState.SERVING), sheets.case())
    screen.status.show_help(HelpSign.SENT)
    screen.messages.show_message(
        Message("told", Tone.OWED, lambda: "值班长让本窗改办 C 社会保障，下一次叫号起，到 11:30。原因：社保排长队")
    )
    return screen


STAGES: dict[str, Callable[[], QWidget]] = {
    "idle": idle,
    "typing": typing,
    "finding": finding,
    "owing": owing,
    "asking": asking,
    "asked": asked,
    "pages_doubted": pages_doubted,
    "pages_blackening": pages_blackening,
    "pages_large": pages_large,
    "ready": ready,
    "done": done,
    "outbox": outbox,
    "who_waits": who_waits,
    "sent_on": sent_on,
    "help": help_card,
    "locked": locked,
    "called_for_help": called_for_help,
}
