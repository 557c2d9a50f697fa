"""Which printers there are, and the one that a name means.

""              the system's default printer, asked for at each print
cups:NAME       a printer of CUPS; NAME alone is the same on Linux
windows:NAME    a printer of Windows; NAME alone is the same there
raw:NAME        a receipt printer of Windows, given ESC/POS as it is, for tickets
folder:PATH     PDF files in a folder
escpos:ADDRESS  a receipt printer on the network (host or host:port), for tickets
pretend:N       for practice: N sheets of paper, "pretend:" without an end
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from deskapp.devices.errors import PrinterCode
from deskapp.devices.printer import cups, windows
from deskapp.devices.printer.contract import Printer
from deskapp.devices.printer.cups import CupsPrinter
from deskapp.devices.printer.escpos import StripPrinter
from deskapp.devices.printer.folder import FolderPrinter
from deskapp.devices.printer.pretend import PretendPrinter
from deskapp.devices.printer.windows import WindowsPrinter, WindowsReceiptPrinter
from deskapp.failures import DeviceTrouble

_LONGEST_PAPER = 6  # digits
_OF_WINDOWS = {"windows": WindowsPrinter, "raw": WindowsReceiptPrinter}


@dataclass(frozen=True, slots=True)
class Target:
    """A printer that is there now: the name that finds it, and what people call it."""

    name: str
    title: str


def listed() -> list[Target]:
    """The printers of this computer. Raises DeviceTrouble, but not when it simply has no CUPS."""
    if windows.here():
        return [Target(f"windows:{name}", name) for name in windows.listed()]
    try:
        return [Target(f"cups:{name}", name) for name in cups.listed()]
    except DeviceTrouble as trouble:
        if trouble.code == PrinterCode.NOT_ON_THIS_SYSTEM:
            return []
        raise


def find(name: str) -> Printer:
    """The printer of a name, without asking whether it is there: a desk opens before its printer is switched on.

    Raises DeviceTrouble NO_SUCH_PRINTER for what cannot be a name, NOT_ON_THIS_SYSTEM for a kind driven elsewhere.
    """
    kind, separator, rest = name.partition(":")
    if not separator:
        kind, rest = "windows" if windows.here() else "cups", name
    if kind == "folder" and rest and "\0" not in rest:
        return FolderPrinter(Path(rest))
    if kind == "pretend" and (not rest or (rest.isascii() and rest.isdigit() and len(rest) <= _LONGEST_PAPER)):
        return PretendPrinter(paper=int(rest) if rest else None)
    if kind == "escpos":
        return StripPrinter(rest)
    if kind in _OF_WINDOWS:
        if not windows.here():
            raise DeviceTrouble(PrinterCode.NOT_ON_THIS_SYSTEM, kind=kind)
        return _OF_WINDOWS[kind](rest)
    if kind == "cups" and "\0" not in rest and not rest.startswith("-"):
        return CupsPrinter(rest)
    raise DeviceTrouble(PrinterCode.NO_SUCH_PRINTER, printer=name)
