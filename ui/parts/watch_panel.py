"""What is late or nearly so: a list to work through. A supervisor urges and writes down; a clerk opens the case."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from deskapp.queries.watch_list import WatchLine, narrowed
from deskapp.rules.case_clock import Late
from deskapp.rules.case_state import RUNNING
from deskapp.rules.deadline import Lamp
from ui import texts
from ui.parts.choices import Choice, Choices
from ui.parts.field import Field
from ui.parts.look import button, label
from ui.parts.overlay import Overlay

_SIGNS = {Lamp.RED: "■", Lamp.YELLOW: "▲", Lamp.GREEN: "●"}  # never colour alone
_LAMPS = (Lamp.RED, Lamp.YELLOW)


class WatchPanel(Overlay):
    """In: the list. Out: a case to open; and, where it supervises, whom to urge and what was done."""

    chosen = Signal(str)
    urged = Signal(str, str)  # case, remark
    followed_up = Signal(str, str)

    def __init__(self, screen: QWidget, keys: tuple[str, str] | None = None) -> None:
        super().__init__(screen, QSize(1080, 600))
        self._keys = keys  # of writing down and of urging; None: nothing but to look and open
        self._lines: tuple[WatchLine, ...] = ()
        self._rows: tuple[WatchLine, ...] = ()  # as they stand in the list
        self.summary = label(tone="quiet")
        self.department, self.window_box, self.lamp = QComboBox(), QComboBox(), QComboBox()
        self.list = Choices()
        self.remark = Field(chinese=True)
        self.note = button("primary")
        self.urge = button()
        head = QHBoxLayout()
        head.addWidget(self.summary, 1)
        for box in (self.department, self.window_box, self.lamp):
            head.addWidget(box)
            box.setMinimumWidth(140)
            box.currentIndexChanged.connect(lambda _: self._show())
        foot = QHBoxLayout()
        foot.addWidget(self.remark, 1)
        foot.addWidget(self.urge)
        foot.addWidget(self.note)
        self.body.addLayout(head)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(foot)
        for part in (self.remark, self.note, self.urge):
            part.setVisible(keys is not None)
        self.department.setVisible(keys is not None)
        self.window_box.setVisible(keys is not None)
        self.list.chosen.connect(self._choose)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._able())
        self.remark.typed.connect(lambda _: self._able())
        self.remark.entered.connect(self.answer)
        self.note.clicked.connect(self.answer)
        self.urge.clicked.connect(self.ask_to_hurry)
        self.say()

    def start(self) -> None:
        """Open it, with all there is."""
        for box in (self.department, self.window_box, self.lamp):
            box.setCurrentIndex(0)
        self.remark.set_text("")
        self.open_panel(self.list)

    def show_lines(self, lines: tuple[WatchLine, ...]) -> None:
        """Show what is late now; the filters stay as they are, and so does the mark."""
        self._lines = lines
        self.say()

    def answer(self) -> None:
        """Write down what was done about the marked case."""
        marked = self.marked
        if marked is not None and self._keys is not None and self.remark.text():
            self.followed_up.emit(marked.case, self.remark.text())
            self.remark.set_text("")

    def ask_to_hurry(self) -> None:
        """Urge the department of the marked case."""
        marked = self.marked
        if marked is not None and self._keys is not None and marked.state in RUNNING:
            self.urged.emit(marked.case, self.remark.text())
            self.remark.set_text("")

    @property
    def shown(self) -> tuple[WatchLine, ...]:
        """What the filters leave."""
        lamp = self.lamp.currentData()
        return narrowed(
            self._lines,
            department=self.department.currentData() or "",
            window=self.window_box.currentData() or "",
            lamp=Lamp(lamp) if lamp else None,
        )

    @property
    def marked(self) -> WatchLine | None:
        """The case that something is to be done about."""
        row = self.list.currentIndex().row()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def say(self) -> None:
        """Say everything again."""
        self.title.setText(self.tr("督办：快到期和超期的件") if self._keys else self.tr("本窗快到期和超期的件"))
        self.list.setAccessibleName(self.title.text())
        english = texts.language() == "en"
        departments = {line.department: line.department_en if english else line.department_name for line in self._lines}
        windows = {str(line.window): self.tr("{n} 号窗").format(n=line.window) for line in self._lines if line.window}
        _fill(self.department, self.tr("全部部门"), {code: departments[code] for code in sorted(departments) if code})
        _fill(self.window_box, self.tr("全部窗口"), {name: windows[name] for name in sorted(windows, key=_as_counted)})
        words = {Lamp.RED: self.tr("■ 红牌"), Lamp.YELLOW: self.tr("▲ 黄灯、黄牌")}
        _fill(self.lamp, self.tr("全部"), {lamp.value: words[lamp] for lamp in _LAMPS})
        self.remark.call(self.tr("处理情况，或催办的话"))
        if self._keys is not None:
            self.note.setText(f"{self.tr('记下处理情况')}  {self._keys[0]}")
            self.urge.setText(f"{self.tr('催办部门')}  {self._keys[1]}")
        self._show()
        super().say()

    def _show(self) -> None:
        before, shown = self.marked, self.shown
        self._rows = shown
        red = sum(line.lamp is Lamp.RED for line in self._lines)
        said = self.tr("共 {n} 件，其中红牌 {red} 件").format(n=len(self._lines), red=red)
        self.summary.setText(said if self._lines else self.tr("没有快到期或者超期的件。"))
        self.list.show_choices([self._choice(line) for line in shown])
        rows = [row for row, line in enumerate(shown) if before is not None and line.case == before.case]
        if rows:
            self.list.setCurrentIndex(self.list.model().index(rows[0], 0))
        self._able()

    def _choice(self, line: WatchLine) -> Choice:
        late = texts.listed([texts.late(one) for one in line.lates])
        head = [f"{_SIGNS[line.lamp]} {late}", line.item_name, line.applicant, line.number]
        done = [next_words(line)]
        if line.urged:
            done.append(self.tr("已催办 {n} 次").format(n=line.urged))
        if line.followed_up:
            done.append(self.tr("处理：{remark}").format(remark=line.followed_up))
        department = line.department_en if texts.language() == "en" else line.department_name
        place = [department, self.tr("{n} 号窗").format(n=line.window) if line.window else "", texts.day(line.day)]
        return Choice(line.case, " · ".join(filter(None, head)), " · ".join(done), " · ".join(filter(None, place)))

    def _choose(self, case: str) -> None:
        if self._keys is not None:
            self.remark.setFocus()
        else:
            self.close_panel()
            self.chosen.emit(case)

    def _able(self) -> None:
        marked = self.marked
        self.note.setEnabled(marked is not None and bool(self.remark.text()))
        self.urge.setEnabled(marked is not None and marked.state in RUNNING)


def next_words(line: WatchLine) -> str:
    """What is to be done next about a case, by what is worst about it."""
    words = {
        Late.STATUTORY: QCoreApplication.translate("watch", "超期 {days} 个工作日：立即催办，报告负责人，向申请人说明"),
        Late.PROMISED: QCoreApplication.translate("watch", "超承诺 {days} 个工作日：催办部门，问清何时办结"),
        Late.ANSWER: QCoreApplication.translate("watch", "没有按时告知：按受理办理，通知窗口"),
        Late.DEFERRAL: QCoreApplication.translate("watch", "催申请人补齐：{materials}"),
        Late.CORRECTION: QCoreApplication.translate("watch", "联系申请人：补齐、撤回，或者不予受理"),
        Late.PROCEDURE: QCoreApplication.translate("watch", "问部门：程序是否结束，恢复计时"),
        Late.DELIVERY: QCoreApplication.translate("watch", "通知申请人领取，或者邮寄送达"),
        Late.DUE_SOON: QCoreApplication.translate("watch", "还剩 {days} 个工作日：提醒部门"),
    }[line.lates[0]]
    return words.format(materials=texts.listed(list(line.deferred)), days=abs(line.days_left or 0))


def _as_counted(name: str) -> tuple[int, str]:
    return (int(name), "") if name.isdecimal() else (999, name)


def _fill(box: QComboBox, everything: str, named: dict[str, str]) -> None:
    """Offer these, and everything; what was chosen stays chosen while it is still there."""
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    box.addItem(everything, None)
    for code, words in named.items():
        box.addItem(words, code)
    box.setCurrentIndex(max(0, box.findData(chosen)) if chosen is not None else 0)
    box.blockSignals(False)
