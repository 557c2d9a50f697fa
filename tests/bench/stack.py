"""A stack through the whole pipeline, held against the scanner's own program that only writes files.

`python -m tests.bench stack`. The device is SANE's test scanner, A4 in colour at 300 dpi. Bare is `scanimage --batch`
into a folder. Ours is what F5 does: each page made a JPEG, kept encrypted, noted, shown small, checked, its codes read,
and put into a case; in the last two rows every page lies askew, so that a straightened copy is made of it as well.

- at the pace of a fast real feeder (100 pages a minute, by the device's own delay): at least 95 % of bare, until the
  feeder is empty and the last page stands in its case; in turns, after one stack that warms the desk up, medians. The
  device rests after each of its own buffers and does not tell how large they are: how long is found by trying two
  delays. A machine that is too busy to keep the pace says so in the row, which then judges nothing;
- as quick as it comes: at least 8 pages a second with the straightened copy, on two cores;
- the processor's time of one page that is looked at, and of one that is set straight too: at most 150 ms;
- from a page's arrival to its small picture: at most 100 ms.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import cv2

from deskapp.clerk import intake
from deskapp.clerk.intake import Application
from deskapp.clerk.stacking import Run, Told
from deskapp.desk import Desk
from deskapp.devices.scanner.contract import Page, ScanRequest
from deskapp.devices.scanner.pretend import PretendScanner
from deskapp.devices.scanner.sane import SaneScanner
from deskapp.ids import CaseId, ItemCode, MaterialCode
from deskapp.rules.spot import Spot
from deskapp.scans import looking
from tests.bench.table import Row, Wanted
from tests.clerk import office
from tests.devices.practice import write_sane

PAGES = 10  # what the device's feeder holds
TURNS = 3
PACE = 0.6  # s a page: 100 a minute
PACE_OFF = 0.1  # of it: bare is that near, or the row says that it was not
TRIED = (1000, 4000)  # µs after each buffer
ASKEW = 40  # pages of the unpaced rows
PERSON = Application(ItemCode("SCJG-0102"), "李䶮", "990105198802293371", "19900007221")
ID_CARD = MaterialCode("ID-CARD")


def main() -> list[Row]:
    """Measure; one row each."""
    with tempfile.TemporaryDirectory() as home:
        desk = office.desk(office.station(Path(home) / "desk", office.FrozenClock()))
        os.environ["SANE_CONFIG_DIR"] = str(Path(home) / "sane.d")
        delay = pace(Path(home))
        bare, ours = _paced(Path(home), desk, delay)
        speed, shown = _unpaced(desk)
        flat, askew = (_cost(tilt) for tilt in (0.0, 1.5))
        desk.journal.engine.dispose()
    load = f"load {os.getloadavg()[0]:.1f}"
    return [
        paced_row(ours, bare, load),
        Row("as quick as it comes, each page set straight", f"{speed:.1f} pages/s", "8 pages/s", round(speed, 1),
            Wanted(8.0, at_least=True)),
        Row("a page's processor time, looked at", f"{flat:.0f} ms", "150 ms", round(flat / 150, 2), Wanted(1.0)),
        Row("the same, and set straight", f"{askew:.0f} ms", "150 ms", round(askew / 150, 2), Wanted(1.0)),
        Row("from arrival to small picture", f"{shown:.0f} ms", "100 ms", round(shown / 100, 2), Wanted(1.0)),
    ]  # fmt: skip


def paced_row(ours: float, bare: float, load: str) -> Row:
    """Both in pages a second. Where bare did not keep the pace, nothing is judged by it."""
    kept = abs(bare * PACE - 1) <= PACE_OFF
    what = "the whole pipeline beside scanimage at 100 pages a minute"
    said = f"{what} ({load})" if kept else f"{what}: NOT PACED, judges nothing ({load})"
    wanted = Wanted(0.95, at_least=True) if kept else None
    return Row(said, f"{ours:.2f} pages/s", f"{bare:.2f} pages/s", round(ours / bare, 2), wanted)


def pace(home: Path) -> int:
    """How many µs the device has to rest after each buffer for a page to take `PACE`, and the configuration says it."""
    short, long = (bare_seconds(home, delay, 2) for delay in TRIED)
    each = (long - short) / (TRIED[1] - TRIED[0])  # s a page for each µs: the buffers of a page, in millions
    delay = round(TRIED[1] + (PACE - long) / each)
    write_sane(home / "sane.d", read_delay="true", read_delay_duration=str(delay))
    return delay


def bare_seconds(home: Path, delay: int, pages: int) -> float:
    """How long a page takes `scanimage --batch` alone, with so many µs of rest after each of the device's buffers."""
    write_sane(home / "sane.d", read_delay="true", read_delay_duration=str(delay))
    folder = home / f"bare-{delay}-{pages}"
    folder.mkdir()
    command = [
        "scanimage", "--device-name=test:0", "--mode=Color", "--resolution=300", "-x", "210", "-y", "297",
        "--source=Automatic Document Feeder", "--format=pnm", f"--batch={folder}/%d.pnm",
        *([] if pages == PAGES else [f"--batch-count={pages}"]),
    ]  # fmt: skip
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    took = time.perf_counter() - begun
    assert len(list(folder.iterdir())) == pages
    shutil.rmtree(folder)  # each page is 26 MB
    return took / pages


def _paced(home: Path, desk: Desk, delay: int) -> tuple[float, float]:
    """Pages a second, bare and ours."""
    scanner = SaneScanner("test:0")
    scanner.abilities()  # a desk asks once what it can do (`devices.scanner.kept`)
    turns = [(bare_seconds(home, delay, PAGES), _seconds(desk, scanner)) for _ in range(TURNS + 1)][1:]
    bare, ours = (1 / statistics.median(column) for column in zip(*turns, strict=True))
    return bare, ours


def _seconds(desk: Desk, scanner: SaneScanner) -> float:
    case_id = intake.open_case(desk, PERSON)
    begun = time.perf_counter()
    pages = _scanned(desk, case_id, scanner.scan(ScanRequest(feeder=True)))
    return (time.perf_counter() - begun) / pages


def _scanned(desk: Desk, case_id: CaseId, pages: Iterator[Page]) -> int:
    run = Run(desk, Spot(case_id, ID_CARD), Told(lambda _: None, lambda _: None))
    run.take(((page.image, page.dpi) for page in pages), threading.Event())
    run.end()
    return run.taken.pages


def _unpaced(desk: Desk) -> tuple[float, float]:
    """Pages a second, and how many milliseconds after a page arrived its small picture was there: the median."""
    sheets = [page.image for page in PretendScanner(sheets=4, tilt=1.5).scan(ScanRequest(feeder=True))]
    arrived: list[float] = []
    shown: list[float] = []

    def coming() -> Iterator[tuple[bytes, int]]:
        for number in range(ASKEW):
            arrived.append(time.perf_counter())
            yield sheets[number % len(sheets)] + bytes([0, number]), 300

    told = Told(lambda _: None, lambda _: shown.append(time.perf_counter()))
    run = Run(desk, Spot(intake.open_case(desk, PERSON), ID_CARD), told)
    begun = time.perf_counter()
    run.take(coming(), threading.Event())
    run.end()
    took = time.perf_counter() - begun
    assert run.taken.pages == run.taken.straightened == ASKEW
    return ASKEW / took, 1000 * statistics.median(there - came for came, there in zip(arrived, shown, strict=True))


def _cost(tilt: float) -> float:
    (sheet,) = PretendScanner(tilt=tilt).scan(ScanRequest(feeder=True))
    cv2.setNumThreads(1)  # as each of the hands has it
    looking.look_at(sheet.image, 300)
    begun = time.thread_time()
    for _ in range(5):
        looking.look_at(sheet.image, 300)
    return 1000 * (time.thread_time() - begun) / 5
