"""A scanner behind a native driver in a process of its own. Every page is measured before it is believed."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from deskapp.devices.child import Child, ChildSilent
from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import pnm, worker_said
from deskapp.devices.scanner.contract import Abilities, Mode, Page, ScanRequest
from deskapp.devices.scanner.driver import Wish
from deskapp.devices.scanner.tray import PAGE
from deskapp.devices.scanner.worker import Worker
from deskapp.devices.scanner.worker_rest import Unwanted
from deskapp.devices.scanner.worker_words import ABLE, DONE, TROUBLE
from deskapp.failures import DeviceTrouble


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
            unwanted = Unwanted(request.stop, folder)
            with self._child(folder, wish, unwanted) as child:
                try:
                    yield from self._pages(child, folder, unwanted)
                finally:
                    unwanted.ask()
                    with contextlib.suppress(ChildSilent):
                        for _ in child.lines():  # until it ends by itself, or its time is over
                            pass

    def _child(self, folder: Path, wish: Wish, unwanted: Unwanted) -> Child:
        words = ["scan", "--name", self._name, "--folder", str(folder), "--wish", wish.words]
        try:
            return Child([*self._worker.command, *words], silence=self._worker.silence, stop=unwanted)
        except OSError as error:
            raise DeviceTrouble(ScannerCode.NOT_ON_THIS_SYSTEM, kind=self._worker.kind) from error

    def _pages(self, child: Child, folder: Path, unwanted: Unwanted) -> Iterator[Page]:
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
