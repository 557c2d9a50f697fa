"""Receipt printers on the network that speak ESC/POS: pictures in, and what the printer says of itself.

Letters, barcodes and code pages differ from model to model; the raster picture (`GS v 0`) does not.
Source: Epson, ESC/POS Command Reference (GS v 0, GS V, DLE EOT, GS r).
"""

from __future__ import annotations

import re
import socket
import threading
import time

from deskapp.devices.errors import PrinterCode
from deskapp.devices.printer.contract import Document, Raster
from deskapp.failures import DeviceTrouble

__all__ = ["NetworkPrinter", "Raster", "StripPrinter", "commands"]
PORT = 9100  # where such printers listen
_STRIP = 128  # rows in one picture: more overruns the memory of small printers
_BEGIN = b"\x1b@"
_CUT = b"\x1dVB\x00"  # feed to the knife, and cut but for a point
_OFFLINE_CAUSE, _PAPER = b"\x10\x04\x02", b"\x10\x04\x04"  # DLE EOT: answered at once, whatever is printing
_DONE = b"\x1dr\x01"  # GS r 1: answered when all before it is printed
_FIXED, _FIXED_IS = 0x93, 0x12  # bits that every DLE EOT answer has
_COVER_OPEN, _PAPER_STOP, _ERROR, _NO_PAPER = 0x04, 0x20, 0x40, 0x60
_WIDEST = 8 * 0xFF  # dots
_ADDRESS = re.compile(r"(?P<host>[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::(?P<port>[0-9]{1,5}))?")


def commands(raster: Raster) -> bytes:
    """What a printer is sent to print a picture and cut it off. ValueError for what is no picture."""
    each = raster.wide // 8
    if raster.wide % 8 or not 0 < raster.wide <= _WIDEST or not raster.rows or len(raster.rows) % each:
        raise ValueError("no picture")
    said = [_BEGIN]
    for begin in range(0, len(raster.rows), each * _STRIP):
        strip = raster.rows[begin : begin + each * _STRIP]
        high = len(strip) // each
        said += [b"\x1dv0\x00", each.to_bytes(2, "little"), high.to_bytes(2, "little"), strip]
    return b"".join((*said, _CUT))


class NetworkPrinter:
    """One printer by its address. Safe from several threads: it prints one picture after the other."""

    def __init__(
        self, address: str, *, patience: float = 3.0, answers_in: float = 0.5, prints_in: float = 15.0
    ) -> None:
        """`address`: host, or host:port. All times in seconds. DeviceTrouble NO_SUCH_PRINTER for what is no address."""
        found = _ADDRESS.fullmatch(address)
        port = int(found["port"] or PORT) if found else 0
        if found is None or not 0 < port < 1 << 16:
            raise DeviceTrouble(PrinterCode.NO_SUCH_PRINTER, printer=address[:60])
        self._at = (found["host"].strip("[]"), port)
        self._patience = patience
        self._answers_in = answers_in
        self._prints_in = prints_in
        self._one_at_a_time = threading.Lock()

    def print(self, raster: Raster) -> None:
        """Print a picture, and return when it is on the paper, as far as the printer says so.

        DeviceTrouble: OFFLINE, OUT_OF_PAPER, COVER_OPEN before anything was sent; afterwards FAILED when the line
        broke, SILENT when a printer that had answered before says nothing more.
        """
        said = commands(raster)
        with self._one_at_a_time:
            try:
                line = socket.create_connection(self._at, self._patience)
            except OSError as error:
                raise DeviceTrouble(PrinterCode.OFFLINE) from error
            with line:
                try:
                    answers = self._must_be_ready(line)
                    line.settimeout(self._prints_in)
                    line.sendall(said)
                    if answers:
                        self._until_done(line)
                except OSError as error:
                    raise DeviceTrouble(PrinterCode.FAILED, status=type(error).__name__) from error

    def _must_be_ready(self, line: socket.socket) -> bool:
        """Ask before sending. Whether the printer answers at all: not every one does."""
        cause = self._status(line, _OFFLINE_CAUSE)
        if cause is None:
            return False
        if cause & _COVER_OPEN:
            raise DeviceTrouble(PrinterCode.COVER_OPEN)
        if cause & _PAPER_STOP or (self._status(line, _PAPER) or 0) & _NO_PAPER == _NO_PAPER:
            raise DeviceTrouble(PrinterCode.OUT_OF_PAPER)
        if cause & _ERROR:
            raise DeviceTrouble(PrinterCode.FAILED, status="error")
        return True

    def _status(self, line: socket.socket, question: bytes) -> int | None:
        """The answer to a DLE EOT; anything else that a printer says unasked is passed over."""
        line.sendall(question)
        until = time.monotonic() + self._answers_in
        while (left := until - time.monotonic()) > 0:
            line.settimeout(left)
            try:
                told = line.recv(1)
            except TimeoutError:
                return None
            if not told:
                raise ConnectionAbortedError
            if told[0] & _FIXED == _FIXED_IS:
                return told[0]
        return None

    def _until_done(self, line: socket.socket) -> None:
        line.sendall(_DONE)
        line.settimeout(self._prints_in)
        try:
            told = line.recv(1)
        except TimeoutError as error:
            raise DeviceTrouble(PrinterCode.SILENT, seconds=round(self._prints_in)) from error
        if not told:
            raise ConnectionAbortedError


class StripPrinter:
    """A receipt printer as a desk's: it prints the strip of a document, and nothing that has none."""

    def __init__(self, address: str) -> None:
        """DeviceTrouble NO_SUCH_PRINTER for what is no address."""
        self._printer = NetworkPrinter(address)

    def print(self, document: Document) -> None:
        """As `NetworkPrinter.print`; DeviceTrouble STRIPS_ONLY for a paper that is no strip."""
        if document.strip is None:
            raise DeviceTrouble(PrinterCode.STRIPS_ONLY)
        for _ in range(document.copies):
            self._printer.print(document.strip)
