"""What a native driver's own process says to the window, and how it is asked: the standard library alone.

The process runs `serve` around a driver. It answers on its output, one line of JSON each:

    {"say": "source", "name": …, "title": …}      a scanner that is there
    {"say": "able", …}                            what one can do
    {"say": "page", "file": …, "dpi": …}          a whole page lies in the folder it was given
    {"say": "beat"}                               it waits for paper and is alive
    {"say": "trouble", "code": …, "values": …}    why it ends
    {"say": "done"}                               it ends because there is nothing left

Whoever reads a page takes its file away; that is how the process knows how many nobody has read yet. A file `stop` in
the folder asks it to let the device rest, which no signal can on Windows.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.tray import DriverTrouble, Say, Tray

SOURCE, ABLE, TROUBLE, DONE = "source", "able", "trouble", "done"
MOST_PIXELS = 80_000_000  # one page; an A3 at 600 dpi has 70 million


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


def serve(words: Sequence[str], driver: Callable[[argparse.Namespace], Driver], say: Say | None = None) -> int:
    """Do what the words ask of a driver, and say how it went. Returns the exit code: 0 when it was said."""
    said = _parser().parse_args(words)
    telling = say or _teller()
    try:
        try:
            _answer(said, driver(said), telling)
        except DriverTrouble as trouble:
            telling(TROUBLE, code=trouble.code.value, values=trouble.values, note=trouble.note[:2000])
    except (BrokenPipeError, KeyboardInterrupt):
        sys.stdout = None  # nobody is there to whom its last words could be given
    return 0


def _answer(said: argparse.Namespace, driver: Driver, say: Say) -> None:
    if said.what == "list":
        for name, title in driver.sources():
            say(SOURCE, name=name, title=title)
    elif said.what == "able":
        say(ABLE, **asdict(driver.abilities(said.name)))
    else:
        tray = Tray(Path(said.folder), say)
        driver.scan(said.name, Wish(**json.loads(said.wish)), tray)
        if tray.came == 0 and not tray.unwanted:
            raise tray.trouble(ScannerCode.EMPTY)
    say(DONE)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="a driver's own process")
    parser.add_argument("what", choices=("list", "able", "scan"))
    parser.add_argument("--name", default="")
    parser.add_argument("--folder", default=".")
    parser.add_argument("--wish", default="{}")
    parser.add_argument("--library", default="")
    return parser


def _teller() -> Say:
    """Says on the real output, whatever a driver prints there: what it prints goes to the error stream instead."""
    out = os.dup(1)
    os.dup2(2, 1)

    def say(word: str, **values: object) -> None:
        line = json.dumps({"say": word, **values}) + "\n"
        os.write(out, line.encode("ascii"))

    return say


def read_line(line: str) -> Mapping[str, object]:
    """A line as it was said. ValueError for what is none."""
    told = json.loads(line)
    if not isinstance(told, dict) or not isinstance(told.get("say"), str):
        raise ValueError("no word of a driver")
    return told
