"""The printers of Windows, through a process of its own: its driver's crash and its silence are Troubles, not ours."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from deskapp.devices.child import ChildSilent, run
from deskapp.devices.errors import PrinterCode
from deskapp.devices.printer.contract import Document
from deskapp.devices.printer.escpos import commands
from deskapp.failures import DeviceTrouble

COMMAND = "print-loop"  # by which the packaged program knows that it is to be this process
SILENCE = 60.0  # s without a word: a driver of a printer in the network may look for it that long
_MOST_LISTED = 256
_NAME = 220  # characters, Windows' own limit
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f]")


def here() -> bool:
    """Whether this computer has such printers."""
    return sys.platform == "win32"


def command() -> list[str]:
    """What starts the process: the packaged program is its own interpreter and knows it by a word."""
    if getattr(sys, "frozen", False):
        return [sys.executable, COMMAND]
    return [sys.executable, "-m", "deskapp.devices.printer.print_loop"]


class WindowsPrinter:
    """One printer by its name in Windows; "" is whatever the system's default is at that moment."""

    def __init__(self, name: str = "", *, start: Sequence[str] = (), silence: float = SILENCE) -> None:
        """DeviceTrouble NO_SUCH_PRINTER for what cannot be a name."""
        if len(name) > _NAME or _UNPRINTED.search(name):
            raise DeviceTrouble(PrinterCode.NO_SUCH_PRINTER, printer=name[:60])
        self._name = name
        self._start = start
        self._silence = silence

    def print(self, document: Document) -> None:
        self._send("pages", document.name, document.pdf, document.copies)

    def _send(self, kind: str, title: str, data: bytes, copies: int) -> None:
        with tempfile.TemporaryDirectory(prefix="deskapp-print-") as folder:
            file = Path(folder) / "paper"
            file.write_bytes(data)
            # each value joined to its word: a name may begin with "-"
            values = {"name": self._name, "title": _UNPRINTED.sub(" ", title)[:120], "file": file, "copies": copies}
            words = [kind, *(f"--{word}={value}" for word, value in values.items())]
            _asked([*(self._start or command()), *words], self._silence, self._name)


class WindowsReceiptPrinter(WindowsPrinter):
    """A receipt printer at this computer that speaks ESC/POS: its queue is given the bytes as they are."""

    def print(self, document: Document) -> None:
        """DeviceTrouble STRIPS_ONLY for a paper that is no strip."""
        if document.strip is None:
            raise DeviceTrouble(PrinterCode.STRIPS_ONLY)
        self._send("raw", document.name, commands(document.strip), document.copies)


def listed(*, start: Sequence[str] = (), silence: float = SILENCE) -> list[str]:
    """The names of the printers Windows knows, its default first. Raises DeviceTrouble."""
    told = [said for said in _asked([*(start or command()), "list"], silence, "") if said["say"] == "printer"]
    told.sort(key=lambda said: said.get("default") is not True)
    return [str(said.get("name", ""))[:_NAME] for said in told[:_MOST_LISTED]]


def hello(*, start: Sequence[str] = (), silence: float = SILENCE) -> None:
    """That the process starts with all its parts; no printer is asked. Raises DeviceTrouble."""
    _asked([*(start or command()), "hello"], silence, "")


def _asked(words: Sequence[str], silence: float, name: str) -> list[Mapping[str, object]]:
    """What the process says, to its end. What it says is a stranger's word, read within bounds."""
    try:
        lines, ended = run(words, silence=silence)
    except ChildSilent as silent:
        raise DeviceTrouble(PrinterCode.SILENT, seconds=round(silent.seconds)) from None
    except OSError as error:
        raise DeviceTrouble(PrinterCode.NOT_ON_THIS_SYSTEM, kind="windows") from error
    told = [said for line in lines if (said := _said(line))]
    for said in told:
        if said["say"] == "trouble":
            raise _trouble(said, name)
    if not told or told[-1]["say"] != "done":
        trouble = DeviceTrouble(PrinterCode.FAILED, status=f"0x{ended.status & 0xFFFFFFFF:X}")
        trouble.add_note(ended.said[-2000:])
        raise trouble
    return told


def _said(line: str) -> Mapping[str, object] | None:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return None  # a driver printed it
    return told if isinstance(told, dict) and isinstance(told.get("say"), str) else None


def _trouble(said: Mapping[str, object], name: str) -> DeviceTrouble:
    code = said.get("code")
    known = PrinterCode(str(code)) if code in set(PrinterCode) else PrinterCode.FAILED
    trouble = DeviceTrouble(known, printer=name[:60], kind="windows", status=str(said.get("status", ""))[:40])
    trouble.add_note(f"spooler: {str(said.get('status', ''))[:200]}")
    return trouble
