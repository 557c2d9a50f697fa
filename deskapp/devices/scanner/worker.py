"""A native driver in a process of its own, asked for what it has: its crash and its silence are Troubles, not ours.

The other side stands in `worker_words`. What it says is a stranger's word, read within bounds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deskapp.devices.child import ChildSilent, run
from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import worker_said
from deskapp.devices.scanner.worker_words import DONE, HELLO, SOURCE, TROUBLE
from deskapp.failures import DeviceTrouble

SILENCE = 60.0  # s without a word: cold lamps need up to half a minute
LISTING_SILENCE = 30.0  # s; drivers look for their devices in the network
_MOST_FOUND = 64
_TITLE = 60  # characters


@dataclass(frozen=True, slots=True)
class Told:
    """A scanner that a driver names."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Worker:
    """How a driver's process is started. `kind` stands before the names of its sources."""

    kind: str
    command: Sequence[str]
    silence: float = SILENCE

    def found(self) -> list[Told]:
        """The scanners it names. Raises DeviceTrouble."""
        return [
            Told(worker_said.text(said, "name"), worker_said.text(said, "title")[:_TITLE])
            for said in self.ask("list", SOURCE)
        ]

    def hello(self) -> None:
        """That it starts with all its parts; no driver and no device is asked. Raises DeviceTrouble."""
        self.ask(HELLO, DONE)

    def ask(self, what: str, word: str, name: str = "") -> list[Mapping[str, object]]:
        """What it answers under this word, to its end. Raises DeviceTrouble."""
        try:
            lines, ended = run([*self.command, what, "--name", name], silence=min(self.silence, LISTING_SILENCE))
        except ChildSilent as silent:
            raise DeviceTrouble(ScannerCode.SILENT, seconds=round(silent.seconds)) from None
        except OSError as error:
            raise DeviceTrouble(ScannerCode.NOT_ON_THIS_SYSTEM, kind=self.kind) from error
        told = [worker_said.told(line) for line in lines]
        for said in told:
            if said["say"] == TROUBLE:
                raise worker_said.trouble(said)
        if not told or told[-1]["say"] != DONE:
            raise worker_said.broke_off(ended)
        return [said for said in told if said["say"] == word][:_MOST_FOUND]
