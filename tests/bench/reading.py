"""What it costs to read a page, and how long the screen's loop is blocked meanwhile: wanted is at most 50 ms.

`python -m tests.bench reading`: the real reader in its own process. First three A4 pages at 300 dpi by itself: seconds,
seconds of CPU, memory. Then the same pages come to a case behind the real window, are read, and a clerk goes on with
the case; a timer ticks every ten milliseconds, and what it was late by at worst is told.
"""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt

from deskapp.clerk import intake
from deskapp.clerk.intake import Application
from deskapp.ids import ItemCode
from deskapp.scans.reader import PageReader
from tests.bench.at_a_window import Hands, a_window
from tests.bench.many_cases import fill
from tests.bench.table import Row, Wanted
from tests.scans import drawn, written
from ui.watchdog import LoopWatchdog

WANTED = Wanted(50.0, unit="ms")
DPI = 300
CASES = 60  # in the cache of the desk
PERSON = Application(ItemCode("ZJ-0201"), "李䶮", "990105198802293371")


def main() -> list[Row]:
    """Three rows, and the one about the screen."""
    pages = [
        written.scanned(drawn.noisy(written.sheet(one, DPI), 6), dpi=DPI)
        for one in (written.LICENCE, written.FORM, written.CARD)
    ]
    reader = PageReader(silence=600.0)
    try:
        found = by_itself(reader, pages)
        Path("build").mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir="build") as folder:
            found.append(behind_the_window(reader, pages, Path(folder)))
    finally:
        reader.end()
    return found


def by_itself(reader: PageReader, pages: list[bytes]) -> list[Row]:
    """The process's own costs, after it has come."""
    begun = time.perf_counter()
    read(reader, pages[0])
    came = time.perf_counter() - begun
    cpu, begun = used(reader), time.perf_counter()
    for page in pages:
        read(reader, page)
    seconds = (time.perf_counter() - begun) / len(pages)
    cpu = (used(reader) - cpu) / len(pages)
    return [
        Row("the first page read, with the process's start", f"{came:.1f} s"),
        Row("a page read: A4 at 300 dpi, low priority", f"{seconds:.1f} s, {cpu:.1f} s of CPU"),
        Row("memory of the process that reads", f"{memory(reader) / 1024**2:.0f} MB"),
    ]


def behind_the_window(reader: PageReader, pages: list[bytes], folder: Path) -> Row:
    """Pages come and are read while a clerk marks, looks and goes on; and the same without a reader."""
    worst, turns = worked(reader, pages, folder / "read", 0)
    bare, _ = worked(None, pages, folder / "bare", turns)
    return Row(
        "event loop blocked while pages are read", f"{worst:.1f} ms ({bare:.1f} ms without a reader)",
        figure=worst, wanted=WANTED,
    )  # fmt: skip


def worked(reader: PageReader | None, pages: list[bytes], folder: Path, turns: int) -> tuple[float, int]:
    """The longest block in milliseconds, and how often the clerk went round."""
    folder.mkdir()
    fill(folder, CASES)
    with a_window(folder) as hands:
        desk = hands.session.desk = replace(hands.desk, reader=reader)
        hands.session.take_case(intake.open_case(desk, PERSON))
        hands.wait(lambda: hands.session.case is not None)
        files = []
        for number, page in enumerate(pages):
            files.append(folder / f"{number}.jpg")
            files[-1].write_bytes(page)
        hands.window.scans.add(files)
        hands.wait(lambda: not hands.window.scans.busy)
        watchdog = LoopWatchdog()
        watchdog.start()
        went = 0
        while hands.window.reading.busy or went < turns:
            went += 1
            go_round(hands)
        return watchdog.worst_ms, went


def go_round(hands: Hands) -> None:
    """From the pages to the checklist and back; what was read is left."""
    for key in (Qt.Key.Key_3, Qt.Key.Key_2):
        hands.press(key, Qt.KeyboardModifier.ControlModifier)
        hands.press(Qt.Key.Key_Down)
        hands.press(Qt.Key.Key_Right)
        hands.wait(lambda: True)
    if hands.screen.pages.read.isVisible():
        hands.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)


def read(reader: PageReader, page: bytes) -> None:
    """AssertionError when nothing was read: a bench of nothing would be a good one."""
    told = reader.read(page)
    assert told is not None
    assert len(told.lines) > 3


def used(reader: PageReader) -> float:
    """Seconds of CPU of the process; 0 where the system does not tell in this way."""
    stat = _proc(reader, "stat")
    parts = stat.rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK") if parts else 0.0


def memory(reader: PageReader) -> int:
    """Bytes of memory that the process held at most."""
    lines = dict(line.split(":", 1) for line in _proc(reader, "status").splitlines())
    return int(lines["VmHWM"].split()[0]) * 1024 if "VmHWM" in lines else 0


def _proc(reader: PageReader, name: str) -> str:
    process = reader.process
    path = Path(f"/proc/{process}/{name}")
    return path.read_text() if process and path.exists() else ""
