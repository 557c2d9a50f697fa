"""How far a bundle is, as a word: in a module of its own, because the first screen says it and loads nothing for it."""

from __future__ import annotations

from enum import StrEnum


class BundleState(StrEnum):
    """How far a bundle is, as its cases are."""

    AT_THE_WINDOW = "at_the_window"  # something of it is still being taken in
    CORRECTION_REQUESTED = "correction_requested"  # of something of it what is missing was asked for, once
    RUNNING = "running"  # with the departments
    DECIDED = "decided"  # every case is: the results can be fetched
    PARTLY_DELIVERED = "partly_delivered"  # some results were fetched, others wait or are still to come
    DELIVERED = "delivered"
    ENDED = "ended"  # declined or withdrawn as a whole
