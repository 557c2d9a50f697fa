"""A widget that says its words again when the language changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame


class Spoken(QFrame):
    """Say everything that depends on the language in `say`; it is called again after a change of language."""

    def say(self) -> None:
        """Set every text of the widget in the language spoken now."""

    def changeEvent(self, event: QEvent) -> None:
        """Hear of a change of language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.say()
        super().changeEvent(event)
