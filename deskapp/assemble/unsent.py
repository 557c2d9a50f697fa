"""What this computer still holds that the centre does not have: asked before anything of a desk is taken away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deskapp.assemble.desk import CACHE, close_station, open_station
from deskapp.journal import outbox, rejected
from deskapp.keys import Keys, from_keyring
from deskapp.settings import Settings

_MANY = 100_000  # more than a window does in a year


@dataclass(frozen=True, slots=True)
class Unsent:
    """How many steps and pages have not reached the centre, and how many came back and nobody has settled."""

    steps: int = 0
    pages: int = 0
    rejected: int = 0

    def __bool__(self) -> bool:
        return bool(self.steps or self.pages or self.rejected)


def unsent(settings: Settings, *, keys: Callable[[Path], Keys] = from_keyring) -> Unsent:
    """Count it. A computer that was never a desk holds nothing, and is not made one by the question.

    StoreTrouble of `open_station`: a cache that does not open may hold anything.
    """
    if not is_a_desk(settings):
        return Unsent()
    station = open_station(settings, keys=keys)
    try:
        with station.journal.reading() as reading:
            left = outbox.unsent(reading, limit=_MANY)
            return Unsent(
                steps=len(left.events) + left.held,
                pages=len(outbox.pages_to_send(reading)),
                rejected=rejected.count(reading),
            )
    finally:
        close_station(station)


def is_a_desk(settings: Settings) -> bool:
    """Whether this computer has a cache."""
    return (settings.home / CACHE).exists()
