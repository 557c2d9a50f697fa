"""The binding itself: PySide6 6.12.0 on Python 3.11 loses references with each signal, until the process aborts."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata

from PySide6.QtCore import QObject, Signal, Slot

EMITS = 20_000
CALLS = 2_000

# In a process of its own, because what is guarded against is an abort. A bool is what was given up once too often.
_EMITS = f"""
from PySide6.QtCore import QObject, Signal, Slot

class Bell(QObject):
    rung = Signal(bool)

class Ear(QObject):
    heard = 0

    @Slot(bool)
    def hear(self, rung: bool) -> None:
        self.heard += rung

bell, ear = Bell(), Ear()
bell.rung.connect(ear.hear)
for _ in range({EMITS}):
    bell.rung.emit(True)
print(ear.heard)
"""


class Bell(QObject):
    rung = Signal(bool)


class Ear(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard = 0

    @Slot(bool)
    def hear(self, rung: bool) -> None:
        self.heard += rung


def test_a_day_of_signals_does_not_end_the_process() -> None:
    ended = subprocess.run([sys.executable, "-c", _EMITS], capture_output=True, text=True, timeout=60, check=False)

    assert (ended.returncode, ended.stdout.strip()) == (0, str(EMITS)), ended.stderr


def test_signals_and_calls_give_no_reference_away() -> None:
    bell, ear = Bell(), Ear()
    bell.rung.connect(ear.hear)
    before = (sys.getrefcount(None), sys.getrefcount(True))

    for _ in range(CALLS):
        bell.rung.emit(True)
        bell.setObjectName("bell")
        bell.blockSignals(False)

    after = (sys.getrefcount(None), sys.getrefcount(True))
    assert ear.heard == CALLS
    # From Python 3.12 on both are immortal, and their counts stand still.
    assert after[0] > before[0] - CALLS // 10, f"None lost {before[0] - after[0]} references in {CALLS} calls"
    assert after[1] > before[1] - CALLS // 10, f"True lost {before[1] - after[1]} references in {CALLS} emits"


def test_the_binding_is_the_one_that_was_tried() -> None:
    installed = {metadata.version(name) for name in ("PySide6-Essentials", "PySide6-Addons", "shiboken6")}

    assert installed == {"6.11.3"}
