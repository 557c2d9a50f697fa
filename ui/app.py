"""Opens the screen: QApplication, letters, colours, language, crash report, one instance; then the shell."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QGuiApplication, Qt
from PySide6.QtWidgets import QApplication

from deskapp import logs
from deskapp import settings as settings_file
from deskapp.failures import Failure
from deskapp.jobs.lanes import Lanes
from deskapp.sentences import sentence
from deskapp.settings import Settings
from ui import fonts, links, texts, theme
from ui.background import Background
from ui.crash import CrashReport
from ui.garbage import Garbage
from ui.native_crash import NativeCrash
from ui.one_instance import OneInstance
from ui.shell import Shell
from ui.watchdog import LoopWatchdog

if TYPE_CHECKING:
    from deskapp.desk import Station

STOP_SECONDS = 5.0
FONT_PAUSE_MS = 60
TURN_SECONDS = (
    0.001  # a lane that computes gives the interpreter back to the screen after so long, not after five times that
)


class Program:
    """The parts of one running program. The demo opens one of these too, with a station of its own."""

    def __init__(
        self, app: QApplication, settings: Settings, opening: Callable[[Settings], Station] | None = None
    ) -> None:
        self.app = app
        self.lanes = Lanes()
        self.background = Background(self.lanes)
        self.watchdog = LoopWatchdog()
        self.garbage = Garbage()
        self.crash = CrashReport(settings.home / "crashes")
        self.shell = Shell(settings, self.background, app, opening)
        self._rare = list(fonts.rare_files())
        self.crash.happened.connect(self.shell.crash.show_report)
        self.crash.happened.connect(self.shell.blank_citizen)
        self._fonts_pause = QTimer(self.shell)
        self._fonts_pause.setInterval(FONT_PAUSE_MS)
        self._fonts_pause.timeout.connect(self._load_rare)
        self.shell.painted.connect(self._fonts_pause.start)
        self.shell.ready.connect(self.garbage.settle)

    def open(self) -> None:
        """Show the screen; large on a small display. Without a display it keeps the size it was made for."""
        self.garbage.start()
        sys.setswitchinterval(TURN_SECONDS)
        screen = QGuiApplication.primaryScreen() if QGuiApplication.platformName() != "offscreen" else None
        if screen is not None and screen.availableSize().width() <= self.shell.width():
            self.shell.showMaximized()
        else:
            self.shell.show()

    def close(self) -> tuple[str, ...]:
        """Close the screen, do what the lanes still hold, and name those that did not end in time."""
        self._fonts_pause.stop()
        self.shell.close()
        slow = self.lanes.stop(STOP_SECONDS)
        self.garbage.stop()
        return slow

    def _load_rare(self) -> None:
        """One font at a time, with the loop in between."""
        if self._rare:
            fonts.load_rare(self._rare.pop(0))
        if not self._rare:
            self._fonts_pause.stop()


def application(settings: Settings, argv: Sequence[str] = ()) -> QApplication:
    """The QApplication as this program wants it: its letters, colours and language."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        app = existing
    else:
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        app = QApplication(["deskapp", *argv])
    QCoreApplication.setApplicationName("OneWindow")
    QGuiApplication.setApplicationDisplayName("")
    QGuiApplication.setDesktopFileName("onewindow")  # under Linux: whose name and icon a window has
    fonts.load_first(app)
    texts.speak(app, settings.lang)
    theme.wear(app, settings.theme)
    return app


def run(argv: Sequence[str] = ()) -> int:
    """Open the screen and stay until it is closed. Returns the exit code."""
    said = _said(argv)
    try:
        settings = settings_file.read(server=said.server, home=said.home, lang=said.lang, theme=said.theme)
    except Failure as failure:
        print(sentence(failure, "zh"), file=sys.stderr)  # noqa: T201 - there is no screen to say it on yet
        return 2
    app = application(settings)
    if said.package is not None:
        from ui import package_screen  # what reads packages is loaded by whoever opens one

        return package_screen.run(app, said.package, settings.lang)
    asked = links.number_in(said.link or "")
    one = OneInstance(settings.home)
    if not one.first(asked):
        return 0
    died = NativeCrash(settings.home / "crashes")
    died.watch()
    program = Program(app, settings)
    program.crash.install()
    program.shell.painted.connect(lambda: logs.to_file(settings.home / "logs"))
    program.shell.painted.connect(died.tell)
    program.shell.closed.connect(app.quit)
    one.wanted.connect(program.shell.activateWindow)
    one.asked.connect(program.shell.scanner.scanned)  # a link names a case as the barcode of its receipt does
    if asked:
        once = Qt.ConnectionType.SingleShotConnection
        program.shell.signed_in.connect(lambda: program.shell.scanner.scanned.emit(asked), once)
    program.open()
    code = app.exec()
    died.end()  # before another start may take the name, and look
    one.end()
    program.lanes.stop(STOP_SECONDS)
    return code


def _said(argv: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="deskapp", description="一窗 · OneWindow")
    parser.add_argument("--server", help="the centre's address")
    parser.add_argument("--home", type=Path, help="where cache, pages and logs lie")
    parser.add_argument("--lang", choices=sorted(texts.LANGUAGES))
    parser.add_argument("--theme", choices=theme.NAMES)
    parser.add_argument("--link", help="deskapp:case/NUMBER: the case to open")
    parser.add_argument("--package", type=Path, help="an archive package to look into, instead of a window to work at")
    return parser.parse_args(list(argv))
