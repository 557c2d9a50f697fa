"""Faults that a program like ours has had: planted one at a time, each must be found by the random schedules."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from deskapp.journal import judging, order, outbox, taking_in
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import Batch
from deskapp.sync import round as rounds


@contextmanager
def swapped(place: Any, name: str, other: Any) -> Iterator[Any]:
    """Another part in the place of one of ours, until the block ends."""
    real = getattr(place, name)
    setattr(place, name, other)
    try:
        yield real
    finally:
        setattr(place, name, real)


@contextmanager
def no_memory_of_events() -> Iterator[None]:
    """A centre that does not know an event again."""
    with swapped(judging, "known", lambda *_: {}), swapped(judging, "places", lambda *_: {}):
        yield


@contextmanager
def cursor_before_data() -> Iterator[None]:
    """A desk that notes how far it has pulled, and is killed before it has kept what it pulled."""
    chance = random.Random(3)

    def hasty(writing: Writing, batch: Batch) -> int:
        if batch.events and chance.random() < 0.3:
            writing.note(taking_in.CURSOR, str(batch.upto))
            return 0
        return int(real(writing, batch))

    with swapped(taking_in, "take_in", hasty) as real:
        yield


@contextmanager
def no_refolding() -> Iterator[None]:
    """A desk that folds whatever comes behind what it has, in the order of arrival."""
    with swapped(taking_in, "out_of_order", lambda *_: set()), swapped(outbox, "overtaken", lambda *_: set()):
        yield


@contextmanager
def rejected_stays_folded() -> Iterator[None]:
    """A desk that goes on showing what the centre rejected."""
    with swapped(Writing, "refold", lambda *_: None):
        yield


@contextmanager
def names_by_arrival() -> Iterator[None]:
    """A desk that finds people by the name that came last, and not by the one that is true."""
    with swapped(order, "out_of_order", lambda *_: set()), swapped(Writing, "index_person", lambda *_: None):
        yield


@contextmanager
def pages_after_the_word() -> Iterator[None]:
    """A desk that never uploads: the word about a page is all that the centre gets."""
    with swapped(rounds, "send_pages", lambda *_: (0, ())):
        yield
