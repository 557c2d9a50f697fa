"""What a bundle asks of a step of one of its cases, and what follows for the cases that wait: without a desk."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from deskapp.clock import OFFICE_TIME
from deskapp.failures import Refusal
from deskapp.ids import CENTRE, BundleId, CaseId, ClerkId, ItemCode, MaterialCode, PageDigest, WindowId
from deskapp.rules import bundle, bundle_steps
from deskapp.rules.bundle_steps import Moment
from deskapp.rules.case import Accepted, Before, Case, CaseFact, InBundle
from deskapp.rules.case_facts import (
    CommitmentMade,
    Decided,
    Declined,
    Extended,
    MaterialDeferred,
    MaterialReceived,
    MaterialReturned,
    Opened,
    PagesAdded,
    Paused,
    ResultReady,
    Resumed,
    StepTakenBack,
    TurnCome,
    Usual,
    Withdrawn,
)
from deskapp.rules.case_state import AT_THE_WINDOW, RUNNING, State
from deskapp.rules.deadline import WorkingDays
from deskapp.rules.material_state import Form
from tests.rules.sample import sample_catalog

CATALOG = sample_catalog()
MONDAY = date(2026, 11, 23)
MOMENT = Moment(datetime(2026, 11, 23, 10, tzinfo=OFFICE_TIME), WorkingDays())
BIRTH = InBundle(BundleId("b"), "T-BIRTH", "track")
FOOD = InBundle(BundleId("f"), "T-FOOD", "track of food")
CERTIFICATE, REGISTER, INSURANCE, CARD, VACCINE, COSTS = (
    "WJ-0101", "GA-0101", "YB-0101", "RS-0301", "WJ-0201", "YB-0301",
)  # fmt: skip
ALL = (CERTIFICATE, REGISTER, INSURANCE, CARD, VACCINE, COSTS)
GRANTED, REFUSED = Decided(granted=True), Decided(granted=False, reason="不符")


def case(item: str, state: State = State.ACCEPTED, *, granted: bool | None = None, of: InBundle | None = BIRTH) -> Case:
    return Case(CaseId(item), 1, state, ItemCode(item), CATALOG.version, bundle=of, granted=granted)


def opened(item: str, of: InBundle | None = BIRTH) -> Opened:
    return Opened(ItemCode(item), CATALOG.version, WindowId("3"), f"track of {item}", None, bundle=of)


def follows(one: Case, fact: CaseFact, *others: Case) -> dict[str, list[CaseFact]]:
    """By the item's code, in the order in which it is said."""
    found: dict[str, list[CaseFact]] = {}
    for case_id, said in bundle_steps.sequel(one, fact, (one, *others), CATALOG, MOMENT):
        found.setdefault(str(case_id), []).append(said)
    return found


def refusal(one: Case, fact: CaseFact, *others: Case) -> Refusal:
    with pytest.raises(Refusal) as told:
        bundle_steps.ask(one, fact, (one, *others), CATALOG)
    return told.value


# Opening


def test_a_case_of_no_bundle_is_opened_beside_whatever_is_there() -> None:
    bundle_steps.ask_opening(opened(REGISTER, of=None), [case(REGISTER)], CATALOG)


@pytest.mark.parametrize(
    ("item", "others", "why"),
    [
        ("SCJG-0101", (), "bundle.not_in_theme"),
        ("XX-9999", (), "item.unknown"),
        (COSTS, (case(COSTS, State.OPENED),), "bundle.item_twice"),
        (COSTS, (case(COSTS, State.WITHDRAWN),), "bundle.item_twice"),
        (COSTS, (case(CERTIFICATE, of=InBundle(BundleId("b"), "T-BIRTH", "another")),), "bundle.differs"),
        (COSTS, (case(CERTIFICATE, of=InBundle(BundleId("b"), "T-CARD", "track")),), "bundle.differs"),
        (COSTS, (case(CERTIFICATE, of=None),), "bundle.differs"),
        (COSTS, (case(CERTIFICATE), changed(case(REGISTER), catalog="of last year")), "bundle.differs"),
        (REGISTER, (), "bundle.earlier_missing"),
        (REGISTER, (case(COSTS, State.OPENED),), "bundle.earlier_missing"),
        (REGISTER, (case(CERTIFICATE, State.DECLINED),), "bundle.earlier_missing"),
        (REGISTER, (case(CERTIFICATE, State.WITHDRAWN),), "bundle.earlier_missing"),
        (REGISTER, (case(CERTIFICATE, State.DECIDED, granted=False),), "bundle.earlier_missing"),
        (INSURANCE, (case(CERTIFICATE, State.OPENED),), "bundle.earlier_missing"),
    ],
)
def test_a_case_that_does_not_fit_is_not_opened_in_a_bundle(item: str, others: tuple[Case, ...], why: str) -> None:
    with pytest.raises(Refusal) as told:
        bundle_steps.ask_opening(opened(item), others, CATALOG)
    assert told.value.code == why


def test_what_is_missing_before_a_case_is_named_as_people_call_it() -> None:
    with pytest.raises(Refusal) as told:
        bundle_steps.ask_opening(opened(INSURANCE), [case(CERTIFICATE, State.OPENED)], CATALOG)
    assert told.value.values["item"] == "新生儿出生户口登记"


def test_every_item_of_every_theme_is_opened_in_the_order_of_the_theme() -> None:
    for theme in CATALOG.themes.values():
        mine = InBundle(BundleId("any"), theme.code, "t")
        there: list[Case] = []
        for item in theme.in_order:
            bundle_steps.ask_opening(opened(item, mine), there, CATALOG)
            there.append(case(item, State.OPENED, of=mine))


@given(st.text(max_size=80).filter(lambda code: code not in CATALOG.themes))
def test_a_theme_that_is_none_is_told_and_not_at_length(code: str) -> None:
    with pytest.raises(Refusal) as told:
        bundle_steps.theme_of(code, CATALOG)
    assert (told.value.code, told.value.values) == ("bundle.no_theme", {"theme": code[:40]})


# What is asked of a step

OF_ITS_REGISTER = (
    MaterialReceived(MaterialCode("HUKOU"), Form.ORIGINAL),
    CommitmentMade(MaterialCode("HUKOU")),
    MaterialDeferred(MaterialCode("HUKOU"), MONDAY),
    PagesAdded(MaterialCode("HUKOU"), (PageDigest("p"),)),
)


@pytest.mark.parametrize("fact", OF_ITS_REGISTER)
def test_what_another_case_results_in_is_taken_in_no_way(fact: CaseFact) -> None:
    told = refusal(case(INSURANCE, State.OPENED), fact)
    assert (told.code, told.values["item"]) == ("material.produced", "新生儿出生户口登记")
    bundle_steps.ask(case(REGISTER, State.OPENED), fact, (), CATALOG)  # its own result is brought to be written into
    bundle_steps.ask(case(INSURANCE, State.OPENED, of=None), fact, (), CATALOG)  # alone, somebody has to bring it


def test_what_was_taken_before_may_always_be_handed_back() -> None:
    bundle_steps.ask(case(INSURANCE, State.OPENED), MaterialReturned(MaterialCode("HUKOU")), (), CATALOG)


IN_TURN: tuple[CaseFact, ...] = (
    GRANTED,
    REFUSED,
    Paused("检验"),
    Extended("复杂", "主任", MONDAY, MONDAY),
)


@pytest.mark.parametrize("fact", IN_TURN)
def test_the_department_waits_for_its_turn_whatever_it_decides(fact: CaseFact) -> None:
    told = refusal(case(INSURANCE), fact, case(CERTIFICATE, State.DECIDED, granted=True), case(REGISTER))
    assert (told.code, told.values["item"]) == ("bundle.waits", "新生儿出生户口登记")
    granted = case(REGISTER, State.READY, granted=True)
    bundle_steps.ask(case(INSURANCE), fact, (case(INSURANCE), granted), CATALOG)
    bundle_steps.ask(case(COSTS), fact, (case(COSTS),), CATALOG)


@pytest.mark.parametrize(
    "fact", [Withdrawn("不办了"), Declined("不符", ""), Resumed(), ResultReady("证"), StepTakenBack("Paused")]
)
def test_what_needs_no_turn_is_not_kept_waiting(fact: CaseFact) -> None:
    bundle_steps.ask(case(INSURANCE), fact, (case(INSURANCE), case(REGISTER)), CATALOG)


def taken(number: str) -> Accepted:
    return Accepted("A-1", MONDAY, MONDAY, bundle_number=number)


@pytest.mark.parametrize(
    ("one", "number", "others", "why"),
    [
        (case(COSTS, State.OPENED, of=None), "B-1", (), "bundle.none"),
        (case(COSTS, State.OPENED), "", (), "bundle.no_number"),
        (case(COSTS, State.OPENED), "B-2", (changed(case(CERTIFICATE), bundle_number="B-1"),), "bundle.number_differs"),
        (case(CARD, State.OPENED), "B-1", (case(REGISTER, State.DECLINED),), "bundle.earlier_refused"),
        (case(CARD, State.OPENED), "B-1", (case(CERTIFICATE, State.WITHDRAWN), case(REGISTER, State.OPENED)),
         "bundle.earlier_refused"),
        (case(CARD, State.OPENED), "B-1", (case(REGISTER, State.DECIDED, granted=False),), "bundle.earlier_refused"),
    ],
)  # fmt: skip
def test_what_a_bundle_does_not_accept(one: Case, number: str, others: tuple[Case, ...], why: str) -> None:
    assert refusal(one, taken(number), *others).code == why


def test_a_bundle_accepts_under_its_number_what_waits_for_what_is_still_open() -> None:
    others = (changed(case(CERTIFICATE), bundle_number="B-1"), case(REGISTER), case(VACCINE, State.DECLINED))
    bundle_steps.ask(case(CARD, State.OPENED), taken("B-1"), others, CATALOG)
    bundle_steps.ask(case(CARD, State.OPENED, of=None), taken(""), (), CATALOG)


@pytest.mark.parametrize(
    ("one", "step", "others", "why"),
    [
        (case(CERTIFICATE, State.DECIDED, granted=True), "Decided", {CARD: True}, "bundle.later_decided"),
        (case(CERTIFICATE, State.DECIDED, granted=True), "Decided", {COSTS: True}, ""),
        (case(CERTIFICATE, State.DECIDED, granted=True), "Decided", {REGISTER: False}, ""),
        (case(CARD, State.DECIDED, granted=True), "Decided", {CERTIFICATE: True, REGISTER: True}, ""),
        (case(CARD, State.DECIDED, granted=False), "Decided", {REGISTER: False}, "bundle.earlier_refused"),
        (case(CARD, State.DECLINED), "Declined", {CERTIFICATE: False}, "bundle.earlier_refused"),
        (case(CARD, State.WITHDRAWN), "Withdrawn", {REGISTER: True}, ""),
        (case(CARD, State.WITHDRAWN), "Paused", {REGISTER: False}, ""),
    ],
)
def test_what_of_a_bundle_is_taken_back(one: Case, step: str, others: dict[str, bool], why: str) -> None:
    there = tuple(case(item, State.DECIDED, granted=granted) for item, granted in others.items())
    if why:
        assert refusal(one, StepTakenBack(step), *there).code == why
    else:
        bundle_steps.ask(one, StepTakenBack(step), (one, *there), CATALOG)


# What follows


def test_a_grant_is_the_turn_of_those_right_behind_it_that_are_accepted() -> None:
    others = (case(REGISTER), case(VACCINE, State.OPENED), case(INSURANCE), case(CARD), case(COSTS))
    assert list(follows(case(CERTIFICATE, State.DECIDED, granted=True), GRANTED, *others)) == [REGISTER]


@pytest.mark.parametrize(
    ("accepted_on", "promised"),
    [(date(2026, 11, 23), date(2026, 11, 30)), (date(2026, 11, 16), date(2026, 11, 25)), (None, date(2026, 11, 30))],
)
def test_a_turn_counts_from_now_and_never_beyond_what_the_theme_promised(
    accepted_on: date | None, promised: date
) -> None:
    licence = changed(case("SCJG-0201", of=FOOD), since=accepted_on)
    (said,) = follows(case("SCJG-0102", State.DECIDED, granted=True, of=FOOD), GRANTED, licence)["SCJG-0201"]
    assert isinstance(said, TurnCome)
    assert (said.since, said.promised_day, said.provisional) == (MONDAY, promised, False)
    assert said.statutory_day > said.promised_day


@pytest.mark.parametrize(
    ("before", "came"),
    [
        (case(CERTIFICATE, State.DELIVERED, granted=True), True),
        (case(CERTIFICATE), False),
        (case(CERTIFICATE, State.DECIDED, granted=False), False),
    ],
)
def test_what_is_accepted_behind_a_grant_has_its_turn_at_once(before: Case, came: bool) -> None:
    found = follows(case(REGISTER), taken("B-1"), before, case(CARD))
    assert [type(fact) for fact in found.get(REGISTER, [])] == ([TurnCome] if came else [])
    assert set(found) <= {REGISTER}
    assert follows(changed(case(REGISTER), turn_came=MONDAY), taken("B-1"), before) == {}
    assert follows(case(COSTS), taken("B-1"), before) == {}


@pytest.mark.parametrize(
    ("lost", "fact", "how"),
    [
        (case(CERTIFICATE, State.DECIDED, granted=False), REFUSED, "未获准予"),
        (case(CERTIFICATE, State.DECLINED), Declined("不符", ""), "不予受理"),
        (case(CERTIFICATE, State.WITHDRAWN), Withdrawn("不办了"), "已由申请人撤回"),
    ],
)
def test_what_waits_ends_with_what_it_waits_for_and_says_why(lost: Case, fact: CaseFact, how: str) -> None:
    others = (
        case(CARD, State.OPENED), case(REGISTER), case(VACCINE, State.PAUSED), case(INSURANCE, State.DECLINED),
        case(COSTS),
    )  # fmt: skip
    found = follows(lost, fact, *others)
    assert set(found) == {REGISTER, CARD, VACCINE}, "nobody else waits, and what is over is over"
    reason = f"前置事项“出生医学证明签发”{how}，本事项的办理条件不具备。"
    assert list(found).index(REGISTER) < list(found).index(CARD)
    (declined,) = found[CARD]
    assert isinstance(declined, Declined)
    assert (declined.reason, declined.usual) == (reason, Usual.OTHERWISE)
    (decided,) = found[REGISTER]
    assert isinstance(decided, Decided)
    assert (decided.granted, decided.reason, decided.decided_on) == (False, reason, MONDAY)
    assert decided.deliver_by == date(2026, 12, 7), "ten working days"
    assert found[VACCINE] == [Resumed(), decided]


def test_a_licence_that_waited_is_refused_by_the_law_of_licences() -> None:
    found = follows(
        case("SCJG-0102", State.DECIDED, granted=False, of=FOOD), REFUSED, case("SCJG-0201", of=FOOD),
        case("XF-0101", State.PRE_REVIEWED, of=FOOD),
    )  # fmt: skip
    (refused,), (declined,) = found["SCJG-0201"], found["XF-0101"]
    assert isinstance(refused, Decided)
    assert isinstance(declined, Declined)
    assert refused.ground.startswith("《中华人民共和国行政许可法》")
    assert declined.ground.startswith("《中华人民共和国行政许可法》第三十二条")


def test_what_ended_by_the_centre_comes_back_and_what_people_ended_stays() -> None:
    def ended(item: str, step: str, by: ClerkId) -> Case:
        return changed(case(item, State.WITHDRAWN), before=Before(step, by, State.ACCEPTED))

    others = (
        ended(CARD, "Decided", CENTRE), ended(REGISTER, "Declined", CENTRE), ended(INSURANCE, "Declined", ClerkId("c")),
        ended(VACCINE, "TurnCome", CENTRE), ended(COSTS, "Decided", CENTRE),
    )  # fmt: skip
    found = follows(case(CERTIFICATE), StepTakenBack("Withdrawn"), *others)
    assert found == {REGISTER: [StepTakenBack("Declined")], CARD: [StepTakenBack("Decided")]}
    assert follows(case(CERTIFICATE), StepTakenBack("Paused"), *others) == {}


facts = st.sampled_from(
    [GRANTED, REFUSED, Declined("x", ""), Withdrawn("x"), Resumed(), taken("B-1"), StepTakenBack("Decided")]
)
stands = st.tuples(st.sampled_from(sorted(State)), st.sampled_from([None, True, False]))


@given(st.sampled_from(ALL), facts, st.fixed_dictionaries(dict.fromkeys(ALL, stands)))
def test_what_follows_is_of_this_bundle_and_ends_nothing_that_is_over(
    item: str, fact: object, states: dict[str, tuple[State, bool | None]]
) -> None:
    cases = {each: case(each, state, granted=granted) for each, (state, granted) in states.items()}
    theme = CATALOG.themes["T-BIRTH"]
    waiting = {str(one.item) for one in bundle.waiting_for(cases[item], cases.values(), theme)}
    said = bundle_steps.sequel(cases[item], cast("CaseFact", fact), tuple(cases.values()), CATALOG, MOMENT)
    for case_id, then in said:
        one = cases[str(case_id)]
        assert str(case_id) in waiting or (isinstance(then, TurnCome) and case_id == item)
        assert not isinstance(then, Declined) or one.state in AT_THE_WINDOW
        assert not isinstance(then, Decided) or (one.state in RUNNING and not then.granted)
        assert not isinstance(then, TurnCome) or theme.after[ItemCode(case_id)]


@given(facts)
def test_nothing_follows_for_anybody_from_a_case_alone(fact: object) -> None:
    others = (case(REGISTER), case(CARD))
    for mine in (None, InBundle(BundleId("b"), "T-GONE", "track")):
        assert follows(case(CERTIFICATE, State.WITHDRAWN, of=mine), cast("CaseFact", fact), *others) == {}
