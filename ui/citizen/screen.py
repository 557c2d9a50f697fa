"""The citizen's screen: one question at a time, nothing of anybody else, and never in the clerk's way.

What is asked first: the rating, which nobody but whoever was served may skip; then a signature; then whether what was
entered is right. With nothing to ask it shows the hall.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from deskapp.rules.rating import Opinion
from ui.citizen.confirm_page import ConfirmPage, Line
from ui.citizen.own_keys import NAME
from ui.citizen.page import CitizenPage, grow, touched
from ui.citizen.rating_page import RatingPage
from ui.citizen.sign_page import SignPage
from ui.citizen.waiting_page import WaitingPage
from ui.citizen.words import LANGUAGES, say

THANKED_MS = 5000
_LEAST_WIDE, _LEAST_HIGH = 1024, 600  # pixels of the smallest display; what is larger has larger letters
_MOST_LARGER = 2.0


class Pages:
    """The pages of the citizen's screen, each built when it is first asked for."""

    @cached_property
    def waiting(self) -> WaitingPage:
        return WaitingPage()

    @cached_property
    def confirm(self) -> ConfirmPage:
        return ConfirmPage()

    @cached_property
    def sign(self) -> SignPage:
        return SignPage()

    @cached_property
    def rating(self) -> RatingPage:
        return RatingPage()


class CitizenScreen(QWidget):
    """In: where this is, what was entered, what is to be signed, that somebody is to rate. Out: what they said.

    It takes no key from the clerk's window and gives it none: every key that comes here ends here.
    """

    confirmed = Signal()
    wrong = Signal(str)
    looking = Signal()
    signed = Signal(bytes)
    on_paper_asked = Signal()
    writing = Signal()
    rated = Signal(object)  # Opinion
    thinking = Signal()
    language_chosen = Signal(str)
    close_asked = Signal()

    def __init__(self, pages: Pages | None = None) -> None:
        """`pages`: where they were built before, one after the other, so that the clerk's screen never stood still."""
        super().__init__()
        self.setObjectName(NAME)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(640, 420)
        self.lang = LANGUAGES[0]
        self._covered = False
        self._factor = 1.0
        self._lines: tuple[Line, ...] = ()
        self._right = False  # what stands there was said to be right
        self._to_sign = ""
        self.language = touched("citizen_flat", high=52)
        made = Pages() if pages is None else pages
        self.waiting, self.confirm, self.sign, self.rating = made.waiting, made.confirm, made.sign, made.rating
        self._pages: tuple[CitizenPage, ...] = (self.waiting, self.confirm, self.sign, self.rating)
        top = QHBoxLayout()
        top.setContentsMargins(16, 6, 16, 0)
        top.addStretch(1)
        top.addWidget(self.language)
        self._stack = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(self._stack, 1)
        for page in self._pages:  # only now: a page without a screen around it would be a window, and take the focus
            self._stack.addWidget(page)
        self._thanked = QTimer(self)
        self._thanked.setSingleShot(True)
        self._thanked.setInterval(THANKED_MS)
        self._thanked.timeout.connect(self._thanked_enough)
        self._bind()
        self.speak(self.lang)

    def show_place(self, hall: str, window: str) -> None:
        """Say where this is."""
        self.waiting.show_place(hall, window)
        self.setWindowTitle(hall)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show what was entered, live; none: there is nobody."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self._right = False
            self.confirm.show_lines(self._lines)
            grow(self, self._factor)
            self._turn()

    def ask_to_confirm(self) -> None:
        """Ask once more whether it is right."""
        self._right = False
        self.confirm.ask_anew()
        self._turn()

    def ask_to_sign(self, text: str) -> None:
        """Ask for a signature under these words; "" asks no more."""
        self._to_sign = text
        self.sign.ask(text)
        self._turn()

    def ask_to_rate(self) -> None:
        """Ask what they think of the service."""
        self._thanked.stop()
        self.rating.ask()
        self.rating.pause(self._covered)
        self._turn()

    def ask_no_more_to_rate(self) -> None:
        """The service was taken back: there is nothing to rate."""
        self.rating.stop()
        self._turn()

    def leave(self) -> None:
        """The person is gone: nothing of theirs stays. The five faces say nothing of anybody and keep their time."""
        self._lines, self._right, self._to_sign = (), False, ""
        self.confirm.show_lines(())
        self.confirm.ask_anew()
        self.sign.forget()
        self.waiting.thank("")
        self._turn()

    def cover(self, covered: bool) -> None:
        """Show nothing but the hall at once, whatever was asked; and go on with it later."""
        self._covered = covered
        self.rating.pause(covered)
        self._turn()

    def speak(self, lang: str) -> None:
        """Go on in this language."""
        self.lang = lang
        for page in self._pages:
            page.speak(lang)
        self.language.setText(say(lang, "language"))

    @property
    def page(self) -> CitizenPage:
        """The page that is shown."""
        return self._pages[self._stack.currentIndex()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key of the citizen's: for the page that is shown, and for nothing else."""
        if not event.isAutoRepeat():
            self.page.take_key(Qt.Key(event.key()))
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """It ends here too."""
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a large display everything is large: it stands as far away."""
        factor = min(max(min(self.height() / _LEAST_HIGH, self.width() / _LEAST_WIDE), 1.0), _MOST_LARGER)
        if abs(factor - self._factor) > 0.02:
            self._factor = factor
            grow(self, factor)
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The small window's own cross hides it as the clerk's key does; when the program ends, it ends with it."""
        if event.spontaneous():
            self.close_asked.emit()
        event.accept()

    def _bind(self) -> None:
        self.language.clicked.connect(self._change_language)
        self.confirm.right.connect(self._is_right)
        self.confirm.wrong.connect(self.wrong)
        self.confirm.looking.connect(self.looking)
        self.sign.signed.connect(self._is_signed)
        self.sign.on_paper_asked.connect(self._on_paper)
        self.sign.writing.connect(self.writing)
        self.rating.said.connect(self._is_rated)
        self.rating.thinking.connect(self.thinking)

    def _change_language(self) -> None:
        self.speak(next(lang for lang in LANGUAGES if lang != self.lang))
        self.language_chosen.emit(self.lang)

    def _is_right(self) -> None:
        self._right = True
        self._thank("thanks_confirmed")
        self.confirmed.emit()

    def _is_signed(self, picture: bytes) -> None:
        self._to_sign = ""
        self.sign.forget()
        self._thank("thanks_signed")
        self.signed.emit(picture)

    def _on_paper(self) -> None:
        self.ask_to_sign("")
        self.on_paper_asked.emit()

    def _is_rated(self, opinion: Opinion) -> None:
        self._thank("thanks" if opinion.score is not None else "")
        self.rated.emit(opinion)

    def _thank(self, words: str) -> None:
        self.waiting.thank(words)
        if words:
            self._thanked.start()
        self._turn()

    def _thanked_enough(self) -> None:
        self.waiting.thank("")
        self._turn()

    def _turn(self) -> None:
        """Show what comes first."""
        page: CitizenPage = self.waiting
        if self._covered:
            page = self.waiting
        elif self.rating.open:
            page = self.rating
        elif self._thanked.isActive():
            page = self.waiting
        elif self._to_sign:
            page = self.sign
        elif self._lines and not self._right:
            page = self.confirm
        self._stack.setCurrentWidget(page)
