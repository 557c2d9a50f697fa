"""What is applied for: found by pinyin initials, name, code or the word people use; then shown with its terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout

from deskapp.rules.catalog import Handling
from deskapp.rules.deadline import Limit
from ui import office_words, texts
from ui.clerk.bundle_list import BundleList
from ui.parts.choices import Choice, Choices
from ui.parts.look import button, card, label
from ui.parts.search_line import SearchLine
from ui.parts.spoken import Spoken


@dataclass(frozen=True, slots=True)
class ItemTerms:
    """The chosen item as the page shows it."""

    code: str
    name: str
    department: str
    handling: Handling
    promised: Limit
    fee: int  # fen
    fixed: bool = False  # a case has been opened for it
    theme: str = ""  # the code of the theme, where it is one: all its items at once
    about: str = ""  # of a theme: how many items and departments, and how far it is


class ItemsPage(Spoken):
    """In: the chosen item, what was found. Out: words to find by, the item that was chosen."""

    words_typed = Signal(str)
    item_chosen = Signal(str)
    found_shown = Signal()
    part_chosen = Signal(str)  # one case of the bundle in hand, or `bundle_list.WHOLE`

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key
        self._terms: ItemTerms | None = None
        self._searching = False
        self.title = label(1.15, bold=True)
        self.change = button("flat")
        self.change.clicked.connect(self.open_search)
        self.found = Choices()
        self.search = SearchLine(self.found)
        self.search.setClearButtonEnabled(True)
        self.told = label(0.95, tone="owed")  # what was found is a proof that may no longer be asked for
        self.told.setWordWrap(True)
        self.name = label(1.1, bold=True)
        self.name.setWordWrap(True)
        self.terms = label(0.95, tone="quiet")
        self.terms.setWordWrap(True)
        self.parts = BundleList()
        column = card(self, margin=12, gap=6)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.change)
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(self.told)
        column.addWidget(self.name)  # not in a widget of their own: wrapped lines would be cut until the next layout
        column.addWidget(self.terms)
        column.addWidget(self.parts, 1)
        column.addWidget(self.found, 1)
        column.addStretch(0)
        self.setFocusProxy(self.search)
        self.search.searched.connect(self._searched)
        self.search.textChanged.connect(lambda text: self._emptied() if not text else None)
        self.found.chosen.connect(self._choose)
        self.parts.chosen.connect(self.part_chosen)
        self.parts.hide()
        self.found.hide()
        self.told.hide()
        self.say()

    def show_item(self, terms: ItemTerms | None) -> None:
        """Show the chosen item; None when none is chosen yet."""
        self._terms = terms
        if terms is None or not (terms.theme or terms.fixed):
            self.show_parts(())
        self.say()

    def show_parts(self, parts: Sequence[Choice], in_hand: str = "") -> None:
        """Show the items of a chosen theme, or the cases of a bundle; none hides the list. `in_hand`: the key of the
        line that is marked, while nobody walks through the list.
        """
        row = self.parts.currentIndex().row()
        if tuple(parts) != self.parts.choices:
            self.parts.show_choices(parts)
            if 0 <= row < len(parts):
                self.parts.setCurrentIndex(self.parts.model().index(row, 0))
        self.parts.show_in_hand(in_hand)
        self.parts.setVisible(bool(parts) and self.found.isHidden())

    def show_found(self, words: str, found: Sequence[Choice]) -> None:
        """Show what was found for these words; an answer to words that were changed since is not shown."""
        if words != self.search.text().strip() or not words:
            self.search.answered(words)
            return
        self.found.show_choices(found or (Choice("", self.tr("没有找到“{words}”").format(words=words), note=True),))
        self.found.show()
        barred = next((choice for choice in found if choice.barred), None)
        self.told.setText(f"⚠ {barred.name}：{barred.detail}" if barred is not None else "")
        self.told.setVisible(barred is not None)
        self._show_chosen(False)
        self.search.answered(words)
        self.found_shown.emit()

    def open_search(self) -> None:
        """Take the focus, to look for an item; or to choose one case of the bundle in hand."""
        if self._terms is None or not self._terms.fixed:
            self._searching = True
            self.say()
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()
        elif any(part.open for part in self.parts.choices):
            self.parts.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_search(self) -> bool:
        """Put away what was found. False when nothing was shown."""
        if self.found.isHidden() and not self._searching:
            return False
        self._end_search()
        return True

    def say(self) -> None:
        """Say everything again."""
        terms = self._terms
        fixed = terms is not None and terms.fixed
        bundle = fixed and any(part.open for part in self.parts.choices)
        self.title.setText(self.tr("事项") + (f"  {self._key} " + self.tr("选一件") if bundle else ""))
        self.parts.setAccessibleName(self.tr("联办件里的各件"))
        self.search.setVisible(terms is None or (self._searching and not fixed))
        self.change.setVisible(terms is not None and not fixed and not self._searching)
        self.change.setText(self.tr("换事项") + f" {self._key}")
        self.search.setPlaceholderText(f"{self._key} " + self.tr("拼音首字母、名称、编码、俗称"))
        self.search.setAccessibleName(self.tr("找事项"))
        self.found.setAccessibleName(self.tr("找到的事项"))
        self.name.setText(terms.name if terms is not None else "")
        self.terms.setText(self._terms_words(terms) if terms is not None else "")

    def _terms_words(self, terms: ItemTerms) -> str:
        at_once = terms.handling is Handling.AT_ONCE
        how = self.tr("即办") if at_once else self.tr("承诺 {limit}").format(limit=office_words.limit(terms.promised))
        if terms.about:
            return f"{terms.about}\n{how} · {texts.money(terms.fee)}"
        return f"{terms.department} · {terms.code}\n{how} · {texts.money(terms.fee)}"

    @Slot(str)
    def _searched(self, words: str) -> None:
        if words:
            self.words_typed.emit(words)

    @Slot(str)
    def _choose(self, code: str) -> None:
        self._end_search()
        self.item_chosen.emit(code)

    def _end_search(self) -> None:
        self._searching = False
        self.search.clear()
        self._emptied()
        self.say()

    def _emptied(self) -> None:
        self.found.hide()
        self.told.hide()
        self._show_chosen(True)

    def _show_chosen(self, shown: bool) -> None:
        self.parts.setVisible(shown and bool(self.parts.choices))
        self.name.setVisible(shown)
        self.terms.setVisible(shown)
