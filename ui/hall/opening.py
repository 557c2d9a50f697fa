"""Joins the manager's board to its wires."""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.desk import Desk
from ui.background import Background
from ui.hall.screen import HallScreen
from ui.hall.watch_wires import HallWatchWires
from ui.hall.wires import HallWires


@dataclass(frozen=True, slots=True)
class HallWindow:
    """The board, and what must end with it."""

    screen: HallScreen
    session: HallWires

    def end(self) -> None:
        """Stop hearing and asking. What is under way in a lane ends by itself and is answered to nobody."""
        self.session.end()


def open_board(desk: Desk, background: Background, screen: HallScreen) -> HallWindow:
    """Give the board to this manager."""
    wires = HallWires(desk, screen, background)
    HallWatchWires(desk, screen, background, wires)
    return HallWindow(screen, wires)
