"""What an answer has decided is told on the notice: what is not needed, and because of which answer."""

from __future__ import annotations

from pathlib import Path

from deskapp.clerk import intake, printing
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.ids import CaseId, ItemCode, MaterialCode
from deskapp.papers import checklist_notice
from tests.clerk import office
from tests.papers.looking import text

BIRTH = ItemCode("GA-0101")


def opened(desk: Desk, **answers: str) -> CaseId:
    case = intake.open_case(desk, Application(BIRTH, "李䶮", "990105198802293371", "19900007221"))
    for question, said in answers.items():
        intake.answer(desk, case, question, said)
    return case


def notice(desk: Desk, tray: office.Tray, folder: Path, case: CaseId) -> str:
    printing.print_paper(desk, case, checklist_notice.KIND)
    return "".join(text(folder, tray.papers[-1].pdf).split())


def test_a_notice_says_which_answer_spares_a_material(desk: Desk, tray: office.Tray, tmp_path: Path) -> None:
    case = opened(desk, married="yes")
    intake.receive(desk, case, MaterialCode("HUKOU"))
    said = notice(desk, tray, tmp_path, case)
    assert "不需要（父母是否已婚：是）" in said
    assert "结婚证" in said


def test_a_notice_names_every_answer_that_decides_and_no_other(desk: Desk, tray: office.Tray, tmp_path: Path) -> None:
    said = notice(desk, tray, tmp_path, opened(desk, married="no", father_enters="no"))
    assert "不需要（父母是否已婚：否）" in said  # the marriage certificate
    assert "不需要（是否登记父亲：否）" in said  # the proof of paternity
    assert "父母是否已婚：否；是否登记父亲" not in said
