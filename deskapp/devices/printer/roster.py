"""The printers by name: "" for the system's default, `cups:NAME`, `folder:PATH`, `pretend:`."""

from __future__ import annotations

from pathlib import Path

from deskapp.devices.errors import PrinterCode
from deskapp.devices.printer import cups
from deskapp.devices.printer.contract import Printer
from deskapp.devices.printer.cups import CupsPrinter
from deskapp.devices.printer.folder import FolderPrinter
from deskapp.devices.printer.pretend import PretendPrinter
from deskapp.failures import DeviceTrouble


def find(name: str) -> Printer:
    """The printer of a name. DeviceTrouble `printer.no_such_printer`."""
    kind, _, rest = name.partition(":")
    if not name:
        return CupsPrinter()
    if kind == "cups" and rest:
        return CupsPrinter(rest)
    if kind == "folder" and rest:
        return FolderPrinter(Path(rest))
    if kind == "pretend":
        return PretendPrinter()
    raise DeviceTrouble(PrinterCode.NO_SUCH_PRINTER, printer=name[:80])


def listed() -> list[str]:
    """The names of the printers that are there now."""
    return [f"cups:{queue}" for queue in cups.queues()]
