"""Sending the person in hand on: to a queue, or to one window, with a remark for whoever receives them."""

from __future__ import annotations

from PySide6.QtCore import QObject

from deskapp.clerk import calling, sheets, taking_back
from deskapp.ids import QueueId, WindowId
from deskapp.queries.window_line import Places
from ui import texts
from ui.clerk.calling_wires import LANE, CallingWires
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.choices import Choice

_WINDOW = "window "  # before the name of a window; a queue is its letter alone


class TransferWires(QObject):
    """Joins the box that asks where to with `deskapp.clerk.calling.transfer`."""

    def __init__(self, session: Session, calls: CallingWires) -> None:
        super().__init__(session)
        self._s = session
        self._calls = calls
        session.screen.when(Ask.TRANSFER, self.open)
        session.screen.queues.chosen.connect(self._transfer)

    def open(self) -> None:
        """Choose where the person goes."""
        desk = self._s.desk
        if self._calls.ticket is not None:
            self._s.do("reading", lambda: sheets.places(desk), self._offer)

    def _offer(self, places: Places) -> None:
        english = texts.language() == "en"
        queues = [Choice(queue.id, f"{queue.id} {queue.en if english else queue.name}") for queue in places.queues]
        windows = [
            Choice(f"{_WINDOW}{name}", self.tr("{window} 号窗").format(window=name), self.tr("只由这个窗口叫"))
            for name in places.windows
        ]
        self._s.screen.queues.offer([*queues, *windows])

    def _transfer(self, chosen: str) -> None:
        ticket, desk, number = self._calls.ticket, self._s.desk, self._s.call_number
        if ticket is None:
            return
        remark = self._s.screen.queues.remark.text()
        window = WindowId(chosen.removeprefix(_WINDOW)) if chosen.startswith(_WINDOW) else None
        queue = None if window is not None else QueueId(chosen)

        def words() -> str:
            if window is not None:
                return self.tr("{number} 已转到 {window} 号窗").format(number=number, window=window)
            return self.tr("{number} 已转到 {queue} 队列").format(number=number, queue=queue)

        self._s.do(
            LANE,
            lambda: calling.transfer(desk, ticket, queue, remark, window=window),
            lambda before: self._calls.offer_undo(words, lambda: taking_back.transfer(desk, ticket, before)),
        )
