"""The document camera (高拍仪) over the clerk's screen: what it sees, where the next page goes, and the shutter."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from deskapp.rules.paper_sizes import AUTO, UNKNOWN
from ui.clerk.camera_last import LastPage
from ui.clerk.camera_sheet import CameraSheet, Dial, Sides
from ui.clerk.camera_view import CameraView
from ui.parts.elided import Elided
from ui.parts.look import button, label, set_tone
from ui.parts.overlay import Overlay

BESIDE = 236  # points beside the picture
_NAMED = 150  # points for the name of a camera


_DIALS = {
    Qt.Key.Key_A: Dial.BY_ITSELF, Qt.Key.Key_D: Dial.SIDES, Qt.Key.Key_R: Dial.TURN, Qt.Key.Key_P: Dial.PAPER,
    Qt.Key.Key_C: Dial.CAMERA, Qt.Key.Key_S: Dial.SIZE,
}  # fmt: skip
_LETTERS = {dial: chr(key) for key, dial in _DIALS.items()}


class CameraPanel(Overlay):
    """In: looks, a sheet, the page that came last. Out: what was asked.

    The picture has the focus: space and Enter take it, the arrows choose the material, letters set the camera,
    Backspace takes the last page away again.
    """

    shot_asked = Signal()
    dial_asked = Signal(str)
    retake_asked = Signal()
    material_asked = Signal(int)  # steps up or down the checklist

    def __init__(self, screen: QWidget, foot: str) -> None:
        super().__init__(screen, QSize(1220, 900))
        self._foot = foot
        self._sheet = CameraSheet()
        self.view = CameraView()
        self.material = Elided(1.15, bold=True)
        self.counted = label(tone="quiet")
        self.last = LastPage()
        self.said = label(0.95)
        self.said.setWordWrap(True)
        self.said.setMinimumHeight(40)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.retake = button()
        self.retake.clicked.connect(self.retake_asked)
        self.dials: dict[Dial, QPushButton] = {dial: button("flat") for dial in Dial}
        for dial, made in self.dials.items():
            made.clicked.connect(lambda _=False, which=dial: self.dial_asked.emit(which.value))
            made.setStyleSheet("text-align: left;")
        self.help = label(0.9, tone="quiet")
        self.go = button("primary")
        self.go.clicked.connect(self.shot_asked)
        self._lay_out()
        self.say()

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(4)
        side.addWidget(self.material)
        side.addWidget(self.counted)
        side.addWidget(self.last, 1)
        side.addWidget(self.said)
        side.addWidget(self.retake)
        for made in self.dials.values():
            side.addWidget(made)
        beside = QWidget()
        beside.setFixedWidth(BESIDE)
        side.setContentsMargins(0, 0, 0, 0)
        beside.setLayout(side)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addWidget(self.view, 1)
        columns.addWidget(beside)
        foot = QHBoxLayout()
        foot.addWidget(self.help, 1)
        foot.addWidget(self.go)
        self.body.addLayout(columns, 1)
        self.body.addLayout(foot)

    def start(self) -> None:
        """Open it; nothing is seen yet."""
        self.show_last(None)
        self.view.show_note("")
        self.view.show_words(self.tr("正在打开高拍仪…"))
        self.open_panel(self.view)

    def answer(self) -> None:
        """The key of the step takes the picture."""
        self.shot_asked.emit()

    def show_sheet(self, sheet: CameraSheet) -> None:
        """Say where the next page goes, and how the camera is set."""
        if sheet != self._sheet:
            self._sheet = sheet
            self.say()

    def show_last(self, picture: QImage | None) -> None:
        """The page that came last; None when there is none."""
        self.last.show_picture(picture)

    def say(self) -> None:
        """Say everything again."""
        sheet = self._sheet
        self.title.setText(self.tr("高拍仪"))
        self.view.setAccessibleName(self.tr("高拍仪画面"))
        self.view.show_turn(sheet.profile.turn)
        self.material.setText(f"{sheet.place} {sheet.material}".strip() or self.tr("没有选材料"))
        self.counted.setText(self.tr("已有 {n} 页").format(n=sheet.pages))
        self.said.setText(sheet.last)
        set_tone(self.said, "owed" if sheet.doubtful else "")
        self.retake.setText(self.tr("重拍：去掉这一页 ⌫"))
        self.retake.setEnabled(sheet.retakable)
        for dial, words in self._dial_words(sheet).items():
            self.dials[dial].setText(f"{_LETTERS[dial]}  {words}")
            self.dials[dial].setToolTip(words)
        self.dials[Dial.CAMERA].setEnabled(sheet.cameras != 1)
        self.help.setText(self.tr("空格、回车或脚踏 {foot} 拍照 · ↑ ↓ 换材料 · Ctrl+Z 撤销").format(foot=self._foot))
        self.go.setText((self.tr("重试") if sheet.failed else self.tr("拍照")) + "  " + self.tr("空格"))
        super().say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The shutter, the arrows and the letters. A foot or a finger that stays down takes one picture."""
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier
        if held or event.isAutoRepeat():
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.shot_asked.emit()
        elif key in _DIALS:
            self.dial_asked.emit(_DIALS[key].value)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.material_asked.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.retake_asked.emit()
        else:
            super().keyPressEvent(event)

    def _dial_words(self, sheet: CameraSheet) -> dict[Dial, str]:
        profile, on, off = sheet.profile, self.tr("开"), self.tr("关")
        size = f"{sheet.size[0]} × {sheet.size[1]}" if sheet.size != (0, 0) else "–"
        return {
            Dial.BY_ITSELF: self.tr("放稳自动拍：{on}").format(on=on if profile.by_itself else off),
            Dial.SIDES: self.tr("证件两面合一页：{on}").format(on=off if sheet.sides is Sides.APART else on),
            Dial.TURN: self.tr("转画面：{n}°").format(n=profile.turn),
            Dial.PAPER: self.tr("纸张：{paper}").format(paper=self._paper_words(profile.paper)),
            Dial.CAMERA: self.tr("摄像头：{name}").format(name=self._shortened(sheet.camera)),
            Dial.SIZE: self.tr("清晰度：{size}").format(size=size),
        }

    def _shortened(self, name: str) -> str:
        return self.fontMetrics().elidedText(name or "–", Qt.TextElideMode.ElideMiddle, _NAMED)

    def _paper_words(self, paper: str) -> str:
        said = {AUTO: self.tr("自动认"), UNKNOWN: self.tr("不认"), "card": self.tr("证件")}
        return said.get(paper, paper)
