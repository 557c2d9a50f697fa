"""The cases of a bundle: what each department decides, how far it is, and one of them chosen by its digit."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent

from deskapp.queries.bundle_sheet import BundleSheet, SisterLine
from deskapp.queries.case_sheet import CaseSheet
from deskapp.rules.case_state import State
from ui import texts
from ui.parts.choices import Choice, Choices

WHOLE = "whole"  # the key of the line that shows the bundle as one again
_DIGITS = 9


class BundleList(Choices):
    """The cases, each chosen by Enter, a click or its digit; 0 goes back to all of them as one.

    What is in hand is marked, and marked again when somebody looked along the list and left it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("bundle", True)  # it shows that it has the focus: here digits choose cases, not materials
        self._in_hand = ""

    def show_in_hand(self, key: str) -> None:
        """Mark the line of what is in hand; "" for none."""
        self._in_hand = key
        if not self.hasFocus():
            self._mark_in_hand()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Left without a choice: what is in hand is what it was."""
        super().focusOutEvent(event)
        self._mark_in_hand()

    def _mark_in_hand(self) -> None:
        row = next((row for row, choice in enumerate(self.choices) if choice.key == self._in_hand), -1)
        if row >= 0:
            self.setCurrentIndex(self.model().index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """0 to 9."""
        keys = {Qt.Key.Key_0.value: WHOLE} | {
            Qt.Key.Key_0.value + place: choice.key
            for place, choice in enumerate((one for one in self.choices if one.key != WHOLE), 1)
            if place <= _DIGITS
        }
        wanted = keys.get(int(event.key()))
        if wanted is not None and any(choice.key == wanted and choice.open for choice in self.choices):
            self.chosen.emit(wanted)
        else:
            super().keyPressEvent(event)


def choices_of(case: CaseSheet) -> tuple[Choice, ...]:
    """The lines for the bundle of this case."""
    if case.bundle is None:
        return ()
    back = QCoreApplication.translate("BundleList", "回到整个联办件")
    whole = QCoreApplication.translate("BundleList", "整个联办件")
    theme = _spoken(case.bundle.theme, case.bundle.theme_en)
    lines = (_choice(line, place, case) for place, line in enumerate(case.bundle.lines, 1))
    return (Choice(WHOLE, back if case.alone else f"▸ {whole}", theme, "0"), *lines)


def in_hand(case: CaseSheet) -> str:
    """The key of the line that tells what is in hand; "" for a case of no bundle."""
    return "" if case.bundle is None else case.case if case.alone else WHOLE


def bundle_words(bundle: BundleSheet) -> str:
    """How many items and departments a bundle has, and how far it is."""
    said = QCoreApplication.translate("BundleList", "联办件 · {n} 个事项 · {m} 个部门")
    return f"{said.format(n=len(bundle.lines), m=len(bundle.departments))} · {texts.bundle_state(bundle.state)}"


def _choice(line: SisterLine, place: int, case: CaseSheet) -> Choice:
    chosen = case.alone and line.case == case.case
    name = _spoken(line.item_name, line.item_en)
    said = [_state_words(line), line.department, *([f"…{line.number[-6:]}"] if line.number else [])]
    return Choice(
        line.case, f"▸ {name}" if chosen else name, " · ".join(said), str(place) if place <= _DIGITS else ""
    )  # fmt: skip


def _spoken(name: str, english: str) -> str:
    return english if texts.language() == "en" and english else name


def _state_words(line: SisterLine) -> str:
    if line.waits_for:
        return QCoreApplication.translate("BundleList", "等“{item}”").format(
            item=_spoken(line.waits_for, line.waits_for_en)
        )
    if line.granted is not None and line.state in (State.DECIDED, State.READY):
        refused = QCoreApplication.translate("BundleList", "不予")
        return texts.state(line.state) if line.granted else f"{texts.state(line.state)}（{refused}）"
    return texts.state(line.state)
