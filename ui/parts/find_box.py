"""A panel with one line to search by and a list: finds a case, a command, a queue. Enter takes what is marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.parts.choices import Choice, Choices
from ui.parts.field import Field
from ui.parts.overlay import Overlay
from ui.parts.search_line import SearchLine


class FindBox(Overlay):
    """In: what was found. Out: words to find by, and what was chosen.

    With `by_name` what is offered is narrowed down by its names alone: its details say other things' names too.
    """

    words_typed = Signal(str)
    chosen = Signal(str)

    def __init__(
        self,
        screen: QWidget,
        title: Callable[[], str],
        hint: Callable[[], str],
        *,
        chinese: bool = True,
        remark: Callable[[], str] | None = None,
        by_name: bool = False,
        size: QSize = QSize(560, 420),  # noqa: B008 - a value
    ) -> None:
        super().__init__(screen, size)
        self._title, self._hint, self._remark = title, hint, remark
        self._offered: tuple[Choice, ...] = ()
        self._by_name = by_name
        self.remark = Field(chinese=True)
        self.found = Choices()
        self.search = SearchLine(self.found, chinese=chinese)
        self.body.addWidget(self.search)
        self.body.addWidget(self.found, 1)
        self.body.addWidget(self.remark)
        self.remark.setVisible(remark is not None)
        self.remark.entered.connect(self.found.enter)
        self.search.searched.connect(self.words_typed)
        self.search.searched.connect(self._narrow)
        self.found.chosen.connect(self._choose)
        self.say()

    def start(self) -> None:
        """Open it, empty."""
        self._offered = ()
        self._open()
        self.words_typed.emit("")

    def offer(self, choices: Sequence[Choice], title: Callable[[], str] | None = None) -> None:
        """Open it with all there is to choose from; what is typed narrows it down. `title`: in place of the usual."""
        self._offered = tuple(choices)
        self._title = title or self._title
        self._open()
        self.show_found("", self._offered)

    def refine(self, choices: Sequence[Choice]) -> None:
        """The same choices with more to say of them; what is typed and what is marked stay."""
        if not self.isVisible() or [one.key for one in choices] != [one.key for one in self._offered]:
            return
        marked = self.found.currentIndex().row()
        self._offered = tuple(choices)
        words = self.search.text().strip()
        self.show_found(words, matching(self._offered, words, details=not self._by_name))
        self.found.step(marked - self.found.currentIndex().row())

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
        if self._remark is not None:
            self.remark.call(self._remark())
        super().say()

    def _open(self) -> None:
        self.search.clear()
        self.remark.set_text("")
        self.found.show_choices(())
        self.open_panel(self.search)

    @Slot(str)
    def _narrow(self, words: str) -> None:
        if self._offered:
            self.show_found(words, matching(self._offered, words, details=not self._by_name))

    @Slot(str)
    def _choose(self, key: str) -> None:
        self.close_panel()
        self.chosen.emit(key)


def matching(choices: Sequence[Choice], words: str, *, keys: bool = False, details: bool = True) -> list[Choice]:
    """The choices whose name, or detail where `details`, holds every one of the words; all when there are none.

    `keys`: what is looked for may be the key too, where that is a word.
    """

    def looked_through(choice: Choice) -> str:
        return f"{choice.name} {choice.detail if details else ''} {choice.key if keys else ''}".casefold()

    asked = words.casefold().split()
    return [choice for choice in choices if all(word in looked_through(choice) for word in asked)]
