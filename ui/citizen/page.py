"""What every page of the citizen's screen shares: large letters, and the language of whoever stands before it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ui import fonts
from ui.citizen.words import LANGUAGES, say
from ui.parts.look import label

LEAST_POINTS = 24.0
POINTS, HIGH, WIDE = "citizenPoints", "citizenHigh", "citizenWide"  # what a part measures on the smallest display
_PART = fonts.POINT_SIZE


class CitizenPage(QWidget):
    """Says everything again when another language is chosen. Keys come from a keypad; True: it was for this page."""

    def __init__(self) -> None:
        super().__init__()
        self.lang = LANGUAGES[0]

    def speak(self, lang: str) -> None:
        """Go on in this language."""
        self.lang = lang
        self.say()

    def say(self) -> None:
        """Set every text of the page."""

    def take_key(self, key: Qt.Key) -> bool:
        """A key of the citizen's keypad."""
        return False

    def words(self, name: str, /, **values: object) -> str:
        """Words in the language of whoever stands here."""
        return say(self.lang, name, **values)


def large(points: float = LEAST_POINTS, *, bold: bool = False, tone: str = "") -> QLabel:
    """A text that can be read from where a citizen stands; never smaller than 24 points."""
    made = label(max(points, LEAST_POINTS) / _PART, bold=bold, tone=tone)
    made.setWordWrap(True)
    made.setProperty(POINTS, max(points, LEAST_POINTS))
    return made


def touched(kind: str = "citizen", points: float = LEAST_POINTS, high: int = 64) -> QPushButton:
    """A button for a finger: at least as high as a thumb is wide."""
    made = QPushButton()
    made.setProperty("kind", kind)
    made.setFont(fonts.sized(made.font(), max(points, LEAST_POINTS) / _PART, bold=kind == "citizen_primary"))
    made.setProperty(POINTS, max(points, LEAST_POINTS))
    made.setProperty(HIGH, high)
    made.setMinimumHeight(high)
    made.setAutoDefault(False)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made


def grow(screen: QWidget, factor: float) -> None:
    """Let everything on it be so much larger than on the smallest display."""
    for part in screen.findChildren(QWidget):
        part.ensurePolished()  # else the style sheet would give it its first letters again
        points, high = part.property(POINTS), part.property(HIGH)
        if points:
            part.setFont(fonts.sized(part.font(), points * factor / _PART, bold=part.font().bold()))
        if high:
            part.setMinimumHeight(round(high * factor))
        if wide := part.property(WIDE):
            part.setMinimumWidth(round(wide * factor))
