"""Which ticks go with moved pages, and which stay, as the rule sees it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from deskapp.ids import CaseId, ItemCode, MaterialCode, PageDigest
from deskapp.rules.case import Case, How, MaterialReceived, MaterialReturned, Settled
from deskapp.rules.case_state import State
from deskapp.rules.material_state import Form
from deskapp.rules.page_ticks import ticks
from tests.rules.sample import sample_catalog

ID_CARD, PREMISES = MaterialCode("ID-CARD"), MaterialCode("PREMISES")
A, B = PageDigest("a" * 64), PageDigest("b" * 64)
CATALOG = sample_catalog()
ITEM = CATALOG.item(ItemCode("SCJG-0102"))
BY_PAGE, BY_HAND = (Settled(How.RECEIVED, Form.ORIGINAL, 1, by_page=by_page) for by_page in (True, False))


def case(
    pages: Mapping[MaterialCode, tuple[PageDigest, ...]],
    settled: Mapping[MaterialCode, Settled],
    state: State = State.OPENED,
) -> Case:
    return Case(CaseId("c"), 3, state, item=ITEM.code, pages=dict(pages), settled=dict(settled))


def test_a_page_takes_its_tick_along() -> None:
    before = case({ID_CARD: (A,)}, {ID_CARD: BY_PAGE})
    after = case({PREMISES: (A,)}, {ID_CARD: BY_PAGE})
    lost, won = ticks(before, after, ITEM, CATALOG)
    assert lost == MaterialReturned(ID_CARD)
    assert isinstance(won, MaterialReceived)
    assert (won.material, won.by_page) == (PREMISES, True)
    assert won.form in CATALOG.materials[PREMISES].forms
    assert won.copies == next(demand.copies for demand in ITEM.demands if demand.material == PREMISES)


@pytest.mark.parametrize(
    ("how", "goes"),
    [(BY_PAGE, True), (BY_HAND, False), (Settled(How.COMMITTED), False), (Settled(How.DEFERRED), False)],
)
def test_only_what_a_page_has_ticked_is_lost_with_it(how: Settled, goes: bool) -> None:
    settled = {ID_CARD: how, PREMISES: BY_HAND}
    said = ticks(case({ID_CARD: (A,)}, settled), case({PREMISES: (A,)}, settled), ITEM, CATALOG)
    assert said == ((MaterialReturned(ID_CARD),) if goes else ())


def test_a_material_that_keeps_a_page_keeps_its_tick() -> None:
    settled = {ID_CARD: BY_PAGE, PREMISES: BY_PAGE}
    said = ticks(case({ID_CARD: (A, B)}, settled), case({ID_CARD: (A,), PREMISES: (B,)}, settled), ITEM, CATALOG)
    assert said == ()


def test_a_step_that_is_taken_back_ticks_only_what_was_ticked_before_it() -> None:
    before, after = case({PREMISES: (A,)}, {PREMISES: BY_PAGE}), case({ID_CARD: (A,)}, {PREMISES: BY_PAGE})
    assert ticks(before, after, ITEM, CATALOG, {ID_CARD})[1:] != ()
    assert ticks(before, after, ITEM, CATALOG, frozenset()) == (MaterialReturned(PREMISES),)


def test_what_the_item_does_not_ask_for_is_never_ticked() -> None:
    strange = MaterialCode("BANK-CARD")
    assert strange not in {demand.material for demand in ITEM.demands}
    assert ticks(case({}, {}), case({strange: (A,)}, {}), ITEM, CATALOG) == ()


@pytest.mark.parametrize("state", [State.ACCEPTED, State.WITHDRAWN, State.ARCHIVED])
def test_beyond_the_window_nothing_is_ticked_and_nothing_lost(state: State) -> None:
    before, after = case({ID_CARD: (A,)}, {ID_CARD: BY_PAGE}), case({PREMISES: (A,)}, {ID_CARD: BY_PAGE}, state)
    assert ticks(before, after, ITEM, CATALOG) == ()


def test_pages_in_another_order_are_no_change() -> None:
    assert ticks(case({ID_CARD: (A, B)}, {}), case({ID_CARD: (B, A)}, {}), ITEM, CATALOG) == ()
