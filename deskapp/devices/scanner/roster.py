"""The scanners by name: `sane:test:0`, `folder:PATH`, `pretend:`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import sane
from deskapp.devices.scanner.contract import Scanner
from deskapp.devices.scanner.folder import FolderScanner
from deskapp.devices.scanner.pretend import PretendScanner
from deskapp.devices.scanner.sane import SaneScanner
from deskapp.failures import DeviceTrouble

_ELSEWHERE = frozenset({"twain", "wia", "escl"})


@dataclass(frozen=True, slots=True)
class Source:
    """A scanner that is there: the name it is found by, and what its maker calls it."""

    name: str
    title: str


def find(source: str) -> Scanner:
    """The scanner of a name; "" for the first that is there.

    DeviceTrouble `scanner.no_such_source`, `scanner.not_on_this_system`, or `scanner.none` when there is none at all.
    """
    kind, _, rest = source.partition(":")
    if not source:
        there = listed()
        if not there:
            raise DeviceTrouble("scanner.none")
        return find(there[0].name)
    if kind == "sane" and rest:
        return SaneScanner(rest)
    if kind == "folder" and rest:
        return FolderScanner(Path(rest))
    if kind == "pretend":
        return PretendScanner(sheets=int(rest) if rest.isdecimal() else 1)
    code = ScannerCode.NOT_ON_THIS_SYSTEM if kind in _ELSEWHERE else ScannerCode.NO_SUCH_SOURCE
    values = {"kind": kind} if kind in _ELSEWHERE else {"source": source[:80]}
    raise DeviceTrouble(code, **values)


def listed() -> list[Source]:
    """The scanners that are there now. A system without SANE simply has none of its kind."""
    try:
        return [Source(f"sane:{found.device}", found.title) for found in sane.found()]
    except DeviceTrouble as trouble:
        if trouble.code == ScannerCode.NOT_ON_THIS_SYSTEM:
            return []
        raise
