"""One notice for a bundle: what is owed behind it is what it named and what it handed back, and nothing besides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pytest

from deskapp.clerk import accepting, intake, printing, sheets
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode, MaterialCode
from deskapp.queries.notice_sheet import NoticeSheet
from deskapp.rules.bundle_state import BundleState
from deskapp.rules.case_state import State
from deskapp.rules.case_ways import Way
from deskapp.rules.material_state import Standing
from tests.clerk import office
from tests.clerk.test_bundles import begin, cases, take_all
from tests.papers.looking import written

FOOD = ("SCJG-0102", "SCJG-0201", "XF-0101", "ZJJ-0201")
ANSWERS = {"T-BIRTH": {"married": "yes"}, "T-CARD": {"why_elsewhere": "referred"}}


def brought_all_but(desk: Desk, theme: str, lacking: Collection[str]) -> CaseId:
    """A bundle whose applicant has brought everything else; `lacking` "all": nothing."""
    case_id = begin(desk, theme, **ANSWERS.get(theme, {}))
    for line in sheets.case(desk, case_id).owed:
        if line.name not in lacking and "all" not in lacking:
            intake.receive(desk, case_id, line.code)
    return case_id


def notice(desk: Desk, case_id: CaseId) -> NoticeSheet:
    found = sheets.case(desk, case_id).notice
    assert found is not None
    return found


def owed(desk: Desk, case_id: CaseId) -> list[str]:
    return [line.name for line in sheets.case(desk, case_id).owed]


@dataclass(frozen=True)
class Row:
    theme: str
    lacking: tuple[str, ...]
    corrected: tuple[str, ...]
    hands_back: bool = False


@pytest.mark.parametrize(
    "row",
    [
        Row("T-FOOD", ("招牌效果图",), ("ZJJ-0201",)),
        Row("T-FOOD", ("个体工商户登记申请书",), ("SCJG-0102",), hands_back=True),
        Row("T-FOOD", ("居民身份证",), ("SCJG-0102", "SCJG-0201"), hands_back=True),
        Row("T-FOOD", ("招牌效果图", "个体工商户登记申请书"), ("SCJG-0102", "ZJJ-0201"), hands_back=True),
        Row("T-FOOD", ("all",), FOOD),
        Row("T-START", ("公司章程",), ("SCJG-0101",), hands_back=True),
        Row("T-BIRTH", ("结婚证",), ("GA-0101",)),
        Row("T-CARD", ("all",), ("RS-0301", "YB-0201")),
    ],
    ids=lambda row: f"{row.theme} without {row.lacking[0]}",
)
def test_what_is_owed_behind_a_notice_is_what_it_named_and_what_it_handed_back(
    desk: Desk, tmp_path: Path, row: Row
) -> None:
    case_id = brought_all_but(desk, row.theme, row.lacking)
    before, shown = owed(desk, case_id), notice(desk, case_id)
    assert list(shown.missing) == before
    assert bool(shown.back) is row.hands_back
    kept = {item: case.settled for item, case in cases(desk, case_id).items()}

    done = accepting.ask_for_correction(desk, case_id, "")
    found = cases(desk, case_id)
    assert {item for item, case in found.items() if case.state is State.CORRECTION_REQUESTED} == set(row.corrected)
    assert all(case.settled == kept[item] for item, case in found.items() if item not in row.corrected)
    assert set(done.cases) == {found[item].id for item in row.corrected}
    assert set(owed(desk, case_id)) == {*shown.missing, *shown.back}
    [paper] = done.papers
    said = written(tmp_path, paper.pdf)
    for name in (*shown.missing, *shown.back):
        assert name in said, name
    assert ("现予退还" in said) is row.hands_back
    assert f"需要补正{len(before)}项" in said.replace(" ", "").replace("\u3000", "")
    sheet = sheets.case(desk, case_id)
    assert (sheet.state, sheet.papers_waiting) == (State.CORRECTION_REQUESTED, 0)
    assert sheet.bundle is not None
    assert sheet.bundle.state is BundleState.CORRECTION_REQUESTED

    take_all(desk, case_id)
    assert accepting.accept(desk, case_id).number


def test_a_registration_alone_names_what_it_hands_back(desk: Desk, tmp_path: Path) -> None:
    name, number, phone = next(iter(office.people()))
    case_id = intake.open_case(desk, intake.Application(ItemCode("SCJG-0102"), name, number, phone))
    intake.receive(desk, case_id, MaterialCode("ID-CARD"))
    shown = notice(desk, case_id)
    assert shown.back == ("居民身份证",)
    [paper] = accepting.ask_for_correction(desk, case_id, "").papers
    assert set(owed(desk, case_id)) == {*shown.missing, *shown.back}
    assert "请一并重新提交：居民身份证。" in written(tmp_path, paper.pdf).replace("\n", "")
    intake.receive(desk, case_id, MaterialCode("ID-CARD"))
    again = printing.draw_paper(desk, case_id, "correction")
    assert again.pdf == paper.pdf, "what went back then stands on it, whatever has come since"


def test_a_second_notice_is_given_for_no_part_of_the_bundle(desk: Desk) -> None:
    """The first said that nothing else would be asked for."""
    case_id = brought_all_but(desk, "T-FOOD", ["招牌效果图"])
    assert Way.CORRECT in sheets.case(desk, case_id).ways
    accepting.ask_for_correction(desk, case_id, "")
    intake.give_back(desk, case_id, MaterialCode("ID-CARD"))
    assert Standing.OWED in {line.standing for line in sheets.case(desk, case_id).lines}
    with pytest.raises(Refusal, match=r"case\.corrected_before"):
        accepting.ask_for_correction(desk, case_id, "")
    for alone in (True, False):
        sheet = sheets.case(desk, case_id, alone=alone)
        assert Way.CORRECT not in sheet.ways
        assert sheet.notice is None


def test_a_remark_about_a_complete_bundle_is_about_all_of_it(desk: Desk) -> None:
    case_id = brought_all_but(desk, "T-FOOD", [])
    with pytest.raises(Refusal, match=r"case\.nothing_missing"):
        accepting.ask_for_correction(desk, case_id, " ")
    shown = notice(desk, case_id)
    assert shown.missing == ()
    assert len(accepting.ask_for_correction(desk, case_id, "签名不清。").cases) == len(FOOD)
    assert set(owed(desk, case_id)) == set(shown.back)


def test_the_notice_is_offered_again_beside_the_case_that_it_does_not_correct(desk: Desk) -> None:
    case_id = brought_all_but(desk, "T-FOOD", ["招牌效果图"])
    [paper] = accepting.ask_for_correction(desk, case_id, "").papers
    [offer] = [one for one in printing.offered(desk, case_id) if one.kind == "correction"]
    assert (offer.before, offer.waiting) == (1, False)
    assert printing.draw_paper(desk, case_id, "correction").pdf == paper.pdf
    again, trouble = printing.print_paper(desk, case_id, "correction", again=True)
    assert (again.again, trouble) == (1, None)
    assert cases(desk, case_id)["SCJG-0102"].printed == ()
