"""The bars: who is here, what happens next, and how the line is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.ids import WindowId
from deskapp.queries.case_sheet import CaseSheet
from deskapp.queries.notice_sheet import NoticeSheet
from deskapp.rules.case import Procedure
from deskapp.rules.case_clock import Late
from deskapp.rules.case_state import State
from deskapp.rules.case_ways import Way
from deskapp.rules.catalog import Regime
from deskapp.rules.deadline import Lamp
from deskapp.rules.ticket import TicketState
from deskapp.rules.window import WindowState
from tests.ui import sheets
from ui import texts
from ui.clerk.accept_bar import AcceptBar
from ui.clerk.calling_bar import CallingBar
from ui.clerk.primary import Entered, Primary, Step, primary
from ui.clerk.status_bar import StatusBar, Who
from ui.keys import DEFAULTS, Ask
from ui.parts.line_lamp import LineLamp


@pytest.fixture
def keys() -> Mapping[Ask, str]:
    return DEFAULTS


@pytest.fixture
def calling(qtbot: QtBot, dressed: QApplication, keys: Mapping[Ask, str]) -> CallingBar:
    made = CallingBar(keys)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def accept(qtbot: QtBot, dressed: QApplication, keys: Mapping[Ask, str]) -> AcceptBar:
    made = AcceptBar(keys)
    qtbot.addWidget(made)
    return made


def test_the_identity_bar_shows_ticket_masked_name_item_and_minutes(calling: CallingBar) -> None:
    calling.show_sheet(sheets.called(), sheets.NOW)
    calling.show_case(sheets.case())
    shown = (calling.number.text(), calling.name.text(), calling.item.text(), calling.minutes.text())
    assert shown == ("A012", "欧阳*", "食品经营许可(新办)", "3 分钟")
    calling.pass_time(sheets.NOW + timedelta(minutes=5))
    assert calling.minutes.text() == "8 分钟"


def test_who_waits_and_how_long_is_said_in_words(calling: CallingBar) -> None:
    calling.show_sheet(sheets.idle_call(), sheets.NOW)
    assert calling.waiting.text() == "等候 3 人 · 最久 14 分钟"
    assert calling.next_up.text() == "下面 A012 B007 A013"
    calling.show_sheet(sheets.idle_call(waiting=0, oldest=None, next_numbers=()), sheets.NOW)
    assert calling.waiting.text() == "无人等候"


def test_a_long_wait_is_coloured(calling: CallingBar) -> None:
    calling.show_sheet(sheets.idle_call(oldest=sheets.NOW - timedelta(minutes=31)), sheets.NOW)
    assert calling.waiting.property("tone") == "owed"


def test_a_ticket_that_another_window_called_too_is_said(calling: CallingBar) -> None:
    calling.show_sheet(sheets.called(also_at=(WindowId("5"),)), sheets.NOW)
    assert calling.next_up.text() == "⚠ 5 号窗也叫了这一号"


def test_every_button_shows_its_key_and_tells_it(calling: CallingBar) -> None:
    asked: list[Ask] = []
    calling.asked.connect(asked.append)
    calling.show_sheet(sheets.called(), sheets.NOW)
    for ask, button in calling.buttons.items():
        assert button.text().endswith(DEFAULTS[ask])
        button.click()
    assert asked == [Ask.CALL_NEXT, Ask.CALL_AGAIN, Ask.NO_SHOW, Ask.HOLD, Ask.TRANSFER, Ask.PAUSE]


def test_only_what_is_possible_now_can_be_pressed(calling: CallingBar) -> None:
    calling.show_sheet(sheets.idle_call(), sheets.NOW)
    assert [ask for ask, b in calling.buttons.items() if b.isEnabled()] == [Ask.CALL_NEXT, Ask.PAUSE]
    calling.show_sheet(sheets.called(TicketState.SERVING), sheets.NOW)
    assert not calling.buttons[Ask.NO_SHOW].isEnabled()
    calling.show_sheet(sheets.idle_call(window_state=WindowState.PAUSED), sheets.NOW)
    assert not calling.buttons[Ask.CALL_NEXT].isEnabled()
    assert calling.buttons[Ask.PAUSE].text() == "恢复 F8"


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (Primary(Step.CALL_NEXT), "叫下一位  F9"),
        (Primary(Step.SETTLE, 2), "还差 2 项  F9"),
        (Primary(Step.ACCEPT), "受理并打印回执  F9"),
        (Primary(Step.PRINTING, 2), "正在打印…  F9"),
        (Primary(Step.PRINT, 1, ("decision",)), "打印决定书  F9"),
        (Primary(Step.PRINT, 1, ("receipt",)), "打印收件回执  F9"),
        (Primary(Step.PRINT, 2, ("receipt", "acceptance")), "打印收件回执等 2 张  F9"),
        (Primary(Step.PRINT, 3, ("decision",) * 3), "打印决定书 3 张  F9"),
        (Primary(Step.PRINT, 1, ("proof_of_service",)), "打印送达回证  F9"),
        (Primary(Step.FINISH), "办完，叫下一位  F9"),
        (Primary(Step.FILL_IN, 3), "还差 3 栏  F9"),
    ],
)
def test_the_primary_button_says_what_happens_next(accept: AcceptBar, shown: Primary, words: str) -> None:
    accept.show_primary(shown, None)
    assert accept.primary_button.text() == words


def test_there_is_one_coloured_button_and_it_asks_for_the_primary_action(accept: AcceptBar) -> None:
    asked: list[Ask] = []
    accept.asked.connect(asked.append)
    accept.primary_button.click()
    assert asked == [Ask.PRIMARY]
    coloured = [b for b in (accept.primary_button, accept.notice_button, accept.again_button) if b.property("kind")]
    assert coloured == [accept.primary_button]


def test_the_notice_is_offered_at_the_window_and_printing_again_after_it(qtbot: QtBot, accept: AcceptBar) -> None:
    accept.show()
    told = sheets.case(ways=frozenset({Way.DECLINE}), state=State.CORRECTION_REQUESTED)  # once, and once only
    estate = sheets.case(ways=frozenset({Way.DECLINE}), notice=NoticeSheet(("权属证书",), (), Regime.REAL_ESTATE))
    for case, offered in (
        (sheets.case(ways=frozenset({Way.CORRECT})), (True, False)),
        (told, (False, False)),
        (estate, (True, False)),
        (sheets.accepted(), (False, True)),
        (None, (False, False)),
    ):
        accept.show_primary(primary(sheets.called(), case, Entered()), case)
        assert (accept.notice_button.isVisible(), accept.again_button.isVisible()) == offered


def test_an_accepted_case_shows_its_number_and_a_provisional_day_as_such(accept: AcceptBar) -> None:
    accept.show_primary(Primary(Step.FINISH), sheets.accepted(provisional=True))
    assert accept.summary.text() == "已受理 · 承诺 11月30日（暂定） · 330000012026112300300014"


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        (sheets.line(), "● 在线"),
        (sheets.line(online=False), "◐ 离线可办"),
        (sheets.cut_line(), "◐ 离线可办 · 待同步 4（最早 10:22）"),
        (sheets.line(rejected=1), "● 在线 · ⚠ 被退回 1"),
    ],
)
def test_the_lamp_says_the_line_in_words(qtbot: QtBot, dressed: QApplication, sheet: object, words: str) -> None:
    lamp, opened = LineLamp(), []
    qtbot.addWidget(lamp)
    lamp.opened.connect(lambda: opened.append(1))
    lamp.show_sheet(sheet)  # type: ignore[arg-type]
    assert lamp.lamp.text() == words
    lamp.lamp.click()
    assert opened == [1]


def test_the_status_line_says_who_where_and_how_the_day_goes(qtbot: QtBot, dressed: QApplication) -> None:
    status = StatusBar("Ctrl+K")
    qtbot.addWidget(status)
    status.show_who(Who("周敏", "3", offline=True))
    status.show_call(sheets.idle_call())
    status.show_devices("")
    assert status.who.text() == "3 号窗 · 周敏（离线登录）"
    assert status.day.text() == "今日 27 件 · 平均 6.4 分钟"
    assert status.devices.text() == "设备 ✓"
    texts.speak(dressed, "en")
    qtbot.waitUntil(lambda: status.day.text() == "27 today · average 6.4 min")


@pytest.mark.parametrize("lang", sorted(texts.LANGUAGES))
def test_on_a_small_screen_the_number_stands_there_whole_whatever_else_does(
    accept: AcceptBar, dressed: QApplication, lang: str
) -> None:
    texts.speak(dressed, lang)
    ways = frozenset({Way.GRANT, Way.REFUSE, Way.PAUSE, Way.EXTEND, Way.WITHDRAW})
    case = sheets.accepted(ways=ways, lates=(Late.DUE_SOON,), lamp=Lamp.YELLOW, days_left=2, provisional=True)
    accept.show_primary(Primary(Step.PRINT, 2, ("receipt", "acceptance")), case)
    accept.undo_strip.offer(lambda: "已受理 …300014", str)
    accept.resize(1366, accept.sizeHint().height())
    accept.show()
    assert accept.minimumSizeHint().width() <= 1366
    assert accept.width() == 1366
    assert not accept.summary.isVisible(), "half of both would say neither"
    assert accept.undo_strip.text.fitting() == accept.undo_strip.text.text() or lang == "en"
    accept.undo_strip.withdraw()
    assert accept.summary.isVisible()
    QApplication.sendPostedEvents()
    fits = accept.summary.fitting()
    assert fits.endswith(str(case.number)) or (lang == "en" and not any(figure.isdigit() for figure in fits[-4:]))
    assert accept.fontMetrics().horizontalAdvance(accept.primary_button.text()) < accept.primary_button.width()


def shown(bar: AcceptBar) -> set[Ask]:
    return {ask for ask, quiet in bar.ways.items() if not quiet.isHidden()}


@pytest.mark.parametrize(
    ("ways", "asks"),
    [
        (frozenset(), set()),
        ({Way.ACCEPT, Way.CORRECT, Way.DECLINE, Way.WITHDRAW}, {Ask.REFUSE, Ask.WITHDRAW}),
        ({Way.GRANT, Way.REFUSE, Way.PAUSE, Way.EXTEND}, {Ask.REFUSE, Ask.PAUSE_CASE, Ask.EXTEND}),
        ({Way.RESUME, Way.WITHDRAW}, {Ask.PAUSE_CASE, Ask.WITHDRAW}),
        ({Way.DELIVER}, set()),
    ],
)
def test_only_the_ways_that_are_open_stand_there_each_with_its_key(
    accept: AcceptBar, ways: set[Way], asks: set[Ask]
) -> None:
    case = sheets.accepted(ways=frozenset(ways))
    accept.show_primary(primary(sheets.called(), case, Entered()), case)
    assert shown(accept) == asks
    for ask in asks:
        assert accept.ways[ask].text().endswith(DEFAULTS[ask])


def test_a_way_is_called_by_what_it_does_now(accept: AcceptBar) -> None:
    for ways, ask, words in (
        ({Way.DECLINE}, Ask.REFUSE, "不予受理"),
        ({Way.REFUSE}, Ask.REFUSE, "不予许可"),
        ({Way.PAUSE}, Ask.PAUSE_CASE, "特别程序"),
        ({Way.RESUME}, Ask.PAUSE_CASE, "恢复计时"),
    ):
        case = sheets.accepted(ways=frozenset(ways))
        accept.show_primary(primary(sheets.called(), case, Entered()), case)
        assert words in accept.ways[ask].text()


def test_a_quiet_button_asks_what_its_key_asks(accept: AcceptBar) -> None:
    asked: list[Ask] = []
    accept.asked.connect(asked.append)
    case = sheets.case(ways=frozenset({Way.DECLINE, Way.WITHDRAW}))
    accept.show_primary(primary(sheets.called(), case, Entered()), case)
    accept.ways[Ask.REFUSE].click()
    accept.ways[Ask.WITHDRAW].click()
    assert asked == [Ask.REFUSE, Ask.WITHDRAW]


DAY = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (sheets.accepted(days_left=3), "已受理 · 承诺 11月30日 · 还剩 3 个工作日"),
        (sheets.accepted(lates=(Late.DUE_SOON,), lamp=Lamp.YELLOW, days_left=1), "▲ 快到期"),
        (sheets.accepted(lates=(Late.STATUTORY,), lamp=Lamp.RED, days_left=-9), "■ 超法定期限（红牌）"),
        (
            sheets.accepted(state=State.PAUSED, procedure=Procedure.TESTING, paused_until=DAY),
            "检测到 12月7日",
        ),
        (sheets.accepted(state=State.DECIDED, deliver_by=DAY), "已办结 · 12月7日 前送达"),
        (sheets.case(state=State.CORRECTION_REQUESTED, correction_due=DAY), "待补正 · 补正到 12月7日"),
        (sheets.case(state=State.DECLINED), "不予受理"),
        (sheets.case(), ""),
    ],
)
def test_how_the_clock_stands_is_said_in_words(accept: AcceptBar, case: CaseSheet, said: str) -> None:
    accept.resize(2600, 60)
    accept.show_primary(primary(sheets.called(), case, Entered()), case)
    assert said in accept._summary(case)
    assert bool(accept._summary(case)) is bool(said)
