"""A camera in a process of its own: its driver's crash, silence and rubbish are a Trouble and not ours."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO

from deskapp.devices.camera.contract import Look, Told
from deskapp.devices.camera.profile import Profile, size_words
from deskapp.devices.camera.starting import command, crashed, hidden, surroundings
from deskapp.devices.camera.words import Garbled, heard
from deskapp.devices.errors import CameraCode
from deskapp.failures import DeviceTrouble

FIRST = 15.0  # s until the first picture: some cameras take five to adjust themselves
SILENCE = 4.0  # s between two pictures; whoever waits longer looks at a frozen one
_GRACE = 1.0
_BEAT = 0.1
_KEPT_SPEECH = 16 * 1024
_PIPE = 1024 * 1024


class CameraFeed:
    """Implements `contract.Camera`. `hear` is called on a thread of its own, once for each word."""

    def __init__(
        self,
        profile: Profile,
        hear: Callable[[Told], None],
        *,
        first: float = FIRST,
        silence: float = SILENCE,
        start: Sequence[str] = (),
    ) -> None:
        self._hear = hear
        self._first = first
        self._silence = silence
        self._guard = threading.Condition()
        self._over = False
        self._said = bytearray()
        self._due = time.monotonic() + first
        self._process = _started(start or command("open", profile.camera, size_words(profile.size)))
        self._threads = [
            threading.Thread(target=work, name=f"camera-{name}", daemon=True)
            for name, work in (("words", self._read), ("speech", self._listen), ("watch", self._watch))
        ]
        for thread in self._threads:
            thread.start()

    @property
    def process(self) -> int:
        """The number of the process, for whoever looks after the computer."""
        return self._process.pid

    def shoot(self, asked: int) -> None:
        with suppress(OSError, ValueError):  # a process that is gone is told of by whoever reads its words
            if self._process.stdin is not None:
                self._process.stdin.write(f"shoot {asked}\n".encode())
                self._process.stdin.flush()

    def close(self) -> None:
        with self._guard:
            self._over = True
            self._guard.notify_all()
        self._end()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(_GRACE)
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None:
                with suppress(OSError, ValueError):
                    pipe.close()

    def _tell(self, told: Told) -> bool:
        """False when nobody hears any more."""
        with self._guard:
            if self._over:
                return False
            if isinstance(told, DeviceTrouble):
                self._over = True
            if isinstance(told, Look):
                self._due = time.monotonic() + self._silence
            self._guard.notify_all()
        self._hear(told)
        return True

    def _read(self) -> None:
        pipe = self._process.stdout
        trouble: DeviceTrouble | None = None
        try:
            while pipe is not None and (told := heard(lambda size: _exactly(pipe, size))) is not None:
                if not self._tell(told) or isinstance(told, DeviceTrouble):
                    break
        except Garbled:
            trouble = DeviceTrouble(CameraCode.GARBLED)
        except (OSError, ValueError):
            pass  # closed under us
        self._end()
        self._tell(trouble or crashed(self._process.returncode, bytes(self._said)))

    def _listen(self) -> None:
        pipe = self._process.stderr
        with suppress(OSError, ValueError):
            while pipe is not None and (part := os.read(pipe.fileno(), 65536)):
                self._said.extend(part)
                del self._said[:-_KEPT_SPEECH]

    def _watch(self) -> None:
        with self._guard:
            while not self._over and (left := self._due - time.monotonic()) > 0:
                self._guard.wait(min(left, _BEAT))
            if self._over:
                return
        self._tell(DeviceTrouble(CameraCode.SILENT, seconds=round(self._silence)))
        self._end()

    def _end(self) -> None:
        """The process hears the end of its input and goes; whatever still runs then is killed."""
        with suppress(OSError, ValueError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        if self._process.poll() is None:
            try:
                self._process.wait(0.3)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    return pipe.read(size)


def _started(words: Sequence[str]) -> subprocess.Popen[bytes]:
    try:
        process = subprocess.Popen(  # noqa: S603  (our own program)
            list(words), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=_PIPE,
            env=surroundings(), creationflags=hidden(),
        )  # fmt: skip
    except OSError as error:
        raise DeviceTrouble(CameraCode.NOT_ON_THIS_SYSTEM) from error
    if sys.platform == "linux" and process.stdout is not None:
        import fcntl

        with suppress(OSError):  # a picture in three pieces instead of fifty
            fcntl.fcntl(process.stdout.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)
    return process
