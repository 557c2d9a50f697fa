"""Joins the forecast to its page, and to the waits that are told before a move: played in a lane, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, QTimer

from deskapp.desk import Desk
from deskapp.failures import Failure
from deskapp.hall import forecasting
from deskapp.hall.forecasting import Foreseen, Told, WhatIf
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.queries.forecast_error import Recorded
from deskapp.queries.hall_board import HallBoard
from deskapp.rules.turns import Plan
from ui.background import Background
from ui.hall import forecast_words
from ui.hall.figures_wires import say_failure
from ui.hall.forecast_page import ForecastPage

LANE = "forecast"
PAST_LANE = "forecast past"  # the recorded days take seconds, and nobody waits for them
AGAIN_MS = 60_000
_GAP = "  "


class ForecastWires(QObject):
    """One question at a time is played. What was asked meanwhile is played next, and of that the newest alone."""

    def __init__(self, desk: Desk, page: ForecastPage, background: Background) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._background = background
        self._under_way = False
        self._next: Callable[[], None] | None = None
        self._past: tuple[date, Recorded] | None = None
        self._past_asked: date | None = None
        self._what_if: WhatIf | None = None
        self._again = QTimer(self)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._look_again)
        page.what_if_asked.connect(self._look)
        page.closed.connect(self._again.stop)

    def open(self, board: HallBoard | None) -> None:
        """Show the page, and look."""
        if board is not None:
            self._page.show_board(board)
        self._page.open_page()
        self._again.start()
        self._learn()

    def show_board(self, board: HallBoard) -> None:
        """The hall has changed."""
        if self._page.isVisible():
            self._page.show_board(board)

    def of_people(
        self, people: Collection[TicketId], queues: Sequence[QueueId], then: Callable[[dict[QueueId, str]], None]
    ) -> None:
        """What would become of the waits if people went to each of these queues, in words, soon."""
        desk, by = self._desk, self._widening
        self._play(
            lambda: forecasting.of_people(desk, people, queues, by),
            lambda told: then({queue: _words(each) for queue, each in told.items()}),
        )

    def of_plan(self, window: WindowId, queues: Sequence[QueueId], then: Callable[[str], None]) -> None:
        """What would become of the waits if a window served these queues, in words, soon."""
        desk, by = self._desk, self._widening
        self._play(lambda: forecasting.of_plan(desk, window, Plan(tuple(queues)), by), lambda told: then(_words(told)))

    def _look(self, what_if: WhatIf | None) -> None:
        self._what_if = what_if
        desk, by = self._desk, self._widening
        self._play(lambda: forecasting.look(desk, what_if, widening=by), self._show)

    def _look_again(self) -> None:
        if self._page.isVisible():
            self._look(self._what_if)

    def _show(self, foreseen: Foreseen) -> None:
        if foreseen.what_if == self._what_if:
            for code in ("forecast.window_open", "forecast.window_closed"):
                self._page.messages.withdraw(code)
            self._page.show_foreseen(foreseen, self._desk.clock.now())

    @property
    def _widening(self) -> float:
        return self._past[1].widening if self._past is not None else 1.0

    def _learn(self) -> None:
        """What the recorded days say, once a day."""
        desk, today = self._desk, self._desk.clock.today()
        if self._past_asked == today:
            return
        self._past_asked = today
        self._background.run(
            PAST_LANE,
            lambda: forecasting.past(desk),
            owner=self,
            then=lambda recorded: self._learnt(today, recorded),
            failed=lambda failure: say_failure(self._page, failure),
        )

    def _learnt(self, today: date, recorded: Recorded) -> None:
        self._past = (today, recorded)
        self._page.show_recorded(recorded)
        self._look_again()

    def _play(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        if self._under_way:
            self._next = lambda: self._play(work, then)
            return
        self._under_way = True

        def came(value: Any) -> None:
            self._done()
            then(value)

        self._background.run(LANE, work, owner=self, then=came, failed=self._failed)

    def _failed(self, failure: Failure) -> None:
        self._done()
        if self._page.isVisible():
            say_failure(self._page, failure)

    def _done(self) -> None:
        self._under_way = False
        following, self._next = self._next, None
        if following is not None:
            following()


def _words(told: Sequence[Told]) -> str:
    return _GAP.join(forecast_words.moved(one) for one in told)
