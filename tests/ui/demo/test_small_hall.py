"""The small hall's centre goes with the program that started it, however that one ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.waiting import eventually

_HALL = """
import pathlib, sys
from ui.demo.hall import SmallHall
hall = SmallHall(pathlib.Path(sys.argv[1]))
print(hall._process.pid, flush=True)
sys.stdin.read()
hall.close()
"""


@contextmanager
def program_with_a_hall(folder: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A program that has begun a small hall, and where the system tells of the hall's centre while it runs."""
    command = [sys.executable, "-c", _HALL, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        centre = Path("/proc", program.stdout.readline().strip())
        try:
            yield program, centre
        finally:
            program.kill()


def runs(process: Path) -> bool:
    try:
        return ") Z " not in (process / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_no_centre_is_left_of_a_demo_that_was_ended(how: signal.Signals, tmp_path: Path) -> None:
    with program_with_a_hall(tmp_path) as (program, centre):
        assert runs(centre)
        program.send_signal(how)
        program.wait(20)
        eventually(lambda: not runs(centre), "the end of the centre")


def test_it_ends_with_a_demo_that_says_so(tmp_path: Path) -> None:
    with program_with_a_hall(tmp_path) as (program, centre):
        assert runs(centre)
        program.communicate(timeout=30)
        assert program.returncode == 0
        assert not runs(centre)
