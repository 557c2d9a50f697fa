"""The fake manager of TWAIN's sources, compiled once, and how it is to behave: variables of the environment.

TW_SHEETS       sheets that lie in the feeder (1)
TW_PAPER        "glass": there is no feeder; "sheets": there is no glass
TW_SIDES        "both": the feeder reads both sides
TW_KINDS        "gray": no colour
TW_WAY          "whole": pictures come whole as bitmaps and never in strips
TW_BITS         bits of a pixel, whatever was asked for
TW_LENGTH       "unknown": the length of a sheet is known when it has gone through
TW_LOADED       "unknown": the source cannot say whether paper lies there, nor which sheet was the last
TW_LIES         "rows", "more rows", "columns", "stride", "strip", "bitmap", "feeder"
TW_FAIL_AT      the page that fails, with condition code TW_FAIL (20, a jam)
TW_BREAK_AT     the page that breaks off in the middle (23, offline)
TW_OPEN         condition code with which it does not open
TW_ENABLE       condition code with which it is not enabled; 99: somebody cancelled
TW_READY        "never", or "closed": what comes in place of a picture
TW_CRASH        the page at which it crashes
TW_HANG         the page at which it hangs
TW_STRIP_MS     how long a strip takes
TW_PADDING      bytes between two rows
TW_CHATTER      "yes": it prints on the standard output, as some do
TW_LOG          file for what matters to a device: "next", "last", "reset", "disabled", "closed", "sequence …"
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from deskapp.devices.scanner.worker import Worker
from deskapp.devices.scanner.worker_scanner import WorkerScanner

NAME = "Fake TWAIN"


def compiled(folder: Path) -> Path:
    """The library, made by gcc."""
    made = folder / "libtwaindsm.so"
    source = Path(__file__).with_name("twaindsm.c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", str(made), str(source)], check=True)
    return made


def worker(library: Path | str, *, silence: float = 20.0) -> Worker:
    """The real process around it."""
    command = [sys.executable, "-m", "deskapp.devices.scanner.twain_loop", "--library", str(library)]
    return Worker("twain", command, silence)


def scanner(library: Path, *, silence: float = 20.0) -> WorkerScanner:
    """Its one source as a scanner."""
    return WorkerScanner(worker(library, silence=silence), NAME)
