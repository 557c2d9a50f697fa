"""Takes things as they come, lands each at once, looks at them meanwhile: in order, a few at a time.

    the feeder's thread    takes one, lands it (on the disk), and only then asks for the next
    a few hands            look at it from the moment it came
    whoever asked          is given what landed and what was seen of it, in the order in which it came

So a feeder waits for nothing but the disk, and where looking is slower than the feeder it is slowed down: never more
than `ROOM` things lie between the two, however high the stack is.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import cv2

A = TypeVar("A")
L = TypeVar("L")
S = TypeVar("S")

ROOM = 3
HANDS = 2
_GLANCE = 0.05  # s between two looks whether anybody still wants it


def overlapped(
    arriving: Iterable[A], land: Callable[[A], L], look: Callable[[A], S], over: threading.Event
) -> Generator[tuple[L, S], None, None]:
    """Each as it landed, and what `look` saw of it, in order. What the source, `land` or `look` raises is raised here,
    after all that came before it was given; what did not land is not given, whatever was seen of it.

    `over` is set here when whoever asked wants no more: a source that waits for paper shall look at it. `land` is
    called on a thread of its own, and for one thing at a time.
    """
    landed: queue.Queue[tuple[L, Future[S]] | None] = queue.Queue(ROOM)
    gone = threading.Event()  # whoever asked has gone: nobody takes anything any more

    def put(one: tuple[L, Future[S]] | None) -> bool:
        while not gone.is_set():
            try:
                landed.put(one, timeout=_GLANCE)
                return True
            except queue.Full:
                continue
        return False

    def feed() -> None:
        try:
            for one in arriving:
                seen = hands.submit(look, one)
                if not put((land(one), seen)):
                    break
        finally:
            close = getattr(arriving, "close", None)  # a source is put to rest by the thread that used it
            if close is not None:
                close()
            put(None)

    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)  # each hand has a core: two that divide their work among the same two cost a tenth more
    with ThreadPoolExecutor(HANDS, "page") as hands, ThreadPoolExecutor(1, "feeder") as feeder:
        fed = feeder.submit(feed)
        try:
            while (one := landed.get()) is not None:
                yield one[0], one[1].result()
            fed.result()  # raises what the source or the landing raised
        finally:
            over.set()
            gone.set()
            cv2.setNumThreads(threads)
