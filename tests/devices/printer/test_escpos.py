"""Receipt printers on the network: they are sent a picture, and what they say of themselves is told in words."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskapp.devices.errors import PrinterCode
from deskapp.devices.printer import roster
from deskapp.devices.printer.contract import Document
from deskapp.devices.printer.escpos import NetworkPrinter, Raster, commands
from deskapp.failures import DeviceTrouble
from tests.fakes.receipt_printer import BROKEN, COVER_OPEN, PAPER_OUT, ReceiptPrinter, receipt_printer
from tests.waiting import eventually

WIDE = 576
LARGE = Raster(WIDE, bytes(range(72)) * 700)


@pytest.fixture
def there() -> Iterator[ReceiptPrinter]:
    with receipt_printer() as printer:
        yield printer


def to(printer: ReceiptPrinter, **times: float) -> NetworkPrinter:
    return NetworkPrinter(printer.address, **{"patience": 2.0, "answers_in": 0.3, "prints_in": 5.0} | times)


def code_of(printer: NetworkPrinter, raster: Raster = LARGE) -> DeviceTrouble:
    with pytest.raises(DeviceTrouble) as told:
        printer.print(raster)
    return told.value


def black(raster: Raster) -> bytes:
    return bytes(255 - byte for byte in raster.rows)


@pytest.mark.parametrize("rows", [1, 127, 128, 129, 700, 2400])
def test_a_picture_of_any_height_arrives_dot_by_dot(there: ReceiptPrinter, rows: int) -> None:
    raster = Raster(WIDE, bytes((7 * place + place // 72) % 256 for place in range(72 * rows)))
    to(there).print(raster)
    eventually(lambda: len(there.papers) == 1, "the paper")
    assert there.papers[0].size == (WIDE, rows)
    assert there.papers[0].tobytes() == black(raster)


@given(st.integers(1, 255), st.integers(1, 40), st.data())
@settings(max_examples=40, deadline=None)
def test_the_words_for_a_picture_hold_its_rows_and_nothing_else(each: int, rows: int, data: st.DataObject) -> None:
    picture = data.draw(st.binary(min_size=each * rows, max_size=each * rows))
    said = commands(Raster(each * 8, picture))
    assert said.startswith(b"\x1b@\x1dv0\x00" + each.to_bytes(2, "little") + rows.to_bytes(2, "little"))
    assert said[10:-4] == picture
    assert said.endswith(b"\x1dVB\x00")


@pytest.mark.parametrize(
    ("wide", "rows"), [(0, b""), (576, b""), (576, b"x" * 71), (570, b"x" * 72), (-8, b"x"), (4096, b"x" * 512)]
)
def test_what_is_no_picture_is_not_sent(wide: int, rows: bytes) -> None:
    with pytest.raises(ValueError, match="no picture"):
        commands(Raster(wide, rows))


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (COVER_OPEN, PrinterCode.COVER_OPEN),
        (PAPER_OUT, PrinterCode.OUT_OF_PAPER),
        (BROKEN, PrinterCode.FAILED),
        (COVER_OPEN | PAPER_OUT, PrinterCode.COVER_OPEN),
    ],
)
def test_a_printer_that_stands_still_is_sent_nothing(there: ReceiptPrinter, trouble: int, code: str) -> None:
    there.trouble = trouble
    assert code_of(to(there)).code == code
    there.trouble = 0
    to(there).print(LARGE)
    eventually(lambda: len(there.papers) == 1, "the one paper")


def test_a_printer_that_never_says_anything_prints_all_the_same(there: ReceiptPrinter) -> None:
    there.answers = False
    to(there).print(LARGE)
    eventually(lambda: len(there.papers) == 1, "the paper")


def test_what_a_printer_says_unasked_is_not_taken_for_its_state(there: ReceiptPrinter) -> None:
    there.chatters = True
    to(there).print(LARGE)
    there.trouble = COVER_OPEN
    assert code_of(to(there)).code == PrinterCode.COVER_OPEN


def test_a_printer_that_is_switched_off_is_told(there: ReceiptPrinter) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"127.0.0.1:{listening.getsockname()[1]}"
    assert code_of(NetworkPrinter(address, patience=1.0)).code == PrinterCode.OFFLINE


def test_a_line_that_breaks_within_a_paper_is_told(there: ReceiptPrinter) -> None:
    there.hangs_up_after = 20_000
    assert code_of(to(there), Raster(WIDE, bytes(72) * 60_000)).code == PrinterCode.FAILED
    assert there.papers == []


def test_a_printer_that_answered_and_then_falls_silent_is_told(there: ReceiptPrinter) -> None:
    there.stuck = True
    trouble = code_of(to(there, prints_in=0.4))
    assert trouble.code == PrinterCode.SILENT


def test_papers_from_several_threads_come_out_whole_and_one_by_one(there: ReceiptPrinter) -> None:
    printer = to(there)
    pictures = [Raster(WIDE, bytes([shade]) * 72 * 300) for shade in range(1, 7)]
    threads = [threading.Thread(target=printer.print, args=(picture,)) for picture in pictures]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(paper.tobytes() for paper in there.papers) == sorted(black(picture) for picture in pictures)


@pytest.mark.parametrize(
    "address",
    ["", ":9100", "host:0", "host:70000", "host:x", "http://host", "host/x", "a b", "host:9100:1", "[::1", "x" * 300],
)
def test_what_is_no_address_names_no_printer(address: str) -> None:
    with pytest.raises(DeviceTrouble) as told:
        NetworkPrinter(address)
    assert told.value.code == PrinterCode.NO_SUCH_PRINTER


@pytest.mark.parametrize("address", ["printer", "10.0.0.9", "printer.hall.example:9101", "[fe80::1]:9100", "[::1]"])
def test_names_and_numbers_are_addresses(address: str) -> None:
    NetworkPrinter(address)


def test_a_desks_receipt_printer_prints_a_strip_and_no_other_paper() -> None:
    with receipt_printer() as printer:
        desk_printer = roster.find(f"escpos:{printer.address}")
        desk_printer.print(Document("ticket", b"%PDF", copies=2, strip=Raster(8, b"\x81\x42")))
        assert len(printer.papers) == 2
        with pytest.raises(DeviceTrouble) as trouble:
            desk_printer.print(Document("receipt", b"%PDF"))
        assert trouble.value.code == PrinterCode.STRIPS_ONLY
        assert len(printer.papers) == 2


@pytest.mark.parametrize("name", ["escpos:", "escpos:a b", "escpos:host:0", "escpos:host:99999", "escpos:../x"])
def test_an_address_that_is_none_is_no_printer(name: str) -> None:
    with pytest.raises(DeviceTrouble) as trouble:
        roster.find(name)
    assert trouble.value.code == PrinterCode.NO_SUCH_PRINTER
