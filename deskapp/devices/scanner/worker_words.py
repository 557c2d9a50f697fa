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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.driver import Driver, Wish
from deskapp.devices.scanner.tray import DriverTrouble, Say, Tray

SOURCE, ABLE, TROUBLE, DONE = "source", "able", "trouble", "done"
HELLO = "hello"  # asked for nothing but that everything of ours is loaded
MOST_PIXELS = 80_000_000  # one page; an A3 at 600 dpi has 70 million


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
    elif said.what != HELLO:
        tray = Tray(Path(said.folder), say)
        driver.scan(said.name, Wish(**json.loads(said.wish)), tray)
        if tray.came == 0 and not tray.unwanted:
            raise tray.trouble(ScannerCode.EMPTY)
    say(DONE)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="a driver's own process")
    parser.add_argument("what", choices=("list", "able", "scan", HELLO))
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
