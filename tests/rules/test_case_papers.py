"""Which papers a state has: each once, in the order of printing, and a step never leaves an old one waiting."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.ids import CaseId, ClerkId, MaterialCode
from deskapp.rules import case as cases
from deskapp.rules.case import Case, CaseFact
from deskapp.rules.case_fold import fold, fold_all
from deskapp.rules.case_papers import papers_of, papers_waiting
from deskapp.rules.case_state import State
from tests.rules.test_taking_back import ACCEPTED, DECIDED, LATER, OPENED, PAUSED, READY, RECEIVED

WHO = ClerkId("clerk1")
PHOTO, LEASE = MaterialCode("PHOTO"), MaterialCode("LEASE")
PROMISED, PUT_OFF = cases.CommitmentMade(PHOTO), cases.MaterialDeferred(LEASE, LATER)
EXTENDED = cases.Extended("a", "b", LATER, date(2026, 12, 21))
DELIVERED = cases.Delivered("window")


def after(*facts: CaseFact) -> Case:
    return fold_all(Case(CaseId("c")), [(fact, WHO) for fact in facts])


@pytest.mark.parametrize(
    ("facts", "papers"),
    [
        ((), ()),
        ((OPENED, RECEIVED), ()),
        ((OPENED, cases.CorrectionRequested((), "a", LATER)), ("correction",)),
        ((OPENED, cases.Declined("a", "b")), ("declined",)),
        ((OPENED, cases.Withdrawn("a")), ("withdrawn",)),
        ((OPENED, ACCEPTED), ("receipt", "acceptance")),
        ((OPENED, PROMISED, ACCEPTED), ("receipt", "acceptance", "commitment")),
        ((OPENED, PUT_OFF, PROMISED, ACCEPTED), ("receipt", "acceptance", "commitment", "deferral")),
        ((OPENED, PUT_OFF, PROMISED), ()),
        ((OPENED, ACCEPTED, PAUSED), ("special_procedure",)),
        ((OPENED, ACCEPTED, EXTENDED), ("receipt", "acceptance", "extension")),
        ((OPENED, ACCEPTED, EXTENDED, PAUSED), ("special_procedure",)),
        ((OPENED, ACCEPTED, DECIDED), ("decision",)),
        ((OPENED, ACCEPTED, DECIDED, READY), ()),
        ((OPENED, ACCEPTED, DECIDED, DELIVERED), ("hand_out", "proof_of_service")),
        ((OPENED, ACCEPTED, DECIDED, DELIVERED, cases.Archived("a")), ("archive_cover",)),
        ((OPENED, cases.Declined("a", "b"), cases.Archived("a")), ("archive_cover",)),
    ],
)
def test_each_state_has_its_papers(facts: tuple[CaseFact, ...], papers: tuple[str, ...]) -> None:
    assert papers_of(after(*facts)) == papers == papers_waiting(after(*facts))


def printed(case: Case) -> Case:
    for paper in papers_waiting(case):
        case = fold(case, cases.PaperPrinted(paper), actor=WHO)
    return case


WALKED: list[CaseFact] = [
    RECEIVED, PROMISED, PUT_OFF, ACCEPTED, PAUSED, cases.Resumed(), EXTENDED, DECIDED, READY, DELIVERED,
    cases.AcceptanceUndone("1" * 24), cases.CorrectionRequested((), "a", LATER), cases.Declined("a", "b"),
    cases.Withdrawn("a"), cases.Archived("a"), cases.StepTakenBack("Paused"), cases.StepTakenBack("Decided"),
]  # fmt: skip


@given(st.lists(st.sampled_from(WALKED), max_size=25))
def test_what_has_come_out_waits_no_more_and_only_a_step_makes_a_paper_wait(walk: list[CaseFact]) -> None:
    case = printed(after(OPENED))
    for fact in walk:
        before = case
        case = fold(case, fact, actor=WHO)
        waiting = papers_waiting(case)
        assert len(set(papers_of(case))) == len(papers_of(case))
        assert set(waiting) <= set(papers_of(case))
        if waiting:
            moved = case.state is not before.state or (case.extended and not before.extended)
            settled = case.settled != before.settled
            assert moved or settled, f"{fact} asks for {waiting} once more"
        case = printed(case)
        assert papers_waiting(case) == ()


def test_a_second_stop_of_the_clock_is_told_anew_and_the_receipt_is_not() -> None:
    case = printed(printed(after(OPENED, ACCEPTED)))
    case = printed(fold(case, PAUSED, actor=WHO))
    case = fold(case, cases.Resumed(), actor=WHO)
    assert papers_waiting(case) == (), "it was accepted once"
    assert papers_waiting(fold(case, PAUSED, actor=WHO)) == ("special_procedure",)


def test_an_acceptance_given_anew_is_printed_anew() -> None:
    case = printed(after(OPENED, ACCEPTED))
    case = fold(fold(case, cases.AcceptanceUndone("1" * 24), actor=WHO), ACCEPTED, actor=WHO)
    assert case.state is State.ACCEPTED
    assert papers_waiting(case) == ("receipt", "acceptance")
