"""Joins the manager's board to what a manager does; every step can be taken back for ten seconds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

from deskapp.desk import Desk
from deskapp.failures import Failure, Trouble
from deskapp.hall import board, people, sent_back, windows
from deskapp.hall.people import Moved
from deskapp.ids import EventId, QueueId, TicketId, WindowId
from deskapp.queries.hall_board import HallBoard, WindowCard
from deskapp.queries.line_sheet import LineSheet
from deskapp.rules.proposals import Proposal
from deskapp.rules.turns import Plan, Turn
from deskapp.rules.window import WindowState
from deskapp.sentences import sentence, sentence_of
from ui import texts
from ui.background import Background
from ui.hall import foresight
from ui.hall.alarm_wires import AlarmWires
from ui.hall.page_wires import PageWires
from ui.hall.screen import HallScreen
from ui.keys import Ask
from ui.parts.choices import Choice
from ui.parts.messages import Message, Tone, Way
from ui.parts.outbox_panel import step_words
from ui.refresh import Refresh
from ui.rounds import Rounds

T = TypeVar("T")
LANE = "journal"
TICK_MS = 10_000
HELP_FOR = timedelta(hours=1)  # how long a window helps a queue that was proposed to it
_QUEUE, _WINDOW = "queue ", "window "
_SENT_BACK, _AS_CENTRE_HAS_IT = "hall.sent_back", "as_centre_has_it"


class HallWires(QObject):
    """One manager at one board. Holds no truth: the board is read again when the journal has grown."""

    def __init__(self, desk: Desk, screen: HallScreen, background: Background) -> None:
        super().__init__(screen)
        self.desk = desk
        self.screen = screen
        self.background = background
        self.board: HallBoard | None = None
        self._line: LineSheet | None = None
        self._meant: WindowId | None = None  # the window that is asked about
        self._moving: tuple[TicketId, ...] = ()
        self.refresh = Refresh(background, self.say_failure, self)
        self.alarms = AlarmWires(self, self)
        self._stop_hearing = desk.journal.on_growth(lambda _: self.refresh.grew())
        self.refresh.watch("board", lambda: board.board(self.desk, self.alarms.heard), self._show)
        self.refresh.watch("line", lambda: board.line(desk), self._show_line)
        self.rounds = Rounds(desk, background, self.say_failure, self)
        screen.outbox.give_up_asked.connect(lambda step, _: self._give_up(EventId(step)))
        screen.messages.chosen.connect(lambda _, way: self._give_up_all() if way == _AS_CENTRE_HAS_IT else None)
        self.rounds.line_changed.connect(lambda: self.refresh.stale("line"))
        screen.who.setText(desk.clerk.name)
        screen.when(Ask.TRANSFER, self.choose_place)
        screen.when(Ask.PAUSE, self.pause)
        screen.when(Ask.PRIMARY, self.adopt)
        screen.places.chosen.connect(lambda place: self.move(self._moving, place, screen.places.remark.text()))
        screen.move_asked.connect(self.move)
        screen.move_considered.connect(self._foresee_move)
        screen.windows.asked.connect(self.ask_window)
        screen.window_asks.chosen.connect(self._window_asked)
        screen.arrange.considered.connect(self._foresee_plan)
        screen.arrange.answered.connect(self.arrange)
        self.pages = PageWires(desk, screen, background, self)
        self.pages.plan_wanted.connect(lambda window, plan: self.arrange(window, plan, 0, self.tr("按预测")))
        self.pages.step_wanted.connect(self._step_wanted)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(lambda: self.refresh.stale("board"))
        self._tick.start()

    def end(self) -> None:
        """Ask and hear no more."""
        self._tick.stop()
        self.alarms.end()
        self._stop_hearing()
        self._stop_hearing = _nothing
        self.rounds.end()

    def take_desk(self, desk: Desk) -> None:
        """Whoever unlocked the board has signed in anew."""
        self.desk = desk
        self.alarms.ask()

    def do(self, work: Callable[[], T], then: Callable[[T], None] | None = None, lane: str = LANE) -> None:
        """Do something in a lane; what fails is said in the strip."""
        self.background.run(lane, work, owner=self, then=then or _ignored, failed=self.say_failure)

    def say_failure(self, failure: Failure) -> None:
        """Say what the office refuses or the world did not do."""
        tone = Tone.BAD if isinstance(failure, Trouble) else Tone.OWED
        self.say(failure.code, tone, lambda: sentence(failure, texts.language()))

    def say(self, code: str, tone: Tone, words: Callable[[], str]) -> None:
        """Say something in the strip."""
        self.screen.messages.show_message(Message(code, tone, words))

    def choose_place(self) -> None:
        """Ask where the chosen people go; each place with what would become of the waits."""
        self._moving = self.screen.chosen()
        if self.board is None or not self._moving:
            self.say("hall.nobody", Tone.OWED, lambda: self.tr("先选中要移动的人：点选，或 Ctrl+A 选中一整队。"))
            return
        english = texts.language() == "en"
        queues = [
            Choice(
                f"{_QUEUE}{column.queue}",
                f"{column.queue} {column.en if english else column.name}",
                foresight.of_people(self.board, self._moving, column.queue),
            )
            for column in self.board.queues
        ]
        cards = [card for card in self.board.windows if card.state is not WindowState.CLOSED]
        sent = self.tr("只由这个窗口叫")
        named = self.tr("{window} 号窗")
        opened = [Choice(f"{_WINDOW}{card.window}", named.format(window=card.window), sent) for card in cards]
        self.screen.places.offer([*queues, *opened])
        self.pages.foresee_places(self._moving, queues, opened)

    def move(self, tickets: tuple[TicketId, ...], place: str, remark: str = "") -> None:
        """Move these people; it can be taken back."""
        desk = self.desk
        queue = QueueId(place.removeprefix(_QUEUE)) if place.startswith(_QUEUE) else None
        window = WindowId(place.removeprefix(_WINDOW)) if place.startswith(_WINDOW) else None

        def words(moved: Moved) -> str:
            said = self.tr("{n} 人已移到 {place} 队列") if queue is not None else self.tr("{n} 人已移到 {place} 号窗")
            return said.format(n=len(moved.tickets), place=queue or window)

        def moved(done: Moved) -> None:
            if done.tickets:
                self.offer_undo(lambda: words(done), lambda: people.move_back(desk, done), self._say_gone)
            self._say_gone(done)

        self.do(lambda: people.move(desk, tickets, queue, window, remark), moved)

    def ask_window(self, name: str) -> None:
        """Ask what is to be done with a window."""
        card = self._card(WindowId(name))
        if card is None:
            return
        self._meant = card.window
        choices = [Choice("arrange", self.tr("改办哪些队列…"))]
        if card.state is WindowState.OPEN:
            choices.append(Choice("pause", self.tr("暂停"), hint=self.screen.keys.text(Ask.PAUSE)))
        if card.state is WindowState.PAUSED:
            choices.append(Choice("resume", self.tr("恢复"), hint=self.screen.keys.text(Ask.PAUSE)))
        if card.state is not WindowState.CLOSED:
            choices.append(Choice("close", self.tr("关窗"), self.tr("人已离开；转来本窗的人回到队列")))
            choices.append(Choice("release", self.tr("放开它的号"), self.tr("线路中断的窗口留着的号，让别的窗口叫")))
        self.screen.window_asks.offer(choices, lambda: self.tr("{window} 号窗").format(window=card.window))

    def pause(self) -> None:
        """Pause the marked window, or let it go on."""
        marked = self.screen.windows.marked()
        card = self._card(marked) if marked is not None else None
        if card is not None and card.state is not WindowState.CLOSED:
            self._meant = card.window
            self._window_asked("resume" if card.state is WindowState.PAUSED else "pause")

    def arrange(self, name: str, plan: Plan, minutes: int, why: str) -> None:
        """Let a window serve these queues; it can be taken back."""
        desk, window = self.desk, WindowId(name)
        until = desk.clock.now() + timedelta(minutes=minutes) if minutes else None
        self.do(
            lambda: windows.change_queues(desk, window, plan, until, why),
            lambda changed: self.offer_undo(
                lambda: self.tr("{window} 号窗改办 {queues}").format(window=window, queues=" ".join(plan.queues)),
                lambda: windows.put_back(desk, changed),
            ),
        )

    def adopt(self) -> None:
        """Do what is proposed."""
        proposal = self._proposal()
        card = self._card(proposal.window) if proposal is not None and proposal.window is not None else None
        if proposal is None or card is None:
            return
        shares = (*card.plan.shares, 1) if card.plan.turn is Turn.SHARE else ()
        plan = Plan((*card.plan.queues, proposal.queue), card.plan.turn, shares)
        minutes = int(HELP_FOR.total_seconds() // 60)
        self.arrange(card.window, plan, minutes, self.tr("采纳建议"))

    def _show(self, sheet: HallBoard) -> None:
        self.board = sheet
        self.pages.show_board(sheet)
        self.screen.show_board(sheet, self.desk.clock.now())
        self.alarms.show(sheet)
        proposal = self._proposal()
        adoptable = proposal is not None and proposal.window is not None
        self.screen.show_proposal(self._proposal_words(), adoptable=adoptable)

    def _show_line(self, sheet: LineSheet) -> None:
        before, self._line = self._line, sheet
        self.screen.lamp.show_sheet(sheet)
        self.screen.outbox.show_sheet(sheet)
        self.alarms.show_line(sheet)
        if sheet.rejected > (before.rejected if before is not None else 0):
            self._say_sent_back()
        elif not sheet.rejected:
            self.screen.messages.withdraw(_SENT_BACK)

    def _give_up(self, *steps: EventId) -> None:
        desk = self.desk
        self.do(lambda: sent_back.give_up(desk, steps))

    def _give_up_all(self) -> None:
        steps = self._line.steps if self._line is not None else ()
        self._give_up(*(step.event for step in steps if step.rejected is not None))

    def _say_sent_back(self) -> None:
        """What the centre did not take, and why: somebody was quicker, and their step holds."""
        refused = [step for step in self._line.steps if step.rejected is not None] if self._line is not None else []
        if not refused:
            return

        def words() -> str:
            last = refused[-1]
            why = sentence_of(str(last.rejected), {}, texts.language())
            said = self.tr("中心没有采纳 {n} 步，大厅以中心为准。{step} {number}：{why}")
            return said.format(n=len(refused), step=step_words(last.kind), number=last.number, why=why)

        way = Way(_AS_CENTRE_HAS_IT, lambda: self.tr("知道了，以中心为准"))
        self.screen.messages.show_message(Message(_SENT_BACK, Tone.OWED, words, (way,)))

    def _proposal(self) -> Proposal | None:
        return next(iter(self.board.proposals), None) if self.board is not None else None

    def _proposal_words(self) -> str:
        proposal, sheet = self._proposal(), self.board
        if proposal is None or sheet is None:
            return ""
        limit = int(sheet.limit.total_seconds() // 60)
        column = next(column for column in sheet.queues if column.queue == proposal.queue)
        queue = f"{column.queue} {column.en if texts.language() == 'en' else column.name}"
        if proposal.passes_at <= self.desk.clock.now():
            said = self.tr("{queue} 等候已超过 {limit} 分钟").format(queue=queue, limit=limit)
        else:
            time = texts.clock_time(proposal.passes_at)
            said = self.tr("{queue} {time} 将等过 {limit} 分钟").format(queue=queue, time=time, limit=limit)
        if proposal.window is None:
            return said + self.tr("：再开一个窗口？")
        foreseen = foresight.of_window(sheet, proposal.window, (proposal.queue, *self._served_by(proposal.window)))
        helped = self.tr("：让 {window} 号窗帮一小时？").format(window=proposal.window)
        return f"{said}{helped} {foreseen}" if column.services else said + helped

    def _served_by(self, window: WindowId) -> tuple[QueueId, ...]:
        card = self._card(window)
        return card.plan.queues if card is not None else ()

    def _step_wanted(self, window: WindowId, step: str) -> None:
        self._meant = window
        self._window_asked(step)

    def _window_asked(self, step: str) -> None:
        window, desk = self._meant, self.desk
        card = self._card(window) if window is not None else None
        if card is None or self.board is None:
            return
        name = card.window
        if step == "arrange":
            self.screen.arrange.ask(card, self.board.queues)
        elif step == "pause":
            self.do(
                lambda: windows.pause(desk, name),
                lambda _: self.offer_undo(
                    lambda: self.tr("{window} 号窗已暂停").format(window=name), lambda: windows.resume(desk, name)
                ),
            )
        elif step == "resume":
            self.do(
                lambda: windows.resume(desk, name),
                lambda _: self.offer_undo(
                    lambda: self.tr("{window} 号窗已恢复").format(window=name), lambda: windows.pause(desk, name)
                ),
            )
        elif step == "close":
            self.close(name)
        elif step == "release":
            self.release(name)

    def close(self, name: WindowId) -> None:
        """Close a window whose clerk has left. Only its clerk opens it again."""
        words = self.tr("{window} 号窗已关。").format(window=name)
        self.do(lambda: windows.close(self.desk, name), lambda _: self.say("hall.closed", Tone.GOOD, lambda: words))

    def release(self, name: WindowId, then: Callable[[], object] = str) -> None:
        """Let the others call what is left to a window. It has its own again once it is heard of."""
        words = self.tr("{window} 号窗留着的号已放开。").format(window=name)

        def released(_: None) -> None:
            self.say("hall.released", Tone.GOOD, lambda: words)
            then()

        self.do(lambda: windows.release(self.desk, name), released, lane="calling")

    def _foresee_move(self, tickets: tuple[TicketId, ...], place: str) -> None:
        if self.board is not None and place.startswith(_QUEUE):
            queue = QueueId(place.removeprefix(_QUEUE))
            words = foresight.of_people(self.board, tickets, queue)
            self.screen.messages.guide(lambda: words)
            self.pages.foresee_move(tickets, queue)

    def _foresee_plan(self, window: str, queues: tuple[QueueId, ...]) -> None:
        if self.board is not None:
            self.screen.arrange.show_foreseen(foresight.of_window(self.board, WindowId(window), queues))
            self.pages.foresee_plan(WindowId(window), queues)

    def _say_gone(self, done: Moved) -> None:
        if done.gone:
            numbers = texts.listed(list(done.gone))
            self.say("hall.gone", Tone.OWED, lambda: self.tr("{numbers} 已被叫走，没有移动。").format(numbers=numbers))

    def offer_undo(
        self, words: Callable[[], str], take_back: Callable[[], T], then: Callable[[T], None] | None = None
    ) -> None:
        """Offer for ten seconds to take back what was just done."""
        self.screen.undo_strip.offer(words, lambda: self.do(take_back, then))

    def _card(self, window: WindowId | None) -> WindowCard | None:
        return next((card for card in self.board.windows if card.window == window), None) if self.board else None


def _ignored(_: object) -> None:
    """What came of it shows on the board that is read next."""


def _nothing() -> None:
    """There is nothing left to end."""
