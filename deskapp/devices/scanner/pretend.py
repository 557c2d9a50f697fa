"""A scanner that draws its pages: for practice, and for tests of what real ones rarely do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Abilities, Mode, Page, ScanRequest
from deskapp.failures import DeviceTrouble

_A4 = (210 / 25.4, 297 / 25.4)  # inches


@dataclass(frozen=True, slots=True)
class PretendScanner:
    """`sheets` lie in the feeder; those numbered in `blank` are empty; the one numbered `jam` gets stuck."""

    sheets: int = 1
    tilt: float = 0.0  # degrees
    blank: tuple[int, ...] = ()
    jam: int | None = None

    def abilities(self) -> Abilities:
        return Abilities(glass=True, feeder=True, duplex=False, modes=frozenset(Mode), resolutions=range(75, 601))

    def scan(self, request: ScanRequest) -> Iterator[Page]:
        if self.sheets == 0:
            raise DeviceTrouble(ScannerCode.EMPTY)
        wanted = self.sheets if request.feeder else 1
        for number in range(1, min(wanted, request.max_pages or wanted) + 1):
            if request.stop():
                return
            if number == self.jam:
                raise DeviceTrouble(ScannerCode.JAMMED, page=number)
            yield self._draw(number, request)

    def _draw(self, number: int, request: ScanRequest) -> Page:
        width, height = (round(side * request.dpi) for side in _A4)
        sheet = np.full((height, width, 3), 250, np.uint8)
        if number not in self.blank:
            size = request.dpi / 100
            for line in range(4, 40):
                at = (round(width * 0.1), round(height * line / 44))
                words = f"PRACTICE {number:03d} line {line:02d} 0123456789"
                cv2.putText(sheet, words, at, cv2.FONT_HERSHEY_SIMPLEX, 0.5 * size, (40, 40, 40), max(1, round(size)))
            turn = cv2.getRotationMatrix2D((width / 2, height / 2), self.tilt, 1.0)
            sheet = np.asarray(cv2.warpAffine(sheet, turn, (width, height), borderValue=(250, 250, 250)), np.uint8)
        if request.mode is Mode.GRAY:
            sheet = np.asarray(cv2.cvtColor(sheet, cv2.COLOR_BGR2GRAY), np.uint8)
        _, encoded = cv2.imencode(".jpg", sheet, [cv2.IMWRITE_JPEG_QUALITY, 90])
        return Page(bytes(encoded), "image/jpeg", width, height, request.dpi)
