"""A scanner behind a native driver in a process of its own: its crash, its silence and its lies are Troubles, not ours.

The other side stands in `worker_words`. What it says is a stranger's word: read within bounds, and every page is
measured before it is believed.
"""

from __future__ import annotations

import contextlib
import math
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deskapp.devices.child import Child, ChildSilent, run
from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import pnm, worker_said
from deskapp.devices.scanner.contract import Abilities, Mode, Page, ScanRequest
from deskapp.devices.scanner.tray import PAGE, STOP
from deskapp.devices.scanner.worker_words import ABLE, DONE, SOURCE, TROUBLE, Wish
from deskapp.failures import DeviceTrouble

SILENCE = 60.0  # s without a word: cold lamps need up to half a minute
LISTING_SILENCE = 30.0  # s; drivers look for their devices in the network
REST = 3.0  # s a device gets to be let rest after nobody wants its pages, before its driver is ended
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


class WorkerScanner:
    """One scanner of a driver, by the name the driver gave it."""

    def __init__(self, worker: Worker, name: str) -> None:
        self._worker = worker
        self._name = name
        self._able: Abilities | None = None

    def abilities(self) -> Abilities:
        """Asked once: what a device can do does not change while it stands there. Raises DeviceTrouble."""
        if self._able is None:
            answers = self._worker.ask("able", ABLE, self._name)
            if not answers:
                raise DeviceTrouble(ScannerCode.FAILED, status="silent on abilities")
            self._able = worker_said.abilities(answers[0])
        return self._able

    def scan(self, request: ScanRequest) -> Iterator[Page]:
        """As `Scanner.scan` promises."""
        if request.stop():
            return
        able = self.abilities()
        wish = _wish(able, request)
        with tempfile.TemporaryDirectory(prefix="deskapp-scan-", ignore_cleanup_errors=True) as place:
            folder = Path(place)
            unwanted = _Unwanted(request.stop, folder)
            with self._child(folder, wish, unwanted) as child:
                try:
                    yield from self._pages(child, folder, unwanted)
                finally:
                    unwanted.ask()
                    with contextlib.suppress(ChildSilent):
                        for _ in child.lines():  # until it ends by itself, or its time is over
                            pass

    def _child(self, folder: Path, wish: Wish, unwanted: _Unwanted) -> Child:
        words = ["scan", "--name", self._name, "--folder", str(folder), "--wish", wish.words]
        try:
            return Child([*self._worker.command, *words], silence=self._worker.silence, stop=unwanted)
        except OSError as error:
            raise DeviceTrouble(ScannerCode.NOT_ON_THIS_SYSTEM, kind=self._worker.kind) from error

    def _pages(self, child: Child, folder: Path, unwanted: _Unwanted) -> Iterator[Page]:
        number = 0
        try:
            for line in child.lines():
                said = worker_said.told(line)
                if said["say"] == PAGE:
                    number += 1
                    yield pnm.taken(folder / worker_said.file_name(said), number, worker_said.dots(said))
                elif said["say"] == TROUBLE and not unwanted.asked:
                    raise worker_said.trouble(said)
                elif said["say"] in (DONE, TROUBLE):
                    return
            if child.stopped or unwanted.asked:
                return
            ended = child.ended()
        except ChildSilent as silent:
            raise DeviceTrouble(ScannerCode.SILENT, seconds=round(silent.seconds)) from None
        raise worker_said.broke_off(ended)


class _Unwanted:
    """Asked by the child while it waits. Once nobody wants the pages the driver is told, and has REST to obey."""

    def __init__(self, stop: Callable[[], bool], folder: Path) -> None:
        self._stop = stop
        self._folder = folder
        self._until = math.inf

    @property
    def asked(self) -> bool:
        return self._until < math.inf

    def ask(self) -> None:
        if not self.asked:
            self._until = time.monotonic() + REST
            with contextlib.suppress(OSError):
                (self._folder / STOP).touch()

    def __call__(self) -> bool:
        if not self.asked and self._stop():
            self.ask()
        return time.monotonic() >= self._until


def _wish(able: Abilities, request: ScanRequest) -> Wish:
    if request.duplex and not able.duplex:
        raise DeviceTrouble(ScannerCode.NO_DUPLEX)
    if request.feeder and not able.feeder:
        raise DeviceTrouble(ScannerCode.NO_FEEDER)
    if able.modes and request.mode not in able.modes:
        raise DeviceTrouble(ScannerCode.NO_SUCH_MODE, mode=request.mode.value)
    # A sheet-fed scanner has no glass: one sheet from its feeder is then what "one page" means.
    feeder = request.feeder or request.duplex or not able.glass
    all_that_lie_there = request.feeder or request.duplex
    width, height = (size / 25.4 for size in request.paper.mm)
    return Wish(
        dpi=able.nearest_dpi(request.dpi), color=request.mode == Mode.COLOR, feeder=feeder, duplex=request.duplex,
        width=round(width, 4), height=round(height, 4), most=request.max_pages if all_that_lie_there else 1,
    )  # fmt: skip
