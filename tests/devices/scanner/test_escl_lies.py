"""A device that lies, sends rubbish, lets nobody in, or is not there: told as such, and nobody is led elsewhere."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import escl_xml
from deskapp.devices.scanner.contract import ScanRequest
from deskapp.devices.scanner.escl import EsclScanner
from deskapp.devices.scanner.roster import address_of, find
from deskapp.failures import DeviceTrouble
from tests.devices.conftest import InNetwork
from tests.devices.scanner.test_escl import ADF, SHORT, loaded, scanner_of, trouble_of
from tests.fakes.escl import words
from tests.fakes.escl.device import Faults


def test_a_device_that_scans_at_another_resolution_is_not_believed_to_have_obeyed(in_network: InNetwork) -> None:
    running = in_network(loaded(1, Faults(resolution=150)))
    (page,) = scanner_of(running).scan(ADF)
    assert (page.width, page.dpi) == (1240, 150)


def test_a_file_that_says_72_is_not_believed_when_its_size_says_otherwise(in_network: InNetwork) -> None:
    running = in_network(loaded(1, Faults(says_72=True)))
    (page,) = scanner_of(running).scan(replace(ADF, dpi=150))
    assert (page.width, page.dpi) == (1240, 150)


@pytest.mark.parametrize(
    "location",
    ["http://192.0.2.9/eSCL/ScanJobs/{job}", "/eSCL/ScanJobs/{job}", "https://localhost:1/eSCL/ScanJobs/{job}/"],
)
def test_wherever_a_job_is_said_to_be_only_this_device_is_asked(location: str, in_network: InNetwork) -> None:
    running = in_network(loaded(2))
    running.location = location
    assert len(list(scanner_of(running).scan(ADF))) == 2


@pytest.mark.parametrize("location", ["", "http://[", "/a/../../secret", "/a b", "/\u00e9", "/x" * 600])
def test_a_job_without_a_place_is_no_job(location: str, in_network: InNetwork) -> None:
    running = in_network(loaded(2))
    running.overrides["/ScanJobs"] = (201, {"Location": location}, b"")
    assert trouble_of(running).code == ScannerCode.NO_SCANNER_THERE


@pytest.mark.parametrize("place", ["/ScannerCapabilities", "/ScanJobs"])
def test_nobody_is_sent_elsewhere(place: str, in_network: InNetwork) -> None:
    elsewhere = in_network(loaded(2))
    running = in_network(loaded(2))
    running.overrides[place] = (301, {"Location": f"{elsewhere.url}{place}"}, b"")
    assert trouble_of(running).code == ScannerCode.FAILED
    assert elsewhere.calls == []


DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><ScannerCapabilities>&b;</ScannerCapabilities>'


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>", b"\xff\xfe\0", b"<a/>", b"<ScannerCapabilities/>", DOCTYPE, b"<a>" * 10_000,
        b"<a>" + b"<b/>" * 30_000 + b"</a>", b"<a>" + b"x" * escl_xml.MOST_BYTES + b"</a>",
        b"<?xml version='1.0' encoding='none'?><a/>",
    ],
    ids=["nothing", "html", "no letters", "another word", "no way in", "entities", "deep", "wide", "long", "letters"],
)  # fmt: skip
def test_what_does_not_speak_as_a_scanner_is_told_as_such(body: bytes, in_network: InNetwork) -> None:
    running = in_network(loaded(1))
    running.overrides["/ScannerCapabilities"] = (200, {}, body)
    assert trouble_of(running).code == ScannerCode.NO_SCANNER_THERE


@pytest.mark.parametrize("status", [(500, {}, b""), (200, {}, b"rubbish"), (200, {}, DOCTYPE), (200, {}, b"<a/>")])
def test_a_status_that_says_nothing_stops_no_scan(
    status: tuple[int, dict[str, str], bytes], in_network: InNetwork
) -> None:
    running = in_network(loaded(3))
    running.overrides["/ScannerStatus"] = status
    assert len(list(scanner_of(running).scan(ADF))) == 3


@pytest.mark.parametrize("number", [401, 403])
def test_a_device_that_lets_nobody_in_is_told(number: int, in_network: InNetwork) -> None:
    running = in_network(loaded(1))
    running.overrides["/ScanJobs"] = (number, {}, b"")
    assert trouble_of(running).code == ScannerCode.ACCESS_DENIED
    running.overrides["/ScannerCapabilities"] = (number, {}, b"")
    assert trouble_of(running).code == ScannerCode.ACCESS_DENIED


@pytest.mark.parametrize("length", ["-5", "1e9", "99999999999"])
def test_a_length_that_cannot_be_is_no_answer(length: str, in_network: InNetwork) -> None:
    running = in_network(loaded(1))
    running.overrides["/ScannerCapabilities"] = (200, {"Content-Length": length, "Connection": "close"}, b"<a/>")
    assert trouble_of(running).code in {ScannerCode.NO_SCANNER_THERE, ScannerCode.SILENT}


# Nobody there


def test_a_device_that_is_switched_off_is_named(in_network: InNetwork) -> None:
    with socket.socket() as taken_port:
        taken_port.bind(("127.0.0.1", 0))
        scanner = find(f"escl:127.0.0.1:{taken_port.getsockname()[1]}")
        with pytest.raises(DeviceTrouble) as told:
            scanner.abilities()
    assert (told.value.code, told.value.values) == (ScannerCode.NOT_REACHED, {"host": "127.0.0.1"})


def test_one_that_was_switched_off_since_it_was_asked_is_named(in_network: InNetwork) -> None:
    running = in_network(loaded(1))
    scanner = scanner_of(running)
    scanner.abilities()
    running.server.socket.close()
    with pytest.raises(DeviceTrouble) as told:
        list(scanner.scan(ADF))
    assert told.value.code == ScannerCode.NOT_REACHED


def test_a_name_that_nobody_has_is_told() -> None:
    with pytest.raises(DeviceTrouble) as told:
        list(find("escl:scanner.invalid").scan(ADF))
    assert told.value.code == ScannerCode.NOT_REACHED


def test_one_who_listens_and_never_speaks_is_left() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(1)
        scanner = EsclScanner(
            address_of(f"escl:127.0.0.1:{deaf.getsockname()[1]}"), patience=replace(SHORT, answer=0.3)
        )
        with pytest.raises(DeviceTrouble) as told:
            scanner.abilities()
        assert told.value.code == ScannerCode.SILENT
        stopped = ScanRequest(stop=lambda: True)
        assert list(scanner.scan(stopped)) == []


def test_what_it_can_do_is_asked_once(in_network: InNetwork) -> None:
    running = in_network(loaded(2), told=words.capabilities(glass=words.caps(resolutions=words.RANGED)))
    scanner = scanner_of(running)
    assert scanner.abilities().nearest_dpi(240) == 240
    assert scanner.title() == "Hall Scanner 4"
    list(scanner.scan(ADF))
    assert sum(call.endswith("ScannerCapabilities") for call in running.calls) == 1
