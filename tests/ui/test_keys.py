"""The key table, and keys that must not act twice."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskapp.failures import Refusal
from ui.keys import DEFAULTS, SLEEP_MS, Ask, Keys, key_table


class Clock:
    now = 100.0

    def read(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def screen(qtbot: QtBot) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.addWidget(QLineEdit())
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def keys(screen: QWidget, clock: Clock) -> Keys:
    return Keys(screen, key_table(), clock.read)


def test_the_usual_keys_are_those_of_the_design() -> None:
    table = key_table()
    assert [table[ask] for ask in (Ask.CALL_NEXT, Ask.SCAN, Ask.FIND_ITEM, Ask.PRIMARY)] == ["F2", "F5", "F7", "F9"]
    assert "F10" not in table.values()
    assert set(table) == set(Ask) == set(DEFAULTS)


def test_settings_may_give_an_action_another_key() -> None:
    assert key_table({"scan": "Ctrl+Shift+S"})[Ask.SCAN] == "Ctrl+Shift+S"


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"fly": "F5"}, "keys.unknown_action"),
        ({"scan": "F99x"}, "keys.no_such_key"),
        ({"scan": "Ctrl+A, Ctrl+B"}, "keys.no_such_key"),
        ({"scan": "F10"}, "keys.reserved"),
        ({"scan": "F9"}, "keys.taken"),
    ],
)
def test_a_table_that_cannot_be_is_refused_with_its_reason(chosen: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        key_table(chosen)
    assert refused.value.code == code


def test_a_key_works_wherever_the_focus_is(qtbot: QtBot, screen: QWidget, keys: Keys) -> None:
    asked: list[str] = []
    keys.bind(Ask.PRIMARY, lambda: asked.append("F9"))
    line = screen.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_F9)
    assert asked == ["F9"]


def test_f9_sleeps_400_ms_after_a_state_has_changed(screen: QWidget, keys: Keys, clock: Clock) -> None:
    asked: list[float] = []
    keys.bind(Ask.PRIMARY, lambda: asked.append(clock.now))
    keys.rest(Ask.PRIMARY)
    for _ in range(3):
        QTest.keyClick(screen, Qt.Key.Key_F9)
        clock.now += SLEEP_MS / 1000 / 4
    assert asked == []
    clock.now = 100.0 + SLEEP_MS / 1000
    QTest.keyClick(screen, Qt.Key.Key_F9)
    assert asked == [clock.now]


def test_only_the_resting_key_sleeps(screen: QWidget, keys: Keys) -> None:
    asked: list[str] = []
    keys.bind(Ask.CALL_NEXT, lambda: asked.append("F2"))
    keys.rest(Ask.PRIMARY)
    QTest.keyClick(screen, Qt.Key.Key_F2)
    assert asked == ["F2"]


@pytest.mark.parametrize("ask", [Ask.CALL_NEXT, Ask.NO_SHOW, Ask.PRIMARY])
def test_a_key_that_is_held_down_acts_once(screen: QWidget, keys: Keys, ask: Ask) -> None:
    asked: list[Ask] = []
    keys.bind(ask, lambda: asked.append(ask))
    key = keys.key(ask)
    QTest.keyPress(screen, key)
    for _ in range(5):
        held = QKeyEvent(QKeyEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier, "", True, 1)
        QApplication.sendEvent(screen, held)
        again = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", True, 1)
        QApplication.sendEvent(screen, again)
    QTest.keyRelease(screen, key)
    assert asked == [ask]


def test_while_locked_no_key_acts_but_the_one_that_calls_for_help(screen: QWidget, keys: Keys) -> None:
    asked: list[str] = []
    keys.bind(Ask.PRIMARY, lambda: asked.append("F9"))
    keys.bind(Ask.EMERGENCY, lambda: asked.append("help"))
    keys.enable(False)
    QTest.keyClick(screen, Qt.Key.Key_F9)
    QTest.keyClick(screen, Qt.Key.Key_F12, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["help"]
    keys.enable(True)
    QTest.keyClick(screen, Qt.Key.Key_F9)
    assert asked == ["help", "F9"]
