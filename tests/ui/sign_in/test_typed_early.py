"""Whoever types faster than the program loads signs in at the window that the page names a moment later."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.clerk import signing_in
from deskapp.desk import Station
from deskapp.failures import LineTrouble
from deskapp.ids import WindowId
from deskapp.settings import Settings
from deskapp.sync.client import HttpCentre
from tests.clerk import office
from tests.server.running import RunningCentre, running_centre
from ui.app import Program
from ui.shell import Shell

WINDOWS = tuple(WindowId(name) for name in "12345678")
LONGEST = 20  # s; a gate that nobody opens ends the test


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RunningCentre]:
    with running_centre(tmp_path / "centre") as running:
        yield running


@pytest.fixture
def start(
    qtbot: QtBot, dressed: QApplication, tmp_path: Path
) -> Iterator[Callable[[Callable[[Settings], Station]], Shell]]:
    programs: list[Program] = []

    def opened(opening: Callable[[Settings], Station]) -> Shell:
        programs.append(Program(dressed, Settings(home=tmp_path / "desk"), opening))
        programs[-1].open()
        programs[-1].shell.activateWindow()
        qtbot.waitUntil(programs[-1].shell.page.user.line.hasFocus)
        return programs[-1].shell

    yield opened
    for program in programs:
        assert program.close() == ()
        qtbot.waitUntil(lambda program=program: program.background.idle)  # type: ignore[misc]
        program.shell.deleteLater()


def typed(shell: Shell, user: str) -> None:
    """Name, password, Enter, at once."""
    QTest.keyClicks(shell.page.user.line, user)
    QTest.keyClick(shell.page.user.line, Qt.Key.Key_Return)
    QTest.keyClicks(shell.page.password.line, "demo")
    QTest.keyClick(shell.page.password.line, Qt.Key.Key_Return)


def window_of(shell: Shell) -> str:
    """The window somebody has signed in at."""
    assert shell.clerk is not None
    return shell.clerk.session.desk.clerk.window


def test_before_the_desk_is_open_they_come_to_the_window_it_is_enrolled_at(
    qtbot: QtBot, start: Callable[..., Shell], centre: RunningCentre
) -> None:
    loads = Event()

    def enrolled(settings: Settings) -> Station:
        assert loads.wait(LONGEST)
        made = office.station(settings.home, office.FrozenClock(), centre=HttpCentre(centre.address), furnished=False)
        signing_in.expect_at(made, WindowId("5"), WINDOWS)
        return made

    shell = start(enrolled)
    typed(shell, "clerk5")
    assert not shell.page.go.isEnabled()
    with qtbot.waitSignal(shell.signed_in, timeout=LONGEST * 1000):
        loads.set()
    assert window_of(shell) == "5"


class SlowToTell(HttpCentre):
    """A centre whose windows are long in coming, or never come."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.tells = Event()
        self.breaks = False

    def windows(self) -> Sequence[WindowId]:
        assert self.tells.wait(LONGEST)
        if self.breaks:
            raise LineTrouble("line.unreachable")
        return super().windows()


@pytest.fixture
def slow(centre: RunningCentre) -> SlowToTell:
    return SlowToTell(centre.address)


@pytest.fixture
def new_desk(slow: SlowToTell) -> Callable[[Settings], Station]:
    return lambda settings: office.station(settings.home, office.FrozenClock(), centre=slow, furnished=False)


def test_at_a_new_desk_they_wait_for_the_windows_and_take_the_one_that_is_offered(
    qtbot: QtBot, start: Callable[..., Shell], slow: SlowToTell, new_desk: Callable[[Settings], Station]
) -> None:
    shell = start(new_desk)
    with qtbot.waitSignal(shell.ready, timeout=LONGEST * 1000):
        pass
    typed(shell, "clerk1")
    assert not shell.page.go.isEnabled()
    assert shell.page.problem.text() == ""
    with qtbot.waitSignal(shell.signed_in, timeout=LONGEST * 1000):
        slow.tells.set()
    assert window_of(shell) == "1"


def test_at_a_new_desk_whose_line_is_cut_they_are_told_and_may_name_a_window(
    qtbot: QtBot, start: Callable[..., Shell], slow: SlowToTell, new_desk: Callable[[Settings], Station]
) -> None:
    slow.breaks = True
    shell = start(new_desk)
    typed(shell, "clerk4")
    slow.tells.set()
    qtbot.waitUntil(lambda: "请先选择窗口" in shell.page.problem.text(), timeout=LONGEST * 1000)
    shell.page.choose_window("4")
    with qtbot.waitSignal(shell.signed_in, timeout=LONGEST * 1000):
        QTest.keyClick(shell.page.password.line, Qt.Key.Key_Return)
    assert window_of(shell) == "4"


def test_a_window_that_was_named_waits_for_nothing(
    qtbot: QtBot, start: Callable[..., Shell], slow: SlowToTell, new_desk: Callable[[Settings], Station]
) -> None:
    shell = start(new_desk)
    shell.page.choose_window("6")
    with qtbot.waitSignal(shell.signed_in, timeout=LONGEST * 1000):
        typed(shell, "clerk6")
    assert window_of(shell) == "6"
    slow.tells.set()
