"""The one door to the background: work goes into a lane, its answer comes back on the screen's thread.

Three things can come of a piece of work. A value is given to `then`. A Failure, which is something the person can be
told, is given to `failed`. Anything else is a bug and goes to the crash report. When the owner (the page that asked)
is gone by then, values and failures are dropped; a bug is still reported. Work that must go on whatever happens gives
`broke` as well: it is told of the bug, and says whether the report is to have it, or had it from this work before.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from deskapp.failures import Failure
from deskapp.jobs.lanes import Lanes

T = TypeVar("T")
P = TypeVar("P")


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    lane: str
    owner: QObject
    then: Callable[[Any], None]
    failed: Callable[[Failure], None]
    progress: Callable[[Any], None] | None = None
    broke: Callable[[BaseException], bool] | None = None

    @property
    def awaited(self) -> bool:
        """Whether the one who asked is still there. Qt may have deleted it under its Python name."""
        return shiboken6.isValid(self.owner)


class Background(QObject):
    """Lives on the screen's thread. Its own signals carry every answer there, through the queue of that thread."""

    _answered = Signal(int, object)
    _told = Signal(int, object)

    def __init__(self, lanes: Lanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = lanes
        # A lane knows a job by its number only. It must never hold the last reference to a page, because then the page
        # would be destroyed on the lane's thread.
        self._under_way: dict[int, _Job] = {}
        self._numbers = count(1)
        queued = Qt.ConnectionType.QueuedConnection
        self._answered.connect(self._take_answer, queued)
        self._told.connect(self._take_progress, queued)

    @property
    def idle(self) -> bool:
        """Whether everything that was asked for has been answered."""
        return not self._under_way

    def working(self, *lanes: str) -> bool:
        """Whether something that was asked for in one of these lanes has not been answered yet."""
        return any(job.lane in lanes for job in self._under_way.values())

    def run(
        self,
        lane: str,
        work: Callable[[], T],
        *,
        owner: QObject,
        then: Callable[[T], None],
        failed: Callable[[Failure], None],
        broke: Callable[[BaseException], bool] | None = None,
    ) -> None:
        """Do the work in the lane; answer `owner` by `then` or `failed` on the screen's thread.

        `broke`: told of a bug, and whether that is news to the crash report; without it every bug is.
        """
        number = next(self._numbers)
        self._under_way[number] = _Job(lane, owner, then, failed, broke=broke)
        self._put(lane, work, number)

    def stream(
        self,
        lane: str,
        work: Callable[[Callable[[P], None]], T],
        *,
        owner: QObject,
        progress: Callable[[P], None],
        then: Callable[[T], None],
        failed: Callable[[Failure], None],
    ) -> None:
        """Like `run`, for work that has something to show before it is done: it is given a function to tell it by."""
        number = next(self._numbers)
        self._under_way[number] = _Job(lane, owner, then, failed, progress)
        self._put(lane, lambda: work(lambda part: self._told.emit(number, part)), number)

    def _put(self, lane: str, work: Callable[[], Any], number: int) -> None:
        future = self._lanes.put(lane, work)
        future.add_done_callback(lambda done: self._answer(number, done))

    def _answer(self, number: int, done: Future[Any]) -> None:
        """On the lane's thread. Nobody is left to hear it when the program is already closing."""
        if shiboken6.isValid(self):
            self._answered.emit(number, done)

    @Slot(int, object)
    def _take_answer(self, number: int, done: Future[Any]) -> None:
        job = self._under_way.pop(number)
        if done.cancelled():
            return
        raised = done.exception()
        if raised is not None and not isinstance(raised, Failure):
            if job.broke is None or not job.awaited or job.broke(raised):
                sys.excepthook(type(raised), raised, raised.__traceback__)
        elif not job.awaited:
            return
        elif raised is not None:
            job.failed(raised)
        else:
            job.then(done.result())

    @Slot(int, object)
    def _take_progress(self, number: int, part: Any) -> None:
        job = self._under_way[number]
        if job.awaited and job.progress is not None:
            job.progress(part)
