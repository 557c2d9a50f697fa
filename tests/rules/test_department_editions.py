"""What makes a case another for a department's programs, field by field, and in which states they see it at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from deskapp.failures import Refusal
from deskapp.ids import BundleId, CaseId, ClerkId, ItemCode, MaterialCode, PageDigest, TicketId, WindowId
from deskapp.journal.kinds import BY_NAME
from deskapp.rules.case import Before, Case, How, InBundle, Procedure, Settled
from deskapp.rules.case_state import State
from deskapp.rules.departments import BROUGHT, TOLD, ask_own, concerns, edition
from deskapp.rules.page_making import Craft, Doubt, MadeOf
from tests.builders import PERSON
from tests.rules.sample import sample_catalog

DAY, MOMENT = date(2026, 11, 23), datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
PAGE, CARD = PageDigest("a" * 64), MaterialCode("ID-CARD")
FOOD = sample_catalog().items[ItemCode("SCJG-0201")]
CASE = Case(CaseId("c"), state=State.ACCEPTED, number="330000012026112300300019")

QUIET: Mapping[str, Any] = {
    "version": 9, "printed": ("receipt",), "urged": 2, "followed_up": "called",
    "before": Before("Decided", ClerkId("x"), State.ACCEPTED),
}  # fmt: skip
TELLING: Mapping[str, Any] = {
    "id": CaseId("d"), "state": State.PAUSED, "item": ItemCode("GA-0101"), "catalog": "2026.12",
    "window": WindowId("4"), "clerk": ClerkId("clerk4"), "track": "t", "applicant": PERSON, "agent": PERSON,
    "answers": {"married": "yes"}, "ticket": TicketId("A001"), "settled": {CARD: Settled(How.DEFERRED)},
    "pages": {CARD: (PAGE,)}, "doubts": {PAGE: (Doubt.BLANK,)}, "number": "2", "reserved": "2",
    "promised_day": DAY, "statutory_day": DAY, "provisional": True, "corrections": 1, "granted": True,
    "portal": "zwfw", "reference": "r", "received_on": DAY, "taken_on": DAY, "answer_by": DAY, "since": DAY,
    "by_silence": True, "promised_at": MOMENT, "statutory_at": MOMENT, "correction_due": DAY, "paused_since": DAY,
    "paused_until": DAY, "procedure": Procedure.HEARING, "extended": True, "decided_on": DAY, "deliver_by": DAY,
    "result": "r", "how": "post", "handing": "h", "dispatched_on": DAY, "result_papers": (PAGE,),
    "bundle": InBundle(BundleId("b"), "T-FOOD", "t"), "bundle_number": "b", "turn_came": DAY,
    "makings": (MadeOf((PAGE,), (PageDigest("b" * 64),), Craft.MERGE),),
}  # fmt: skip


@pytest.mark.parametrize("field", sorted(TELLING))
def test_everything_a_decision_may_rest_on_makes_another_edition(field: str) -> None:
    assert edition(replace(CASE, **{field: TELLING[field]})) != edition(CASE)


@pytest.mark.parametrize("field", sorted(QUIET))
def test_what_only_the_hall_looks_at_makes_none(field: str) -> None:
    assert edition(replace(CASE, **{field: QUIET[field]})) == edition(CASE)


def test_of_every_field_of_a_case_it_is_said_whether_it_makes_another_edition() -> None:
    assert {*QUIET, *TELLING} == {field.name for field in fields(Case)}


def test_no_two_changes_have_one_edition() -> None:
    changed = [replace(CASE, **{field: value}) for field, value in TELLING.items()]
    assert len({edition(case) for case in (CASE, *changed)}) == len(changed) + 1


@given(st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=5), max_size=6), st.randoms())
def test_the_order_in_which_questions_were_answered_is_no_difference(answers: dict[str, str], chance: Any) -> None:
    order = list(answers)
    chance.shuffle(order)
    turned = {question: answers[question] for question in order}
    told = edition(replace(CASE, answers=turned))
    assert told == edition(replace(CASE, answers=answers))
    assert len(told) == 20
    assert set(told) <= set("0123456789abcdef")


@pytest.mark.parametrize("state", State)
def test_a_case_with_a_number_is_its_departments_in_every_state(state: State) -> None:
    case = replace(CASE, state=state)
    ask_own(case, FOOD, "SCJG")
    assert not concerns(case, FOOD, "GA")
    assert not concerns(replace(case, number=None), FOOD, "SCJG")


@pytest.mark.parametrize(
    ("case", "item"),
    [(replace(CASE, number=None), FOOD), (replace(CASE, state=None), FOOD), (CASE, None)],
    ids=["is not accepted", "does not exist", "is of an item nobody knows"],
)
def test_of_a_case_its_own_department_hears_only_that_there_is_none_while_it(case: Case, item: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        ask_own(case, item, "SCJG")
    assert (refusal.value.code, refusal.value.values) == ("case.unknown", {})


def test_a_department_is_told_of_what_the_journal_knows_and_of_what_is_brought() -> None:
    assert set(TOLD) <= set(BY_NAME)
    assert set(TOLD) >= BROUGHT


@pytest.mark.parametrize(
    "kind", ["case.opened", "case.filed", "case.declined", "case.correction_requested", "case.material_returned"]
)
def test_what_is_between_the_window_and_the_applicant_is_told_to_no_department(kind: str) -> None:
    assert kind in BY_NAME
    assert kind not in TOLD
