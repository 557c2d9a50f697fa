"""Numbers on paper: nobody else's, and a slip of the finger is found."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_10

from deskapp.failures import Refusal
from deskapp.ids import HallId, QueueId, WindowId
from deskapp.rules.numbering import (
    CaseNumber,
    case_number,
    read_case_number,
    read_ticket_number,
    ticket_number,
    window_id,
    with_check_digit,
)

DAY = date(2026, 11, 23)

numbers = st.builds(
    CaseNumber,
    region=st.from_regex(r"[1-9][0-9]{5}", fullmatch=True).filter(str.isascii),
    hall=st.integers(1, 99).map(lambda n: HallId(f"H{n}")),
    day=st.dates(date(1000, 1, 1)),
    window=st.integers(1, 999).map(lambda n: WindowId(str(n))),
    serial=st.integers(1, 9999),
)


def written(number: CaseNumber) -> str:
    return case_number(number.region, number.hall, number.day, number.window, number.serial)


def refused(text: str) -> str:
    with pytest.raises(Refusal) as refusal:
        read_case_number(text)
    return refusal.value.code


def test_a_case_number_says_region_hall_day_window_and_serial_in_digits() -> None:
    number = case_number("330000", HallId("H1"), DAY, WindowId("3"), 17)
    assert number[:-1] == "33000001202611230030017"
    assert len(number) == 24


@given(numbers)
def test_what_is_written_is_read_back(number: CaseNumber) -> None:
    assert read_case_number(written(number)) == number


@given(numbers, numbers)
def test_two_cases_never_share_a_number(one: CaseNumber, other: CaseNumber) -> None:
    assert (written(one) == written(other)) == (one == other)


@given(numbers)
def test_the_number_has_the_check_digit_of_the_standard(number: CaseNumber) -> None:
    text = written(number)
    assert mod_11_10.validate(text) == text


@given(numbers, st.integers(0, 23), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number: CaseNumber, place: int, step: int) -> None:
    text = written(number)
    wrong = text[:place] + str((int(text[place]) + step) % 10) + text[place + 1 :]
    assert refused(wrong) in {"number.check_digit", "number.malformed"}


@given(numbers, st.integers(0, 22))
def test_neighbours_that_changed_places_are_found_unless_they_are_neighbours_in_value(
    number: CaseNumber, place: int
) -> None:
    text = written(number)
    one, other = text[place], text[place + 1]
    swapped = text[:place] + other + one + text[place + 2 :]
    if one != other and (int(one) - int(other)) % 10 not in {1, 9}:
        assert refused(swapped) in {"number.check_digit", "number.malformed"}


def test_of_all_swapped_neighbours_one_in_forty_five_is_missed() -> None:
    """Every state the arithmetic can be in, with every pair of different digits after it."""
    leading = {mod_11_10.checksum(f"{n:02}"): f"{n:02}" for n in range(100)}
    assert len(leading) == 10
    missed = [
        (lead, one, other)
        for lead in leading.values()
        for one in range(10)
        for other in range(one + 1, 10)
        if with_check_digit(f"{lead}{one}{other}")[-1] == with_check_digit(f"{lead}{other}{one}")[-1]
    ]
    assert len(missed) == 10  # of 450
    assert all((other - one) in {1, 9} for _, one, other in missed)


def test_a_number_is_read_as_people_type_it() -> None:
    number = case_number("330000", HallId("H12"), DAY, WindowId("203"), 9999)
    spaced = f" {number[:6]} {number[6:8]}-{number[8:16]}－{number[16:19]}\u3000{number[19:]} "
    full_width = "".join(chr(0xFF10 + int(digit)) for digit in number)
    assert read_case_number(spaced) == read_case_number(full_width) == read_case_number(number)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "number.malformed"),
        ("A012", "number.malformed"),
        ("3300000120261123003001", "number.malformed"),
        ("٣" * 24, "number.malformed"),
        (with_check_digit("33000001202611230030017") + "0", "number.malformed"),
        (with_check_digit("33000001202613230030017"), "number.malformed"),  # no thirteenth month
        (with_check_digit("33000000202611230030017"), "number.malformed"),  # no hall 0
        (with_check_digit("33000001202611230000017"), "number.malformed"),  # no window 0
        (with_check_digit("33000001202611230030000"), "number.malformed"),  # no serial 0
        (with_check_digit("03000001202611230030017"), "number.malformed"),  # no such region
    ],
)
def test_what_is_no_case_number_is_refused(text: str, code: str) -> None:
    assert refused(text) == code


def test_a_refusal_never_repeats_what_was_typed() -> None:
    with pytest.raises(Refusal) as refusal:
        read_case_number("110101199001011234")
    assert "110101199001011234" not in str(refusal.value)


def test_after_9999_cases_a_window_gives_no_more_that_day() -> None:
    with pytest.raises(Refusal) as refusal:
        case_number("330000", HallId("H1"), DAY, WindowId("3"), 10_000)
    assert refusal.value.code == "number.serial_full"
    assert refusal.value.values == {"window": "3", "last": 9999}


@pytest.mark.parametrize("window", ["0", "03", "1000", "A", "", "３"])
def test_a_window_that_cannot_stand_in_a_number_is_refused(window: str) -> None:
    with pytest.raises(Refusal, match=r"number\.no_such_place"):
        case_number("330000", HallId("H1"), DAY, WindowId(window), 1)


@pytest.mark.parametrize("hall", ["H0", "H01", "H100", "1", "h1", "H", "H１"])
def test_a_hall_that_cannot_stand_in_a_number_is_refused(hall: str) -> None:
    with pytest.raises(Refusal, match=r"number\.no_such_place"):
        case_number("330000", HallId(hall), DAY, WindowId("3"), 1)


@pytest.mark.parametrize("region", ["33000", "3300000", "033000", "33000X", ""])
def test_a_region_that_cannot_stand_in_a_number_is_refused(region: str) -> None:
    with pytest.raises(Refusal, match=r"number\.no_such_place"):
        case_number(region, HallId("H1"), DAY, WindowId("3"), 1)


def test_serials_begin_with_one() -> None:
    with pytest.raises(ValueError, match="begin with 1"):
        case_number("330000", HallId("H1"), DAY, WindowId("3"), 0)
    with pytest.raises(ValueError, match="begin with 1"):
        ticket_number(QueueId("A"), 0)


@pytest.mark.parametrize(("serial", "number"), [(1, "A001"), (12, "A012"), (999, "A999"), (1000, "A1000")])
def test_a_ticket_number_is_the_queue_and_at_least_three_figures(serial: int, number: str) -> None:
    assert ticket_number(QueueId("A"), serial) == number
    assert read_ticket_number(number) == ("A", serial)


@given(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), st.integers(1, 99_999))
def test_a_ticket_number_is_read_back(queue: str, serial: int) -> None:
    assert read_ticket_number(ticket_number(QueueId(queue), serial)) == (queue, serial)


@pytest.mark.parametrize("text", [" a012 ", "Ａ０１２", "a 012"])
def test_a_ticket_number_is_read_as_typed(text: str) -> None:
    assert read_ticket_number(text) == ("A", 12)


@pytest.mark.parametrize("text", ["", "A", "A12", "A0012", "012", "AA012", "A000", "A100000", "A01٢"])
def test_what_is_no_ticket_number_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"number\.no_such_ticket"):
        read_ticket_number(text)


@pytest.mark.parametrize("queue", ["", "a", "AB", "1", "队"])
def test_a_queue_that_is_no_letter_gives_no_tickets(queue: str) -> None:
    with pytest.raises(Refusal, match=r"number\.no_such_queue"):
        ticket_number(QueueId(queue), 1)


def test_a_queue_can_be_full() -> None:
    with pytest.raises(Refusal, match=r"number\.tickets_full"):
        ticket_number(QueueId("A"), 100_000)


@pytest.mark.parametrize(("typed", "window"), [("1", "1"), ("998", "998"), (" １２ ", "12")])
def test_a_window_is_numbered_so_that_it_can_stand_in_a_case_number(typed: str, window: str) -> None:
    assert window_id(typed) == window


@pytest.mark.parametrize("typed", ["", "0", "01", "999", "1000", "A", "3a", "1.5", "一"])
def test_what_cannot_number_a_window_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refusal:
        window_id(typed)
    assert refusal.value.code == "window.bad_number"
