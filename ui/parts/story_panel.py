"""What became of a ticket, one thing under the other, and what can be done with it: it settles "nobody called me"."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from deskapp.protocol.door import TicketStory
from ui.keys import Ask
from ui.parts.choices import Choice, Choices
from ui.parts.look import button, label
from ui.parts.overlay import Overlay
from ui.parts.ticket_words import moment_time, moment_words, standing_words

_CALLS = ("ticket.called", "ticket.called_again")


class StoryPanel(Overlay):
    """In: a ticket's story. Out: what is to be done with the ticket that is shown."""

    asked = Signal(Ask)

    def __init__(self, screen: QWidget, steps: Mapping[Ask, Callable[[], str]], keys: Mapping[Ask, str]) -> None:
        super().__init__(screen, QSize(600, 480))
        self._keys = keys
        self._steps = steps
        self.story: TicketStory | None = None
        self.standing = label(1.1, bold=True)
        self.moments = Choices()
        self.buttons: dict[Ask, QPushButton] = {}
        self.body.addWidget(self.standing)
        self.body.addWidget(self.moments, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        for ask in steps:
            made = self.buttons[ask] = button()
            made.clicked.connect(lambda _=False, ask=ask: self.asked.emit(ask))
            row.addWidget(made)
        row.addStretch(1)
        self.body.addLayout(row)
        self.say()

    def show_story(self, story: TicketStory, possible: frozenset[Ask]) -> None:
        """Open it with this story; of the steps only those that are possible can be asked for."""
        self.story = story
        for ask, made in self.buttons.items():
            made.setEnabled(ask in possible)
        if self.isVisible():
            self.say()
        else:
            self.open_panel(self.moments)

    def say(self) -> None:
        """Say everything again."""
        for ask, made in self.buttons.items():
            made.setText(f"{self._steps[ask]()} {self._keys[ask]}")
        story = self.story
        if story is not None:
            self.title.setText(self.tr("{number} 的经过").format(number=story.number))
            self.standing.setText(standing_words(story))
            self.moments.setAccessibleName(self.title.text())
            self.moments.show_choices(_rows(story))
        super().say()


def _rows(story: TicketStory) -> list[Choice]:
    rows, calls = [], 0
    for place, moment in enumerate(story.moments):
        calls += moment.kind in _CALLS
        rows.append(Choice(str(place), moment_words(moment, calls), moment.who, moment_time(moment)))
    return rows
