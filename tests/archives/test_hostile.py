"""Packages from hands that mean harm: each is told for what it is, nothing is unpacked, written or run, none hangs."""

from __future__ import annotations

import io
import stat
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskapp.archives import parts, pdf_looked_at, safety
from deskapp.archives.findings import Check
from deskapp.archives.store import END, ENTRY, HEAD, end
from tests.archives.conftest import Desktop
from tests.archives.made import Package, codes, picture, places

MANY = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def zipped(name: str, data: bytes, *, method: int = zipfile.ZIP_STORED, attributes: int = 0) -> bytes:
    """A file as other programs write it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        told = zipfile.ZipInfo(name)
        told.compress_type, told.external_attr = method, attributes
        made.writestr(told, data)
    return out.getvalue()


def with_field(data: bytes, place: int, value: int) -> bytes:
    """The first entry of the listing with another value in one of its fields (two bytes each until the sums)."""
    at = data.index(b"PK\x01\x02") + 4 + place
    return data[:at] + struct.pack("<H", value) + data[at + 2 :]


def twice(data: bytes) -> bytes:
    """The same name for two parts, by rewriting the second's name to the first's."""
    return data.replace(b"b.json", b"a.json")


def two() -> bytes:
    return Package({"a.json": b"{}", "b.json": b"[]"}).whole()


def hidden() -> bytes:
    """Something between the last part and the listing, and an end that was made to fit."""
    data = two()
    at = data.index(b"PK\x01\x02")
    listing = data[at : -END.size]
    return data[:at] + b"hidden" + listing + end(2, len(listing), at + 6)


STORES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "package.not_one"),
    "text": (b"not a package at all, but long enough to be looked at", "package.not_one"),
    "a bomb of zeros": (zipped("a.json", bytes(20_000_000), method=zipfile.ZIP_DEFLATED), "package.packed"),
    "packed by bzip2": (zipped("a.json", bytes(100), method=zipfile.ZIP_BZIP2), "package.packed"),
    "a way up": (zipped("../../etc/passwd", b"x"), "package.path"),
    "a way up in the middle": (zipped("a/../../b", b"x"), "package.path"),
    "a root": (zipped("/etc/passwd", b"x"), "package.path"),
    "a drive": (zipped("c:/windows/x", b"x"), "package.path"),
    "another system's ways": (zipped("a\\..\\b", b"x"), "package.path"),
    "a name in Chinese": (zipped("封面.pdf", b"x"), "package.path"),
    "a name with an end in the middle": (zipped("a.pdf\0.exe", b"x"), "package.form"),
    "a folder": (zipped("a/", b""), "package.path"),
    "a device": (zipped("CON", b"x"), "package.path"),
    "a name without end": (zipped("a" * 500, b"x"), "package.path"),
    "a link": (zipped("a.json", b"/etc/passwd", attributes=(stat.S_IFLNK | 0o777) << 16), "package.link"),
    "under a password": (with_field(two(), 4, 1), "package.encrypted"),
    "under a strong password": (with_field(two(), 4, 0x41), "package.encrypted"),
    "packed, it says": (with_field(two(), 6, 8), "package.packed"),
    "two of one name": (twice(two()), "package.twice"),
    "made by another program": (zipped("a.json", b"{}"), "package.form"),
    "executable, it says": (zipped("a.json", b"{}", attributes=(stat.S_IFREG | 0o777) << 16), "package.form"),
    "something before it": (b"#!/bin/sh\n" + two(), "package.form"),
    "something hidden between": (two().replace(b"PK\x01\x02", b"hidden" + b"PK\x01\x02", 1), "package.form"),
    "something hidden, and the end made to fit": (hidden(), "package.form"),
    "a million parts, it says": (
        END.pack(b"PK\x05\x06", 0, 0, 65535, 65535, 0, 0, 0), "package.too_many",
    ),
    "a listing without end, it says": (END.pack(b"PK\x05\x06", 0, 0, 1, 1, 0xFFFFFFFF, 0, 0), "package.too_many"),
    "a listing elsewhere": (END.pack(b"PK\x05\x06", 0, 0, 1, 1, 46, 0xFFFFFFF0, 0), "package.form"),
    "several disks": (END.pack(b"PK\x05\x06", 1, 1, 1, 1, 0, 0, 0), "package.form"),
}  # fmt: skip


@pytest.mark.parametrize("what", STORES)
def test_a_file_that_is_not_as_ours_is_told_and_not_opened(anywhere: Desktop, what: str) -> None:
    data, code = STORES[what]
    findings = anywhere.check(data)
    assert not findings.opened
    assert code in codes(findings), findings.faults
    assert [file.name for file in anywhere.file.parent.iterdir()] == [anywhere.file.name], "nothing is unpacked"


def test_a_bomb_costs_nothing(anywhere: Desktop) -> None:
    data, _ = STORES["a bomb of zeros"]
    tracemalloc.start()
    anywhere.check(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4_000_000, "20 MB would come out of it"


@MANY
@given(junk=st.binary(max_size=400))
def test_no_bytes_make_it_fall_over(anywhere: Desktop, junk: bytes) -> None:
    assert not anywhere.check(junk).sound
    assert not anywhere.check(junk + END.pack(b"PK\x05\x06", 0, 0, 1, 1, len(junk), 0, 0)).sound


@MANY
@given(fields=st.lists(st.integers(0, 0xFFFF), min_size=16, max_size=16), name=st.binary(max_size=30))
def test_no_listing_makes_it_fall_over(anywhere: Desktop, fields: list[int], name: bytes) -> None:
    listed = ENTRY.pack(b"PK\x01\x02", *fields) + name
    begins = HEAD.size
    whole = bytes(begins) + listed + END.pack(b"PK\x05\x06", 0, 0, 1, 1, len(listed), begins, 0)
    assert not anywhere.check(whole).opened


# PDFs


def pdf(change: Callable[[pikepdf.Pdf], object], **how: object) -> bytes:
    """A PDF of one empty page after a change."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        change(made)
        made.save(out, **({"object_stream_mode": pikepdf.ObjectStreamMode.disable} | how))
    return out.getvalue()


def action(kind: str, **more: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary({"/S": pikepdf.Name(kind)} | {f"/{name}": value for name, value in more.items()})


def _opens(what: pikepdf.Dictionary) -> Callable[[pikepdf.Pdf], object]:
    return lambda made: made.Root.__setitem__("/OpenAction", what)


def _hidden(made: pikepdf.Pdf) -> None:
    """A script deep in what nobody would look at."""
    inner: pikepdf.Object = action("/JavaScript", JS=pikepdf.String("app.alert(1)"))
    for _ in range(12):
        inner = pikepdf.Dictionary({"/Inner": pikepdf.Array([inner])})
    made.pages[0].obj["/Thing"] = inner


def _attached(made: pikepdf.Pdf) -> None:
    made.attachments["run.exe"] = pikepdf.AttachedFileSpec(made, b"MZ\x90", filename="run.exe")


def _annotated(made: pikepdf.Pdf) -> None:
    link = pikepdf.Dictionary(
        {"/Type": pikepdf.Name("/Annot"), "/Subtype": pikepdf.Name("/Link"), "/Rect": [0, 0, 9, 9],
         "/A": action("/URI", URI=pikepdf.String("file:///x"))}
    )  # fmt: skip
    made.pages[0].obj["/Annots"] = pikepdf.Array([link])


def _form(made: pikepdf.Pdf) -> None:
    made.Root["/AcroForm"] = pikepdf.Dictionary({"/XFA": pikepdf.String("<x/>"), "/Fields": pikepdf.Array([])})


def _spelled(data: bytes) -> bytes:
    """A name spelled so that a search for it finds nothing."""
    return data.replace(b"/JavaScript", b"/J#61vaScript").replace(b"app.alert", b"app.ale")


PDFS: dict[str, tuple[bytes, Check, str]] = {
    "a script": (pdf(_opens(action("/JavaScript", JS=pikepdf.String("x")))), Check.SAFETY, "package.pdf_acts"),
    "a script deep inside": (pdf(_hidden), Check.SAFETY, "package.pdf_acts"),
    "a script under a spelled name": (_spelled(pdf(_hidden)), Check.SAFETY, "package.pdf_acts"),
    "a program started": (pdf(_opens(action("/Launch", F=pikepdf.String("x")))), Check.SAFETY, "package.pdf_acts"),
    "a form sent": (pdf(_opens(action("/SubmitForm", F=pikepdf.String("x")))), Check.SAFETY, "package.pdf_acts"),
    "a link": (pdf(_annotated), Check.SAFETY, "package.pdf_acts"),
    "a form that computes": (pdf(_form), Check.SAFETY, "package.pdf_acts"),
    "a program attached": (pdf(_attached), Check.SAFETY, "package.pdf_carries"),
    "packed objects": (
        pdf(_hidden, object_stream_mode=pikepdf.ObjectStreamMode.generate), Check.SAFETY, "package.pdf_packed",
    ),
    "under a password": (
        pdf(lambda made: None, encryption=pikepdf.Encryption(owner="a", user="b", R=4)),
        Check.SAFETY, "package.encrypted",
    ),
    "cut short": (pdf(lambda made: None)[:-40], Check.USABILITY, "package.pdf_damaged"),
    "its table elsewhere": (
        pdf(lambda made: None).replace(b"startxref\n", b"startxref\n9"), Check.USABILITY, "package.pdf_damaged",
    ),
    "no PDF": (b"%!PS", Check.USABILITY, "package.pdf_damaged"),
    "a picture": (picture(), Check.USABILITY, "package.pdf_damaged"),
    "nothing": (b"", Check.USABILITY, "package.pdf_damaged"),
}  # fmt: skip


@pytest.mark.parametrize("what", PDFS)
def test_a_pdf_that_acts_carries_or_does_not_open_is_told(anywhere: Desktop, parts_of: Package, what: str) -> None:
    data, check, code = PDFS[what]
    findings = anywhere.check(parts_of.having(parts.COVER, data).listed_anew().whole())
    assert code in codes(findings, check), findings.faults
    assert parts.COVER in places(findings, code)


def test_a_pdf_with_a_later_version_behind_it_is_told(parts_of: Package) -> None:
    """What was added to a file, and hides what stood there before, is no archive copy."""
    cover = parts_of.parts[parts.COVER]
    later = cover + b"xref\n0 0\ntrailer\n<< /Size 1 /Prev 100 >>\nstartxref\n%d\n%%%%EOF\n" % len(cover)
    assert pdf_looked_at.look(io.BytesIO(later)).faults == ((Check.SAFETY, "package.pdf_packed"),)


@MANY
@given(data=st.data())
def test_no_spoilt_pdf_makes_it_fall_over(parts_of: Package, data: st.DataObject) -> None:
    cover = bytearray(parts_of.parts[parts.COVER])
    for _ in range(data.draw(st.integers(1, 6))):
        cover[data.draw(st.integers(0, len(cover) - 1))] = data.draw(st.integers(0, 255))
    looked = pdf_looked_at.look(io.BytesIO(bytes(cover)))
    assert looked.pages >= 0


# Words and pictures

XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'
WORDS: dict[str, tuple[str, bytes, Check, str]] = {
    "an entity from a disk": (
        parts.METADATA_XML, XML + b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><record>&x;</record>',
        Check.SAFETY, "package.xml_declares",
    ),
    "entities in entities": (
        parts.METADATA_XML, XML + b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><record>&b;</record>',
        Check.SAFETY, "package.xml_declares",
    ),
    "a comment": (parts.METADATA_XML, XML + b"<record><!-- x --></record>", Check.SAFETY, "package.xml_declares"),
    "an entity that nobody declared": (
        parts.METADATA_XML, XML + b"<record>&x;</record>", Check.USABILITY, "package.xml_damaged",
    ),
    "lists in lists": (parts.METADATA_JSON, b"[" * 100_000, Check.USABILITY, "package.not_readable"),
    "a number without end": (parts.MANIFEST, b"9" * 100_000, Check.USABILITY, "package.not_readable"),
    "no UTF-8": (parts.EVENTS, b"\xff\xfe\n", Check.USABILITY, "package.not_readable"),
}  # fmt: skip


@pytest.mark.parametrize("what", WORDS)
def test_words_that_mean_harm_are_told(anywhere: Desktop, parts_of: Package, what: str) -> None:
    name, data, check, code = WORDS[what]
    changed = parts_of.having(name, data)
    changed = changed if name == parts.MANIFEST else changed.listed_anew()
    assert code in codes(anywhere.check(changed.whole()), check)


def bomb() -> bytes:
    """A PNG of some kilobytes that claims to be 40,000 pixels square, and is."""
    head = struct.pack(">2L5B", 40_000, 40_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(5001 * 2000), 9)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


ORIGINALS: dict[str, tuple[bytes, Check, str]] = {
    "a bomb": (bomb(), Check.SAFETY, "package.part_too_large"),
    "cut short": (picture()[:400], Check.USABILITY, "package.picture_damaged"),
    "a program": (b"MZ\x90\0" + bytes(200), Check.SAFETY, "package.program"),
    "a script": (b"#!/bin/sh\nrm x\n", Check.SAFETY, "package.program"),
    "another archive": (zipped("a", b"x"), Check.SAFETY, "package.program"),
    "text": (b"hello", Check.USABILITY, "package.picture_damaged"),
}


@pytest.mark.parametrize("what", ORIGINALS)
def test_a_page_that_is_no_picture_is_told(anywhere: Desktop, parts_of: Package, what: str) -> None:
    data, check, code = ORIGINALS[what]
    name = next(name for name in parts_of.parts if name.startswith("originals/"))
    findings = anywhere.check(parts_of.having(name, data).listed_anew().whole())
    assert code in codes(findings, check), findings.faults
    assert name in places(findings, code)


# The virus scanner


def scanner(folder: Path, script: str) -> tuple[str, ...]:
    """A scanner of this site: a program that ends as one does."""
    file = folder / "scan.sh"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return (str(file),)


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("exit 0", set()), ("exit 1", {"package.virus"}), ("exit 2", {"package.scanner_failed"}),
        ('test -s "$1"', set()), ("kill -9 $$", {"package.scanner_failed"}),
    ],
)  # fmt: skip
def test_the_sites_scanner_is_asked_and_its_answer_told(
    tmp_path: Path, small: bytes, script: str, found: set[str]
) -> None:
    file = tmp_path / "a.deskapp"
    file.write_bytes(small)
    faults, note = safety.scanned(file, scanner(tmp_path, script))
    assert {fault.code for fault in faults} == found
    assert note.code == "package.scanned"


def test_a_scanner_that_is_not_there_has_not_looked(tmp_path: Path) -> None:
    faults, note = safety.scanned(tmp_path, (str(tmp_path / "absent"),))
    assert {fault.code for fault in faults} == {"package.scanner_failed"}
    assert note.code == "package.no_scanner"
    assert safety.scanned(tmp_path, ())[0] == []


def test_a_scanner_of_the_system_is_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert safety.scanner() == ()
    (tmp_path / "clamscan").write_text("#!/bin/sh\n")
    (tmp_path / "clamscan").chmod(0o755)
    assert safety.scanner() == (str(tmp_path / "clamscan"), "--no-summary")
    assert safety.scanner("other") == ("other",)
