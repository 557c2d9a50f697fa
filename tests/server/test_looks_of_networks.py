"""Whose look it is, network by network, how a minute slides, and that the sketch has an end."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.server.looks import KNOWN, SECONDS, UNITS, UNKNOWN, Looks, who

SECRET = b"s" * 32
MINUTE = 1_795_000_020.0 // SECONDS * SECONDS
HOME = "198.51.100.7"
CELLS = 4 * 65_536
HALVES = st.integers(0, (1 << 64) - 1)
NETWORKS = st.integers(1, (1 << 64) - 1)  # not the first one, which holds the IPv4 addresses written as IPv6


@pytest.fixture
def looks(tmp_path: Path) -> Looks:
    return Looks(tmp_path / "looks.db", SECRET)


def let(looks: Looks, now: float, *, address: str = HOME, units: int = UNKNOWN, tries: int = 40) -> int:
    """How many of so many looks are let through."""
    return [looks.count(address, now, units) for _ in range(tries)].count(True)


@given(NETWORKS, HALVES, HALVES)
def test_two_addresses_of_one_network_of_64_bits_are_one(network: int, one: int, other: int) -> None:
    first, second = (str(ipaddress.IPv6Address(network << 64 | half)) for half in (one, other))
    assert who(first) == who(second)
    assert ipaddress.ip_address(first) in ipaddress.ip_network(who(first))
    assert ipaddress.ip_network(who(first)).prefixlen == 64


@given(NETWORKS, st.integers(0, 63), HALVES)
def test_two_networks_that_differ_in_one_bit_are_two(network: int, bit: int, half: int) -> None:
    other = network ^ 1 << bit
    assert who(str(ipaddress.IPv6Address(network << 64 | half))) != who(str(ipaddress.IPv6Address(other << 64 | half)))


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_itself_in_whatever_form_it_comes(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    assert who(str(address)) == str(address)
    assert who(f"::ffff:{address}") == str(address)
    assert who(f"::FFFF:{number >> 16:x}:{number & 0xFFFF:x}") == str(address)


@given(st.ip_addresses(v=6), st.sampled_from(["eth0", "3", "en 1", "%"]))
def test_the_line_by_which_an_address_came_is_not_part_of_it(address: ipaddress.IPv6Address, line: str) -> None:
    assert who(f"{address}%{line}") == who(str(address)) == who(address.exploded.upper())


@pytest.mark.parametrize("address", ["198.51.100.256", "198.51.100", "198.51.100.07", "[2001:db8::1]", "::1::", " "])
def test_what_is_no_address_is_everybodys(address: str) -> None:
    assert who(address) == ""


def test_whoever_has_no_address_shares_one_measure_with_all_others_who_have_none(looks: Looks) -> None:
    told = [looks.count(f"nobody-{number}", MINUTE, UNKNOWN) for number in range(40)]
    assert told.count(True) == UNITS // UNKNOWN
    assert looks.count(HOME, MINUTE)


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6))
def test_every_address_has_four_cells_one_in_each_row_of_the_sketch(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    cells = Looks(Path("never-opened"), SECRET)._cells(str(address))
    assert [cell * 4 // CELLS for cell in cells] == [0, 1, 2, 3]
    assert cells == Looks(Path("never-opened"), SECRET)._cells(
        who(str(address)) if address.version == 4 else str(address)
    )


def test_being_held_back_is_not_counted(looks: Looks, tmp_path: Path) -> None:
    patient = Looks(tmp_path / "patient.db", SECRET)
    assert let(looks, MINUTE) == let(patient, MINUTE, tries=30) == 30
    assert let(looks, MINUTE + SECONDS - 1, tries=200) == 0
    assert let(looks, MINUTE + SECONDS + 30) == let(patient, MINUTE + SECONDS + 30)


@pytest.mark.parametrize(
    ("seconds", "guesses"),
    [(0, 0), (1, 1), (6, 3), (15, 8), (30, 15), (45, 23), (59, 30), (60, 30)],
)
def test_a_minute_slides_second_by_second(looks: Looks, seconds: int, guesses: int) -> None:
    assert let(looks, MINUTE) == 30
    assert let(looks, MINUTE + SECONDS + seconds) == guesses


def test_what_was_looked_at_two_minutes_ago_weighs_nothing(looks: Looks) -> None:
    assert let(looks, MINUTE + 59) == 30
    assert let(looks, MINUTE + 2 * SECONDS) == 30


def test_looks_and_guesses_are_of_one_measure(looks: Looks) -> None:
    assert let(looks, MINUTE, units=KNOWN, tries=295) == 295
    assert let(looks, MINUTE) == 1, "the one that fills the measure is the last"
    assert not looks.count(HOME, MINUTE, KNOWN)


def test_a_centre_that_starts_again_within_the_minute_has_forgotten_nobody(tmp_path: Path) -> None:
    before = Looks(tmp_path / "kept" / "looks.db", SECRET)
    assert let(before, MINUTE) == 30
    before.close()
    before.close()
    after = Looks(tmp_path / "kept" / "looks.db", SECRET)
    assert not after.count(HOME, MINUTE + 1)
    assert not before.count(HOME, MINUTE + 1), "one that was let go of opens its file again"


def test_an_address_takes_four_rows_however_often_it_looks(looks: Looks) -> None:
    for minute in range(5):
        let(looks, MINUTE + minute * SECONDS)
    with looks._turn() as db:
        rows = db.execute("SELECT cell FROM looks ORDER BY cell").fetchall()
    assert [cell for (cell,) in rows] == sorted(looks._cells(HOME))


def test_whole_networks_that_look_leave_no_more_rows_than_one_address(looks: Looks) -> None:
    for number in range(200):
        looks.count(f"2001:db8:1:2:{number:x}::1", MINUTE)
    with looks._turn() as db:
        assert db.execute("SELECT count(*), max(count) FROM looks").fetchone() == (4, 200)
