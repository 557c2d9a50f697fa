"""Which scanners there are, and the one that a name means.

sane:DEVICE     a device of SANE, DEVICE as `scanimage -d` takes it
folder:PATH     a watched folder
pretend:…       drawn pages, for practice: "pretend:sheets=5,jam=4"; see `PretendScanner.named`
twain: wia: escl:   known kinds that this version cannot use
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import sane
from deskapp.devices.scanner.contract import Scanner
from deskapp.devices.scanner.folder import FolderScanner
from deskapp.failures import DeviceTrouble

_NOT_HERE = frozenset({"twain", "wia", "escl"})


@dataclass(frozen=True, slots=True)
class Source:
    """A scanner that is there now: the name that finds it, and what people call it."""

    name: str
    title: str


def listed() -> list[Source]:
    """The scanners that are attached now; folders and practice are not guessed. Raises DeviceTrouble, but not when
    this computer simply has no SANE."""
    try:
        return [Source(f"sane:{found.device}", found.title) for found in sane.found()]
    except DeviceTrouble as trouble:
        if trouble.code == ScannerCode.NOT_ON_THIS_SYSTEM:
            return []
        raise


def find(source: str) -> Scanner:
    """The scanner of a name; "" is the first that is listed. Raises DeviceTrouble NO_SUCH_SOURCE, NONE,
    NOT_ON_THIS_SYSTEM. A SANE device is only asked whether it is there when it is used: looking takes seconds."""
    if not source:
        there = listed()
        if not there:
            raise DeviceTrouble(ScannerCode.NONE)
        return find(there[0].name)
    kind, separator, rest = source.partition(":")
    if separator and kind in _NOT_HERE:
        raise DeviceTrouble(ScannerCode.NOT_ON_THIS_SYSTEM, kind=kind)
    if kind == "sane" and rest and "\0" not in rest:
        return sane.SaneScanner(rest)
    if kind == "folder" and rest and "\0" not in rest and Path(rest).is_dir():
        return FolderScanner(Path(rest))
    if kind == "pretend" and separator:
        from deskapp.devices.scanner.pretend import PretendScanner  # draws: brings OpenCV along

        try:
            return PretendScanner.named(rest)
        except ValueError as error:
            raise DeviceTrouble(ScannerCode.NO_SUCH_SOURCE, source=source) from error
    raise DeviceTrouble(ScannerCode.NO_SUCH_SOURCE, source=source)
