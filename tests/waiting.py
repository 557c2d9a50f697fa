"""Waiting for a condition, in one place: no test sleeps for a time that somebody guessed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(look: Callable[[], T], what: str = "it", *, patience: float = 30.0) -> T:
    """Look again and again until there is something to see, and return it. AssertionError after `patience` seconds."""
    until = time.monotonic() + patience
    while not (seen := look()):
        assert time.monotonic() < until, f"{what} did not come about in {patience:g} s"
        threading.Event().wait(0.01)
    return seen
