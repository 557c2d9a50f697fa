"""One worker for each resource: what needs the scanner never waits for what needs the line.

Nothing here is durable. What must survive a crash is a fact in the journal before it is anybody's work.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")


class Lane:
    """One daemon thread that does what it is given, in order. It starts with the first work it gets."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._work: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def put(self, work: Callable[[], T]) -> Future[T]:
        """Queue a piece of work. Its value, or whatever it raised, stands in the future."""
        future: Future[T] = Future()
        self._work.put((future, work))
        if self._thread is None:
            self._thread = threading.Thread(target=self._live, name=f"lane-{self.name}", daemon=True)
            self._thread.start()
        return future

    def end(self) -> None:
        """Do what is queued, then stop."""
        self._work.put(None)

    def join(self, seconds: float) -> bool:
        """Wait until the lane has stopped. False when it still works after that many seconds."""
        if self._thread is not None:
            self._thread.join(seconds)
        return self._thread is None or not self._thread.is_alive()

    def _live(self) -> None:
        while (task := self._work.get()) is not None:
            _do(*task)
            del task  # what the work held is let go before the lane waits again


def _do(future: Future[Any], work: Callable[[], Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        value = work()
    except BaseException as raised:  # whoever asked hears of it, as with the standard library's executors
        future.set_exception(raised)
    else:
        future.set_result(value)


class Lanes:
    """The lanes of one running program, made as they are named."""

    def __init__(self) -> None:
        self._lanes: dict[str, Lane] = {}
        self._guard = threading.Lock()
        self._stopped = False

    def put(self, lane: str, work: Callable[[], T]) -> Future[T]:
        """Queue work in a lane. After `stop` the future is cancelled at once and the work is not done."""
        with self._guard:
            if self._stopped:
                refused: Future[T] = Future()
                refused.cancel()
                return refused
            if lane not in self._lanes:
                self._lanes[lane] = Lane(lane)
            return self._lanes[lane].put(work)

    def stop(self, seconds: float = 5.0) -> tuple[str, ...]:
        """Take no more work, do what is queued, and name the lanes that still work after that many seconds in all."""
        with self._guard:
            self._stopped = True
            lanes = tuple(self._lanes.values())
        for lane in lanes:
            lane.end()
        until = time.monotonic() + seconds
        return tuple(lane.name for lane in lanes if not lane.join(max(0.0, until - time.monotonic())))
