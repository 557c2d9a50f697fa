"""A scanner that speaks TLS: its first certificate is kept, and another one is noticed before a page is taken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Page, ScanRequest
from deskapp.devices.scanner.escl_trust import FILE, Pins
from deskapp.devices.scanner.roster import certificate_to_trust, find, trust_anew, trust_first
from deskapp.failures import DeviceTrouble, StoreTrouble
from tests.devices.conftest import InNetwork
from tests.devices.practice import taken
from tests.fakes.escl.certificates import certificate
from tests.fakes.escl.device import Device, Faults, Sheet, white
from tests.fakes.escl.server import scanner

ADF = ScanRequest(dpi=75, feeder=True)


def device(sheets: int = 3) -> Device:
    return Device([Sheet(white()) for _ in range(sheets)])


def test_pages_come_over_tls_from_a_scanner_that_signs_itself(in_network: InNetwork, tmp_path: Path) -> None:
    running = in_network(device(), certificate=certificate(tmp_path, "printer"))
    assert running.name.startswith("escl:https://")
    assert len(list(find(running.name, home=tmp_path / "here").scan(ADF))) == 3
    assert running.device.at_rest
    assert list(json.loads((tmp_path / "here" / FILE).read_text())) == [f"127.0.0.1:{running.port}"]


def test_another_certificate_at_the_same_address_gets_no_scan(tmp_path: Path) -> None:
    home = tmp_path / "here"
    with scanner(device(), certificate=certificate(tmp_path, "first")) as first:
        find(first.name, home=home).abilities()
    with scanner(device(), certificate=certificate(tmp_path, "second"), port=first.port) as second:
        assert second.name == first.name
        with pytest.raises(DeviceTrouble) as told:
            list(find(second.name, home=home).scan(ADF))
        assert told.value.code == ScannerCode.CHANGED_CERTIFICATE
        assert second.calls == []

        trust_anew(second.name, home)
        assert len(list(find(second.name, home=home).scan(ADF))) == 3


def test_the_same_certificate_is_asked_for_within_one_scan_too(in_network: InNetwork, tmp_path: Path) -> None:
    running = in_network(device(), certificate=certificate(tmp_path, "printer"))
    home = tmp_path / "here"
    home.mkdir()
    (home / FILE).write_text(json.dumps({f"127.0.0.1:{running.port}": "0" * 64}))
    with pytest.raises(DeviceTrouble) as told:
        list(find(running.name, home=home).scan(ADF))
    assert told.value.code == ScannerCode.CHANGED_CERTIFICATE


def test_a_jam_over_tls_keeps_the_pages_before_it(in_network: InNetwork, tmp_path: Path) -> None:
    jamming = Device([Sheet(white()) for _ in range(6)], faults=Faults(jam=4))
    running = in_network(jamming, certificate=certificate(tmp_path, "printer"))
    came: list[Page] = []
    with pytest.raises(DeviceTrouble) as told:
        taken(find(running.name).scan(ADF), came)
    assert (told.value.code, len(came)) == (ScannerCode.JAMMED, 3)


def test_one_who_speaks_no_tls_is_not_reached(in_network: InNetwork) -> None:
    running = in_network(device())
    with pytest.raises(DeviceTrouble) as told:
        find(running.name.replace("http:", "https:")).abilities()
    assert told.value.code == ScannerCode.NOT_REACHED


@pytest.mark.parametrize("damage", ["", "[]", "{", '{"a": 1}', "[" * 100_000])
def test_a_damaged_list_of_certificates_opens_no_door(damage: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(damage)
    with pytest.raises(StoreTrouble):
        Pins(tmp_path / FILE).check("host:443", b"certificate")


def test_a_list_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "here").write_text("a file where the folder should be")
    with pytest.raises(StoreTrouble):
        Pins(tmp_path / "here" / FILE).check("host:443", b"certificate")


def test_only_the_scanner_that_was_replaced_is_forgotten(tmp_path: Path) -> None:
    pins = Pins(tmp_path / FILE)
    pins.check("a:443", b"one")
    pins.check("b:443", b"two")
    pins.forget("a:443")
    pins.forget("nobody:443")
    pins.check("a:443", b"three")
    with pytest.raises(DeviceTrouble):
        pins.check("b:443", b"four")


def test_a_certificate_is_looked_at_before_it_is_kept(tmp_path: Path) -> None:
    home = tmp_path / "here"
    with scanner(device(), certificate=certificate(tmp_path, "first")) as running:
        shown = certificate_to_trust(running.name, home)
        assert len(shown) == 64
        assert not (home / FILE).exists(), "looking keeps nothing"
        trust_first(running.name, home, shown)
        assert certificate_to_trust(running.name, home) == "", "there is nothing to ask any more"
        assert find(running.name, home=home).abilities().feeder
        with pytest.raises(DeviceTrouble) as told:
            trust_first(running.name, home, "0" * 64)
        assert told.value.code == ScannerCode.CHANGED_CERTIFICATE


def test_what_shows_no_certificate_is_not_asked_for_one(in_network: InNetwork, tmp_path: Path) -> None:
    running = in_network(device())
    assert certificate_to_trust(running.name, tmp_path) == ""
    assert certificate_to_trust("sane:test:0", tmp_path) == ""
    assert running.calls == []
