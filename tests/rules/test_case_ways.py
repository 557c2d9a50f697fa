"""What the window offers at each state, for each role: what is offered may be taken, and nothing else is offered."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, ItemCode
from deskapp.rules import case as cases
from deskapp.rules.case import Case, CaseFact
from deskapp.rules.case_fold import fold_all
from deskapp.rules.case_steps import may
from deskapp.rules.case_ways import Way, ways
from deskapp.rules.catalog import Handling, Item, Regime
from tests.rules.sample import sample_catalog
from tests.rules.test_case_papers import WALKED
from tests.rules.test_taking_back import ACCEPTED, DECIDED, LATER, OPENED, PAUSED, READY

TODAY = date(2026, 11, 23)
WHO = ClerkId("clerk1")
ITEMS = sample_catalog().items
AT_ONCE, LICENCE = ITEMS[ItemCode("SCJG-0102")], ITEMS[ItemCode("JY-0101")]
CLERK, DEPARTMENT = ("clerk",), ("department",)
FILED = cases.Filed(ItemCode("JY-0101"), "1", "3" * 24, "t" * 32, "portal", "W-1", None, TODAY)


def after(*facts: CaseFact) -> Case:
    return fold_all(Case(CaseId("c")), [(fact, WHO) for fact in facts])


def open_to(case: Case, item: Item, roles: tuple[str, ...]) -> set[Way]:
    return set(ways(case, item, roles, TODAY))


def test_the_items_are_what_the_tables_below_take_them_for() -> None:
    assert AT_ONCE.handling is Handling.AT_ONCE
    assert LICENCE.handling is not Handling.AT_ONCE
    assert LICENCE.regime is Regime.LICENCE


AT_WINDOW = {Way.ACCEPT, Way.CORRECT, Way.DECLINE, Way.WITHDRAW}


@pytest.mark.parametrize(
    ("facts", "clerk", "department"),
    [
        ((), set(), set()),
        ((FILED,), {Way.PRE_REVIEW, Way.WITHDRAW}, set()),
        ((OPENED,), AT_WINDOW, set()),
        ((OPENED, cases.CorrectionRequested((), "a", LATER)), AT_WINDOW - {Way.CORRECT}, set()),
        ((OPENED, ACCEPTED), {Way.WITHDRAW}, {Way.PAUSE, Way.EXTEND, Way.GRANT, Way.REFUSE}),
        ((OPENED, ACCEPTED, PAUSED), {Way.WITHDRAW}, {Way.RESUME}),
        (
            (OPENED, ACCEPTED, cases.Extended("a", "b", LATER, LATER)),
            {Way.WITHDRAW},
            {Way.PAUSE, Way.GRANT, Way.REFUSE},
        ),
        ((OPENED, cases.Declined("a", "b")), {Way.ARCHIVE}, set()),
        ((OPENED, ACCEPTED, cases.Withdrawn("a")), {Way.ARCHIVE}, set()),
    ],
    ids=["none", "filed", "opened", "corrected", "accepted", "paused", "extended", "declined", "withdrawn"],
)
def test_each_hand_is_offered_its_own_steps(facts: tuple[CaseFact, ...], clerk: set[Way], department: set[Way]) -> None:
    case = after(*facts)
    assert open_to(case, LICENCE, CLERK) == clerk
    assert open_to(case, LICENCE, DEPARTMENT) - {Way.SAY_READY, Way.DELIVER, Way.ARCHIVE} == department
    assert open_to(case, LICENCE, ()) == set()
    assert open_to(case, LICENCE, ("nobody-knows",)) == set()


def test_what_is_handled_at_once_is_decided_at_the_window() -> None:
    offered = open_to(after(OPENED, ACCEPTED), AT_ONCE, CLERK)
    assert {Way.GRANT, Way.REFUSE} <= offered
    assert Way.EXTEND not in offered, "the law of licences alone knows it"


@pytest.mark.parametrize("facts", [(OPENED, ACCEPTED, DECIDED), (OPENED, ACCEPTED, DECIDED, READY)])
def test_what_is_decided_is_handed_out_and_then_archived(facts: tuple[CaseFact, ...]) -> None:
    assert Way.DELIVER in open_to(after(*facts), LICENCE, CLERK)
    assert Way.ARCHIVE not in open_to(after(*facts), LICENCE, CLERK)
    assert open_to(after(*facts, cases.Delivered("window")), LICENCE, CLERK) == {Way.ARCHIVE}
    assert open_to(after(*facts, cases.Delivered("window"), cases.Archived("a")), LICENCE, CLERK) == set()


@given(st.lists(st.sampled_from(WALKED), max_size=15), st.sampled_from([CLERK, DEPARTMENT, CLERK + DEPARTMENT]))
def test_more_roles_never_offer_less_and_what_has_ended_offers_nothing_but_the_archive(
    walk: list[CaseFact], roles: tuple[str, ...]
) -> None:
    case = after(OPENED, *walk)
    offered = open_to(case, LICENCE, roles)
    assert offered <= open_to(case, LICENCE, CLERK + DEPARTMENT)
    if case.state is not None and case.state.value in ("declined", "withdrawn", "delivered"):
        assert offered <= {Way.ARCHIVE}


@given(st.lists(st.sampled_from(WALKED), max_size=15))
def test_what_is_offered_is_not_refused_for_its_state(walk: list[CaseFact]) -> None:
    """Offered and then refused would be a button that does not do what it says."""
    case = after(OPENED, *walk)
    real: dict[Way, CaseFact] = {
        Way.WITHDRAW: cases.Withdrawn("改日"),
        Way.DECLINE: cases.Declined("不属于", "《某法》", cases.Usual.NOT_COMPETENT),
        Way.PAUSE: cases.Paused("", cases.Procedure.TESTING, TODAY, LATER),
        Way.RESUME: cases.Resumed(LATER, LATER),
        Way.EXTEND: cases.Extended("复杂", "局长", LATER, LATER),
        Way.REFUSE: cases.Decided(False, "条件不符", "《某法》"),
        Way.DELIVER: cases.Delivered("post"),
        Way.ARCHIVE: cases.Archived("a" * 64),
    }
    offered = open_to(case, LICENCE, CLERK + DEPARTMENT)
    for way, fact in real.items():
        try:
            may(case, fact, LICENCE, TODAY)
        except Refusal:
            assert way not in offered, way
        else:
            assert way in offered, way
