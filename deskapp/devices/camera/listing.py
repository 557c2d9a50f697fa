"""Which cameras are attached: asked in a process of its own, because drivers are loaded to tell it."""

from __future__ import annotations

import subprocess

from deskapp.devices.camera.contract import Listed, Opened
from deskapp.devices.camera.starting import command, crashed, hidden, surroundings
from deskapp.devices.camera.words import Garbled, heard
from deskapp.devices.errors import CameraCode
from deskapp.failures import DeviceTrouble

_LISTED_IN = 20.0  # s


def listed() -> tuple[Listed, ...]:
    """The cameras that are attached now. Asks for a second or two. Raises DeviceTrouble as of a camera."""
    try:
        done = subprocess.run(  # noqa: S603  (our own program)
            command("list"), stdin=subprocess.DEVNULL, capture_output=True, timeout=_LISTED_IN, check=False,
            env=surroundings(), creationflags=hidden(),
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise DeviceTrouble(CameraCode.SILENT, seconds=round(_LISTED_IN)) from error
    except OSError as error:
        raise DeviceTrouble(CameraCode.NOT_ON_THIS_SYSTEM) from error
    left = memoryview(done.stdout)

    def read(size: int) -> bytes:
        nonlocal left
        part, left = bytes(left[:size]), left[size:]
        return part

    try:
        told = heard(read)
    except Garbled as error:
        raise DeviceTrouble(CameraCode.GARBLED) from error
    if isinstance(told, Opened):
        return told.cameras
    if isinstance(told, DeviceTrouble):
        raise told
    raise crashed(done.returncode, done.stderr)
