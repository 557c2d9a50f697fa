"""Whatever is changed in a package is found: any byte, any part taken out, put in, renamed, exchanged, or forged."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskapp.archives import checking, manifest, parts
from deskapp.archives.findings import Check
from deskapp.archives.manifest import Manifest
from deskapp.archives.opened import open_parts
from deskapp.failures import Refusal, StoreTrouble
from deskapp.protocol.json import canonical
from tests.archives.conftest import Desktop
from tests.archives.made import Package, changed_json, codes, places

FEW = settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = (
    "metadata/contents.json", "journal/events.ndjson", "journal/case.key", "originals/", "papers/",
    "metadata/metadata.json", "metadata/metadata.xml", "pages.pdf", "cover.pdf", "manifest.json", "manifest.sha256",
)  # fmt: skip


def test_a_package_as_it_was_made_passes_all_four_checks(anywhere: Desktop, small: bytes) -> None:
    findings = anywhere.check(small)
    assert findings.faults == ()
    assert findings.sound
    assert len(findings.digest) == 64
    assert len(findings.number) == 24
    assert {note.code for note in findings.notes} == {"package.unsigned", "package.no_scanner"}


@FEW
@given(data=st.data())
def test_no_byte_can_be_flipped_unseen(anywhere: Desktop, small: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(small) - 1))
    flipped = bytearray(small)
    flipped[place] ^= 1 << data.draw(st.integers(0, 7))
    assert not anywhere.check(bytes(flipped)).sound


def test_no_byte_of_what_holds_the_parts_together_can_be_flipped_unseen(anywhere: Desktop, small: bytes) -> None:
    """Every byte of heads, listing and end, and of the small parts that say what the others are."""
    listing = small.index(b"PK\x01\x02")
    sure = [*range(listing, len(small), 7)]
    for name in (parts.MANIFEST_DIGEST, parts.KEY):
        at = small.index(name.encode())
        sure += range(at - 30, at + len(name) + 32, 3)
    for place in sure:
        flipped = bytearray(small)
        flipped[place] ^= 0x10
        anywhere.file.write_bytes(flipped)
        with anywhere.file.open("rb") as file:
            opened, faults = open_parts(file, len(flipped))
        assert faults or opened is not None
        if opened is not None:
            assert not anywhere.check(bytes(flipped)).sound, place


@FEW
@given(cut=st.integers(0, 10_000_000))
def test_a_package_cut_short_anywhere_is_none(anywhere: Desktop, small: bytes, cut: int) -> None:
    findings = anywhere.check(small[: cut % len(small)])
    assert not findings.opened
    assert codes(findings) <= {"package.not_one", "package.form", "package.goes_on"}


def test_what_follows_behind_the_end_is_told(anywhere: Desktop, small: bytes) -> None:
    assert codes(anywhere.check(small + b"\0")) == {"package.goes_on"}


def test_each_part_is_missed_when_it_is_taken_out(anywhere: Desktop, parts_of: Package) -> None:
    for name in parts_of.parts:
        findings = anywhere.check(parts_of.without(name).whole())
        assert not findings.sound, name
        told = {fault.place for fault in findings.faults}
        assert any(name == place or place.startswith(name[:20]) for place in told), (name, told)


def test_each_part_is_missed_though_the_manifest_was_made_to_fit(anywhere: Desktop, parts_of: Package) -> None:
    for name in parts_of.parts:
        if name in (parts.MANIFEST, parts.MANIFEST_DIGEST):
            continue
        findings = anywhere.check(parts_of.without(name).listed_anew().whole())
        assert not findings.sound, name


def test_each_part_is_missed_under_another_name(anywhere: Desktop, parts_of: Package) -> None:
    for name in parts_of.parts:
        folder, _, last = name.rpartition("/")
        other = f"{folder}/x{last}" if folder else f"x{last}"
        findings = anywhere.check(parts_of.renamed(name, other).whole())
        assert codes(findings, Check.INTEGRITY) & {"package.part_missing", "package.page_missing"}, name


@pytest.mark.parametrize("name", ["extra.json", "originals/0009-0123456789abcdef.jpg", "papers/099-receipt.pdf", "z"])
def test_a_part_that_nobody_lists_is_told(anywhere: Desktop, parts_of: Package, name: str) -> None:
    findings = anywhere.check(parts_of.having(name, b"{}").whole())
    assert name in places(findings, "package.part_unlisted")


@pytest.mark.parametrize("name", ["originals/0009-0123456789abcdef.jpg", "papers/099-receipt.pdf"])
def test_a_page_or_paper_too_many_is_told_though_the_manifest_lists_it(
    anywhere: Desktop, parts_of: Package, name: str
) -> None:
    stolen = next(data for one, data in parts_of.parts.items() if one.startswith(name[:7]))
    findings = anywhere.check(parts_of.having(name, stolen).listed_anew().whole())
    assert codes(findings, Check.INTEGRITY) & {"package.page_too_many", "package.part_unlisted"}


def test_parts_in_another_order_are_told(anywhere: Desktop, parts_of: Package) -> None:
    turned = Package(dict([*reversed(list(parts_of.parts.items())[:2]), *list(parts_of.parts.items())[2:]]))
    assert codes(anywhere.check(turned.whole())) == {"package.other_order"}


def test_a_page_exchanged_for_another_is_told_with_its_number(anywhere: Desktop, parts_of: Package) -> None:
    first, second = [name for name in parts_of.parts if name.startswith("originals/")][:2]
    swapped = parts_of.having(first, parts_of.parts[second]).listed_anew()
    findings = anywhere.check(swapped.whole())
    assert first in places(findings, "package.page_changed")
    assert Check.INTEGRITY in {fault.check for fault in findings.faults}


def test_every_check_is_made_though_another_one_failed(anywhere: Desktop, parts_of: Package) -> None:
    spoilt = parts_of.having(parts.COVER, b"%PDF-1.4 no more").having(parts.METADATA_XML, b"<record>")
    findings = anywhere.check(spoilt.without(parts.CONTENTS).whole())
    assert {fault.check for fault in findings.faults} >= {Check.AUTHENTICITY, Check.INTEGRITY, Check.USABILITY}


# What a forger may do who can make every digest fit: the steps were signed by their digests, and say otherwise.
def _step(change: Callable[[dict[str, object]], object]) -> Callable[[Package], Package]:
    def forged(package: Package) -> Package:
        lines = package.parts[parts.EVENTS].splitlines()
        told = msgspec.json.decode(lines[0], type=dict[str, object])
        change(told)
        return package.having(parts.EVENTS, b"\n".join([canonical(told), *lines[1:], b""]))

    return forged


def _record(change: Callable[[dict[str, object]], object]) -> Callable[[Package], Package]:
    return lambda package: package.having(parts.METADATA_JSON, changed_json(package.parts[parts.METADATA_JSON], change))


def _manifest(**changes: object) -> Callable[[Package], Package]:
    def forged(package: Package) -> Package:
        told = msgspec.json.decode(package.parts[parts.MANIFEST], type=Manifest)
        data = manifest.bytes_of(msgspec.structs.replace(told, **changes))
        return package.having(parts.MANIFEST, data)

    return forged


def _lines(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Package], Package]:
    return lambda package: package.having(
        parts.EVENTS, b"\n".join([*change(package.parts[parts.EVENTS].splitlines()), b""])
    )


def _in(told: dict[str, object], *path: str) -> dict[str, object]:
    for name in path:
        told = told[name]  # type: ignore[assignment]
    return told


FORGED: dict[str, tuple[Callable[[Package], Package], str]] = {
    "another actor": (_step(lambda told: told.update(actor="clerk9")), "package.step_changed"),
    "another time": (
        _step(lambda told: told.update(occurred_at="2026-11-24T01:30:00.000000Z")), "package.step_changed",
    ),
    "another case": (_step(lambda told: told.update(stream_id="x")), "package.other_case"),
    "another hall": (_step(lambda told: told.update(hall="H2")), "package.other_case"),
    "another link": (_lines(lambda lines: [lines[0], *lines[2:]]), "package.list_differs"),
    "a step twice": (_lines(lambda lines: [lines[0], *lines]), "package.step_twice"),
    "a step left out": (_lines(lambda lines: [*lines[:3], *lines[4:]]), "package.list_differs"),
    "steps exchanged": (_lines(lambda lines: [lines[1], lines[0], *lines[2:]]), "package.list_differs"),
    "never archived": (_lines(lambda lines: lines[:-1]), "package.never_archived"),
    "no steps": (_lines(lambda lines: []), "package.never_archived"),
    "rubbish": (_lines(lambda lines: [b"{", *lines]), "package.not_readable"),
    "blanks between": (_lines(lambda lines: [lines[0].replace(b":", b": ", 1), *lines[1:]]), "package.not_as_written"),
    "another list": (lambda package: package.having(parts.CONTENTS, b"{}"), "package.list_digest"),
    "another key": (lambda package: package.having(parts.KEY, b"x" * 32), "package.seal_does_not_open"),
    "half a key": (lambda package: package.having(parts.KEY, b"x"), "package.not_readable"),
    "another number": (_record(lambda told: _in(told, "case").update(number="1")), "package.says_other"),
    "another digest": (_record(lambda told: _in(told, "archive").update(digest="0" * 64)), "package.says_other"),
    "kept for longer": (_record(lambda told: _in(told, "archive").update(retention="permanent")), "package.says_other"),
    "by another": (_record(lambda told: _in(told, "archive").update(archived_by="clerk9")), "package.says_other"),
    "another item": (_record(lambda told: _in(told, "item").update(code="X")), "package.says_other"),
    "nobody": (_record(lambda told: told.update(people=[])), "package.says_other"),
    "nothing done": (_record(lambda told: told.update(process=[])), "package.says_other"),
    "no files": (_record(lambda told: told.update(files=[])), "package.papers_differ"),
    "another form": (_manifest(form="onewindow-archive-2"), "package.says_other"),
    "manifest: number": (_manifest(number="1"), "package.says_other"),
    "manifest: package": (_manifest(package="0" * 64), "package.says_other"),
    "manifest: retention": (_manifest(retention="10"), "package.says_other"),
    "manifest: case": (_manifest(case="x"), "package.says_other"),
    "manifest: hall": (_manifest(hall="H9"), "package.says_other"),
    "manifest: when": (_manifest(archived_at="2026-11-24T01:30:00.000000Z"), "package.says_other"),
    "not a record": (lambda package: package.having(parts.METADATA_JSON, b"[]"), "package.not_readable"),
    "xml of another": (
        lambda package: package.having(
            parts.METADATA_XML, package.parts[parts.METADATA_XML].replace(b"\xe4", b"\xe5", 1)
        ),
        "package.xml_differs",
    ),
    "xml cut short": (lambda package: package.having(parts.METADATA_XML, b"<record>"), "package.xml_damaged"),
    "no pages in the pdf": (
        lambda package: package.having(parts.PAGES_PDF, package.parts[parts.COVER]), "package.pdf_pages",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGED)
def test_a_forger_who_makes_the_manifest_fit_is_found_all_the_same(
    anywhere: Desktop, parts_of: Package, what: str
) -> None:
    forge, code = FORGED[what]
    forged = forge(parts_of)
    assert forged != parts_of
    findings = anywhere.check(forged.listed_anew().whole())
    assert code in codes(findings), findings.faults


def _signed(package: Package, key: Ed25519PrivateKey, hall: str = "H1") -> Package:
    data = manifest.signed(package.parts[parts.MANIFEST], hall, key)
    return Package({**package.without(parts.SIGNATURE).parts, parts.SIGNATURE: data})


def _public(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def test_a_signature_by_the_key_that_is_trusted_is_right(anywhere: Desktop, parts_of: Package) -> None:
    key = Ed25519PrivateKey.generate()
    signed = _signed(parts_of, key).whole()
    assert anywhere.check(signed, trusted=_public(key)).sound
    told = anywhere.check(signed)
    assert told.sound
    assert "package.signed_by" in {note.code for note in told.notes}


@pytest.mark.parametrize("who", ["another key", "another hall", "another manifest", "not base64", "nobody"])
def test_a_signature_that_does_not_stand_for_it_is_told(anywhere: Desktop, parts_of: Package, who: str) -> None:
    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    signed = _signed(parts_of, key)
    trusted, code = "", "package.signature"
    if who == "another key":
        trusted, code = _public(other), "package.signed_by_other"
    elif who == "another hall":
        signed = _signed(parts_of, key, "H2")
    elif who == "another manifest":
        signed = signed.having(parts.SIGNATURE, manifest.signed(b"{}", "H1", key))
    elif who == "not base64":
        told = msgspec.json.decode(signed.parts[parts.SIGNATURE], type=manifest.Signature)
        signed = signed.having(parts.SIGNATURE, canonical(msgspec.structs.replace(told, key="?")))
    else:
        signed, trusted, code = parts_of, _public(key), "package.unsigned"
    assert code in codes(anywhere.check(signed.whole(), trusted=trusted), Check.AUTHENTICITY)


@pytest.mark.parametrize("text", ["", "x", "AAAA", "=" * 44, "𬭎" * 10, base64.b64encode(b"k" * 31).decode()])
def test_a_key_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        checking.key_in(text)
    assert refused.value.code == "archive.no_key"


def test_a_file_that_cannot_be_read_is_a_trouble_and_no_finding(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble) as trouble:
        checking.check(tmp_path / "absent.deskapp")
    assert trouble.value.code == "archive.not_read"
