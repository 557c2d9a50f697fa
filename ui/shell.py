"""The one top-level screen: the sign-in page first, the clerk's screen after it."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

from deskapp.failures import Failure, LineTrouble
from deskapp.sentences import sentence
from deskapp.settings import Settings
from ui import icons, texts, theme
from ui.background import Background
from ui.barcode_keys import BarcodeKeys
from ui.crash import CrashScreen
from ui.sign_in.page import LineState, SignInPage

if TYPE_CHECKING:
    from deskapp.desk import Desk, Station
    from ui.clerk.opening import ClerkWindow
    from ui.clerk.screen import ClerkScreen
    from ui.greeter.opening import GreeterDesk
    from ui.greeter.screen import GreeterScreen
    from ui.hall.opening import HallWindow
    from ui.hall.screen import HallScreen
    from ui.updates import Updates

LANE = "journal"
RETRY_MS = 3000
UNSEEN_MS = 500
BUILD_MS = 15  # between two parts of the clerk's screen: the loop turns in between
_WANT_CODE = frozenset({"sign_in.not_enrolled", "sign_in.other_window", "sign_in.not_this_desk"})
TURN_MS = 15  # between giving the screen to a clerk and showing it


class Shell(QWidget):
    """Shows the sign-in page, loads the rest in a lane, and puts the clerk's screen in its place."""

    painted = Signal()  # the first page has been shown
    ready = Signal()  # somebody may sign in
    signed_in = Signal()
    closed = Signal()

    def __init__(
        self,
        settings: Settings,
        background: Background,
        app: QApplication,
        opening: Callable[[Settings], Station] | None = None,
    ) -> None:
        super().__init__()
        self._settings = settings
        self._background = background
        self._app = app
        self._opening = opening
        self._office: Any = None
        self._door: Any = None
        self.updates: Updates | None = None
        self._begun = False
        self._waiting = False  # somebody has asked to sign in before it could be done
        self._windows_told = False  # whether the windows there are have been asked for, and an answer came
        self.clerk: ClerkWindow | None = None
        self.hall: HallWindow | None = None  # the board, for a manager who signed in without a window
        self.greeter: GreeterDesk | None = None  # the desk at the door
        self.scanner = BarcodeKeys(self)
        self.page = SignInPage()
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(self.page)
        self.crash = CrashScreen(self)
        self.setWindowTitle(self.tr("一窗 · 综合窗口"))
        self.setWindowIcon(icons.icon("window", icons.INK, 64))
        self.resize(1366, 768)
        self.page.sign_in_asked.connect(self._sign_in)
        self.page.enrolment_asked.connect(self._enrol)
        self.page.language_asked.connect(lambda lang: texts.speak(app, lang))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._begin)
        self.page.painted.connect(lambda: self._soon.start(0))  # after what is painted now has reached the screen
        self._screen: ClerkScreen | None = None  # built while nobody has signed in yet
        self._building = QTimer(self)
        self._building.setInterval(BUILD_MS)
        self._building.timeout.connect(self._build_more)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(RETRY_MS)
        self._again.timeout.connect(self._ask_windows)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to load the rest once the first page is painted, or soon if it is shown where nobody sees it."""
        super().showEvent(event)
        if not self._begun:
            self._begun = True
            self.page.setFocus()
            self._soon.start(UNSEEN_MS)

    def blank_citizen(self) -> None:
        """Something broke: nothing of anybody stays on the citizen's screen."""
        if self.clerk is not None:
            self.clerk.citizen.blank()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave: what is unsent stays and is sent next time."""
        self.leave()
        super().closeEvent(event)
        self.closed.emit()

    def leave(self) -> None:
        """Sign out and let go of everything. What is in the lanes is still done."""
        self._soon.stop()
        self._building.stop()
        self._again.stop()
        self._app.removeEventFilter(self.scanner)
        office, door, inside = self._office, self._door, self._inside
        self.clerk = self.hall = self.greeter = self._door = None
        if self.updates is not None:
            self.updates.end()
            self.updates = None
        if inside is not None:
            inside.end()
            desk = inside.session.desk
            self._do(lambda: office.sign_out(desk), _ignore, _ignore)
        if door is not None:
            self._do(lambda: office.close(door.station), _ignore, _ignore)

    def _begin(self) -> None:
        # not before the first page is painted: the first filter on everything makes the binding look up all its classes
        self._app.installEventFilter(self.scanner)
        self.painted.emit()
        settings, opening = self._settings, self._opening
        self._do(lambda: _load(settings, opening), self._opened, self._not_opened)

    def _opened(self, loaded: tuple[Any, Any]) -> None:
        self._office, self._door = loaded
        self.page.show_last(self._door.user, self._door.window)
        self.page.show_ready(True)
        self._ask_windows()
        self._prepare()
        self.ready.emit()
        self._ask_again()
        self._look_for_updates()

    def _look_for_updates(self) -> None:
        """Where the signature of somebody's new versions is believed."""
        try:
            self.updates = self._office.updates(self._door, self._background, self._is_empty)
        except Failure as failure:
            self.page.show_wrong({"": sentence(failure, texts.language())})
            return
        if self.updates is not None:
            self.updates.said.connect(self._say_update)
            self.updates.leaving.connect(self.page.show_updating)
            self.updates.leave.connect(self.close)

    def _is_empty(self) -> bool:
        """Whether nobody has signed in here, or begun to."""
        return self._inside is None and not self.page.begun

    def _say_update(self, words: str) -> None:
        self.page.show_update(words)
        if self.clerk is not None:
            self.clerk.screen.status.show_update(words)

    def changeEvent(self, event: QEvent) -> None:
        """Another language: what was said of a new version is said in it."""
        if event.type() is QEvent.Type.LanguageChange and self.updates is not None:
            self.updates.say()
        super().changeEvent(event)

    def _not_opened(self, failure: Failure) -> None:
        self.page.show_busy(False)
        self._waiting = False
        self.page.show_wrong({"": sentence(failure, texts.language())})

    def _ask_windows(self) -> None:
        office, door = self._office, self._door
        if door is not None and self._inside is None:
            self._background.run(
                "line", lambda: office.ask_windows(door), owner=self, then=self._windows, failed=self._no_windows
            )

    def _windows(self, answer: tuple[tuple[str, ...], bool]) -> None:
        windows, online = answer
        self.page.show_windows(windows)
        self._told_windows(LineState.ONLINE if online else LineState.OFFLINE)

    def _no_windows(self, _: Failure) -> None:
        self._told_windows(LineState.OFFLINE)

    def _told_windows(self, line: LineState) -> None:
        self._windows_told = True
        self.page.show_line(line)
        if line is LineState.OFFLINE:
            self._again.start()
        self._ask_again()

    def _ask_again(self) -> None:
        """Somebody typed faster than the program loads: they sign in at the window that the page names by now."""
        if self._waiting:
            self._waiting = False
            self.page.show_busy(False)
            self.page.ask()

    def _sign_in(self, user: str, password: str, window: str) -> None:
        self.page.show_busy(True)
        office, door = self._office, self._door
        if door is None or not (self.page.names_window or self._windows_told):
            self._waiting = True
            return
        if self._screen is None:
            self._prepare()
        if self._screen is None:
            return
        self._do(lambda: office.sign_in(door, user, password, window), self._enter, self._not_signed_in)

    def _enrol(self, user: str, password: str, window: str, code: str) -> None:
        """Show the code first, and sign in when this computer is the window's desk."""
        office, door = self._office, self._door
        if door is None or not window:
            self._sign_in(user, password, window)
            return

        def enrolled(_: object) -> None:
            self.page.want_code(False)
            self._sign_in(user, password, window)

        self.page.show_busy(True)
        self._background.run(
            "line", lambda: office.enrol(door, window, code), owner=self, then=enrolled, failed=self._not_enrolled
        )

    def _not_enrolled(self, failure: Failure) -> None:
        self.page.show_busy(False)
        self.page.show_wrong({"code": sentence(failure, texts.language())})

    def _prepare(self) -> None:
        """Build the next clerk's screen part by part, while they sign in."""
        try:
            self._screen = self._office.clerk_screen(self._settings)
        except Failure as failure:
            self._not_opened(failure)
            return
        self._pages.addWidget(self._screen)
        self._building.start()

    def _build_more(self) -> None:
        if self._screen is None or not self._screen.build_more():
            self._building.stop()

    def _enter(self, desk: Desk) -> None:
        self._again.stop()
        self._building.stop()
        self.page.show_busy(False)
        self.page.want_code(False)
        if desk.clerk.window:
            screen, self._screen = self._screen, None
            self.clerk = self._office.clerk_window(desk, self._background, self._app, self.scanner, screen)
            QTimer.singleShot(TURN_MS, self._show_clerk)  # in a turn of its own: nothing stands still for long
            return
        place = self._place_without_window(desk)
        self._pages.addWidget(place)
        self._pages.setCurrentWidget(place)
        self._offer_commands(place)
        place.setFocus()
        self.signed_in.emit()

    def _show_clerk(self) -> None:
        if self.clerk is None:  # signed out at once
            return
        self._pages.setCurrentWidget(self.clerk.screen)
        self._offer_commands(self.clerk.screen)
        self.clerk.screen.take_keys()
        if self.updates is not None:
            self.updates.say()
        self.signed_in.emit()

    def _place_without_window(self, desk: Desk) -> HallScreen | GreeterScreen:
        """The board of a manager, or the desk at the door."""
        if desk.clerk.at_the_door:
            self.greeter = opened = self._office.greeter_desk(desk, self._background, self._app, self.scanner)
            at_the_door: GreeterScreen = opened.screen
            return at_the_door
        self.hall = board = self._office.hall_window(desk, self._background)
        at_the_board: HallScreen = board.screen
        return at_the_board

    @property
    def _inside(self) -> ClerkWindow | HallWindow | GreeterDesk | None:
        """Where somebody works who has signed in."""
        return self.clerk or self.hall or self.greeter

    def sign_out(self) -> None:
        """Back to the sign-in page. What is unsent stays and goes on being sent at the next sign-in."""
        office, inside = self._office, self._inside
        if inside is None:
            return
        if self.clerk is not None and self._door is not None:  # the scanner chosen here is that of whoever comes next
            self._door = office.with_settings(self._door, self.clerk.scanner.settings)
        self.clerk = self.hall = self.greeter = None
        inside.end()
        desk = inside.session.desk
        self._pages.setCurrentWidget(self.page)
        self._pages.removeWidget(inside.screen)
        inside.screen.deleteLater()
        if self._screen is None:
            self._prepare()
        self.page.password.set_text("")
        self.page.show_wrong({})  # what was wrong before they came in
        self._do(lambda: office.sign_out(desk), lambda _: self._ask_windows(), lambda _: self._ask_windows())

    def _offer_commands(self, screen: ClerkScreen | HallScreen | GreeterScreen) -> None:
        """What has no key of its own: leaving, the language, the look."""
        app = self._app
        screen.offer_command("sign_out", lambda: self.tr("退出登录"), self.sign_out)
        for lang, name in texts.LANGUAGES.items():
            screen.offer_command(f"language {lang}", partial(str, name), partial(texts.speak, app, lang))
        screen.offer_command("theme light", lambda: self.tr("浅色外观"), partial(theme.wear, app, "light"))
        screen.offer_command("theme dark", lambda: self.tr("深色外观"), partial(theme.wear, app, "dark"))
        screen.offer_command("theme contrast", lambda: self.tr("高对比外观"), partial(theme.wear, app, "contrast"))

    def _not_signed_in(self, failure: Failure) -> None:
        self.page.show_busy(False)
        words = sentence(failure, texts.language())
        self.page.show_wrong({"password" if failure.code == "sign_in.wrong" else "": words})
        self.page.want_code(failure.code in _WANT_CODE)
        if isinstance(failure, LineTrouble) or failure.code.startswith("sign_in.needs"):
            self.page.show_line(LineState.OFFLINE)

    def _do(self, work: Callable[[], Any], then: Callable[[Any], None], failed: Callable[[Failure], None]) -> None:
        self._background.run(LANE, work, owner=self, then=then, failed=failed)


def _load(settings: Settings, opening: Callable[[Settings], Station] | None) -> tuple[Any, Any]:
    """In a lane: load the heavy half of the program and open the installation."""
    office = importlib.import_module("ui.office")
    return office, office.open_door(settings, opening)


def _ignore(_: object) -> None:
    """Nobody is there any more to be told."""
