"""Five faces, none of them chosen; after a bad one what was not right. Nobody touched it for 15 s: not rated."""

from __future__ import annotations

import base64

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from deskapp.rules.rating import HIGHEST, LONGEST_DRAWING, LOWEST, UNTOUCHED_SECONDS, Opinion, Reason, is_bad
from ui.citizen.face import Face
from ui.citizen.page import CitizenPage, large, touched
from ui.citizen.signature_pad import SignaturePad

_ACROSS = 4


class RatingPage(CitizenPage):
    """Out: an opinion, once. One without a score: nobody answered."""

    said = Signal(object)  # Opinion
    thinking = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.score: int | None = None
        self._open = False
        self.title = large(28, bold=True)
        self.unseen = large(24, tone="quiet")
        self.faces = {score: Face(score) for score in range(HIGHEST, LOWEST - 1, -1)}
        self.all_faces = QWidget()
        row = QHBoxLayout(self.all_faces)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for face in self.faces.values():
            row.addWidget(face, 1)
            face.touched.connect(self.choose)
        self._build_why()
        self.send, self.again = touched("citizen_primary"), touched()
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self.again, 1)
        foot.addWidget(self.send, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 4, 24, 16)
        column.setSpacing(8)
        for part in (self.title, self.unseen, self.why_title):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column.addWidget(self.title)
        column.addWidget(self.all_faces, 1)
        column.addWidget(self.why, 1)
        column.addWidget(self.unseen)
        column.addLayout(foot)
        self.again.clicked.connect(self._choose_again)
        self.send.clicked.connect(self._send)
        self.untouched = QTimer(self)
        self.untouched.setSingleShot(True)
        self.untouched.setInterval(UNTOUCHED_SECONDS * 1000)
        self.untouched.timeout.connect(self._time_is_up)
        self._show()
        self.say()

    def _build_why(self) -> None:
        self.why_title = large(24, bold=True)
        self.reasons: dict[Reason, QPushButton] = {}
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, reason in enumerate(Reason):
            button = touched("citizen_choice", high=60)
            button.setCheckable(True)
            button.clicked.connect(self._touched)
            self.reasons[reason] = button
            grid.addWidget(button, place // _ACROSS, place % _ACROSS)
        self.note = SignaturePad()
        self.note.setMinimumHeight(88)
        self.note.begun.connect(self._touched)
        self.note.changed.connect(self._touched)
        self.why = QWidget()
        below = QVBoxLayout(self.why)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        below.addWidget(self.why_title)
        below.addLayout(grid)
        below.addWidget(self.note, 1)

    def ask(self) -> None:
        """Ask, with nothing chosen."""
        self.score, self._open = None, True
        for button in self.reasons.values():
            button.setChecked(False)
        self.note.clear()
        self._show()
        self.untouched.start()

    def choose(self, score: int) -> None:
        """Somebody touched a face."""
        if not self._open:
            return
        self.score = score
        self._touched()
        self._show()

    def cut_short(self) -> None:
        """There is no time left: what was chosen counts, and else nobody answered."""
        if self._open:
            self._time_is_up()

    @property
    def open(self) -> bool:
        """Whether somebody may answer still."""
        return self._open

    def say(self) -> None:
        self.title.setText(self.words("rate"))
        self.unseen.setText(self.words("unseen"))
        self._say_why()
        self.again.setText(self.words("back"))
        self.note.show_hint(self.words("by_hand"))
        self.send.setText(self.words("send"))
        for score, face in self.faces.items():
            face.say(self.words(f"score{score}"))
        for reason, button in self.reasons.items():
            button.setText(self.words(reason.value))

    def take_key(self, key: Qt.Key) -> bool:
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_5:
            self.choose(key - Qt.Key.Key_0)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._send()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self._choose_again()
        else:
            return False
        return True

    def stop(self) -> None:
        """Take the question back: it was asked by mistake. Nothing is said of it."""
        self._open = False
        self._forget()

    def pause(self, paused: bool) -> None:
        """Let the time stand still while nobody can see the question."""
        if paused:
            self.untouched.stop()
        elif self._open:
            self.untouched.start()

    def _choose_again(self) -> None:
        """It was the wrong face."""
        self.score = None
        self._touched()
        self._show()

    def _say_why(self) -> None:
        chosen = self.words(f"score{self.score}") if is_bad(self.score) else ""
        self.why_title.setText(f"{chosen} · {self.words('why')}" if chosen else self.words("why"))

    def _touched(self) -> None:
        if not self._open:
            return
        self.untouched.start()
        self.thinking.emit()

    def _show(self) -> None:
        bad = is_bad(self.score)
        for score, face in self.faces.items():
            face.choose(score == self.score)
        self._say_why()
        for part in (self.why, self.again):
            part.setVisible(bad)
        self.all_faces.setVisible(not bad)
        self.unseen.setVisible(not bad)
        self.title.setVisible(not bad)
        self.send.setEnabled(self.score is not None)

    def _send(self) -> None:
        if self._open and self.score is not None:
            self._answer(self._opinion())

    def _time_is_up(self) -> None:
        self._answer(self._opinion() if self.score is not None else Opinion())

    def _opinion(self) -> Opinion:
        if not is_bad(self.score):
            return Opinion(self.score)
        drawn = b"" if self.note.empty else self.note.black_and_white(LONGEST_DRAWING)
        reasons = tuple(reason for reason, button in self.reasons.items() if button.isChecked())
        return Opinion(self.score, reasons, drawing=base64.b64encode(drawn).decode())

    def _answer(self, opinion: Opinion) -> None:
        self._open = False
        self._forget()
        self.said.emit(opinion)

    def _forget(self) -> None:
        """Nothing of it stays on the screen."""
        self.score = None
        for button in self.reasons.values():
            button.setChecked(False)
        self.note.clear()
        self.untouched.stop()
        self._show()
