"""Printers of CUPS, by its own programs in processes of their own."""

from __future__ import annotations

import subprocess

from deskapp.devices.errors import PrinterCode
from deskapp.devices.printer.contract import Document
from deskapp.failures import DeviceTrouble

_PATIENCE = 20.0  # seconds for the spooler to take a paper
_SAID = (
    ("media-empty", PrinterCode.OUT_OF_PAPER),
    ("media-jam", PrinterCode.JAMMED),
    ("cover-open", PrinterCode.COVER_OPEN),
    ("door-open", PrinterCode.COVER_OPEN),
    ("toner-empty", PrinterCode.OUT_OF_INK),
    ("marker-supply-empty", PrinterCode.OUT_OF_INK),
    ("offline", PrinterCode.OFFLINE),
)


class CupsPrinter:
    """One queue of CUPS; "" for the system's default."""

    def __init__(self, queue: str = "") -> None:
        self._queue = queue

    def print(self, document: Document) -> None:
        self._ask_state()
        command = ["lp", "-s", "-n", str(document.copies), "-t", document.name]
        command += ["-d", self._queue] if self._queue else []
        told = _run([*command, "-"], document.pdf)
        if told.returncode == 0:
            return
        said = told.stderr.decode(errors="replace")
        if "No default destination" in said or "no system default" in said.lower():
            raise DeviceTrouble(PrinterCode.NONE)
        if "does not exist" in said:
            raise DeviceTrouble(PrinterCode.NO_SUCH_PRINTER, printer=self._queue)
        raise DeviceTrouble(PrinterCode.FAILED, status=told.returncode)

    def _ask_state(self) -> None:
        """Ask before sending: what lies in a stopped queue would come out twice after "print again"."""
        told = _run(["lpstat", "-l", "-p", *([self._queue] if self._queue else [])], None).stdout.decode(
            errors="replace"
        )
        for word, code in _SAID:
            if word in told:
                raise DeviceTrouble(code)


def queues() -> list[str]:
    """The names of the printers CUPS knows; none when it is not installed."""
    try:
        return _run(["lpstat", "-e"], None).stdout.decode(errors="replace").split()
    except DeviceTrouble:
        return []


def _run(command: list[str], data: bytes | None) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - no shell, and every word is ours or a printer's own name
            command, input=data, capture_output=True, timeout=_PATIENCE, check=False
        )
    except FileNotFoundError as error:
        raise DeviceTrouble(PrinterCode.NOT_ON_THIS_SYSTEM, kind="cups") from error
    except subprocess.TimeoutExpired as error:
        raise DeviceTrouble(PrinterCode.SILENT, seconds=round(_PATIENCE)) from error
