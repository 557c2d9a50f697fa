"""A stack of mixed paper comes over the network, by the command and by F5, and every side of it is what it was."""

from __future__ import annotations

import io
import json
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from deskapp.clerk import intake, left_over, scanning
from deskapp.clerk import sheets as clerk_sheets
from deskapp.clerk.intake import Application
from deskapp.clerk.stacking import Run, Taken, Told
from deskapp.devices.scanner import profile, roster
from deskapp.devices.scanner.contract import Mode, ScanRequest
from deskapp.failures import DeviceTrouble
from deskapp.ids import CaseId, ItemCode, MaterialCode, new_id
from deskapp.journal import pages_kept
from deskapp.rules.barcode import ScannedSeparator
from deskapp.rules.spot import Spot, Why
from deskapp.scans.sort import codes
from deskapp.scans.taking import TakenPage
from tests.clerk import office
from tests.commands.running import deskapp
from tests.fakes.escl import sheets
from tests.fakes.escl.device import Device, Faults, Sheet
from tests.fakes.escl.server import scanner
from tests.fakes.escl.sheets import Brought

CASE = CaseId(new_id())
ID_CARD = MaterialCode("ID-CARD")
PERSON = Application(ItemCode("SCJG-0102"), "𬭎子轩", "990108200101011158", "19900006024")


def brought(case: CaseId = CASE) -> list[Brought]:
    """Fourteen sides on seven sheets: separators, forms of two sides and of one, photographs."""
    separator, blank, form, photo = sheets.separator, sheets.blank, sheets.form, sheets.photograph
    return [
        separator(case, 1), blank(1), form(1), form(2), photo(3), blank(2), separator(case, 2), blank(3), form(4),
        blank(4), form(5), photo(6), photo(7), form(8),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def stack() -> list[Brought]:
    return brought()


def in_feeder(stack: list[Brought]) -> list[Sheet]:
    return [sheets.sheet(front, back) for front, back in zip(stack[::2], stack[1::2], strict=True)]


def as_seen(data: bytes) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """A page, small and grey, to be held against another."""
    read = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert read is not None
    return cv2.resize(read, (620, 877), interpolation=cv2.INTER_AREA).astype(np.float64)


def recognised(pages: list[bytes], stack: list[Brought]) -> list[int]:
    """For each page, which side of the stack it is most like."""
    laid = [as_seen(one.side) for one in stack]
    return [int(np.argmin([np.abs(as_seen(page) - side).mean() for side in laid])) for page in pages]


def test_the_command_takes_each_side_in_its_order_and_knows_blanks_and_separators(
    stack: list[Brought], tmp_path: Path
) -> None:
    with scanner(Device(in_feeder(stack))) as running:
        answer = deskapp("scan", "--source", running.name, "--duplex", "--dpi", "200", "--out", str(tmp_path / "out"))
    assert (answer.code, answer.err) == (0, "")
    lines = [json.loads(line) for line in answer.out.splitlines()]
    pages = [Path(line["file"]).read_bytes() for line in lines]
    assert recognised(pages, stack) == list(range(14))
    assert [line["blank"] for line in lines] == [one.kind == "blank" for one in stack]
    assert {(line["width"], line["height"], line["dpi"]) for line in lines} == {(1653, 2339, 200)}
    found = [codes(page).separator for page in pages]
    assert [one for one in found if one is not None] == [ScannedSeparator(CASE, 1), ScannedSeparator(CASE, 2)]
    assert [place for place, one in enumerate(found) if one is not None] == [0, 6]
    assert running.device.at_rest


def test_f5_reads_as_the_window_is_set_and_a_jam_cuts_a_stack_in_two_and_loses_nothing(tmp_path: Path) -> None:
    """Sides 1 to 10 come, the paper sticks, and 11 to 14 come with the next F5: behind the separator before the jam."""
    clock = office.FrozenClock()
    with scanner(Device(faults=Faults(jam=11))) as running:
        station = office.station(tmp_path / "desk", clock)
        words = profile.words_of(running.name, ScanRequest(dpi=150, mode=Mode.GRAY, feeder=True, duplex=True))
        settings = replace(station.settings, **words)  # type: ignore[arg-type]
        find = partial(roster.find, home=settings.home)
        desk = office.desk(replace(station, settings=settings, scanner=find))
        case = intake.open_case(desk, PERSON)
        first, second = (line.code for line in clerk_sheets.case(desk, case).lines[:2])
        stack = brought(case)
        running.device.feeder = in_feeder(stack)
        came: list[TakenPage] = []
        runs: list[Run] = []

        def scan(goal: Spot | Why | None = None) -> Taken:
            asked = Spot(case, ID_CARD)
            told = Told(came.append)
            return scanning.scan_stack(desk, asked, told, threading.Event(), goal=goal, begun=runs.append)

        with pytest.raises(DeviceTrouble) as told:
            scan()
        assert (told.value.code, told.value.values) == ("scanner.jammed", {"page": 11})
        assert runs[0].taken.goal == Spot(case, second)
        running.device.faults.jam, running.device.trouble = 0, ""  # the clerk clears the paper and presses F5
        assert scan(runs[0].taken.goal).pages == 4

        with desk.journal.reading() as reading:
            kept = reading.case(case).pages
            seen = pages_kept.read(reading, [page.digest for page in came])
        pages = {code: [scanning.page_bytes(desk, digest) for digest in kept[code]] for code in (first, second)}
        assert recognised(pages[first], stack) == [2, 3, 4, 5], "neither the separator nor its empty back"
        assert recognised(pages[second], stack) == [8, 9, 10, 11, 12, 13]
        assert set(kept) == {first, second}
        assert {Image.open(io.BytesIO(page)).mode for both in pages.values() for page in both} == {"L"}
        assert {(page.width, page.dpi) for page in seen.values()} == {(1240, 150)}
        assert left_over.waiting(desk) == ()
        assert running.device.at_rest
        assert len(running.device.jobs) == 2
        station.journal.engine.dispose()


def test_f5_with_nothing_in_the_feeder_reads_the_glass(stack: list[Brought], tmp_path: Path) -> None:
    with scanner(Device(glass=sheets.sheet(stack[2]))) as running:
        station = office.station(tmp_path / "desk", office.FrozenClock())
        settings = replace(station.settings, scanner=running.name, scan_sides="both")
        desk = office.desk(replace(station, settings=settings))
        case = intake.open_case(desk, PERSON)
        came: list[TakenPage] = []
        assert scanning.scan(desk, case, ID_CARD, came.append, threading.Event()) == 1
        assert recognised([scanning.page_bytes(desk, came[0].digest)], stack) == [2]
        assert [job.asked.source for job in running.device.jobs] == ["Platen"]
        station.journal.engine.dispose()
