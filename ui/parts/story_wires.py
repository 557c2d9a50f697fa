"""Joins the box that finds tickets and the panel that tells their story to whoever reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import QObject

from deskapp.failures import Failure
from deskapp.ids import TicketId
from deskapp.protocol.door import FoundTicket, TicketStory
from ui.background import Background
from ui.keys import Ask
from ui.parts.asked_screen import AskedScreen
from ui.parts.choices import Choice
from ui.parts.find_box import FindBox
from ui.parts.story_panel import StoryPanel
from ui.parts.ticket_words import state_words

T = TypeVar("T")
LANE = "reading"


class StoryWires(QObject):
    """`find` and `read` are called in a lane. `panel`: one that has steps of its own."""

    def __init__(
        self,
        screen: AskedScreen,
        background: Background,
        find: Callable[[str], Sequence[FoundTicket]],
        read: Callable[[TicketId], TicketStory],
        *,
        failed: Callable[[Failure], None],
        panel: StoryPanel | None = None,
    ) -> None:
        super().__init__(screen)
        self._background = background
        self._find, self._read, self._failed = find, read, failed
        self._screen, self._given = screen, panel
        if panel is not None:
            screen.add_overlays(panel)
        screen.when(Ask.STORY, self._start)

    @cached_property
    def box(self) -> FindBox:
        """Where a ticket is looked for; made when somebody first does."""
        title, hint = lambda: self.tr("查号：这张号票怎么样了"), lambda: self.tr("号码，或扫号票")
        made = FindBox(self._screen, title, hint, chinese=False)
        self._screen.add_overlays(made)
        made.words_typed.connect(self._look_for)
        made.chosen.connect(lambda ticket: self.tell(TicketId(ticket)))
        return made

    @cached_property
    def panel(self) -> StoryPanel:
        """What tells of a ticket; the place's own, or one that is made when it is first wanted."""
        if self._given is not None:
            return self._given
        made = StoryPanel(self._screen, {}, {})
        self._screen.add_overlays(made)
        return made

    def tell(self, ticket: TicketId) -> None:
        """Show what became of this ticket."""
        self._run(lambda: self._read(ticket), self._show)

    def scanned(self, digits: str) -> None:
        """A ticket was scanned: what became of it."""
        self._run(lambda: self._find(digits), self._only)

    def _start(self) -> None:
        self.box.start()

    def _look_for(self, words: str) -> None:
        if not words:
            self.box.show_found("", ())
            return
        self._run(
            lambda: self._find(words), lambda found: self.box.show_found(words, [self._choice(one) for one in found])
        )

    def _choice(self, found: FoundTicket) -> Choice:
        where = self.tr("{window} 号窗").format(window=found.window) if found.window else ""
        return Choice(found.id, found.number, where, state_words(found.state))

    def _only(self, found: Sequence[FoundTicket]) -> None:
        if found:
            self.tell(found[0].id)

    def _show(self, story: TicketStory) -> None:
        self.panel.show_story(story, possible(story))

    def _run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._background.run(LANE, work, owner=self, then=then, failed=self._failed)


def possible(story: TicketStory) -> frozenset[Ask]:
    """What may be asked of a ticket as it stands."""
    if story.state == "waiting":
        return frozenset({Ask.TRANSFER, Ask.NO_SHOW, Ask.PRINT_AGAIN})
    return frozenset({Ask.CALL_AGAIN}) if story.state in ("no_show", "cancelled") else frozenset()
