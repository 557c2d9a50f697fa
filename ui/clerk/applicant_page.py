"""Who applies, and who came for them. Typed once; checked as it is typed; masked as soon as it has been taken in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from deskapp.queries.case_sheet import CaseSheet
from deskapp.rules.case_state import AT_THE_WINDOW
from ui.parts.elided import Elided
from ui.parts.field import Field
from ui.parts.look import button, card, label
from ui.parts.seen_words import SeenWords
from ui.parts.spoken import Spoken


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields."""

    id_number: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""
    agent_name: str = ""
    agent_id: str = ""
    by_agent: bool = False  # somebody came for the applicant

    @property
    def begun(self) -> bool:
        """Whether anything was typed at all."""
        return any(getattr(self, field.name) for field in fields(self))


class ApplicantPage(Spoken):
    """In: values (of a draft, of a card), refusals by field, the case once it exists. Out: what was typed."""

    changed = Signal(object)  # Typed
    entered = Signal()  # Enter in the last field
    correct_asked = Signal()
    keep_asked = Signal()  # take in what was corrected
    give_up_asked = Signal()  # or leave it as it was
    opened = Signal(bool)  # the fields were opened, or closed again

    def __init__(self, correct_key: str, back_key: str = "Esc") -> None:
        super().__init__()
        self._correct_key, self._back_key = correct_key, back_key
        self._case: CaseSheet | None = None
        self.title = label(1.15, bold=True)
        self.fields: dict[str, Field] = {
            "id_number": Field(),
            "name": Field(chinese=True),
            "phone": Field(),
            "address": Field(chinese=True),
            "agent_id": Field(),
            "agent_name": Field(chinese=True),
        }
        self.by_agent = QCheckBox()
        self.sound: Callable[[str], bool] = lambda _: True  # whether Enter may leave this field
        self._corrects = False  # the fields are open for a case that is there already
        self._insisted: tuple[str, str] | None = None  # the field and the words that Enter was held up at
        self._form, self._shown = QWidget(), QWidget()
        self._build_form()
        self._build_shown()
        column = card(self, margin=12, gap=6)
        column.addWidget(self.title)
        column.addWidget(self._form)
        column.addWidget(self._shown)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusProxy(self.fields["id_number"])
        self._show_agent()
        self._open(True)
        self.say()

    def show_sheet(self, sheet: CaseSheet | None) -> None:
        """Show the person of this case, masked; None gives the empty fields back. Fields that are open to correct this
        case stay open: whatever else happens to it, nothing that is typed is lost.
        """
        other = sheet is None or self._case is None or sheet.case != self._case.case
        self._case = sheet
        if other:
            self.shown_values.show_in_full("")
        if other or sheet is None or sheet.state not in AT_THE_WINDOW:
            self._corrects = False
        self._open(sheet is None or self._corrects)
        self.say()

    def show_corrected(self) -> None:
        """What was typed has been taken in: the fields close."""
        self._corrects = False
        self.show_sheet(self._case)

    def show_typed(self, typed: Typed) -> None:
        """Put values into the fields: of a draft, or of a card that was read. To show is not to type: untold."""
        with QSignalBlocker(self.by_agent):
            self.by_agent.setChecked(typed.by_agent)
        for name, field in self.fields.items():
            field.set_text(getattr(typed, name))
        self._show_agent()

    def show_refusals(self, wrong: Mapping[str, str]) -> None:
        """Say beside each field what is wrong with it. An empty field is not wrong until somebody leaves it out."""
        for name, field in self.fields.items():
            field.say_wrong(wrong.get(name, ""))

    def show_in_full(self, words: str) -> None:
        """Show the full values while the key is held; "" masks them again."""
        self.shown_values.show_in_full(words)

    def edit(self, typed: Typed) -> None:
        """Open the fields again, to correct what was taken in."""
        self.show_typed(typed)
        self._corrects = self._case is not None
        self._open(True)
        self.say()
        self.fields["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def give_up(self) -> bool:
        """Ask to leave what was taken in as it is. False when it is not being corrected."""
        if self.correcting:
            self.give_up_asked.emit()
            return True
        return False

    @property
    def editing(self) -> bool:
        """Whether the fields are open."""
        return not self._form.isHidden()

    @property
    def correcting(self) -> bool:
        """Whether they are open to correct what was taken in."""
        return self._corrects and self.editing

    @property
    def has_keys(self) -> bool:
        """Whether the focus is in the fields."""
        focus = QApplication.focusWidget()
        return focus is not None and self._form.isAncestorOf(focus)

    @property
    def typed(self) -> Typed:
        """What stands in the fields now."""
        said = {name: field.text() for name, field in self.fields.items()}
        return Typed(**said, by_agent=self.by_agent.isChecked())

    def go_to(self, name: str) -> None:
        """Put the focus into this field."""
        if name in self.fields:
            self.fields[name].line.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_empty(self) -> None:
        """Put the focus into the first field that is empty, of those that are asked for; into the last when none is."""
        asked = [name for name in self.fields if name != "address" and not self.fields[name].isHidden()]
        self.go_to(next((name for name in asked if not self.fields[name].text()), asked[-1]))

    def say(self) -> None:
        """Say everything again."""
        names = {
            "id_number": self.tr("证件号码"),
            "name": self.tr("姓名 / 名称"),
            "phone": self.tr("手机"),
            "address": self.tr("地址"),
            "agent_id": self.tr("代办人证件号码"),
            "agent_name": self.tr("代办人姓名"),
        }
        self.title.setText(self.tr("更正申请人") if self._corrects else self.tr("申请人"))
        self.keep_button.setText(self.tr("存下更正") + " Enter")
        self.give_up_button.setText(self.tr("不更正") + f" {self._back_key}")
        for name, field in self.fields.items():
            field.call(names[name])
        self.by_agent.setText(self.tr("由代办人办理"))
        self.correct_button.setText(self.tr("更正") + f" {self._correct_key}")
        self.look_hint.setText(self.tr("按住 F12 看全号（留痕）"))
        case = self._case
        if case is None:
            return
        self.correct_button.setVisible(case.state in AT_THE_WINDOW)
        self.shown_name.setText(self.tr("信息已销毁") if case.erased else case.applicant)
        agent = self.tr("代办 {name}").format(name=case.agent) if case.agent else ""
        self.shown_values.setText("\n".join(part for part in (case.id_number, case.phone, agent) if part))

    def _open(self, editing: bool) -> None:
        changed = editing != self.editing
        self._ends.setVisible(self._corrects)
        self._form.setVisible(editing)
        self._shown.setVisible(not editing)
        if changed:
            self.opened.emit(editing)

    def _build_form(self) -> None:
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for name, field in self.fields.items():
            if name == "agent_id":
                column.addWidget(self.by_agent)
            column.addWidget(field)
        self._ends = QWidget()
        row = QHBoxLayout(self._ends)
        row.setContentsMargins(0, 4, 0, 0)
        self.keep_button, self.give_up_button = button(), button("flat")
        self.keep_button.clicked.connect(self.keep_asked)
        self.give_up_button.clicked.connect(self.give_up)
        row.addWidget(self.keep_button)
        row.addWidget(self.give_up_button)
        row.addStretch(1)
        column.addWidget(self._ends)
        for name, field in self.fields.items():
            field.typed.connect(lambda _: self.changed.emit(self.typed))
            field.entered.connect(lambda name=name: self._enter(name))
        self.by_agent.toggled.connect(self._toggled)

    def _build_shown(self) -> None:
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.shown_name = Elided(1.5, bold=True)
        self.shown_values = SeenWords(1.05)
        self.look_hint = label(0.85, tone="quiet")
        self.correct_button = button("flat")
        self.correct_button.clicked.connect(self.correct_asked)
        for part in (self.shown_name, self.shown_values, self.look_hint):
            column.addWidget(part)
        column.addWidget(self.correct_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    @Slot()
    def _toggled(self) -> None:
        self._show_agent()
        self.changed.emit(self.typed)

    def _show_agent(self) -> None:
        by_agent = self.by_agent.isChecked()
        for name in ("agent_id", "agent_name"):
            self.fields[name].setVisible(by_agent)
            if not by_agent:
                self.fields[name].set_text("")

    def _enter(self, name: str) -> None:
        """Enter goes to the next field that is empty; after the last one it says that all was entered.

        The address is passed over: few items ask for it, and Tab leads there. At what is wrong it stays, once: struck
        again it goes on, because the card may be right and the rule not.
        """
        held = (name, self.fields[name].text())
        if held != self._insisted and not self.sound(name):
            self._insisted = held
            self.fields[name].line.selectAll()
            return
        order = [other for other, field in self.fields.items() if not field.isHidden()]
        later = [other for other in order[order.index(name) + 1 :] if other != "address"]
        empty = next((other for other in later if not self.fields[other].text()), None)
        if empty is None:
            self.entered.emit()
        else:
            self.go_to(empty)
