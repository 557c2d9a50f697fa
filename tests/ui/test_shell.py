"""The shell: the sign-in page first, the rest after it; in and out again; what cannot be opened is said."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.clerk import choosing_scanner
from deskapp.desk import Station
from deskapp.devices.scanner.contract import ScanRequest
from deskapp.failures import Refusal, StoreTrouble
from deskapp.ids import WindowId
from deskapp.settings import Settings
from deskapp.sync.client import HttpCentre
from tests.clerk import office
from tests.guards import Listening
from tests.server.codes import Computer, code_for
from tests.server.hall import Hall, open_hall
from ui import texts, theme
from ui.__main__ import _command
from ui.app import Program
from ui.sign_in.page import LineState


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


@pytest.fixture
def start(
    qtbot: QtBot, dressed: QApplication, settings: Settings
) -> Iterator[Callable[[Callable[[Settings], Station]], Program]]:
    programs: list[Program] = []

    def opened(opening: Callable[[Settings], Station]) -> Program:
        program = Program(dressed, settings, opening)
        programs.append(program)
        program.open()
        program.shell.activateWindow()
        return program

    yield opened
    for program in programs:
        assert program.close() == ()
        qtbot.waitUntil(lambda program=program: program.background.idle)  # type: ignore[misc]
        program.shell.deleteLater()


def without_line(settings: Settings) -> Station:
    return office.station(settings.home / "desk", office.FrozenClock(), printer=office.Tray())


def test_nothing_heavy_is_loaded_before_the_first_page_is_painted() -> None:
    asked = "import sys, ui.app; print([m for m in sys.argv[1:] if m in sys.modules])"
    heavy = ["sqlalchemy", "cryptography", "httpx", "reportlab", "cv2", "numpy", "argon2", "keyring", "msgspec"]
    heavy += ["deskapp.rules.case_facts", "deskapp.rules.questions", "deskapp.rules.deadline"]  # many classes each
    loaded = subprocess.run(
        [sys.executable, "-c", asked, *heavy], capture_output=True, text=True, timeout=60, check=True
    )
    assert loaded.stdout.strip() == "[]"


def test_other_commands_never_load_qt() -> None:
    asked = "import sys, ui.__main__; print('PySide6' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True)
    assert loaded.stdout.strip() == "False"


def test_the_page_is_there_before_the_office_and_says_that_the_line_is_cut(
    qtbot: QtBot, start: Callable[..., Program]
) -> None:
    program = start(without_line)
    assert program.shell.page.line.text().startswith("○")
    qtbot.waitUntil(lambda: program.shell.page._line is LineState.OFFLINE, timeout=10_000)


def test_who_was_never_here_needs_the_line_and_is_told_so(qtbot: QtBot, start: Callable[..., Program]) -> None:
    program = start(without_line)
    page = program.shell.page
    qtbot.waitUntil(page.user.line.hasFocus)
    QTest.keyClicks(page.user.line, "clerk3")
    QTest.keyClick(page.user.line, Qt.Key.Key_Return)
    QTest.keyClicks(page.password.line, "demo")
    QTest.keyClick(page.password.line, Qt.Key.Key_Return)  # perhaps before the office has been loaded: it waits
    qtbot.waitUntil(lambda: "要接通中心" in page.problem.text(), timeout=10_000)
    assert page.go.isEnabled()


@pytest.fixture
def bound_hall(tmp_path: Path) -> Iterator[Hall]:
    """A centre at which another computer is the desk of window 3."""
    with open_hall(tmp_path / "centre", f"sqlite:///{tmp_path / 'centre.db'}", None) as hall:
        assert Computer(hall, "other").shows("3", code_for(hall.parts, "3")).status_code == 201
        yield hall


def test_at_a_bound_window_a_clerk_types_the_code_and_is_in(
    qtbot: QtBot, bound_hall: Hall, start: Callable[..., Program], expect_log: Listening
) -> None:
    line = HttpCentre(bound_hall.address)
    program = start(lambda settings: office.station(settings.home / "desk", office.FrozenClock(), centre=line))
    page = program.shell.page
    qtbot.waitUntil(lambda: page._line is LineState.ONLINE, timeout=10_000)
    page.choose_window("3")
    page.user.set_text("clerk3")
    page.password.set_text("demo")
    QTest.keyClick(page.password.line, Qt.Key.Key_Return)
    qtbot.waitUntil(page.code.isVisible, timeout=10_000)
    assert "没有登记到 3 号窗" in page.problem.text()
    page.code.set_text("0000-0000-0000")
    QTest.keyClick(page.code.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "没有这个登记码" in page.code.line.accessibleDescription(), timeout=10_000)
    page.code.set_text(code_for(bound_hall.parts, "3").lower())
    with qtbot.waitSignal(program.shell.signed_in, timeout=10_000):
        QTest.keyClick(page.code.line, Qt.Key.Key_Return)
    assert program.shell.clerk is not None
    assert program.shell.clerk.session.desk.clerk.window == "3"
    assert page.code.isHidden()
    assert "enroll.code_wrong" in expect_log.said()


def test_what_cannot_be_opened_is_said_in_a_sentence(qtbot: QtBot, start: Callable[..., Program]) -> None:
    def locked(_: Settings) -> Station:
        raise StoreTrouble("keys.no_keyring")

    program = start(locked)
    qtbot.waitUntil(lambda: "钥匙串" in program.shell.page.problem.text(), timeout=10_000)


def test_the_clerks_screen_is_built_while_nobody_has_signed_in(qtbot: QtBot, start: Callable[..., Program]) -> None:
    shell = start(without_line).shell
    built: list[bool] = []
    with qtbot.waitSignal(shell.ready, timeout=10_000):
        shell.ready.connect(lambda: built.append(hasattr(shell._screen, "cover")))
    assert built == [False], "not in one turn: the page goes on answering"
    qtbot.waitUntil(lambda: shell._screen is not None and not shell._screen.build_more())
    assert shell.page.isVisible()


def test_a_key_that_is_none_is_said_before_anybody_signs_in(
    qtbot: QtBot, dressed: QApplication, tmp_path: Path
) -> None:
    program = Program(dressed, Settings(home=tmp_path, keys={"primary": "Qwerty+9"}), without_line)
    program.open()
    page = program.shell.page
    qtbot.waitUntil(lambda: "Qwerty" in page.problem.text(), timeout=10_000)
    assert program.close() == ()


def test_in_and_out_again_and_nothing_of_the_one_before_is_seen(qtbot: QtBot, start: Callable[..., Program]) -> None:
    program = start(without_line)
    shell = program.shell
    with qtbot.waitSignal(shell.ready, timeout=10_000):
        pass
    shell._enter(office.desk(shell._door.station))
    assert shell.clerk is not None
    screen = shell.clerk.screen
    qtbot.waitUntil(lambda: screen.isVisible() and screen.status.who.text() == "3 号窗 · 陈三")
    screen.commands.start()
    QTest.keyClicks(screen.commands.search, "sign_out")
    QTest.keyClick(screen.commands.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.clerk is None and shell.page.isVisible())
    assert shell.page.password.text() == ""


def test_a_manager_comes_to_the_board_and_out_again(qtbot: QtBot, start: Callable[..., Program]) -> None:
    program = start(without_line)
    shell = program.shell
    with qtbot.waitSignal(shell.ready, timeout=10_000):
        pass
    desk = office.desk(shell._door.station)
    shell._enter(replace(desk, clerk=replace(desk.clerk, roles=("manager",), window=WindowId(""))))
    assert shell.clerk is None
    assert shell.hall is not None
    screen = shell.hall.screen
    qtbot.waitUntil(lambda: screen.isVisible() and shell.hall is not None and shell.hall.session.board is not None)
    screen.commands.start()
    QTest.keyClicks(screen.commands.search, "sign_out")
    QTest.keyClick(screen.commands.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.hall is None and shell.page.isVisible())


def test_a_greeter_comes_to_the_desk_at_the_door_and_out_again(qtbot: QtBot, start: Callable[..., Program]) -> None:
    shell = start(without_line).shell
    with qtbot.waitSignal(shell.ready, timeout=10_000):
        pass
    desk = office.desk(shell._door.station)
    clerk = replace(desk.clerk, roles=("greeter",), window=WindowId(""), token="t", at_the_door=True)
    shell._enter(replace(desk, clerk=clerk))
    assert (shell.clerk, shell.hall) == (None, None)
    assert shell.greeter is not None
    screen = shell.greeter.screen
    qtbot.waitUntil(lambda: "取不了号" in screen.line.text(), timeout=10_000)
    assert "号码由中心统一发" in screen.messages.text.text()
    screen.commands.start()
    QTest.keyClicks(screen.commands.search, "sign_out")
    QTest.keyClick(screen.commands.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.greeter is None and shell.page.isVisible())


def test_a_scanner_that_was_chosen_is_that_of_whoever_signs_in_next(
    qtbot: QtBot, start: Callable[..., Program]
) -> None:
    shell = start(without_line).shell
    with qtbot.waitSignal(shell.ready, timeout=10_000):
        pass
    with qtbot.waitSignal(shell.signed_in):
        shell._enter(office.desk(shell._door.station))
    assert shell.clerk is not None
    desk = shell.clerk.session.desk
    made = choosing_scanner.choose(desk, "pretend:3", "", ScanRequest(dpi=200))
    shell.clerk.scanner._kept(made)
    shell.sign_out()
    assert shell._door.station.settings == made
    assert shell._door.station.journal is desk.journal


def test_what_was_wrong_before_somebody_came_in_is_not_said_when_they_leave(
    qtbot: QtBot, start: Callable[..., Program]
) -> None:
    shell = start(without_line).shell
    with qtbot.waitSignal(shell.ready, timeout=10_000):
        pass
    shell._not_signed_in(Refusal("sign_in.wrong"))
    assert shell.page.password.wrong.text()
    with qtbot.waitSignal(shell.signed_in):
        shell._enter(office.desk(shell._door.station))
    shell.sign_out()
    assert (shell.page.password.wrong.text(), shell.page.problem.text()) == ("", "")
    assert shell.page.password.line.hasFocus()


def test_the_language_and_the_look_are_commands(qtbot: QtBot, start: Callable[..., Program]) -> None:
    program = start(without_line)
    shell = program.shell
    with qtbot.waitSignal(shell.ready, timeout=10_000):
        pass
    with qtbot.waitSignal(shell.signed_in):
        shell._enter(office.desk(shell._door.station))
    assert shell.clerk is not None
    shell.clerk.screen.command("language en")
    assert texts.language() == "en"
    shell.clerk.screen.command("theme dark")
    assert theme.worn().name == "dark"


def test_a_bug_covers_the_screen_with_a_sentence(qtbot: QtBot, start: Callable[..., Program]) -> None:
    program = start(without_line)
    program.crash._write(ValueError, None)
    assert program.shell.crash.isVisible()
    program.shell.crash.go_on.click()
    assert not program.shell.crash.isVisible()


def test_the_loop_is_never_blocked_long_while_the_office_is_loaded(qtbot: QtBot, start: Callable[..., Program]) -> None:
    program = start(without_line)
    program.watchdog.start()
    with qtbot.waitSignal(program.shell.ready, timeout=10_000):
        pass
    assert program.watchdog.worst_ms < 500


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ([], None),
        (["--theme", "dark"], None),
        (["--theme=dark", "--home", "desk"], None),
        (["--lang", "en", "doctor"], "doctor"),
        (["demo", "--out", "x"], "demo"),
    ],
)
def test_the_value_of_an_option_is_no_command(words: list[str], command: str | None) -> None:
    assert _command(words) == command
