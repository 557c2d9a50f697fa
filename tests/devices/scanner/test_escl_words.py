"""What is said in eSCL, read and worded: addresses, capabilities, the meaning of an answer."""

from __future__ import annotations

import string
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import escl_address, escl_verdict, escl_words, escl_xml
from deskapp.devices.scanner.contract import Mode, ScanRequest
from deskapp.devices.scanner.escl_address import Address
from deskapp.devices.scanner.escl_verdict import Course
from deskapp.devices.scanner.escl_words import Capabilities, Job, Status
from deskapp.devices.scanner.roster import find
from deskapp.failures import DeviceTrouble
from tests.fakes.escl import words
from tests.fakes.escl.device import Device, Sheet, white


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("192.168.1.20", Address(False, "192.168.1.20", 80)),
        ("scanner-4.hall:8080", Address(False, "scanner-4.hall", 8080)),
        ("http://192.168.1.20:9095/eSCL/", Address(False, "192.168.1.20", 9095)),
        ("https://192.168.1.20", Address(True, "192.168.1.20", 443)),
        ("https://[2001:db8::7]:8443/a/eSCL", Address(True, "2001:db8::7", 8443, "/a/eSCL")),
    ],
)
def test_an_address_is_read_and_its_name_finds_it_again(said: str, meant: Address) -> None:
    assert escl_address.read(said) == meant
    assert escl_address.read(meant.name.removeprefix("escl:")) == meant


@pytest.mark.parametrize(
    "said",
    [
        "", "http://", "ftp://host/eSCL", "file:///etc/passwd", "unix://run/scanner", "http://a:b@host/", "host:0",
        "host:99999", "host/..", "host/a/../b", "host/?x=1", "host/#x", "ho st", "host/\r\nX: y", "主机", "-host",
        "http://host:port/", "http://[::1", "x" * 301,
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_scanner_is_no_source(said: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the roster tells it as a sentence, seen below
        escl_address.read(said)
    with pytest.raises(DeviceTrouble) as told:
        find(f"escl:{said}")
    assert told.value.code == ScannerCode.NO_SUCH_SOURCE


def test_a_password_in_an_address_is_not_told_on() -> None:
    with pytest.raises(DeviceTrouble) as told:
        find("escl:http://admin:secret@192.168.1.20/eSCL")
    assert "secret" not in str(told.value)


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_no_name_of_a_source_is_a_crash(said: str) -> None:
    try:
        address = escl_address.read(said)
    except ValueError:
        return
    assert escl_address.read(address.name.removeprefix("escl:")) == address


@given(st.binary(max_size=200) | st.text("<>/a&;!?[]\"' =", max_size=60).map(str.encode))
def test_no_document_is_a_crash(data: bytes) -> None:
    try:
        escl_words.capabilities(escl_xml.read(data))
    except escl_xml.NotXml:
        return


def told(text: str) -> Capabilities:
    found = escl_words.capabilities(escl_xml.read(text.encode()))
    assert found is not None
    return found


def test_each_way_in_has_its_own_sizes_and_resolutions() -> None:
    able = told(words.capabilities(glass=words.caps(resolutions=words.RANGED), duplex=None))
    assert able.glass is not None
    assert able.feeder is not None
    assert able.glass.resolutions == range(75, 1201)
    assert able.feeder.resolutions == (75, 100, 150, 200, 300, 600)
    assert (able.glass.most, able.feeder.most) == ((2550, 3508), (2550, 4200))
    assert not able.abilities.duplex
    assert able.abilities.nearest_dpi(301) == 301


def test_both_sides_may_be_told_in_one_word() -> None:
    text = words.capabilities(duplex=None).replace(
        "<scan:AdfOption>DetectPaperLoaded", "<scan:AdfOption>Duplex</scan:AdfOption><scan:AdfOption>DetectPaperLoaded"
    )
    assert told(text).abilities.duplex


def test_a_device_with_nothing_but_names_is_asked_for_the_usual() -> None:
    able = told(words.capabilities(glass="<scan:MaxWidth>x</scan:MaxWidth>", feeder=None, duplex=None))
    wanted = escl_words.settled(able, ScanRequest())
    assert (wanted.dpi, wanted.media_type, wanted.width) == (300, "image/jpeg", 2480)


@pytest.mark.parametrize("spelling", [words.RANGED, words.RANGED_SHORTLY])
def test_a_range_is_read_however_it_is_spelt(spelling: str) -> None:
    able = told(words.capabilities(glass=words.caps(resolutions=spelling), feeder=None, duplex=None))
    assert able.abilities.resolutions == range(75, 1201)


@pytest.mark.parametrize("span", [(0, 0), (600, 75), (5, 10**9)])
def test_a_range_that_cannot_be_is_kept_within_reason(span: tuple[int, int]) -> None:
    ranged = words.RANGED.replace("75", str(span[0])).replace("1200", str(span[1]))
    able = told(words.capabilities(glass=words.caps(resolutions=ranged), feeder=None, duplex=None))
    assert 1 <= able.abilities.nearest_dpi(300) <= 9600


def test_a_device_that_reads_only_into_pdf_is_refused() -> None:
    text = words.capabilities().replace("image/jpeg", "application/pdf")
    with pytest.raises(DeviceTrouble) as refused:
        escl_words.settled(told(text), ScanRequest())
    assert refused.value.code == ScannerCode.NO_SUCH_MODE


def test_a_request_says_all_that_is_wanted_in_xml_that_others_read() -> None:
    wanted = escl_words.settled(told(words.capabilities()), ScanRequest(dpi=200, mode=Mode.GRAY, duplex=True))
    asked = words.asked(escl_words.worded(wanted))
    assert (asked.source, asked.color, asked.dpi, asked.duplex) == ("Feeder", "Grayscale8", 200, True)
    assert (asked.width, asked.height, asked.kind) == (2480, 3508, "image/jpeg")


@given(st.text(string.printable, max_size=40))
def test_whatever_version_a_device_claims_the_request_stays_xml(version: str) -> None:
    able = told(words.capabilities())
    wanted = escl_words.settled(Capabilities(able.title, version, able.glass, able.feeder, able.duplex), ScanRequest())
    ElementTree.fromstring(escl_words.worded(wanted))


def test_the_status_tells_of_the_feeder_and_of_each_job() -> None:
    device = Device([Sheet(white())])
    job = device.begin(words.asked(escl_words.worded(escl_words.settled(told(words.capabilities()), ScanRequest()))))
    status = escl_words.status(escl_xml.read(words.status(device, "/eSCL").encode()))
    assert status == Status("Processing", "ScannerAdfLoaded", (Job(f"/eSCL/ScanJobs/{job.name}", "Processing"),))
    assert status.job(f"/other/{job.name}/") == "Processing"
    assert status.job("/eSCL/ScanJobs/another") == ""


IDLE = Status("Idle", "")


@pytest.mark.parametrize(
    ("code", "status", "came", "course"),
    [
        (404, None, 3, Course.OVER),
        (404, Status("Idle", "ScannerAdfLoaded"), 3, Course.OVER),
        (404, Status("Idle", "ScannerAdfMispick"), 3, ScannerCode.JAMMED),
        (404, Status("Idle", "", (Job("/j", "Canceled"),)), 3, ScannerCode.CANCELLED_AT_DEVICE),
        (404, Status("Idle", "", (Job("/j", "Aborted"),)), 3, ScannerCode.FAILED),
        (404, Status("Idle", "", (Job("/k", "Aborted"),)), 3, Course.OVER),
        (404, IDLE, 0, ScannerCode.EMPTY),
        (409, IDLE, 0, ScannerCode.EMPTY),
        (409, Status("Idle", "ScannerAdfEmpty"), 3, Course.OVER),
        (409, IDLE, 3, ScannerCode.FAILED),
        (410, IDLE, 3, ScannerCode.CANCELLED_AT_DEVICE),
        (410, Status("Idle", "", (Job("/j", "Completed"),)), 3, Course.OVER),
        (503, Status("Processing", ""), 3, Course.AGAIN),
        (503, None, 3, Course.AGAIN),
        (503, Status("Stopped", ""), 3, ScannerCode.FAILED),
        (503, Status("Stopped", "ScannerAdfDoorOpen"), 3, ScannerCode.COVER_OPEN),
        (500, IDLE, 3, ScannerCode.FAILED),
        (403, IDLE, 3, ScannerCode.ACCESS_DENIED),
    ],
)
def test_what_it_means_that_no_page_came(
    code: int, status: Status | None, came: int, course: Course | ScannerCode
) -> None:
    assert escl_verdict.without_page(code, status, "/j", feeder=True, came=came) == course


def test_a_jam_in_the_feeder_is_nothing_to_the_glass() -> None:
    jam = Status("Idle", "ScannerAdfJam")
    assert escl_verdict.without_page(404, jam, "/j", feeder=False, came=1) is Course.OVER
    assert escl_verdict.without_job(503, jam, feeder=False) is Course.AGAIN


@given(st.integers(100, 599), st.sampled_from(["", "ScannerAdfJam", "ScannerAdfEmpty", "ScannerAdfLoaded", "x"]))
def test_a_stack_ended_by_trouble_is_never_taken_for_one_that_ended(code: int, feeder: str) -> None:
    course = escl_verdict.without_page(code, Status("Idle", feeder), "/j", feeder=True, came=2)
    assert course is not Course.OVER or (code in (404, 409, 410) and feeder != "ScannerAdfJam")
