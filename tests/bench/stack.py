"""A stack through the whole pipeline, held against the scanner's own program that only writes files.

`python -m tests.bench stack`. The device is SANE's test scanner, A4 in colour at 300 dpi. Bare is `scanimage --batch`
into a folder. Ours is what F5 does: each page made a JPEG, kept encrypted, noted, shown small, checked, its codes read,
and put into a case; in the last two rows every page lies askew, so that a straightened copy is made of it as well.

- at the pace of a fast real feeder (100 pages a minute, by the device's own delay): at least 95 % of bare;
- as quick as it comes: at least 8 pages a second with the straightened copy, on two cores;
- the processor's time of one page that is looked at (at most 150 ms), and of one that is set straight too;
- from a page's arrival to its small picture: at most 100 ms.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from deskapp.clerk import intake
from deskapp.clerk.intake import Application
from deskapp.clerk.stacking import Run, Told
from deskapp.desk import Desk
from deskapp.devices.scanner.contract import ScanRequest
from deskapp.devices.scanner.pretend import PretendScanner
from deskapp.devices.scanner.sane import SaneScanner
from deskapp.ids import ItemCode, MaterialCode
from deskapp.rules.spot import Spot
from deskapp.scans import looking
from tests.bench.table import Row, Wanted
from tests.clerk import office
from tests.devices.practice import write_sane

PAGES = 10  # what the device's feeder holds
DELAY = "700"  # µs that the device rests for each of a page's 800 parts: 0.6 s a page, 100 a minute
ASKEW = 40  # pages of the unpaced rows
PERSON = Application(ItemCode("SCJG-0102"), "李䶮", "990105198802293371", "19900007221")
ID_CARD = MaterialCode("ID-CARD")


def main() -> list[Row]:
    """Measure; one row each."""
    with tempfile.TemporaryDirectory() as home:
        desk = office.desk(office.station(Path(home) / "desk", office.FrozenClock()))
        write_sane(Path(home) / "sane.d", read_delay="true", read_delay_duration=DELAY)
        os.environ["SANE_CONFIG_DIR"] = str(Path(home) / "sane.d")
        bare, ours = _bare(Path(home)), _paced(desk)
        speed, shown = _unpaced(desk)
        flat, askew = (_cost(tilt) for tilt in (0.0, 1.5))
        desk.journal.engine.dispose()
    load = f"load {os.getloadavg()[0]:.1f}"
    return [
        Row(f"the whole pipeline beside scanimage, at its own pace ({load})", f"{ours:.2f} pages/s",
            f"{bare:.2f} pages/s", round(ours / bare, 2), Wanted(0.95, at_least=True)),
        Row("as quick as it comes, each page set straight", f"{speed:.1f} pages/s", "8 pages/s", round(speed, 1),
            Wanted(8.0, at_least=True)),
        Row("a page's processor time, looked at", f"{flat:.0f} ms", "150 ms", round(flat / 150, 2), Wanted(1.0)),
        Row("the same, and set straight", f"{askew:.0f} ms", "150 ms", round(askew / 150, 2), None),
        Row("from arrival to small picture", f"{shown:.0f} ms", "100 ms", round(shown / 100, 2), Wanted(1.0)),
    ]  # fmt: skip


def _bare(home: Path) -> float:
    folder = home / "bare"
    folder.mkdir()
    command = [
        "scanimage", "--device-name=test:0", "--mode=Color", "--resolution=300", "-x", "210", "-y", "297",
        "--source=Automatic Document Feeder", "--format=pnm", f"--batch={folder}/%d.pnm",
    ]  # fmt: skip
    begun = time.perf_counter()
    subprocess.run(command, check=False, capture_output=True, timeout=300)
    took = time.perf_counter() - begun
    return len(list(folder.iterdir())) / took


def _paced(desk: Desk) -> float:
    begun = time.perf_counter()
    return _scanned(desk, SaneScanner("test:0").scan(ScanRequest(feeder=True))) / (time.perf_counter() - begun)


def _scanned(desk: Desk, pages: Iterator[object]) -> int:
    run = Run(desk, Spot(intake.open_case(desk, PERSON), ID_CARD), Told(lambda _: None, lambda _: None))
    run.take(((page.image, page.dpi) for page in pages), threading.Event())  # type: ignore[attr-defined]
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
    looking.look_at(sheet.image, 300)
    begun = time.process_time()
    for _ in range(5):
        looking.look_at(sheet.image, 300)
    return 1000 * (time.process_time() - begun) / 5
