"""A step taken back leaves the case as it stood before it, whichever step it was, and counts as one that happened."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, ItemCode, MaterialCode, WindowId
from deskapp.rules import case as cases
from deskapp.rules.case import Case, CaseFact, Handed, Person, Procedure
from deskapp.rules.case_fold import fold, fold_all
from deskapp.rules.material_state import Form

WHO = ClerkId("clerk1")
DAY, LATER = date(2026, 11, 23), date(2026, 12, 7)
OPENED = cases.Opened(
    ItemCode("SCJG-0102"), "2026.11", WindowId("3"), "t" * 32, Person("张伟", "1"), received_on=DAY, answer_by=LATER
)
RECEIVED = cases.MaterialReceived(MaterialCode("ID-CARD"), Form.ORIGINAL)
ACCEPTED = cases.Accepted("1" * 24, LATER, LATER, since=DAY)
IN_HOURS = cases.Accepted(
    "1" * 24,
    LATER,
    LATER,
    since=DAY,
    promised_at=datetime(2026, 12, 7, 2, tzinfo=UTC),
    statutory_at=datetime(2026, 12, 7, 9, tzinfo=UTC),
)
DECIDED = cases.Decided(granted=True, decided_on=DAY, deliver_by=LATER)
READY = cases.ResultReady("营业执照")
PAUSED = cases.Paused("", Procedure.HEARING, DAY, LATER)

# each step that a slip of the finger may take, and what stood before it
STEPS: dict[str, tuple[list[CaseFact], CaseFact]] = {
    "notice": ([OPENED, RECEIVED], cases.CorrectionRequested((), "a", LATER)),
    "notice that hands everything back": (
        [OPENED, RECEIVED], cases.CorrectionRequested((), "a", LATER, handed_back=True),
    ),
    "declined": ([OPENED, RECEIVED], cases.Declined("a", "b")),
    "declined after a correction": (
        [OPENED, cases.CorrectionRequested((), "a", LATER)], cases.Declined("a", "b"),
    ),
    "withdrawn": ([OPENED, RECEIVED], cases.Withdrawn("a")),
    "withdrawn after acceptance": ([OPENED, RECEIVED, ACCEPTED], cases.Withdrawn("a")),
    "clock stopped": ([OPENED, RECEIVED, ACCEPTED], PAUSED),
    "clock going on": ([OPENED, RECEIVED, ACCEPTED, PAUSED], cases.Resumed(date(2026, 12, 9), date(2026, 12, 9))),
    "clock of hours going on": (
        [OPENED, RECEIVED, IN_HOURS, PAUSED], cases.Resumed(date(2026, 12, 9), date(2026, 12, 9)),
    ),
    "hours extended": (
        [OPENED, RECEIVED, IN_HOURS], cases.Extended("a", "b", date(2026, 12, 21), date(2026, 12, 21)),
    ),
    "extended": ([OPENED, RECEIVED, ACCEPTED], cases.Extended("a", "b", date(2026, 12, 21), date(2026, 12, 21))),
    "granted": ([OPENED, RECEIVED, ACCEPTED], DECIDED),
    "refused": ([OPENED, RECEIVED, ACCEPTED], cases.Decided(granted=False, reason="a", ground="b")),
    "ready": ([OPENED, RECEIVED, ACCEPTED, DECIDED], READY),
    "handed out": ([OPENED, RECEIVED, ACCEPTED, DECIDED], cases.Delivered(Handed.WINDOW.value)),
    "handed out when ready": (
        [OPENED, RECEIVED, ACCEPTED, DECIDED, READY], cases.Delivered(Handed.POST.value, delivered_on=DAY),
    ),
}  # fmt: skip


def case_after(facts: list[CaseFact]) -> Case:
    return fold_all(Case(CaseId("c")), [(fact, WHO) for fact in facts])


def bare(case: Case) -> Case:
    """Apart from what is only noted beside: how often, and what could be taken back."""
    return replace(case, version=0, before=None)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("printed", [(), ("decision", "special_procedure", "declined")], ids=["no paper", "papers"])
def test_it_stands_as_before(step: str, printed: tuple[str, ...]) -> None:
    history, fact = STEPS[step]
    before = case_after(history)
    after = fold(before, fact, actor=WHO)
    assert bare(after) != bare(before)
    for paper in printed:
        after = fold(after, cases.PaperPrinted(paper), actor=WHO)
    back = fold(after, cases.StepTakenBack(type(fact).__name__), actor=WHO)
    assert bare(back) == bare(before)
    assert back.version == before.version + 2 + len(printed)


@pytest.mark.parametrize("step", STEPS)
def test_it_can_be_taken_again_and_taken_back_again(step: str) -> None:
    history, fact = STEPS[step]
    back = cases.StepTakenBack(type(fact).__name__)
    once = case_after([*history, fact])
    twice = case_after([*history, fact, back, fact])
    assert bare(twice) == bare(once)
    assert bare(case_after([*history, fact, back, fact, back])) == bare(case_after(history))


@pytest.mark.parametrize("step", STEPS)
def test_whoever_took_it_is_known(step: str) -> None:
    history, fact = STEPS[step]
    before = fold(case_after(history), fact, actor=ClerkId("clerk7")).before
    assert before is not None
    assert (before.by, before.step) == ("clerk7", type(fact).__name__)


@pytest.mark.parametrize("step", STEPS)
def test_nothing_else_is_taken_back_in_its_place(step: str) -> None:
    history, fact = STEPS[step]
    case = case_after([*history, fact])
    for other in {type(one).__name__ for _, one in STEPS.values()} - {type(fact).__name__}:
        with pytest.raises(Refusal, match=r"case\.nothing_to_take_back"):
            cases.permits(case, cases.StepTakenBack(other))


@given(st.lists(st.sampled_from([fact for _, fact in STEPS.values()]), max_size=12), st.data())
def test_in_any_history_taking_back_is_the_opposite_of_the_last_step(
    steps: list[CaseFact], data: st.DataObject
) -> None:
    case = case_after([OPENED, RECEIVED, ACCEPTED])
    for fact in steps:
        try:
            cases.permits(case, fact)
        except Refusal:
            continue
        after = fold(case, fact, actor=WHO)
        back = fold(after, cases.StepTakenBack(type(fact).__name__), actor=WHO)
        assert bare(back) == bare(case)
        case = after if data.draw(st.booleans()) else back
