"""The drivers of Windows, each in a process of its own: WIA, and TWAIN in 64 bits and in 32.

A TWAIN source exists in the bits of its maker. Those of 32 bits run where a Python of 32 bits lies beside the program,
in the folder `twain32`; their names begin with "32:".
"""

from __future__ import annotations

import sys
from pathlib import Path

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.worker import Worker
from deskapp.failures import DeviceTrouble

WIA, TWAIN = "wia", "twain"
KINDS = (WIA, TWAIN)
OF_32_BITS = "32:"
_BESIDE = Path("twain32") / "python.exe"


def here() -> bool:
    """Whether this computer has such drivers."""
    return sys.platform == "win32"


def workers() -> list[tuple[str, Worker]]:
    """What stands before a source's name, and the process that knows it. Empty where there is no Windows."""
    if not here():
        return []
    found = [(f"{WIA}:", _own(WIA)), (f"{TWAIN}:", _own(TWAIN))]
    other = Path(sys.executable).parent / _BESIDE
    if other.is_file():
        found.append((f"{TWAIN}:{OF_32_BITS}", Worker(TWAIN, [str(other), "-m", _module(TWAIN)])))
    return found


def worker_of(source: str) -> tuple[Worker, str]:
    """The process that knows a source, and its name there. DeviceTrouble NOT_ON_THIS_SYSTEM, NO_SUCH_SOURCE."""
    kind, _, rest = source.partition(":")
    if not here():
        raise DeviceTrouble(ScannerCode.NOT_ON_THIS_SYSTEM, kind=kind)
    if not rest or "\0" in rest:
        raise DeviceTrouble(ScannerCode.NO_SUCH_SOURCE, source=source)
    for before, worker in reversed(workers()):
        if source.startswith(before):
            return worker, source.removeprefix(before)
    raise DeviceTrouble(ScannerCode.NOT_ON_THIS_SYSTEM, kind=kind)


def _own(kind: str) -> Worker:
    own = [sys.executable, f"{kind}-loop"] if getattr(sys, "frozen", False) else [sys.executable, "-m", _module(kind)]
    return Worker(kind, own)


def _module(kind: str) -> str:
    return f"deskapp.devices.scanner.{kind}_loop"
