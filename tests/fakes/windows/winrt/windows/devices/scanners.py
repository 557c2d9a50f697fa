"""Stands in for `winrt.windows.devices.scanners`."""

from __future__ import annotations

import os
import struct
import threading
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from winrt.windows.foundation import Failed, Operation, Rect, Size
from winrt.windows.graphics.printing import PrintMediaSize, PrintOrientation
from winrt.windows.storage import StorageFolder

_SHEETS = {PrintMediaSize.ISO_A3: (11.69, 16.54), PrintMediaSize.ISO_A4: (8.27, 11.69)}
_LARGEST = Size(8.5, 14.0)


class ImageScannerColorMode(IntEnum):
    """As it is named there."""

    COLOR = 0
    GRAYSCALE = 1
    MONOCHROME = 2


class ImageScannerFormat(IntEnum):
    """As it is named there."""

    JPEG = 0
    PNG = 1
    DEVICE_INDEPENDENT_BITMAP = 2


class ImageScannerScanSource(IntEnum):
    """As it is named there."""

    DEFAULT = 0
    FLATBED = 1
    FEEDER = 2


@dataclass(frozen=True)
class ImageScannerResolution:
    """Dots per inch."""

    dpi_x: float = 0
    dpi_y: float = 0


def _word(name: str, usual: str = "") -> str:
    return os.environ.get(f"WIA_{name}", usual)


@dataclass
class Configuration:
    """What can be set, of the glass or of the feeder."""

    format: ImageScannerFormat = ImageScannerFormat.JPEG
    color_mode: ImageScannerColorMode = ImageScannerColorMode.MONOCHROME
    desired_resolution: ImageScannerResolution = ImageScannerResolution(200, 200)
    selected_scan_region: Rect = field(default_factory=lambda: Rect(0, 0, 8.5, 14.0))
    duplex: bool = False
    max_number_of_pages: int = 1
    page_size: PrintMediaSize | None = None
    page_orientation: PrintOrientation | None = None
    max_scan_area: Size = _LARGEST
    min_resolution: ImageScannerResolution = field(default_factory=lambda: ImageScannerResolution(75, 75))
    max_resolution: ImageScannerResolution = field(default_factory=lambda: ImageScannerResolution(600, 600))

    @property
    def can_scan_duplex(self) -> bool:
        """Whether the feeder reads both sides."""
        return _word("SIDES") == "both"

    @property
    def actual_resolution(self) -> ImageScannerResolution:
        """What the device makes of the wish: steps of 25."""
        dpi = max(75, round(self.desired_resolution.dpi_x / 25) * 25)
        return ImageScannerResolution(dpi, dpi)

    def is_color_mode_supported(self, value: ImageScannerColorMode, /) -> bool:
        """As it is named there."""
        return value is not ImageScannerColorMode.COLOR or _word("KINDS") != "gray"

    def is_page_size_supported(self, size: PrintMediaSize, orientation: PrintOrientation, /) -> bool:
        """As it is named there."""
        return size in _SHEETS and orientation is PrintOrientation.PORTRAIT

    def inches(self) -> tuple[float, float]:
        """How much is read."""
        if self.page_size is not None:
            return _SHEETS[self.page_size]
        return self.selected_scan_region.width, self.selected_scan_region.height


class ImageScannerScanResult:
    """What came; nobody asks."""


class ImageScanner:
    """The one scanner."""

    def __init__(self) -> None:
        self._glass, self._feeder = Configuration(), Configuration()

    @staticmethod
    def from_id_async(device_id: str, /) -> Operation[ImageScanner]:
        """By its id."""

        def found(_: Operation[ImageScanner]) -> ImageScanner:
            if _word("OPEN"):
                raise Failed(int(_word("OPEN"), 16))
            assert device_id.startswith(r"\\?\SWD")
            return ImageScanner()

        return Operation(found)

    @property
    def flatbed_configuration(self) -> Configuration | None:
        """None without a glass."""
        return self._glass if self.is_scan_source_supported(ImageScannerScanSource.FLATBED) else None

    @property
    def feeder_configuration(self) -> Configuration | None:
        """None without a feeder."""
        return self._feeder if self.is_scan_source_supported(ImageScannerScanSource.FEEDER) else None

    def is_scan_source_supported(self, value: ImageScannerScanSource, /) -> bool:
        """As it is named there."""
        missing = {"glass": ImageScannerScanSource.FEEDER, "sheets": ImageScannerScanSource.FLATBED}
        return missing.get(_word("PAPER")) is not value

    def scan_files_to_folder_async(
        self, source: ImageScannerScanSource, folder: StorageFolder, /
    ) -> Operation[ImageScannerScanResult]:
        """Files appear there as sheets go through."""
        about = self._feeder if source is ImageScannerScanSource.FEEDER else self._glass
        assert about.format is ImageScannerFormat.DEVICE_INDEPENDENT_BITMAP
        count = 1
        if source is ImageScannerScanSource.FEEDER:
            sides = 2 if about.duplex else 1
            count = min(int(_word("SHEETS", "1")) * sides, about.max_number_of_pages or 10_000)
        _note(f"{source.name} {about.color_mode.name} duplex={about.duplex} most={about.max_number_of_pages}")

        def scan(operation: Operation[ImageScannerScanResult]) -> ImageScannerScanResult:
            if count == 0:
                raise Failed(0x80210003)
            for number in range(1, count + 1):
                if number == int(_word("FAIL_AT", "0")):
                    raise Failed(int(_word("FAIL", "80210002"), 16))
                data = bitmap(about, number)
                file = Path(folder.path) / f"Scan_{number}.bmp"
                with file.open("wb") as opened:
                    opened.write(data[: len(data) // 2])
                    opened.flush()
                    if _wait(operation):
                        _note("cancel")
                        return ImageScannerScanResult()
                    if number != int(_word("HALF_AT", "0")):
                        opened.write(data[len(data) // 2 :])
            if _word("END") == "cancelled":
                operation.cancelled.set()
            return ImageScannerScanResult()

        return Operation(scan)


def bitmap(about: Configuration, number: int) -> bytes:
    """A page as Windows writes it: across red, down green, the page's number in blue; rows upside down."""
    dpi = about.actual_resolution.dpi_x
    width, height = (round(inches * dpi) for inches in about.inches())
    gray = about.color_mode is ImageScannerColorMode.GRAYSCALE
    bits, palette = (8, b"".join(bytes((level, level, level, 0)) for level in range(256))) if gray else (24, b"")
    stride = (width * bits + 31) // 32 * 4
    at = 14 + 40 + len(palette)
    meter = round(dpi / 0.0254)
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, 0, stride * height, meter, meter, 0, 0)
    rows = []
    for y in reversed(range(height)):
        green = y * 255 // height
        if gray:
            row = bytes([green]) * width
        else:
            line = bytearray(3 * width)
            line[0::3] = bytes([40 * number % 256]) * width
            line[1::3] = bytes([green]) * width
            line[2::3] = bytes(x * 255 // width for x in range(width))
            row = bytes(line)
        rows.append(row.ljust(stride, b"\0"))
    return b"BM" + struct.pack("<IHHI", at + stride * height, 0, 0, at) + head + palette + b"".join(rows)


def _wait(operation: Operation[ImageScannerScanResult]) -> bool:
    """As long as a page takes; whether it was stopped meanwhile."""
    seconds = int(_word("MS", "0")) / 1000
    if _word("STUBBORN"):
        threading.Event().wait(seconds)  # it hears nothing meanwhile
        return False
    return bool(operation.cancelled.wait(seconds))


def _note(what: str) -> None:
    if _word("LOG"):
        with Path(_word("LOG")).open("a") as file:
            file.write(what + "\n")
