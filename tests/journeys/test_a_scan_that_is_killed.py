"""The program is killed at fifty moments of fifty scans: no page it has acknowledged is lost, none is there twice."""

from __future__ import annotations

import gc
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp

from deskapp.clerk import intake, left_over
from deskapp.clerk import sheets as clerk_sheets
from deskapp.clerk.intake import Application
from deskapp.clerk.stacking import Told
from deskapp.desk import Desk
from deskapp.devices.scanner.folder import TAKEN
from deskapp.ids import CaseId, ItemCode, PageDigest
from deskapp.rules.barcode import separator_digits
from deskapp.rules.page_making import originals
from deskapp.rules.spot import Spot
from tests.clerk import office
from tests.scans import drawn

KILLS = 50
PERSON = Application(ItemCode("ZJ-0201"), "李䶮", "990105198802293371", "19900007221")
OTHER = Application(ItemCode("SCJG-0102"), "𬭎子轩", "990108200101011158", "19900006024")
LOW = 60  # dots per inch: small pages


def page(number: int) -> bytes:
    """A page that is like no other."""
    made = drawn.text(LOW, rows=6 + number % 12)
    cv2.putText(made, str(number), (LOW, LOW), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (drawn.INK,), 2)
    return drawn.saved(made, "PNG")


def separator(case: CaseId, place: int) -> bytes:
    made = zxingcpp.create_barcode(separator_digits(case, place), zxingcpp.BarcodeFormat.QRCode)
    code = np.asarray(made.to_image(scale=4, add_quiet_zones=True), np.uint8)
    sheet = drawn.paper(LOW)
    sheet[60 : 60 + code.shape[0], 60 : 60 + code.shape[1]] = np.minimum(code, drawn.PAPER)
    return drawn.saved(sheet, "PNG")


@dataclass
class Scans:
    """The program that scans, and what it says."""

    process: subprocess.Popen[str]
    took: float = 0.0  # seconds of the last scan, from when it had begun

    def until_killed(self, home: Path, folder: Path, spot: Spot, after: float) -> tuple[list[PageDigest], bool]:
        """Scan; kill it so many seconds after it has begun. What it acknowledged, and whether it came to its end."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{home} {folder} {spot.case} {spot.material}\n")
        self.process.stdin.flush()
        said: list[PageDigest] = []
        whole, kill, begun = False, threading.Timer(0, gc.collect), 0.0
        for line in self.process.stdout:
            word, _, number = line.strip().partition(" ")
            if word == "begun":
                kill = threading.Timer(after, _kill, [int(number)])
                kill.start()
                begun = time.monotonic()
            elif word == "whole":
                whole = True
            elif word == "over":
                kill.cancel()
                self.took = time.monotonic() - begun
                return said, whole
            else:
                said.append(PageDigest(word))
        raise AssertionError("the program that scans has ended")


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@pytest.fixture
def scans() -> Iterator[Scans]:
    command = [sys.executable, "-m", "tests.journeys.killed_while_scanning"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Scans(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0


def laid(folder: Path, case: CaseId, other: CaseId, first: int) -> dict[PageDigest, tuple[CaseId, int]]:
    """A stack in a folder: what each page's digest is, and to which place of which case it belongs. None of them is in
    any other stack.
    """
    belongs: dict[PageDigest, tuple[CaseId, int]] = {}
    places = [(case, 1), (case, 2), (case, 2), (other, 1), (other, 1)]
    paper: list[bytes] = []
    folder.mkdir()
    for number, place in enumerate(places):
        if number and place != places[number - 1]:
            paper.append(separator(*place))
        paper.append(page(first + number))
        belongs[PageDigest(sha256(paper[-1]).hexdigest())] = place
    for number, data in enumerate(paper):
        (folder / f"{number:03}.png").write_bytes(data)
    return belongs


def standing(desk: Desk, cases: tuple[CaseId, ...]) -> list[tuple[PageDigest, tuple[CaseId, int]]]:
    """Every page of these cases, as it was scanned, and where it stands."""
    found = []
    for case in cases:
        codes = [line.code for line in clerk_sheets.case(desk, case).lines]
        with desk.journal.reading() as reading:
            known = reading.case(case)
        for code, pages in known.pages.items():
            place = (case, codes.index(code) + 1)
            found += [(origin, place) for one in pages for origin in originals(one, known.makings)]
    return found


@pytest.mark.slow
@pytest.mark.timeout(300)  # fifty programs that write to a real disk: their time is the machine's
def test_fifty_kills_lose_no_acknowledged_page_and_place_none_twice_or_wrongly(tmp_path: Path, scans: Scans) -> None:
    home = tmp_path / "desk"
    station = office.station(home, office.FrozenClock())
    desk = office.desk(station)
    chance = random.Random(2026)
    long, unfinished, caught = 0.0, 0, 0
    for turn in range(KILLS + 1):
        case, other = intake.open_case(desk, PERSON), intake.open_case(desk, OTHER)
        folder = tmp_path / f"stack-{turn}"
        belongs = laid(folder, case, other, 100 * turn)
        asked = Spot(case, clerk_sheets.case(desk, case).lines[0].code)
        said, whole = scans.until_killed(home, folder, asked, 30.0 if turn == 0 else chance.uniform(0, long))
        if turn == 0:
            long = scans.took
            assert whole
        unfinished += not whole
        caught += len(left_over.waiting(desk)) > 0
        taken = {PageDigest(sha256(file.read_bytes()).hexdigest()) for file in (folder / TAKEN).glob("*.png")}
        left_over.go_on(desk, Told(lambda _: None))
        found = standing(desk, (case, other))
        there = [digest for digest, _ in found]
        assert set(said) & belongs.keys() <= set(there), "a page that was acknowledged is lost"
        assert taken & belongs.keys() <= set(there), "a page is neither in the feeder nor here"
        assert len(there) == len(set(there)), "a page is there twice"
        assert all(belongs[digest] == place for digest, place in found), "a page stands where it does not belong"
        assert left_over.waiting(desk) == ()
        assert all(sha256(desk.vault.get(digest)).hexdigest() == digest for digest in there)
    assert unfinished >= KILLS // 2, "most were killed before they had come to their end"
    assert caught >= 5, "and some between a page's arrival and its place"
    station.journal.engine.dispose()
