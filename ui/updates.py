"""Keeps the course of a new version going while the program is open, and says what a clerk may know of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from deskapp.failures import Failure
from ui.background import Background

if TYPE_CHECKING:
    from deskapp.updates.course import Course, Stepped, UpdateSheet

LANE = "updates"
BEAT_MS = 60_000
MORE_MS = 200  # between two steps of a fetch: the lane's other work, if any, comes in between
# what must not be under way when the program ends for a new version
_WORK = ("journal", "calling", "scanner", "printer", "pages", "archive", "camera", "card", "urgent", "reading-pages")


class Updates(QObject):
    """For one opened station. `alone`: whether nobody has signed in, or is about to."""

    said = Signal(str)  # one calm line, "" for nothing
    leaving = Signal(bool)  # a new version is being started (nobody should sign in), or that did not go
    leave = Signal()  # its setup has begun: the program ends

    def __init__(
        self, course: Course, background: Background, alone: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._course = course
        self._background = background
        self._alone = alone
        self._alone_since: float | None = None
        self._ended = False
        self._sheet: UpdateSheet | None = None
        self.beat = QTimer(self)
        self.beat.setSingleShot(True)
        self.beat.timeout.connect(self._step)
        background.run(LANE, course.begin, owner=self, then=self._begun, failed=self._failed)

    def end(self) -> None:
        """Do no more. Waits for nothing."""
        self._ended = True
        self.beat.stop()
        self._course.end()

    def say(self) -> None:
        """Say it again, in the language spoken now."""
        self.said.emit("" if self._sheet is None else words_of(self._sheet))

    def empty_for(self) -> timedelta | None:
        """How long nobody has been signed in; None while somebody is."""
        if not self._alone():
            self._alone_since = None
            return None
        if self._alone_since is None:
            self._alone_since = time.monotonic()
        return timedelta(seconds=time.monotonic() - self._alone_since)

    def _begun(self, sheet: UpdateSheet) -> None:
        self.empty_for()
        self._show(sheet)
        self._soon(BEAT_MS)

    def _step(self) -> None:
        from deskapp.updates.course import Stillness  # loaded with the course, if there is one

        still = Stillness(self.empty_for(), busy=self._background.working(*_WORK))
        self._background.run(
            LANE, lambda: self._course.step(still), owner=self, then=self._stepped, failed=self._failed
        )

    def _stepped(self, stepped: Stepped) -> None:
        if self._ended:
            return
        self._show(stepped.sheet)
        if stepped.now and self._alone():  # somebody may have begun to type meanwhile
            self.leaving.emit(True)
            self._background.run(LANE, self._course.install, owner=self, then=self._installed, failed=self._failed)
            return
        self._soon(MORE_MS if stepped.more else BEAT_MS)

    def _installed(self, begun: bool) -> None:
        if begun:
            self.leave.emit()
            return
        self.leaving.emit(False)
        self._soon(BEAT_MS)

    def _failed(self, _: Failure) -> None:
        """The log has it. It is tried again, and is nobody's concern at a window."""
        self.leaving.emit(False)
        self._soon(BEAT_MS)

    def _show(self, sheet: UpdateSheet) -> None:
        if sheet != self._sheet:
            self._sheet = sheet
            self.say()

    def _soon(self, milliseconds: int) -> None:
        if not self._ended:
            self.beat.start(milliseconds)


def words_of(sheet: UpdateSheet) -> str:
    """What a clerk reads of a new version; "" of what needs no words."""
    said = {
        "ready": QCoreApplication.translate("Updates", "新版本 {version} 将在下班后安装"),
        "waits_for_admin": QCoreApplication.translate("Updates", "有新版本 {version}，请管理员安装"),
    }.get(sheet.state.value, "")
    return said.format(version=sheet.version)
