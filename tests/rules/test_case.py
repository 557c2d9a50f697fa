"""The life of a case, as one table: every state with every fact."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, EventId, ItemCode, MaterialCode, PageDigest, WindowId
from deskapp.rules import case as cases
from deskapp.rules.case import Case, CaseFact, How, Person, Settled
from deskapp.rules.case_fold import fold, fold_all
from deskapp.rules.case_state import State
from deskapp.rules.material_state import Form, Standing
from deskapp.rules.page_making import Craft, Making
from tests.rules.sample import sample_catalog

WHO, OTHER = ClerkId("clerk1"), ClerkId("clerk2")
CARD, FORM = MaterialCode("ID-CARD"), MaterialCode("APP-SOLE")
PAGE, PAGE_2 = PageDigest("a" * 64), PageDigest("b" * 64)
PERSON = Person("张伟", "990106197904128117")
NUMBER = "330000012026112300300175"
DAY, LATER = date(2026, 11, 24), date(2026, 11, 30)
ITEM = ItemCode("SCJG-0102")

OPENED = cases.Opened(ITEM, "2026.11", WindowId("3"), "t" * 32, PERSON)
ACCEPTED = cases.Accepted(NUMBER, DAY, LATER)
FILED = cases.Filed(ITEM, "2026.11", NUMBER, "t" * 32, "portal", "W-1", PERSON, DAY, answer_by=LATER)
FACTS: dict[str, CaseFact] = {
    "Opened": OPENED,
    "Filed": FILED,
    "PreReviewed": cases.PreReviewed(WindowId("3"), DAY),
    "ApplicantCorrected": cases.ApplicantCorrected(PERSON),
    "Answered": cases.Answered("married", "yes"),
    "MaterialReceived": cases.MaterialReceived(CARD, Form.ORIGINAL),
    "MaterialReturned": cases.MaterialReturned(CARD),
    "CommitmentMade": cases.CommitmentMade(CARD),
    "MaterialDeferred": cases.MaterialDeferred(CARD, LATER),
    "PagesAdded": cases.PagesAdded(CARD, (PAGE_2,)),
    "PagesRemoved": cases.PagesRemoved((PAGE,)),
    "PagesMoved": cases.PagesMoved((PAGE,), FORM),
    "PagesMade": cases.PagesMade((PAGE,), (PAGE_2,), Making(Craft.TURN, turn=90)),
    "PagesPutBack": cases.PagesPutBack((EventId("e"),), (PAGE,), ()),
    "Accepted": ACCEPTED,
    "AcceptanceUndone": cases.AcceptanceUndone(NUMBER),
    "CorrectionRequested": cases.CorrectionRequested((CARD,), "", LATER),
    "Declined": cases.Declined("不属于本机关职权", "行政许可法第三十二条"),
    "Withdrawn": cases.Withdrawn("本人要求"),
    "Paused": cases.Paused("专家评审"),
    "Resumed": cases.Resumed(),
    "Extended": cases.Extended("情况复杂", "局长", LATER, LATER),
    "Decided": cases.Decided(granted=True),
    "ResultReady": cases.ResultReady("营业执照"),
    "Delivered": cases.Delivered("当面"),
    "Archived": cases.Archived("c" * 64),
    "StepTakenBack": cases.StepTakenBack("Decided"),
    "Urged": cases.Urged("SCJG"),
    "TurnCome": cases.TurnCome(date(2026, 11, 24), LATER, LATER),
    "Dispatched": cases.Dispatched("SCJG", date(2026, 11, 24)),
    "ResultPapersGiven": cases.ResultPapersGiven((PAGE,)),
    "FollowedUp": cases.FollowedUp("已电话联系"),
    "Signed": cases.Signed(PageDigest("d" * 64), ("receipt",), "e" * 64),
    "PaperPrinted": cases.PaperPrinted("acceptance"),
    "LookedAt": cases.LookedAt("id_number"),
    "StepsGivenUp": cases.StepsGivenUp((EventId("e"),), ""),
}

# How each state is reached, beginning with a page that can be moved.
_BEGUN: list[CaseFact] = [OPENED, cases.PagesAdded(CARD, (PAGE,))]
WAYS: dict[State | None, list[CaseFact]] = {
    None: [],
    State.FILED: [FILED, cases.PagesAdded(CARD, (PAGE,))],
    State.PRE_REVIEWED: [FILED, cases.PagesAdded(CARD, (PAGE,)), FACTS["PreReviewed"]],
    State.OPENED: _BEGUN,
    State.CORRECTION_REQUESTED: [*_BEGUN, FACTS["CorrectionRequested"]],
    State.ACCEPTED: [*_BEGUN, ACCEPTED],
    State.DECLINED: [*_BEGUN, FACTS["Declined"]],
    State.WITHDRAWN: [*_BEGUN, FACTS["Withdrawn"]],
    State.PAUSED: [*_BEGUN, ACCEPTED, FACTS["Paused"]],
    State.DECIDED: [*_BEGUN, ACCEPTED, FACTS["Decided"]],
    State.READY: [*_BEGUN, ACCEPTED, FACTS["Decided"], FACTS["ResultReady"]],
    State.DELIVERED: [*_BEGUN, ACCEPTED, FACTS["Decided"], FACTS["Delivered"]],
    State.ARCHIVED: [*_BEGUN, ACCEPTED, FACTS["Decided"], FACTS["Delivered"], FACTS["Archived"]],
}
COLUMNS: tuple[State | None, ...] = (
    None, State.FILED, State.OPENED, State.PRE_REVIEWED, State.CORRECTION_REQUESTED, State.ACCEPTED, State.PAUSED,
    State.DECIDED, State.READY, State.DELIVERED, State.ARCHIVED, State.DECLINED, State.WITHDRAWN,
)  # fmt: skip

# x may happen · . wrong state · e exists · u unknown · 2 corrected before · n nothing to take back
#        none, filed, opened, pre-reviewed, correction, accepted, paused,
#        decided, ready, delivered, archived, declined, withdrawn
TABLE = {
    "Opened":              "xeeeeeeeeeeee",
    "Filed":               "xeeeeeeeeeeee",
    "PreReviewed":         "ux...........",
    "ApplicantCorrected":  "u.xxx........",
    "Answered":            "u.xxx........",
    "MaterialReceived":    "uxxxxxx......",
    "MaterialReturned":    "u.xxx........",
    "CommitmentMade":      "u.xxx........",
    "MaterialDeferred":    "u.xxx........",
    "PagesAdded":          "uxxxxxx......",
    "PagesRemoved":        "u.xxx........",
    "PagesMoved":          "u.xxx........",
    "PagesMade":           "u.xxx........",
    "PagesPutBack":        "u.xxx........",
    "Accepted":            "u.xxx........",
    "AcceptanceUndone":    "u....x.......",
    "CorrectionRequested": "u.xx2........",
    "Declined":            "u.xxx........",
    "Withdrawn":           "uxxxxxx......",
    "TurnCome":            "u....x.......",
    "Dispatched":          "u....xx......",
    "Paused":              "u....x.......",
    "Resumed":             "u.....x......",
    "Extended":            "u....x.......",
    "Decided":             "u....x.......",
    "ResultPapersGiven":   "u....x.xx....",
    "ResultReady":         "u......x.....",
    "Delivered":           "u......xx....",
    "Archived":            "u........x.xx",
    "StepTakenBack":       "unnnnnnxnnnnn",
    "Urged":               "u....xx......",
    "FollowedUp":          "uxxxxxxxxxxxx",
    "Signed":              "u.xxxxxxxx..x",
    "PaperPrinted":        "uxxxxxxxxxxxx",
    "LookedAt":            "uxxxxxxxxxxxx",
    "StepsGivenUp":        "xxxxxxxxxxxxx",
}  # fmt: skip
CODES = {
    ".": "case.wrong_state",
    "e": "case.exists",
    "u": "case.unknown",
    "2": "case.corrected_before",
    "n": "case.nothing_to_take_back",
}
CELLS = [(name, state, row[column]) for name, row in TABLE.items() for column, state in enumerate(COLUMNS)]
LEADS_TO = {
    "Opened": State.OPENED, "Filed": State.FILED, "PreReviewed": State.PRE_REVIEWED,
    "Accepted": State.ACCEPTED, "AcceptanceUndone": State.OPENED,
    "CorrectionRequested": State.CORRECTION_REQUESTED, "Declined": State.DECLINED, "Withdrawn": State.WITHDRAWN,
    "Paused": State.PAUSED, "Resumed": State.ACCEPTED, "Decided": State.DECIDED, "ResultReady": State.READY,
    "Delivered": State.DELIVERED, "Archived": State.ARCHIVED, "StepTakenBack": State.ACCEPTED,
}  # fmt: skip


def a_case(state: State | None) -> Case:
    case = fold_all(Case(CaseId("c1")), [(fact, WHO) for fact in WAYS[state]])
    assert case.state is state
    return case


def after(case: Case, *facts: CaseFact) -> Case:
    return fold_all(case, [(fact, WHO) for fact in facts])


def refused(case: Case, fact: CaseFact) -> str:
    with pytest.raises(Refusal) as refusal:
        cases.permits(case, fact)
    return refusal.value.code


def test_the_table_has_every_state_and_every_fact() -> None:
    assert set(COLUMNS) == {None, *State}
    assert set(TABLE) == set(FACTS) == {kind.__name__ for kind in get_args(CaseFact)}


@pytest.mark.parametrize(("name", "state", "cell"), CELLS)
def test_a_fact_may_happen_where_the_table_says(name: str, state: State | None, cell: str) -> None:
    if cell == "x":
        cases.permits(a_case(state), FACTS[name])
    else:
        assert refused(a_case(state), FACTS[name]) == CODES[cell]


@pytest.mark.parametrize(("name", "state", "cell"), CELLS)
def test_folding_counts_and_does_only_what_may_happen(name: str, state: State | None, cell: str) -> None:
    before = a_case(state)
    case = fold(before, FACTS[name], actor=OTHER)
    assert case.version == before.version + 1
    if cell != "x":
        assert replace(case, version=before.version) == before
    elif name in LEADS_TO:
        assert case.state is LEADS_TO[name]
    else:
        assert case.state is before.state


def test_a_wrong_state_is_named() -> None:
    with pytest.raises(Refusal) as refusal:
        cases.permits(a_case(State.ACCEPTED), ACCEPTED)
    assert refusal.value.values == {"state": "accepted", "step": "Accepted"}


@given(st.lists(st.sampled_from(list(FACTS.values())), max_size=30))
def test_any_history_can_be_folded_and_each_fact_counts_once(history: list[CaseFact]) -> None:
    case = after(Case(CaseId("c1")), *history)
    assert case.version == len(history)
    assert case.corrections <= 1
    assert (case.state is None) == (OPENED not in history and FILED not in history)
    if case.state in {State.ACCEPTED, State.PAUSED, State.DECIDED, State.READY, State.DELIVERED}:
        assert case.number == NUMBER


@given(st.lists(st.sampled_from(list(FACTS.values())), max_size=20))
def test_a_history_without_its_refused_facts_ends_the_same(history: list[CaseFact]) -> None:
    case, good = Case(CaseId("c1")), []
    for fact in history:
        try:
            cases.permits(case, fact)
        except Refusal:
            case = fold(case, fact, actor=WHO)
            continue
        good.append(fact)
        case = fold(case, fact, actor=WHO)
    assert replace(after(Case(CaseId("c1")), *good), version=0) == replace(case, version=0)


def test_an_opened_case_knows_what_it_was_opened_with() -> None:
    agent = Person("王秀英", "990102194902030248")
    fact = cases.open_case(
        Case(CaseId("c1")), item=ITEM, catalog="2026.11", window=WindowId("3"), track="t" * 32, applicant=PERSON,
        agent=agent, answers={"by_agent": "yes"},
    )  # fmt: skip
    case = fold(Case(CaseId("c1")), fact, actor=WHO)
    assert (case.item, case.catalog, case.window, case.clerk) == (ITEM, "2026.11", "3", WHO)
    assert (case.applicant, case.agent, case.answers) == (PERSON, agent, {"by_agent": "yes"})
    with pytest.raises(Refusal, match=r"case\.exists"):
        cases.open_case(case, item=ITEM, catalog="", window=WindowId("3"), track="", applicant=PERSON)


def test_a_material_is_settled_in_the_last_way_it_was() -> None:
    case = a_case(State.OPENED)
    case = after(case, cases.CommitmentMade(CARD), cases.MaterialDeferred(FORM, LATER))
    assert case.settled == {CARD: Settled(How.COMMITTED), FORM: Settled(How.DEFERRED, due=LATER)}
    case = after(case, cases.MaterialReceived(CARD, Form.COPY, 2))
    assert case.settled[CARD] == Settled(How.RECEIVED, Form.COPY, 2)
    assert CARD not in after(case, cases.MaterialReturned(CARD)).settled
    assert after(case, cases.MaterialReturned(MaterialCode("NONE"))).settled == case.settled


def test_a_deferred_material_can_still_come_after_acceptance() -> None:
    case = after(a_case(State.OPENED), cases.MaterialDeferred(FORM, LATER), ACCEPTED)
    assert after(case, cases.MaterialReceived(FORM, Form.ORIGINAL)).settled[FORM].how is How.RECEIVED


def test_pages_keep_their_order_and_come_once() -> None:
    case = after(a_case(State.OPENED), cases.PagesAdded(CARD, (PAGE_2, PAGE, PAGE_2)))
    assert case.pages == {CARD: (PAGE, PAGE_2)}
    moved = after(case, cases.PagesMoved((PAGE,), FORM))
    assert moved.pages == {CARD: (PAGE_2,), FORM: (PAGE,)}
    assert after(moved, cases.PagesRemoved((PAGE,))).pages == {CARD: (PAGE_2,)}
    assert after(case, cases.PagesMoved((PAGE,), CARD)).pages == {CARD: (PAGE_2, PAGE)}


def test_a_page_nobody_has_is_neither_moved_nor_removed() -> None:
    nowhere = PageDigest("f" * 64)
    assert refused(a_case(State.OPENED), cases.PagesRemoved((nowhere,))) == "case.page_unknown"
    assert refused(a_case(State.OPENED), cases.PagesMoved((nowhere,), CARD)) == "case.page_unknown"


def test_an_accepted_case_keeps_number_days_and_who_accepted_it() -> None:
    case = fold(a_case(State.OPENED), cases.Accepted(NUMBER, DAY, LATER, provisional=True), actor=OTHER)
    assert (case.number, case.promised_day, case.statutory_day, case.provisional) == (NUMBER, DAY, LATER, True)
    assert case.clerk == OTHER


def test_an_undone_acceptance_is_as_before_but_the_number_stays_its_own() -> None:
    """A paper may carry the number already: no other case may be given it."""
    before = after(a_case(State.OPENED), cases.MaterialReceived(CARD, Form.ORIGINAL))
    undone = after(before, ACCEPTED, cases.PaperPrinted("acceptance"), cases.AcceptanceUndone(NUMBER))
    assert (undone.state, undone.number, undone.promised_day, undone.printed) == (State.OPENED, None, None, ())
    assert undone.reserved == NUMBER
    assert (undone.settled, undone.pages) == (before.settled, before.pages)
    assert after(undone, ACCEPTED).number == NUMBER


def test_only_the_acceptance_that_stands_can_be_undone() -> None:
    assert refused(a_case(State.ACCEPTED), cases.AcceptanceUndone("1")) == "case.number_differs"


def test_an_acceptance_undone_after_a_correction_goes_back_to_the_correction() -> None:
    case = after(a_case(State.CORRECTION_REQUESTED), ACCEPTED, cases.AcceptanceUndone(NUMBER))
    assert case.state is State.CORRECTION_REQUESTED
    assert refused(case, FACTS["CorrectionRequested"]) == "case.corrected_before"


@pytest.mark.parametrize("granted", [True, False])
def test_a_decision_is_kept(granted: bool) -> None:
    assert after(a_case(State.ACCEPTED), cases.Decided(granted)).granted is granted


def test_a_paper_printed_again_is_still_one_paper() -> None:
    case = after(a_case(State.ACCEPTED), cases.PaperPrinted("acceptance"), cases.PaperPrinted("acceptance", again=True))
    assert case.printed == ("acceptance",)


def test_accepting_names_every_material_that_is_owed() -> None:
    case = a_case(State.OPENED)
    owed = cases.checklist_of(case, sample_catalog())
    with pytest.raises(Refusal) as refusal:
        cases.accept(case, owed, number=NUMBER, promised_day=DAY, statutory_day=LATER, provisional=False)
    assert refusal.value.code == "case.incomplete"
    assert refusal.value.values == {"missing": ["居民身份证", "个体工商户登记申请书", "住所(经营场所)使用证明"]}


def complete() -> Case:
    return after(
        a_case(State.OPENED), cases.MaterialReceived(CARD, Form.ORIGINAL), cases.MaterialReceived(FORM, Form.ORIGINAL),
        cases.CommitmentMade(MaterialCode("PREMISES")),
    )  # fmt: skip


def test_a_complete_case_is_accepted() -> None:
    case = complete()
    listed = cases.checklist_of(case, sample_catalog())
    assert [line.standing for line in listed.lines] == [Standing.RECEIVED, Standing.RECEIVED, Standing.COMMITTED]
    fact = cases.accept(case, listed, number=NUMBER, promised_day=DAY, statutory_day=LATER, provisional=False)
    assert fact == ACCEPTED


def test_a_case_already_accepted_is_refused_before_its_materials_are_looked_at() -> None:
    case = a_case(State.ACCEPTED)
    owed = cases.checklist_of(case, sample_catalog())
    with pytest.raises(Refusal, match=r"case\.wrong_state"):
        cases.accept(case, owed, number=NUMBER, promised_day=DAY, statutory_day=LATER, provisional=False)


def test_a_correction_names_everything_at_once_and_only_once() -> None:
    case = after(a_case(State.OPENED), cases.MaterialReceived(CARD, Form.ORIGINAL))
    listed = cases.checklist_of(case, sample_catalog())
    fact = cases.ask_for_correction(case, listed, remark="", due=LATER)
    assert fact.missing == (FORM, MaterialCode("PREMISES"))
    with pytest.raises(Refusal, match=r"case\.corrected_before"):
        cases.ask_for_correction(after(case, fact), listed, remark="", due=LATER)


def test_a_complete_case_is_corrected_only_with_a_remark() -> None:
    case = complete()
    listed = cases.checklist_of(case, sample_catalog())
    with pytest.raises(Refusal, match=r"case\.nothing_missing"):
        cases.ask_for_correction(case, listed, remark="", due=LATER)
    assert cases.ask_for_correction(case, listed, remark="照片不清", due=LATER).missing == ()


def test_a_case_that_does_not_exist_owes_nothing() -> None:
    with pytest.raises(Refusal, match=r"case\.unknown"):
        cases.checklist_of(a_case(None), sample_catalog())


def test_an_answer_takes_the_place_of_the_one_before_and_can_be_taken_back() -> None:
    case = a_case(State.OPENED)
    for fact, answers in (
        (cases.Answered("married", "yes"), {"married": "yes"}),
        (cases.Answered("capital", "12.5"), {"married": "yes", "capital": "12.5"}),
        (cases.Answered("married", "no"), {"capital": "12.5", "married": "no"}),
        (cases.Answered("capital", None), {"married": "no"}),
        (cases.Answered("capital", None), {"married": "no"}),
    ):
        case = fold(case, fact, actor=WHO)
        assert case.answers == answers
