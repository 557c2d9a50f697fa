"""F9 归档 is one short step over the journal; the package is made when somebody who may asks for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from deskapp.archives import checking, parts
from deskapp.archives.record import Record
from deskapp.clerk import accepting, archiving, intake, printing, redrawing, signing_in
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.failures import Failure, Refusal, StoreTrouble
from deskapp.ids import CaseId, ItemCode, PageDigest
from deskapp.journal import outbox
from deskapp.protocol.messages import HallFacts
from deskapp.rules.case import Archived, LookedAt, PaperPrinted, Usual
from deskapp.rules.case_state import State
from deskapp.scans.vault import Vault
from tests.archives.made import PERSON, archived, delivered, package_of, picture
from tests.clerk import office

LICENCE = ItemCode("JY-0101")


class NoPages:
    """A vault that must not be asked."""

    def get(self, digest: PageDigest) -> bytes:
        raise AssertionError(f"{digest} was read")

    put = size = read_from = get


def facts_of(desk: Desk, case_id: CaseId) -> list[str]:
    with desk.journal.reading() as reading:
        return [event.kind for event in reading.events_of(case_id)]


def code_of(failure: pytest.ExceptionInfo[Failure]) -> str:
    return failure.value.code


def test_archiving_opens_no_page_however_many_there_are(desk: Desk, tmp_path: Path) -> None:
    case_id = delivered(desk, tmp_path / "pages", [picture(size=(60 + place, 80)) for place in range(12)])
    blind = replace(desk, vault=NoPages())  # type: ignore[arg-type]  # it only has to fail
    archiving.archive(blind, case_id)
    with desk.journal.reading() as reading:
        assert reading.case(case_id).state is State.ARCHIVED


def test_the_step_says_how_far_the_desk_had_heard_and_how_long_it_is_kept(desk: Desk, tmp_path: Path) -> None:
    case_id = archived(desk, tmp_path / "pages")
    with desk.journal.reading() as reading:
        (event,) = (one for one in reading.events_of(case_id) if one.kind == "case.archived")
    told = msgspec.convert(event.payload, Archived)
    assert (told.seen, told.keep, len(told.package)) == (0, "30", 64)


def test_the_hall_says_how_long_an_item_is_kept(desk: Desk, tmp_path: Path) -> None:
    facts: HallFacts = msgspec.structs.replace(desk.facts, retention={"SCJG-0102": "permanent"})
    told = signing_in.desk_of(desk, desk.clerk, facts)
    case_id = archived(told, tmp_path / "pages")
    file = package_of(archiving.put_package(told, case_id, tmp_path).read_bytes())
    assert msgspec.json.decode(file.parts[parts.METADATA_JSON], type=Record).archive.retention == "permanent"


def test_who_had_the_package_stands_in_the_journal(desk: Desk, tmp_path: Path) -> None:
    case_id = archived(desk, tmp_path / "pages")
    archiving.put_package(desk, case_id, tmp_path)
    assert facts_of(desk, case_id)[-1] == "case.looked_at"
    with desk.journal.reading() as reading:
        looked = reading.events_of(case_id)[-1]
    assert msgspec.convert(looked.payload, LookedAt).what == "archive_package"
    assert looked.actor == desk.clerk.id


@pytest.mark.parametrize("roles", [("manager",), ("department",), ("greeter",), ()])
def test_only_who_may_archive_and_see_people_in_full_has_it(desk: Desk, tmp_path: Path, roles: tuple[str, ...]) -> None:
    case_id = archived(desk, tmp_path / "pages")
    other = replace(desk, clerk=replace(desk.clerk, roles=roles))
    with pytest.raises(Refusal) as refused:
        archiving.put_package(other, case_id, tmp_path)
    assert code_of(refused) == "access.denied"
    assert not list(tmp_path.glob("*.deskapp"))
    assert facts_of(desk, case_id)[-1] != "case.looked_at"


def test_a_case_that_is_not_archived_has_no_package(desk: Desk, tmp_path: Path) -> None:
    case_id = delivered(desk, tmp_path / "pages")
    with pytest.raises(Refusal) as refused:
        archiving.put_package(desk, case_id, tmp_path)
    assert code_of(refused) == "archive.not_archived"
    with pytest.raises(Refusal) as unknown:
        archiving.put_package(desk, CaseId("nobody"), tmp_path)
    assert code_of(unknown) == "case.unknown"


def test_a_folder_that_is_none_is_told_before_anything_is_noted(desk: Desk, tmp_path: Path) -> None:
    case_id = archived(desk, tmp_path / "pages")
    with pytest.raises(StoreTrouble) as trouble:
        archiving.put_package(desk, case_id, tmp_path / "absent")
    assert code_of(trouble) == "archive.no_folder"
    assert facts_of(desk, case_id)[-1] != "case.looked_at"


def test_a_page_that_was_let_go_of_here_is_missed_while_the_line_is_cut(desk: Desk, tmp_path: Path) -> None:
    case_id = archived(desk, tmp_path / "pages")
    vault = desk.vault
    assert isinstance(vault, Vault)
    vault.forget(next(iter(vault.digests())))
    with pytest.raises(StoreTrouble) as trouble:
        archiving.put_package(desk, case_id, tmp_path)
    assert code_of(trouble) == "page.not_here"
    assert not list(tmp_path.glob("*.deskapp"))


def test_a_case_without_a_page_has_a_package_as_well(desk: Desk, tmp_path: Path) -> None:
    case_id = archived(desk, tmp_path / "pages", [])
    path = archiving.put_package(desk, case_id, tmp_path)
    assert parts.PAGES_PDF not in package_of(path.read_bytes()).parts
    assert checking.check(path).faults == ()


@pytest.mark.parametrize("ended", ["declined", "withdrawn"])
def test_a_case_that_never_had_a_number_has_a_package_by_its_id(desk: Desk, tmp_path: Path, ended: str) -> None:
    case_id = intake.open_case(desk, Application(LICENCE, *PERSON))
    if ended == "declined":
        accepting.decline(desk, case_id, "不属于本机关职权", "《行政许可法》第三十二条", Usual.NOT_COMPETENT)
    else:
        accepting.withdraw(desk, case_id, "不办了")
    archiving.archive(desk, case_id)
    path = archiving.put_package(desk, case_id, tmp_path)
    assert path.name == f"{case_id}.deskapp"
    assert checking.check(path).faults == ()
    told = msgspec.json.decode(package_of(path.read_bytes()).parts[parts.METADATA_JSON], type=Record)
    assert told.case.outcome == {"declined": "不予受理", "withdrawn": "申请人撤回"}[ended]
    assert told.archive.retention == "10"


def test_whose_data_was_erased_stands_nowhere_in_it(desk: Desk, tmp_path: Path) -> None:
    case_id = archived(desk, tmp_path / "pages", [picture()])
    with desk.journal.writing() as facts:
        facts.erase(case_id)
    path = archiving.put_package(desk, case_id, tmp_path)
    file = package_of(path.read_bytes())
    assert parts.KEY not in file.parts
    assert msgspec.json.decode(file.parts[parts.METADATA_JSON], type=Record).people == []
    assert "𬭎子轩".encode() not in path.read_bytes()
    assert checking.check(path).faults == ()


def test_papers_are_drawn_as_they_stood_when_they_came_out(desk: Desk, tmp_path: Path) -> None:
    """The acceptance of a case that is archived by now is an acceptance; a reprint is marked as one."""
    case_id = delivered(desk, tmp_path / "pages", [picture()])
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, PaperPrinted("receipt", again=True), of=case_id)
        facts.add(desk.clerk.id, PaperPrinted("of_a_later_program"), of=case_id)
    archiving.archive(desk, case_id)
    path = archiving.put_package(desk, case_id, tmp_path)
    file = package_of(path.read_bytes())
    told = msgspec.json.decode(file.parts[parts.METADATA_JSON], type=Record)
    papers = [one for one in told.files if one.kind == "paper"]
    assert papers[0].material == papers[-2].material == "receipt"
    assert papers[0].sha256 != papers[-2].sha256
    assert (papers[-1].part, papers[-1].size) == ("", 0), "it cannot be drawn, and that is said"
    assert checking.check(path).faults == ()


def test_every_paper_there_is_has_a_title_in_the_record() -> None:
    assert set(printing.KINDS) <= set(redrawing._TITLES)


def test_the_picture_of_a_signature_goes_to_the_centre_before_the_word_about_it(desk: Desk, tmp_path: Path) -> None:
    signature = picture("PNG", size=(120, 60))
    delivered(desk, tmp_path / "pages", [], signature=signature)
    with desk.journal.reading() as reading:
        due = outbox.pages_to_send(reading)
    assert [desk.vault.get(page) for page in due] == [signature]


def test_a_desk_of_another_hall_has_its_own_seals(desk: Desk, tmp_path: Path) -> None:
    """Without a seal the place stays white; the paper comes out all the same."""
    case_id = archived(desk, tmp_path / "pages", [])
    assert archiving._seals(desk)("") is None
    assert redrawing.seals_from({})("") is None
    assert office.FACTS.seals == {}
    assert archiving.put_package(desk, case_id, tmp_path).stat().st_size > 1000
