"""Runs a native driver in a process of its own, so that its crash or its silence is a Trouble and not ours."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

POLL = 0.05  # s between two looks whether the work is still wanted
GRACE = 1.0  # s a driver gets to put its device to rest before it is killed
KEPT_SPEECH = 16 * 1024  # bytes of what the driver said on its error stream, the last ones
KEPT_LINES = 4 * 1024 * 1024  # bytes of lines nobody has read yet; a driver that floods us loses the rest
LONGEST = 10  # times its silence a program may talk that has nothing to do but to answer


def never() -> bool:
    """Nobody asks to stop."""
    return False


class ChildSilent(Exception):
    """The child gave no sign of life for so long that it has to be taken for hung."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"silent for {seconds} s")
        self.seconds = seconds


class ChildEndless(Exception):
    """The child said more than anybody listens to."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended. `status` is negative when a signal killed it; `said` is the end of its error stream."""

    status: int
    said: str


class Child:
    """One run of a program, from entering the `with` block to leaving it; nothing of it is left afterwards.

    `silence` is how many seconds it may go without a word on either stream. `stop` is asked every POLL seconds while
    waiting, from the waiting thread: a true answer ends the lines early and sets `stopped`.
    Raises OSError from the constructor when the program cannot be started.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        silence: float,
        folder: Path | None = None,
        stop: Callable[[], bool] = never,
    ) -> None:
        self.stopped = False
        self._silence = silence
        self._stop = stop
        self._news = threading.Condition()
        self._lines: deque[str] = deque()
        self._waiting_bytes = 0
        self._said = bytearray()
        self._heard = time.monotonic()
        self._until = math.inf
        self._open_streams = 2
        self._process = _start(command, folder)
        self._pumps = [
            threading.Thread(target=self._pump, args=(self._process.stdout, self._keep_lines()), daemon=True),
            threading.Thread(target=self._pump, args=(self._process.stderr, self._keep_speech()), daemon=True),
        ]
        for pump in self._pumps:
            pump.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    @property
    def alive(self) -> bool:
        """Whether it still runs, or has left words that nobody has heard."""
        with self._news:
            return self._open_streams > 0 or bool(self._lines)

    def within(self, seconds: float) -> None:
        """What is waited for has to come within so many seconds from now, however much it talks until then."""
        self._until = time.monotonic() + seconds

    def hold_files(self, largest: int) -> None:
        """Let it write no file that is larger, in bytes. Where the system cannot hold it, it is not held."""
        if sys.platform == "linux":
            import resource

            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (largest, largest))

    def lines(self) -> Iterator[str]:
        """Each line of the output as it comes. Raises ChildSilent."""
        while self._wait(lambda: bool(self._lines) or self._open_streams == 0):
            with self._news:
                if not self._lines:
                    return
                line = self._lines.popleft()
                self._waiting_bytes -= len(line)
            yield line

    def ended(self) -> Ended:
        """Waits for the end. Raises ChildSilent. After a stop, the child is ended first."""
        if self.stopped or not self._wait(lambda: self._open_streams == 0):
            self._end()
        left = max(POLL, self._heard + self._silence - time.monotonic())
        try:
            status = self._process.wait(left)
        except subprocess.TimeoutExpired:
            raise ChildSilent(self._silence) from None
        return Ended(status, self._said.decode("utf-8", "replace"))

    def _wait(self, ready: Callable[[], bool]) -> bool:
        with self._news:
            while not ready():
                if self._stop():
                    self.stopped = True
                    return False
                left = min(self._heard + self._silence, self._until) - time.monotonic()
                if left <= 0:
                    raise ChildSilent(self._silence)
                self._news.wait(min(left, POLL))
        return True

    def _pump(self, stream: IO[bytes], keep: Callable[[bytes], None]) -> None:
        while chunk := os.read(stream.fileno(), 65536):
            with self._news:
                self._heard = time.monotonic()
                keep(chunk)
                self._news.notify_all()
        with self._news:
            keep(b"\n")
            self._open_streams -= 1
            self._news.notify_all()

    def _keep_lines(self) -> Callable[[bytes], None]:
        rest = bytearray()

        def keep(chunk: bytes) -> None:
            rest.extend(chunk)
            *whole, last = rest.split(b"\n")
            rest[:] = last[:65536]
            for line in whole:
                if line and self._waiting_bytes < KEPT_LINES:
                    self._lines.append(line.decode("utf-8", "replace").rstrip("\r"))
                    self._waiting_bytes += len(line)

        return keep

    def _keep_speech(self) -> Callable[[bytes], None]:
        def keep(chunk: bytes) -> None:
            self._said.extend(chunk)
            del self._said[:-KEPT_SPEECH]

        return keep

    def _end(self) -> None:
        if self._process.poll() is None:
            self._signal(force=False)
            try:
                self._process.wait(GRACE)
            except subprocess.TimeoutExpired:
                self._signal(force=True)
                self._process.wait()
        if self._open_streams:  # something it started still holds our pipes
            for pump in self._pumps:
                pump.join(POLL)
            if self._open_streams:
                self._signal(force=True)
        for pump, stream in zip(self._pumps, (self._process.stdout, self._process.stderr), strict=True):
            pump.join(GRACE)
            if stream is not None and not pump.is_alive():
                stream.close()

    def _signal(self, *, force: bool) -> None:
        if sys.platform == "win32":
            self._process.kill()
        else:
            # The whole group: a driver may be a script that started the real one.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL if force else signal.SIGTERM)


def run(command: Sequence[str], *, silence: float, folder: Path | None = None) -> tuple[list[str], Ended]:
    """Runs a program to its end: the lines it wrote, and how it ended. Raises ChildSilent, also when it talks on and on
    without an end, ChildEndless, OSError.
    """
    with Child(command, silence=silence, folder=folder) as child:
        child.within(LONGEST * silence)
        lines, heard = [], 0
        for line in child.lines():
            heard += len(line)
            if heard > KEPT_LINES:
                raise ChildEndless
            lines.append(line)
        return lines, child.ended()


def _start(command: Sequence[str], folder: Path | None) -> subprocess.Popen[bytes]:
    # LC_ALL=C, because what a driver says is read by us and not by a person.
    surroundings = {**os.environ, "LC_ALL": "C"}
    hidden: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows: no black console beside the clerk's window
    return subprocess.Popen(  # noqa: S603  (a list and no shell; the program is named by a driver, never by a page)
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=surroundings,
        start_new_session=True,
        creationflags=hidden,
    )
