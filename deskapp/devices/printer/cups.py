"""Printers of Linux, through CUPS' own `lp` and `lpstat` as child processes."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from deskapp.devices.child import ChildSilent, Ended, run
from deskapp.devices.errors import PrinterCode
from deskapp.devices.printer.contract import Document
from deskapp.failures import DeviceTrouble

SILENCE = 15.0  # s: both only talk to the spooler beside them

# Reasons a printer gives for standing still: RFC 8011, printer-state-reasons. "-warning" and "-report" print on.
_STANDSTILL = (
    ("media-empty", PrinterCode.OUT_OF_PAPER),
    ("media-needed", PrinterCode.OUT_OF_PAPER),
    ("media-jam", PrinterCode.JAMMED),
    ("cover-open", PrinterCode.COVER_OPEN),
    ("door-open", PrinterCode.COVER_OPEN),
    ("toner-empty", PrinterCode.OUT_OF_INK),
    ("marker-supply-empty", PrinterCode.OUT_OF_INK),
    ("offline", PrinterCode.OFFLINE),
    ("shutdown", PrinterCode.OFFLINE),
    ("paused", PrinterCode.OFFLINE),
)
_NO_PRINTER = re.compile(r"No default destination|no default destination|No printers? (?:found|available)")
_UNKNOWN = re.compile(r"does not exist|Invalid destination|Unknown destination|non-existent destination")


class CupsPrinter:
    """One printer by its CUPS name; "" is whatever the system's default is at that moment."""

    def __init__(self, name: str = "", *, lp: str = "lp", lpstat: str = "lpstat", silence: float = SILENCE) -> None:
        self._name = name
        self._lp = lp
        self._lpstat = lpstat
        self._silence = silence

    def print(self, document: Document) -> None:
        name = self._name or self._default()
        self._must_be_ready(name)
        with tempfile.TemporaryDirectory(prefix="deskapp-print-") as folder:
            file = Path(folder) / "paper.pdf"
            file.write_bytes(document.pdf)
            title = re.sub(r"[\x00-\x1f\x7f]", " ", document.name)[:120]
            ended = self._asked([self._lp, "-d", name, "-n", str(document.copies), "-t", title, "--", str(file)])[1]
        if ended.status != 0:
            raise self._trouble(ended)

    def _default(self) -> str:
        lines, ended = self._asked([self._lpstat, "-d"])
        found = next((line.partition(":")[2].strip() for line in lines if "destination:" in line), "")
        if found and ended.status == 0:
            return found
        there = listed(lpstat=self._lpstat)
        if len(there) != 1:  # with one printer there is nothing to choose; among several nobody may guess
            raise DeviceTrouble(PrinterCode.NONE)
        return there[0]

    def _must_be_ready(self, name: str) -> None:
        """Ask before sending: a document queued at an empty tray would come out later, beside the one printed again."""
        lines, ended = self._asked([self._lpstat, "-l", "-p", name])
        if ended.status != 0:
            raise self._trouble(ended)
        alerts = " ".join(line.partition(":")[2] for line in lines if line.strip().startswith("Alerts:")).split()
        halting = [alert for alert in alerts if not alert.endswith(("-warning", "-report"))]
        for reason, code in _STANDSTILL:
            if any(alert.startswith(reason) for alert in halting):
                raise DeviceTrouble(code)
        if any(re.match(r"printer .* disabled since", line) for line in lines):
            raise DeviceTrouble(PrinterCode.OFFLINE)

    def _asked(self, command: Sequence[str]) -> tuple[list[str], Ended]:
        return _asked(command, self._silence)

    def _trouble(self, ended: Ended) -> DeviceTrouble:
        trouble = DeviceTrouble(PrinterCode.FAILED, status=ended.status)
        if _NO_PRINTER.search(ended.said):
            trouble = DeviceTrouble(PrinterCode.NONE)
        elif _UNKNOWN.search(ended.said):
            trouble = DeviceTrouble(PrinterCode.NO_SUCH_PRINTER, printer=self._name)
        trouble.add_note(f"exit {ended.status}: {ended.said.strip()[-2000:]}")
        return trouble


def listed(*, lpstat: str = "lpstat", silence: float = SILENCE) -> list[str]:
    """The names of the printers CUPS knows, none when its scheduler does not run. Raises DeviceTrouble."""
    lines, ended = _asked([lpstat, "-e"], silence)
    return [line.strip() for line in lines if line.strip()] if ended.status == 0 else []


def _asked(command: Sequence[str], silence: float) -> tuple[list[str], Ended]:
    try:
        return run(command, silence=silence)
    except ChildSilent as silent:
        raise DeviceTrouble(PrinterCode.SILENT, seconds=round(silent.seconds)) from None
    except OSError as error:
        raise DeviceTrouble(PrinterCode.NOT_ON_THIS_SYSTEM, kind="cups") from error
