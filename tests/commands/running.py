"""The program itself, as a script calls it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """How a run ended, and what it said."""

    code: int
    out: str
    err: str


def deskapp(*words: str, typed: str = "") -> Answer:
    """Run one command to its end."""
    ended = subprocess.run(
        [sys.executable, "-m", "ui", *words], input=typed, capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    return Answer(ended.returncode, ended.stdout, ended.stderr)


@contextmanager
def serving(*words: str) -> Iterator[str]:
    """A centre in a process of its own; gives the address it said it is ready at."""
    command = [sys.executable, "-m", "ui", "server", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            ready, _, address = server.stdout.readline().strip().partition(" ")
            assert ready == "ready"
            yield address
        finally:
            server.terminate()
            server.wait(20)
