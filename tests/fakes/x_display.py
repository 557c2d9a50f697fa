"""A real X server without a screen, whose monitors can be plugged in and pulled out while a program runs.

Monitors are set by the RANDR extension's own requests (version 1.5, SetMonitor and DeleteMonitor), spoken here to the
server's socket: no tool for it has to be installed.
"""

from __future__ import annotations

import os
import socket
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_SET_MONITOR, _DELETE_MONITOR, _RESOURCES, _QUERY_VERSION = 43, 44, 25, 0
_QUERY_EXTENSION, _INTERN_ATOM = 98, 16


@dataclass
class XDisplay:
    """`name` is what DISPLAY says."""

    name: str
    _line: socket.socket
    _root: int
    _randr: int = 0

    def plug(self, monitor: str, x: int, y: int, width: int, height: int, *, first: bool = False) -> None:
        """A monitor shows this part of the whole picture from now on; the `first` in place of the server's own."""
        outputs = [self._output()] if first else []
        body = struct.pack("<IBBHhhHHII", self._atom(monitor), 0, 0, len(outputs), x, y, width, height, 270, 200)
        body += b"".join(struct.pack("<I", output) for output in outputs)
        self._line.sendall(struct.pack("<BBHI", self._randr, _SET_MONITOR, 2 + len(body) // 4, self._root) + body)
        self._settle()

    def pull(self, monitor: str) -> None:
        """It is there no more."""
        self._line.sendall(struct.pack("<BBHII", self._randr, _DELETE_MONITOR, 3, self._root, self._atom(monitor)))
        self._settle()

    def find_randr(self) -> None:
        """Learn how the server calls the extension."""
        self._line.sendall(struct.pack("<BBHHH", _QUERY_EXTENSION, 0, 4, 5, 0) + b"RANDR\0\0\0")
        answer = self._answer()
        assert answer[8] == 1, "this X server has no RANDR"
        self._randr = answer[9]
        self._settle()

    def _output(self) -> int:
        self._line.sendall(struct.pack("<BBHI", self._randr, _RESOURCES, 2, self._root))
        answer = self._answer()
        crtcs = struct.unpack_from("<H", answer, 16)[0]
        return int(struct.unpack_from("<I", answer, 32 + 4 * crtcs)[0])

    def _atom(self, name: str) -> int:
        said = name.encode()
        padded = said + bytes(-len(said) % 4)
        self._line.sendall(struct.pack("<BBHHH", _INTERN_ATOM, 0, 2 + len(padded) // 4, len(said), 0) + padded)
        return int(struct.unpack_from("<I", self._answer(), 8)[0])

    def _settle(self) -> None:
        """Wait until the server has done what was asked before: it answers in order."""
        self._line.sendall(struct.pack("<BBHII", self._randr, _QUERY_VERSION, 3, 1, 5))
        self._answer()

    def _answer(self) -> bytes:
        """The next answer; an error of the server's is one of ours."""
        while True:
            head = _read(self._line, 32)
            assert head[0] != 0, f"the X server refused: error {head[1]}"
            if head[0] == 1:
                return head + _read(self._line, 4 * struct.unpack_from("<I", head, 4)[0])


@contextmanager
def x_display(width: int, height: int) -> Iterator[XDisplay]:
    """An X server whose whole picture is so large, until the block ends."""
    got, given = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(given), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-ac"],
        pass_fds=[given],
        stderr=subprocess.DEVNULL,
    )
    os.close(given)
    try:
        with os.fdopen(got) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(10)
            line.connect(f"/tmp/.X11-unix/X{number}")
            made = XDisplay(f":{number}", line, _greeted(line))
            made.find_randr()
            yield made
    finally:
        server.terminate()
        server.wait(10)


def _greeted(line: socket.socket) -> int:
    """Say who we are; returns the root window."""
    line.sendall(struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0))
    head = _read(line, 8)
    assert head[0] == 1, "the X server lets nobody in"
    body = _read(line, 4 * struct.unpack_from("<H", head, 6)[0])
    vendor, formats = struct.unpack_from("<H", body, 16)[0], body[21]
    return int(struct.unpack_from("<I", body, 32 + vendor + (-vendor % 4) + 8 * formats)[0])


def _read(line: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        some = line.recv(length - len(data))
        assert some, "the X server has gone"
        data += some
    return data
