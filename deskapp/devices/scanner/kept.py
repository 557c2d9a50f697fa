"""Scanners that were asked what they can do: the answer of a device at this computer is kept until it fails once.

To ask one starts its driver, and to look for the first one that is attached starts them all: a second before every
scan. What a device can do does not change while it stands there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Abilities, Page, Scanner, ScanRequest
from deskapp.failures import DeviceTrouble

_AT_THIS_COMPUTER = ("", "sane", "wia", "twain")  # the first one that is attached, and the kinds that have drivers


class KeptScanners:
    """Finds scanners by their names, as `roster.find` does; for all threads."""

    def __init__(self, find: Callable[[str], Scanner]) -> None:
        self._find = find
        self._guard = threading.Lock()
        self._kept: dict[str, Scanner] = {}

    def __call__(self, source: str) -> Scanner:
        """The scanner of a name. Raises what `roster.find` raises."""
        if source.partition(":")[0] not in _AT_THIS_COMPUTER:
            return self._find(source)
        with self._guard:
            kept = self._kept.get(source)
        if kept is None:
            kept = _Kept(self._find(source), lambda: self._forget(source))
            with self._guard:
                self._kept[source] = kept
        return kept

    def _forget(self, source: str) -> None:
        with self._guard:
            self._kept.pop(source, None)


@dataclass(frozen=True, slots=True)
class _Kept:
    scanner: Scanner
    failed: Callable[[], None]

    def abilities(self) -> Abilities:
        try:
            return self.scanner.abilities()
        except DeviceTrouble:
            self.failed()
            raise

    def scan(self, request: ScanRequest) -> Iterator[Page]:
        try:
            yield from self.scanner.scan(request)
        except DeviceTrouble as trouble:  # also of a jam: whoever clears one may have put another device there
            if trouble.code != ScannerCode.EMPTY:
                self.failed()
            raise
