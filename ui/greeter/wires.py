"""Joins the greeter's desk to the centre's answers. It holds no truth and keeps nobody: the centre is asked again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

from deskapp.desk import Desk
from deskapp.failures import Failure, LineTrouble, Trouble
from deskapp.greeter import issuing, looking_up, moving
from deskapp.greeter.issuing import ID_LENGTH, Given
from deskapp.ids import ItemCode, QueueId, TicketId
from deskapp.protocol.door import BookingsOfDay, Door, FoundItem
from deskapp.rules import barcode
from deskapp.rules.line_terms import NORMAL
from deskapp.sentences import sentence
from deskapp.sync import round as rounds
from ui import texts
from ui.background import Background
from ui.barcode_keys import BarcodeKeys
from ui.greeter.given_card import arrival_words
from ui.greeter.screen import GreeterScreen
from ui.keys import Ask
from ui.parts.choices import Choice
from ui.parts.messages import Message, Tone, Way

T = TypeVar("T")
LANE, LOOK_LANE, LINE_LANE, PRINT_LANE = "calling", "reading", "line", "printer"
BEAT_MS = 3000
CARD_MS = 500  # the X that ends an ID number comes so soon after its digits
_PRINT = "print"
_NO_LINE = "door.no_line"


class GreeterWires(QObject):
    """One greeter at one desk."""

    def __init__(self, desk: Desk, screen: GreeterScreen, background: Background, scanner: BarcodeKeys) -> None:
        super().__init__(screen)
        self.desk = desk
        self.screen = screen
        self.background = background
        self.door: Door | None = None
        self.visit: tuple[TicketId, str] | None = None  # whose second line is asked for, and the number of their first
        self.giving = False  # a ticket is being asked for: a hasty finger makes no second one
        self.story_of: Callable[[str], None] = _nothing_to_tell
        self._asking = self._ended = False
        self._found: dict[str, FoundItem] = {}
        self._card = ""
        screen.who.setText(desk.clerk.name)
        scanner.known = lambda digits: barcode.read(digits) is not None or len(digits) in (ID_LENGTH - 1, ID_LENGTH)
        scanner.scanned.connect(self.scanned)
        screen.queue_asked.connect(lambda queue: self.give(QueueId(queue)))
        screen.letter_typed.connect(self._letter)
        screen.items.words_typed.connect(self._find_items)
        screen.items.chosen.connect(self._give_for_item)
        screen.codes.words_typed.connect(self._offer_code)
        screen.codes.chosen.connect(self.give_for_code)
        screen.messages.chosen.connect(lambda _, way: self.print_again() if way == _PRINT else None)
        screen.when(Ask.ISSUE, self.ask_second)
        screen.when(Ask.PRINT_AGAIN, self.print_again)
        screen.when(Ask.BACK, self.back)
        self._card_waits = QTimer(self)
        self._card_waits.setSingleShot(True)
        self._card_waits.setInterval(CARD_MS)
        self._tick = QTimer(self)
        self._tick.setInterval(BEAT_MS)
        self._tick.timeout.connect(self.look)
        self._tick.start()
        self._guide()
        self.look()

    def end(self) -> None:
        """Ask no more."""
        self._ended = True
        self._tick.stop()

    def do(
        self,
        work: Callable[[], T],
        then: Callable[[T], None] | None = None,
        failed: Callable[[Failure], None] | None = None,
        lane: str = LANE,
    ) -> None:
        """Do something in a lane; what fails is said in the strip."""
        self.background.run(lane, work, owner=self, then=then or _ignored, failed=failed or self.say_failure)

    def say_failure(self, failure: Failure) -> None:
        """Say what the office refuses or the world did not do."""
        if isinstance(failure, LineTrouble):
            self._no_line(failure)
            return
        tone = Tone.BAD if isinstance(failure, Trouble) else Tone.OWED
        self.say(failure.code, tone, lambda: sentence(failure, texts.language()))

    def say(self, code: str, tone: Tone, words: Callable[[], str], *ways: Way) -> None:
        """Say something in the strip."""
        self.screen.messages.show_message(Message(code, tone, words, ways))

    def look(self) -> None:
        """Ask the centre how things stand at the door."""
        if self._asking or self._ended:
            return
        self._asking = True
        desk = self.desk
        self.do(lambda: _looked(desk), self._show, self._not_looked, LINE_LANE)

    def give(self, queue: QueueId, item: ItemCode | None = None) -> None:
        """Give a ticket for this queue, and print it."""
        if self.giving:
            return
        desk, sort = self.desk, self.screen.ticket_class
        visit = None if self.visit is None else self.visit[0]
        self._give(lambda: issuing.give(desk, queue, sort, item=item, with_ticket=visit))

    def give_for_code(self, typed: str) -> None:
        """A booking is checked in, or somebody comes back with what was missing."""
        desk = self.desk
        if not self.giving:
            self._give(lambda: issuing.give_for_code(desk, typed))

    def ask_second(self) -> None:
        """The same person stands in a second line: the next queue is theirs."""
        given = self.screen.given.given
        if given is not None:
            self.visit = (given.ticket.id, given.ticket.number)
            self._guide()

    def print_again(self) -> None:
        """Print the ticket once more that is looked at, or that was given last."""
        story, given = self.screen.story, self.screen.given.given
        looked_at = story.story if story.isVisible() else None
        ticket = looked_at.id if looked_at is not None else None if given is None else given.ticket.id
        number = looked_at.number if looked_at is not None else "" if given is None else given.ticket.number
        if ticket is None:
            return
        desk, of = self.desk, ticket

        def printed(_: None) -> None:
            if given is not None and given.ticket.id == of:
                self.screen.given.show_printed(printed=True)
            self.say("door.printed", Tone.GOOD, lambda: self.tr("{number} 已补打。").format(number=number))

        self.do(lambda: issuing.print_again(desk, of), printed, lambda why: self._not_printed(number, why), PRINT_LANE)

    def scanned(self, digits: str) -> None:
        """Somebody scanned something: it goes where it belongs."""
        seen = barcode.read(digits)
        if isinstance(seen, barcode.ScannedTicket):
            self.story_of(digits)
        elif len(digits) == ID_LENGTH - 1 and seen is None:
            self._card = digits
            self._card_waits.start()
        else:
            self.screen.close_overlays()
            self.give_for_code(digits)

    def back(self) -> None:
        """One step back: a panel, a second line that was asked for, a message."""
        if self.screen.close_overlays():
            return
        if self.visit is not None:
            self.visit = None
            self._guide()
        else:
            self.screen.messages.dismiss()

    def _letter(self, letter: str) -> None:
        if letter == "X" and self._card_waits.isActive():
            self._card_waits.stop()
            self.give_for_code(self._card + letter)

    def _give(self, work: Callable[[], Given]) -> None:
        self.giving = True
        self.do(work, self._given, self._not_given)

    def _given(self, given: Given) -> None:
        self.giving = False
        self.visit = None
        screen, ticket = self.screen, given.ticket
        screen.choose_class(NORMAL)
        screen.given.show_given(given, lambda: screen.queue_name(ticket.queue))
        self._guide()
        self.look()
        if not ticket.again:
            self._offer_taking_back(ticket.id, ticket.number)
        if given.trouble is not None:
            self._not_printed(ticket.number, given.trouble)
            return

        def words() -> str:
            known = (
                self.tr("{number} 已经取过号，不用再取；可以补打。") if ticket.again else self.tr("{number} 已取号。")
            )
            return f"{known.format(number=ticket.number)} {arrival_words(given)}"

        self.say("door.given", Tone.GOOD, words)

    def offer_undo(
        self, words: Callable[[], str], take_back: Callable[[], object], then: Callable[[], None] | None = None
    ) -> None:
        """Offer to take a step back, and say that it was."""
        taken_back = self.tr("已撤销。")

        def undone(_: object) -> None:
            if then is not None:
                then()
            self.look()
            self.say("door.undone", Tone.GOOD, lambda: taken_back)

        self.screen.undo_strip.offer(words, lambda: self.do(take_back, undone))

    def _offer_taking_back(self, ticket: TicketId, number: str) -> None:
        """A ticket that was given by a wrong key is out of the line again."""
        desk = self.desk
        self.offer_undo(
            lambda: self.tr("{number} 已取号").format(number=number),
            lambda: moving.cancel(desk, ticket),
            lambda: self.screen.given.show_given(None),
        )

    def _not_given(self, failure: Failure) -> None:
        self.giving = False
        self.say_failure(failure)

    def _not_printed(self, number: str, why: Failure) -> None:
        given = self.screen.given.given
        if given is not None and given.ticket.number == number:
            self.screen.given.show_printed(printed=False)
        words = self.tr("{number} 的号票没有打出来，号码有效。{why}")
        way = Way(_PRINT, lambda: self.tr("再打一次"), self.screen.keys.text(Ask.PRINT_AGAIN))
        self.say(
            "door.not_printed",
            Tone.OWED,
            lambda: words.format(number=number, why=sentence(why, texts.language())),
            way,
        )

    def _show(self, told: tuple[Door, BookingsOfDay]) -> None:
        self._asking = False
        self.door = told[0]
        self.screen.show_online(online=True)
        self.screen.messages.withdraw(_NO_LINE)
        self.screen.show_door(told[0])
        self.screen.show_bookings(told[1])

    def _not_looked(self, failure: Failure) -> None:
        self._asking = False
        self.say_failure(failure)

    def _no_line(self, failure: Failure) -> None:
        self.screen.show_online(online=False)
        words = self.tr(
            "线路中断，取不了号：号码由中心统一发。请来的人稍候；接通后这里自动恢复，刚才没有取成的再取一次。"
        )
        self.say(_NO_LINE, Tone.BAD, lambda: words)
        if failure.code not in ("line.down", "line.slow"):  # something else than a cable: it is to be known what
            self.say(failure.code, Tone.BAD, lambda: sentence(failure, texts.language()))

    def _guide(self) -> None:
        visit = self.visit
        if visit is None:
            self.screen.messages.guide(lambda: self.tr("按队列字母取号并打印；数字键先选来的是什么人。扫码随时可扫。"))
        else:
            words = self.tr("为 {number} 再排一队：按队列字母；Esc 作罢。")
            self.screen.messages.guide(lambda: words.format(number=visit[1]))

    def _find_items(self, words: str) -> None:
        desk, box = self.desk, self.screen.items
        if not words:
            box.show_found("", ())
            return

        def found(items: object) -> None:
            listed: list[FoundItem] = list(items)  # type: ignore[call-overload]
            self._found = {str(place): item for place, item in enumerate(listed)}
            box.show_found(words, [self._item_choice(place, item) for place, item in self._found.items()])

        self.do(lambda: looking_up.find_items(desk, words), found, lane=LOOK_LANE)

    def _item_choice(self, place: str, item: FoundItem) -> Choice:
        name = item.en if texts.language() == "en" and item.en else item.name
        if item.queue is None:
            return Choice("", name, self.tr("已取消，不得再要：{why}").format(why=item.why), barred=True)
        return Choice(place, name, f"{item.queue} {self.screen.queue_name(item.queue)}", item.code)

    def _give_for_item(self, place: str) -> None:
        item = self._found.get(place)
        if item is not None and item.queue is not None:
            self.give(item.queue, ItemCode(item.code) if item.kind in ("item", "theme") else None)

    def _offer_code(self, words: str) -> None:
        box = self.screen.codes
        box.show_found(words, (Choice(words, self.tr("签到、取号"), ""),) if len(words) >= _LEAST else ())


_LEAST = 6  # characters before anything is offered for a code


def _looked(desk: Desk) -> tuple[Door, BookingsOfDay]:
    """The door, and what is booked; whoever worked at this desk before has their steps sent on."""
    told = looking_up.door(desk), looking_up.bookings(desk)
    if looking_up.line(desk).pending:
        rounds.run(desk)
    return told


def _ignored(_: object) -> None:
    """What came of it shows when the door is looked at next."""


def _nothing_to_tell(_: str) -> None:
    """Nobody tells stories yet."""
