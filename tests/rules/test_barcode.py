"""A scan says itself what it is."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.ids import CaseId, HallId, QueueId, WindowId, new_id
from deskapp.rules import barcode
from deskapp.rules.barcode import (
    BOOKINGS,
    ScannedBooking,
    ScannedNotice,
    ScannedReceipt,
    ScannedSeparator,
    ScannedTicket,
    booking_digits,
    notice_digits,
    read,
    separator_digits,
    ticket_digits,
)
from deskapp.rules.numbering import case_number, ticket_number, with_check_digit

H1, A, DAY = HallId("H1"), QueueId("A"), date(2026, 11, 23)


def test_a_ticket_is_known_as_a_ticket() -> None:
    digits = ticket_digits(H1, DAY, A, 12)
    assert digits[:-1] == "0101202611230100012"
    assert read(digits) == ScannedTicket(H1, DAY, "A012")


@given(
    st.integers(1, 99),
    st.dates(date(1000, 1, 1)),
    st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    st.integers(1, 99_999),
)
def test_every_ticket_is_read_back(hall: int, day: date, queue: str, serial: int) -> None:
    scanned = read(ticket_digits(HallId(f"H{hall}"), day, QueueId(queue), serial))
    assert scanned == ScannedTicket(HallId(f"H{hall}"), day, ticket_number(QueueId(queue), serial))


def test_a_case_number_is_known_as_a_receipt() -> None:
    number = case_number("330000", H1, DAY, WindowId("3"), 17)
    assert read(number) == ScannedReceipt(number)


def test_a_separator_names_its_case_and_the_place_of_its_material() -> None:
    case = CaseId(new_id())
    assert read(separator_digits(case, 3)) == ScannedSeparator(case, 3)


@given(st.uuids(), st.integers(0, 99))
def test_every_separator_is_read_back(case: UUID, place: int) -> None:
    assert read(separator_digits(CaseId(str(case)), place)) == ScannedSeparator(CaseId(str(case)), place)


@given(st.uuids())
def test_every_notice_is_read_back_and_taken_for_nothing_else(case: UUID) -> None:
    digits = notice_digits(CaseId(str(case)))
    assert (len(digits), read(digits)) == (42, ScannedNotice(CaseId(str(case))))


@given(st.integers(0, BOOKINGS - 1))
def test_every_booking_is_read_back(chance: int) -> None:
    digits = booking_digits(chance)
    assert (len(digits), read(digits)) == (12, ScannedBooking(digits))


@pytest.mark.parametrize("chance", [-1, BOOKINGS])
def test_a_booking_has_nine_digits_of_chance(chance: int) -> None:
    with pytest.raises(ValueError, match="nine digits"):
        booking_digits(chance)


def test_a_notice_of_more_bits_than_a_case_has_is_none() -> None:
    assert read(with_check_digit(f"03{(1 << 128):039}")) is None


def every_kind() -> list[str]:
    return [
        notice_digits(CaseId("018f2c3a-0000-7000-8000-00000000002a")),
        booking_digits(123456789),
        ticket_digits(H1, DAY, A, 12),
        separator_digits(CaseId("0192f0c1-2d3e-7abc-8def-0123456789ab"), 7),
        case_number("330000", H1, DAY, WindowId("3"), 17),
    ]


def test_every_barcode_is_pairs_of_digits_and_none_is_as_long_as_an_id_number() -> None:
    for digits in every_kind():
        assert digits.isascii()
        assert digits.isdigit()
        assert len(digits) % 2 == 0
        assert len(digits) != 18


def test_a_barcode_with_one_misread_digit_is_nothing() -> None:
    for digits in every_kind():
        for place, digit in enumerate(digits):
            for other in "0123456789".replace(digit, ""):
                assert read(digits[:place] + other + digits[place + 1 :]) is None


def test_a_barcode_whose_beginning_was_eaten_is_nothing() -> None:
    for digits in every_kind():
        for eaten in range(1, len(digits)):
            assert read(digits[eaten:]) is None, digits[eaten:]


@pytest.mark.parametrize(
    "digits",
    [
        "", "A012", "6901234567892", "110101199001011234", "0" * 20, "0" * 24, "9" * 5000,
        with_check_digit("0101202613230100012"),  # no such day
        with_check_digit("0100202611230100012"),  # no hall 0
        with_check_digit("0101202611232700012"),  # no 27th letter
        with_check_digit("0101202611230100000"),  # no serial 0
        with_check_digit("02" + "9" * 39 + "01"),  # more than 128 bits
        with_check_digit("33000001202613230030017"),
        "٠١" * 10,
    ],
)  # fmt: skip
def test_what_is_not_ours_is_nothing(digits: str) -> None:
    assert read(digits) is None


@given(st.text(max_size=50) | st.text("0123456789", min_size=15, max_size=46))
def test_no_scan_is_an_error(digits: str) -> None:
    read(digits)


def test_what_cannot_be_a_ticket_gets_no_barcode() -> None:
    with pytest.raises(Refusal, match=r"number\.no_such_queue"):
        ticket_digits(H1, DAY, QueueId("AB"), 1)
    with pytest.raises(Refusal, match=r"number\.no_such_place"):
        ticket_digits(HallId("hall"), DAY, A, 1)


def test_a_separator_has_room_for_99_materials() -> None:
    with pytest.raises(ValueError, match="99"):
        separator_digits(CaseId(new_id()), 100)


CODE = "uF3-x_Q9aBcDeFgHiJkLmNoPqRs"


@pytest.mark.parametrize(
    "address", [f"https://hall.example/track/{CODE}", f"http://10.0.0.7:8080/track/{CODE}", f"https://a/{CODE}"]
)
def test_the_address_in_a_papers_qr_names_its_case(address: str) -> None:
    assert barcode.read(address) == barcode.ScannedTrack(CODE)


@pytest.mark.parametrize(
    "address",
    [
        f"ftp://hall.example/{CODE}", f"https://hall.example/{CODE}?a=b", f"https://hall.example/{CODE}/",
        "https://hall.example/track/short", f"https://hall.example/{'x' * 65}", f"https://{'h' * 300}/{CODE}",
        f"https://hall.example/track/{CODE}\n", f" https://hall.example/{CODE}", f"https://大厅/{CODE}", CODE,
    ],
)  # fmt: skip
def test_another_address_is_none_of_ours(address: str) -> None:
    assert barcode.read(address) is None


@pytest.mark.parametrize(
    ("text", "may"),
    [("h", True), ("HTTP", True), ("https:/", True), ("http://a b", True), ("ht ", False), ("x", False), ("", True)],
)
def test_an_address_is_known_by_how_it_begins(text: str, may: bool) -> None:
    assert barcode.may_become_address(text) is may


def test_a_scanned_ticket_gives_its_barcode_again() -> None:
    digits = barcode.ticket_digits(HallId("H1"), date(2026, 11, 23), QueueId("B"), 1012)
    seen = barcode.read(digits)
    assert isinstance(seen, barcode.ScannedTicket)
    assert barcode.ticket_digits_of(seen) == digits
