"""How often an address may look: for all processes together, in bounded room, and nobody is forgotten by a flood."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.server.looks import KNOWN, SECONDS, UNITS, UNKNOWN, Looks, who

SECRET = b"s" * 32
NOW = 1_795_000_020.0  # a third into a minute


@pytest.fixture
def looks(tmp_path: Path) -> Looks:
    return Looks(tmp_path / "looks.db", SECRET)


def taken(looks: Looks, address: str, now: float, units: int = UNKNOWN, tries: int = UNITS + 5) -> int:
    """How many looks in a row are let through."""
    for count in range(tries):
        if not looks.count(address, now, units):
            return count
    return tries


def test_thirty_guesses_a_minute_or_three_hundred_looks_at_what_is_there(looks: Looks) -> None:
    assert taken(looks, "198.51.100.7", NOW) == UNITS // UNKNOWN == 30
    assert taken(looks, "198.51.100.8", NOW, KNOWN) == UNITS


def test_who_is_held_back_may_look_again_a_minute_later_and_not_all_at_once(looks: Looks) -> None:
    minute = NOW - NOW % SECONDS
    assert taken(looks, "198.51.100.7", minute) == 30
    assert not looks.count("198.51.100.7", minute + SECONDS - 1)
    soon = taken(looks, "198.51.100.7", minute + SECONDS + 30)
    assert 14 <= soon <= 16, "half of the minute before still counts"
    assert taken(looks, "198.51.100.7", minute + 4 * SECONDS) == 30


def test_a_flood_of_other_addresses_makes_nobody_be_forgotten_and_holds_nobody_else_back(looks: Looks) -> None:
    assert taken(looks, "198.51.100.7", NOW) == 30
    for number in range(10_000):
        looks.count(f"10.{number >> 8}.{number & 255}.1", NOW, UNKNOWN)
    assert not looks.count("198.51.100.7", NOW)
    assert looks.count("203.0.113.9", NOW)
    assert looks._file.stat().st_size < 6_000_000


def test_it_never_grows_beyond_its_cells(looks: Looks) -> None:
    for minute in range(3):
        for number in range(2_000):
            looks.count(f"2001:db8:{number:x}::1", NOW + minute * SECONDS)
    with looks._turn() as db:
        (cells,) = db.execute("SELECT count(*) FROM looks").fetchone()
    assert cells <= 4 * 2_000


def test_all_processes_of_a_centre_count_together(tmp_path: Path) -> None:
    file = tmp_path / "looks.db"
    said = (
        "import sys; from pathlib import Path; from deskapp.server.looks import Looks\n"
        f"looks = Looks(Path(sys.argv[1]), {SECRET!r})\n"
        f"print(sum(looks.count('198.51.100.7', {NOW}, 10) for _ in range(20)))\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", said, str(file)], stdout=subprocess.PIPE, text=True, env=os.environ)
        for _ in range(3)
    ]
    told = [int(process.communicate(timeout=60)[0]) for process in running]
    assert sum(told) == 30, "sixty were asked for"


def test_threads_lose_no_count(looks: Looks) -> None:
    with ThreadPoolExecutor(8) as threads:
        let = list(threads.map(lambda _: looks.count("198.51.100.7", NOW, UNKNOWN), range(60)))
    assert let.count(True) == 30


def test_an_ipv6_network_is_one_address_however_many_it_has(looks: Looks) -> None:
    let = [looks.count(f"2001:db8:1:2::{n:x}", NOW, UNKNOWN) for n in range(1, 41)]
    assert let.count(True) == 30
    assert looks.count("2001:db8:1:3::1", NOW, UNKNOWN)


@pytest.mark.parametrize(
    ("address", "stands_for"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("testclient", ""),
        ("198.51.100.7:4711", ""),
    ],
)
def test_whom_an_address_stands_for(address: str, stands_for: str) -> None:
    assert who(address) == stands_for


@given(st.text(max_size=60))
def test_whatever_calls_itself_an_address_is_somebody(address: str) -> None:
    assert isinstance(who(address), str)


def test_no_address_is_written_down(looks: Looks) -> None:
    looks.count("198.51.100.7", NOW)
    looks.close()
    assert b"198.51" not in looks._file.read_bytes()


def test_when_nobody_can_be_counted_nobody_looks(tmp_path: Path) -> None:
    (tmp_path / "looks.db").write_bytes(b"this is no database, and was put here by somebody" * 100)
    assert not Looks(tmp_path / "looks.db", SECRET).count("198.51.100.7", NOW)


def test_cells_cannot_be_chosen_without_the_secret(tmp_path: Path) -> None:
    one, other = Looks(tmp_path / "a.db", SECRET), Looks(tmp_path / "b.db", b"t" * 32)
    assert one._cells("198.51.100.7") != other._cells("198.51.100.7")
    assert one._cells("198.51.100.7") == Looks(tmp_path / "c.db", SECRET)._cells("198.51.100.7")
