"""A scanner that draws its pages: for practice, for the demo and for tests. Marked as practice on every sheet."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Abilities, Mode, Page, ScanRequest
from deskapp.failures import DeviceTrouble

_A4_INCHES = (210 / 25.4, 297 / 25.4)
_WORDS = (
    "applicant licence premises material copy original received window",
    "receipt number date seal clause address office issued",
)


@dataclass(frozen=True, slots=True)
class PretendScanner:
    """`sheets` lie in the feeder; those numbered in `blank` are empty; the one numbered `jam` gets stuck, both from 1.

    `tilt` is in degrees, counter-clockwise; `pause` in seconds a sheet. The same scanner always gives the same bytes.
    """

    sheets: int = 1
    tilt: float = 0.0
    blank: tuple[int, ...] = ()
    jam: int | None = None
    pause: float = 0.0
    seed: int = 1

    @classmethod
    def named(cls, text: str) -> Self:
        """From "5" or "sheets=5,jam=4,blank=2+3,tilt=1.5". Raises ValueError for anything else, and beyond reason."""
        said = dict(part.partition("=")[::2] for part in text.split(",") if part)
        if text.isascii() and text.isdigit():
            said = {"sheets": text}
        if not said.keys() <= {field.name for field in fields(cls)}:
            raise ValueError(text)
        made = cls(
            sheets=int(said.get("sheets", "1")),
            tilt=float(said.get("tilt", "0")),
            blank=tuple(int(number) for number in said.get("blank", "").split("+") if number),
            jam=int(said["jam"]) if "jam" in said else None,
            pause=float(said.get("pause", "0")),
            seed=int(said.get("seed", "1")),
        )
        if not (0 <= made.sheets <= 500 and abs(made.tilt) <= 30 and 0 <= made.pause <= 60 and made.seed >= 0):
            raise ValueError(text)
        return made

    def abilities(self) -> Abilities:
        return Abilities(glass=True, feeder=True, duplex=True, modes=frozenset(Mode), resolutions=range(50, 601))

    def scan(self, request: ScanRequest) -> Iterator[Page]:
        dpi = self.abilities().nearest_dpi(request.dpi)
        count = self.sheets if request.feeder or request.duplex else min(self.sheets, 1)
        if count == 0:
            raise DeviceTrouble(ScannerCode.EMPTY)
        came = 0
        for sheet in range(1, count + 1):
            for side in range(2 if request.duplex else 1):
                if came == request.max_pages or not _paused(self.pause, request):
                    return
                if sheet == self.jam:
                    raise DeviceTrouble(ScannerCode.JAMMED, page=came + 1)
                came += 1
                yield _page(_drawn(self, sheet, side, dpi), request.mode, dpi)


def _paused(seconds: float, request: ScanRequest) -> bool:
    until = time.monotonic() + seconds
    while not request.stop():
        left = until - time.monotonic()
        if left <= 0:
            return True
        time.sleep(min(left, 0.05))
    return False


def _drawn(told: PretendScanner, sheet: int, side: int, dpi: int) -> npt.NDArray[np.uint8]:
    width, height = (round(inches * dpi) for inches in _A4_INCHES)
    chance = np.random.default_rng([told.seed, sheet, side])
    picture = np.full((height, width, 3), (244, 248, 250), np.uint8)  # paper is a little yellow; OpenCV counts BGR
    if sheet not in told.blank:
        _write(picture, sheet, side, dpi, chance)
    if told.tilt:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), told.tilt, 1.0)
        picture = cv2.warpAffine(  # type: ignore[assignment]
            picture, turn, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
    grain = chance.normal(0, 2.0, (height // 2 + 1, width // 2 + 1, 1)).repeat(2, 0).repeat(2, 1)[:height, :width]
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def _write(picture: npt.NDArray[np.uint8], sheet: int, side: int, dpi: int, chance: np.random.Generator) -> None:
    scale, thick, left = dpi / 100, max(1, round(dpi / 110)), round(dpi * 0.9)
    ink = (45, 40, 40)
    names = " ".join(_WORDS).split()

    def line(text: str, inches: float, size: float, indent: float = 0.0) -> None:
        place = (left + round(indent * dpi), round(inches * dpi))
        cv2.putText(picture, text, place, cv2.FONT_HERSHEY_SIMPLEX, size * scale, ink, thick, cv2.LINE_AA)

    line(f"PRACTICE  sheet {sheet}{' back' if side else ''}", 1.1, 0.9)
    right = picture.shape[1] - left
    for row in range(5):
        y = round((1.6 + row * 0.42) * dpi)
        cv2.rectangle(picture, (left, y), (right, y + round(0.42 * dpi)), ink, thick)
        line(f"{names[row]}: {chance.integers(10**7, 10**8)}", 1.6 + row * 0.42 + 0.29, 0.5, indent=0.12)
    for row in range(20):
        words = chance.choice(names, size=7)
        line(" ".join(words)[:58], 4.2 + row * 0.3, 0.5)
    cv2.circle(picture, (right - dpi, round(10.3 * dpi)), round(0.75 * dpi), (60, 50, 200), thick * 2, cv2.LINE_AA)


def _page(picture: npt.NDArray[np.uint8], mode: Mode, dpi: int) -> Page:
    drawn = picture if mode == Mode.COLOR else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    _, jpeg = cv2.imencode(".jpg", drawn, [cv2.IMWRITE_JPEG_QUALITY, 85])
    data = bytearray(jpeg.tobytes())
    # OpenCV writes a JFIF header without a resolution: 1 at byte 13 says "per inch", then across and down.
    data[13:18] = b"\x01" + dpi.to_bytes(2, "big") * 2
    return Page(bytes(data), "image/jpeg", picture.shape[1], picture.shape[0], dpi)
