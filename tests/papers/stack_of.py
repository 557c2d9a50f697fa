"""Paper for a feeder, small and quick: separators as they are printed, pages with print on them."""

from __future__ import annotations

import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from deskapp.ids import CaseId
from deskapp.papers import separators
from deskapp.papers.separators import Separator
from deskapp.rules.barcode import separator_digits
from tests.scans import drawn

DPI = 100


def sheet(case: CaseId, place: int, *, material: str = "居民身份证", practice: bool = False) -> Separator:
    """What stands on one."""
    return Separator(
        separator_digits(case, place), place, material, "个体工商户设立登记", "李*", "示例县政务服务大厅", "3", practice
    )  # fmt: skip


@lru_cache(maxsize=64)
def printed(case: CaseId, place: int, dpi: int = DPI) -> NDArray[np.uint8]:
    """A separator as a scanner sees what a printer made of it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sheet.pdf"
        file.write_bytes(separators.draw([sheet(case, place)]))
        subprocess.run(
            ["pdftoppm", "-r", str(dpi), "-gray", "-singlefile", file, file.with_suffix("")], check=True, timeout=60
        )  # fmt: skip
        read = cv2.imread(str(file.with_suffix(".pgm")), cv2.IMREAD_GRAYSCALE)
    assert read is not None
    return np.minimum(read, drawn.PAPER).astype(np.uint8)


def separator(case: CaseId, place: int) -> bytes:
    """A separator as it comes from the feeder."""
    return drawn.saved(printed(case, place), "PNG")


@lru_cache(maxsize=64)
def page(number: int, *, tilt: float = 0.0) -> bytes:
    """A page that is like no other."""
    made = drawn.text(DPI, rows=4 + number % 18)
    cv2.putText(made, f"PAGE {number}", (DPI, DPI), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (drawn.INK,), 2, cv2.LINE_AA)
    return drawn.saved(drawn.tilted(made, tilt) if tilt else made, "PNG")
