"""Separators send pages to their material; nobody else's code does."""

from __future__ import annotations

from datetime import date

import cv2
import numpy as np
import pytest
import zxingcpp

from deskapp.failures import ContentTrouble
from deskapp.ids import CaseId, HallId, QueueId, new_id
from deskapp.rules import barcode
from deskapp.rules.barcode import ScannedSeparator, ScannedTicket
from deskapp.scans.sort import PageCodes, codes
from tests.scans import drawn
from tests.scans.drawn import Picture

CASE = CaseId(new_id())
BARS, SQUARE = zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode


def with_code(page: Picture, text: str, *, kind: zxingcpp.BarcodeFormat = BARS, down: float = 0.1) -> Picture:
    """The page with a code printed on it, at a share of its height from the top; 0.34 mm a module."""
    made = zxingcpp.create_barcode(text, kind).to_image(scale=4 if kind == SQUARE else 2, add_quiet_zones=True)
    code = np.asarray(made, np.uint8)
    if kind == BARS:
        code = code[:1].repeat(80, axis=0)
    marked = page.copy()
    top, left = int(page.shape[0] * down), 60
    marked[top : top + code.shape[0], left : left + code.shape[1]] = np.minimum(code, drawn.PAPER)
    return marked


def separator(place: int, **more: object) -> Picture:
    return with_code(drawn.paper(), barcode.separator_digits(CASE, place), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [BARS, SQUARE])
@pytest.mark.parametrize("place", [0, 1, 99])
def test_a_separator_names_its_case_and_place(kind: zxingcpp.BarcodeFormat, place: int) -> None:
    read = codes(drawn.saved(separator(place, kind=kind)))
    assert read == PageCodes((ScannedSeparator(CASE, place),))
    assert read.separator == ScannedSeparator(CASE, place)
    assert not read.doubled


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_separator_is_read_whichever_way_it_lies(quarters: int) -> None:
    turned = np.ascontiguousarray(np.rot90(separator(7), quarters))
    assert codes(drawn.saved(turned)).separator == ScannedSeparator(CASE, 7)


@pytest.mark.parametrize("degrees", [-3.0, 4.0])
def test_a_crooked_and_noisy_separator_is_read(degrees: float) -> None:
    page = drawn.noisy(drawn.tilted(separator(7), degrees), 8)
    assert codes(drawn.saved(page)).separator == ScannedSeparator(CASE, 7)


def test_bars_and_square_of_one_separator_are_one() -> None:
    page = with_code(separator(3), barcode.separator_digits(CASE, 3), kind=SQUARE, down=0.5)
    assert codes(drawn.saved(page)).ours == (ScannedSeparator(CASE, 3),)


def test_two_separators_on_one_page_are_nobodys_place() -> None:
    page = with_code(separator(3), barcode.separator_digits(CASE, 4), down=0.5)
    read = codes(drawn.saved(page))
    assert read.doubled
    assert read.separator is None
    assert read.ours == (ScannedSeparator(CASE, 3), ScannedSeparator(CASE, 4)), "from the top down"


def test_a_ticket_scanned_along_is_told_and_separates_nothing() -> None:
    digits = barcode.ticket_digits(HallId("H1"), date(2026, 11, 23), QueueId("A"), 12)
    read = codes(drawn.saved(with_code(drawn.text(), digits, down=0.02)))
    assert read.ours == (ScannedTicket(HallId("H1"), date(2026, 11, 23), "A012"),)
    assert read.separator is None


@pytest.mark.parametrize("text", ["https://example.org/?name=x", "110101199003071234", "6901234567892"])
def test_a_strangers_code_is_counted_and_not_handed_on(text: str) -> None:
    read = codes(drawn.saved(with_code(drawn.paper(), text, kind=SQUARE)))
    assert read == PageCodes((), others=1)


def test_a_separator_with_one_digit_wrong_sends_no_page_anywhere() -> None:
    digits = barcode.separator_digits(CASE, 5)
    wrong = digits[:20] + str((int(digits[20]) + 1) % 10) + digits[21:]
    assert codes(drawn.saved(with_code(drawn.paper(), wrong))) == PageCodes((), others=1)


def test_a_page_of_text_and_an_empty_one_hold_no_code() -> None:
    assert codes(drawn.saved(drawn.text())) == PageCodes()
    assert codes(drawn.saved(drawn.paper())) == PageCodes()


def test_a_page_at_600_dots_is_read_as_well() -> None:
    large = np.asarray(cv2.resize(separator(9), None, fx=4, fy=4, interpolation=cv2.INTER_NEAREST), np.uint8)
    assert codes(drawn.saved(large)).separator == ScannedSeparator(CASE, 9)


def test_what_is_no_picture_is_told() -> None:
    with pytest.raises(ContentTrouble):
        codes(b"<html>")
