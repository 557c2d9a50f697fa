"""What everybody at this desk knows of the line right now. Nothing of it is durable."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from deskapp.clock import Clock
from deskapp.protocol import link as links
from deskapp.protocol.link import Link


class Line:
    """Holds the link's state for all threads and tells when it changes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._link = Link()
        self._ahead: timedelta | None = None
        self._told: list[Callable[[], None]] = []
        self._chance = random.Random()  # noqa: S311 - spreads retries, guards nothing
        self._wanted = threading.Event()

    @property
    def link(self) -> Link:
        with self._guard:
            return self._link

    @property
    def online(self) -> bool:
        return self.link.online

    def answered(self) -> None:
        """The centre answered."""
        self._become(links.answered(self.link, self._clock.now()))

    def failed(self, why: str) -> None:
        """The centre did not answer, or something else did. `why` is a failure's code."""
        self._become(links.failed(self.link, self._clock.now(), why=why, chance=self._chance.random()))

    @property
    def ahead(self) -> timedelta | None:
        """How far the centre's clock is before ours; None while that is not known."""
        with self._guard:
            return self._ahead

    def heard_time(self, centre: datetime) -> None:
        """The centre said what time it is."""
        with self._guard:
            self._ahead = centre - self._clock.now()

    def want_round(self) -> None:
        """Ask for a round now: something is to be sent, or something came."""
        self._wanted.set()

    def wait_for_want(self, seconds: float) -> bool:
        """Wait until a round is asked for, or the time is over; whether it was asked for."""
        wanted = self._wanted.wait(seconds)
        self._wanted.clear()
        return wanted

    @property
    def round_wanted(self) -> bool:
        """Whether a round was asked for that has not begun."""
        return self._wanted.is_set()

    def on_change(self, tell: Callable[[], None]) -> Callable[[], None]:
        """Be told whenever the line goes up or down, on the thread that found out. Returns what ends it."""
        self._told.append(tell)
        return lambda: self._told.remove(tell)

    def _become(self, link: Link) -> None:
        with self._guard:
            changed = link.online != self._link.online or link.why != self._link.why
            self._link = link
        if changed:
            for tell in tuple(self._told):
                tell()
