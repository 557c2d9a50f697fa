"""A new version at the screen: one calm line, nobody disturbed, and the program ends for it when nobody is there."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.desk import Station
from deskapp.jobs.lanes import Lanes
from deskapp.protocol.updates import WINDOWS_SETUP, UpdateState
from deskapp.settings import Settings
from deskapp.updates.course import ASKED_EVERY, Course, Stepped, UpdateSheet
from deskapp.updates.installing import Program as Installable
from deskapp.updates.installing import setup_words
from tests.clerk import office
from tests.updates.desks import Place, desks, place
from tests.updates.makers import Maker, maker
from ui import texts
from ui.app import Program
from ui.background import Background
from ui.clerk.status_bar import StatusBar
from ui.sign_in.page import SignInPage
from ui.updates import Updates, words_of

READY = UpdateSheet("0.2.0", UpdateState.READY)


@pytest.fixture(scope="module")
def _hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, Iterator[str]]]:
    """One centre for all: it looks for garbage when it starts, and its thread is no place for widgets to end in."""
    gc.collect()
    with place(tmp_path_factory.mktemp("hall")) as opened:
        yield opened, iter("345678")


@pytest.fixture
def there(_hall: tuple[Place, Iterator[str]]) -> Place:
    _hall[0].begin_anew()
    return _hall[0]


@pytest.fixture
def window(_hall: tuple[Place, Iterator[str]]) -> str:
    """A window at which nobody has been."""
    return next(_hall[1])


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return maker(tmp_path_factory.mktemp("ours"))


@pytest.fixture(autouse=True)
def _garbage_stays_here() -> Iterator[None]:
    yield
    gc.disable()  # a program that is closed lets Python look for it anywhere
    gc.collect()


@pytest.fixture
def program(
    qtbot: QtBot, dressed: QApplication, there: Place, window: str, ours: Maker
) -> Iterator[Callable[[], Program]]:
    """Opens the program at the desk of the window, as a packaged one that runs version 0.1.0."""
    opened: list[Program] = []
    courses: list[Course] = []
    with desks(there, ours.public, (window,)) as (desk,):

        def opening(settings: Settings) -> Station:
            return replace(desk.station, settings=replace(settings, home=desk.station.settings.home),
                           updates=desk.course._centre)  # fmt: skip

        def start() -> Program:
            made = Program(
                dressed,
                Settings(home=there.home / f"program{window}", update_keys=ours.public, update_after="1"),
                opening,
            )
            opened.append(made)
            made.open()
            qtbot.waitUntil(lambda: made.shell.updates is not None)
            updates = made.shell.updates
            assert updates is not None
            courses.append(updates._course)
            updates._course._program = Installable("0.1.0", WINDOWS_SETUP, setup_words)
            qtbot.waitUntil(updates.beat.isActive)
            return made

        yield start
        for one in opened:
            assert one.close() == ()
            gc.disable()
            qtbot.waitUntil(lambda one=one: one.background.idle)  # type: ignore[misc]
            shell = one.shell
            shell.deleteLater()
            qtbot.waitUntil(lambda shell=shell: not shiboken6.isValid(shell))  # type: ignore[misc]
        for course in courses:
            if course._setup is not None:
                course._setup.wait(30)


def beat(qtbot: QtBot, program: Program) -> Updates:
    """The next step, now."""
    updates = program.shell.updates
    assert updates is not None
    with qtbot.waitSignal(updates.beat.timeout):
        updates.beat.start(0)
    qtbot.waitUntil(lambda: not program.background.working("updates"))
    return updates


def until_ready(qtbot: QtBot, there: Place, program: Program) -> Updates:
    there.clock.move(ASKED_EVERY)
    updates = beat(qtbot, program)
    qtbot.waitUntil(lambda: updates._sheet == READY)
    qtbot.waitUntil(updates.beat.isActive)
    return updates


def test_a_new_version_is_one_calm_line_on_the_first_page(
    qtbot: QtBot, there: Place, ours: Maker, program: Callable[[], Program]
) -> None:
    there.offer(ours.setup("0.2.0"))
    opened = program()
    page = opened.shell.page
    assert page.update_line.isHidden(), "nothing to say yet"
    until_ready(qtbot, there, opened)
    assert page.update_line.text() == "新版本 0.2.0 将在下班后安装"
    assert page.update_line.isVisible()
    assert page.go.isEnabled()
    texts.speak(opened.app, "en")
    qtbot.waitUntil(lambda: page.update_line.text() == "New version 0.2.0 will be installed after hours")


def test_the_program_ends_for_it_in_the_evening_when_nobody_is_there(
    qtbot: QtBot, there: Place, window: str, ours: Maker, program: Callable[[], Program]
) -> None:
    there.offer(ours.setup("0.2.0"))
    opened = program()
    updates = until_ready(qtbot, there, opened)
    there.at_night()
    beat(qtbot, opened)
    assert opened.shell.isVisible(), "somebody may have left a moment ago"
    updates._alone_since = (updates._alone_since or 0.0) - 60.0
    with qtbot.waitSignal(opened.shell.closed):
        updates.beat.start(0)
    assert not opened.shell.page.go.isEnabled(), "nobody signs in at the last moment"
    home = there.home / f"desk{window}"
    qtbot.waitUntil((home / "calls.txt").exists)
    assert (home / "calls.txt").read_text(encoding="utf-8") == f"/S /UPDATE={home / 'updates'}\n"


def test_who_is_signed_in_or_about_to_be_is_never_sent_away(
    qtbot: QtBot, there: Place, window: str, ours: Maker, program: Callable[[], Program]
) -> None:
    there.offer(ours.setup("0.2.0"))
    opened = program()
    updates = until_ready(qtbot, there, opened)
    there.at_night()
    page = opened.shell.page
    QTest.keyClicks(page.password.line, "de")
    updates._alone_since = 0.0
    beat(qtbot, opened)
    assert updates.empty_for() is None, "somebody types"
    page.user.set_text(f"clerk{window}")
    page.windows.setEditText(window)
    QTest.keyClicks(page.password.line, "mo")
    with qtbot.waitSignal(opened.shell.signed_in):
        QTest.keyClick(page.password.line, Qt.Key.Key_Return)
    beat(qtbot, opened)
    assert updates.empty_for() is None
    assert opened.shell.clerk is not None
    status = opened.shell.clerk.screen.status
    assert status.update_line.text() == "新版本 0.2.0 将在下班后安装"
    assert opened.shell.isVisible()
    opened.shell.sign_out()
    assert updates.empty_for() is not None
    assert (updates.empty_for() or timedelta(hours=1)) < timedelta(minutes=1), "counted from now"


def test_without_a_key_there_is_nothing_and_nothing_is_asked(
    qtbot: QtBot, dressed: QApplication, tmp_path: Path
) -> None:
    program = Program(dressed, Settings(home=tmp_path), lambda settings: office.station(
        settings.home / "desk", office.FrozenClock()))  # fmt: skip
    with qtbot.waitSignal(program.shell.ready):
        program.open()
    assert program.shell.updates is None
    assert program.close() == ()
    qtbot.waitUntil(lambda: program.background.idle)
    assert not (tmp_path / "updates").exists()
    assert not (tmp_path / "desk" / "updates").exists()
    program.shell.deleteLater()


def test_a_key_that_is_none_is_said_on_the_first_page(
    qtbot: QtBot, dressed: QApplication, there: Place, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path, update_keys="AAAA")
    program = Program(dressed, settings, lambda said: replace(
        office.station(said.home / "desk", office.FrozenClock()), settings=said))  # fmt: skip
    program.open()
    qtbot.waitUntil(lambda: "update_keys" in program.shell.page.problem.text())
    assert program.shell.updates is None
    assert program.close() == ()
    qtbot.waitUntil(lambda: program.background.idle)
    program.shell.deleteLater()


@pytest.mark.usefixtures("expect_log")
def test_a_setup_that_does_not_start_lets_people_in_again(
    qtbot: QtBot, there: Place, window: str, ours: Maker, program: Callable[[], Program]
) -> None:
    setup = ours.setup("0.2.0")
    there.offer(setup)
    opened = program()
    updates = until_ready(qtbot, there, opened)
    (there.home / f"desk{window}" / "updates" / setup.name).write_bytes(b"another")
    there.at_night()
    updates._alone_since = (updates._alone_since or 0.0) - 60.0
    told: list[bool] = []
    updates.leaving.connect(told.append)
    beat(qtbot, opened)
    qtbot.waitUntil(lambda: told == [True, False])
    assert opened.shell.isVisible()
    assert opened.shell.page.go.isEnabled()


def test_what_needs_no_words_has_none(dressed: QApplication) -> None:
    said = {state: words_of(UpdateSheet("0.2.0", state)) for state in UpdateState}
    assert {state for state, words in said.items() if words} == {UpdateState.READY, UpdateState.WAITS_FOR_ADMIN}
    assert said[UpdateState.WAITS_FOR_ADMIN] == "有新版本 0.2.0，请管理员安装"


def test_the_line_comes_and_goes_without_moving_the_rest(qtbot: QtBot, dressed: QApplication) -> None:
    bar, page = StatusBar("Ctrl+F"), SignInPage()
    for one in (bar, page):
        qtbot.addWidget(one)
        one.show()
        assert one.update_line.isHidden()
        one.show_update("新版本 0.2.0 将在下班后安装")
        assert one.update_line.isVisible()
        one.show_update("")
        assert one.update_line.isHidden()
    page.show_updating(True)
    assert page.go.text() == "正在安装新版本，马上就好…"
    page.user.set_text("clerk3")
    QTest.keyClicks(page.password.line, "demo")
    with qtbot.assertNotEmitted(page.sign_in_asked):
        QTest.keyClick(page.password.line, Qt.Key.Key_Return)
    page.show_updating(False)
    with qtbot.waitSignal(page.sign_in_asked):
        QTest.keyClick(page.password.line, Qt.Key.Key_Return)


class _Course:
    """A course that fails at what it is told to: the disk is full."""

    def __init__(self) -> None:
        self.steps = 0

    def begin(self) -> UpdateSheet:
        return UpdateSheet()

    def step(self, _: object) -> Stepped:
        from deskapp.failures import StoreTrouble

        self.steps += 1
        raise StoreTrouble("update.not_kept")

    def end(self) -> None:
        self.steps = -1


def test_a_disk_that_takes_nothing_is_tried_again_and_disturbs_nobody(
    qtbot: QtBot, background: Background, lanes: Lanes
) -> None:
    course = _Course()
    updates = Updates(course, background, lambda: True)  # type: ignore[arg-type]
    qtbot.waitUntil(updates.beat.isActive)
    for steps in (1, 2):
        updates.beat.start(0)
        qtbot.waitUntil(lambda steps=steps: course.steps == steps and updates.beat.isActive())  # type: ignore[misc]
    updates.end()
    assert not updates.beat.isActive()
    assert course.steps == -1
