"""How long the screen's loop is blocked while an A4 page in colour at 600 dpi is opened, enlarged and pushed about.

`python -m tests.bench close_look`: the real preview, its wires' own work in lanes as in the program, and a timer that
ticks every two milliseconds. Wanted is at most 50 ms; memory is told beside it.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from deskapp.jobs.lanes import Lanes
from deskapp.scans import layers
from deskapp.scans.layers import Layers
from tests.bench.table import Row, Wanted
from tests.scans import drawn
from ui.background import Background
from ui.clerk.preview import Fit, Preview
from ui.page_images import image_of

WANTED = Wanted(50.0, unit="ms")
LONGEST = 1800


def page() -> bytes:
    """35 million pixels in colour, with print and grain."""
    grey = drawn.noisy(drawn.text(600), 6)
    colour = np.dstack([grey, grey, np.roll(grey, 3, 1)])
    return bytes(cv2.imencode(".jpg", colour, [cv2.IMWRITE_JPEG_QUALITY, 90])[1])


def resident() -> int:
    """Bytes of memory this process holds now; 0 where the system does not tell in this way."""
    told = Path("/proc/self/statm")
    return int(told.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if told.exists() else 0


class Look:
    """A person who looks at a page closely."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.lanes = Lanes()
        self.background = Background(self.lanes)
        self.preview = Preview()
        self.preview.resize(1300, 560)
        self.layers: Layers | None = None
        self.preview.tile_wanted.connect(self.want)
        self.worst = 0.0
        self.most = 0
        self.last = time.perf_counter()
        self.timer = QTimer()
        self.timer.timeout.connect(self.tick)

    def tick(self) -> None:
        now = time.perf_counter()
        self.worst, self.last = max(self.worst, now - self.last), now
        self.most = max(self.most, resident())

    def want(self, layer: int, column: int, row: int) -> None:
        def tile() -> layers.Raster | None:
            if self.layers is None:
                self.layers = Layers(self.data, LONGEST)
            return self.layers.tile(layer, column, row)

        self.background.run(
            "tiles", tile, owner=self.preview, failed=print,
            then=lambda raster: self.preview.show_tile(layer, column, row, raster),
        )  # fmt: skip

    def open(self) -> None:
        def show(seen: layers.Overview) -> None:
            self.preview.show_page(image_of(seen.raster), QSize(seen.width, seen.height), "")

        self.background.run(
            "pictures", lambda: layers.overview(self.data, LONGEST), owner=self.preview, then=show, failed=print
        )

    def settle(self) -> None:
        """Until nothing is under way; the loop runs on."""
        loop = QEventLoop()
        QTimer.singleShot(30, loop.quit)
        loop.exec()
        while not self.background.idle:
            QTimer.singleShot(10, loop.quit)
            loop.exec()

    def look(self) -> float:
        """The longest block in milliseconds."""
        self.preview.show()
        self.settle()
        self.last, self.worst = time.perf_counter(), 0.0
        self.timer.start(2)
        self.open()
        self.settle()
        for fit in (Fit.WIDTH, Fit.DOTS):
            self.preview.fit(fit)
            self.settle()
        for _ in range(40):
            QTest.keyClick(self.preview, Qt.Key.Key_Right)
            QTest.keyClick(self.preview, Qt.Key.Key_Down)
            self.settle()
        for _ in range(8):
            self.preview.come_nearer(0.8)
            self.settle()
        self.timer.stop()
        return self.worst * 1000


def main() -> list[Row]:
    """One row."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(["bench"])
    data = page()
    before = resident()
    look = Look(data)
    worst = look.look()
    grown = (look.most - before) // 1024**2
    kept = (resident() - before) // 1024**2
    held = look.layers.size // 1024**2 if look.layers is not None else 0
    look.lanes.stop()
    del app
    return [
        Row("event loop blocked looking closely at 600 dpi", f"{worst:.1f} ms", figure=worst, wanted=WANTED),
        Row("memory for it: at most, afterwards, in packed tiles", f"{grown} MB, {kept} MB, {held} MB"),
    ]


if __name__ == "__main__":
    for row in main():
        sys.stdout.write(f"{row}\n")
