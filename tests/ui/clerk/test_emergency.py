"""A clerk calls for help, a real centre behind the line: it is there at once, and nobody at the counter sees."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from deskapp.clerk import calling_for_help, intake
from deskapp.clerk.intake import Application
from deskapp.failures import Refusal
from deskapp.ids import ClerkId, ItemCode, WindowId
from deskapp.protocol.messages import Event
from deskapp.queries.help_sign import HelpSign
from deskapp.rules.window import CallForHelp, HelpComing, HelpFact, HelpSettled
from tests.fakes.faults import swapped
from tests.ui.beat import nobody_asks
from tests.ui.clerk.conftest import Live

_LOOKS = 20
THREE, MANAGER = WindowId("3"), ClerkId("manager")


def strike(live: Live) -> None:
    """Ctrl+F12, wherever the focus is."""
    focus: QWidget = QApplication.focusWidget() or live.window.screen
    QTest.keyClick(focus, Qt.Key.Key_F12, Qt.KeyboardModifier.ControlModifier)


def at_the_centre(live: Live) -> CallForHelp | None:
    with live.centre.parts.journal.reading() as reading:
        return reading.window(THREE).help


def told(live: Live) -> list[Event]:
    with live.centre.parts.journal.reading() as reading:
        return reading.numbered(0, 10_000)


def answer(live: Live, fact: HelpFact) -> None:
    with live.centre.parts.journal.writing() as facts:
        facts.add(MANAGER, fact, of=THREE)


def dots(live: Live) -> str:
    return live.window.screen.status.help.text()


def seen(live: Live) -> QImage:
    """The screen but for the few dots."""
    screen, help_dots = live.window.screen, live.window.screen.status.help
    image = screen.grab().toImage()
    painter = QPainter(image)
    at = help_dots.mapTo(screen, help_dots.rect().topLeft())
    painter.fillRect(0, at.y() - 8, image.width(), help_dots.height() + 16, QColor("white"))  # the status bar
    painter.end()
    return image


def settled(live: Live) -> QImage:
    """The screen once everything that is read at the beginning stands on it."""
    looks = [seen(live)]

    def the_same() -> bool:
        looks.append(seen(live))
        return len(looks) > _LOOKS and all(look == looks[-1] for look in looks[-_LOOKS:])

    live.qtbot.waitUntil(the_same, timeout=15_000)
    return looks[-1]


def test_it_is_at_the_centre_at_once_and_the_answer_is_seen_by_the_clerk(live: Live) -> None:
    with nobody_asks(live.desk, live.qtbot):
        strike(live)
        live.qtbot.waitUntil(lambda: at_the_centre(live) is not None)
    called = at_the_centre(live)
    assert called is not None
    assert (called.clerk, called.loud) == ("clerk3", True)
    live.qtbot.waitUntil(lambda: dots(live) == "··")
    answer(live, HelpComing())
    live.qtbot.waitUntil(lambda: dots(live) == "···")
    answer(live, HelpSettled())
    live.qtbot.waitUntil(lambda: dots(live) == "")


def test_nothing_on_the_screen_moves_but_a_few_dots(live: Live) -> None:
    screen = live.window.screen
    screen.commands.start()
    live.qtbot.waitUntil(screen.commands.isVisible)
    screen.commands.search.clearFocus()  # a cursor that blinks
    before = settled(live)
    focus = QApplication.focusWidget()
    QTest.keyClick(screen, Qt.Key.Key_F12, Qt.KeyboardModifier.ControlModifier)
    live.qtbot.waitUntil(lambda: dots(live) == "··")
    assert screen.commands.isVisible(), "what lies over the screen stays"
    assert screen.messages.shown is None
    assert QApplication.focusWidget() is focus
    assert seen(live) == before


def test_with_the_line_cut_it_is_kept_and_said_so_and_goes_as_soon_as_it_can(live: Live) -> None:
    live.relay.cut()
    live.qtbot.waitUntil(lambda: not live.desk.line.online, timeout=10_000)
    intake.open_case(live.desk, Application(ItemCode("SCJG-0102"), "张伟", "990106197904128117"))
    strike(live)
    live.qtbot.waitUntil(lambda: dots(live) == "·")
    for _ in range(4):  # the line has been away for long: a round would wait up to half a minute
        live.desk.line.failed("line.down")
    live.relay.restore()
    live.qtbot.waitUntil(lambda: at_the_centre(live) is not None, timeout=12_000)
    live.qtbot.waitUntil(lambda: dots(live) == "··")
    live.qtbot.waitUntil(lambda: any(event.kind == "case.opened" for event in told(live)), timeout=40_000)
    kinds = [event.kind for event in told(live)]
    assert kinds.index("window.help_called") < kinds.index("case.opened"), "before what was done before it"


def test_from_a_locked_screen_too_and_with_no_other_key(live: Live) -> None:
    screen = live.window.screen
    QTest.keyClick(QApplication.focusWidget() or screen, Qt.Key.Key_F12)
    assert screen.cover.isVisible()
    strike(live)
    live.qtbot.waitUntil(lambda: at_the_centre(live) is not None)
    assert screen.cover.isVisible()


def test_struck_again_it_is_loud_again(live: Live) -> None:
    strike(live)
    live.qtbot.waitUntil(lambda: dots(live) == "··")
    answer(live, HelpComing())
    live.qtbot.waitUntil(lambda: dots(live) == "···")
    strike(live)
    live.qtbot.waitUntil(lambda: dots(live) == "··")
    called = at_the_centre(live)
    assert called is not None
    assert (called.calls, called.loud) == (2, True)


def test_what_cannot_be_said_shows_nothing_at_all(live: Live) -> None:
    tried: list[object] = []

    def refuse(*_: object) -> None:
        tried.append(_)
        raise Refusal("window.unknown", window="3")

    with swapped(calling_for_help, "call_for_help", refuse):
        for times in (1, 2):  # by the second the answer to the first has come
            strike(live)
            live.qtbot.waitUntil(lambda times=times: len(tried) == times)  # type: ignore[misc]
    assert live.window.screen.messages.shown is None
    assert dots(live) == ""


@pytest.mark.parametrize("sign", list(HelpSign))
def test_no_reader_says_the_dots_aloud(live: Live, sign: HelpSign) -> None:
    status = live.window.screen.status
    status.show_help(sign)
    assert status.help.accessibleName().strip() == "", "which a reader says in place of the text"
    assert len(status.help.text()) == list(HelpSign).index(sign)
