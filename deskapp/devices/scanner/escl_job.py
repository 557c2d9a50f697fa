"""One scan at a device in the network, from the word to begin until nothing of it is left there.

It runs on a hand of its own, ahead of whoever takes the pages: while one page is looked at and kept, the next comes
over the network and the one after it through the feeder. It is never far ahead: two pages wait at most.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from deskapp.devices.child import never
from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import escl_verdict, escl_words, escl_xml, picture
from deskapp.devices.scanner.contract import Page
from deskapp.devices.scanner.escl_address import Address
from deskapp.devices.scanner.escl_line import Answer, Bounds, Line, LineBroken, LineSilent, TooMuch, Unwanted
from deskapp.devices.scanner.escl_verdict import Course
from deskapp.devices.scanner.escl_words import UNITS_PER_MM, Status, Wanted
from deskapp.failures import DeviceTrouble, Trouble

MOST_PAGE = 64 * 1024 * 1024  # bytes; what the vault takes of one page
_AHEAD = 2  # pages that wait for whoever takes them
_LOOK = 0.05  # s between two looks whether the pages are still wanted
_REST = (0.2, 5.0)  # s, least and most, before a device that said "not yet" is asked again
_CREATED = (200, 201)
_OFF = 0.06  # share by which a picture may differ from the width that was asked for and still be what was asked for


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `silence` without a byte or a page; `page` for one page as a whole; `busy` until a device that takes no
    new job is left alone; `goodbye` for the word that a job is over."""

    connecting: float = 5.0
    answer: float = 15.0
    silence: float = 60.0
    page: float = 300.0
    busy: float = 15.0
    goodbye: float = 2.0


USUAL_PATIENCE = Patience()


class Shelf:
    """Where pages are put down by one thread and taken by another, at most _AHEAD at a time."""

    def __init__(self) -> None:
        self.unwanted = threading.Event()
        self._waiting: queue.Queue[Page | None] = queue.Queue(_AHEAD)

    def put(self, page: Page | None) -> None:
        """Put a page down, or None after the last. Waits for room, unless nobody wants it any more."""
        while True:
            try:
                self._waiting.put(page, timeout=_LOOK)
            except queue.Full:
                if self.unwanted.is_set():
                    return
            else:
                return

    def pages(self, stop: Callable[[], bool]) -> Iterator[Page]:
        """The pages as they come. After a stop those that are here already, because their paper went through."""
        while True:
            if stop():
                self.unwanted.set()
            try:
                page = self._waiting.get(timeout=0 if self.unwanted.is_set() else _LOOK)
            except queue.Empty:
                if self.unwanted.is_set():
                    return
                continue
            if page is None:
                return
            yield page


def document(answer: Answer, host: str) -> escl_xml.Node:
    """The answer as XML. Raises DeviceTrouble when it is none, or no answer of a scanner at all."""
    if answer.status in escl_verdict.FORBIDDEN:
        raise DeviceTrouble(ScannerCode.ACCESS_DENIED)
    if answer.status != 200:
        raise DeviceTrouble(ScannerCode.FAILED, status=answer.status)
    try:
        return escl_xml.read(answer.body)
    except escl_xml.NotXml as error:
        raise DeviceTrouble(ScannerCode.NO_SCANNER_THERE, host=host) from error


class EsclJob:
    """`line_for` opens a line that asks whether to stop; the last word to a device is said whoever wants to stop."""

    def __init__(
        self,
        line_for: Callable[[Callable[[], bool]], Line],
        address: Address,
        wanted: Wanted,
        shelf: Shelf,
        *,
        patience: Patience,
    ) -> None:
        self._line_for = line_for
        self._line = line_for(shelf.unwanted.is_set)
        self._host, self._root = address.host, address.root
        self._wanted = wanted
        self._shelf = shelf
        self._patience = patience
        self._path = ""
        self._came = 0

    def run(self) -> None:
        """Bring the pages to the shelf. Raises DeviceTrouble; whatever happens, the job is over at the device after."""
        try:
            self._look_before()
            self._begin()
            while self._wanted.most is None or self._came < self._wanted.most:
                page = self._next()
                if page is None:
                    break
                self._came += 1
                self._shelf.put(page)
        except Unwanted:
            return
        except LineSilent as silent:
            raise DeviceTrouble(ScannerCode.SILENT, seconds=round(silent.seconds)) from silent
        except LineBroken as broken:
            if not self._path:  # switched off since it said what it can do
                raise DeviceTrouble(ScannerCode.NOT_REACHED, host=self._host) from broken
            raise DeviceTrouble(ScannerCode.DISCONNECTED, page=self._came + 1) from broken
        finally:
            self._end()
            self._shelf.put(None)

    def _look_before(self) -> None:
        """Ask the feeder first: without paper some devices read the glass instead, and give a page that nobody laid."""
        if not self._wanted.feeder:
            return
        status = self._status()
        wrong = escl_verdict.of_feeder(status)
        if wrong is not None:
            raise self._trouble(wrong, 0)
        if status is not None and status.feeder == escl_verdict.EMPTY:
            raise DeviceTrouble(ScannerCode.EMPTY)

    def _begin(self) -> None:
        until = time.monotonic() + self._patience.busy
        # Once the word is out, its answer is waited for a moment even if nobody wants it any more: a job whose name
        # we do not know could not be ended.
        bounds = replace(self._small(), grace=self._patience.goodbye)
        while True:
            answer = self._asked("POST", f"{self._root}/ScanJobs", bounds, escl_words.worded(self._wanted))
            if answer.status in _CREATED:
                self._path = escl_words.job_path(answer.header("Location"), self._root)
                if not self._path:
                    raise DeviceTrouble(ScannerCode.NO_SCANNER_THERE, host=self._host)
                return
            course = escl_verdict.without_job(answer.status, self._status(), feeder=self._wanted.feeder)
            if isinstance(course, ScannerCode):
                raise self._trouble(course, answer.status)
            if time.monotonic() > until:
                raise DeviceTrouble(ScannerCode.BUSY)
            self._rest(answer)

    def _next(self) -> Page | None:
        """The next page, None after the last."""
        until = time.monotonic() + self._patience.silence
        bounds = Bounds(MOST_PAGE, self._patience.page, self._patience.silence)
        while True:
            answer = self._asked("GET", f"{self._path}/NextDocument", bounds)
            if answer.status == 200:
                return self._page(answer.body)
            course = escl_verdict.without_page(
                answer.status, self._status(), self._path, feeder=self._wanted.feeder, came=self._came
            )
            if course is Course.OVER:
                return None
            if isinstance(course, ScannerCode):
                raise self._trouble(course, answer.status)
            if time.monotonic() > until:
                raise LineSilent(self._patience.silence)
            self._rest(answer)

    def _page(self, data: bytes) -> Page:
        try:
            found = next(picture.pages(data, 0))
        except (picture.NoPicture, StopIteration) as error:
            raise DeviceTrouble(ScannerCode.INCOMPLETE_PAGE, page=self._came + 1) from error
        # The picture's own word for its resolution is believed last: many devices write 72 whatever they scanned at.
        asked = self._wanted.width / (UNITS_PER_MM * 25.4) * self._wanted.dpi
        as_asked = abs(found.width - asked) <= _OFF * asked
        return replace(found, dpi=self._wanted.dpi if as_asked else found.dpi)

    def _status(self) -> Status | None:
        """How the device is; None when it does not say so in a way we know: then the answer itself has to do."""
        try:
            answer = self._line.ask("GET", f"{self._root}/ScannerStatus", self._small())
        except TooMuch:  # as if it had said nothing: no page was lost by it
            return None
        if answer.status != 200:
            return None
        try:
            return escl_words.status(escl_xml.read(answer.body))
        except escl_xml.NotXml:
            return None

    def _asked(self, method: str, path: str, bounds: Bounds, body: bytes = b"") -> Answer:
        try:
            return self._line.ask(method, path, bounds, body)
        except TooMuch as error:
            raise DeviceTrouble(ScannerCode.INCOMPLETE_PAGE, page=self._came + 1) from error

    def _small(self) -> Bounds:
        return Bounds(escl_xml.MOST_BYTES, self._patience.answer, self._patience.answer)

    def _rest(self, answer: Answer) -> None:
        told = answer.header("Retry-After")
        least, most = _REST
        seconds = min(max(float(told), least), most) if told.isascii() and told.isdigit() and len(told) < 5 else least
        if self._shelf.unwanted.wait(seconds):
            raise Unwanted

    def _trouble(self, code: ScannerCode, status: int) -> DeviceTrouble:
        if code == ScannerCode.FAILED:
            return DeviceTrouble(code, status=status)
        counted = code in escl_verdict.COUNTED
        return DeviceTrouble(code, page=self._came + 1) if counted else DeviceTrouble(code)

    def _end(self) -> None:
        """Tell the device that nobody wants more. Some keep a job open, and refuse the next, until they are told."""
        self._line.close()
        if self._path:
            line = self._line_for(never)
            bounds = Bounds(escl_xml.MOST_BYTES, self._patience.goodbye, self._patience.goodbye)
            with suppress(LineBroken, LineSilent, TooMuch, Trouble):
                line.ask("DELETE", self._path, bounds)
            line.close()
