"""What was read is offered as the case stands now; what is taken goes the ways that typing and dragging go."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from deskapp.archives import checking, parts
from deskapp.clerk import accepting, archiving, filling_in, intake, page_steps, reading_pages, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.failures import Refusal, StoreTrouble
from deskapp.ids import CaseId, ItemCode, MaterialCode, PageDigest
from deskapp.rules.page_reading import PageReading
from deskapp.rules.read_offer import Fields, Fill, Move
from deskapp.scans.reader import PageReader
from tests.archives.made import archived, package_of
from tests.clerk.test_page_steps import bring, sheet_of
from tests.fakes.told_reader import ToldReader, line
from tests.scans import written

NUMBER = "990108200101011158"
COMPANY = Application(ItemCode("SCJG-0101"), "𬭎子轩", NUMBER, "")
LICENCE = (line("授权委托书", 0.08, left=0.4, high=0.04), line("委托事项", 0.3), line("受托人", 0.4))
PERSON = (line("姓名 𬭎子轩", 0.3), line("身份证号 " + NUMBER, 0.4), line("手机 13812341234", 0.5))


@pytest.fixture
def reader() -> ToldReader:
    return ToldReader()


@pytest.fixture
def desk(desk: Desk, reader: ToldReader) -> Desk:
    return replace(desk, reader=reader)


class Case:
    """A case with pages of which is known what stands on them."""

    def __init__(self, desk: Desk, reader: ToldReader, folder: Path, application: Application = COMPANY) -> None:
        self.desk, self.reader, self.folder = desk, reader, folder
        self.id = intake.open_case(desk, application)
        self.readings: dict[PageDigest, PageReading] = {}

    def comes(self, *lines: object, to: str = "ID-CARD") -> PageDigest:
        data = sheet_of(2 + 2 * len(self.readings))
        self.reader.tell(data, *lines)  # type: ignore[arg-type]
        (page,) = bring(self.desk, self.id, self.folder, data, to=MaterialCode(to))
        read = reading_pages.read(self.desk, page.digest)
        assert read is not None
        self.readings[page.digest] = read
        return page.digest

    def offered(self, typed: Fields | None = None) -> list[object]:
        found = reading_pages.offered(self.desk, self.id, self.readings, typed)
        return [str(one.material) if isinstance(one, Move) else getattr(one, "field", one) for one in found]

    def first_fill(self) -> Fill:
        return next(one for one in reading_pages.offered(self.desk, self.id, self.readings) if isinstance(one, Fill))

    def person(self) -> tuple[str, str, str, str]:
        with self.desk.journal.reading() as reading:
            applicant, _ = reading.people(self.id)
        assert applicant is not None
        return applicant.name, applicant.id_number, applicant.phone, applicant.address


@pytest.fixture
def case(desk: Desk, reader: ToldReader, tmp_path: Path) -> Case:
    return Case(desk, reader, tmp_path)


def test_a_page_is_offered_to_the_material_it_looks_like_until_it_lies_there(desk: Desk, case: Case) -> None:
    page = case.comes(line("公司章程", 0.08, left=0.4, high=0.04), line("第一条 总则", 0.3), line("第二条", 0.4))
    assert case.offered() == ["ARTICLES"]
    page_steps.move(desk, case.id, [page], MaterialCode("ARTICLES"))
    assert case.offered() == []
    page_steps.undo(desk, case.id)
    assert case.offered() == ["ARTICLES"]
    page_steps.remove(desk, case.id, [page])
    assert case.offered() == []


def test_the_hall_says_in_its_catalogue_what_else_may_be_brought(case: Case) -> None:
    lease = (line("房屋租赁合同", 0.08, left=0.4, high=0.04), line("甲方", 0.3), line("乙方", 0.4))
    case.comes(*lease)
    assert case.offered() == ["PREMISES"]
    case.comes(*lease, to="PREMISES")
    assert case.offered() == ["PREMISES"]


def test_what_is_taken_is_written_down_as_if_it_had_been_typed_and_taken_back(desk: Desk, case: Case) -> None:
    before = case.person()
    case.comes(*PERSON)
    assert case.offered() == ["phone"]
    fill = case.first_fill()
    assert filling_in.fill(desk, case.id, fill) == ""
    assert case.person() == (*before[:2], "13812341234", "")
    assert case.offered() == []
    filling_in.take_back(desk, case.id, fill, "")
    assert case.person() == before


def test_what_somebody_wrote_since_is_not_taken_back(desk: Desk, case: Case) -> None:
    case.comes(*PERSON)
    fill = case.first_fill()
    filling_in.fill(desk, case.id, fill)
    intake.correct_applicant(desk, case.id, replace(COMPANY, phone="13900001111"))
    with pytest.raises(Refusal) as refusal:
        filling_in.take_back(desk, case.id, fill, "")
    assert refusal.value.code == "reading.changed_since"
    assert case.person()[2] == "13900001111"


def test_the_agent_and_the_address_stay_what_they_were(desk: Desk, reader: ToldReader, tmp_path: Path) -> None:
    agent = {"agent_name": "张伟", "agent_id": "990105198802293371", "answers": {"by_agent": "yes"}}
    case = Case(desk, reader, tmp_path, replace(COMPANY, address="半条街 1 号", **agent))  # type: ignore[arg-type]
    case.comes(*PERSON)
    filling_in.fill(desk, case.id, case.first_fill())
    with desk.journal.reading() as reading:
        applicant, came = reading.people(case.id)
        answers = reading.case(case.id).answers
    assert applicant is not None
    assert came is not None
    assert (applicant.phone, applicant.address) == ("13812341234", "半条街 1 号")
    assert (came.name, came.id_number) == ("张伟", "990105198802293371")
    assert answers["by_agent"] == "yes"


def test_open_fields_count_in_place_of_what_was_taken_in(case: Case) -> None:
    case.comes(*PERSON)
    assert case.offered(Fields("", "", "13812341234", open=True)) == ["id_number", "name"]


def test_of_an_accepted_case_nothing_is_said(desk: Desk, reader: ToldReader, tmp_path: Path) -> None:
    case = Case(desk, reader, tmp_path, replace(COMPANY, item=ItemCode("SCJG-0102")))
    case.comes(line("个体工商户登记申请书", 0.08, left=0.3, high=0.04), *PERSON)
    assert case.offered() == ["APP-SOLE", "phone"]
    for material in sheets.case(desk, case.id).owed:
        intake.receive(desk, case.id, material.code)
    accepting.accept(desk, case.id)
    assert case.offered() == []


def test_a_page_of_a_bundle_is_offered_once_and_moved_in_every_case(
    desk: Desk, reader: ToldReader, tmp_path: Path
) -> None:
    case = Case(desk, reader, tmp_path, replace(COMPANY, item=ItemCode(""), theme="T-START"))
    page = case.comes(line("公司章程", 0.08, left=0.4, high=0.04), line("第一条 总则", 0.3), line("第二条", 0.4))
    assert case.offered() == ["ARTICLES"]
    page_steps.move(desk, case.id, [page], MaterialCode("ARTICLES"))
    assert case.offered() == []


def test_a_desk_without_a_reader_opens_no_page(desk: Desk, case: Case) -> None:
    blind = replace(desk, reader=None)
    assert reading_pages.read(blind, PageDigest("0" * 64)) is None
    with pytest.raises(StoreTrouble):
        reading_pages.read(desk, PageDigest("0" * 64))


def test_the_documents_that_everybody_knows_are_sound() -> None:
    known = reading_pages.known_documents()
    assert len(known) >= 15
    for one in known:
        assert one.names
        assert one.titles
        assert all(words.strip() == words and words for words in (*one.names, *one.titles, *one.marks))


def found_in(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(package_of(path.read_bytes()).parts[parts.PAGES_PDF]) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_an_archive_can_be_searched_for_what_stands_on_its_pages(
    desk: Desk, page_reader: PageReader, tmp_path: Path
) -> None:
    case_id = archived(desk, tmp_path / "pages", [written.scanned(written.sheet(written.LICENCE))])
    path = archiving.put_package(replace(desk, reader=page_reader), case_id, tmp_path)
    (text,) = found_in(path)
    for words in ("营业执照", "91330106MA2CFRXT30", "示例县一窗咨询有限公司"):
        assert words in text.replace(" ", "")
    assert checking.check(path).faults == ()


def test_an_archive_whose_pages_cannot_be_read_is_whole_without_their_words(
    desk: Desk, reader: ToldReader, tmp_path: Path
) -> None:
    pages = [sheet_of(4), sheet_of(8)]
    reader.tell(pages[1], line("第二页"), line("看不清的", 0.5, sure=0.3))
    case_id: CaseId = archived(desk, tmp_path / "pages", pages)
    path = archiving.put_package(desk, case_id, tmp_path)
    assert found_in(path) == ["", "第二页"]
    assert checking.check(path).faults == ()
