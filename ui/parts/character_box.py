"""The box for rare characters: found by reading, by parts or by code, it goes to where somebody types a name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QWidget

from deskapp.characters.finding import Character
from deskapp.rules.asked_character import PARTS
from ui.parts.character_grid import CharacterGrid
from ui.parts.look import button, label
from ui.parts.overlay import Overlay
from ui.parts.search_line import SearchLine

_A_ROW = 21
_MOST_STROKES = 48


class CharacterBox(Overlay):
    """In: what was found. Out: what is looked for, and the character that was chosen."""

    asked = Signal(str, int)  # what was typed, and the strokes: 0 for any
    chosen = Signal(str)

    def __init__(self, screen: QWidget) -> None:
        super().__init__(screen, QSize(820, 580))
        self.found = CharacterGrid()
        self.search = SearchLine(self.found, chinese=True)
        self.strokes = QComboBox()
        self.clear_button = button("flat")
        self.parts = {part: button("answer") for part in PARTS}
        self.told = label(1.05)
        self.told.setWordWrap(True)
        self.warned = label(0.95, tone="owed")
        self.warned.setWordWrap(True)
        self.take_button = button("primary")
        self._lay_out()
        self.search.searched.connect(lambda _: self._ask())
        self.strokes.currentIndexChanged.connect(lambda _: self._ask())
        self.clear_button.clicked.connect(self._clear)
        self.take_button.clicked.connect(self.found.enter)
        self.found.shown.connect(self._show)
        self.found.chosen.connect(self._take)
        self._show(None)

    def start(self) -> None:
        """Open it, empty."""
        self.search.clear()
        self.strokes.setCurrentIndex(0)
        self.found.show_characters(())
        self.open_panel(self.search)

    def show_found(self, words: str, found: Sequence[Character]) -> None:
        """Show what was found for these words, unless they were changed since."""
        if words != self.search.text().strip():
            return
        self.found.show_characters(found)
        if words and not found:
            self.told.setText(self.tr("没有找到。可以换一种找法：读音、部件，或证件上的编码。"))
        self.search.answered(words)

    def warn(self, words: str) -> None:
        """Say what is particular about the marked character; "" when nothing is."""
        self.warned.setText(words)
        self.warned.setVisible(bool(words))

    def say(self) -> None:
        """Say everything again."""
        self.title.setText(self.tr("生僻字"))
        hint = self.tr("读音 xin1 · 部件 三个金、王民、单人旁尔 · 编码 U+946B、F6CE")
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(hint)
        self.clear_button.setText(self.tr("清空"))
        self.take_button.setText(self.tr("放进去 Enter"))
        chosen = max(0, self.strokes.currentIndex())
        self.strokes.blockSignals(True)
        self.strokes.clear()
        self.strokes.addItem(self.tr("笔画不限"))
        said = self.tr("{n} 画")
        self.strokes.addItems([said.format(n=n) for n in range(1, _MOST_STROKES + 1)])
        self.strokes.setCurrentIndex(chosen)
        self.strokes.blockSignals(False)
        self.strokes.setAccessibleName(self.tr("总笔画"))
        super().say()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.search, 1)
        line.addWidget(self.clear_button)
        line.addWidget(self.strokes)
        pad = QGridLayout()
        pad.setSpacing(3)
        for place, (part, key) in enumerate(self.parts.items()):
            key.setText(part)
            key.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # who has a keyboard types it
            key.setMinimumWidth(24)
            key.clicked.connect(lambda _, part=part: self._add(part))
            pad.addWidget(key, place // _A_ROW, place % _A_ROW)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        foot.addWidget(self.take_button)
        self.body.addLayout(line)
        self.body.addLayout(pad)
        self.body.addWidget(self.found, 1)
        self.body.addWidget(self.warned)
        self.body.addLayout(foot)

    def _add(self, part: str) -> None:
        self.search.insert(part)
        self._ask()

    def _clear(self) -> None:
        self.search.clear()
        self._ask()

    def _ask(self) -> None:
        self.asked.emit(self.search.text().strip(), self.strokes.currentIndex())

    @Slot(object)
    def _show(self, one: Character | None) -> None:
        self.take_button.setEnabled(one is not None)
        self.warn("")
        if one is None:
            self.told.setText(self.tr("一次输入即可：读音、部件或编码，不必先选找法。"))
            return
        strokes = self.tr("{n} 画").format(n=one.strokes) if one.strokes else ""
        radical = self.tr("部首 {radical}").format(radical=one.radical) if one.radical else ""
        parts = (one.letter, "、".join(one.readings[:4]), one.code, strokes, radical, " ＋ ".join(one.made_of))
        self.told.setText("　".join(part for part in parts if part))

    @Slot(str)
    def _take(self, letter: str) -> None:
        self.close_panel()
        self.chosen.emit(letter)
