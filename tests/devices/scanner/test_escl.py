"""A scanner in the network: what came is kept, what went wrong is a sentence, and nothing is left running there."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from dataclasses import fields, replace
from typing import cast

import pytest

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Mode, Page, Paper, ScanRequest
from deskapp.devices.scanner.escl import EsclScanner
from deskapp.devices.scanner.escl_job import Patience
from deskapp.devices.scanner.roster import address_of
from deskapp.failures import DeviceTrouble
from deskapp.sentences import sentence
from tests.devices.conftest import InNetwork
from tests.devices.practice import taken
from tests.fakes.escl import words
from tests.fakes.escl.device import Device, Faults, Sheet, printed, white
from tests.fakes.escl.server import Running
from tests.waiting import eventually

ADF = ScanRequest(dpi=75, feeder=True)
SHORT = Patience(connecting=2, answer=2, silence=0.6, page=1.5, busy=0.3, goodbye=1)
SHORT_WAIT = 6.0  # s in which each trouble has been told, on a machine that has other things to do


def loaded(sheets: int, faults: Faults | None = None) -> Device:
    return Device([Sheet(white()) for _ in range(sheets)], faults=faults)


def scanner_of(running: Running, patience: Patience = SHORT) -> EsclScanner:
    return EsclScanner(address_of(running.name), patience=patience)


def trouble_of(running: Running, request: ScanRequest = ADF, came: list[Page] | None = None) -> DeviceTrouble:
    """The trouble a scan ends with, told soon; afterwards no job is open at the device, and nobody of ours works."""
    begun = time.monotonic()
    with pytest.raises(DeviceTrouble) as told:
        taken(scanner_of(running).scan(request), [] if came is None else came)
    assert time.monotonic() - begun < SHORT_WAIT
    assert running.device.at_rest
    assert own_threads() == []
    assert told.value.code not in sentence(told.value, "zh"), "the sentence is missing"
    return told.value


def own_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("escl")]


def shown(told: object) -> str:
    """Faults by what is wrong, not by all that is not."""
    if not isinstance(told, Faults):
        return str(told)
    return ",".join(
        f"{one.name}={getattr(told, one.name)}" for one in fields(told) if getattr(told, one.name) != one.default
    )


# What a jam, a cut line, a lie does to a stack of six, in the middle


@pytest.mark.parametrize(
    ("faults", "code"),
    [
        (Faults(jam=4), ScannerCode.JAMMED),
        (Faults(jam=4, jam_says=404), ScannerCode.JAMMED),
        (Faults(jam=4, jam_says=503), ScannerCode.JAMMED),
        (Faults(jam=4, jam_says=500), ScannerCode.JAMMED),
        (Faults(open_hatch=4), ScannerCode.COVER_OPEN),
        (Faults(double_feed=4), ScannerCode.DOUBLE_FEED),
        (Faults(cancel=4), ScannerCode.CANCELLED_AT_DEVICE),
        (Faults(cancel=4, tells_jobs=False), ScannerCode.CANCELLED_AT_DEVICE),
        (Faults(cut=4), ScannerCode.DISCONNECTED),
        (Faults(rubbish=4), ScannerCode.INCOMPLETE_PAGE),
        (Faults(half=4), ScannerCode.INCOMPLETE_PAGE),
        (Faults(huge=4), ScannerCode.INCOMPLETE_PAGE),
        (Faults(empty=4), ScannerCode.INCOMPLETE_PAGE),
        (Faults(endless=4), ScannerCode.INCOMPLETE_PAGE),
    ],
    ids=shown,
)
def test_three_pages_are_kept_when_the_fourth_does_not_come(
    faults: Faults, code: ScannerCode, in_network: InNetwork
) -> None:
    came: list[Page] = []
    trouble = trouble_of(in_network(loaded(6, faults)), came=came)
    assert (trouble.code, trouble.values) == (code, {"page": 4})
    assert [page.width for page in came] == [620] * 3


@pytest.mark.parametrize("faults", [Faults(silent=3), Faults(drip=3)], ids=["silent", "a byte now and then"])
def test_a_device_that_falls_silent_or_only_seems_alive_is_left(faults: Faults, in_network: InNetwork) -> None:
    came: list[Page] = []
    trouble = trouble_of(in_network(loaded(6, faults)), came=came)
    assert trouble.code == ScannerCode.SILENT
    assert len(came) == 2


def test_a_jam_that_the_job_alone_tells_is_not_taken_for_the_end(in_network: InNetwork) -> None:
    came: list[Page] = []
    trouble = trouble_of(in_network(loaded(6, Faults(jam=4, jam_says=404, tells_feeder=False))), came=came)
    assert (trouble.code, len(came)) == (ScannerCode.FAILED, 3)


@pytest.mark.parametrize("number", [404, 409, 410])
def test_the_end_of_a_stack_is_the_end_however_it_is_said(number: int, in_network: InNetwork) -> None:
    running = in_network(loaded(3, Faults(ends_with=number)))
    assert len(list(scanner_of(running).scan(ADF))) == 3
    assert running.device.at_rest


def test_a_device_that_hangs_up_after_each_answer_is_called_again(in_network: InNetwork) -> None:
    running = in_network(loaded(3, Faults(hangs_up=True)))
    pages = list(scanner_of(running).scan(ADF))
    assert [page.width for page in pages] == [620] * 3
    assert running.device.at_rest


# An empty feeder, a busy device


@pytest.mark.parametrize("number", [404, 409, 503])
@pytest.mark.parametrize("tells", [True, False], ids=["told by the status", "told by nothing else"])
def test_an_empty_feeder_is_told_however_the_device_says_so(number: int, tells: bool, in_network: InNetwork) -> None:
    running = in_network(loaded(0, Faults(empty_says=number, tells_feeder=tells)))
    wanted = ScannerCode.BUSY if number == 503 and not tells else ScannerCode.EMPTY  # 503 alone is "not now"
    assert trouble_of(running).code == wanted


def test_without_paper_in_the_feeder_the_device_is_not_set_going(in_network: InNetwork) -> None:
    running = in_network(loaded(0, Faults(empty_says=404)))
    assert trouble_of(running).code == ScannerCode.EMPTY
    assert not [call for call in running.calls if call.startswith("POST")]


def test_a_device_that_is_busy_for_a_moment_is_asked_again(in_network: InNetwork) -> None:
    running = in_network(loaded(2, Faults(busy=1, not_yet=2)))
    assert len(list(scanner_of(running).scan(ADF))) == 2


def test_a_device_that_stays_busy_is_told(in_network: InNetwork) -> None:
    assert trouble_of(in_network(loaded(2, Faults(busy=1000)))).code == ScannerCode.BUSY


def test_a_page_that_is_never_ready_ends_the_scan(in_network: InNetwork) -> None:
    assert trouble_of(in_network(loaded(2, Faults(not_yet=1000)))).code == ScannerCode.SILENT


# Somebody does not want it any more


def closable(scanner: EsclScanner, request: ScanRequest) -> Generator[Page]:
    return cast("Generator[Page]", scanner.scan(request))


def test_closing_the_scan_ends_the_job_at_the_device_at_once(in_network: InNetwork) -> None:
    running = in_network(loaded(50, Faults(seconds=0.3)))
    scan = closable(scanner_of(running), ADF)
    next(scan)
    begun = time.monotonic()
    scan.close()
    assert time.monotonic() - begun < SHORT_WAIT, "fifty sheets take a quarter of a minute"
    assert running.device.deleted == [running.device.jobs[0].name]
    assert running.device.fed < 6, "paper went on through the feeder"
    assert own_threads() == []


def test_a_stop_while_the_page_is_on_its_way_ends_the_job_at_the_device(in_network: InNetwork) -> None:
    running = in_network(loaded(50, Faults(silent=2)))
    stop = threading.Event()
    came: list[Page] = []

    def stopped() -> bool:
        if len(came) == 1 and any(call.endswith("NextDocument") for call in running.calls[-1:]):
            stop.set()
        return stop.is_set()

    begun = time.monotonic()
    taken(scanner_of(running, replace(SHORT, silence=30, page=30)).scan(replace(ADF, stop=stopped)), came)
    assert time.monotonic() - begun < SHORT_WAIT
    assert len(came) == 1
    assert running.device.deleted == [running.device.jobs[0].name]


def test_a_device_that_does_not_hear_the_end_holds_nobody_up(in_network: InNetwork) -> None:
    running = in_network(loaded(9))
    scan = closable(scanner_of(running), ADF)
    next(scan)
    job = running.device.jobs[0].name
    running.overrides[f"/ScanJobs/{job}"] = (200, {"Content-Length": "9"}, b"never")
    begun = time.monotonic()
    scan.close()
    assert time.monotonic() - begun < 3
    assert own_threads() == []


def test_no_sheet_is_drawn_in_beyond_those_asked_for(in_network: InNetwork) -> None:
    running = in_network(loaded(9))
    assert len(list(scanner_of(running).scan(replace(ADF, max_pages=3)))) == 3
    assert running.device.fed == 3
    assert running.device.at_rest


def test_the_next_pages_come_while_one_is_looked_at_and_never_the_whole_stack(in_network: InNetwork) -> None:
    running = in_network(loaded(50))
    scan = closable(scanner_of(running), ADF)
    next(scan)
    eventually(lambda: running.device.fed >= 4, "the pages that are fetched ahead")
    threading.Event().wait(0.2)  # nothing tells that no more will come
    assert running.device.fed == 4, "one is here, two wait, one is in the hand that fetches"
    scan.close()


# What is asked for


def test_both_sides_of_each_sheet_come_in_their_order(in_network: InNetwork) -> None:
    import numpy as np

    black = printed(np.zeros((3508, 2480, 3), np.uint8))
    running = in_network(Device([Sheet(white(), black) for _ in range(2)]))
    pages = list(scanner_of(running).scan(replace(ADF, duplex=True)))
    sizes = [len(page.image) for page in pages]
    assert len(pages) == 4
    assert sizes[0] == sizes[2] != sizes[1] == sizes[3]


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (620, 877)), (Paper.A5, (437, 620)), (Paper.CARD, (253, 160))])
def test_no_more_is_read_than_the_paper_is_large(paper: Paper, size: tuple[int, int], in_network: InNetwork) -> None:
    running = in_network(loaded(0))
    (page,) = scanner_of(running).scan(ScanRequest(dpi=75, paper=paper))
    assert abs(page.width - size[0]) <= 1
    assert abs(page.height - size[1]) <= 1
    assert page.dpi == 75


def test_a_size_that_the_glass_has_not_is_read_as_far_as_the_glass_goes(in_network: InNetwork) -> None:
    running = in_network(loaded(0))
    list(scanner_of(running).scan(ScanRequest(dpi=75, paper=Paper.A3)))
    assert (running.device.jobs[0].asked.width, running.device.jobs[0].asked.height) == (2550, 3508)


@pytest.mark.parametrize(("wish", "given"), [(75, 75), (240, 300), (1200, 600)])
def test_a_resolution_that_it_has_is_taken_and_never_a_lower_one(wish: int, given: int, in_network: InNetwork) -> None:
    running = in_network(loaded(1))
    (page,) = scanner_of(running, Patience()).scan(replace(ADF, dpi=wish))
    assert running.device.jobs[0].asked.dpi == page.dpi == given


def test_what_the_device_has_not_is_refused_before_anything_moves(in_network: InNetwork) -> None:
    gray = words.caps(modes=("Grayscale8",))
    running = in_network(loaded(1), told=words.capabilities(glass=gray, feeder=None, duplex=None))
    assert trouble_of(running).code == ScannerCode.NO_FEEDER
    assert trouble_of(running, replace(ADF, duplex=True)).code == ScannerCode.NO_DUPLEX
    assert trouble_of(running, ScanRequest(mode=Mode.COLOR)).code == ScannerCode.NO_SUCH_MODE
    assert not running.device.jobs


def test_one_page_of_a_scanner_without_glass_is_one_sheet_of_its_feeder(in_network: InNetwork) -> None:
    running = in_network(loaded(5), told=words.capabilities(glass=None))
    assert len(list(scanner_of(running).scan(ScanRequest(dpi=75)))) == 1
    assert running.device.fed == 1
