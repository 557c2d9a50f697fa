"""What one department allows binds no other: the union, row by row; and how the cases of a bundle are told as one."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from deskapp.ids import BundleId, CaseId, ItemCode, MaterialCode
from deskapp.rules import bundle
from deskapp.rules.case import Case, How, InBundle, Settled
from deskapp.rules.case_state import State
from deskapp.rules.catalog import Demand, Need, Theme
from deskapp.rules.checklist import Checklist, Line
from deskapp.rules.material_state import Form, Standing

CARD = MaterialCode("ID-CARD")
NOT_ASKED = {Standing.SHARED, Standing.PRODUCED, Standing.NOT_NEEDED}
STRENGTH = [Need.OPTIONAL, Need.CONDITIONAL, Need.REQUIRED]
DAYS = st.none() | st.dates(date(2026, 12, 1), date(2026, 12, 31))
THEME = Theme(
    "T", "一件事", "One thing", "A", 5, tuple(map(ItemCode, "DCBA")),  # type: ignore[arg-type]
    {ItemCode("B"): ItemCode("A"), ItemCode("C"): ItemCode("B"), ItemCode("D"): ItemCode("A")},
)  # fmt: skip


def row(standing: Standing, demand: Demand, due: date | None) -> Line:
    return Line(CARD, "居民身份证", standing, demand, (Form.ORIGINAL,), None, due)


demands = st.builds(
    Demand, st.just(CARD), st.sampled_from(Need), copies=st.integers(1, 5), commitment=st.booleans(),
    deferral=st.booleans(),
)  # fmt: skip
rows = st.lists(st.builds(row, st.sampled_from(Standing), demands, DAYS), min_size=1, max_size=5)


def joined(lines: list[Line]) -> Line:
    (line,) = bundle.union([Checklist((line,)) for line in lines]).lines
    return line


def case(item: str, state: State | None = State.ACCEPTED, *, granted: bool | None = None) -> Case:
    mine = InBundle(BundleId("b"), "T", "track")
    return Case(CaseId(item), 1, state, ItemCode(item), bundle=mine, granted=granted)


def test_nothing_is_asked_by_no_list() -> None:
    assert bundle.union([]).lines == ()
    assert bundle.union([Checklist(()), Checklist(())]).complete


@given(rows)
def test_the_strongest_need_and_the_most_copies_hold_of_those_who_ask(lines: list[Line]) -> None:
    asking = [line.demand for line in lines if line.standing not in NOT_ASKED] or [line.demand for line in lines]
    demand = joined(lines).demand
    assert demand.copies == max(one.copies for one in asking)
    assert STRENGTH.index(demand.need) == max(STRENGTH.index(one.need) for one in asking)


@given(rows)
def test_a_promise_and_a_later_day_stand_in_only_where_all_who_insist_allow_it(lines: list[Line]) -> None:
    asking = [line.demand for line in lines if line.standing not in NOT_ASKED] or [line.demand for line in lines]
    insisting = [one for one in asking if one.need is not Need.OPTIONAL] or asking
    demand = joined(lines).demand
    assert demand.commitment != any(not one.commitment for one in insisting)
    assert demand.deferral != any(not one.deferral for one in insisting)


@given(rows)
def test_the_first_day_holds_of_those_that_stand_as_the_whole_does(lines: list[Line]) -> None:
    line = joined(lines)
    days = [one.due for one in lines if one.standing is line.standing and one.due is not None]
    assert line.due == (min(days) if days else None)


def test_a_row_stands_where_the_first_list_that_has_it_put_it() -> None:
    def owed(code: str) -> Line:
        return Line(MaterialCode(code), code, Standing.OWED, Demand(MaterialCode(code), Need.REQUIRED), (), None)

    lists = [Checklist((owed("B"), owed("D"))), Checklist((owed("A"), owed("D"), owed("C")))]
    assert [line.material for line in bundle.union(lists).lines] == ["B", "D", "A", "C"]


@pytest.mark.parametrize(
    ("some", "told"),
    [
        ("received committed deferred", How.DEFERRED),
        ("received committed", How.COMMITTED),
        ("received received", How.RECEIVED),
    ],
)
def test_what_is_still_to_come_is_told_before_what_is_here(some: str, told: How) -> None:
    for order in permutations(How(one) for one in some.split()):
        cases = [
            changed(case(item), settled={CARD: Settled(how, copies=9)}) for item, how in zip("ABC", order, strict=False)
        ]
        assert bundle.as_one(cases).settled[CARD].how is told


def test_of_two_answers_to_one_question_the_first_case_s_is_told() -> None:
    one = changed(case("A"), answers={"married": "yes"})
    two = changed(case("B"), answers={"married": "no", "minor": "no"})
    assert bundle.as_one([one, two]).answers == {"married": "yes", "minor": "no"}
    assert bundle.as_one([two, one]).answers["married"] == "no"
    assert bundle.as_one([two]) == two


@pytest.mark.parametrize(
    ("states", "shown"),
    [
        ("archived withdrawn", State.ARCHIVED),
        ("withdrawn declined", State.DECLINED),
        ("ready delivered decided", State.DECIDED),
        ("paused accepted", State.ACCEPTED),
        ("accepted opened pre_reviewed", State.OPENED),
        ("opened correction_requested", State.CORRECTION_REQUESTED),
    ],
)
def test_a_bundle_is_shown_where_the_case_is_that_has_come_least_far(states: str, shown: State) -> None:
    cases = [case("A", None), *(case("B", State(one)) for one in states.split())]
    assert bundle.state_of(cases) is shown
    assert bundle.state_of(cases[::-1]) is shown


def test_a_bundle_has_the_number_that_any_of_its_cases_was_accepted_with() -> None:
    assert bundle.number_of([]) == bundle.number_of([case("A")]) == ""
    assert bundle.number_of([case("A"), changed(case("B", State.OPENED), bundle_number="B-1")]) == "B-1"


@given(st.permutations("ABCDX"))
def test_cases_stand_behind_what_they_wait_for_and_strangers_last(items: list[str]) -> None:
    cases = [case(item) for item in items]
    assert "".join(str(one.item) for one in bundle.in_order(cases, THEME)) == "ADBCX"
    assert [one.item for one in bundle.waiting_for(case("A"), cases, THEME)] == ["D", "B", "C"]
    assert [one.item for one in bundle.waiting_for(case("B"), cases, THEME)] == ["C"]
    assert bundle.waiting_for(case("X"), cases, THEME) == ()


@pytest.mark.parametrize(
    ("one", "lost"),
    [
        (case("A"), False),
        (case("A", State.DECIDED, granted=True), False),
        (case("A", State.DECIDED, granted=False), True),
        (case("A", State.ARCHIVED, granted=False), True),
        (case("A", State.DECLINED), True),
        (case("A", State.WITHDRAWN, granted=True), True),
    ],
)
def test_a_case_is_lost_when_it_gives_nobody_what_they_wait_for(one: Case, lost: bool) -> None:
    assert bundle.lost(one) is lost
    assert (bundle.hindrance(case("B"), [one], THEME) is None) == (one.granted is True and not lost)


def test_a_case_waits_until_its_turn_has_come_and_only_behind_another() -> None:
    assert bundle.waits(case("B"), THEME)
    assert not bundle.waits(case("A"), THEME)
    assert not bundle.waits(case("B"), None)
    assert not bundle.waits(changed(case("B"), turn_came=date(2026, 12, 1)), THEME)
