"""Keeps the rounds with the centre going, and hears at once when something has happened there."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from deskapp.desk import Desk
from deskapp.failures import Failure, LineTrouble
from deskapp.protocol import link as links
from deskapp.sync import round as rounds
from deskapp.sync.letting_go import LettingGo, ask_room
from deskapp.sync.listening import Listening
from ui.background import Background

LANE = "line"
LISTENING_LANE = "listening"
_FAULT_HERE = "line.fault_here"


class Rounds(QObject):
    """One round after the other in a lane of its own, as long as somebody is signed in.

    A fault of the program ends one round and not all of them: the line says it, and its waits keep the next one back.
    """

    line_changed = Signal()

    def __init__(
        self, desk: Desk, background: Background, failed: Callable[[Failure], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._background = background
        self._failed = failed
        self._ended = False
        self.rounding: int | None = None  # the thread that makes a round now
        self.listening = Listening(desk)
        self._letting_go = LettingGo(desk)
        self._faults: set[str] = set()  # where the program broke: each is reported once
        self._stop_hearing: tuple[Callable[[], None], ...] = (
            desk.line.on_change(self._tell_change),
            desk.journal.on_growth(lambda _: self._grew()),
        )
        self._beat()
        self._listen()

    def end(self) -> None:
        """Make no more rounds, and listen no more. Waits for neither."""
        self._ended = True
        self.listening.end()
        stops, self._stop_hearing = self._stop_hearing, ()
        for stop in stops:
            stop()
        self._desk.line.want_round()  # wake the lane, so that it ends

    def _tell_change(self) -> None:
        """From the lane's thread."""
        if not self._ended:
            self.line_changed.emit()

    def _grew(self) -> None:
        """There may be something to send, unless a round itself made the journal grow. On the thread that did."""
        if threading.get_ident() != self.rounding:
            self._desk.line.want_round()

    def _beat(self) -> None:
        if not self._ended:
            self._background.run(
                LANE, self._round, owner=self, then=lambda _: self._beat(), failed=self._no_round, broke=self._broke
            )

    def _listen(self) -> None:
        if not self._ended:
            self._background.run(
                LISTENING_LANE,
                self.listening.keep_open,
                owner=self,
                then=_nothing_more,
                failed=self._failed,
                broke=self._deaf,
            )

    def _round(self) -> None:
        """In the lane: wait until there is something to send, or until it is time to ask, and then make a round."""
        desk = self._desk
        desk.line.wait_for_want(links.beat(desk.line.link, told=self.listening.open).total_seconds())
        if self._ended or not links.may_try(desk.line.link, desk.clock.now()):
            return
        self.rounding = threading.get_ident()
        try:
            rounds.run(desk)
            if desk.line.online:
                ask_room(self._letting_go.piece(busy=desk.pace.busy))
        except Failure:
            raise
        except BaseException:
            desk.line.failed(_FAULT_HERE)
            raise
        finally:
            self.rounding = None

    def _no_round(self, failure: Failure) -> None:
        """A line that is down is shown by its lamp and by nothing else."""
        if not isinstance(failure, LineTrouble):
            self._failed(failure)
        self._beat()

    def _broke(self, fault: BaseException) -> bool:
        self._beat()
        return self._is_news(fault)

    def _deaf(self, fault: BaseException) -> bool:
        self._listen()
        return self._is_news(fault)

    def _is_news(self, fault: BaseException) -> bool:
        """The crash report covers the screen: not again each half minute, for one fault that stays."""
        place = "".join((type(fault).__name__, *traceback.format_tb(fault.__traceback__)))
        news = place not in self._faults
        self._faults.add(place)
        return news


def _nothing_more(_: object) -> None:
    """The listening has ended with the session."""
