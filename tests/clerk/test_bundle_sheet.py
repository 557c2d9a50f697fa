"""What the screens show of a bundle at a desk: who waits for whom, what may be decided here, what is still to print."""

from __future__ import annotations

import pytest

from deskapp.clerk import accepting, deciding, intake, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.failures import DeviceTrouble
from deskapp.ids import BundleId, CaseId, ItemCode
from deskapp.queries import bundle_sheet, sisters
from deskapp.queries.bundle_sheet import BundleSheet
from deskapp.rules.bundle_state import BundleState
from tests.clerk import office

ROLES = ("clerk",)
CHILD = {"WJ-0101": "", "GA-0101": "出生医学证明签发", "WJ-0201": "出生医学证明签发", "YB-0101": "新生儿出生户口登记",
         "RS-0301": "新生儿出生户口登记", "YB-0301": ""}  # fmt: skip


def begin(desk: Desk, what: str, **answers: str) -> CaseId:
    """A theme, or one item alone."""
    name, number, phone = next(iter(office.people()))
    item, theme = ("", what) if what.startswith("T-") else (what, "")
    return intake.open_case(desk, Application(ItemCode(item), name, number, phone, answers=answers, theme=theme))


def accepted(desk: Desk, what: str, **answers: str) -> CaseId:
    case_id = begin(desk, what, **answers)
    for line in sheets.case(desk, case_id).owed:
        intake.receive(desk, case_id, line.code)
    accepting.accept(desk, case_id)
    return case_id


def sheet(desk: Desk, case_id: CaseId, roles: tuple[str, ...] = ROLES) -> BundleSheet:
    with desk.journal.reading() as reading:
        found = bundle_sheet.bundle_sheet(reading, reading.case(case_id), roles)
    assert found is not None
    return found


def waiting(found: BundleSheet) -> dict[str, str]:
    return {line.item_name: line.waits_for for line in found.lines}


def test_a_case_alone_is_in_no_bundle_and_is_its_own_only_sister(desk: Desk) -> None:
    case_id = begin(desk, "RS-0301")
    with desk.journal.reading() as reading:
        case = reading.case(case_id)
        assert bundle_sheet.bundle_sheet(reading, case, ROLES) is None
        assert sisters.with_sisters(reading, case) == (case,)
        assert sisters.theme_of(reading, case) is None
        assert sisters.of_bundle(reading, BundleId("nobody's")) == ()


def test_every_case_of_a_bundle_knows_the_same_sisters_each_behind_what_it_waits_for(desk: Desk) -> None:
    begin(desk, "T-START")  # another bundle, at the same desk
    case_id = begin(desk, "T-BIRTH", married="yes")
    with desk.journal.reading() as reading:
        found = sisters.with_sisters(reading, reading.case(case_id))
        assert all(sisters.with_sisters(reading, one) == found for one in found)
        theme = sisters.theme_of(reading, found[0])
    assert theme is not None
    assert tuple(one.item for one in found) == theme.in_order
    assert set(CHILD) == set(theme.in_order)


def test_a_bundle_on_the_table_has_no_number_and_nobody_is_said_to_wait_yet(desk: Desk) -> None:
    found = sheet(desk, begin(desk, "T-BIRTH", married="yes"))
    assert (found.number, found.state, found.theme) == ("", BundleState.AT_THE_WINDOW, "新生儿出生一件事")
    assert set(waiting(found).values()) == {""}
    assert found.grantable == ()
    assert {line.number for line in found.lines} == {""}


def test_each_accepted_case_says_what_it_waits_for_until_that_is_granted(desk: Desk) -> None:
    case_id = accepted(desk, "T-BIRTH", married="yes")
    with desk.journal.reading() as reading:
        items = {line.case: str(reading.case(line.case).item) for line in sheet(desk, case_id).lines}
    assert {items[line.case]: line.waits_for for line in sheet(desk, case_id).lines} == CHILD
    assert all(bool(line.waits_for) == bool(line.waits_for_en) for line in sheet(desk, case_id).lines)
    deciding.grant(desk, case_id)
    assert set(waiting(sheet(desk, case_id)).values()) == {""}
    assert [line.granted for line in sheet(desk, case_id).lines].count(True) == 5


def test_each_department_stands_once_in_the_order_of_the_cases(desk: Desk) -> None:
    found = sheet(desk, begin(desk, "T-BIRTH", married="yes"))
    assert len(found.departments) < len(found.lines)
    assert len(set(found.departments)) == len(found.departments)
    assert found.departments[0] == found.lines[0].department


@pytest.mark.parametrize(("roles", "decides"), [(("clerk",), True), (("department",), False), ((), False)])
def test_only_who_takes_in_decides_at_the_window(desk: Desk, roles: tuple[str, ...], decides: bool) -> None:
    bundled, alone = accepted(desk, "T-CARD", why_elsewhere="referred"), accepted(desk, "RS-0301")
    lines = tuple(line.case for line in sheet(desk, bundled).lines)
    assert sheet(desk, bundled, roles).grantable == (lines if decides else ())
    with desk.journal.reading() as reading:
        assert bundle_sheet.grantable(reading, roles, lines[1]) == (lines if decides else ())
        assert bundle_sheet.grantable(reading, roles, alone) == ((alone,) if decides else ())


def test_a_promised_case_is_not_the_window_s_to_decide_alone_or_in_a_bundle(desk: Desk) -> None:
    alone, bundled = accepted(desk, "SCJG-0101"), accepted(desk, "T-START")
    with desk.journal.reading() as reading:
        assert bundle_sheet.grantable(reading, ROLES, alone) == ()
        assert bundle_sheet.grantable(reading, ROLES, bundled) == ()


def test_a_case_that_is_open_still_is_decided_by_nobody(desk: Desk) -> None:
    case_id = begin(desk, "RS-0301")
    with desk.journal.reading() as reading:
        assert bundle_sheet.grantable(reading, ROLES, case_id) == ()


def test_papers_for_all_count_once_and_those_of_each_for_each(desk: Desk, tray: office.Tray) -> None:
    tray.broken = DeviceTrouble("printer.out_of_paper")
    bundled, alone = accepted(desk, "T-CARD", why_elsewhere="referred"), accepted(desk, "RS-0301")

    def left() -> tuple[tuple[str, ...], tuple[str, ...]]:
        with desk.journal.reading() as reading:
            first, other = (bundle_sheet.papers_left(reading, reading.case(one)) for one in (bundled, alone))
        return first, other

    both = ("receipt", "acceptance")
    assert left() == (both, both), "of two cases as of one"
    tray.broken = None
    accepting.print_again(desk, bundled)
    assert left() == ((), both)
    tray.broken = DeviceTrouble("printer.out_of_paper")
    deciding.grant(desk, bundled)
    assert left() == (("decision", "decision"), both), "one of each case"
