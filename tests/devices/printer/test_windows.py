"""The printers of Windows: what comes out on paper, and each way in which nothing does. The process is the real one."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from deskapp.devices.errors import PrinterCode
from deskapp.devices.printer import roster, windows
from deskapp.devices.printer.contract import Document, Raster
from deskapp.devices.printer.windows import WindowsPrinter, WindowsReceiptPrinter, hello, listed
from deskapp.failures import DeviceTrouble
from deskapp.papers.barcodes import code128_modules
from tests.children import children
from tests.fakes.spooler import FRONT, RECEIPTS, compiled

LOOP = [sys.executable, "-m", "deskapp.devices.printer.print_loop"]
STRIP = Raster(16, b"\x80\x01" * 40)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(tmp_path_factory.mktemp("spooler"))


@pytest.fixture
def start(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What starts the process, with a spooler that keeps everything in the test's folder."""
    monkeypatch.setenv("SP_FOLDER", str(tmp_path))
    script = tmp_path / "started.py"  # the library is named as the last word, as an option of the process
    script.write_text(
        "import sys\nfrom deskapp.devices.printer.print_loop import main\n"
        f"sys.exit(main([*sys.argv[1:], '--library={library}']))\n"
    )
    monkeypatch.setenv("PYTHONPATH", ":".join(part for part in sys.path if part))
    return [sys.executable, str(script)]


def paper(*, pages: int = 1, size: tuple[float, float] = (210 * mm, 297 * mm)) -> bytes:
    """A paper with a frame 20 mm from its edges, and a barcode."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=size)
    for number in range(pages):
        canvas.setLineWidth(1 * mm)
        canvas.rect(20 * mm, 20 * mm, size[0] - 40 * mm, size[1] - 40 * mm)
        for n, dark in enumerate(code128_modules(f"20260{number}")):
            if dark:
                canvas.rect((30 + n * 0.5) * mm, 100 * mm, 0.5 * mm, 20 * mm, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def code_of(printer: WindowsPrinter, document: Document) -> str:
    with pytest.raises(DeviceTrouble) as told:
        printer.print(document)
    assert not children()
    return told.value.code


def log(folder: Path) -> list[str]:
    file = folder / "log"
    return file.read_text().split("\n")[:-1] if file.exists() else []


def on_paper(folder: Path, number: int = 1) -> Image.Image:
    return Image.open(folder / f"page-{number}.pgm")


def test_a_page_comes_out_as_large_as_it_is_and_its_barcode_reads(start: list[str], tmp_path: Path) -> None:
    WindowsPrinter(FRONT, start=start).print(Document("受理单 A001", paper()))
    sheet = on_paper(tmp_path)
    assert sheet.size == (4960, 7015)
    row = [sheet.getpixel((x, 3500)) for x in range(sheet.width)]
    dark = [x for x, dot in enumerate(row) if int(str(dot)) < 100]
    assert abs(dark[0] / 600 * 25.4 - 19.5) < 0.1, "the frame's left edge, in millimetres from the paper's"
    assert abs(dark[-1] / 600 * 25.4 - 190.5) < 0.1
    assert [code.text for code in zxingcpp.read_barcodes(sheet.resize((1654, 2339)))] == ["202600"]
    assert (tmp_path / "title").read_bytes().decode("utf-16-le") == "受理单 A001"
    assert log(tmp_path)[-2:] == ["whole", "let go"]
    assert not children()


def test_copies_and_pages_are_one_job_in_their_order(start: list[str], tmp_path: Path) -> None:
    WindowsPrinter(start=start).print(Document("a", paper(pages=2), copies=2))
    assert len(list(tmp_path.glob("page-*.pgm"))) == 4
    read = [zxingcpp.read_barcodes(on_paper(tmp_path, n).resize((1654, 2339)))[0].text for n in (1, 2, 3, 4)]
    assert read == ["202600", "202601", "202600", "202601"]
    assert log(tmp_path).count("whole") == 1


def test_a_page_is_turned_for_a_sheet_that_lies_the_other_way(
    start: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SP_PAPER", "landscape")
    monkeypatch.setenv("SP_DPI", "300")
    WindowsPrinter(FRONT, start=start).print(Document("a", paper()))
    sheet = on_paper(tmp_path)
    assert sheet.width > sheet.height
    assert [code.text for code in zxingcpp.read_barcodes(sheet)] == ["202600"]


def test_a_receipt_printer_gets_its_own_language_untouched(start: list[str], tmp_path: Path) -> None:
    printer = WindowsReceiptPrinter(RECEIPTS, start=start)
    printer.print(Document("ticket", b"%PDF", copies=2, strip=STRIP))
    sent = (tmp_path / "raw").read_bytes()
    assert sent.startswith(b"\x1b@\x1dv0\x00\x02\x00\x28\x00" + STRIP.rows)
    assert sent == sent[: len(sent) // 2] * 2
    assert log(tmp_path)[-2:] == ["whole", "closed"]
    assert code_of(printer, Document("a paper", paper())) == PrinterCode.STRIPS_ONLY


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (0x10, PrinterCode.OUT_OF_PAPER),
        (0x8, PrinterCode.JAMMED),
        (0x400000, PrinterCode.COVER_OPEN),
        (0x40000, PrinterCode.OUT_OF_INK),
        (0x80, PrinterCode.OFFLINE),
        (0x1, PrinterCode.OFFLINE),
        (0x2, PrinterCode.FAILED),
    ],
)
def test_a_printer_that_stands_still_is_sent_nothing(
    status: int, code: PrinterCode, start: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SP_STATUS", str(status))
    assert code_of(WindowsReceiptPrinter(start=start), Document("t", b"", strip=STRIP)) == code
    assert log(tmp_path) == ["open", "closed"]


def test_one_that_is_set_to_work_offline_is_off(start: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SP_ATTRIBUTES", str(0x400))
    assert code_of(WindowsPrinter(start=start), Document("a", paper())) == PrinterCode.OFFLINE


def test_a_printer_that_prints_or_is_low_on_toner_prints_on(
    start: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SP_STATUS", str(0x400 | 0x20000))
    WindowsReceiptPrinter(start=start).print(Document("t", b"", strip=STRIP))
    assert (tmp_path / "raw").exists()


@pytest.mark.parametrize(
    ("said", "raw"),
    [
        ("SP_BREAK=short", True),
        ("SP_BREAK=write", True),
        ("SP_BREAK=crash", True),
        ("SP_DENIED=1", True),
        ("SP_BREAK=page", False),
        ("SP_BREAK=draw", False),
        ("SP_SURFACE=0", False),
    ],
)
def test_what_breaks_off_is_taken_back_and_told(
    said: str, raw: bool, start: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variable, _, value = said.partition("=")
    monkeypatch.setenv(variable, value)
    monkeypatch.setenv("SP_DPI", "200")
    printer = WindowsReceiptPrinter(start=start) if raw else WindowsPrinter(start=start)
    assert code_of(printer, Document("a", paper(), strip=STRIP)) == PrinterCode.FAILED
    assert "whole" not in log(tmp_path)
    assert ("aborted" in log(tmp_path)) == (variable == "SP_BREAK" and value != "crash")


def test_a_driver_that_hangs_is_ended(start: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SP_BREAK", "hang")
    monkeypatch.setenv("SP_DPI", "100")
    begun = time.monotonic()
    assert code_of(WindowsPrinter(start=start, silence=3.0), Document("a", paper())) == PrinterCode.SILENT
    assert time.monotonic() - begun < 20


def test_a_file_that_is_no_paper_is_told_and_nothing_is_printed(start: list[str], tmp_path: Path) -> None:
    assert code_of(WindowsPrinter(start=start), Document("a", b"no PDF")) == PrinterCode.FAILED
    assert not list(tmp_path.glob("page-*"))


def test_the_printers_are_listed_and_the_default_comes_first(start: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert listed(start=start) == [FRONT, RECEIPTS]
    monkeypatch.setenv("SP_PRINTERS", "0")
    assert listed(start=start) == []
    monkeypatch.setenv("SP_STOPPED", "1")
    with pytest.raises(DeviceTrouble) as told:
        listed(start=start)
    assert (told.value.code, told.value.values["status"]) == (PrinterCode.FAILED, "1722")
    hello(start=start)  # that it was stopped says nothing about the program


def test_without_a_default_one_printer_is_taken_and_among_several_nobody_guesses(
    start: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SP_DEFAULT", "0")
    assert code_of(WindowsReceiptPrinter(start=start), Document("t", b"", strip=STRIP)) == PrinterCode.NONE
    monkeypatch.setenv("SP_PRINTERS", "1")
    WindowsReceiptPrinter(start=start).print(Document("t", b"", strip=STRIP))
    assert (tmp_path / "raw").exists()


def test_a_name_that_no_printer_has_is_told(start: list[str]) -> None:
    for name in ("Gone", "-h", "--copies=9"):
        assert code_of(WindowsPrinter(name, start=start), Document("a", paper())) == PrinterCode.NO_SUCH_PRINTER
    for odd in ("a\nb", "a\0", "x" * 300):
        with pytest.raises(DeviceTrouble) as told:
            WindowsPrinter(odd)
        assert told.value.code == PrinterCode.NO_SUCH_PRINTER


@pytest.mark.parametrize("said", ["", "noise", "[1]", '{"say": 1}', '{"say": "trouble", "code": "evil", "status": 7}'])
def test_what_a_stranger_says_in_its_place_is_a_failure(said: str, tmp_path: Path) -> None:
    script = tmp_path / "stranger.py"
    script.write_text(f"print({said!r})")
    assert code_of(WindowsPrinter(start=[sys.executable, str(script)]), Document("a", b"")) == PrinterCode.FAILED


def test_on_another_system_the_process_says_that_there_are_none() -> None:
    with pytest.raises(DeviceTrouble) as told:
        listed(start=LOOP)
    assert told.value.code == PrinterCode.NOT_ON_THIS_SYSTEM
    for name in ("windows:Front", "raw:Receipts"):
        with pytest.raises(DeviceTrouble) as found:
            roster.find(name)
        assert found.value.code == PrinterCode.NOT_ON_THIS_SYSTEM


def test_on_windows_a_name_alone_is_a_printer_of_windows(start: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "here", lambda: True)
    monkeypatch.setattr(windows, "command", lambda: start)
    assert type(roster.find("")) is WindowsPrinter
    assert type(roster.find("HP LaserJet")) is WindowsPrinter
    assert type(roster.find("raw:Receipts")) is WindowsReceiptPrinter
    assert [target.name for target in roster.listed()] == [f"windows:{FRONT}", f"windows:{RECEIPTS}"]


def test_the_packaged_program_is_its_own_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    assert windows.command()[1:] == ["-m", "deskapp.devices.printer.print_loop"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert windows.command() == [sys.executable, "print-loop"]
