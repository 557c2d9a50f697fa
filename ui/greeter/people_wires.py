"""What is done with somebody who waits: looked up, moved, out of the line, back in it; each taken back by a key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from deskapp.greeter import looking_up, moving
from deskapp.greeter.issuing import Given
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.protocol.door import Place
from ui import texts
from ui.greeter.wires import LOOK_LANE, GreeterWires
from ui.keys import Ask
from ui.parts.choices import Choice
from ui.parts.story_wires import StoryWires, possible

_QUEUE, _WINDOW = "queue ", "window "


class PeopleWires(QObject):
    """Joins the tickets that are looked up to `deskapp.greeter.moving`."""

    def __init__(self, wires: GreeterWires) -> None:
        super().__init__(wires.screen)
        self._w = wires
        self._meant: TicketId | None = None
        desk, screen = wires.desk, wires.screen
        self.stories = StoryWires(
            screen,
            wires.background,
            lambda words: looking_up.find_tickets(desk, words),
            lambda ticket: looking_up.story(desk, ticket),
            failed=wires.say_failure,
            panel=screen.story,
        )
        wires.story_of = self.stories.scanned
        screen.story.asked.connect(self._asked)
        screen.places.chosen.connect(lambda place: self._move(place, screen.places.remark.text()))
        for ask in (Ask.TRANSFER, Ask.CALL_AGAIN, Ask.NO_SHOW):
            screen.when(ask, self._answer(ask))

    def _answer(self, ask: Ask) -> Callable[[], None]:
        return lambda: self._asked(ask)

    def _asked(self, ask: Ask) -> None:
        """Somebody asks for a step: with the ticket that is looked at, else with the one that was given last."""
        story = self._w.screen.story.story if self._w.screen.story.isVisible() else None
        given: Given | None = self._w.screen.given.given
        if story is not None and ask not in possible(story):
            return
        ticket = story.id if story is not None else given.ticket.id if given is not None else None
        if ticket is None:
            return
        if ask is Ask.PRINT_AGAIN:
            self._w.print_again()
            return
        self._w.screen.close_overlays()
        self._meant = ticket
        if ask is Ask.TRANSFER:
            desk = self._w.desk
            self._w.do(lambda: looking_up.windows(desk), self._offer_places, lane=LOOK_LANE)
        elif ask is Ask.NO_SHOW:
            self._cancel(ticket)
        elif ask is Ask.CALL_AGAIN:
            self._back_in_line(ticket)

    def _offer_places(self, windows: Sequence[WindowId]) -> None:
        door, english = self._w.door, texts.language() == "en"
        queues = door.queues if door is not None else ()
        choices = [
            Choice(
                f"{_QUEUE}{queue.queue}",
                f"{queue.queue} {queue.en if english and queue.en else queue.name}",
                self.tr("等候 {n} 人").format(n=queue.waiting),
            )
            for queue in queues
        ]
        named, sent = self.tr("{window} 号窗"), self.tr("只由这个窗口叫")
        choices += [Choice(f"{_WINDOW}{window}", named.format(window=window), sent) for window in windows]
        self._w.screen.places.offer(choices)

    def _move(self, place: str, remark: str) -> None:
        ticket, desk = self._meant, self._w.desk
        if ticket is None:
            return
        queue = QueueId(place.removeprefix(_QUEUE)) if place.startswith(_QUEUE) else None
        window = WindowId(place.removeprefix(_WINDOW)) if place.startswith(_WINDOW) else None

        def words(stood: Place) -> str:
            said = (
                self.tr("{number} 已改到 {place} 队列")
                if queue is not None
                else self.tr("{number} 已改到 {place} 号窗")
            )
            return said.format(number=stood.number, place=queue or window)

        self._w.do(
            lambda: moving.move(desk, ticket, queue, window, remark),
            lambda stood: self._done(lambda: words(stood), lambda: moving.move_back(desk, stood)),
        )

    def _cancel(self, ticket: TicketId) -> None:
        desk = self._w.desk

        def cancelled(stood: Place) -> None:
            given = self._w.screen.given.given
            if given is not None and given.ticket.id == ticket:
                self._w.screen.given.show_given(None)
            number = stood.number
            self._done(
                lambda: self.tr("{number} 已退号").format(number=number), lambda: moving.cancel_back(desk, stood)
            )

        self._w.do(lambda: moving.cancel(desk, ticket), cancelled)

    def _back_in_line(self, ticket: TicketId) -> None:
        desk = self._w.desk

        def words(stood: Place) -> str:
            return self.tr("{number} 已回到队列，排在该叫的人后面").format(number=stood.number)

        self._w.do(
            lambda: moving.back_in_line(desk, ticket),
            lambda stood: self._done(lambda: words(stood), lambda: moving.cancel(desk, ticket)),
        )

    def _done(self, words: Callable[[], str], take_back: Callable[[], object]) -> None:
        self._w.look()
        self._w.offer_undo(words, take_back)
