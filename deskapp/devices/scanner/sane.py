"""Scanners under Linux, through SANE's own `scanimage` as a child process.

Not through python-sane: a crashing vendor library would take the clerk's window with it.
Pages come as PNM, untouched and fast to write; whoever keeps them encodes them once.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deskapp.devices.child import Child, ChildEndless, ChildSilent, Ended, run
from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import pnm, sane_options
from deskapp.devices.scanner.contract import Abilities, Page, ScanRequest
from deskapp.devices.scanner.sane_options import Option
from deskapp.failures import DeviceTrouble

PROGRAM = "scanimage"
SILENCE = 60.0  # s without a word: cold lamps and network scanners need up to half a minute
LISTING_SILENCE = 30.0  # s for backends that look for devices on the network
PAGE = 300.0  # s for one page, however much the driver says of its progress: an A3 at 1200 dpi takes a slow one half
_MOST_FOUND = 50

# SANE_Status, from sane.h. scanimage exits with it; 1 is also its own "bad usage" or "cannot open".
_STATUS = {
    2: ScannerCode.CANCELLED_AT_DEVICE,
    3: ScannerCode.BUSY,
    6: ScannerCode.JAMMED,
    7: ScannerCode.EMPTY,
    8: ScannerCode.COVER_OPEN,
    9: ScannerCode.DISCONNECTED,
    11: ScannerCode.ACCESS_DENIED,
}
_CANNOT_OPEN = (
    ("Device busy", ScannerCode.BUSY),
    ("Access to resource has been denied", ScannerCode.ACCESS_DENIED),
    ("Error during device I/O", ScannerCode.DISCONNECTED),
    ("Invalid argument", ScannerCode.NO_SUCH_SOURCE),
)
_READ = (
    ("Device busy", ScannerCode.BUSY),
    ("feeder jammed", ScannerCode.JAMMED),
    ("cover is open", ScannerCode.COVER_OPEN),
    ("Access to resource has been denied", ScannerCode.ACCESS_DENIED),
    ("Operation was cancel", ScannerCode.CANCELLED_AT_DEVICE),
    ("Error during device I/O", ScannerCode.DISCONNECTED),
)
_COUNTED = frozenset(
    {ScannerCode.JAMMED, ScannerCode.COVER_OPEN, ScannerCode.DISCONNECTED, ScannerCode.CANCELLED_AT_DEVICE}
)


@dataclass(frozen=True, slots=True)
class Found:
    """One device `scanimage` knows of."""

    device: str
    title: str


class SaneScanner:
    """One SANE device, by the name `scanimage -d` takes."""

    def __init__(self, device: str, *, program: str = PROGRAM, silence: float = SILENCE, page: float = PAGE) -> None:
        self._device = device
        self._program = program
        self._silence = silence
        self._page = page
        self._options: dict[str, Option] | None = None

    def abilities(self) -> Abilities:
        return sane_options.abilities(self._known_options())

    def scan(self, request: ScanRequest) -> Iterator[Page]:
        if request.stop():  # a quick device would have a page ready before anybody asked again
            return
        options = self._known_options()
        able = sane_options.abilities(options)
        worded = sane_options.arguments(options, request)
        count = request.max_pages if request.feeder or request.duplex else 1
        command = [self._program, f"--device-name={self._device}", "--format=pnm", "--batch=%d.pnm", "--batch-print"]
        command += ["--progress", *([] if count is None else [f"--batch-count={count}"]), *worded]
        with tempfile.TemporaryDirectory(prefix="deskapp-scan-") as name:
            folder = Path(name)
            with self._child(command, folder, request) as child:
                yield from self._pages(child, folder, able.nearest_dpi(request.dpi))

    def _pages(self, child: Child, folder: Path, dpi: int) -> Iterator[Page]:
        number = 0
        try:
            # The name of a file is printed when it is complete; "Scanned page N" comes too early.
            child.within(self._page)
            for line in child.lines():
                number += 1
                yield pnm.taken(folder / Path(line).name, number, dpi)
                child.within(self._page)
            if child.stopped:
                return
            ended = child.ended()
        except ChildSilent as silent:
            raise DeviceTrouble(ScannerCode.SILENT, seconds=round(silent.seconds)) from None
        if ended.status != 0 or _read_failed(ended):
            raise self._trouble(ended, number + 1)
        if number == 0:
            raise _noted(DeviceTrouble(ScannerCode.EMPTY), ended)

    def _child(self, command: list[str], folder: Path, request: ScanRequest) -> Child:
        try:
            child = Child(command, silence=self._silence, folder=folder, stop=request.stop)
        except OSError as error:
            raise DeviceTrouble(ScannerCode.NOT_ON_THIS_SYSTEM, kind="sane") from error
        child.hold_files(pnm.MOST_BYTES)
        return child

    def _known_options(self) -> dict[str, Option]:
        if self._options is None:
            command = [self._program, f"--device-name={self._device}", "--all-options"]
            lines, ended = _run(command, self._silence)
            if ended.status != 0:
                raise self._trouble(ended, 1)
            self._options = sane_options.read(lines)
        return self._options

    def _trouble(self, ended: Ended, page: int) -> DeviceTrouble:
        if ended.status < 0:
            return _noted(DeviceTrouble(ScannerCode.DRIVER_CRASHED, signal=-ended.status), ended)
        code = _STATUS.get(ended.status) or _read_failed(ended) or ScannerCode.FAILED
        opening = re.search(r"open of device .* failed: (.*)", ended.said)
        if opening:
            code = next((c for words, c in _CANNOT_OPEN if words in opening[1]), ScannerCode.FAILED)
        elif "Application transferred too few scanlines" in ended.said:
            code = ScannerCode.INCOMPLETE_PAGE
        values: dict[str, object] = {}
        if code == ScannerCode.FAILED:
            values["status"] = ended.status
        elif code == ScannerCode.NO_SUCH_SOURCE:
            values["source"] = f"sane:{self._device}"
        elif code in _COUNTED or code == ScannerCode.INCOMPLETE_PAGE:
            values["page"] = page
        return _noted(DeviceTrouble(code, **values), ended)


def _read_failed(ended: Ended) -> ScannerCode | None:
    """What the program said while it read, when a signal to its own reader took its exit status from it (exit 0)."""
    said = re.findall(r"sane_(?:read|start): (.*)", ended.said)
    return next((code for words, code in _READ if said and words in said[-1]), None)


def found(*, program: str = PROGRAM) -> list[Found]:
    """The devices SANE knows of. Raises DeviceTrouble, NOT_ON_THIS_SYSTEM when SANE is not installed."""
    lines, ended = _run([program, "--formatted-device-list=%d|%v %m%n"], LISTING_SILENCE)
    if ended.status != 0:
        raise _noted(DeviceTrouble(ScannerCode.FAILED, status=ended.status), ended)
    split = [line.partition("|") for line in lines if "|" in line]
    return [Found(device, _shown(title)) for device, _, title in split if device and device.isprintable()][:_MOST_FOUND]


def _shown(title: str) -> str:
    """What can stand on a screen of a driver's own words."""
    return "".join(letter for letter in title if letter.isprintable()).strip()[:80]


def _run(command: list[str], silence: float) -> tuple[list[str], Ended]:
    try:
        return run(command, silence=silence)
    except ChildSilent as silent:
        raise DeviceTrouble(ScannerCode.SILENT, seconds=round(silent.seconds)) from None
    except ChildEndless:
        raise DeviceTrouble(ScannerCode.FAILED, status="garbled") from None
    except OSError as error:
        raise DeviceTrouble(ScannerCode.NOT_ON_THIS_SYSTEM, kind="sane") from error


def _noted(trouble: DeviceTrouble, ended: Ended) -> DeviceTrouble:
    trouble.add_note(f"exit {ended.status}: {ended.said.strip()[-2000:]}")
    return trouble
