"""SANE's own test backend, set up in a folder of the test's own; and what scans leave behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from deskapp.devices.scanner.contract import Page

_TEST_CONF = {
    "number_of_devices": "2",
    "mode": "Color",
    "depth": "8",
    "resolution": "50.0",
    "resolution_min": "1.0",
    "resolution_max": "1200.0",
    "resolution_quant": "1.0",
    "test-picture": '"Color pattern"',
    "geometry_min": "0.0",
    "geometry_max": "300.0",
    "geometry_quant": "1.0",
    "tl_x": "0.0",
    "tl_y": "0.0",
    "br_x": "80.0",
    "br_y": "100.0",
}

SetUp = Callable[..., None]


def write_sane(folder: Path, **differing: str) -> None:
    """Two test scanners; `differing` are options of test.conf, with _ for - in their names where SANE has it."""
    folder.mkdir(exist_ok=True)
    (folder / "dll.conf").write_text("test\n")
    words = dict(_TEST_CONF)
    for name, value in differing.items():
        words[name if name in words else name.replace("_", "-")] = value
    (folder / "test.conf").write_text("".join(f"{name} {value}\n" for name, value in words.items()))


def scan_folders(place: Path) -> list[str]:
    """What scans left lying about in a folder for temporary files."""
    return [name for name in os.listdir(place) if name.startswith("deskapp-scan-")]


def taken(pages: Iterable[Page], into: list[Page]) -> None:
    """Put pages into a list one by one, so that those before a trouble are there."""
    into.extend(pages)
