"""Hears from the centre that there is something to pull, so that nobody has to ask every moment.

What is heard is a hint and nothing more: the round that it asks for is the truth. So a stream that lies, stammers or
falls silent costs some rounds, or the time until the next beat, and never a step. For a lane of its own: `keep_open`
returns when `end` is called.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from datetime import timedelta

from deskapp.desk import DESK_TOKEN, Station
from deskapp.failures import Failure
from deskapp.journal import taking_in
from deskapp.protocol import link as links
from deskapp.protocol.link import LONGEST_WAIT, Link
from deskapp.protocol.messages import Hints

# Every desk of a hall hears of a step in the same millisecond: they come to pull it one after the other.
SPREAD = timedelta(seconds=0.1)
# In a busy hall there is always a next step: those of half a second are pulled together. A pull costs the centre one
# millisecond, so three hundred windows in a rush keep half a core busy with them, and in a quiet moment nobody waits.
PAUSE = timedelta(seconds=0.5)

log = logging.getLogger(__name__)


class Listening:
    """Keeps the centre's stream open while the line is up, and asks for a round when there is something to pull."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._chance = random.Random()  # noqa: S311 - spreads requests, guards nothing
        self._guard = threading.Lock()
        self._hints: Hints | None = None
        self._ended = threading.Event()
        self._changed = threading.Event()  # the line went up or down, or all is over
        self._link = Link()  # how the stream stands, by the rules of the line
        self._reached = 0  # what was told up to here has been pulled
        self._stop_hearing = station.line.on_change(self._line_changed)

    @property
    def open(self) -> bool:
        """Whether the centre is telling us; while it is not, somebody must ask."""
        hints = self._hints
        return hints is not None and hints.open

    def end(self) -> None:
        """Listen no more. Returns at once, and breaks a reading off; from any thread."""
        if not self._ended.is_set():
            self._ended.set()
            self._stop_hearing()
            self._changed.set()
            self._break_off()

    def keep_open(self) -> None:
        """Listen whenever the line is up, until `end`."""
        while not self._ended.is_set():
            self._changed.clear()
            now = self._station.clock.now()
            if self._ended.is_set() or not self._station.line.online:
                self._wait(None)
            elif links.may_try(self._link, now):
                self._listen()
            else:
                self._wait(links.wait_left(self._link, now))

    def _wait(self, time_left: timedelta | None) -> None:
        if not self._ended.is_set():
            self._changed.wait(None if time_left is None else time_left.total_seconds())

    def _listen(self) -> None:
        """Once, as long as it lasts."""
        begun = time.monotonic()
        why = "line.down"
        try:
            for number in self._begin():
                self._told(number)
        except Failure as failure:
            why = failure.code
        except BaseException:  # whoever keeps us open hears of it, and may do so again: then it waits its turn
            self._over(begun, "line.fault_here")
            raise
        self._over(begun, why)

    def _over(self, begun: float, why: str) -> None:
        """The stream has ended: it may be begun anew when its wait is over."""
        with self._guard:
            hints, self._hints = self._hints, None
        if hints is not None:
            hints.close()
        if self._ended.is_set():
            return
        log.info("the centre's stream ended after %d s: %s", time.monotonic() - begun, why)
        if time.monotonic() - begun >= LONGEST_WAIT.total_seconds() or not self._station.line.online:
            self._link = Link()  # it did work, or the whole line is down and has its own waits
        self._link = links.failed(self._link, self._station.clock.now(), why=why, chance=self._chance.random())
        if hints is not None:
            self._station.line.want_round()  # what was not told any more is asked for, and asking begins again

    def _begin(self) -> Hints:
        with self._station.journal.reading() as reading:
            token = reading.local(DESK_TOKEN) or ""
            self._reached = taking_in.cursor(reading)
        hints = self._station.centre.listen(token=token, after=self._reached)
        with self._guard:
            self._hints = hints
        if self._ended.is_set() or not self._station.line.online:
            hints.close()  # it went while we were not looking
        return hints

    def _told(self, number: int) -> None:
        """One step is told of. It is pulled together with those that are told of in the next moment."""
        if number <= self._reached or self._station.line.round_wanted:
            return
        self._ended.wait(self._chance.random() * SPREAD.total_seconds())
        with self._station.journal.reading() as reading:
            self._reached = taking_in.cursor(reading)
        if number > self._reached:
            self._station.line.want_round()
            self._ended.wait(PAUSE.total_seconds())

    def _line_changed(self) -> None:
        """On the thread that found out. A stream over a line that is down may hang for long: it is begun anew."""
        self._changed.set()
        if not self._station.line.online:
            self._break_off()

    def _break_off(self) -> None:
        with self._guard:
            hints = self._hints
        if hints is not None:
            hints.close()
