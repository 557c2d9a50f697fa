"""Panels over the screen: not modal, closed by Esc, the focus goes back to where it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.parts.lock_cover import LockCover
from ui.parts.overlay import Overlay


@pytest.fixture
def screen(qtbot: QtBot, dressed: QApplication) -> QWidget:
    made = QWidget()
    made.resize(800, 500)
    QVBoxLayout(made).addWidget(QLineEdit())
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_it_opens_in_the_middle_and_esc_gives_the_focus_back(qtbot: QtBot, screen: QWidget) -> None:
    before = screen.findChild(QLineEdit)
    assert isinstance(before, QLineEdit)
    before.setFocus()
    panel, first = Overlay(screen, QSize(400, 300)), QLineEdit()
    panel.body.addWidget(first)
    panel.open_panel(first)
    qtbot.waitUntil(first.hasFocus)
    assert panel.geometry().center().x() == pytest.approx(screen.rect().center().x(), abs=1)
    QTest.keyClick(first, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    qtbot.waitUntil(before.hasFocus)


def test_it_never_grows_over_the_edge_of_a_small_screen(screen: QWidget) -> None:
    panel, first = Overlay(screen, QSize(2000, 2000)), QLineEdit()
    panel.body.addWidget(first)
    panel.open_panel(first)
    assert screen.rect().contains(panel.geometry())
    screen.resize(500, 300)
    assert panel.width() < 500


def test_the_screen_below_goes_on(screen: QWidget) -> None:
    panel, first = Overlay(screen, QSize(300, 200)), QLineEdit()
    panel.body.addWidget(first)
    panel.open_panel(first)
    assert not panel.isModal()
    assert QApplication.activeModalWidget() is None


def on_top(screen: QWidget, panel: QWidget, wanted: QWidget) -> bool:
    """Whether in the middle of a panel this is what lies on top."""
    found = screen.childAt(panel.geometry().center())
    return found is wanted or (found is not None and wanted.isAncestorOf(found))


def test_what_opens_while_the_screen_is_locked_lies_below_the_cover_and_takes_no_key(
    qtbot: QtBot, screen: QWidget
) -> None:
    """It was asked for a moment before: what is typed now is a password, and belongs to nothing else."""
    cover = LockCover(screen)
    panel, first = Overlay(screen, QSize(400, 300)), QLineEdit()
    panel.body.addWidget(first)
    cover.lock("陈三")
    qtbot.waitUntil(cover.password.line.hasFocus)
    panel.open_panel(first)
    assert on_top(screen, panel, cover)
    focus = QApplication.focusWidget()
    assert focus is cover.password.line
    QTest.keyClicks(focus, "secret")
    assert (cover.password.line.text(), first.text()) == ("secret", "")
    cover.hide()
    assert on_top(screen, panel, panel), "there it is"
