"""统一出件: what lies ready for one person, who takes it and how; one key hands out everything that is marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from deskapp.queries.to_hand_out import HandOut
from deskapp.rules.case import Handed
from ui import office_words, texts
from ui.parts.choices import Choice, Choices
from ui.parts.field import Field
from ui.parts.look import button, label
from ui.parts.overlay import Overlay
from ui.parts.search_line import SearchLine


@dataclass(frozen=True, slots=True)
class Handover:
    """What was asked: the cases, and who takes them how. The agent's fields are "" for the applicant."""

    cases: tuple[str, ...]
    how: Handed
    agent_name: str
    agent_id: str
    checked: bool
    remark: str


class Ready(Choices):
    """The results. A digit marks one or takes its mark away, and so does Enter, the space bar and a click."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 9, and the space bar."""
        row = event.key() - Qt.Key.Key_1
        if event.key() == Qt.Key.Key_Space:
            self.enter()
        elif 0 <= row < min(9, len(self.choices)):
            self.setCurrentIndex(self.model().index(row, 0))
            self.enter()
        else:
            super().keyPressEvent(event)


class HandOutPanel(Overlay):
    """In: what was found. Out: words to find by, and what is to be handed out."""

    words_typed = Signal(str)
    handed = Signal(Handover)

    def __init__(self, screen: QWidget, key: str) -> None:
        super().__init__(screen, QSize(940, 580))
        self._key = key
        self._found: tuple[HandOut, ...] = ()
        self._marked: set[str] = set()
        self._wrong: dict[str, str] = {}
        self.ready = Ready()
        self.search = SearchLine(self.ready, chinese=True)
        self.nothing = label(tone="quiet")
        self.who = label(1.05, bold=True)
        self.bundles = label(0.92, tone="quiet")
        self.bundles.setWordWrap(True)
        self.ways = {how: QRadioButton() for how in Handed}
        self._group = QButtonGroup(self)
        for choice in self.ways.values():
            self._group.addButton(choice)
        self.by_agent = QCheckBox()
        self.agent_name = Field(chinese=True)
        self.agent_id = Field()
        self.checked = QCheckBox()
        self.remark = Field(chinese=True)
        self.lacks = label(0.95, tone="owed")  # why F9 did nothing
        self.lacks.setWordWrap(True)
        self.go = button("primary")
        self._lay_out()
        self.ways[Handed.WINDOW].setChecked(True)
        self.search.searched.connect(self.words_typed)
        self.ready.chosen.connect(self._mark)
        self.by_agent.toggled.connect(self._agent_comes)
        self.checked.toggled.connect(lambda _: self._able())
        self.go.clicked.connect(self.answer)
        self.agent_name.entered.connect(lambda: self.agent_id.setFocus(Qt.FocusReason.TabFocusReason))
        self.agent_id.entered.connect(lambda: self.checked.setFocus(Qt.FocusReason.TabFocusReason))
        for field in (self.agent_name, self.agent_id):
            field.typed.connect(lambda _: self._able())
        self.closed.connect(self._empty)  # whom it was about is nothing for the next person
        self.say()

    def start(self) -> None:
        """Open it, empty: to look for somebody."""
        self._empty()
        self.open_panel(self.search)

    def show_found(self, found: tuple[HandOut, ...], words: str | None = None) -> None:
        """Show what was found; what was asked for by its number is marked, and all of it where nothing was.

        `words` are those it was found by: an answer to older ones is not shown.
        """
        if words is not None and words != self.search.text().strip():
            return
        named = {line.case for line in found if line.named}
        self._found, self._marked = found, set(named or {line.case for line in found[:1]})
        self.say()
        if words is not None:
            self.search.answered(words)
        if found and words is None:
            self.open_panel(self.ready)

    def show_refusals(self, wrong: Mapping[str, str]) -> None:
        """Say beside the agent's fields what is wrong with them."""
        self.agent_name.say_wrong(wrong.get("agent_name", ""))
        self.agent_id.say_wrong(wrong.get("agent_id", ""))

    def take_scan(self, digits: str, *, of_agent: bool) -> None:
        """Something was scanned while the panel is open: an agent's card, or whatever finds a result."""
        if of_agent and self.by_agent.isChecked():
            self.agent_id.set_text(digits)
            self._able()
        else:
            self.search.setText(digits)
            self.words_typed.emit(digits)

    def take_name(self, name: str) -> None:
        """The name on an agent's card."""
        if self.by_agent.isChecked():
            self.agent_name.set_text(name)
            self._able()

    def answer(self) -> None:
        """Ask that what is marked be handed out; say what is missing where something is."""
        if self.isVisible() and not self.go.isEnabled():
            self._say_gap()
        if self.isVisible() and self.go.isEnabled():
            agent = self.by_agent.isChecked()
            self.handed.emit(
                Handover(
                    tuple(line.case for line in self._found if line.case in self._marked),
                    next(how for how, choice in self.ways.items() if choice.isChecked()),
                    self.agent_name.text() if agent else "",
                    self.agent_id.text() if agent else "",
                    self.checked.isChecked(),
                    self.remark.text(),
                )
            )

    @property
    def marked(self) -> tuple[HandOut, ...]:
        """What would be handed out."""
        return tuple(line for line in self._found if line.case in self._marked)

    def say(self) -> None:
        """Say everything again."""
        self.title.setText(self.tr("统一出件"))
        self.search.setPlaceholderText(self.tr("扫回执或号票，或录入证件号码、姓名"))
        self.search.setAccessibleName(self.tr("找待领的结果"))
        self.ready.setAccessibleName(self.tr("待领的结果"))
        self.nothing.setText(self.tr("没有待领的结果。") if self.search.text().strip() else "")
        self.nothing.setVisible(not self._found)
        for how, choice in self.ways.items():
            choice.setText(office_words.handed(how))
        self.by_agent.setText(self.tr("由代办人领取"))
        self.agent_name.call(self.tr("代办人姓名"))
        self.agent_id.call(self.tr("代办人证件号码"))
        self.checked.setText(self.tr("授权委托书和代办人证件已核对"))
        self.remark.call(self.tr("备注（可不填，如快递单号）"))
        first = self._found[0] if self._found else None
        self.who.setText(f"{first.applicant}  {first.id_number}" if first is not None else "")
        themes = Counter(line.theme for line in self._found if line.theme)
        words = self.tr("联办件“{theme}”{n} 件")
        self.bundles.setText("  ".join(words.format(theme=theme, n=n) for theme, n in themes.items()))
        self.bundles.setVisible(bool(themes))
        row = self.ready.currentIndex().row()
        self.ready.show_choices([self._choice(line, place) for place, line in enumerate(self._found, 1)])
        if 0 <= row < len(self._found):
            self.ready.setCurrentIndex(self.ready.model().index(row, 0))
        self._able()
        super().say()

    def _choice(self, line: HandOut, place: int) -> Choice:
        sign = "☑" if line.case in self._marked else "☐"
        decided = self.tr("准予") if line.granted else self.tr("不予")
        by = "" if line.deliver_by is None else self.tr(" · {day} 前送达").format(day=texts.day(line.deliver_by))
        paper = f" · {line.result}" if line.granted else ""
        if line.papers:
            paper += self.tr(" · 附 {n} 份").format(n=line.papers)
        return Choice(
            line.case, f"{sign} {line.item_name}", f"{line.number} · {decided}{paper}{by}",
            str(place) if place <= 9 else "",
        )  # fmt: skip

    def _mark(self, case: str) -> None:
        self._marked ^= {case}
        self.say()

    def _agent_comes(self, comes: bool) -> None:
        for part in (self.agent_name, self.agent_id, self.checked):
            part.setVisible(comes)
        if comes:
            self.agent_name.setFocus(Qt.FocusReason.TabFocusReason)
        self._able()

    def _say_gap(self) -> None:
        self._able()
        if not self._marked:
            self.lacks.setText(self.tr("⚠ 没有选中要发的结果：按它的数字，或先查找。"))
            return
        gap = next((field for field in (self.agent_name, self.agent_id) if not field.text()), None)
        if gap is not None:
            gap.say_wrong(self.tr("请填写"))
            gap.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.lacks.setText(self.tr("⚠ 请核对授权委托书和代办人证件，再勾选。"))
            self.checked.setFocus(Qt.FocusReason.TabFocusReason)

    def _able(self) -> None:
        agent = self.by_agent.isChecked()
        self.lacks.setText("")
        for field in (self.agent_name, self.agent_id):
            if field.text():
                field.say_wrong("")
        whole = bool(self.agent_name.text() and self.agent_id.text() and self.checked.isChecked())
        self.go.setEnabled(bool(self._marked) and (whole or not agent))
        words = self.tr("发 {n} 件，打印领取凭证").format(n=len(self._marked))
        self.go.setText(f"{words}  {self._key}")

    def _empty(self) -> None:
        self.search.clear()
        self.show_found(())
        self.by_agent.setChecked(False)
        self._agent_comes(False)
        self.checked.setChecked(False)
        self.ways[Handed.WINDOW].setChecked(True)
        for field in (self.agent_name, self.agent_id, self.remark):
            field.set_text("")
        self.show_refusals({})

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        for above in (self.search, self.who, self.bundles, self.nothing):
            left.addWidget(above)
        left.addWidget(self.ready, 1)
        right = QVBoxLayout()
        right.setSpacing(10)
        for choice in self.ways.values():
            right.addWidget(choice)
        right.addSpacing(6)
        asked: tuple[QWidget, ...] = (self.by_agent, self.agent_name, self.agent_id, self.checked, self.remark)
        for part in asked:
            right.addWidget(part)
            part.setMinimumWidth(250)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(18)
        columns.addLayout(left, 3)
        columns.addLayout(right, 2)
        foot = QHBoxLayout()
        foot.addWidget(self.lacks, 1)
        foot.addWidget(self.go)
        self.body.addLayout(columns, 1)
        self.body.addLayout(foot)
        self._agent_comes(False)
