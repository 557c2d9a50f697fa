"""Bad ratings to follow up: what was said, how far it has come, until when; and the next step."""

from __future__ import annotations

import base64

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from deskapp.protocol.ratings import FollowUp
from deskapp.rules.deadline import Lamp
from deskapp.rules.rating import Occasion, Reason, Step
from ui import texts
from ui.parts.choices import Choice, Choices
from ui.parts.field import Field
from ui.parts.look import button, label
from ui.parts.overlay import Overlay

_SIGNS = {Lamp.RED: "■", Lamp.YELLOW: "▲", Lamp.GREEN: "●"}  # never colour alone
_DRAWING = QSize(420, 120)


class FollowUpsPanel(Overlay):
    """In: the follow-ups. Out: a step with what was done, and that a number is wanted to call."""

    step_taken = Signal(str, str, str)  # rating, step, remark
    phone_asked = Signal(str)

    def __init__(self, screen: QWidget, key: str) -> None:
        super().__init__(screen, QSize(1080, 620))
        self._key = key
        self._rows: tuple[FollowUp, ...] = ()
        self._phone = ("", "")  # rating, number
        self.summary = label(tone="quiet")
        self.list = Choices()
        self.told = label()
        self.told.setWordWrap(True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.drawing = QLabel()
        self.drawing.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.call = button()
        self.remark = Field(chinese=True)
        self.steps: dict[Step, QPushButton] = {step: button() for step in Step}
        right = QVBoxLayout()
        right.addWidget(self.told, 1)
        right.addWidget(self.drawing)
        right.addWidget(self.call, 0, Qt.AlignmentFlag.AlignLeft)
        halves = QHBoxLayout()
        halves.setSpacing(16)
        halves.addWidget(self.list, 1)
        halves.addLayout(right, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.remark, 1)
        for step, made in self.steps.items():
            foot.addWidget(made, 0, Qt.AlignmentFlag.AlignBottom)
            made.clicked.connect(lambda _=False, step=step: self._take(step))
        self.body.addWidget(self.summary)
        self.body.addLayout(halves, 1)
        self.body.addLayout(foot)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_marked())
        self.list.chosen.connect(lambda _: self.remark.setFocus())
        self.remark.typed.connect(lambda _: self._able())
        self.remark.entered.connect(self.answer)
        self.call.clicked.connect(self._call)
        self.say()

    def start(self) -> None:
        """Open it."""
        self.remark.set_text("")
        self._phone = ("", "")
        self.open_panel(self.list)

    def show_follow_ups(self, found: tuple[FollowUp, ...]) -> None:
        """Show them as they stand now; the mark stays where it was."""
        before = self.marked
        self._rows = found
        self.list.show_choices([self._choice(one) for one in found])
        rows = [row for row, one in enumerate(found) if before is not None and one.rating == before.rating]
        if found:
            self.list.setCurrentIndex(self.list.model().index(rows[0] if rows else 0, 0))
        self.say()

    def show_phone(self, rating: str, phone: str) -> None:
        """Show the number to call, until another one is marked."""
        self._phone = (rating, phone)
        self._show_marked()

    def answer(self) -> None:
        """The primary key: the one step that comes next, where there is but one."""
        marked = self.marked
        if marked is not None and len(marked.may) == 1:
            self._take(marked.may[0])

    @property
    def marked(self) -> FollowUp | None:
        """The one that something is to be done about."""
        row = self.list.currentIndex().row()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def say(self) -> None:
        """Say everything again."""
        self.title.setText(self.tr("差评核实整改"))
        self.list.setAccessibleName(self.title.text())
        opened = [one for one in self._rows if one.due is not None]
        late = sum(one.lamp is Lamp.RED for one in opened)
        said = self.tr("待办 {n} 条，其中超期 {late} 条").format(n=len(opened), late=late)
        self.summary.setText(said if self._rows else self.tr("没有要核实整改的差评。"))
        self.remark.call(self.tr("做了什么、结果怎样"))
        for step, made in self.steps.items():
            made.setText(step_words(step))
        self._show_marked()
        super().say()

    def _choice(self, one: FollowUp) -> Choice:
        done = step_words(one.steps[-1].step) if one.steps else self.tr("未联系")
        due = self.tr("已办结") if one.due is None else self.tr("{day} 前").format(day=texts.day(one.due))
        place = self.tr("{n} 号窗").format(n=one.window) if one.window else ""
        head = f"{_SIGNS[one.lamp]} {score_words(one.score)} · {one.item_name}"
        return Choice(one.rating, head, " · ".join(filter(None, (done, place, one.clerk_name))), due)

    def _show_marked(self) -> None:
        marked = self.marked
        self.told.setText("" if marked is None else "\n".join(self._told(marked)))
        picture = QPixmap()
        if marked is not None and marked.drawing:
            picture.loadFromData(base64.b64decode(marked.drawing))
        self.drawing.setVisible(not picture.isNull())
        if not picture.isNull():
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self.drawing.setPixmap(picture.scaled(_DRAWING, keep, smooth))
        known = marked is not None and marked.rating == self._phone[0]
        self.call.setText(self._phone[1] or self.tr("没有留电话") if known else self.tr("看电话（留痕）"))
        self._able()

    def _told(self, one: FollowUp) -> list[str]:
        where = self.tr("窗口受理") if one.occasion is Occasion.WINDOW else self.tr("领取结果")
        lines = [
            f"{one.number}  {one.applicant}",
            f"{texts.day(one.rated_on)} · {where}" + (self.tr(" · 在家评价") if one.at_home else ""),
        ]
        if one.reasons:
            lines.append(
                self.tr("不满意：{reasons}").format(reasons=texts.listed([reason_words(r) for r in one.reasons]))
            )
        if one.words:
            lines.append(f"“{one.words}”")
        lines += [f"{step_words(step.step)} · {step.by}：{step.remark}" for step in one.steps]
        if one.due is not None and not one.may:
            lines.append(self.tr("这条评的是您本人，由别人核实整改。"))
        return lines

    def _able(self) -> None:
        marked = self.marked
        may = () if marked is None else tuple(marked.may)
        for step, made in self.steps.items():
            made.setVisible(step in may)
            made.setEnabled(bool(self.remark.text().strip()))
            made.setText(f"{step_words(step)}  {self._key}" if may == (step,) else step_words(step))
        self.call.setEnabled(bool(may))

    def _take(self, step: Step) -> None:
        marked, remark = self.marked, self.remark.text().strip()
        if marked is not None and step in marked.may and remark:
            self.step_taken.emit(marked.rating, step.value, remark)
            self.remark.set_text("")

    def _call(self) -> None:
        if self.marked is not None:
            self.phone_asked.emit(self.marked.rating)


def step_words(step: Step) -> str:
    """A step of a follow-up."""
    return {
        Step.CONTACTED: QCoreApplication.translate("follow_ups", "已联系"),
        Step.FOUND_TRUE: QCoreApplication.translate("follow_ups", "核实属实"),
        Step.FOUND_FALSE: QCoreApplication.translate("follow_ups", "核实不属实"),
        Step.PUT_RIGHT: QCoreApplication.translate("follow_ups", "已整改"),
        Step.ANSWERED: QCoreApplication.translate("follow_ups", "已答复，办结"),
    }[step]


def score_words(score: int) -> str:
    """A bad score."""
    if score == 1:
        return QCoreApplication.translate("follow_ups", "非常不满意")
    return QCoreApplication.translate("follow_ups", "不满意")


def reason_words(reason: Reason) -> str:
    """What somebody was not satisfied with."""
    return {
        Reason.WAITED_LONG: QCoreApplication.translate("follow_ups", "等候时间长"),
        Reason.UNFRIENDLY: QCoreApplication.translate("follow_ups", "服务态度不好"),
        Reason.NOT_TOLD_AT_ONCE: QCoreApplication.translate("follow_ups", "没有一次性告知"),
        Reason.TOO_MUCH_PAPER: QCoreApplication.translate("follow_ups", "多要材料"),
        Reason.MANY_TRIPS: QCoreApplication.translate("follow_ups", "多跑路"),
        Reason.TOO_SLOW: QCoreApplication.translate("follow_ups", "超过承诺时间"),
        Reason.WRONG_FEE: QCoreApplication.translate("follow_ups", "收费不合理"),
        Reason.OTHER: QCoreApplication.translate("follow_ups", "其他"),
    }[reason]
