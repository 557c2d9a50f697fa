"""One person's cases together: what they came for, what waits for them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QWidget

from deskapp.queries.found_people import PersonSheet
from ui.clerk.find_rows import CASE, case_row
from ui.parts.choices import Choice, Choices
from ui.parts.look import label
from ui.parts.overlay import Overlay
from ui.parts.seen_words import SeenWords


class PersonPanel(Overlay):
    """In: the person. Out: the case that was chosen."""

    chosen = Signal(str)

    def __init__(self, screen: QWidget) -> None:
        super().__init__(screen, QSize(680, 520))
        self.sheet: PersonSheet | None = None
        self.who = SeenWords(1.1)
        self.look_hint = label(0.85, tone="quiet")
        self.list = Choices()
        self.body.addWidget(self.who)
        self.body.addWidget(self.look_hint)
        self.body.addWidget(self.list, 1)
        self.list.chosen.connect(self._choose)
        self.closed.connect(lambda: self.show_in_full(""))
        self.say()

    def show_person(self, sheet: PersonSheet) -> None:
        """Open it with this person."""
        self.sheet = sheet
        self.who.show_in_full("")
        self.open_panel(self.list)

    def show_in_full(self, words: str) -> None:
        """Show who it is in full while the key is held; "" masks them again."""
        self.who.show_in_full(words)

    def say(self) -> None:
        """Say everything again."""
        self.title.setText(self.tr("此人的办件"))
        self.look_hint.setText(self.tr("按住 F12 看全号（留痕）"))
        self.list.setAccessibleName(self.title.text())
        sheet = self.sheet
        if sheet is not None:
            self.who.setText(f"{sheet.name}  {sheet.id_number}")
            self.list.show_choices(self._rows(sheet))
        super().say()

    def _rows(self, sheet: PersonSheet) -> list[Choice]:
        found: list[Choice] = []
        waiting = [case for case in sheet.cases if case.waits]
        others = [case for case in sheet.cases if not case.waits]
        for name, cases in ((self.tr("等着办"), waiting), (self.tr("办过、在办"), others)):
            if cases:
                found.append(Choice("", f"{name} · {len(cases)}", heading=True))
                found += [case_row(case, for_other=case.case in sheet.for_others) for case in cases]
        if sheet.more:
            found.append(Choice("", self.tr("还有更早的，请用编号查找"), note=True))
        return found

    @Slot(str)
    def _choose(self, key: str) -> None:
        self.close_panel()
        self.chosen.emit(key.removeprefix(CASE))
