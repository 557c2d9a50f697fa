"""Which cases concern a department, how it is told that one has changed, and what the new facts make true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as with_fields

from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, MaterialCode, PageDigest
from deskapp.rules import access, case_fold
from deskapp.rules.access import Permission, Role
from deskapp.rules.case import (
    AcceptanceUndone,
    Accepted,
    Case,
    CaseFact,
    Decided,
    Dispatched,
    Extended,
    LookedAt,
    MaterialReceived,
    PaperPrinted,
    Paused,
    Procedure,
    ResultPapersGiven,
    ResultReady,
    Urged,
    Withdrawn,
    permits,
)
from deskapp.rules.case_state import State
from deskapp.rules.departments import ask_own, concerns, edition
from deskapp.rules.material_state import Form
from tests import builders
from tests.rules.sample import sample_catalog

TODAY = date(2026, 11, 23)
WHO = ClerkId("dept-scjg")
OPENED = replace(builders.opened(), applicant=None)
ITEM = sample_catalog().items[OPENED.item]
PAPER, OTHER = PageDigest("a" * 64), PageDigest("b" * 64)
ACCEPTED = Accepted("330000012026112300300019", TODAY, date(2026, 11, 30))


def after(*facts: CaseFact) -> Case:
    case = case_fold.fold(Case(CaseId("c")), OPENED, actor=WHO)
    for fact in facts:
        case = case_fold.fold(case, fact, actor=WHO)
    return case


def code_of(case: Case, fact: CaseFact) -> str | None:
    try:
        permits(case, fact)
    except Refusal as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize(
    ("facts", "seen"),
    [
        ((), False),
        ((ACCEPTED,), True),
        ((ACCEPTED, Dispatched("SCJG", TODAY)), True),
        ((ACCEPTED, AcceptanceUndone(ACCEPTED.number)), False),
        ((ACCEPTED, Withdrawn("x")), True),
        ((Withdrawn("x"),), False),
        ((ACCEPTED, Decided(granted=True)), True),
    ],
)
def test_a_case_is_a_departments_from_its_acceptance_on(facts: tuple[CaseFact, ...], seen: bool) -> None:
    case = after(*facts)
    assert concerns(case, ITEM, "SCJG") is seen
    assert not concerns(case, ITEM, "GA")
    assert not concerns(case, None, "SCJG")


@pytest.mark.parametrize("department", [None, "", "GA", "scjg"])
def test_whoever_is_of_no_or_another_department_meets_nothing(department: str | None) -> None:
    with pytest.raises(Refusal) as refusal:
        ask_own(after(ACCEPTED), ITEM, department)
    assert refusal.value.code == "case.unknown"


def test_a_case_is_taken_over_once_and_anew_after_an_acceptance_that_was_undone() -> None:
    taken = after(ACCEPTED, Dispatched("SCJG", TODAY))
    assert (taken.state, taken.dispatched_on) == (State.ACCEPTED, TODAY)
    assert code_of(taken, Dispatched("SCJG", TODAY)) == "case.dispatched_before"
    undone = case_fold.fold(taken, AcceptanceUndone(ACCEPTED.number), actor=WHO)
    assert undone.dispatched_on is None
    assert code_of(undone, Dispatched("SCJG", TODAY)) == "case.wrong_state"
    assert code_of(case_fold.fold(undone, ACCEPTED, actor=WHO), Dispatched("SCJG", TODAY)) is None


def test_papers_of_a_decision_take_the_place_of_those_before() -> None:
    given_twice = after(ACCEPTED, ResultPapersGiven((PAPER,)), Decided(granted=True), ResultPapersGiven((OTHER,)))
    assert given_twice.result_papers == (OTHER,)
    assert code_of(after(), ResultPapersGiven((PAPER,))) == "case.wrong_state"
    assert code_of(after(ACCEPTED, Withdrawn("x")), ResultPapersGiven((PAPER,))) == "case.wrong_state"


def test_a_decision_can_be_taken_back_though_papers_came_with_it() -> None:
    case = after(ACCEPTED, ResultPapersGiven((PAPER,)), Decided(granted=True))
    assert case.before is not None
    assert (case.before.step, case.before.state) == ("Decided", State.ACCEPTED)


QUIET: tuple[CaseFact, ...] = (PaperPrinted("receipt"), LookedAt("applicant"), Urged("SCJG", "x"))
TELLING: tuple[CaseFact, ...] = (
    Dispatched("SCJG", TODAY),
    Paused("", Procedure.INSPECTION, TODAY, date(2026, 11, 30)),
    Extended("x", "y", date(2026, 12, 10), date(2026, 12, 14)),
    Decided(granted=True),
    ResultPapersGiven((PAPER,)),
    Withdrawn("x"),
    MaterialReceived(MaterialCode("ID-CARD"), Form.COPY),
)


@pytest.mark.parametrize("fact", QUIET, ids=lambda fact: type(fact).__name__)
def test_what_no_decision_rests_on_changes_no_edition(fact: CaseFact) -> None:
    before = after(ACCEPTED)
    now = case_fold.fold(before, fact, actor=WHO)
    assert now.version > before.version
    assert edition(now) == edition(before)


@pytest.mark.parametrize("fact", TELLING, ids=lambda fact: type(fact).__name__)
def test_what_a_decision_rests_on_does(fact: CaseFact) -> None:
    before = after(ACCEPTED)
    assert edition(case_fold.fold(before, fact, actor=WHO)) != edition(before)


@given(st.lists(st.sampled_from((*QUIET, *TELLING, ResultReady("x"))), max_size=8))
def test_cases_that_stand_alike_have_one_edition_and_others_do_not(facts: list[CaseFact]) -> None:
    case, again = after(ACCEPTED, *facts), after(ACCEPTED, *facts)
    assert edition(case) == edition(again)
    assert edition(with_fields(case, version=case.version + 5)) == edition(case)
    assert edition(with_fields(case, promised_day=date(2030, 1, 1))) != edition(case)


@pytest.mark.parametrize("permission", [Permission.DECIDE_CASE, Permission.SAY_READY, Permission.LOOK_UNMASKED])
def test_a_permission_held_through_a_department_alone_is_confined(permission: Permission) -> None:
    assert access.confined([Role.DEPARTMENT], permission)
    assert access.confined([Role.DEPARTMENT, Role.GREETER], permission)
    clerk_holds = access.allows([Role.CLERK], permission)
    assert access.confined([Role.DEPARTMENT, Role.CLERK], permission) is not clerk_holds
