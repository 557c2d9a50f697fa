"""A panel with one line to search by and a list: finds a case, a command, a queue. Enter takes the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.parts.choices import Choice, Choices
from ui.parts.overlay import Overlay
from ui.parts.search_line import SearchLine


class FindBox(Overlay):
    """In: what was found. Out: words to find by, and what was chosen."""

    words_typed = Signal(str)
    chosen = Signal(str)

    def __init__(
        self, screen: QWidget, title: Callable[[], str], hint: Callable[[], str], *, chinese: bool = True
    ) -> None:
        super().__init__(screen, QSize(560, 420))
        self._title, self._hint = title, hint
        self.found = Choices()
        self.search = SearchLine(self.found, chinese=chinese)
        self.body.addWidget(self.search)
        self.body.addWidget(self.found, 1)
        self.search.searched.connect(self.words_typed)
        self.found.chosen.connect(self._choose)
        self.say()

    def start(self) -> None:
        """Open it, empty."""
        self.search.clear()
        self.found.show_choices(())
        self.open_panel(self.search)
        self.words_typed.emit("")

    def show_found(self, words: str, found: Sequence[Choice]) -> None:
        """Show what was found for these words, unless they were changed since."""
        if words == self.search.text().strip():
            nothing = Choice("", self.tr("没有找到“{words}”").format(words=words), note=True)
            self.found.show_choices(found or ((nothing,) if words else ()))
            self.search.answered(words)

    def say(self) -> None:
        """Say everything again."""
        self.title.setText(self._title())
        self.search.setPlaceholderText(self._hint())
        self.search.setAccessibleName(self._hint())
        super().say()

    @Slot(str)
    def _choose(self, key: str) -> None:
        self.close_panel()
        self.chosen.emit(key)


def matching(choices: Sequence[Choice], words: str) -> list[Choice]:
    """The choices whose name, key or detail holds every one of the words; all when there are none."""
    asked = words.casefold().split()
    return [
        choice
        for choice in choices
        if all(word in f"{choice.name} {choice.key} {choice.detail}".casefold() for word in asked)
    ]
