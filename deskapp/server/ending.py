"""Hears that the server is told to end, before it begins to wait for those who are still connected."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def when_told_to_end(then: Callable[[], object]) -> Iterator[None]:
    """While this lasts, do something at the signals that end a server, and then what they did before.

    Every desk keeps a stream open, and a server waits for its answers to end: these would never. In a thread other
    than the main one there are no signals, and nothing is done.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: dict[signal.Signals, Any] = {one: signal.getsignal(one) for one in _SIGNALS}

    def told(number: int, frame: FrameType | None) -> None:
        then()
        was = before[signal.Signals(number)]
        if callable(was):
            was(number, frame)

    for one in _SIGNALS:
        signal.signal(one, told)
    try:
        yield
    finally:
        for one, was in before.items():
            signal.signal(one, was)
