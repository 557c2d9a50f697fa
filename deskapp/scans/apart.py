"""Files from outside are taken apart in a process of their own: its crash, its silence and its hunger are not ours."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import IO

from deskapp.failures import ContentTrouble

MOST_PAGES = 300  # in one file
SILENCE = 30.0  # s for one page; the largest that is taken is drawn in three
WHOLE = 300.0  # s for a file: three hundred pages of print take a slow PC a minute and a half
_POLL = 0.1
_MOST = 256 * 1024 * 1024  # bytes of one page as a file
CODES = frozenset({"page.locked", "page.too_many", "page.too_large", "page.not_an_image", "page.truncated"})


_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def never() -> bool:
    """Nobody asks to stop."""
    return False


def folded(data: bytes) -> str:
    """What kind of file this is that may hold several pages or none of our pictures: "pdf", "heif", "tiff", or ""."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "heif"
    return "tiff" if data[:4] in (b"II*\0", b"MM\0*") else ""


def pages_in(
    data: bytes, *, stop: Callable[[], bool] = never, silence: float = SILENCE, whole: float = WHOLE
) -> Iterator[bytes]:
    """The pages of a file, each as a picture, as they come; a picture as it is.

    ContentTrouble as of `unfolding.unfold`, `page.unreadable` when the reader crashed or found no end of a page within
    `silence` (s), or `page.takes_too_long` when it was waited for longer than `whole` (s) for all of them: whoever
    takes what has come before keeps it. When `stop` says so the pages end early.
    """
    if not folded(data):
        yield data
        return
    came = 0
    with _Reader(data) as reader:
        for kind, body in reader.told(stop, silence, whole):
            if kind == b"F":
                code = body.decode("ascii", "replace")
                raise ContentTrouble(code if code in CODES else "page.unreadable", most=MOST_PAGES)
            if kind == b"E":
                if not came:
                    yield data  # one picture already
                return
            came += 1
            if came > MOST_PAGES:
                raise ContentTrouble("page.too_many", most=MOST_PAGES)
            yield body


def command() -> list[str]:
    """What starts the reader: the packaged program is its own interpreter and knows it by a word."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "unfold"]
    return [sys.executable, "-m", "deskapp.scans.unfolding"]


class _Reader:
    """The process, and a thread at each of its pipes; nothing of it is left after the `with` block."""

    def __init__(self, data: bytes) -> None:
        hidden: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        self._told: queue.Queue[tuple[bytes, bytes]] = queue.Queue(maxsize=2)  # it waits when we are slower
        self._over = threading.Event()
        try:
            self._process = subprocess.Popen(  # noqa: S603  (our own program; the file goes by the pipe)
                command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)},
                creationflags=hidden,
            )  # fmt: skip
        except OSError as error:
            raise ContentTrouble("page.unreadable") from error
        self._threads = [
            threading.Thread(target=self._give, args=(self._process.stdin, data), daemon=True),
            threading.Thread(target=self._hear, args=(self._process.stdout,), daemon=True),
        ]

    def __enter__(self) -> _Reader:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._process.kill()
        self._process.wait()
        while any(thread.is_alive() for thread in self._threads):
            with suppress(queue.Empty):
                self._told.get(timeout=_POLL)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def told(self, stop: Callable[[], bool], silence: float, whole: float) -> Iterator[tuple[bytes, bytes]]:
        """What it says, as it says it. ContentTrouble `page.unreadable` when it says nothing any more, or
        `page.takes_too_long`: what we do with its pages meanwhile is not its time.
        """
        waited, left = 0.0, whole
        while not stop():
            began = time.monotonic()
            said = self._next()
            left -= time.monotonic() - began
            waited = 0.0 if said is not None else waited + _POLL
            if said == (b"", b"") or waited >= silence:
                raise ContentTrouble("page.unreadable")
            if left < 0:
                raise ContentTrouble("page.takes_too_long", minutes=round(whole / 60))
            if said is not None:
                yield said

    def _next(self) -> tuple[bytes, bytes] | None:
        try:
            return self._told.get(timeout=_POLL)
        except queue.Empty:
            return None

    def _give(self, pipe: IO[bytes], data: bytes) -> None:
        with suppress(OSError), pipe:
            pipe.write(data)

    def _hear(self, pipe: IO[bytes]) -> None:
        try:
            while len(first := pipe.read(5)) == 5:
                size = int.from_bytes(first[1:], "big")
                body = pipe.read(size) if size <= _MOST else b""
                if len(body) < size:
                    break
                self._told.put((first[:1], body))
        except (OSError, ValueError):
            pass
        if not self._over.is_set():
            self._told.put((b"", b""))
