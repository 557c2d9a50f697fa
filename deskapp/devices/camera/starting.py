"""How the process around a camera is started, and what its end means."""

from __future__ import annotations

import os
import subprocess
import sys

from deskapp.devices.errors import CameraCode
from deskapp.failures import DeviceTrouble

COMMAND = "camera-feed"  # by which the program knows that it is to be this process


def command(*words: str) -> list[str]:
    """What starts the process: the packaged program is its own interpreter and knows it by a word."""
    own = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ui"]
    return [*own, COMMAND, *words]


def crashed(status: int | None, said: bytes) -> DeviceTrouble:
    """Why nothing comes any more from a process that ended with this status. What it said is for the log alone."""
    trouble = DeviceTrouble(CameraCode.DRIVER_CRASHED, signal=-(status or 0))
    trouble.add_note(said[-2000:].decode("utf-8", "replace"))
    return trouble


def surroundings() -> dict[str, str]:
    """The environment, with the way to this very program."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part), "LC_ALL": "C"}


def hidden() -> int:
    """Windows: no black console beside the clerk's window."""
    return getattr(subprocess, "CREATE_NO_WINDOW", 0)
