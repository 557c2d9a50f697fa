"""The first page: who, and at which window. Enter alone is enough when the answers are right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QPaintEvent, QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from deskapp.ids import AT_THE_DOOR
from ui import icons
from ui.parts.field import Field
from ui.parts.look import button, card, label, set_mark, set_tone
from ui.parts.spoken import Spoken
from ui.texts import LANGUAGES, language

_LINES = 2  # of what is said below the fields


class LineState(StrEnum):
    """What is known of the line before anybody has signed in."""

    ASKING = "asking"
    ONLINE = "online"
    OFFLINE = "offline"


class SignInPage(Spoken):
    """In: last user and window, the windows there are, the line, what was wrong. Out: what was typed."""

    sign_in_asked = Signal(str, str, str)
    enrolment_asked = Signal(str, str, str, str)  # the same, and the code that makes this computer the window's desk
    language_asked = Signal(str)
    painted = Signal()  # for the first time

    def __init__(self) -> None:
        super().__init__()
        self._painted = False
        self.setObjectName("signIn")
        self._line = LineState.ASKING
        self._busy = False
        self._ready = False
        self._demo = False
        self._updating = False
        self.product = label(2.0, bold=True)
        self.promise = label(tone="quiet")
        self.user = Field()
        self.password = Field(secret=True)
        self.window_name = QLabel()
        self.window_name.setProperty("tone", "quiet")
        self.windows = QComboBox()
        self.windows.setEditable(True)
        self.windows.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.window_name.setBuddy(self.windows)
        self.code = Field()
        self.code.hide()
        self.go = button("primary")
        self.problem = _two_lines(label(tone="bad"))
        self.line = _two_lines(label(0.95, tone="quiet"))
        self.update_line = label(0.95, tone="quiet")
        self.update_line.hide()
        self.other_language = button("flat")
        middle = QVBoxLayout(self)
        middle.addStretch(2)
        middle.addWidget(self._box(), 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(3)
        self.user.entered.connect(self._on_to_password)
        self.password.entered.connect(self.ask)
        self.code.entered.connect(self.ask)
        self.go.clicked.connect(self.ask)
        self.other_language.clicked.connect(lambda: self.language_asked.emit(self._other()))
        line_edit = self.windows.lineEdit()
        if line_edit is not None:
            line_edit.returnPressed.connect(self.ask)
        self.setFocusProxy(self.user)
        self.say()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell that there is something to be seen."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.painted.emit()

    def show_last(self, user: str, window: str) -> None:
        """Fill in who signed in here last, unless somebody has begun to type."""
        if user and not self.user.text():
            self.user.set_text(user)
            if self.user.line.hasFocus():
                self.password.line.setFocus(Qt.FocusReason.OtherFocusReason)
        if (user or window) and not self.windows.currentText():
            self.windows.setEditText(self._named(window))

    def show_windows(self, windows: Sequence[str]) -> None:
        """The windows there are."""
        chosen = self.windows.currentText()
        self.windows.clear()
        self.windows.addItems([*windows, *self._places()] if windows else [])
        self.windows.setEditText(chosen or (windows[0] if windows else ""))

    def choose_window(self, window: str) -> None:
        """Put this window into the box, or the place that stands for one."""
        self.windows.setEditText(self._named(window) if window == AT_THE_DOOR else window)

    @property
    def names_window(self) -> bool:
        """Whether a window, or a place in its stead, stands in the box."""
        return bool(self.windows.currentText().strip())

    def show_line(self, line: LineState) -> None:
        """Show whether the centre answers."""
        self._line = line
        self.say()

    def show_demo(self) -> None:
        """Say who may sign in to the demo, in place of the promise."""
        self._demo = True
        self.say()

    def show_ready(self, ready: bool) -> None:
        """The program has loaded what it needs to sign somebody in."""
        self._ready = ready
        self.say()

    def show_busy(self, busy: bool) -> None:
        """Somebody is being signed in."""
        self._busy = busy
        self.say()

    def show_update(self, words: str) -> None:
        """Say what is known of a new version; "" for nothing."""
        self.update_line.setText(words)
        self.update_line.setVisible(bool(words))

    def show_updating(self, updating: bool) -> None:
        """A new version is about to be installed: for this moment nobody signs in."""
        self._updating = updating
        self.say()

    @property
    def begun(self) -> bool:
        """Whether somebody has begun to sign in."""
        return self._busy or bool(self.password.line.text())

    def show_wrong(self, wrong: Mapping[str, str]) -> None:
        """Say what was wrong beside its field ("user", "password"); anything else, and of the "code", whole below."""
        self.user.say_wrong(wrong.get("user", ""))
        self.password.say_wrong(wrong.get("password", ""))
        set_mark(self.code.line, "wrong", "code" in wrong)
        self.code.line.setAccessibleDescription(wrong.get("code", ""))
        below = wrong.get("code") or wrong.get("", "")
        self.problem.setText(below)
        self.problem.setVisible(bool(below))
        field = self.user if "user" in wrong else self.code if "code" in wrong else self.password
        field.line.selectAll()
        field.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def want_code(self, wanted: bool) -> None:
        """Offer a field for the code that makes this computer the desk of the window, or take it away."""
        self.code.set_text("")
        self.code.setVisible(wanted)
        _room_for(self.problem, _LINES + wanted)  # what is said of a code is longer
        if wanted:
            self.code.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self) -> None:
        """Ask to sign in, or go to what is still empty."""
        if self._busy or self._updating:
            return
        if not self.user.text():
            self.user.line.setFocus(Qt.FocusReason.TabFocusReason)
        elif not self.password.line.text():
            self.password.line.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            QGuiApplication.inputMethod().commit()
            window = self.windows.currentText().strip()
            chosen = {self._hall(): "", self._door(): AT_THE_DOOR}.get(window, window)
            words = (self.user.text(), self.password.line.text(), chosen)
            code = self.code.text()
            if code and not self.code.isHidden():
                self.enrolment_asked.emit(*words, code)
            else:
                self.sign_in_asked.emit(*words)

    def say(self) -> None:
        """Say everything again."""
        self.product.setText(self.tr("一窗"))
        self.promise.setText(
            self.tr("演示：clerk1–clerk8，密码 demo") if self._demo else self.tr("综合窗口 · 断网照常受理")
        )
        self.user.call(self.tr("用户名"))
        self.password.call(self.tr("密码"))
        self.window_name.setText(self.tr("窗口"))
        self.code.call(self.tr("登记码（管理员给的，12 位）"))
        self.windows.setAccessibleName(self.tr("窗口"))
        self._say_places()
        self.go.setText(self._go_words())
        self.go.setEnabled(not self._busy and not self._updating)
        self.other_language.setText(LANGUAGES[self._other()])
        self.line.setText(
            {
                LineState.ASKING: self.tr("○ 正在联系中心…"),
                LineState.ONLINE: self.tr("● 在线"),
                LineState.OFFLINE: self.tr(
                    "◐ 联系不上中心。12 小时内在本机登录过的人员，可用原密码离线登录，照常受理。"
                ),
            }[self._line]
        )
        set_tone(self.line, "good" if self._line is LineState.ONLINE else "quiet")
        self.problem.setVisible(bool(self.problem.text()))

    def _go_words(self) -> str:
        if self._updating:
            return self.tr("正在安装新版本，马上就好…")
        return self.tr("正在登录…") if self._busy else self.tr("进入窗口 Enter")

    def _hall(self) -> str:
        """What the manager chooses in place of a window."""
        return self.tr("大厅（值班长）")

    def _door(self) -> str:
        """What the greeter chooses in place of a window."""
        return self.tr("导办台")

    def _places(self) -> tuple[str, ...]:
        """What can be chosen in place of a window, below all of them."""
        return self._hall(), self._door()

    def _named(self, window: str) -> str:
        """A window, or a place in its stead, as it is called in the box."""
        return {"": self._hall(), AT_THE_DOOR: self._door()}.get(window, window)

    def _say_places(self) -> None:
        """The last choices, in the language spoken now."""
        places = self._places()
        first = self.windows.count() - len(places)
        if first <= 0:
            return
        typed = self.windows.currentText()
        chosen = next((row for row in range(len(places)) if typed == self.windows.itemText(first + row)), None)
        for row, words in enumerate(places):
            self.windows.setItemText(first + row, words)
        self.windows.setEditText(typed if chosen is None else places[chosen])

    def _on_to_password(self) -> None:
        if self.user.text():
            self.password.line.setFocus(Qt.FocusReason.TabFocusReason)

    def _other(self) -> str:
        return next(lang for lang in LANGUAGES if lang != language())

    def _box(self) -> QWidget:
        box = QWidget()
        box.setFixedWidth(400)
        outer = QVBoxLayout(box)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(16)
        head = QHBoxLayout()
        head.setSpacing(14)
        sign = QLabel()
        sign.setPixmap(_sign())
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.product)
        names.addWidget(self.promise)
        head.addWidget(sign)
        head.addLayout(names, 1)
        head.addWidget(self.other_language, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(head)
        form = Spoken()
        column = card(form, margin=22, gap=10)
        column.addWidget(self.user)
        column.addWidget(self.password)
        window = QVBoxLayout()
        window.setSpacing(2)
        window.addWidget(self.window_name)
        window.addWidget(self.windows)
        column.addLayout(window)
        column.addWidget(self.code)
        column.addSpacing(6)
        column.addWidget(self.problem)
        column.addWidget(self.go)
        outer.addWidget(form)
        outer.addWidget(self.line)
        outer.addWidget(self.update_line)
        return box


def _two_lines(text: QLabel) -> QLabel:
    """Room for two lines, whether it has one or two: what stands around it does not move."""
    text.setWordWrap(True)
    text.setAlignment(Qt.AlignmentFlag.AlignTop)
    _room_for(text, _LINES)
    return text


def _room_for(text: QLabel, lines: int) -> None:
    text.setFixedHeight(round(text.fontMetrics().lineSpacing() * (lines + 0.2)))


def _sign() -> QPixmap:
    return icons.icon("window", icons.INK, 48).pixmap(48, 48)
