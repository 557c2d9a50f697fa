"""Scanners announce themselves in the network and are found there: by us, and by a program that is not ours."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import escl_found, roster
from deskapp.devices.scanner.contract import ScanRequest
from deskapp.devices.scanner.escl_address import Address
from deskapp.failures import DeviceTrouble
from tests.devices.conftest import InNetwork
from tests.devices.practice import SetUp
from tests.fakes.escl.announcing import LOOPBACK, announced, announcement
from tests.fakes.escl.device import Device, Sheet, white
from tests.waiting import eventually

ROOT = Path(__file__).resolve().parents[3]
IN_A_HALL = Path(__file__).with_name("in_a_hall.sh")


def test_a_scanner_that_announces_itself_is_listed_by_name_and_title_and_scans(
    in_network: InNetwork, sane: SetUp
) -> None:
    running = in_network(Device([Sheet(white()) for _ in range(2)]))
    with announced(announcement(running.port, called="大厅扫描仪 4")):
        sources = eventually(lambda: (told := roster.listed(LOOPBACK))[2:] and told, "the scanner")
    assert [source.name for source in sources] == ["sane:test:0", "sane:test:1", running.name]
    assert sources[-1].title == "大厅扫描仪 4"
    assert len(list(roster.find(sources[-1].name).scan(ScanRequest(dpi=75, feeder=True)))) == 2


def test_one_that_speaks_both_ways_is_listed_once_and_encrypted() -> None:
    with announced(announcement(8080), announcement(8443, secure=True)):
        once = [Address(True, LOOPBACK, 8443)]
        eventually(lambda: [one.address for one in escl_found.found(LOOPBACK)] == once, "both ways, and one scanner")


def test_two_scanners_are_two_in_the_order_of_their_titles() -> None:
    with announced(
        announcement(8081, called="B", words={"uuid": "b"}), announcement(8082, called="A", words={"uuid": "a"})
    ):
        both = [("A", 8082), ("B", 8081)]
        eventually(lambda: [(one.title, one.address.port) for one in escl_found.found(LOOPBACK)] == both, "both")


def test_the_search_ends_in_time_though_nobody_answers() -> None:
    begun = time.monotonic()
    before = set(threading.enumerate())
    assert escl_found.found(LOOPBACK, seconds=0.3) == []
    assert time.monotonic() - begun < 3
    assert set(threading.enumerate()) <= before


def test_a_hall_that_forbids_the_search_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zeroconf", None)  # whoever loads it now fails
    assert escl_found.found(escl_found.NEVER) == []


@pytest.mark.parametrize("card", ["192.0.2.77", "eth0", "no card"])
def test_a_card_that_this_computer_has_not_is_told(card: str) -> None:
    with pytest.raises(DeviceTrouble) as told:
        escl_found.found(card)
    assert told.value.code == ScannerCode.NOT_ON_THIS_SYSTEM


def test_no_scanner_of_the_network_is_used_that_nobody_named(in_network: InNetwork, monkeypatch: pytest.MonkeyPatch,
                                                             tmp_path: Path) -> None:  # fmt: skip
    monkeypatch.setenv("PATH", str(tmp_path))  # no SANE
    running = in_network(Device([Sheet(white())]))
    with announced(announcement(running.port)), pytest.raises(DeviceTrouble) as told:
        roster.find("")
    assert told.value.code == ScannerCode.NONE
    assert running.calls == []


# What a stranger may announce


@pytest.mark.parametrize("root", ["../admin", "a/../b", "a b", "x?y", "x#y", "é", "a//b"])
def test_a_place_that_cannot_be_is_no_scanner(root: str) -> None:
    assert escl_found.read(announcement(80, words={"rs": root})) is None


@pytest.mark.parametrize(("root", "path"), [("", "/eSCL"), ("/eSCL/", "/eSCL"), ("a/eSCL", "/a/eSCL")])
def test_the_place_of_the_service_is_taken_as_it_is_announced(root: str, path: str) -> None:
    found = escl_found.read(announcement(8080, words={"rs": root}))
    assert found is not None
    assert found.address.root == path


@pytest.mark.parametrize(
    ("addresses", "host"),
    [
        (("2001:db8::7", "192.0.2.7"), "192.0.2.7"),
        (("fe80::7", "2001:db8::7"), "2001:db8::7"),
        (("fe80::7",), None),
        (("0.0.0.0", "224.0.0.251"), None),
        ((), None),
    ],
)
def test_the_address_is_one_that_can_be_called(addresses: tuple[str, ...], host: str | None) -> None:
    found = escl_found.read(announcement(8080, addresses=addresses))
    assert (None if found is None else found.address.host) == host


def test_a_title_is_letters_and_not_too_many() -> None:
    found = escl_found.read(announcement(8080, words={"ty": "A\x1b[2J\nB\u202e" + "x" * 200}))
    assert found is not None
    assert re.fullmatch(r"A\[2JBx{55}", found.title)
    unnamed = escl_found.read(announcement(8080, called="Copy room", words={"ty": ""}))
    assert unnamed is not None
    assert unnamed.title == "Copy room"


def test_a_crowd_of_announcements_is_cut_short() -> None:
    heard = escl_found._Heard()
    told = announcement(80)

    class Library:
        def get_service_info(self, kind: str, name: str, timeout: int) -> object:
            return told

    for number in range(200):
        added = type("Added", (), {"name": "Added"})
        heard.changed(Library(), told.type, f"{number}.{told.type}", added)  # type: ignore[arg-type]
    assert len(heard.told()) == 64


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root can lay a network of its own for a test"
)
def test_a_program_that_is_not_ours_finds_the_tests_own_scanner_as_we_do(tmp_path: Path) -> None:
    """In a network of its own, with a real mDNS service between: `airscan-discover`, `scanimage -L`, and ours."""
    missing = [name for name in ("airscan-discover", "avahi-daemon", "ip", "unshare") if shutil.which(name) is None]
    assert not missing, f"{missing} missing: make setup-test"
    alone = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child"]
    ended = subprocess.run(
        [*alone, "bash", str(IN_A_HALL), sys.executable, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=110, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    told = ended.stdout + ended.stderr
    theirs = re.search(r"Hall Scanner 4 = http://192\.0\.2\.7:(\d+)/eSCL/?, eSCL", ended.stdout)
    assert theirs, told
    assert "device `airscan:e0:Hall Scanner 4' is a eSCL Hall Scanner 4 ip=192.0.2.7" in ended.stdout, told
    assert f"escl:http://192.0.2.7:{theirs[1]}/eSCL\tHall Scanner 4" in ended.stdout, told
