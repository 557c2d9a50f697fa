"""A paper is seen before it is printed: by keys alone, on the real screen, with a real desk behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.clerk import printing
from deskapp.clerk.printing import KINDS, Offer
from deskapp.desk import Desk
from deskapp.devices.errors import PrinterCode
from deskapp.failures import DeviceTrouble
from deskapp.rules.case_state import State
from tests.clerk import office
from tests.ui.clerk.conftest import Hands, opened
from tests.ui.clerk.test_a_case import call, take_in
from ui import texts
from ui.background import Background
from ui.clerk.opening import ClerkWindow
from ui.clerk.paper_names import paper_name
from ui.clerk.paper_panel import PaperPanel
from ui.keys import Ask
from ui.paper_images import PaperPage

OFFERS = (Offer("receipt", 1), Offer("acceptance", waiting=True), Offer("label_80", roll=True))
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def page(number: int = 1, count: int = 3) -> PaperPage:
    image = QImage(600, 848, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    return PaperPage(image, number, count)


@pytest.fixture
def screen(qtbot: QtBot, dressed: QApplication) -> QWidget:
    made = QWidget()
    made.resize(1300, 800)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def asked() -> list[tuple[object, ...]]:
    return []


@pytest.fixture
def panel(screen: QWidget, asked: list[tuple[object, ...]]) -> PaperPanel:
    made = PaperPanel(screen, "F9")
    made.paper_wanted.connect(lambda kind: asked.append(("paper", kind)))
    made.page_wanted.connect(lambda number: asked.append(("page", number)))
    made.print_asked.connect(lambda kind, printer: asked.append(("print", kind, printer)))
    return made


def press(panel: PaperPanel, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(panel.preview, key)


def test_what_waits_is_marked_first_and_asked_for(panel: PaperPanel, asked: list[tuple[object, ...]]) -> None:
    panel.start(OFFERS, ())
    assert panel.kind == "acceptance"
    assert asked[-1] == ("paper", "acceptance")
    assert [choice.detail for choice in panel.papers.choices] == ["已打 1 次", "待打", ""]
    assert not panel.go.isEnabled(), "nobody has seen it yet"
    assert panel.preview.hasFocus()


def test_nothing_is_printed_before_it_was_seen(panel: PaperPanel, asked: list[tuple[object, ...]]) -> None:
    panel.start(OFFERS, ())
    panel.print_now()
    assert not [one for one in asked if one[0] == "print"]
    panel.show_page("acceptance", page())
    panel.print_now()
    assert asked[-1] == ("print", "acceptance", "")


def test_a_page_that_comes_late_is_not_shown_as_another_paper(
    panel: PaperPanel, asked: list[tuple[object, ...]]
) -> None:
    panel.start(OFFERS, ())
    press(panel, Qt.Key.Key_Up)
    assert asked[-1] == ("paper", "receipt")
    panel.show_page("acceptance", page())
    assert panel.preview.empty
    assert not panel.go.isEnabled()
    panel.print_now()
    assert not [one for one in asked if one[0] == "print"]


def test_pages_are_turned_by_key_and_end_at_the_ends(panel: PaperPanel, asked: list[tuple[object, ...]]) -> None:
    panel.start(OFFERS, ())
    panel.show_page("acceptance", page(1))
    assert panel.counted.text() == "第 1 页，共 3 页"
    asked.clear()
    press(panel, Qt.Key.Key_PageUp)
    assert asked == []
    press(panel, Qt.Key.Key_PageDown)
    panel.show_page("acceptance", page(2))
    press(panel, Qt.Key.Key_PageDown)
    panel.show_page("acceptance", page(3))
    press(panel, Qt.Key.Key_PageDown)
    assert asked == [("page", 2), ("page", 3)]


def test_the_page_comes_nearer_by_keys_and_stays_near_when_it_is_turned(panel: PaperPanel) -> None:
    panel.start(OFFERS, ())
    panel.show_page("acceptance", page(1))
    press(panel, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    near = panel.preview.near
    assert near > 1.5
    panel.show_page("acceptance", page(2))
    assert panel.preview.near == pytest.approx(near)
    press(panel, Qt.Key.Key_0)
    assert panel.preview.near == 1.0


def test_arrows_move_a_page_that_is_near_and_choose_another_paper_when_it_is_whole(
    panel: PaperPanel, asked: list[tuple[object, ...]]
) -> None:
    panel.start(OFFERS, ())
    panel.show_page("acceptance", page())
    asked.clear()
    press(panel, Qt.Key.Key_Plus, Qt.Key.Key_Down)
    assert asked == []
    press(panel, Qt.Key.Key_0, Qt.Key.Key_Down)
    assert asked == [("paper", "label_80")]


def test_among_several_printers_one_is_chosen_by_key(panel: PaperPanel, asked: list[tuple[object, ...]]) -> None:
    panel.start(OFFERS, ("cups:window-3", "cups:hall"))
    panel.show_page("acceptance", page())
    assert panel.printer.isVisible()
    assert [panel.printer.itemText(at) for at in range(3)] == ["本窗常用", "window-3", "hall"]
    press(panel, Qt.Key.Key_P, Qt.Key.Key_P)
    panel.print_now()
    assert asked[-1] == ("print", "acceptance", "cups:hall")
    press(panel, Qt.Key.Key_P)
    panel.print_now()
    assert asked[-1] == ("print", "acceptance", "")


@pytest.mark.parametrize("printers", [(), ("cups:only",)])
def test_where_there_is_nothing_to_choose_no_printer_is_asked_for(panel: PaperPanel, printers: tuple[str, ...]) -> None:
    panel.start(OFFERS, printers)
    panel.show_page("acceptance", page())
    assert not panel.printer.isVisible()
    press(panel, Qt.Key.Key_P)
    assert panel.printer.currentIndex() == 0


def test_a_paper_that_came_out_before_is_printed_again_and_the_button_says_so(panel: PaperPanel) -> None:
    panel.start(OFFERS, (), "receipt")
    panel.show_page("receipt", page())
    assert panel.go.text() == "补打  F9"
    press(panel, Qt.Key.Key_Down)
    panel.show_page("acceptance", page())
    assert panel.go.text() == "打印  F9"


def test_enter_prints_nothing_by_accident_and_escape_closes(panel: PaperPanel, asked: list[tuple[object, ...]]) -> None:
    panel.start(OFFERS, ())
    panel.show_page("acceptance", page())
    press(panel, Qt.Key.Key_Return, Qt.Key.Key_Enter)
    assert not [one for one in asked if one[0] == "print"]
    press(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_everything_is_said_in_the_other_language_too(panel: PaperPanel, dressed: QApplication) -> None:
    panel.start(OFFERS, ("a:1", "a:2"))
    panel.show_page("acceptance", page())
    texts.speak(dressed, "en")
    panel.say()
    assert panel.title.text() == "Print preview"
    assert panel.go.text() == "Print  F9"
    assert [choice.name for choice in panel.papers.choices] == ["Receipt", "Notice of acceptance", "File label (80 mm)"]
    assert panel.kind == "acceptance", "the mark stays where it was"


def test_every_kind_of_paper_has_a_name_in_both_languages(dressed: QApplication) -> None:
    for lang in ("zh", "en"):
        texts.speak(dressed, lang)
        names = [paper_name(kind) for kind in KINDS]
        assert len(set(names)) == len(KINDS)
        assert not set(names) & set(KINDS)
    assert paper_name("of a later program") == "of a later program"


def served(hands: Hands, qtbot: QtBot, desk: Desk) -> None:
    """A case of which all is there."""
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    hands.see("还差 3 项")
    for digit in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        hands.press(digit)
    hands.see("受理并打印回执")


def seen(qtbot: QtBot, window: ClerkWindow, kind: str) -> None:
    papers = window.screen.papers
    qtbot.waitUntil(lambda: papers.isVisible() and papers.kind == kind and papers.go.isEnabled(), timeout=10_000)


def readable(screen: QWidget, panel: QWidget) -> bool:
    """Whether anything of a panel lies on top."""
    place = panel.geometry()
    spots = (place.center(), place.topLeft(), place.topRight(), place.bottomLeft(), place.bottomRight())
    on_top = [screen.childAt(spot) for spot in spots]
    return any(one is panel or panel.isAncestorOf(one) for one in on_top if one is not None)


def test_any_paper_of_the_case_is_seen_and_then_printed_as_it_was_seen(
    qtbot: QtBot, desk: Desk, hands: Hands, tray: office.Tray
) -> None:
    served(hands, qtbot, desk)
    hands.press(Qt.Key.Key_F9)
    hands.see("办完，叫下一位")
    before = len(tray.papers)
    hands.press(Qt.Key.Key_P, CTRL)
    seen(qtbot, hands.window, "receipt")
    assert hands.window.screen.papers.go.text().startswith("补打")
    assert not hands.window.screen.papers.preview.empty
    hands.press(Qt.Key.Key_Down)
    seen(qtbot, hands.window, "acceptance")
    hands.press(Qt.Key.Key_Down)
    seen(qtbot, hands.window, "transfer")
    assert len(tray.papers) == before, "looking prints nothing"
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(tray.papers) == before + 1)
    assert tray.papers[-1].name.startswith("transfer-")
    qtbot.waitUntil(lambda: not hands.window.screen.papers.isVisible())
    case = hands.window.session.case_id
    assert case is not None
    qtbot.waitUntil(lambda: Offer("transfer", before=1) in printing.offered(desk, case))


def test_a_look_that_is_put_away_prints_and_notes_nothing(
    qtbot: QtBot, desk: Desk, hands: Hands, tray: office.Tray
) -> None:
    served(hands, qtbot, desk)
    hands.press(Qt.Key.Key_P, CTRL)
    seen(qtbot, hands.window, "receipt")
    hands.press(Qt.Key.Key_Escape)
    assert not hands.window.screen.papers.isVisible()
    assert tray.papers == []
    assert hands.window.session.case is not None
    assert hands.window.session.case.state is State.OPENED


def test_without_a_case_it_is_said_that_there_is_no_paper(qtbot: QtBot, hands: Hands) -> None:
    hands.press(Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: "没有可打的文书" in hands.window.screen.messages.text.text())
    assert not hands.window.screen.papers.isVisible()


def test_a_printer_that_jams_is_told_and_the_paper_can_be_printed_again(
    qtbot: QtBot, desk: Desk, hands: Hands, tray: office.Tray
) -> None:
    served(hands, qtbot, desk)
    hands.press(Qt.Key.Key_F9)
    hands.see("办完，叫下一位")
    tray.broken = DeviceTrouble(PrinterCode.OUT_OF_PAPER)
    hands.press(Qt.Key.Key_P, CTRL)
    seen(qtbot, hands.window, "receipt")
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "缺纸" in hands.window.screen.messages.text.text())
    tray.broken = None
    hands.press(Qt.Key.Key_P, CTRL)
    seen(qtbot, hands.window, "receipt")
    before = len(tray.papers)
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(tray.papers) == before + 1)


@pytest.fixture
def careful(desk: Desk, background: Background, dressed: QApplication, qtbot: QtBot) -> Iterator[tuple[Desk, Hands]]:
    """A desk that is set to show every paper first."""
    made = replace(desk, settings=replace(desk.settings, preview="always"))
    window, scanner = opened(made, background, dressed, qtbot)
    yield made, Hands(qtbot, window)
    window.end()
    dressed.removeEventFilter(scanner)
    qtbot.waitUntil(lambda: background.idle, timeout=10_000)


def test_where_it_is_set_each_paper_comes_up_by_itself_and_f9_prints_one_after_the_other(
    qtbot: QtBot, careful: tuple[Desk, Hands], tray: office.Tray
) -> None:
    desk, hands = careful
    served(hands, qtbot, desk)
    hands.press(Qt.Key.Key_F9)
    seen(qtbot, hands.window, "receipt")
    assert tray.papers == []
    assert hands.window.session.case is not None
    assert hands.window.session.case.state is State.ACCEPTED, "the disk comes first"
    qtbot.waitUntil(lambda: not hands.window.screen.keys.resting)
    hands.press(Qt.Key.Key_F9)
    seen(qtbot, hands.window, "acceptance")
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(tray.papers) == 2)
    qtbot.waitUntil(lambda: not hands.window.screen.papers.isVisible())
    assert [paper.name.partition("-")[0] for paper in tray.papers] == ["receipt", "acceptance"]
    hands.see("办完，叫下一位")


def test_what_was_put_away_waits_and_comes_up_again_when_it_is_asked_for(
    qtbot: QtBot, careful: tuple[Desk, Hands], tray: office.Tray
) -> None:
    desk, hands = careful
    served(hands, qtbot, desk)
    hands.press(Qt.Key.Key_F9)
    seen(qtbot, hands.window, "receipt")
    hands.press(Qt.Key.Key_Escape)
    hands.see("打印收件回执等 2 张")
    assert tray.papers == []
    hands.press(Qt.Key.Key_F9, SHIFT)
    seen(qtbot, hands.window, "receipt")


def test_the_papers_of_a_case_that_was_declined_are_seen_at_once(
    qtbot: QtBot, desk: Desk, hands: Hands, tray: office.Tray
) -> None:
    served(hands, qtbot, desk)
    session = hands.window.session
    panel = hands.window.screen.remark
    hands.window.screen.command(Ask.REFUSE.value)
    qtbot.waitUntil(panel.isVisible)
    hands.press(Qt.Key.Key_1)
    qtbot.waitUntil(lambda: panel.go.isEnabled() and not hands.window.screen.keys.resting)
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: session.case is not None and session.case.state is State.DECLINED)
    qtbot.waitUntil(lambda: session.case is not None and not session.case.papers_waiting)  # printed, and noted
    hands.press(Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(hands.window.screen.papers.isVisible)
    kinds = [choice.key for choice in hands.window.screen.papers.papers.choices]
    assert kinds == ["receipt", "declined", "receipt_slip"]
    hands.press(Qt.Key.Key_Down)
    seen(qtbot, hands.window, "declined")
    before = len(tray.papers)
    qtbot.waitUntil(lambda: not hands.window.screen.keys.resting)
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(tray.papers) == before + 1)
    assert tray.papers[-1].name.startswith("declined-")


def test_another_key_puts_the_panel_away_and_does_its_own_work(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    served(hands, qtbot, desk)
    hands.press(Qt.Key.Key_P, CTRL)
    seen(qtbot, hands.window, "receipt")
    hands.press(Qt.Key.Key_F1)
    assert not hands.window.screen.papers.isVisible()
    assert hands.window.screen.help.isVisible()


def test_locking_hides_a_paper_with_a_name_on_it(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    served(hands, qtbot, desk)
    hands.press(Qt.Key.Key_P, CTRL)
    seen(qtbot, hands.window, "receipt")
    screen = hands.window.screen
    screen.lock("陈三")
    assert not readable(screen, screen.papers)
    screen.unlock()
    assert readable(screen, screen.papers), "what was half done is still there"


def test_a_paper_that_comes_while_the_screen_is_locked_stays_below_the_cover(
    qtbot: QtBot, desk: Desk, hands: Hands
) -> None:
    served(hands, qtbot, desk)
    screen = hands.window.screen
    hands.press(Qt.Key.Key_P, CTRL)
    screen.lock("陈三")
    qtbot.waitUntil(screen.papers.isVisible)
    assert not readable(screen, screen.papers)
    assert screen.cover.password.line.hasFocus(), "what is typed now is a password"
