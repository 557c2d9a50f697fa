"""What stands in for Windows' spooler, drawing and event log, compiled once, and how it is to behave: variables of the
environment.

SP_FOLDER       where everything is kept: "log", "title", "raw", "page-N.pgm" (what would be on paper), "event"
SP_PRINTERS     how many printers there are (2): "Receipts" and "Front \\ A4", the default
SP_DEFAULT      "0": there is no default printer
SP_STOPPED      "1": the spooler does not run
SP_STATUS       PRINTER_STATUS_… of both
SP_ATTRIBUTES   PRINTER_ATTRIBUTE_… of both
SP_DPI          dots an inch (600)
SP_PAPER        "landscape": the sheet lies the other way
SP_DENIED       "1": nobody may print
SP_SURFACE      "0": there is nothing to draw on
SP_BREAK        "short", "write", "crash" (bytes); "page", "draw", "hang" (pages)
SP_NO_LOG       "1": there is no event log; SP_LOG_FULL: it takes nothing
"""

from __future__ import annotations

import subprocess
from pathlib import Path

FRONT, RECEIPTS = "Front \\ A4", "Receipts"


def compiled(folder: Path) -> Path:
    """The library, made by gcc."""
    made = folder / "libspooler.so"
    source = Path(__file__).with_name("spooler.c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-w", "-o", str(made), str(source)], check=True)
    return made
