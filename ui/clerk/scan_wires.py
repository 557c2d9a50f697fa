"""From the feeder or a file into the marked material; and every page as a picture on the screen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from deskapp.clerk import scanning
from deskapp.failures import Failure
from deskapp.ids import CaseId, MaterialCode, PageDigest
from ui.clerk.checklist_wires import ChecklistWires
from ui.clerk.intake_wires import IntakeWires
from ui.clerk.session import Session
from ui.keys import Ask
from ui.page_images import decode
from ui.parts.messages import Tone, Way

SCANNER, PICTURES = "scanner", "pictures"
LARGE, SMALL = 1800, 240  # pixels on the longer side


class ScanWires(QObject):
    """Joins the pages to the use cases of `deskapp.clerk.scanning`."""

    def __init__(self, session: Session, intake: IntakeWires, checklist: ChecklistWires) -> None:
        super().__init__(session)
        self._s = session
        self._intake = intake
        self._checklist = checklist
        self._stop: threading.Event | None = None
        self._next_wanted = False
        self._next_due = False
        screen = session.screen
        screen.when(Ask.SCAN, lambda: intake.with_case(self._scan))
        screen.when(Ask.FILES, lambda: intake.with_case(lambda _: self._choose_files()))
        screen.when(Ask.BACK, self._back)
        screen.pages.picture_wanted.connect(self._want_picture)
        screen.pages.thumbnail_wanted.connect(self._want_thumbnail)
        screen.messages.chosen.connect(self._way_chosen)
        session.case_shown.connect(self._go_on)  # connected after the checklist's own: the mark has moved by then

    @property
    def busy(self) -> bool:
        """Whether pages are coming now."""
        return self._stop is not None

    def add(self, paths: Sequence[Path]) -> None:
        """Put picture files to the marked material."""
        material, desk = self._material(), self._s.desk
        case = self._s.case_id
        if case is not None and material and not self.busy:
            self._take(material, lambda tell: scanning.add_files(desk, case, material, paths, tell))

    def _scan(self, case: CaseId) -> None:
        if self.busy:
            self._next_wanted = True  # F5 hit while pages still come: the next material follows by itself
            self._s.say("scanner.scanning", Tone.GOOD, lambda: self.tr("正在扫描，接着扫下一项；Esc 停止。"))
            return
        material, desk = self._material(), self._s.desk
        stop = threading.Event()
        if material:
            self._stop = stop
            self._take(material, lambda tell: scanning.scan(desk, case, material, tell, stop))

    def _take(self, material: MaterialCode, work: Callable[[Callable[[Any], None]], int]) -> None:
        self._stop = self._stop or threading.Event()
        for code in ("scanner", "scanner.nothing"):
            self._s.screen.messages.withdraw(code)
        self._checklist.show_pages_of(material)
        self._s.screen.pages.show_busy(True)
        self._s.background.stream(
            SCANNER, work, owner=self, progress=lambda _: None, then=self._scanned, failed=self._not_scanned
        )

    def _scanned(self, pages: int) -> None:
        self._next_due = self._next_wanted and pages > 0
        self._over()
        if pages == 0:
            self._s.say("scanner.nothing", Tone.OWED, lambda: self.tr("没有扫到页面。请放好材料后按 F5。"))
            return
        self._checklist.go_on()
        self._s.refresh.stale("case")

    def _not_scanned(self, failure: Failure) -> None:
        self._over()
        self._s.say_failure(
            failure, Way("scan", lambda: self.tr("重试"), "F5"), Way("files", lambda: self.tr("从文件"), "Ctrl+O")
        )

    def _go_on(self) -> None:
        if self._next_due and self._s.case is not None and self._s.case.owed:
            self._next_due = False
            self._scan(self._s.case.case)

    def _over(self) -> None:
        self._stop = None
        self._next_wanted = False
        self._s.screen.pages.show_busy(False)

    def _back(self) -> None:
        """A panel closes first; then pages stop coming, whatever the strip says; then a message goes."""
        if self._stop is None or self._s.screen.close_overlays():
            self._s.screen.back()
            return
        self._next_wanted = False
        self._s.screen.messages.withdraw("scanner.scanning")
        self._stop.set()

    def _material(self) -> MaterialCode:
        return MaterialCode(self._s.screen.checklist.current)

    def _choose_files(self) -> None:
        kinds = self.tr("图片") + " (*.jpg *.jpeg *.png *.tif *.tiff *.bmp *.webp)"
        dialog = QFileDialog(self._s.screen, self.tr("从文件添加页面"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.add([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _way_chosen(self, _: str, way: str) -> None:
        if way in ("scan", "files"):
            self._s.screen.ask(Ask.SCAN if way == "scan" else Ask.FILES)

    def _want_picture(self, digest: str) -> None:
        desk, pages = self._s.desk, self._s.screen.pages
        self._picture(
            lambda: decode(scanning.page_bytes(desk, PageDigest(digest)), LARGE),
            lambda picture: pages.show_picture(digest, picture),
        )

    def _want_thumbnail(self, digest: str) -> None:
        desk, pages = self._s.desk, self._s.screen.pages
        self._picture(
            lambda: decode(scanning.thumbnail(desk, PageDigest(digest)), SMALL),
            lambda picture: pages.show_thumbnail(digest, picture),
        )

    def _picture(self, work: Callable[[], QImage], then: Callable[[QImage], None]) -> None:
        self._s.do(PICTURES, work, then)
