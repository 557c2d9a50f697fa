"""The few calls of Windows that reach WIA's scanners, through `winrt`. Nothing is decided here: what can be thought
without Windows stands in `wia_loop`.

Everything asynchronous is looked at now and then and not awaited: one thread can so hear that nobody wants the pages.
"""

from __future__ import annotations

import contextlib
import importlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Paper
from deskapp.devices.scanner.driver import Able, Wish
from deskapp.devices.scanner.tray import LOOK, DriverTrouble

_SIZES = {Paper.A3: "ISO_A3", Paper.A4: "ISO_A4", Paper.A5: "ISO_A5"}
_RUNNING, _CANCELED = 0, 2  # AsyncStatus


class Windows:
    """The parts of Windows, loaded once. DriverTrouble NOT_ON_THIS_SYSTEM where they are missing."""

    def __init__(self) -> None:
        try:
            self._scanners: Any = importlib.import_module("winrt.windows.devices.scanners")
            self._enumeration: Any = importlib.import_module("winrt.windows.devices.enumeration")
            self._printing: Any = importlib.import_module("winrt.windows.graphics.printing")
            self._foundation: Any = importlib.import_module("winrt.windows.foundation")
            self._storage: Any = importlib.import_module("winrt.windows.storage")
            runtime: Any = importlib.import_module("winrt.runtime")
        except ImportError as error:
            raise DriverTrouble(ScannerCode.NOT_ON_THIS_SYSTEM, str(error), kind="wia") from error
        with contextlib.suppress(OSError):  # this thread was given its apartment already
            runtime.init_apartment(runtime.ApartmentType.MULTI_THREADED)

    def devices(self) -> list[tuple[str, str]]:
        """Id and name of each scanner."""
        kind = self._enumeration.DeviceClass.IMAGE_SCANNER
        found = _done(self._enumeration.DeviceInformation.find_all_async(kind))
        return [(str(one.id), str(one.name)) for one in found if one.is_enabled]

    def scanner(self, name: str) -> Any:
        """One scanner by its id."""
        return _done(self._scanners.ImageScanner.from_id_async(name))

    def abilities(self, scanner: Any) -> Able:
        """What it says of itself."""
        source, mode = self._scanners.ImageScannerScanSource, self._scanners.ImageScannerColorMode
        glass = scanner.is_scan_source_supported(source.FLATBED)
        feeder = scanner.is_scan_source_supported(source.FEEDER)
        about = scanner.feeder_configuration if feeder else scanner.flatbed_configuration
        least, most = about.min_resolution.dpi_x, about.max_resolution.dpi_x
        return Able(
            glass=bool(glass), feeder=bool(feeder), duplex=bool(feeder and about.can_scan_duplex),
            color=bool(about.is_color_mode_supported(mode.COLOR)),
            gray=bool(about.is_color_mode_supported(mode.GRAYSCALE)),
            resolutions=(max(1, round(least)), round(most)), ranged=most > least,
        )  # fmt: skip

    def choose(self, scanner: Any, wish: Wish) -> Callable[[], int]:
        """Set everything for a scan; gives what tells the dots per inch that are really used."""
        words = self._scanners
        about = scanner.feeder_configuration if wish.feeder else scanner.flatbed_configuration
        about.format = words.ImageScannerFormat.DEVICE_INDEPENDENT_BITMAP  # the one that every driver has
        about.color_mode = words.ImageScannerColorMode.COLOR if wish.color else words.ImageScannerColorMode.GRAYSCALE
        about.desired_resolution = words.ImageScannerResolution(wish.dpi, wish.dpi)
        if wish.feeder:
            about.duplex = wish.duplex
            about.max_number_of_pages = wish.most or 0
            self._choose_sheet(about, wish)
        else:
            largest = about.max_scan_area
            size = min(wish.width, largest.width), min(wish.height, largest.height)
            about.selected_scan_region = self._foundation.Rect(0.0, 0.0, *size)
        return lambda: round(about.actual_resolution.dpi_x)

    def begin(self, scanner: Any, folder: Path, *, feeder: bool) -> Any:
        """Let it scan into a folder; gives the operation."""
        source = self._scanners.ImageScannerScanSource
        place = _done(self._storage.StorageFolder.get_folder_from_path_async(str(folder)))
        return scanner.scan_files_to_folder_async(source.FEEDER if feeder else source.FLATBED, place)

    def _choose_sheet(self, about: Any, wish: Wish) -> None:
        """The size of a sheet, where it is one that the feeder knows; otherwise all that it reads."""
        upright = self._printing.PrintOrientation.PORTRAIT
        for paper, name in _SIZES.items():
            width, height = (size / 25.4 for size in paper.mm)
            if abs(width - wish.width) < 0.05 and abs(height - wish.height) < 0.05:
                size = getattr(self._printing.PrintMediaSize, name)
                if about.is_page_size_supported(size, upright):
                    about.page_size, about.page_orientation = size, upright


def running(operation: Any) -> bool:
    """Whether an operation is under way."""
    return bool(operation.status == _RUNNING)


def outcome(operation: Any) -> bool:
    """How it ended: False when it was cancelled; raises OSError with `winerror` when it failed."""
    if operation.status == _CANCELED:
        return False
    operation.get_results()
    return True


def _done(operation: Any) -> Any:
    while running(operation):
        time.sleep(LOOK)
    return operation.get_results()
