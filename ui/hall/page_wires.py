"""Joins the pages over the board to their lanes, and brings the played waits to where a move is considered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from deskapp.desk import Desk
from deskapp.hall.forecasting import Step, WhatIf
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.queries.hall_board import HallBoard
from deskapp.rules.window import WindowState
from ui.background import Background
from ui.hall.figures_wires import FiguresWires
from ui.hall.forecast_wires import ForecastWires
from ui.hall.replay_wires import ReplayWires
from ui.hall.screen import HallScreen
from ui.keys import Ask
from ui.parts.choices import Choice
from ui.parts.messages import Message, Tone


class PageWires(QObject):
    """Shows first what is known at once, and what was played when it comes: no key waits for it."""

    plan_wanted = Signal(str, object)  # a window and what it is to serve
    step_wanted = Signal(str, str)  # a window, and "close" or "resume"

    def __init__(self, desk: Desk, screen: HallScreen, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._screen = screen
        self._board: HallBoard | None = None
        self._held_over: tuple[tuple[TicketId, ...], QueueId] | None = None
        self._arranged: tuple[WindowId, tuple[QueueId, ...]] | None = None
        self.figures = FiguresWires(desk, screen.pages.figures, background)
        self.replay = ReplayWires(desk, screen.pages.replay, background)
        self.forecast = ForecastWires(desk, screen.pages.forecast, background)
        screen.when(Ask.FIGURES, self.figures.open)
        screen.when(Ask.REPLAY, self.replay.open)
        screen.when(Ask.FORECAST, lambda: self.forecast.open(self._board))
        screen.pages.forecast.wanted.connect(self._do)

    def show_board(self, board: HallBoard) -> None:
        """The hall as it is now."""
        self._board = board
        self.forecast.show_board(board)

    def foresee_places(self, people: Collection[TicketId], queues: Sequence[Choice], others: Sequence[Choice]) -> None:
        """Give each queue of the places that are offered the waits that were played for it."""
        letters = {one.key: QueueId(one.key.rpartition(" ")[2]) for one in queues}

        def came(told: dict[QueueId, str]) -> None:
            played = [replace(one, detail=told.get(letters[one.key]) or one.detail) for one in queues]
            self._screen.places.refine([*played, *others])

        self.forecast.of_people(people, list(letters.values()), came)

    def foresee_move(self, people: tuple[TicketId, ...], queue: QueueId) -> None:
        """Say what was played of people who are held over a queue, if they still are."""
        self._held_over = (people, queue)

        def came(told: dict[QueueId, str]) -> None:
            words = told.get(queue, "")
            if words and self._held_over == (people, queue):
                self._screen.messages.guide(lambda: words)

        self.forecast.of_people(people, [queue], came)

    def foresee_plan(self, window: WindowId, queues: tuple[QueueId, ...]) -> None:
        """Say what was played of the queues that are ticked, if they still are."""
        self._arranged = (window, queues)

        def came(words: str) -> None:
            if words and self._arranged == (window, queues):
                self._screen.arrange.show_foreseen(words)

        if queues:
            self.forecast.of_plan(window, queues, came)

    def _do(self, what_if: WhatIf) -> None:
        """Do what was asked about. A window is opened by whoever sits down at it: for that it is made ready."""
        window = what_if.window
        card = next((one for one in self._board.windows if one.window == window), None) if self._board else None
        if card is None:
            return
        self._screen.close_overlays()
        if what_if.step is Step.CLOSE:
            self.step_wanted.emit(window, "close")
            return
        if what_if.plan != card.plan:
            self.plan_wanted.emit(window, what_if.plan)
        if what_if.step is Step.OPEN and card.state is WindowState.PAUSED:
            self.step_wanted.emit(window, "resume")
        elif what_if.step is Step.OPEN:
            words = self.tr("{window} 号窗要有人坐下登录才开。请安排人过去。").format(window=window)
            self._screen.messages.show_message(Message("hall.needs_clerk", Tone.OWED, lambda: words))
