"""Joins the figures page to the manager's journal, and to the file that is taken away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from deskapp.desk import Desk
from deskapp.failures import Failure, Trouble
from deskapp.hall import figures, following_up
from deskapp.hall.figures import FiguresSheet
from deskapp.protocol.ratings import RatingFigures
from deskapp.rules import access
from deskapp.rules.access import Permission
from deskapp.rules.figures import By
from deskapp.sentences import sentence
from ui import texts
from ui.background import Background
from ui.hall.figures_page import FiguresPage
from ui.hall.page import HallPage
from ui.parts.messages import Message, Tone

LANE = "figures"  # months are read in seconds: neither the board nor a step waits for them


class FiguresWires(QObject):
    """What was asked last is what is shown: an answer to an older question is dropped."""

    def __init__(self, desk: Desk, page: FiguresPage, background: Background) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._background = background
        self._asked = 0
        page.asked.connect(self._read)
        page.file_asked.connect(self._choose_file)

    def open(self) -> None:
        """Show the page."""
        self._page.open_on(self._desk.clock.today())

    def export(self, file: Path) -> None:
        """Write what is shown to a file."""
        desk, sheet = self._desk, self._page.sheet
        if sheet is not None:
            self._do(lambda: figures.export(desk, sheet, file), self._written)

    def _read(self, first: date, last: date, by: By) -> None:
        self._asked += 1
        desk, asked = self._desk, self._asked
        self._do(lambda: figures.read(desk, first, last, (by,)), lambda sheet: self._show(asked, sheet))
        if access.allows(desk.clerk.roles, Permission.SUPERVISE):
            self._background.run(
                "line", lambda: following_up.figures(desk, first, last), owner=self,
                then=lambda rated: self._show_ratings(asked, rated),
                failed=lambda _: self._show_ratings(asked, None),
            )  # fmt: skip

    def _show(self, asked: int, sheet: FiguresSheet) -> None:
        if asked == self._asked:
            self._page.messages.withdraw("figures.wrong_days")
            self._page.show_sheet(sheet)

    def _show_ratings(self, asked: int, rated: RatingFigures | None) -> None:
        if asked == self._asked:
            self._page.show_ratings(rated)

    def _choose_file(self) -> None:
        sheet = self._page.sheet
        if sheet is None:
            return
        told = sheet.report
        days = f"{told.first}" if told.first == told.last else f"{told.first}_{told.last}"
        kinds = self.tr("Excel 表格 (*.xlsx);;CSV 文本 (*.csv)")
        dialog = QFileDialog(self._page, self.tr("导出表格"), "", kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix("csv" if "csv" in kind else "xlsx"))
        dialog.selectFile(f"{self.tr('大厅数据')}-{days}")
        dialog.fileSelected.connect(lambda name: self.export(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _written(self, file: Path) -> None:
        words = self.tr("已导出到 {file}").format(file=file.name)
        self._page.messages.show_message(Message("figures.written", Tone.GOOD, lambda: words))

    def _do(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        page = self._page
        self._background.run(LANE, work, owner=self, then=then, failed=lambda failure: say_failure(page, failure))


def say_failure(page: HallPage, failure: Failure) -> None:
    """Say on a page what the office refuses or the world did not do."""
    tone = Tone.BAD if isinstance(failure, Trouble) else Tone.OWED
    page.messages.show_message(Message(failure.code, tone, lambda: sentence(failure, texts.language())))
