"""The process around the printers of Windows, whose drivers are other makers' code. Each question has its own.

It answers on its output, one line of JSON each:

    {"say": "printer", "name": …, "default": …}    a printer that is there
    {"say": "beat"}                                it draws and is alive
    {"say": "trouble", "code": …, "status": …}     why it ends
    {"say": "done"}                                it ends because all was done
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from deskapp.devices.errors import PrinterCode
from deskapp.devices.printer.gdi_paper import Gdi
from deskapp.devices.printer.spooler import Spooler, SpoolerTrouble

Say = Callable[..., None]


def main(words: Sequence[str]) -> int:
    """Answer one question. Returns the exit code: 0 when it was said."""
    said = _parser().parse_args(words)
    say = _teller()
    try:
        spooler, last_error = _spooler(said.library)
        if said.what == "list":
            _list(spooler, say)
        elif said.what == "hello":  # everything of ours is loaded; no printer is asked
            _drawing(said.library, last_error)
            say("done")
        else:
            _print(said, spooler, last_error, say)
    except SpoolerTrouble as trouble:
        say("trouble", code=trouble.code.value, status=trouble.status)
    except OSError as error:
        say("trouble", code=PrinterCode.FAILED.value, status=type(error).__name__)
    return 0


def _list(spooler: Spooler, say: Say) -> None:
    default = spooler.default()
    for name in spooler.names():
        say("printer", name=name, default=name == default)
    say("done")


def _print(said: argparse.Namespace, spooler: Spooler, last_error: Callable[[], int], say: Say) -> None:
    name = said.name or spooler.default()
    if not name:
        there = spooler.names()
        if len(there) != 1:  # with one printer there is nothing to choose; among several nobody may guess
            raise SpoolerTrouble(PrinterCode.NONE)
        name = there[0]
    spooler.must_be_ready(name)
    data = Path(said.file).read_bytes()
    if said.what == "raw":
        spooler.send(name, said.title, data * said.copies)
    else:
        drawing = _drawing(said.library, last_error)
        drawing.print(name, said.title, data, said.copies, lambda: say("beat"))
    say("done")


def _drawing(library: str, last_error: Callable[[], int]) -> Gdi:
    return Gdi(ctypes.CDLL(library) if library else _windows("gdi32"), last_error)


def _spooler(library: str) -> tuple[Spooler, Callable[[], int]]:
    if library:  # a stand-in
        stand_in = ctypes.CDLL(library)
        return Spooler(stand_in, lambda: int(stand_in.GetLastError())), lambda: int(stand_in.GetLastError())
    last_error: Callable[[], int] = getattr(ctypes, "get_last_error", lambda: 0)
    return Spooler(_windows("winspool.drv"), last_error), last_error


def _windows(name: str) -> Any:
    """A library of Windows. SpoolerTrouble NOT_ON_THIS_SYSTEM elsewhere."""
    kind = getattr(ctypes, "WinDLL", None)
    if kind is None:
        raise SpoolerTrouble(PrinterCode.NOT_ON_THIS_SYSTEM)
    return kind(name, use_last_error=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="the printers' own process")
    parser.add_argument("what", choices=("list", "pages", "raw", "hello"))
    parser.add_argument("--name", default="")
    parser.add_argument("--title", default="")
    parser.add_argument("--file", default="")
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--library", default="")
    return parser


def _teller() -> Say:
    """Says on the real output, whatever a driver prints there: what it prints goes to the error stream instead."""
    out = os.dup(1)
    os.dup2(2, 1)

    def say(word: str, **values: object) -> None:
        os.write(out, (json.dumps({"say": word, **values}) + "\n").encode("ascii"))

    return say


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
