"""Draws the screens with sample sheets into a folder, to look at: `python -m tests.ui.look DIR`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from deskapp.devices.camera.pretend import PretendCamera
from deskapp.devices.camera.profile import Profile
from deskapp.failures import DeviceTrouble
from deskapp.ids import TicketId
from deskapp.queries.call_sheet import CallSheet, HeldTicket
from deskapp.queries.case_sheet import CaseSheet
from deskapp.queries.help_sign import HelpSign
from deskapp.rules.alarms import Alarm
from deskapp.rules.catalog import Handling
from deskapp.rules.deadline import Limit, LimitUnit
from deskapp.rules.page_making import Craft
from deskapp.rules.ticket import TicketState
from deskapp.scans.camera_look import Eyes
from deskapp.scans.sheets_seen import reduced
from deskapp.sentences import sentence
from tests.ui import sheets
from tests.ui.hall import sample as hall_sample
from ui import fonts, texts, theme
from ui.clerk import camera_words
from ui.clerk.applicant_page import Typed
from ui.clerk.camera_panel import CameraPanel
from ui.clerk.camera_sheet import CameraSheet, Sides
from ui.clerk.items_page import ItemTerms
from ui.clerk.page_tools import PageTool
from ui.clerk.primary import Entered, primary
from ui.clerk.screen import ClerkScreen
from ui.clerk.status_bar import Who
from ui.devices.camera_feed import look as seen_as
from ui.hall.alarms_bar import cover_words
from ui.hall.screen import HallScreen
from ui.keys import key_table
from ui.parts.choices import Choice
from ui.parts.messages import Message, Tone, Way
from ui.sign_in.page import LineState, SignInPage

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


def camera(scene: str = "sheet", *, sides: Sides = Sides.APART, trouble: str = "") -> QWidget:
    """The document camera over a case, with a sheet before it that was taken once already."""
    screen = clerk_screen(sheets.called(TicketState.SERVING), sheets.case())
    panel = screen.camera = CameraPanel(screen, "F13")
    screen.add_overlays(panel)
    picture = reduced(PretendCamera(scene=scene).picture(1), 960)
    seen = seen_as(1, picture, Eyes())
    profile = Profile(by_itself=not trouble)

    def start() -> None:
        panel.start()
        words = texts.listed([camera_words.paper_words("A4")])
        sheet = CameraSheet(
            "食品经营许可申请书", "1/5", 2, "USB Document Camera", 2, (2592, 1944), profile, sides,
            last=words, retakable=not trouble, failed=bool(trouble),
        )  # fmt: skip
        panel.show_sheet(sheet)
        if trouble:
            panel.view.show_words(sentence(DeviceTrouble(trouble, signal=11), texts.language()))
            return
        panel.view.show_look(seen)
        panel.view.show_note(camera_words.look_words(seen, profile, sides))
        panel.show_last(page_picture(2))

    QTimer.singleShot(0, start)
    return screen


def camera_card() -> QWidget:
    return camera("card", sides=Sides.BACK)


def camera_gone() -> QWidget:
    return camera(trouble="camera.disconnected")


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


def sign_in() -> QWidget:
    page = SignInPage()
    page.resize(1366, 768)
    page.show_windows([str(n) for n in range(1, 9)])
    page.show_last("clerk1", "3")
    page.show_line(LineState.OFFLINE)
    page.show_wrong({"password": "用户名或密码不对"})
    return page


def hall_screen(*alarms: Alarm) -> HallScreen:
    """The manager's board with these alarms."""
    screen = HallScreen(key_table())
    sheet = hall_sample.board(*alarms)
    screen.who.setText("何值班")
    screen.lamp.show_sheet(sheets.line())
    screen.show_board(sheet, sheets.NOW)
    screen.alarms.show_alarms(alarms, sheets.NOW)
    screen.windows.show_alarms(alarms)
    screen.show_proposal(
        "A 个人事项 10:20 将等过 30 分钟：让 7 号窗帮一小时？ A 队列：16–32 分钟 → 11–22 分钟", adoptable=True
    )
    return screen


def hall_called() -> QWidget:
    return hall_screen(hall_sample.CALLED, hall_sample.ANSWERED, hall_sample.UNHEARD, hall_sample.IDLE)


def hall_alarms() -> QWidget:
    return hall_screen(hall_sample.UNHEARD, hall_sample.IDLE, hall_sample.OVERLONG)


def hall_cut() -> QWidget:
    screen = hall_screen(hall_sample.ANSWERED)
    screen.lamp.show_sheet(sheets.cut_line())
    words = "◐ 本台线路 10:42 中断：各窗口的情形现在不知道，不报警；紧急呼叫要接通后才到。"
    screen.alarms.show_unknown(words)
    return screen


def hall_locked() -> QWidget:
    screen = hall_screen(hall_sample.CALLED)
    screen.cover.say_urgent(f"⚠ {cover_words(hall_sample.CALLED, sheets.NOW)}")
    QTimer.singleShot(0, lambda: screen.lock("何值班"))
    return screen


def hall_outbox() -> QWidget:
    screen = hall_screen()
    step = sheets.unsent("A012", "ticket.transferred", rejected="ticket.wrong_state")
    screen.outbox.show_sheet(sheets.line(rejected=1, steps=(step,)))

    def show() -> None:
        screen.outbox.open_panel(screen.outbox.steps)
        screen.outbox.steps.setCurrentIndex(screen.outbox.steps.model().index(0, 0))

    QTimer.singleShot(0, show)
    return screen


def called_for_help() -> QWidget:
    screen = clerk_screen(sheets.called(TicketState.SERVING), sheets.case())
    screen.status.show_help(HelpSign.SENT)
    screen.messages.show_message(
        Message("told", Tone.OWED, lambda: "值班长让本窗改办 C 社会保障，下一次叫号起，到 11:30。原因：社保排长队")
    )
    return screen


STAGES: dict[str, Callable[[], QWidget]] = {
    "sign-in": sign_in,
    "idle": idle,
    "typing": typing,
    "finding": finding,
    "owing": owing,
    "asking": asking,
    "asked": asked,
    "pages_doubted": pages_doubted,
    "pages_blackening": pages_blackening,
    "pages_large": pages_large,
    "camera": camera,
    "camera_card": camera_card,
    "camera_gone": camera_gone,
    "ready": ready,
    "done": done,
    "outbox": outbox,
    "who_waits": who_waits,
    "sent_on": sent_on,
    "help": help_card,
    "locked": locked,
    "hall_called": hall_called,
    "hall_alarms": hall_alarms,
    "hall_cut": hall_cut,
    "hall_locked": hall_locked,
    "hall_outbox": hall_outbox,
    "called_for_help": called_for_help,
}


def draw(widget: QWidget, file: Path, size: QSize | None = None) -> None:
    """Show the widget, let it settle, and keep a picture of it."""
    if size is not None:
        widget.resize(size)
    widget.show()
    widget.activateWindow()
    loop = QEventLoop()
    QTimer.singleShot(120, loop.quit)
    loop.exec()
    widget.grab().save(str(file))
    widget.hide()
    widget.deleteLater()


def main(folder: Path, names: list[str]) -> None:
    """Draw every stage in every look, in English, and on the smallest screen."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(["look"])
    if not isinstance(app, QApplication):
        return
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)
    fonts.load_first(app)
    chosen = {name: make for name, make in STAGES.items() if not names or name in names}
    texts.speak(app, "zh")
    for look in theme.NAMES:
        theme.wear(app, look)
        for name, make in chosen.items():
            draw(make(), folder / f"{name}-{look}.png")
    theme.wear(app, "light")
    for name, make in chosen.items():
        draw(make(), folder / f"{name}-small.png", QSize(960, 540))
    texts.speak(app, "en")
    for name, make in chosen.items():
        draw(make(), folder / f"{name}-en.png")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]), sys.argv[2:])
