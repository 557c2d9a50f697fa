"""The beat of a desk stands still: what is told at once shows itself, and what is merely asked for does not come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from pytestqt.qtbot import QtBot

from deskapp.desk import Desk
from deskapp.protocol import link as links
from tests.fakes.faults import swapped


@contextmanager
def nobody_asks(desk: Desk, qtbot: QtBot) -> Iterator[None]:
    """Until the block ends the desk makes a round when it is told to or has something to send, and not by the clock."""
    with swapped(links, "SLOW_BEAT", timedelta(hours=1)):
        desk.line.want_round()  # out of the beat that may have begun before
        qtbot.waitUntil(lambda: not desk.line.round_wanted)
        yield
