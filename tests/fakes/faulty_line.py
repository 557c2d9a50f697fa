"""A line between two programs that counts what goes over it, and breaks in every way that lines do."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

_AT_ONCE = 16 * 1024


@dataclass
class Faults:
    """What happens to connections from now on. Bytes are counted for each connection by itself."""

    refuse: bool = False  # closed as soon as it is made
    hang: bool = False  # taken, and never a word
    answer: bytes | None = None  # said to whatever is asked, in the other side's place
    cut_up: int | None = None  # after so many bytes of what is asked
    cut_down: int | None = None  # after so many bytes of the answer
    garble_up: int | None = None  # the byte at this place is another
    garble_down: int | None = None
    times: int | None = None  # so many connections only, and the line is good again
    pace: float | None = None  # bytes in a second, either way, all connections together

    def none(self) -> bool:
        """Whether a connection goes through unharmed."""
        told = (self.refuse, self.hang, self.answer, self.cut_up, self.cut_down, self.garble_up, self.garble_down)
        return not any(word is not None and word is not False for word in told)


class FaultyLine:
    """Listens, and carries what comes to another port of this machine. `faults` may be changed at any time."""

    def __init__(self, port: int) -> None:
        self.faults = Faults()
        self.up = 0  # bytes that came to the other side
        self.down = 0
        self.harmed = 0  # connections that met a fault
        self._to = port
        self._guard = threading.Lock()
        self._free_at = 0.0
        self._ended = threading.Event()
        self._open: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._threads = [threading.Thread(target=self._take_in, daemon=True)]
        self._threads[0].start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def end(self) -> None:
        """Close everything, and wait for it."""
        self._ended.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.cut()
        for thread in self._threads:
            thread.join(10)

    def cut(self) -> None:
        """Break every connection that there is now."""
        with self._guard:
            open_ones = list(self._open)
        for one in open_ones:
            _shut(one)

    def _take_in(self) -> None:
        while not self._ended.is_set():
            try:
                asker, _ = self._listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._carry, args=(asker,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _faults_now(self) -> Faults:
        """Those of the next connection."""
        with self._guard:
            faults = self.faults
            if faults.none() or faults.times == 0:
                return Faults(pace=faults.pace)
            if faults.times is not None:
                faults.times -= 1
            self.harmed += 1
            return Faults(**{**vars(faults), "times": None})

    def _carry(self, asker: socket.socket) -> None:
        """One connection, until either side ends it. Faults are those of the time when its first byte comes."""
        with self._guard:
            self._open.add(asker)
        answerer: socket.socket | None = None
        try:
            first = asker.recv(_AT_ONCE)
            faults = self._faults_now()
            if not first or faults.refuse:
                return
            if faults.hang:
                while not self._ended.is_set() and asker.recv(_AT_ONCE):
                    pass
                return
            if faults.answer is not None:
                asker.sendall(faults.answer)
                return
            answerer = socket.create_connection(("127.0.0.1", self._to))
            with self._guard:
                self._open.add(answerer)
            back = threading.Thread(target=self._pump, args=(answerer, asker, faults, False), daemon=True)
            back.start()
            self._pump(asker, answerer, faults, True, first)
            back.join(10)
        except OSError:
            pass
        finally:
            for one in (asker, answerer):
                if one is not None:
                    with self._guard:
                        self._open.discard(one)
                    _shut(one)
                    one.close()

    def _pump(self, one: socket.socket, other: socket.socket, faults: Faults, up: bool, first: bytes = b"") -> None:
        cut, garble = (faults.cut_up, faults.garble_up) if up else (faults.cut_down, faults.garble_down)
        gone = 0
        with contextlib.suppress(OSError):
            while data := first or one.recv(_AT_ONCE):
                first = b""
                if garble is not None and gone <= garble < gone + len(data):
                    changed = bytearray(data)
                    changed[garble - gone] ^= 0x55
                    data = bytes(changed)
                whole = cut is None or gone + len(data) < cut
                data = data if whole else data[: cut - gone]  # type: ignore[operator]
                self._wait_for_pace(len(data))
                other.sendall(data)
                gone += len(data)
                with self._guard:
                    self.up, self.down = (self.up + len(data), self.down) if up else (self.up, self.down + len(data))
                if not whole:
                    _shut(one)
                    break
        _shut(other)

    def _wait_for_pace(self, size: int) -> None:
        pace = self.faults.pace
        if pace is None:
            return
        with self._guard:
            self._free_at = max(self._free_at, time.monotonic()) + size / pace
            wait = self._free_at - time.monotonic()
        self._ended.wait(wait)


def _shut(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def faulty_line(port: int) -> Iterator[FaultyLine]:
    """A line that is gone when the test is."""
    line = FaultyLine(port)
    try:
        yield line
    finally:
        line.end()
