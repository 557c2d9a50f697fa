"""Joins the manager's board to its wires."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QApplication

from deskapp.desk import Desk
from deskapp.hall import board
from ui.background import Background
from ui.hall.follow_ups_wires import FollowUpsWires
from ui.hall.screen import HallScreen
from ui.hall.watch_wires import HallWatchWires
from ui.hall.wires import HallWires
from ui.hold_key import HoldKey
from ui.keys import Ask
from ui.lock import Lock
from ui.parts.story_wires import StoryWires


@dataclass(frozen=True, slots=True)
class HallWindow:
    """The board, and what must end with it."""

    screen: HallScreen
    session: HallWires
    lock: Lock
    key: HoldKey

    def end(self) -> None:
        """Stop hearing and asking. What is under way in a lane ends by itself and is answered to nobody."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self.key)
        self.lock.end()
        self.session.end()


def open_board(desk: Desk, background: Background, screen: HallScreen) -> HallWindow:
    """Give the board to this manager."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101 - there is no screen without one
    session = HallWires(desk, screen, background)
    lock = Lock(screen, app, background, lambda: session.desk, session)
    lock.unlocked.connect(session.take_desk)
    key = HoldKey(screen.keys.key(Ask.LOCK), session)
    for struck in (key.tapped, key.held):  # there is nothing here to be seen in full
        struck.connect(lock.lock)
    app.installEventFilter(key)
    HallWatchWires(desk, screen, background, session)
    FollowUpsWires(desk, screen, background, session)
    StoryWires(
        screen,
        background,
        lambda words: board.find_tickets(session.desk, words),
        lambda ticket: board.story(session.desk, ticket),
        failed=session.say_failure,
    )
    return HallWindow(screen, session, lock, key)
