"""What goes wrong with a SANE scanner is a sentence, never a hang and never half a page."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Mode, Page, ScanRequest
from deskapp.devices.scanner.roster import find, listed
from deskapp.devices.scanner.sane import SaneScanner
from deskapp.failures import DeviceTrouble
from deskapp.sentences import sentence
from tests.children import children
from tests.devices.practice import SetUp, scan_folders, taken

ADF = ScanRequest(dpi=75, feeder=True)


def code_of(scanner: SaneScanner, request: ScanRequest = ADF) -> DeviceTrouble:
    with pytest.raises(DeviceTrouble) as told:
        list(scanner.scan(request))
    assert not children()
    return told.value


def script(folder: Path, text: str) -> str:
    """A program in scanimage's place: a driver that fails in a way the test backend cannot."""
    file = folder / "scanimage"
    options = "    --mode Gray|Color [Gray]\\n    --source Flatbed|Automatic Document Feeder [Flatbed]\\n"
    asked = f'case "$*" in *--all-options*) printf "{options}"; exit 0;; esac\n'
    file.write_text(f"#!/bin/sh\n{asked}{text}\n")
    file.chmod(0o755)
    return str(file)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("SANE_STATUS_JAMMED", ScannerCode.JAMMED),
        ("SANE_STATUS_COVER_OPEN", ScannerCode.COVER_OPEN),
        ("SANE_STATUS_NO_DOCS", ScannerCode.EMPTY),
        ("SANE_STATUS_DEVICE_BUSY", ScannerCode.BUSY),
        ("SANE_STATUS_ACCESS_DENIED", ScannerCode.ACCESS_DENIED),
        ("SANE_STATUS_CANCELLED", ScannerCode.CANCELLED_AT_DEVICE),
        ("SANE_STATUS_EOF", ScannerCode.INCOMPLETE_PAGE),  # a header alone, and exit 0: no page
    ],
)
def test_each_status_of_the_driver_is_a_sentence_of_ours(
    status: str, code: ScannerCode, sane: SetUp, scratch: Path
) -> None:
    sane(read_status_code=f'"{status}"')
    trouble = code_of(SaneScanner("test:0", silence=20.0))
    assert trouble.code == code, trouble.__notes__
    assert trouble.code not in sentence(trouble, "zh"), "the sentence is missing"
    assert scan_folders(scratch) == []


@pytest.mark.parametrize("request_", [ADF, ScanRequest(dpi=75)], ids=["feeder", "glass"])
def test_an_input_error_of_the_device_ends_instead_of_hanging(request_: ScanRequest, sane: SetUp) -> None:
    sane(read_status_code='"SANE_STATUS_IO_ERROR"')
    begun = time.monotonic()
    trouble = code_of(SaneScanner("test:0", silence=3.0), request_)
    assert trouble.code in {ScannerCode.DISCONNECTED, ScannerCode.SILENT}
    assert time.monotonic() - begun < 8


def test_a_driver_that_falls_silent_is_ended(tmp_path: Path, scratch: Path) -> None:
    begun = time.monotonic()
    trouble = code_of(SaneScanner("any", program=script(tmp_path, "exec sleep 600"), silence=0.3))
    assert trouble.code == ScannerCode.SILENT
    assert time.monotonic() - begun < 5
    assert scan_folders(scratch) == []


def test_a_silent_driver_that_hides_behind_a_script_is_ended_too(tmp_path: Path) -> None:
    trouble = code_of(SaneScanner("any", program=script(tmp_path, "sleep 600\nexit 0"), silence=0.3))
    assert trouble.code == ScannerCode.SILENT


def test_a_driver_that_crashes_is_told_as_such(tmp_path: Path) -> None:
    trouble = code_of(SaneScanner("any", program=script(tmp_path, "kill -SEGV $$"), silence=5.0))
    assert (trouble.code, trouble.values) == (ScannerCode.DRIVER_CRASHED, {"signal": 11})


@pytest.mark.parametrize("file", [r"P6\n100 100\n255\n", "", r"P5\n0 0\n255\n", "<html>", r"P4\n99999999 9\nx"])
def test_half_a_page_is_never_a_page(file: str, tmp_path: Path) -> None:
    program = script(tmp_path, f'printf "{file}" > 1.pnm; echo 1.pnm; exit 0')
    trouble = code_of(SaneScanner("any", program=program, silence=5.0))
    assert (trouble.code, trouble.values) == (ScannerCode.INCOMPLETE_PAGE, {"page": 1})


def test_the_pages_before_a_jam_are_kept(tmp_path: Path) -> None:
    page = r"P5\n2 2\n255\nabcd"
    text = f'for n in 1 2; do printf "{page}" > $n.pnm; echo $n.pnm; done; exit 6'
    came: list[Page] = []
    with pytest.raises(DeviceTrouble) as told:
        taken(SaneScanner("any", program=script(tmp_path, text), silence=5.0).scan(ADF), came)
    assert [(one.width, one.height, one.image) for one in came] == [(2, 2, b"P5\n2 2\n255\nabcd")] * 2
    assert (told.value.code, told.value.values) == (ScannerCode.JAMMED, {"page": 3})


def test_pages_come_while_the_scan_goes_on(tmp_path: Path) -> None:
    text = r'printf "P5\n1 1\n255\na" > 1.pnm; echo 1.pnm; exec sleep 600'
    scan = iter(SaneScanner("any", program=script(tmp_path, text), silence=30.0).scan(ADF))
    assert next(scan).width == 1
    assert len(children()) == 1, "the driver still runs"
    scan.close()  # type: ignore[attr-defined]
    assert not children()


def test_a_name_that_the_driver_prints_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret.pnm"
    secret.write_bytes(b"P5\n1 1\n255\na")
    trouble = code_of(SaneScanner("any", program=script(tmp_path, f"echo {secret}"), silence=5.0))
    assert trouble.code == ScannerCode.INCOMPLETE_PAGE
    assert secret.exists()


def test_a_device_that_is_not_there_is_named(sane: SetUp) -> None:
    trouble = code_of(SaneScanner("test:7"))
    assert (trouble.code, trouble.values) == (ScannerCode.NO_SUCH_SOURCE, {"source": "sane:test:7"})


def test_a_device_name_that_looks_like_an_option_is_a_name(sane: SetUp) -> None:
    assert code_of(SaneScanner("--help")).code in {ScannerCode.NO_SUCH_SOURCE, ScannerCode.FAILED}


def test_a_computer_without_sane_says_so(sane: SetUp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    trouble = code_of(SaneScanner("test:0"))
    assert (trouble.code, trouble.values) == (ScannerCode.NOT_ON_THIS_SYSTEM, {"kind": "sane"})
    assert listed() == []
    with pytest.raises(DeviceTrouble) as told:
        find("")
    assert told.value.code == ScannerCode.NONE


def test_what_the_scanner_cannot_do_is_refused_before_anything_moves(sane: SetUp, tmp_path: Path) -> None:
    assert code_of(SaneScanner("test:0"), ScanRequest(duplex=True)).code == ScannerCode.NO_DUPLEX
    glass_only = tmp_path / "scanimage"
    glass_only.write_text('#!/bin/sh\nprintf "    --mode Gray [Gray]\\n    --source Flatbed [Flatbed]\\n"\n')
    glass_only.chmod(0o755)
    scanner = SaneScanner("any", program=str(glass_only))
    assert code_of(scanner, ADF).code == ScannerCode.NO_FEEDER
    assert code_of(scanner, ScanRequest(mode=Mode.COLOR)).code == ScannerCode.NO_SUCH_MODE


def test_the_scanners_of_this_computer_are_listed_by_the_names_that_find_them(sane: SetUp) -> None:
    assert [source.name for source in listed()] == ["sane:test:0", "sane:test:1"]
    assert next(iter(find("").scan(ScanRequest(dpi=75)))).width > 0


@pytest.mark.parametrize("name", ["sane:", "folder:/no/such/folder", "pretend:sheets=many", "pretend:tray=1", "nothing",
                                  "sane:a\0b", "pretend:tilt=nan", "pretend:sheets=501"])  # fmt: skip
def test_a_name_that_means_no_scanner_is_refused(name: str) -> None:
    with pytest.raises(DeviceTrouble) as told:
        find(name)
    assert told.value.code == ScannerCode.NO_SUCH_SOURCE


@pytest.mark.parametrize("name", ["twain:X", "wia:1"])
def test_a_kind_of_another_system_is_told_as_such(name: str) -> None:
    with pytest.raises(DeviceTrouble) as told:
        find(name)
    assert told.value.code == ScannerCode.NOT_ON_THIS_SYSTEM
