"""What each step asks today beyond the state of the case: the item's regime, reasons, what was put off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace as put

from deskapp.clerk.printing import KINDS
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, ItemCode, MaterialCode, WindowId
from deskapp.rules import case as cases
from deskapp.rules.access import Role
from deskapp.rules.case import Case, CaseFact, Handed, How, Person, Procedure, Settled, Usual
from deskapp.rules.case_fold import fold, fold_all
from deskapp.rules.case_papers import papers_of, papers_waiting
from deskapp.rules.case_state import State
from deskapp.rules.case_steps import answer_by, ask_time, limits_of, may
from deskapp.rules.case_ways import Way, ways
from deskapp.rules.catalog import Item, Regime
from deskapp.rules.deadline import LimitUnit, WorkingDays, due_of
from deskapp.rules.material_state import Form
from tests.rules.sample import sample_catalog

WHO = ClerkId("clerk1")
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
LATER = date(2026, 12, 7)
PERSON = Person("张伟", "990106197904128117")
FOOD = sample_catalog().items[ItemCode("SCJG-0201")]
SOLE = sample_catalog().items[ItemCode("SCJG-0102")]  # handled at once
HEALTH, RULES = MaterialCode("HEALTH-CERT"), MaterialCode("FOOD-RULES")
OPENED = cases.Opened(FOOD.code, "2026.11", WindowId("3"), "t" * 32, PERSON, received_on=MONDAY, answer_by=FRIDAY)
ACCEPTED = cases.Accepted("1" * 24, LATER, LATER, since=MONDAY)
PAUSED = cases.Paused("", Procedure.HEARING, MONDAY, FRIDAY)
CORRECTION = cases.CorrectionRequested((RULES,), "", FRIDAY)


def case_after(*facts: CaseFact) -> Case:
    return fold_all(Case(CaseId("c")), [(fact, WHO) for fact in facts])


def of(regime: Regime) -> Item:
    return replace(FOOD, regime=regime)


def refused(case: Case, fact: CaseFact, item: Item = FOOD, today: date = MONDAY) -> str:
    with pytest.raises(Refusal) as refusal:
        may(case, fact, item, today)
    return refusal.value.code


@pytest.mark.parametrize(
    ("regime", "day", "handed_back", "told"),
    [
        (Regime.LICENCE, MONDAY, False, ""),
        (Regime.LICENCE, FRIDAY, False, ""),
        (Regime.LICENCE, FRIDAY + timedelta(days=1), False, "case.too_late_to_correct"),
        (Regime.LICENCE, MONDAY, True, "case.wrong_regime"),
        (Regime.REGISTRATION, MONDAY, True, ""),
        (Regime.REGISTRATION, MONDAY, False, "case.wrong_regime"),
        (Regime.REAL_ESTATE, MONDAY, False, "case.correct_by_declining"),
        (Regime.SERVICE, MONDAY, False, ""),
        (Regime.SERVICE, MONDAY + timedelta(days=1), False, "case.correct_on_the_spot"),
    ],
)
def test_a_correction_is_that_of_the_items_regime(regime: Regime, day: date, handed_back: bool, told: str) -> None:
    fact = replace(CORRECTION, handed_back=handed_back)
    if told:
        assert refused(case_after(OPENED), fact, of(regime), day) == told
    else:
        may(case_after(OPENED), fact, of(regime), day)


def test_what_is_handed_back_is_owed_again_and_comes_back_with_the_slip() -> None:
    case = case_after(OPENED, cases.MaterialReceived(RULES, Form.ORIGINAL), replace(CORRECTION, handed_back=True))
    assert case.settled == {}
    undone = fold(case, cases.StepTakenBack("CorrectionRequested"), actor=WHO)
    assert (undone.state, undone.corrections) == (State.OPENED, 0)
    assert RULES in undone.settled


@pytest.mark.parametrize(
    ("regime", "corrected", "day", "told"),
    [
        (Regime.LICENCE, False, MONDAY, "case.correct_first"),
        (Regime.LICENCE, True, FRIDAY, "case.correction_open"),
        (Regime.LICENCE, True, FRIDAY + timedelta(days=1), ""),
        (Regime.REAL_ESTATE, False, MONDAY, ""),
        (Regime.REAL_ESTATE, False, MONDAY + timedelta(days=1), "case.correct_on_the_spot"),
    ],
)
def test_what_is_missing_is_a_reason_to_decline_only_when_the_law_says_so(
    regime: Regime, corrected: bool, day: date, told: str
) -> None:
    case = case_after(OPENED, *([CORRECTION] if corrected else []))
    fact = cases.Declined("材料不齐", "第三十二条", Usual.NOT_COMPLETE)
    if told:
        assert refused(case, fact, of(regime), day) == told
    else:
        may(case, fact, of(regime), day)


@pytest.mark.parametrize(
    ("state", "fact", "told"),
    [
        ((), cases.Declined("", "b"), "case.no_reason"),
        ((), cases.Declined("a", " "), "case.no_reason"),
        ((), cases.MaterialDeferred(RULES, FRIDAY), "material.no_deferral"),
        ((), cases.CommitmentMade(HEALTH), "material.no_commitment"),
        ((), cases.MaterialReceived(MaterialCode("HUKOU"), Form.ORIGINAL), "material.not_asked_for"),
        ((ACCEPTED,), cases.MaterialReceived(HEALTH, Form.ORIGINAL), "material.not_deferred"),
        ((ACCEPTED,), cases.Paused("因为忙"), "case.no_procedure"),
        ((ACCEPTED,), replace(PAUSED, until=MONDAY - timedelta(days=1)), "case.no_procedure"),
        ((ACCEPTED,), cases.Extended("", "局长", LATER, LATER), "case.no_reason"),
        ((ACCEPTED,), cases.Decided(granted=False, reason="a"), "case.no_reason"),
        ((ACCEPTED,), cases.Urged("GA"), "case.other_department"),
        ((ACCEPTED,), cases.FollowedUp(" "), "case.no_reason"),
        ((ACCEPTED, cases.Decided(granted=True)), cases.Delivered("当面"), "case.no_such_way"),
    ],
)
def test_a_step_that_lacks_something_says_what(state: tuple[CaseFact, ...], fact: CaseFact, told: str) -> None:
    assert refused(case_after(OPENED, *state), fact) == told


def test_nothing_is_granted_while_something_put_off_has_not_come() -> None:
    case = case_after(OPENED, cases.MaterialDeferred(HEALTH, FRIDAY), ACCEPTED)
    assert refused(case, cases.Decided(granted=True)) == "case.deferral_owed"
    may(case, cases.MaterialReceived(HEALTH, Form.ORIGINAL), FOOD, LATER)
    late = fold(case, cases.MaterialReceived(HEALTH, Form.ORIGINAL), actor=WHO)
    may(late, cases.Decided(granted=True), FOOD, LATER)


def test_only_a_licence_is_extended_and_only_once() -> None:
    case = case_after(OPENED, ACCEPTED)
    fact = cases.Extended("情况复杂", "局长", LATER, LATER + timedelta(days=14))
    assert refused(case, fact, of(Regime.SERVICE)) == "case.no_extension"
    may(case, fact, FOOD, MONDAY)
    assert refused(fold(case, fact, actor=WHO), fact) == "case.extended_before"


def test_a_clock_that_goes_on_has_its_days_moved_and_one_that_stopped_by_mistake_has_them_back() -> None:
    moved = cases.Resumed(LATER + timedelta(days=4), LATER + timedelta(days=4))
    case = case_after(OPENED, ACCEPTED, PAUSED)
    assert case.paused_until == FRIDAY
    on = fold(case, moved, actor=WHO)
    assert (on.promised_day, on.paused_until, on.procedure) == (LATER + timedelta(days=4), None, None)
    back = fold(on, cases.StepTakenBack("Resumed"), actor=WHO)
    assert (back.state, back.promised_day, back.paused_until) == (State.PAUSED, LATER, FRIDAY)


def test_only_the_last_step_is_taken_back() -> None:
    case = case_after(OPENED, ACCEPTED, PAUSED, cases.Resumed())
    with pytest.raises(Refusal, match=r"case\.nothing_to_take_back"):
        cases.permits(case, cases.StepTakenBack("Paused"))
    further = fold(case, cases.PagesAdded(RULES, ()), actor=WHO)
    with pytest.raises(Refusal, match=r"case\.nothing_to_take_back"):
        cases.permits(further, cases.StepTakenBack("Resumed"))
    printed = fold(case, cases.PaperPrinted("acceptance"), actor=WHO)
    cases.permits(printed, cases.StepTakenBack("Resumed"))


def test_silence_counts_only_where_the_law_says_and_nobody_had_spoken() -> None:
    silent = replace(ACCEPTED, by_silence=True)
    assert case_after(OPENED, silent).state is State.ACCEPTED
    for case in (case_after(replace(OPENED, answer_by=None)), case_after(OPENED, CORRECTION)):
        with pytest.raises(Refusal, match=r"case\.not_silent"):
            cases.permits(case, silent)
    filed = cases.Filed(FOOD.code, "2026.11", "1" * 24, "t" * 32, "p", "r", PERSON, MONDAY, answer_by=FRIDAY)
    with pytest.raises(Refusal, match=r"case\.wrong_state"):
        cases.permits(case_after(filed), ACCEPTED)
    assert case_after(filed, silent).by_silence


@pytest.mark.parametrize(
    ("regime", "day"),
    [(Regime.LICENCE, date(2026, 11, 30)), (Regime.REAL_ESTATE, MONDAY), (Regime.SERVICE, None),
     (Regime.REGISTRATION, None)],
)  # fmt: skip
def test_by_when_the_office_has_to_answer(regime: Regime, day: date | None) -> None:
    assert answer_by(of(regime), MONDAY, WorkingDays()) == day


def test_the_limits_are_those_of_the_item() -> None:
    promised, statutory = limits_of(FOOD)
    assert (promised.amount, statutory.amount, promised.unit) == (5, 20, LimitUnit.WORKING_DAYS)


@pytest.mark.parametrize(
    ("unit", "day"),
    [
        (LimitUnit.WORKING_DAYS, date(2026, 11, 30)),
        (LimitUnit.CALENDAR_DAYS, date(2026, 11, 30)),  # the fifth is a Saturday, so it ends on the Monday after
        (LimitUnit.HOURS, date(2026, 11, 23)),
    ],
)
def test_the_limits_are_counted_in_the_unit_of_the_item(unit: LimitUnit, day: date) -> None:
    promised, _ = limits_of(replace(FOOD, limit_unit=unit))
    assert due_of(datetime(2026, 11, 23, 2, tzinfo=UTC), promised, WorkingDays()).day == day


def test_a_procedure_takes_no_longer_than_the_catalogue_gives_it() -> None:
    item = replace(FOOD, clock_stops={Procedure.TESTING: 15})
    ask_time(item, Procedure.TESTING, 15)
    ask_time(item, Procedure.HEARING, 400)
    with pytest.raises(Refusal, match=r"case\.pause_too_long"):
        ask_time(item, Procedure.TESTING, 16)


# which of the steps are open to whom; a clerk decides what is handled at once, the department everything else
OPEN = {
    ("opened", Role.CLERK): {Way.ACCEPT, Way.CORRECT, Way.DECLINE, Way.WITHDRAW},
    ("opened", Role.DEPARTMENT): set(),
    ("corrected", Role.CLERK): {Way.ACCEPT, Way.DECLINE, Way.WITHDRAW},
    ("accepted", Role.CLERK): {Way.WITHDRAW},
    ("accepted", Role.DEPARTMENT): {Way.PAUSE, Way.EXTEND, Way.GRANT, Way.REFUSE},
    ("paused", Role.DEPARTMENT): {Way.RESUME},
    ("paused", Role.CLERK): {Way.WITHDRAW},
    ("decided", Role.CLERK): {Way.SAY_READY, Way.DELIVER},
    ("decided", Role.DEPARTMENT): {Way.SAY_READY},
    ("delivered", Role.CLERK): {Way.ARCHIVE},
    ("delivered", Role.MANAGER): {Way.ARCHIVE},
    ("archived", Role.CLERK): set(),
}
DECIDED, DELIVERED = cases.Decided(granted=True), cases.Delivered(Handed.WINDOW.value)
HISTORIES: dict[str, tuple[CaseFact, ...]] = {
    "opened": (OPENED,),
    "corrected": (OPENED, CORRECTION),
    "accepted": (OPENED, ACCEPTED),
    "paused": (OPENED, ACCEPTED, PAUSED),
    "decided": (OPENED, ACCEPTED, DECIDED),
    "delivered": (OPENED, ACCEPTED, DECIDED, DELIVERED),
    "archived": (OPENED, ACCEPTED, DECIDED, DELIVERED, cases.Archived("d" * 64)),
}


@pytest.mark.parametrize(("where", "role"), OPEN)
def test_the_window_offers_what_is_open_and_nothing_else(where: str, role: Role) -> None:
    assert ways(case_after(*HISTORIES[where]), FOOD, (role.value,), MONDAY) == OPEN[where, role]


def test_what_is_handled_at_once_is_decided_by_the_clerk_who_has_it() -> None:
    case = case_after(replace(OPENED, item=SOLE.code), ACCEPTED)
    assert ways(case, SOLE, ("clerk",), MONDAY) == {Way.WITHDRAW, Way.PAUSE, Way.GRANT, Way.REFUSE}


@pytest.mark.parametrize("where", HISTORIES)
def test_nobody_without_a_role_is_offered_anything(where: str) -> None:
    assert ways(case_after(*HISTORIES[where]), FOOD, (), MONDAY) == frozenset()


def test_the_papers_of_a_state_are_those_of_the_office() -> None:
    settled = {HEALTH: Settled(How.DEFERRED, due=FRIDAY), RULES: Settled(How.COMMITTED)}
    accepted = put(case_after(OPENED, ACCEPTED), settled=settled, extended=True)
    assert papers_of(accepted) == ("receipt", "acceptance", "commitment", "deferral", "extension")
    wanted = {
        "corrected": ("correction",), "paused": ("special_procedure",), "decided": ("decision",),
        "delivered": ("hand_out", "proof_of_service"), "archived": ("archive_cover",), "opened": (),
    }  # fmt: skip
    assert {name: papers_of(case_after(*HISTORIES[name])) for name in wanted} == wanted
    assert papers_waiting(put(accepted, printed=("receipt",))) == papers_of(accepted)[1:]
    assert papers_of(Case(CaseId("c"))) == ()


def test_every_paper_that_is_waited_for_can_be_drawn() -> None:
    waited = {paper for history in HISTORIES.values() for paper in papers_of(case_after(*history))}
    assert waited <= KINDS.keys()
