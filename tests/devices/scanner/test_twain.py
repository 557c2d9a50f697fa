"""TWAIN through its real process, against a compiled manager that keeps to the states of the specification."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Mode, Page, Paper, ScanRequest
from deskapp.devices.scanner.worker import Told, Worker
from deskapp.devices.scanner.worker_scanner import WorkerScanner
from deskapp.failures import DeviceTrouble
from tests.children import children
from tests.devices.practice import scan_folders, taken
from tests.fakes.twain import machine

A4_AT_75 = (620, 877)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return machine.compiled(tmp_path_factory.mktemp("twain"))


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What the device lived through; it says so when it was asked out of turn."""
    file = tmp_path / "device.log"
    monkeypatch.setenv("TW_LOG", str(file))

    def lines() -> list[str]:
        return file.read_text().splitlines() if file.exists() else []

    return lines


@pytest.fixture
def device(
    library: Path, log: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch, scratch: Path
) -> Callable[..., WorkerScanner]:
    def set_up(*, silence: float = 20.0, **told: object) -> WorkerScanner:
        for name, value in told.items():
            monkeypatch.setenv(f"TW_{name.upper()}", str(value))
        return machine.scanner(library, silence=silence)

    return set_up


Device = Callable[..., WorkerScanner]
Log = Callable[[], list[str]]


def feeder(**more: object) -> ScanRequest:
    return ScanRequest(dpi=75, feeder=True, **more)  # type: ignore[arg-type]


def drawn(page: Page) -> Image.Image:
    image = Image.open(io.BytesIO(page.image))
    image.load()
    assert image.size == (page.width, page.height)
    return image


def told(pages: object) -> DeviceTrouble:
    with pytest.raises(DeviceTrouble) as raised:
        list(pages)  # type: ignore[call-overload]
    return raised.value


def in_turn(lines: list[str]) -> bool:
    return not any(line.startswith("sequence") for line in lines) and lines[-3:] == [
        "disabled", "source closed", "closed",
    ]  # fmt: skip


def test_sources_are_named_without_those_that_are_wias(library: Path) -> None:
    found = machine.worker(library).found()
    assert found == [Told("Fake TWAIN", "Fake TWAIN"), Told("Second", "Second")]


def test_a_computer_without_sources_has_none(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TW_SOURCES", "none")
    assert machine.worker(library).found() == []


def test_a_computer_without_a_manager_cannot_use_twain(tmp_path: Path) -> None:
    with pytest.raises(DeviceTrouble) as raised:
        machine.worker(tmp_path / "nowhere.so").found()
    assert (raised.value.code, raised.value.values) == (ScannerCode.NOT_ON_THIS_SYSTEM, {"kind": "twain"})


@pytest.mark.parametrize(
    ("paper", "sides", "expected"),
    [
        ("glass", "one", (True, False, False)),
        ("sheets", "one", (False, True, False)),
        ("both", "both", (True, True, True)),
    ],
)
def test_a_source_says_what_it_can_do(device: Device, paper: str, sides: str, expected: tuple[bool, ...]) -> None:
    able = device(paper=paper, sides=sides).abilities()
    assert (able.glass, able.feeder, able.duplex) == expected
    assert able.resolutions == range(50, 601)
    assert able.modes == frozenset(Mode)


def test_a_source_without_colour_says_so_and_refuses_it(device: Device) -> None:
    scanner = device(kinds="gray")
    assert scanner.abilities().modes == {Mode.GRAY}
    trouble = told(scanner.scan(feeder()))
    assert (trouble.code, trouble.values) == (ScannerCode.NO_SUCH_MODE, {"mode": "color"})


@pytest.mark.parametrize("way", ["strips", "whole"])
def test_every_page_shows_what_lay_in_the_feeder(device: Device, log: Log, way: str, scratch: Path) -> None:
    pages = list(device(sheets=3, way=way).scan(feeder()))
    assert len(pages) == 3
    for number, page in enumerate(pages, start=1):
        image = drawn(page)
        assert (image.mode, image.size, page.dpi) == ("RGB", A4_AT_75, 75)
        assert image.getpixel((0, 0)) == (0, 0, 40 * number)
        assert image.getpixel((619, 0)) == (254, 0, 40 * number)
        assert image.getpixel((0, 876)) == (0, 254, 40 * number)
    assert in_turn(log())
    assert "reset" not in log()
    assert scan_folders(scratch) == []
    assert not children()


@pytest.mark.parametrize("way", ["strips", "whole"])
def test_gray_pages_come_gray(device: Device, way: str) -> None:
    image = drawn(next(iter(device(way=way).scan(ScanRequest(dpi=75, mode=Mode.GRAY)))))
    assert image.mode == "L"
    assert [image.getpixel((5, row)) for row in (0, 876)] == [0, 254]


@pytest.mark.parametrize("way", ["strips", "whole"])
def test_a_source_that_gives_black_and_white_gives_the_right_one(device: Device, way: str) -> None:
    image = drawn(next(iter(device(way=way, bits=1).scan(ScanRequest(dpi=75, mode=Mode.GRAY)))))
    assert image.mode == "1"
    assert image.getpixel((10, 10)) == 0, "the left half is black"
    assert image.getpixel((600, 10)) == 255


def test_rows_with_bytes_between_them_are_put_together(device: Device) -> None:
    image = drawn(next(iter(device(padding=7, strip=5000).scan(ScanRequest(dpi=75)))))
    assert [image.getpixel((619, row)) for row in (0, 876)] == [(254, 0, 40), (254, 254, 40)]


def test_a_card_is_read_as_a_card(device: Device) -> None:
    page = next(iter(device().scan(ScanRequest(dpi=300, paper=Paper.CARD))))
    assert abs(page.width - 1011) <= 2
    assert abs(page.height - 638) <= 2
    assert page.dpi == 300


def test_both_sides_of_a_sheet_are_two_pages(device: Device, log: Log) -> None:
    assert len(list(device(sheets=2, sides="both").scan(feeder(duplex=True)))) == 4
    assert in_turn(log())


def test_one_page_from_the_glass_is_one(device: Device) -> None:
    assert len(list(device(sheets=9).scan(ScanRequest(dpi=75)))) == 1


def test_no_more_pages_come_than_were_asked_for(device: Device, log: Log) -> None:
    assert len(list(device(sheets=9).scan(feeder(max_pages=3)))) == 3
    assert in_turn(log())


@pytest.mark.parametrize("loaded", ["known", "unknown"])
def test_an_empty_feeder_is_told(device: Device, log: Log, loaded: str) -> None:
    assert told(device(sheets=0, loaded=loaded).scan(feeder())).code == ScannerCode.EMPTY
    assert not [line for line in log() if line.startswith("sequence")]
    assert log()[-2:] == ["source closed", "closed"]


def test_a_feeder_that_does_not_know_its_last_sheet_gives_them_all(device: Device, log: Log) -> None:
    assert len(list(device(sheets=3, loaded="unknown").scan(feeder()))) == 3
    assert in_turn(log())


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        (20, ScannerCode.JAMMED), (21, ScannerCode.DOUBLE_FEED), (23, ScannerCode.DISCONNECTED),
        (24, ScannerCode.COVER_OPEN),
    ],
)  # fmt: skip
def test_a_fault_on_the_way_keeps_the_pages_before_it(
    device: Device, log: Log, condition: int, code: ScannerCode
) -> None:
    came: list[Page] = []
    with pytest.raises(DeviceTrouble) as raised:
        taken(device(sheets=6, fail_at=3, fail=condition).scan(feeder()), came)
    assert len(came) == 2
    assert (raised.value.code, raised.value.values) == (code, {"page": 3})
    assert "reset" in log(), "the sheets behind it stay in the feeder"
    assert in_turn(log())


def test_a_fault_that_nobody_knows_is_told_by_its_number(device: Device) -> None:
    trouble = told(device(fail_at=1, fail=77).scan(feeder()))
    assert (trouble.code, trouble.values) == (ScannerCode.FAILED, {"status": "twain 77"})
    assert "condition code 77" in trouble.__notes__[0]


def test_a_device_that_goes_in_the_middle_of_a_page_gives_no_half_page(device: Device, log: Log) -> None:
    came: list[Page] = []
    with pytest.raises(DeviceTrouble) as raised:
        taken(device(sheets=3, break_at=2, fail=23).scan(feeder()), came)
    assert len(came) == 1
    assert (raised.value.code, raised.value.values) == (ScannerCode.DISCONNECTED, {"page": 2})
    assert in_turn(log())


@pytest.mark.parametrize(
    ("opening", "code"), [(4, ScannerCode.BUSY), (16, ScannerCode.ACCESS_DENIED), (23, ScannerCode.DISCONNECTED)]
)
def test_a_source_that_does_not_open_says_why(device: Device, opening: int, code: ScannerCode) -> None:
    scanner = device(open=opening)
    assert told(scanner.scan(feeder())).code == code


def test_a_source_that_is_not_there_is_named(library: Path) -> None:
    trouble = told(WorkerScanner(machine.worker(library), "Gone").scan(feeder()))
    assert (trouble.code, trouble.values) == (ScannerCode.NO_SUCH_SOURCE, {"source": "twain:Gone"})


@pytest.mark.parametrize("told_by", [{"enable": 99}, {"ready": "closed"}])
def test_cancelled_at_the_scanner_is_told(device: Device, told_by: dict[str, object]) -> None:
    assert told(device(**told_by).scan(feeder())).code == ScannerCode.CANCELLED_AT_DEVICE


@pytest.mark.parametrize("lie", ["rows", "more rows", "columns", "stride"])
def test_a_source_that_lies_about_sizes_gives_no_page(device: Device, log: Log, lie: str) -> None:
    trouble = told(device(lies=lie, sheets=2).scan(feeder()))
    assert (trouble.code, trouble.values) == (ScannerCode.INCOMPLETE_PAGE, {"page": 1})
    assert in_turn(log())


@pytest.mark.parametrize(("lie", "way"), [("strip", "strips"), ("bitmap", "whole")])
def test_absurd_wishes_and_rubbish_are_refused(device: Device, log: Log, lie: str, way: str) -> None:
    trouble = told(device(lies=lie, way=way).scan(feeder()))
    assert trouble.code in (ScannerCode.FAILED, ScannerCode.INCOMPLETE_PAGE)
    assert in_turn(log())


def test_a_feeder_that_takes_the_word_and_does_nothing_is_none(device: Device) -> None:
    scanner = device(lies="feeder")
    assert not scanner.abilities().feeder
    assert told(scanner.scan(feeder())).code == ScannerCode.NO_FEEDER


def test_a_length_that_is_known_at_the_end_is_the_pages_length(device: Device) -> None:
    page = next(iter(device(length="unknown").scan(ScanRequest(dpi=75))))
    assert (page.width, page.height) == A4_AT_75
    drawn(page)


def test_colours_of_sixteen_bits_are_not_taken_for_something_else(device: Device) -> None:
    assert told(device(bits=48).scan(feeder())).values == {"status": "twain kind"}


def test_a_driver_that_prints_is_not_taken_at_its_word(device: Device) -> None:
    assert len(list(device(chatter="yes", sheets=2).scan(feeder()))) == 2


def test_a_driver_that_crashes_leaves_the_window_and_the_pages_before(device: Device, scratch: Path) -> None:
    came: list[Page] = []
    with pytest.raises(DeviceTrouble) as raised:
        taken(device(sheets=3, crash=2).scan(feeder()), came)
    assert (raised.value.code, raised.value.values) == (ScannerCode.DRIVER_CRASHED, {"signal": 11})
    assert len(came) == 1
    assert scan_folders(scratch) == []


def test_a_driver_that_hangs_is_ended(device: Device) -> None:
    begun = time.monotonic()
    trouble = told(device(sheets=1, hang=1, silence=2.0).scan(feeder()))
    assert trouble.code == ScannerCode.SILENT
    assert time.monotonic() - begun < 15
    assert not children()


def test_waiting_for_paper_is_no_silence(device: Device) -> None:
    """A source that is enabled and has nothing ready says nothing; its process says that it lives."""
    until = time.monotonic() + 2.5
    scan = device(ready="never", silence=1.7).scan(feeder(stop=lambda: time.monotonic() > until))
    assert list(scan) == []


def test_a_stop_on_the_way_lets_the_device_rest_and_keeps_the_paper(device: Device, log: Log) -> None:
    came: list[Page] = []
    begun = time.monotonic()
    scan = device(sheets=30, strip=20000, strip_ms=5).scan(feeder(stop=lambda: len(came) >= 2))
    taken(scan, came)
    assert 2 <= len(came) < 10
    assert time.monotonic() - begun < 10
    assert "reset" in log()
    assert in_turn(log())
    assert not children()


def test_letting_go_of_the_pages_lets_the_device_rest(device: Device, log: Log, scratch: Path) -> None:
    scan = device(sheets=30, strip=20000, strip_ms=5).scan(feeder())
    next(iter(scan))
    scan.close()  # type: ignore[attr-defined]
    assert "reset" in log()
    assert in_turn(log())
    assert not children()
    assert scan_folders(scratch) == []


def test_a_device_that_will_not_rest_is_ended(device: Device) -> None:
    came: list[Page] = []
    begun = time.monotonic()
    taken(device(sheets=3, hang=2).scan(feeder(stop=lambda: bool(came))), came)
    assert len(came) == 1
    assert time.monotonic() - begun < 12
    assert not children()


def test_a_stop_before_the_first_page_asks_nothing_of_the_device(device: Device, log: Log) -> None:
    assert list(device().scan(feeder(stop=lambda: True))) == []
    assert log() == []


def test_a_fast_feeder_waits_for_whoever_keeps_the_pages(device: Device, scratch: Path) -> None:
    most = 0
    for _ in device(sheets=12).scan(feeder()):
        most = max(most, sum(len(list(place.glob("*.pnm"))) for place in scratch.glob("deskapp-scan-*")))
    assert most <= 5


def test_its_process_needs_the_standard_library_alone(library: Path) -> None:
    """It may be a Python of 32 bits with nothing beside it: no site-packages are looked at."""
    house = str(Path(__file__).resolve().parents[3])
    code = f"import sys; sys.path.insert(0, {house!r}); from deskapp.devices.scanner.twain_loop import main"
    words = ["list", "--library", str(library)]
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"{code}; sys.exit(main({words!r}))"], capture_output=True, check=False
    )
    assert ran.returncode == 0, ran.stderr.decode()
    assert b"Fake TWAIN" in ran.stdout


def test_words_that_no_driver_says_are_not_believed(tmp_path: Path) -> None:
    liar = tmp_path / "liar.py"
    scanner = WorkerScanner(Worker("twain", [sys.executable, str(liar)]), "x")
    able = '{"say": "able", "glass": true, "resolutions": [300]}'

    def says(*lines: str) -> None:
        liar.write_text(f"import sys\nsays = {list(lines)!r} if sys.argv[1] == 'scan' else [{able!r}, {done!r}]\n"
                        "print('\\n'.join(says))\n")  # fmt: skip

    done = '{"say": "done"}'
    for line, status in (
        ("nonsense", "garbled"), ("[1]", "garbled"), ('{"say": 7}', "garbled"), ("[" * 5000, "garbled"),
        ('{"say": "page", "file": "../../etc/passwd", "dpi": 300}', "garbled"),
        ('{"say": "trouble", "code": "scanner.made_up"}', "unknown"),
    ):  # fmt: skip
        says(line)
        assert told(scanner.scan(ScanRequest())).values == {"status": status}, line
    says('{"say": "page", "file": "1.pnm", "dpi": 300}', done)
    assert told(scanner.scan(ScanRequest())).code == ScannerCode.INCOMPLETE_PAGE
    says('{"say": "beat"}')
    assert told(scanner.scan(ScanRequest())).values == {"status": 0}, "it ended without a word"
