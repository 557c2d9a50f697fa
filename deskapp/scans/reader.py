"""Pages are read in a process of its own: it begins with the first page, and ends when none has come for long.

Its crash, its silence and its rubbish are no trouble of anybody: of a page that was not read nothing is said.
When it fails again and again it is left alone for a while, so that a computer on which it cannot live is not kept busy
with starting it.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from deskapp.rules.page_reading import PageReading
from deskapp.scans.said_of_a_page import NonsenseError, reading_of

# What finds lines, what turns them, what reads them.
MODELS = ("PP-OCRv6_det_small.onnx", "ch_ppocr_mobile_v2.0_cls_mobile.onnx", "PP-OCRv6_rec_small.onnx")
SILENCE = 90.0  # s for one page: read in two, and in many more where something else has the processor
IDLE = 240.0  # s without a page, after which its gigabyte is given back
RESTS = 900.0  # s in which it is left alone
FAILS = 3  # times one after the other
_UNASKED = 4  # answers that are held; one is asked for at a time
_MOST = 4 * 1024 * 1024  # bytes of what is said of one page

_log = logging.getLogger(__name__)


def command() -> list[str]:
    """What starts the process: the packaged program is its own interpreter and knows it by a word."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "read-pages"]
    return [sys.executable, "-m", "deskapp.scans.recognising"]


def installed() -> bool:
    """Whether the library is there with its models. Nothing of it is loaded."""
    found = importlib.util.find_spec("rapidocr")
    folders = () if found is None else found.submodule_search_locations or ()
    return any(all((Path(folder) / "models" / name).is_file() for name in MODELS) for folder in folders)


class PageReader:
    """Reads pages one after the other, for whoever asks from whatever thread. Starts nothing until it is asked."""

    def __init__(
        self,
        *,
        started_by: Callable[[], list[str]] = command,
        silence: float = SILENCE,
        idle: float = IDLE,
        rests: float = RESTS,
    ) -> None:
        self._started_by = started_by
        self._silence, self._idle, self._rests = silence, idle, rests
        self._guard = threading.Lock()  # one page at a time
        self._process: _Process | None = None
        self._pause: threading.Timer | None = None
        self._failed = 0
        self._rests_until = 0.0
        self._over = False

    @property
    def running(self) -> bool:
        """Whether the process is there now."""
        process = self._process
        return process is not None and process.alive

    @property
    def process(self) -> int:
        """The number of the process; 0 when there is none."""
        process = self._process
        return process.number if process is not None else 0

    def read(self, page: bytes) -> PageReading | None:
        """What is written on a page; None when it could not be read. Takes seconds, and waits for pages before it."""
        with self._guard:
            if self._over or time.monotonic() < self._rests_until:
                return None
            if self._pause is not None:
                self._pause.cancel()
            told = self._asked(page)
            self._pause = threading.Timer(self._idle, self._rest)
            self._pause.daemon = True
            self._pause.start()
            return told

    def end(self) -> None:
        """End the process, also in the midst of a page; nothing is read any more."""
        self._over = True
        process = self._process
        if process is not None:
            process.kill()  # before the guard: who reads hears that nothing comes any more, and lets go of it
        with self._guard:
            if self._pause is not None:
                self._pause.cancel()
            self._stop()

    def _asked(self, page: bytes) -> PageReading | None:
        try:
            if self._process is None:
                self._process = _Process(self._started_by())
            if self._over:  # `end` may have looked before there was anything to end
                raise _GoneError
            told = self._process.ask(page, self._silence)
        except _GoneError:
            self._stop()
            self._failed += 1
            if self._failed >= FAILS and not self._over:
                self._failed = 0
                self._rests_until = time.monotonic() + self._rests
                _log.info("the reader of pages failed %d times, and is left alone", FAILS)
            return None
        self._failed = 0
        return told

    def _rest(self) -> None:
        with self._guard:
            if self._pause is threading.current_thread():  # else a page came while this waited for its turn
                self._stop()

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.stop()


class _GoneError(Exception):
    """The process is not there any more, or says nothing that means anything."""


class _Process:
    """The process with a thread at its answers; one more gives it a page."""

    def __init__(self, words: list[str]) -> None:
        hidden: int = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
        self._told: queue.Queue[tuple[bytes, bytes]] = queue.Queue(maxsize=_UNASKED)
        self._ready = False
        self._serial = 0
        try:
            self._process = subprocess.Popen(  # noqa: S603  (our own program; pages go by the pipe)
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)},
                creationflags=hidden,
            )  # fmt: skip
        except OSError as error:
            raise _GoneError from error
        self._giving: threading.Thread | None = None
        self._hearing = threading.Thread(target=self._hear, args=(self._process.stdout,), daemon=True)
        self._hearing.start()

    @property
    def number(self) -> int:
        """Its number in the system."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it is still there."""
        return self._process.poll() is None

    def ask(self, page: bytes, silence: float) -> PageReading | None:
        """What is written on a page; None when it is no page. _GoneError when the process is of no use any more."""
        if not self._ready and self._next(silence)[0] != b"S":
            raise _GoneError
        self._ready = True
        self._serial += 1
        serial = self._serial.to_bytes(4, "big")
        whole = serial + len(page).to_bytes(4, "big") + page
        self._giving = threading.Thread(target=self._give, args=(self._process.stdin, whole), daemon=True)
        self._giving.start()
        kind, body = self._next(silence)
        self._giving.join(silence)
        if body[:4] != serial or kind not in (b"F", b"L"):  # of another page, which must not be taken for this one
            raise _GoneError
        try:
            return None if kind == b"F" else reading_of(body[4:])
        except NonsenseError as error:
            raise _GoneError from error

    def kill(self) -> None:
        """End it, whatever it does."""
        self._process.kill()

    def stop(self) -> None:
        """End it, and leave nothing of it behind."""
        self._process.kill()
        self._process.wait()
        for thread in (self._giving, self._hearing):
            if thread is not None:
                thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _next(self, silence: float) -> tuple[bytes, bytes]:
        try:
            return self._told.get(timeout=silence)
        except queue.Empty:
            raise _GoneError from None

    def _give(self, pipe: IO[bytes], page: bytes) -> None:
        with suppress(OSError, ValueError):
            pipe.write(page)
            pipe.flush()

    def _hear(self, pipe: IO[bytes]) -> None:
        try:
            while len(first := pipe.read(5)) == 5:
                size = int.from_bytes(first[1:], "big")
                body = pipe.read(size) if size <= _MOST else b""
                if len(body) < size:
                    break
                self._told.put_nowait((first[:1], body))
        except (OSError, ValueError, queue.Full):
            pass
        with suppress(queue.Full):
            self._told.put_nowait((b"", b""))
