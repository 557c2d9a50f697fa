"""Every kind of paper is drawn from a real case, when it may be, with what the journal says and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from deskapp.clerk import accepting, intake, printing, sheets, subjects
from deskapp.clerk.intake import Application
from deskapp.clerk.printing import KINDS, Offer
from deskapp.desk import Desk
from deskapp.devices.errors import PrinterCode
from deskapp.failures import DeviceTrouble, Refusal
from deskapp.ids import CaseId, ItemCode, PageDigest
from deskapp.rules import case as cases
from deskapp.rules.barcode import notice_digits
from deskapp.rules.case import CaseFact
from deskapp.rules.material_state import Standing
from tests.clerk import office
from tests.clerk.test_accepting import COMPANY, opened, whole
from tests.papers import looking
from tests.papers.looking import codes, pictures, written

FOOD = ItemCode("SCJG-0201")
NAME = "𬭎子轩"
AGENT = "990109196306300795"


def say(desk: Desk, case_id: CaseId, *facts: CaseFact) -> None:
    """Steps that other hands take: a department's, or a later window's."""
    with desk.journal.writing() as writing:
        for fact in facts:
            writing.add(desk.clerk.id, fact, of=case_id)


def told(folder: Path, desk: Desk, case_id: CaseId, kind: str) -> str:
    """The words of a paper as somebody copies them out, without blanks."""
    return looking.written(folder, printing.draw_paper(desk, case_id, kind).pdf)


def kinds(desk: Desk, case_id: CaseId) -> set[str]:
    return {offer.kind for offer in printing.offered(desk, case_id)}


def accepted(desk: Desk) -> CaseId:
    case_id = whole(desk)
    accepting.accept(desk, case_id)
    return case_id


def decided(desk: Desk, *, granted: bool = True) -> CaseId:
    case_id = accepted(desk)
    say(desk, case_id, cases.Decided(granted, "场所不符合要求" if not granted else ""))
    return case_id


def archived(desk: Desk) -> CaseId:
    case_id = decided(desk)
    say(desk, case_id, cases.ResultReady("退休提取决定"), cases.Delivered("window"), cases.Archived("ab" * 32))
    return case_id


def paused(desk: Desk) -> CaseId:
    case_id = accepted(desk)
    say(desk, case_id, cases.Paused("需要鉴定"))
    return case_id


def declined(desk: Desk) -> CaseId:
    case_id = whole(desk)
    accepting.decline(desk, case_id, "不属于本机关职权", "《住房公积金管理条例》第二十四条。")
    return case_id


def withdrawn(desk: Desk) -> CaseId:
    case_id = whole(desk)
    accepting.withdraw(desk, case_id, "改日再办")
    return case_id


def corrected(desk: Desk) -> CaseId:
    case_id = opened(desk, COMPANY)
    accepting.ask_for_correction(desk, case_id, "请带原件。")
    return case_id


def promised(desk: Desk) -> CaseId:
    """A case with one material promised and one put off, as far as its item allows."""
    case_id = intake.open_case(desk, Application(FOOD, NAME, "990108200101011158", "19900006024"))
    for line in sheets.case(desk, case_id).lines:
        if line.may_commit:
            intake.commit(desk, case_id, line.code)
        elif line.may_defer:
            intake.defer(desk, case_id, line.code)
        elif line.standing is Standing.OWED:
            intake.receive(desk, case_id, line.code, line.forms[0])
    return case_id


USUAL = {"receipt", "receipt_slip"}
AT_HAND = USUAL | {"checklist_notice", "separators"}
NUMBERED = USUAL | {"acceptance", "transfer", "labels", "label_80", "label_62"}
DONE = NUMBERED | {"decision", "hand_out", "hand_out_slip"}


@pytest.mark.parametrize(
    ("lead", "wanted"),
    [
        (opened, AT_HAND),
        (corrected, AT_HAND | {"correction"}),
        (accepted, NUMBERED),
        (paused, NUMBERED | {"special_procedure"}),
        (decided, DONE),
        (archived, DONE | {"proof_of_service", "archive_cover"}),
        (declined, USUAL | {"declined"}),
        (withdrawn, USUAL | {"withdrawn"}),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_each_state_offers_the_papers_that_belong_to_it(
    desk: Desk, lead: Callable[[Desk], CaseId], wanted: set[str]
) -> None:
    assert kinds(desk, lead(desk)) == wanted


@pytest.mark.parametrize(
    "lead", [opened, corrected, accepted, paused, decided, archived, declined, withdrawn, promised]
)
def test_every_paper_that_is_offered_can_be_drawn_named_and_read_back(
    desk: Desk, tmp_path: Path, lead: Callable[[Desk], CaseId]
) -> None:
    case_id = lead(desk)
    for offer in printing.offered(desk, case_id):
        paper = printing.draw_paper(desk, case_id, offer.kind)
        assert paper.kind == offer.kind
        assert paper.file.startswith(offer.kind)
        assert "子轩" not in paper.file
        said = looking.written(tmp_path, paper.pdf)
        assert (NAME in said) or offer.kind.startswith(("label", "separators")), offer.kind
        assert all(row[-5] == "yes" for row in looking.fonts(tmp_path, paper.pdf))
        if paper.barcode and (lead is archived or offer.kind not in DONE):  # each kind once
            pages = looking.pictures(tmp_path, paper.pdf, 203 if offer.roll else 200)
            assert paper.barcode in looking.codes(pages[0]), offer.kind
        for page in tmp_path.glob("*.png"):
            page.unlink()


def test_a_kind_that_is_none_is_refused(desk: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        printing.draw_paper(desk, opened(desk), "birthday_card")
    assert refused.value.code == "paper.unknown"


def test_a_case_that_was_not_extended_has_no_paper_of_it(desk: Desk) -> None:
    case_id = accepted(desk)
    assert "extension" not in kinds(desk, case_id)
    with pytest.raises(Refusal) as refused:
        printing.draw_paper(desk, case_id, "extension")
    assert refused.value.code == "paper.nothing_to_say"


def test_drawing_prints_and_notes_nothing(desk: Desk, tray: office.Tray) -> None:
    case_id = accepted(desk)
    before = len(tray.papers)
    with desk.journal.reading() as reading:
        events = len(reading.events_of(case_id))
    for kind in kinds(desk, case_id):
        printing.draw_paper(desk, case_id, kind)
    with desk.journal.reading() as reading:
        assert len(reading.events_of(case_id)) == events
    assert len(tray.papers) == before


def test_what_is_put_out_is_what_was_drawn(desk: Desk, tray: office.Tray, clock: office.FrozenClock) -> None:
    case_id = accepted(desk)
    paper = printing.draw_paper(desk, case_id, "transfer")
    clock.move(timedelta(minutes=5))
    assert printing.put_out(desk, case_id, paper) is None
    assert tray.papers[-1].pdf == paper.pdf
    assert Offer("transfer", before=1) in printing.offered(desk, case_id)


def test_another_printer_is_taken_by_its_name(desk: Desk, tray: office.Tray) -> None:
    other = office.Tray()
    several = replace(desk, printers=lambda: ("cups:a", "cups:b"), printer_of={"cups:b": other}.__getitem__)
    case_id = accepted(desk)
    before = len(tray.papers)
    assert printing.put_out(several, case_id, printing.draw_paper(desk, case_id, "labels"), printer="cups:b") is None
    assert (len(tray.papers), len(other.papers)) == (before, 1)


def test_a_printer_that_is_not_there_is_told_and_nothing_is_noted(desk: Desk) -> None:
    case_id = accepted(desk)
    paper = printing.draw_paper(desk, case_id, "labels")
    trouble = printing.put_out(desk, case_id, paper, printer="cups:gone")
    assert isinstance(trouble, DeviceTrouble)
    assert trouble.code == PrinterCode.NO_SUCH_PRINTER
    assert Offer("labels") in printing.offered(desk, case_id)


def test_slips_go_to_the_printer_for_slips(desk: Desk, tray: office.Tray) -> None:
    roll = office.Tray()
    case_id = accepted(desk)
    with_roll = replace(
        desk, settings=replace(desk.settings, slip_printer="cups:roll"), printer_of={"cups:roll": roll}.__getitem__
    )
    before = len(tray.papers)
    for kind, sort in KINDS.items():
        if kind in kinds(desk, case_id) and sort.roll:
            assert printing.print_paper(with_roll, case_id, kind)[1] is None
    assert len(roll.papers) == 3
    assert len(tray.papers) == before


def test_where_papers_are_shown_first_nothing_is_printed_unseen(desk: Desk, tray: office.Tray) -> None:
    careful = replace(desk, settings=replace(desk.settings, preview="always"))
    case_id = whole(careful)
    done = accepting.accept(careful, case_id)
    assert (done.papers, done.trouble, tray.papers) == ((), None, [])
    waiting = [offer.kind for offer in printing.offered(careful, case_id) if offer.waiting]
    assert waiting == ["receipt", "acceptance"]
    for kind in waiting:
        assert printing.put_out(careful, case_id, printing.draw_paper(careful, case_id, kind)) is None
    assert not [offer for offer in printing.offered(careful, case_id) if offer.waiting]


def test_a_correction_says_what_was_asked_then_and_not_what_is_owed_today(desk: Desk, tmp_path: Path) -> None:
    case_id = corrected(desk)
    owed = sheets.case(desk, case_id).owed
    intake.receive(desk, case_id, owed[0].code, owed[0].forms[0])
    said = told(tmp_path, desk, case_id, "correction")
    for line in owed:
        assert "".join(line.name.split()) in said
    assert "请带原件。" in said
    assert "市场主体登记管理条例" in said
    assert "补正告知书" in said


def test_a_notice_that_is_printed_again_has_its_remark(desk: Desk, tmp_path: Path) -> None:
    assert "请带原件。" in told(tmp_path, desk, corrected(desk), "checklist_notice")


def test_a_refusal_names_its_reason_its_ground_and_the_remedies(desk: Desk, tmp_path: Path) -> None:
    said = told(tmp_path, desk, declined(desk), "declined")
    for part in ("不属于本机关职权", "《住房公积金管理条例》第二十四条，决定不予受理", "六十日内", "六个月内"):
        assert part in said


def test_a_refusal_of_an_earlier_program_rests_on_the_ground_of_the_regime(desk: Desk, tmp_path: Path) -> None:
    case_id = whole(desk)
    say(desk, case_id, cases.Declined("不属于本机关职权", " "))
    assert "根据有关法律、法规和本事项办事指南，决定不予受理" in told(tmp_path, desk, case_id, "declined")


def test_a_withdrawal_lists_what_was_brought(desk: Desk, tmp_path: Path) -> None:
    case_id = withdrawn(desk)
    said = told(tmp_path, desk, case_id, "withdrawn")
    assert "改日再办" in said
    for line in sheets.case(desk, case_id).lines:
        if line.standing is Standing.RECEIVED:
            assert "".join(line.name.split()) in said


def test_promises_name_what_they_stand_for(desk: Desk, tmp_path: Path) -> None:
    case_id = promised(desk)
    for kind, standing in (("commitment", Standing.COMMITTED), ("deferral", Standing.DEFERRED)):
        lines = [line for line in sheets.case(desk, case_id).lines if line.standing is standing]
        if lines:
            said = told(tmp_path, desk, case_id, kind)
            assert all("".join(line.name.split()) in said for line in lines)
        assert (kind in kinds(desk, case_id)) == bool(lines)


@pytest.mark.parametrize(("granted", "word"), [(True, "决定准予"), (False, "场所不符合要求")])
def test_a_decision_says_which_way_it_went(desk: Desk, tmp_path: Path, granted: bool, word: str) -> None:
    assert word in told(tmp_path, desk, decided(desk, granted=granted), "decision")


def test_a_special_procedure_says_why_and_leaves_the_days_to_the_pen(desk: Desk, tmp_path: Path) -> None:
    said = told(tmp_path, desk, paused(desk), "special_procedure")
    assert "需要鉴定" in said
    assert "个工作日" in said


def test_a_proof_says_what_lay_ready_and_when_it_was_taken(
    desk: Desk, tmp_path: Path, clock: office.FrozenClock
) -> None:
    case_id = archived(desk)
    clock.move(timedelta(days=30))
    said = told(tmp_path, desk, case_id, "proof_of_service")
    assert "2026年11月23日09:30" in said, "the hour of handing over, not of printing"
    assert "本人" in said


def test_an_archive_cover_lists_the_pages_of_the_case(desk: Desk, tmp_path: Path) -> None:
    case_id = whole(desk)
    material = sheets.case(desk, case_id).lines[0].code
    say(desk, case_id, cases.PagesAdded(material, (PageDigest("5" * 64), PageDigest("6" * 64))))
    accepting.accept(desk, case_id)
    say(desk, case_id, cases.Decided(True), cases.Delivered("window"), cases.Archived("ab" * 32))
    said = told(tmp_path, desk, case_id, "archive_cover")
    for digest in ("5" * 64, "6" * 64, "ab" * 32):
        assert digest in said
    assert "准予" in said


def test_a_label_shows_no_whole_name(desk: Desk, tmp_path: Path) -> None:
    case_id = accepted(desk)
    for kind in ("labels", "label_80", "label_62"):
        said = told(tmp_path, desk, case_id, kind)
        assert NAME not in said
        assert "𬭎**" in said


def test_a_paper_of_an_erased_person_names_nobody(desk: Desk, tmp_path: Path) -> None:
    case_id = accepted(desk)
    with desk.journal.reading() as reading:
        subject = subjects.read(desk, reading, case_id, history=True)
    assert subjects.name(replace(subject, applicant=None)) == ""
    assert subjects.about(replace(subject, applicant=None, agent=None)).agent == ""


def test_history_is_read_only_for_papers_that_ask_for_it(desk: Desk) -> None:
    case_id = accepted(desk)
    with desk.journal.reading() as reading:
        assert subjects.read(desk, reading, case_id, history=False).history == ()
        assert len(subjects.read(desk, reading, case_id, history=True).history) > 3
    assert [kind for kind, sort in KINDS.items() if not sort.told] == ["receipt", "acceptance", "separators"]


@pytest.mark.parametrize(
    ("lead", "kind"), [(declined, "declined"), (withdrawn, "withdrawn"), (corrected, "correction")]
)
def test_what_was_never_accepted_bears_the_number_of_its_barcode(
    desk: Desk, tmp_path: Path, lead: Callable[[Desk], CaseId], kind: str
) -> None:
    case_id = lead(desk)
    paper = printing.draw_paper(desk, case_id, kind)
    assert paper.barcode == notice_digits(case_id)
    said = written(tmp_path, paper.pdf)
    assert f"编号{notice_digits(case_id)}" in said.replace("\u3000", "").replace(" ", "")
    assert ("不用重新排队" in said) is (kind == "correction")
    picture, *_ = pictures(tmp_path, paper.pdf, 300)
    assert notice_digits(case_id) in codes(picture)
