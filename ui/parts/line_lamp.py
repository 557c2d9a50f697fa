"""The line in words: up, cut, or catching up. To be offline is a mode and not an error."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from deskapp.queries.line_sheet import LineSheet
from ui import texts
from ui.parts.look import button, set_mark
from ui.parts.spoken import Spoken


class LineLamp(Spoken):
    """In: the line sheet. Out: a click, which opens the outbox."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sheet: LineSheet | None = None
        self.lamp: QPushButton = button("flat")
        self.lamp.clicked.connect(self.opened)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.lamp)
        self.say()

    def show_sheet(self, sheet: LineSheet) -> None:
        """Show how the line is, and what is still to be sent."""
        self._sheet = sheet
        self.say()

    def say(self) -> None:
        """Say it again."""
        sheet = self._sheet
        self.lamp.setText(self.words(sheet) if sheet is not None else "…")
        set_mark(self.lamp, "owed", sheet is not None and bool(sheet.rejected))

    def words(self, sheet: LineSheet) -> str:
        """ "● 在线 · 待同步 4（最早 10:42）": a shape, a word, and what waits."""
        said = [self.tr("● 在线") if sheet.online else self.tr("◐ 离线可办")]
        if sheet.rejected:
            said.append(self.tr("⚠ 被退回 {n}").format(n=sheet.rejected))
        if sheet.pending and sheet.oldest is not None:
            since = texts.clock_time(sheet.oldest)
            said.append(self.tr("待同步 {n}（最早 {time}）").format(n=sheet.pending, time=since))
        return " · ".join(said)
