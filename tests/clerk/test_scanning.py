"""From the sheet in a hand to a page on the disk and then in the journal: in this order, whatever breaks between."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from deskapp.clerk import intake, page_steps, scanning, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.devices.scanner.contract import Abilities, Mode, Page, Scanner, ScanRequest
from deskapp.devices.scanner.pretend import PretendScanner
from deskapp.failures import ContentTrouble, DeviceTrouble, Refusal, StoreTrouble
from deskapp.ids import CaseId, ItemCode, MaterialCode, PageDigest
from deskapp.journal import pages_kept
from deskapp.rules import case as cases
from deskapp.rules.page_making import Craft
from deskapp.scans.page import head
from deskapp.scans.taking import TakenPage
from tests.clerk import office
from tests.scans import drawn, margins

ID_CARD, PREMISES = MaterialCode("ID-CARD"), MaterialCode("PREMISES")
PERSON = Application(ItemCode("SCJG-0102"), "𬭎子轩", "990108200101011158", "19900006024")


@pytest.fixture
def case_id(desk: Desk) -> CaseId:
    return intake.open_case(desk, PERSON)


def scan(desk: Desk, case_id: CaseId, scanner: str, material: MaterialCode = ID_CARD) -> list[TakenPage]:
    came: list[TakenPage] = []
    feeder = ScanRequest(feeder=True)
    count = scanning.scan(desk, case_id, material, came.append, threading.Event(), source=scanner, request=feeder)
    assert count == len(came)
    return came


def pages(desk: Desk, case_id: CaseId, material: MaterialCode = ID_CARD) -> tuple[PageDigest, ...]:
    with desk.journal.reading() as reading:
        return reading.case(case_id).pages.get(material, ())


def test_each_page_is_on_the_disk_and_in_the_journal_before_it_is_shown(desk: Desk, case_id: CaseId) -> None:
    seen: list[tuple[bool, bool]] = []

    def show(taken: TakenPage) -> None:
        with desk.journal.reading() as reading:
            noted = taken.digest in reading.case(case_id).pages[ID_CARD]
        seen.append((scanning.page_bytes(desk, taken.digest) != b"", noted))

    scanning.scan(desk, case_id, ID_CARD, show, threading.Event(), source="pretend:3", request=ScanRequest(feeder=True))
    assert seen == [(True, True)] * 3


def test_the_order_of_the_sheets_is_the_order_of_the_pages(desk: Desk, case_id: CaseId) -> None:
    came = scan(desk, case_id, "pretend:4")
    assert pages(desk, case_id) == tuple(taken.digest for taken in came)
    assert len(set(pages(desk, case_id))) == 4


def test_the_first_page_ticks_its_material_and_the_next_does_not_again(desk: Desk, case_id: CaseId) -> None:
    scan(desk, case_id, "pretend:2")
    with desk.journal.reading() as reading:
        kinds = [event.kind for event in reading.events_of(case_id)]
    assert kinds.count("case.material_received") == 1
    assert kinds.index("case.material_received") < kinds.index("case.pages_added")


def test_what_was_promised_stays_promised_though_a_page_comes(desk: Desk, case_id: CaseId) -> None:
    intake.commit(desk, case_id, PREMISES)
    scan(desk, case_id, "pretend:1", PREMISES)
    with desk.journal.reading() as reading:
        assert reading.case(case_id).settled[PREMISES].how is cases.How.COMMITTED


def test_a_jam_keeps_the_pages_before_it(desk: Desk, case_id: CaseId) -> None:
    with pytest.raises(DeviceTrouble) as told:
        scan(desk, case_id, "pretend:sheets=5,jam=4")
    assert (told.value.code, told.value.values["page"]) == ("scanner.jammed", 4)
    assert len(pages(desk, case_id)) == 3


def test_a_scan_that_is_stopped_keeps_what_came(desk: Desk, case_id: CaseId) -> None:
    stop, came = threading.Event(), list[TakenPage]()

    def show(taken: TakenPage) -> None:
        came.append(taken)
        if len(came) == 2:
            stop.set()

    request = ScanRequest(feeder=True)
    scanning.scan(desk, case_id, ID_CARD, show, stop, source="pretend:sheets=50,pause=0.02", request=request)
    assert 2 <= len(came) < 50
    assert pages(desk, case_id) == tuple(taken.digest for taken in came)


def test_what_was_seen_of_a_page_is_kept_with_it(desk: Desk, case_id: CaseId) -> None:
    came = scan(desk, case_id, "pretend:sheets=2,blank=2")
    with desk.journal.reading() as reading:
        kept = pages_kept.read(reading, pages(desk, case_id))
    assert [kept[taken.digest].blank for taken in came] == [False, True]
    assert all(kept[taken.digest].width > 1000 and kept[taken.digest].dpi == 300 for taken in came)


class Empty:
    """A scanner whose feeder is empty; on its glass lies one sheet, or there is no glass."""

    def __init__(self, *, glass: bool) -> None:
        self._glass = glass
        self.asked: list[bool] = []

    def abilities(self) -> Abilities:
        return Abilities(glass=self._glass, feeder=True, duplex=False, modes=frozenset(Mode), resolutions=(300,))

    def scan(self, request: ScanRequest) -> Iterator[Page]:
        self.asked.append(request.feeder)
        if request.feeder:
            raise DeviceTrouble("scanner.empty")
        yield from PretendScanner(sheets=1).scan(request)


def with_scanner(desk: Desk, scanner: Scanner) -> Desk:
    from dataclasses import replace

    return replace(desk, scanner=lambda _: scanner)


def test_when_nothing_lies_in_the_feeder_the_glass_is_read(desk: Desk, case_id: CaseId) -> None:
    scanner = Empty(glass=True)
    count = scanning.scan(with_scanner(desk, scanner), case_id, ID_CARD, lambda _: None, threading.Event())
    assert (count, scanner.asked) == (1, [True, False])


def test_without_a_glass_an_empty_feeder_is_told(desk: Desk, case_id: CaseId) -> None:
    with pytest.raises(DeviceTrouble) as told:
        scanning.scan(with_scanner(desk, Empty(glass=False)), case_id, ID_CARD, lambda _: None, threading.Event())
    assert told.value.code == "scanner.empty"


@pytest.mark.parametrize(("material", "code"), [("NO-SUCH", "material.not_asked_for"), ("", "material.not_asked_for")])
def test_a_material_that_nobody_asked_for_starts_no_feeder(
    desk: Desk, case_id: CaseId, material: str, code: str
) -> None:
    scanner = Empty(glass=True)
    with pytest.raises(Refusal) as told:
        scanning.scan(with_scanner(desk, scanner), case_id, MaterialCode(material), lambda _: None, threading.Event())
    assert (told.value.code, scanner.asked) == (code, [])


def test_a_case_that_is_over_takes_no_pages(desk: Desk, case_id: CaseId) -> None:
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, cases.Withdrawn("改日"), of=case_id)
    with pytest.raises(Refusal) as told:
        scan(desk, case_id, "pretend:1")
    assert told.value.code == "case.wrong_state"


def picture(folder: Path, name: str, shade: int = 200) -> Path:
    path = folder / name
    drawn = Image.new("L", (1240, 1754), 255)
    drawn.paste(shade, (100, 100, 700, 400))
    drawn.save(path, dpi=(150, 150))
    return path


def test_files_come_in_their_order_and_as_they_are(desk: Desk, case_id: CaseId, tmp_path: Path) -> None:
    files = [picture(tmp_path, "b.png", 10), picture(tmp_path, "a.jpg", 60), picture(tmp_path, "c.tif", 120)]
    assert scanning.add_files(desk, case_id, ID_CARD, files, lambda _: None) == 3
    assert [scanning.page_bytes(desk, page) for page in pages(desk, case_id)] == [file.read_bytes() for file in files]


@pytest.mark.parametrize("name", ["not-there.png", "a folder"])
def test_a_file_that_cannot_be_read_is_named_and_those_before_it_are_kept(
    desk: Desk, case_id: CaseId, tmp_path: Path, name: str
) -> None:
    (tmp_path / "a folder").mkdir()
    with pytest.raises(ContentTrouble) as told:
        scanning.add_files(desk, case_id, ID_CARD, [picture(tmp_path, "a.png"), tmp_path / name], lambda _: None)
    assert (told.value.code, told.value.values) == ("page.file_unreadable", {"file": name})
    assert len(pages(desk, case_id)) == 1


@pytest.mark.parametrize("rubbish", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"%PDF-1.7"])
def test_what_is_no_picture_is_told_and_keeps_nothing(
    desk: Desk, case_id: CaseId, tmp_path: Path, rubbish: bytes
) -> None:
    (tmp_path / "x.png").write_bytes(rubbish)
    with pytest.raises(ContentTrouble):
        scanning.add_files(desk, case_id, ID_CARD, [tmp_path / "x.png"], lambda _: None)
    assert pages(desk, case_id) == ()


def test_a_thumbnail_is_small_and_of_the_same_shape(desk: Desk, case_id: CaseId) -> None:
    (taken,) = scan(desk, case_id, "pretend:1")
    small = Image.open(io.BytesIO(scanning.thumbnail(desk, taken.digest, 120)))
    assert max(small.size) == 120
    assert small.width / small.height == pytest.approx(taken.width / taken.height, abs=0.02)


def test_a_page_that_is_not_here_is_told(desk: Desk) -> None:
    with pytest.raises(StoreTrouble) as told:
        scanning.page_bytes(desk, PageDigest("f" * 64))
    assert told.value.code == "page.not_here"


def test_the_sheet_counts_the_pages_of_each_material(desk: Desk, case_id: CaseId) -> None:
    scan(desk, case_id, "pretend:2")
    scan(desk, case_id, "pretend:sheets=1,seed=7", PREMISES)
    counted = {line.code: len(line.pages) for line in sheets.case(desk, case_id).lines}
    assert (counted[ID_CARD], counted[PREMISES]) == (2, 1)


def test_the_sources_are_those_of_the_desk(desk: Desk) -> None:
    assert scanning.sources(desk) == desk.sources()
    assert desk.hall == office.HALL


def crops(desk: Desk, case_id: CaseId) -> list[Craft]:
    with desk.journal.reading() as reading:
        return [made.craft for made in reading.case(case_id).makings if made.standing]


def test_a_card_on_the_glass_is_cropped_once_all_have_come_and_comes_back_with_one_undo(
    desk: Desk, case_id: CaseId, tmp_path: Path
) -> None:
    scans = {
        "1": drawn.text(margins.DPI),
        "2": margins.laid(margins.ground(), margins.card(), (100, 100)),
        "3": margins.laid(margins.ground(margins.BLACK), margins.slip(), (105, 140), 5),
    }
    for name, picture in scans.items():
        data = drawn.saved(picture, "PNG", dpi=(margins.DPI, margins.DPI))
        (tmp_path / f"{name}.png").write_bytes(data)
    came = scan(desk, case_id, f"folder:{tmp_path}")
    sheet, card, slip = pages(desk, case_id)
    assert sheet == came[0].digest, "a page that fills its paper stays"
    assert crops(desk, case_id) == [Craft.CROP, Craft.FLATTEN]
    sizes = []
    for digest in (card, slip):
        seen = head(scanning.page_bytes(desk, digest))
        sizes.append((round(seen.width / margins.MM), round(seen.height / margins.MM)))
    assert sizes == [pytest.approx((87, 56), abs=2), pytest.approx((82, 182), abs=2)]
    undone = page_steps.undo(desk, case_id)
    assert (undone.craft, undone.by_itself, undone.pages) == (Craft.FLATTEN, True, 1)
    assert pages(desk, case_id) == (sheet, card, came[2].digest), "laid flat and cropped at once, and one undo"
    assert page_steps.undo(desk, case_id).craft is Craft.CROP
    assert pages(desk, case_id) == tuple(taken.digest for taken in came)
    assert scanning.page_bytes(desk, came[1].digest) == drawn.saved(scans["2"], "PNG", dpi=(margins.DPI, margins.DPI))
