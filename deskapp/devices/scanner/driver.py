"""What stands behind a native driver's own process, and what it is asked: the standard library alone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Protocol

from deskapp.devices.scanner.tray import Tray


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of one scan: inches, sides that come at most (None: all), and whether in colour."""

    dpi: int
    color: bool
    feeder: bool
    duplex: bool
    width: float
    height: float
    most: int | None = None

    @property
    def words(self) -> str:
        """As it stands on the command line of the process."""
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True)
class Able:
    """What a driver says of one scanner. `resolutions` are the only ones, or with `ranged` the least and the most."""

    glass: bool
    feeder: bool
    duplex: bool
    color: bool
    gray: bool
    resolutions: tuple[int, ...]
    ranged: bool = False


class Driver(Protocol):
    """What stands behind one process. All raise DriverTrouble."""

    def sources(self) -> Iterable[tuple[str, str]]:
        """Name and title of each scanner that is there."""

    def abilities(self, name: str) -> Able:
        """What one can do."""

    def scan(self, name: str, wish: Wish, tray: Tray) -> None:
        """Lay the pages into the tray, each as it comes."""
