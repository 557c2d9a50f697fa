"""The board, read in one view of the journal."""

from __future__ import annotations

from deskapp.desk import Desk
from deskapp.queries.hall_board import HallBoard, hall_board
from deskapp.queries.line_sheet import LineSheet, line_sheet


def board(desk: Desk) -> HallBoard:
    """The whole hall."""
    with desk.journal.reading() as reading:
        return hall_board(reading, desk.clock.today())


def line(desk: Desk) -> LineSheet:
    """The line to the centre."""
    with desk.journal.reading() as reading:
        return line_sheet(reading, desk.line.link, desk.line.ahead, desk.clerk.id)
