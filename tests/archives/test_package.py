"""A package is the same wherever it is made, and holds all that there is of the case."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from deskapp.archives import case_file, checking, contents, package, parts
from deskapp.archives.package import Sources
from deskapp.archives.record import Record
from deskapp.archives.text_layer import Word
from deskapp.clerk import archiving, signing_in
from deskapp.desk import Desk
from deskapp.failures import Refusal
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


# One page at a time


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
