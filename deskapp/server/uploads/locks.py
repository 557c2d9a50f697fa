"""One writer for one file, whatever process of the centre it is in. The system lets go when a process dies."""

from __future__ import annotations

import sys
import time
from typing import BinaryIO

_AGAIN = 0.02  # seconds between two tries; neither system can wait for a lock with a limit of time

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # beyond the end: Windows locks bytes, and those of the file itself must stay readable

    def _locked(file: BinaryIO) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _locked(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def lock(file: BinaryIO, patience: float) -> bool:
    """Lock an open file until it is closed. False when somebody else still held it after `patience` seconds."""
    until = time.monotonic() + patience
    while not _locked(file):
        if time.monotonic() >= until:
            return False
        time.sleep(_AGAIN)
    return True
