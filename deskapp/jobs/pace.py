"""How fast pages go right now: slowly while somebody works here or sits at the window, and as fast as the line carries
them when nobody does.

What a clerk does (a call, a step) goes over the same line. A page is therefore sent in small slices, each of which
waits for its time, so that never more than a slice stands before a call.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

from deskapp.rules import upload_pace

SLICE = 32 * 1024  # bytes
_AT_WORK = 60.0  # seconds after a key or a click
_WHOLE_CHUNK = 16 * 1024 * 1024  # bytes: what a cut line makes us send twice at the most
_LEAST_CHUNK = 128 * 1024
_CHUNK_TAKES = 2.0  # seconds
_WORTH_SEEING = 512 * 1024  # bytes: a smaller page says more of the way than of the line
_ROUND_AT_WORK, _ROUND_IDLE = 2.0, 20.0  # seconds of a round that pages may take


class Pace:
    """For all threads. `said`: bytes in a second that the office has set for while somebody works."""

    def __init__(
        self,
        said: int | None = None,
        *,
        now: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        self._said = said
        self._now = now
        self._wait = wait
        self._guard = threading.Lock()
        self._touched: float | None = None
        self._served = False
        self._carries: float | None = None
        self._free_at = 0.0
        self.late = False  # what goes now has waited too long, and is held back for nobody's typing

    def touch(self) -> None:
        """Somebody pressed a key or a button here."""
        self._touched = self._now()

    def serve(self, served: bool) -> None:
        """A person sits at the window: called, or with a case in hand; or none does any more."""
        self._served = served

    @property
    def at_work(self) -> bool:
        """Whether somebody was at the keys a moment ago."""
        return self._touched is not None and self._now() - self._touched < _AT_WORK

    @property
    def busy(self) -> bool:
        """Whether somebody works here, or sits here."""
        return self.at_work or self._served

    @property
    def speed(self) -> float | None:
        """Bytes in a second, all pages together; None for as many as go."""
        return upload_pace.speed(
            typing=self.at_work, served=self._served, late=self.late, carries=self._carries, said=self._said
        )

    @property
    def held_back(self) -> bool:
        """Whether pages go one at a time."""
        return self.late or self.speed is not None

    @property
    def chunk(self) -> int:
        """Bytes of a page that are sent before anybody asks whether to go on."""
        speed = self.speed
        if speed is None:
            return _WHOLE_CHUNK
        return int(min(max(speed * _CHUNK_TAKES, _LEAST_CHUNK), _WHOLE_CHUNK))

    def round_over(self) -> Callable[[], bool]:
        """Tells, from now on, whether pages have had their time of this round."""
        begun = self._now()
        return lambda: self._now() - begun > (_ROUND_AT_WORK if self.busy else _ROUND_IDLE)

    def saw(self, size: int, seconds: float) -> None:
        """So many bytes went in so many seconds, held back by nobody but the line."""
        if size >= _WORTH_SEEING and seconds > 0:
            with self._guard:
                now = size / seconds
                self._carries = now if self._carries is None else (self._carries + now) / 2

    def slices(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The same bytes in slices, each when its time has come."""
        for piece in pieces:
            for start in range(0, len(piece), SLICE):
                part = piece[start : start + SLICE]
                self._wait_for_turn(len(part))
                yield part

    def _wait_for_turn(self, size: int) -> None:
        speed = self.speed
        if speed is None:
            return
        with self._guard:
            begins = max(self._free_at, self._now())
            self._free_at = begins + size / speed
        if (left := begins - self._now()) > 0:
            self._wait(left)
