"""The one strip where the program speaks: under the call bar, never on top of anything, never two at a time.

While there is nothing to say it shows in quiet letters what can be done now. A refusal or a trouble stays until it is
dismissed or has become untrue; a success fades. What came last is what is seen, for it answers the key just pressed;
what stood there before comes again when that has gone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy

from ui import icons
from ui.parts.elided import Elided
from ui.parts.look import button, label, set_tone
from ui.parts.spoken import Spoken
from ui.theme import worn

FADE_MS = 4000


class Tone(StrEnum):
    GOOD = "good"
    OWED = "owed"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from a message: what it is called, its key if it has one, and the name that `chosen` tells."""

    name: str
    words: Callable[[], str]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """`code` says what it is about: a second message of the same code takes the place of the first. `stays`: it is said
    of the window, and not of the person or the case in hand.
    """

    code: str
    tone: Tone
    words: Callable[[], str]
    ways: tuple[Way, ...] = ()
    stays: bool = False


class Messages(Spoken):
    """Shows one message. `chosen` tells the code of a message and the name of the way that was chosen."""

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("message")
        self.setFixedHeight(40)
        self._guide: Callable[[], str] = str
        self._shown: Message | None = None
        self._waiting: list[Message] = []
        self._sign = QLabel()
        self._sign.setFixedWidth(20)
        self.text = Elided()
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._more = label(0.9, tone="quiet")
        self._ways = QHBoxLayout()
        self._ways.setSpacing(6)
        self.dismiss_button = button("flat")
        self.dismiss_button.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 6, 2)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self.text, 1)
        row.addLayout(self._ways)
        row.addWidget(self._more)
        row.addWidget(self.dismiss_button)
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(FADE_MS)
        self._fade.timeout.connect(self.dismiss)
        self.say()

    @property
    def shown(self) -> Message | None:
        """The message that is shown now."""
        return self._shown

    def guide(self, words: Callable[[], str]) -> None:
        """What can be done now, shown while there is no message."""
        self._guide = words
        self.say()

    def show_message(self, message: Message) -> None:
        """Show it now; what it answers is newer than what is shown, which waits. A success does not push that away, nor
        does what waits for a time to be done push away a trouble of now.
        """
        if self._shown is not None and self._shown.code == message.code:
            self._show(message)
            return
        if self._shown is None or self._shown.tone is Tone.GOOD:
            self._show(message)
            return
        if message.tone is Tone.GOOD:
            return
        others = [other for other in self._waiting if other.code != message.code]
        if message.stays and message.tone is Tone.OWED and self._shown.tone is Tone.BAD:
            self._waiting = [message, *others]
            self.say()
        else:
            self._waiting = [self._shown, *others]
            self._show(message)

    def renew(self, message: Message) -> None:
        """Say it anew where it stands, shown or waiting; not at all when it was dismissed."""
        self._waiting = [message if other.code == message.code else other for other in self._waiting]
        if self._shown is not None and self._shown.code == message.code:
            self._show(message)

    def withdraw_of_person(self) -> None:
        """The person or the case has gone: so does what was refused to them. What ails the world stays."""
        self._waiting = [other for other in self._waiting if _outlasts(other)]
        if self._shown is not None and not _outlasts(self._shown):
            self.dismiss()
        else:
            self.say()

    def withdraw(self, code: str) -> None:
        """It is no longer so: do not show it, now or later."""
        self._waiting = [message for message in self._waiting if message.code != code]
        if self._shown is not None and self._shown.code == code:
            self.dismiss()
        else:
            self.say()

    @Slot()
    def dismiss(self) -> bool:
        """Take the shown message away; the next one comes. False when none was shown."""
        if self._shown is None:
            return False
        self._show(self._waiting.pop(0) if self._waiting else None)
        return True

    def say(self) -> None:
        """Say the message, or the guide, in the language spoken now."""
        shown = self._shown
        set_tone(self, shown.tone.value if shown else "guide")
        set_tone(self.text, "" if shown else "quiet")
        self.text.setText(shown.words() if shown else self._guide())
        self._sign.setVisible(shown is not None)
        if shown is not None:
            name = {Tone.GOOD: "good", Tone.OWED: "warning", Tone.BAD: "bad"}[shown.tone]
            self._sign.setPixmap(icons.icon(name, getattr(worn(), shown.tone.value), 18).pixmap(QSize(18, 18)))
        self._more.setText(self.tr("还有 {n} 条").format(n=len(self._waiting)) if self._waiting else "")
        self._more.setVisible(bool(self._waiting))
        self.dismiss_button.setText(self.tr("知道了 Esc"))
        self.dismiss_button.setVisible(shown is not None)
        self._say_ways()

    def _show(self, message: Message | None) -> None:
        self._shown = message
        self._fade.stop()
        if message is not None and message.tone is Tone.GOOD:
            self._fade.start()
        self.say()

    def _say_ways(self) -> None:
        while (item := self._ways.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        if self._shown is None:
            return
        code = self._shown.code
        for way in self._shown.ways:
            made = button()
            made.setText(f"{way.words()} {way.key}".strip())
            made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            made.clicked.connect(lambda _=False, name=way.name: self.chosen.emit(code, name))
            self._ways.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)


def _outlasts(message: Message) -> bool:
    return message.stays or message.tone is not Tone.OWED
