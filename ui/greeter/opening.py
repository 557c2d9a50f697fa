"""Joins the greeter's desk to its wires."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QApplication

from deskapp.desk import Desk
from ui.background import Background
from ui.barcode_keys import BarcodeKeys
from ui.greeter.people_wires import PeopleWires
from ui.greeter.screen import GreeterScreen
from ui.greeter.wires import GreeterWires


@dataclass(frozen=True, slots=True)
class GreeterDesk:
    """The desk, and what must end with it."""

    screen: GreeterScreen
    session: GreeterWires
    people: PeopleWires

    def end(self) -> None:
        """Ask no more. What is under way in a lane ends by itself and is answered to nobody."""
        self.session.end()


def open_greeter(
    desk: Desk, background: Background, app: QApplication, scanner: BarcodeKeys, screen: GreeterScreen
) -> GreeterDesk:
    """Give the desk at the door to this greeter."""
    session = GreeterWires(desk, screen, background, scanner)
    people = PeopleWires(session)
    app.installEventFilter(scanner)  # the last one installed hears first: digits held back go where they were typed
    return GreeterDesk(screen, session, people)
