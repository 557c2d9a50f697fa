"""A package is the same wherever it is made, holds all that there is of the case, and is whole or not there."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import resources
from deskapp.archives import case_file, checking, contents, package, parts, record
from deskapp.archives.opened import open_parts
from deskapp.archives.package import Sources
from deskapp.archives.record import Affair, Archive, Done, Filed, Matter, Record, Who
from deskapp.archives.store import Layout, keep, pieces_of, sweep
from deskapp.archives.text_layer import Word
from deskapp.clerk import archiving, signing_in
from deskapp.desk import Desk
from deskapp.failures import ContentTrouble, Refusal, StoreTrouble
from deskapp.ids import CaseId, ClerkId, PageDigest
from deskapp.rules import case as cases
from deskapp.rules.case import Archived
from deskapp.server import archiving as at_the_centre
from deskapp.sync import round as rounds
from deskapp.sync.client import HttpCentre
from tests.archives.made import Package, archived, codes, delivered, package_of, picture
from tests.clerk import office
from tests.clerk.office import FrozenClock
from tests.server.running import RunningCentre, running_centre

SCHEMA = etree.XMLSchema(etree.fromstring(resources.path("archive/metadata.xsd").read_bytes()))


@contextmanager
def desk_at(folder: Path, clock: FrozenClock, centre: RunningCentre, user: str = "clerk3") -> Iterator[Desk]:
    """A window at a running centre, with somebody signed in."""
    line = HttpCentre(centre.address)
    station = office.station(folder, clock, centre=line, furnished=False)
    desk = signing_in.sign_in(station, user, "demo", user[-1])
    rounds.run(station)
    yield desk
    line.close()
    station.journal.engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def centre(request: pytest.FixtureRequest, tmp_path: Path, clock: FrozenClock) -> Iterator[RunningCentre]:
    database = f"sqlite:///{tmp_path / 'centre.db'}"
    if request.param == "postgres":
        database = request.getfixturevalue("database_url")()
    with running_centre(tmp_path / "centre", database=database, clock=clock.clock()) as running:
        yield running


def made_by(centre: RunningCentre, case_id: CaseId, folder: Path) -> bytes:
    """The package as the centre makes it."""
    folder.mkdir()
    file = at_the_centre.file_of(centre.parts, case_id)
    return package.write(file, folder, at_the_centre.sources(centre.parts)).read_bytes()


def test_a_desk_and_the_centre_make_the_same_package_but_for_the_signature(
    tmp_path: Path, clock: FrozenClock, centre: RunningCentre
) -> None:
    with desk_at(tmp_path / "three", clock, centre) as desk:
        case_id = archived(desk, tmp_path / "pages")
        before = archiving.put_package(desk, case_id, tmp_path).read_bytes()
        clock.move(timedelta(hours=5))
        rounds.run(desk)
        after = archiving.put_package(desk, case_id, tmp_path).read_bytes()
        theirs = package_of(made_by(centre, case_id, tmp_path / "theirs"))
    assert before == after, "what happens later is not in it"
    assert parts.SIGNATURE in theirs.parts
    assert theirs.without(parts.SIGNATURE).whole() == before
    assert theirs.whole() == made_by(centre, case_id, tmp_path / "again")


def test_another_desk_has_the_pages_from_the_centre_and_makes_the_same(
    tmp_path: Path, clock: FrozenClock, centre: RunningCentre
) -> None:
    with desk_at(tmp_path / "three", clock, centre) as desk:
        case_id = archived(desk, tmp_path / "pages")
        ours = archiving.put_package(desk, case_id, tmp_path).read_bytes()
        rounds.run(desk)
    (tmp_path / "five").mkdir()
    with desk_at(tmp_path / "desk five", clock, centre, "clerk5") as other:
        pages = [digest for one in _case(other, case_id).pages.values() for digest in one]
        assert pages
        assert not any(other.vault.has(page) for page in pages)  # type: ignore[attr-defined]  # the real vault
        assert archiving.put_package(other, case_id, tmp_path / "five").read_bytes() == ours


def test_a_step_that_the_desk_had_not_heard_of_is_not_in_the_package(
    tmp_path: Path, clock: FrozenClock, centre: RunningCentre
) -> None:
    """Somebody else does something to the case while this desk's line is cut, and it archives."""
    with desk_at(tmp_path / "three", clock, centre) as desk:
        case_id = delivered(desk, tmp_path / "pages", [picture()])
        rounds.run(desk)
        with centre.parts.journal.writing() as facts:
            facts.add(ClerkId("manager"), cases.FollowedUp("问过了"), of=case_id)
        archiving.archive(desk, case_id)
        ours = archiving.put_package(desk, case_id, tmp_path).read_bytes()
        rounds.run(desk)
        assert archiving.put_package(desk, case_id, tmp_path).read_bytes() == ours
    theirs = package_of(made_by(centre, case_id, tmp_path / "theirs"))
    assert theirs.without(parts.SIGNATURE).whole() == ours
    assert b"case.followed_up" not in theirs.parts[parts.EVENTS]


def _case(desk: Desk, case_id: CaseId) -> cases.Case:
    with desk.journal.reading() as reading:
        return reading.case(case_id)


# What is in it


def test_everything_there_is_of_the_case_is_in_it(parts_of: Package) -> None:
    told = msgspec.json.decode(parts_of.parts[parts.METADATA_JSON], type=Record)
    assert [name.partition("/")[0] for name in parts_of.parts if "/" in name] == [
        "metadata", "journal", "journal", *["originals"] * 3, *["papers"] * 5, "metadata", "metadata",
    ]  # fmt: skip
    assert [file.kind for file in told.files] == ["page", "page", "signature", *["paper"] * 5]
    assert [file.material for file in told.files[3:]] == [
        "receipt", "acceptance", "decision", "hand_out", "proof_of_service",
    ]  # fmt: skip
    assert [(who.role, who.name, who.number) for who in told.people] == [
        ("申请人", "𬭎子轩", "990108200101011158")
    ]  # fmt: skip
    assert told.archive.retention == "30"
    assert (told.case.outcome, told.case.source, told.case.opened_on) == ("准予", "窗口", "2026-11-23")
    assert told.process[-1].action == "case.archived"


def test_the_cover_prints_the_digest_that_the_package_has(parts_of: Package, tmp_path: Path) -> None:
    (tmp_path / "cover.pdf").write_bytes(parts_of.parts[parts.COVER])
    done = subprocess.run(["pdftotext", "-layout", tmp_path / "cover.pdf", "-"], capture_output=True, check=True)
    words = done.stdout.decode()
    digest = contents.digest_of(parts_of.parts[parts.CONTENTS])
    assert digest[:16] in words
    assert digest[48:] in words
    assert "30 年" in words


def test_text_that_somebody_read_is_laid_over_its_page(desk: Desk, tmp_path: Path) -> None:
    """Who reads pages is not known here; what they read goes in by the page's digest, other pages stay bare."""
    case_id = archived(desk, tmp_path / "pages")
    read_first = next(digest for one in _case(desk, case_id).pages.values() for digest in one)

    def text(digest: PageDigest) -> list[Word]:
        return [Word("申请人 𬭎子轩", 20, 20, 120, 20)] if digest == read_first else []

    path = archiving.put_package(desk, case_id, tmp_path, text=text)
    assert checking.check(path).faults == ()
    (tmp_path / "pages.pdf").write_bytes(package_of(path.read_bytes()).parts[parts.PAGES_PDF])
    done = subprocess.run(["pdftotext", tmp_path / "pages.pdf", "-"], capture_output=True, check=True)
    first, second, _ = done.stdout.decode().split("\f")
    assert "申请人 𬭎子轩" in first
    assert second.strip() == ""


def test_a_page_that_is_no_picture_is_kept_and_told(desk: Desk, tmp_path: Path) -> None:
    """A portal may file anything: the archive has the original, and the check says what it is worth."""
    case_id = delivered(desk, tmp_path / "pages", [picture()], unseen=[b"\xff\xd8 no picture"])
    archiving.archive(desk, case_id)
    assert "package.picture_damaged" in codes(checking.check(archiving.put_package(desk, case_id, tmp_path)))


# Digests, old and new


def test_a_digest_from_before_there_were_packages_still_holds(desk: Desk, tmp_path: Path) -> None:
    """Until now a digest was made of the whole history, and the fact said neither how far nor how long."""
    case_id = delivered(desk, tmp_path / "pages", [picture()])
    with desk.journal.writing() as facts:
        steps = [event.digest for event in facts.events_of(case_id)]
        old = contents.listed(facts.hall, facts.case(case_id), steps, "", (), form=1)
        facts.add(desk.clerk.id, Archived(contents.digest_of(old)), of=case_id)
    assert set(msgspec.json.decode(old)) == {"hall", "case", "number", "pages", "steps"}
    findings = checking.check(archiving.put_package(desk, case_id, tmp_path))
    assert findings.sound, findings.faults
    assert findings.digest == contents.digest_of(old)


def test_a_journal_that_is_not_what_was_archived_makes_no_package(desk: Desk, tmp_path: Path) -> None:
    case_id = delivered(desk, tmp_path / "pages", [picture()])
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, Archived("0" * 64, 0, "30"), of=case_id)
    with pytest.raises(Refusal) as refused:
        archiving.put_package(desk, case_id, tmp_path)
    assert refused.value.code == "archive.unlike_its_digest"
    assert not list(tmp_path.glob("*.deskapp"))


# Whole or not there


class Cut(Exception):
    """Somebody pulled the plug."""


@pytest.mark.parametrize("after", [0, 1, 3, 10, 25])
def test_a_package_that_breaks_off_leaves_what_was_there_before(
    desk: Desk, tmp_path: Path, small: bytes, after: int
) -> None:
    case_id = archived(desk, tmp_path / "pages")
    with desk.journal.reading() as reading:
        file = case_file.read(reading, case_id, desk.facts)
    out = tmp_path / "out"
    out.mkdir()
    (out / package.name_of(file)).write_bytes(small)

    def breaking() -> Iterator[bytes]:
        whole = package.pieces(file, Sources(desk.vault.get, lambda *_: ([], b"%PDF-")))
        for place, piece in enumerate(whole):
            if place == after:
                raise Cut
            yield piece

    with pytest.raises(Cut):
        keep(out / package.name_of(file), breaking())
    assert [file.read_bytes() for file in out.iterdir()] == [small]


WRITER = """
import sys, time
from pathlib import Path
from deskapp.archives.store import Layout, keep
def pieces():
    layout = Layout()
    for place in range(2000):
        yield from layout.part(f"originals/{place:04}-x.bin", bytes(20_000))
        if place == 20:
            print("writing", flush=True)
    yield layout.ending()
keep(Path(sys.argv[1]), pieces())
"""


def test_a_writer_that_is_killed_leaves_the_old_package_and_its_rest_is_swept(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "1.deskapp"
    target.write_bytes(b"the one before")
    with subprocess.Popen([sys.executable, "-c", WRITER, target], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == b"writing"
        writer.send_signal(signal.SIGKILL)
    assert target.read_bytes() == b"the one before"
    (left,) = (file for file in folder.iterdir() if file != target)
    sweep(folder)
    assert left.exists(), "somebody may be writing it at this moment"
    os.utime(left, (0, 0))
    sweep(folder)
    assert [file.name for file in folder.iterdir()] == ["1.deskapp"]


def test_a_page_that_changed_under_the_hand_ends_it(desk: Desk, tmp_path: Path) -> None:
    case_id = archived(desk, tmp_path / "pages")
    with desk.journal.reading() as reading:
        file = case_file.read(reading, case_id, desk.facts)
    with pytest.raises(ContentTrouble) as trouble:
        package.write(file, tmp_path, Sources(lambda _: picture("BMP"), lambda *_: ([], b"")))
    assert trouble.value.code == "page.damaged"
    assert not list(tmp_path.glob("*.deskapp"))


@pytest.mark.parametrize("gone", ["folder", "read only"])
def test_a_disk_that_does_not_take_it_is_a_trouble(tmp_path: Path, gone: str) -> None:
    target = tmp_path / "absent" / "1.deskapp" if gone == "folder" else tmp_path / ("n" * 300)
    with pytest.raises(StoreTrouble) as trouble:
        keep(target, [b"x"])
    assert trouble.value.code == "page.not_kept"


def test_others_on_the_machine_cannot_read_it(tmp_path: Path) -> None:
    keep(tmp_path / "1.deskapp", [b"x"])
    assert (tmp_path / "1.deskapp").stat().st_mode & 0o077 == 0


# The store


NAMES = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,12}(/[a-z0-9][a-z0-9_-]{0,12})?", fullmatch=True)


@given(st.dictionaries(NAMES, st.binary(max_size=300), max_size=8))
def test_what_was_put_in_comes_out_and_other_programs_open_it(told: dict[str, bytes]) -> None:
    data = Package(told).whole()
    assert package_of(data).parts == told
    opened, faults = open_parts(io.BytesIO(data), len(data))
    assert faults == []
    assert opened is not None
    assert {one.name: opened.read(one.name) for one in opened.entries} == told
    with zipfile.ZipFile(io.BytesIO(data)) as other:
        assert other.testzip() is None
        assert {one.date_time for one in other.infolist()} <= {(1980, 1, 1, 0, 0, 0)}


SOUND = ["a", "a.json", "originals/0001-ab.jpg", "9", "a-b_c.d", "a" * 100]
UNSOUND = [
    "",
    ".",
    "..",
    "a/../b",
    "/a",
    "a/",
    "a//b",
    "a/b/c",
    "A",
    "封",
    "a b",
    "a\\b",
    "a:b",
    ".a",
    "a/.b",
    "a" * 101,
]


@pytest.mark.parametrize("name", SOUND)
def test_a_name_leads_nowhere(name: str) -> None:
    assert parts.is_sound(name)


@pytest.mark.parametrize("name", UNSOUND)
def test_a_name_that_might_lead_somewhere_is_none(name: str) -> None:
    assert not parts.is_sound(name)
    with pytest.raises(ValueError, match="^" + re.escape(name) + "$"):
        list(Layout().part(name, b""))


def test_no_part_stands_in_it_twice() -> None:
    layout = Layout()
    list(layout.part("a", b""))
    with pytest.raises(ValueError, match="a"):
        list(layout.part("a", b"other"))


def test_a_part_that_comes_out_shorter_the_second_time_ends_it() -> None:
    lengths = iter([10, 9])
    with pytest.raises(ContentTrouble):
        list(Layout().made("a", lambda: pieces_of(bytes(next(lengths)))))


def test_a_package_beyond_what_the_form_holds_is_refused() -> None:
    with pytest.raises(StoreTrouble) as trouble:
        list(Layout().made("a", lambda: iter([_Long()])))
    assert trouble.value.code == "archive.too_large"


class _Long(bytes):
    """A piece that says it is longer than four thousand million bytes."""

    def __len__(self) -> int:
        return 5_000_000_000


# The record

TEXT = st.text(max_size=20)


def a_record(word: str) -> Record:
    return Record(
        archive=Archive(
            level="件", fonds="", archival_code="", title=word, author=word, security="", year="2026", retention="30",
            archived_at="2026-11-23T01:30:00.000000Z", archived_by=word, digest="0" * 64, pages=1,
        ),
        item=Matter(
            code=word, state_code="", name=word, kind=word, handling=word, department_code=word, department=word,
            catalog=word,
        ),
        case=Affair(
            number="3", id="x", hall_code="H1", hall=word, region="330000", source=word, reference=word,
            opened_on="2026-11-23", accepted_on="", promised_on="", statutory_on="", decided_on="", delivered_on="",
            outcome=word, delivery=word, result=word,
        ),
        people=[Who(role="申请人", name=word, number="1", phone="2", address=word)],
        files=[
            Filed(
                order=1, part="a", title=word, kind="page", material=word, size=3, format="image/png", sha256="",
                made_at="",
            )
        ],
        process=[Done(action="case.opened", at="2026-11-23T01:30:00.000000Z", by=word, device="d", event="0" * 64)],
    )  # fmt: skip


@given(word=TEXT)
def test_the_xml_keeps_to_its_schema_and_says_what_the_json_says(word: str) -> None:
    told = a_record(word)
    data = record.xml_of(told)
    SCHEMA.assertValid(etree.fromstring(data))
    tree = ElementTree.fromstring(data)
    title = tree.find(f"{{{record.NAMESPACE}}}archive/{{{record.NAMESPACE}}}title")
    assert title is not None
    assert len(title.text or "") == len(word)
    assert msgspec.json.decode(record.json_of(told), type=Record) == told


def test_a_whole_record_keeps_to_the_schema_by_a_program_that_is_not_ours(tmp_path: Path, parts_of: Package) -> None:
    (tmp_path / "m.xml").write_bytes(parts_of.parts[parts.METADATA_XML])
    schema = resources.path("archive/metadata.xsd")
    done = subprocess.run(
        ["xmllint", "--noout", "--nonet", "--schema", schema, tmp_path / "m.xml"], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


SPOILT: dict[str, tuple[bytes, bytes]] = {
    "a day that is none": (b"<opened_on>2026-11-23<", b"<opened_on>23.11.2026<"),
    "a digest that is none": (b"<digest>0000", b"<digest>zzzz"),
    "a period that is none": (b"<retention>30<", b"<retention>5<"),
    "a field too many": (b"<item>", b"<item><x/>"),
    "a field missing": (b"<year>2026</year>", b""),
}


@pytest.mark.parametrize("what", SPOILT)
def test_the_schema_says_no_to_what_is_none(what: str) -> None:
    good, bad = SPOILT[what]
    data = record.xml_of(a_record("x"))
    assert good in data
    assert not SCHEMA.validate(etree.fromstring(data.replace(good, bad)))


@pytest.mark.parametrize("shape", [Archive, Matter, Affair, Who, Filed, Done])
def test_every_field_says_where_it_comes_from(shape: type[msgspec.Struct]) -> None:
    told = shape.__doc__ or ""
    assert [field for field in shape.__struct_fields__ if not re.search(rf"\b{field}\b", told)] == []
    assert re.search(r"DA/T|GB/T", told)


def test_a_page_is_asked_for_and_held_one_at_a_time(desk: Desk, tmp_path: Path) -> None:
    """Asked for in their order: once as originals, and twice for the PDF, which is measured before it is written."""
    case_id = archived(desk, tmp_path / "pages", [picture(size=(100 + place, 140)) for place in range(6)])
    with desk.journal.reading() as reading:
        file = case_file.read(reading, case_id, desk.facts)
    asked: list[PageDigest] = []

    def read_page(digest: PageDigest) -> bytes:
        asked.append(digest)
        return desk.vault.get(digest)

    sources = Sources(read_page, lambda *_: ([], b"%PDF-"))
    assert sum(len(piece) for piece in package.pieces(file, sources)) > 0
    assert asked == [page.digest for page in file.pages] * 3
