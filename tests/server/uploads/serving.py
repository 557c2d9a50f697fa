"""Runs a page centre in a process of its own, so that a test can kill it as a power cut would."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

_HOUSE = Path(__file__).resolve().parents[3]


class CentreProcess:
    """A centre that can be killed and started again on the same folder and port."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.folder = folder
        self.port = free_port()
        self._words = words
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        """Return when it listens."""
        command = [sys.executable, "-m", "tests.server.uploads.centre", str(self.folder), str(self.port), *self._words]
        self._process = subprocess.Popen(command, cwd=_HOUSE, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
        wait_for_port(self.port)
        return self

    def kill(self) -> None:
        """SIGKILL: no last word, nothing flushed."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None


@contextlib.contextmanager
def centre_process(folder: Path, *words: str) -> Iterator[CentreProcess]:
    """A centre that is gone when the test is."""
    centre = CentreProcess(folder, *words).start()
    try:
        yield centre
    finally:
        centre.kill()


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, patience: float = 30.0) -> None:
    """Return when somebody listens. AssertionError after `patience` seconds."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise AssertionError(f"nobody listens on port {port}")
