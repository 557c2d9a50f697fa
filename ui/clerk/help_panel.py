"""All keys on one card (F1)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from ui.clerk.asks import ask_words
from ui.keys import Ask
from ui.parts.look import label
from ui.parts.overlay import Overlay


class HelpPanel(Overlay):
    """Lists the keys as they are bound now, in two columns."""

    def __init__(self, screen: QWidget, keys: Mapping[Ask, str]) -> None:
        super().__init__(screen, QSize(860, 640))
        self._lines = {ask: (label(bold=True), label()) for ask in Ask}
        self.foot = label(0.9, tone="quiet")
        self.foot.setWordWrap(True)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(7)
        half = -(-len(self._lines) // 2)
        for number, (ask, (key, words)) in enumerate(self._lines.items()):
            key.setText(keys[ask])
            words.setWordWrap(True)  # English is longer: a second column that is cut off is no help
            column = 2 * (number // half)
            grid.addWidget(key, number % half, column, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, number % half, column + 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.area = QScrollArea()
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.body.addWidget(self.area, 1)
        self.body.addWidget(self.foot)
        self.say()

    def start(self) -> None:
        """Open it."""
        self.open_panel(self.area)

    def say(self) -> None:
        """Say everything again."""
        self.title.setText(self.tr("按键"))
        for ask, (_, words) in self._lines.items():
            words.setText(ask_words(ask))
        rows = self.tr("清单里：1–9 或空格收下 / 退回，C 承诺，R 容缺，Backspace 退回。")
        pages = self.tr("页面上：Del 删页，Alt+数字 移到该材料，+ − 0 缩放。扫码随时可扫，不用先点。")
        called = self.tr("紧急呼叫后看右下角：· 还没送到，·· 已送到，··· 有人来。")
        self.foot.setText(f"{rows}\n{pages}\n{called}")
        super().say()
