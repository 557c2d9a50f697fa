"""The heavy half of the program: everything that needs a database, a key or the line.

The sign-in page must be on the screen before any of this is loaded, so nothing imports this module when it starts:
`ui.shell` loads it in a lane, after the first page has been painted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QApplication

from deskapp.assemble.desk import close_station, open_station
from deskapp.assemble.updates import course_of
from deskapp.clerk import printing, signing_in
from deskapp.clerk.showing_code import show_code
from deskapp.desk import Desk, Station
from deskapp.ids import WindowId
from deskapp.settings import Settings
from ui.background import Background
from ui.barcode_keys import BarcodeKeys
from ui.clerk.opening import ClerkWindow, open_window
from ui.clerk.screen import ClerkScreen
from ui.greeter.opening import GreeterDesk, open_greeter
from ui.greeter.screen import GreeterScreen
from ui.hall.opening import HallWindow, open_board
from ui.hall.screen import HallScreen
from ui.keys import key_table
from ui.updates import Updates


@dataclass(frozen=True, slots=True)
class Door:
    """What the sign-in page shows of an opened station."""

    station: Station
    user: str
    window: str


def open_door(settings: Settings, opening: Callable[[Settings], Station] | None = None) -> Door:
    """Open the installation, and say who signed in here last. Raises what `open_station` raises."""
    station = (opening or open_station)(settings)
    user, window = signing_in.last_user(station)
    printing.get_ready()  # while they sign in: the first receipt of the day comes as fast as every other
    return Door(station, user, window)


def updates(door: Door, background: Background, alone: Callable[[], bool]) -> Updates | None:
    """The course of new versions; None where nobody's are believed. Refusal `update.bad_key`, `update.bad_minutes`."""
    course = course_of(door.station)
    return None if course is None else Updates(course, background, alone)


def with_settings(door: Door, settings: Settings) -> Door:
    """The same door, with what was set since it was opened."""
    return replace(door, station=replace(door.station, settings=settings))


def ask_windows(door: Door) -> tuple[tuple[str, ...], bool]:
    """The windows of the hall, and whether the centre answered."""
    windows = tuple(str(window) for window in signing_in.windows(door.station))
    return windows, door.station.line.online or door.station.line.link.why is None


def sign_in(door: Door, user: str, password: str, window: str) -> Desk:
    """Sign in. Raises what `signing_in.sign_in` raises."""
    return signing_in.sign_in(door.station, user, password, window)


def enrol(door: Door, window: str, code: str) -> None:
    """Make this computer the desk of a window. Raises what `show_code` raises."""
    show_code(door.station, WindowId(window), code)


def sign_out(desk: Desk) -> None:
    """Sign out; what is unsent stays."""
    signing_in.sign_out(desk)


def close(station: Station) -> None:
    """Let go of the stores and the line."""
    close_station(station)


def clerk_screen(settings: Settings) -> ClerkScreen:
    """A clerk's screen of which nothing is built yet. On the screen's thread. Refusals of `key_table`."""
    return ClerkScreen(key_table(settings.keys), at_once=False)


def hall_window(desk: Desk, background: Background) -> HallWindow:
    """The board of a manager who has signed in without a window. Refusals of `key_table`."""
    return open_board(desk, background, HallScreen(key_table(desk.settings.keys)))


def greeter_desk(desk: Desk, background: Background, app: QApplication, scanner: BarcodeKeys) -> GreeterDesk:
    """The desk of a greeter who has signed in at the door. Refusals of `key_table`."""
    return open_greeter(desk, background, app, scanner, GreeterScreen(key_table(desk.settings.keys)))


def clerk_window(
    desk: Desk, background: Background, app: QApplication, scanner: BarcodeKeys, screen: ClerkScreen
) -> ClerkWindow:
    """The clerk's window for somebody who has signed in, on a screen that nobody had yet."""
    return open_window(desk, background, app, scanner, screen)
