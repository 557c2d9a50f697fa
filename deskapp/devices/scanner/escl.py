"""Scanners in the network that need no driver: eSCL, which is also called AirScan.

`escl:http://HOST:PORT/eSCL`, `escl:https://…` (the first certificate is kept and asked for ever after), or `escl:HOST`.
No native code runs and nothing is installed, so no process of its own is needed: one thread talks, bounded in
everything (`escl_line`), and ends with the scan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from deskapp.devices.child import never
from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import escl_words, escl_xml
from deskapp.devices.scanner.contract import Abilities, Page, ScanRequest
from deskapp.devices.scanner.escl_address import Address
from deskapp.devices.scanner.escl_job import USUAL_PATIENCE, EsclJob, Patience, Shelf, document
from deskapp.devices.scanner.escl_line import Bounds, Line, LineBroken, LineSilent, TooMuch, Unwanted
from deskapp.devices.scanner.escl_trust import Pins
from deskapp.devices.scanner.escl_words import Capabilities
from deskapp.failures import DeviceTrouble


class EsclScanner:
    """One scanner, by its address."""

    def __init__(self, address: Address, *, pins: Pins | None = None, patience: Patience = USUAL_PATIENCE) -> None:
        self._address = address
        self._pins = Pins() if pins is None else pins
        self._patience = patience
        self._capabilities: Capabilities | None = None

    def abilities(self) -> Abilities:
        return self._known(never).abilities

    def title(self) -> str:
        """Make and model as the device says it; it may be anything. Raises DeviceTrouble."""
        return self._known(never).title

    def scan(self, request: ScanRequest) -> Iterator[Page]:
        try:
            able = self._known(request.stop)
        except Unwanted:
            return
        shelf = Shelf()
        wanted = escl_words.settled(able, request)
        job = EsclJob(self._line, self._address, wanted, shelf, patience=self._patience)
        with ThreadPoolExecutor(1, thread_name_prefix="escl") as hand:
            fetching = hand.submit(job.run)
            try:
                yield from shelf.pages(request.stop)
            finally:
                stopped = shelf.unwanted.is_set()
                shelf.unwanted.set()
        broken = fetching.exception()
        if broken is not None and not (stopped and isinstance(broken, DeviceTrouble)):
            raise broken

    def _line(self, stop: Callable[[], bool]) -> Line:
        return Line(self._address, self._pins, connecting=self._patience.connecting, stop=stop)

    def _known(self, stop: Callable[[], bool]) -> Capabilities:
        """Asked once: what a device can do does not change while it stands there."""
        if self._capabilities is None:
            line = self._line(stop)
            patience = self._patience.answer
            try:
                path = f"{self._address.root}/ScannerCapabilities"
                answer = line.ask("GET", path, Bounds(escl_xml.MOST_BYTES, patience, patience))
            except LineBroken as error:
                raise DeviceTrouble(ScannerCode.NOT_REACHED, host=self._address.host) from error
            except LineSilent as silent:
                raise DeviceTrouble(ScannerCode.SILENT, seconds=round(silent.seconds)) from silent
            except TooMuch as error:
                raise DeviceTrouble(ScannerCode.NO_SCANNER_THERE, host=self._address.host) from error
            finally:
                line.close()
            self._capabilities = escl_words.capabilities(document(answer, self._address.host))
            if self._capabilities is None:
                raise DeviceTrouble(ScannerCode.NO_SCANNER_THERE, host=self._address.host)
        return self._capabilities
