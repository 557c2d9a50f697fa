"""Joins the panel of scanners to the search for them, to a page that is tried, and to this window's settings."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from deskapp.clerk import choosing_scanner
from deskapp.clerk.choosing_scanner import Met, Trial
from deskapp.devices.scanner import profile
from deskapp.devices.scanner.roster import Source
from deskapp.failures import Failure
from deskapp.sentences import sentence
from deskapp.settings import Settings
from ui import texts
from ui.clerk import scan_words
from ui.clerk.scan_profile_wires import ProfileWires
from ui.clerk.scanner_panel import Line
from ui.clerk.session import Session
from ui.keys import Ask
from ui.page_images import decode
from ui.parts.messages import Tone

SCANNER = "scanner"  # the lane of the device itself: what is asked of it waits for a scan that runs
_EDGE = 900  # pixels of a page that is tried
_PRACTICE = "pretend:sheets=3"


class ScannerWires(QObject):
    """One panel, and whatever is asked from it."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        self.profiles = ProfileWires(session)
        self._lines: list[Line] = []
        self._seeking: set[str] = set()
        self._met: Met | None = None
        self._stop: threading.Event | None = None
        screen, panel = session.screen, session.screen.scanner
        screen.when(Ask.SCANNER, self.open)
        panel.picked.connect(self._pick)
        panel.folder_asked.connect(self._choose_folder)
        panel.profile_picked.connect(lambda _: self._show_able())
        panel.tried.connect(self._try)
        panel.trusted.connect(self._trust)
        panel.kept.connect(self._keep)
        panel.closed.connect(self._let_go)

    @property
    def settings(self) -> Settings:
        """This window's settings as they are kept."""
        return self.profiles.settings

    def open(self) -> None:
        """Show what is known at once, and look for more in the background."""
        desk = self._s.desk
        try:
            ways, names = choosing_scanner.seekers(desk), tuple(profile.profiles(self.settings))
        except Failure as failure:
            self._s.say_failure(failure)
            return
        used = self.settings.scanner
        self._lines = [Line(used, used)] if used else []
        if self.settings.practice == "yes" and not used.startswith("pretend:"):
            self._lines.append(Line(_PRACTICE, self.tr("练习")))
        panel = self._s.screen.scanner
        panel.start(used, names)
        for way in ways:
            if way.kind not in self._seeking:
                self._seeking.add(way.kind)
                found, failed = partial(self._found, way.kind), partial(self._not_found, way.kind)
                self._s.do(f"seek {way.kind}", way.seek, found, failed)
        self._show()
        if used:
            self._pick(used)

    def _found(self, kind: str, sources: list[Source]) -> None:
        self._seeking.discard(kind)
        known = {source.name: source.title for source in sources}
        self._lines = [replace(line, title=known.pop(line.source, line.title)) for line in self._lines]
        self._lines += [Line(name, title) for name, title in known.items()]
        self._show()

    def _not_found(self, kind: str, failure: Failure) -> None:
        self._seeking.discard(kind)
        self._lines.append(Line("", kind.upper(), lambda: sentence(failure, texts.language())))
        self._show()

    def _show(self) -> None:
        if self._s.screen.scanner.isVisible():
            self._s.screen.scanner.show_sources(tuple(self._lines), seeking=bool(self._seeking))

    def _pick(self, source: str) -> None:
        self._let_go()
        self._met = None
        self._s.screen.scanner.show_asking(source)
        desk = self._s.desk
        failed = partial(self._not_met, source)
        self._s.do(SCANNER, lambda: choosing_scanner.meet(desk, source), self._meet, failed)

    def _meet(self, met: Met) -> None:
        panel = self._s.screen.scanner
        if not panel.isVisible() or panel.source != met.source:
            return  # another was picked meanwhile
        self._met = met
        if all(line.source != met.source for line in self._lines):
            self._lines.append(Line(met.source, met.source))
            self._show()
        if met.able is None:
            panel.show_certificate(met.certificate)
        else:
            self._show_able()

    def _not_met(self, source: str, failure: Failure) -> None:
        if self._s.screen.scanner.source == source:
            self._say_failed(failure)

    def _show_able(self) -> None:
        panel, met = self._s.screen.scanner, self._met
        if met is not None and met.able is not None:
            wish = profile.profiles(self.settings)[panel.profile.currentData() or profile.USUAL]
            panel.show_able(met.able, profile.within(wish, met.able))

    def _trust(self) -> None:
        desk, met = self._s.desk, self._met
        if met is not None:
            self._s.screen.scanner.show_asking(met.source)
            failed = partial(self._not_met, met.source)
            self._s.do(SCANNER, lambda: choosing_scanner.trust(desk, met), self._meet, failed)

    def _try(self) -> None:
        panel, desk = self._s.screen.scanner, self._s.desk
        source, request = panel.source, panel.request
        self._stop = stop = threading.Event()
        panel.show_trying()

        def look() -> tuple[Trial, object] | None:
            trial = choosing_scanner.trial(desk, source, request, stop.is_set)
            return None if trial is None else (trial, decode(trial.picture, _EDGE))

        self._s.do(SCANNER, look, partial(self._tried, stop), partial(self._not_tried, stop))

    def _tried(self, stop: threading.Event, came: tuple[Trial, object] | None) -> None:
        if stop is not self._stop or came is None:
            return  # the panel was closed, or something else was picked
        self._stop = None
        trial, picture = came

        def seen() -> str:
            about = [f"{trial.width} × {trial.height}", f"{trial.dpi} dpi"]
            return " · ".join([*about, *map(scan_words.doubt, trial.doubts)])

        self._s.screen.scanner.show_trial(picture, seen, "owed" if trial.doubts else "good")  # type: ignore[arg-type]

    def _not_tried(self, stop: threading.Event, failure: Failure) -> None:
        if stop is self._stop:
            self._stop = None
            self._say_failed(failure)

    def _say_failed(self, failure: Failure) -> None:
        self._s.screen.scanner.show_trial(None, lambda: sentence(failure, texts.language()), "bad")

    def _keep(self) -> None:
        panel, desk = self._s.screen.scanner, replace(self._s.desk, settings=self.settings)
        name, source, request = panel.profile.currentData() or profile.USUAL, panel.source, panel.request
        self._s.do(
            SCANNER, lambda: choosing_scanner.choose(desk, source, name, request), self._kept, self._say_failed
        )  # fmt: skip

    def _kept(self, made: Settings) -> None:
        self.profiles.take(made)
        panel = self._s.screen.scanner
        title = panel.named.text()
        request = panel.request
        panel.close_panel()
        self._s.screen.status.show_devices("")
        words = self.tr("已记下：本窗用 {scanner}，{how}。")
        self._s.say("scanner.chosen", Tone.GOOD, lambda: words.format(scanner=title, how=scan_words.in_short(request)))

    def _let_go(self) -> None:
        """Nobody waits for the page that is tried any more."""
        if self._stop is not None:
            self._stop.set()
            self._stop = None

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self._s.screen, self.tr("监视哪个文件夹"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.filesSelected.connect(lambda names: self._pick(f"folder:{names[0]}"))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
