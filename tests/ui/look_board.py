"""The manager's board with sample alarms: drawn by `tests.ui.look`; `tests.ui.look_hall` draws a lived day."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from deskapp.rules.alarms import Alarm
from tests.ui import sheets
from tests.ui.hall import sample as hall_sample
from ui.hall.alarms_bar import cover_words
from ui.hall.screen import HallScreen
from ui.keys import key_table


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


STAGES: dict[str, Callable[[], QWidget]] = {
    "hall_called": hall_called,
    "hall_alarms": hall_alarms,
    "hall_cut": hall_cut,
    "hall_locked": hall_locked,
    "hall_outbox": hall_outbox,
}
