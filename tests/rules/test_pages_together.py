"""Pages of several materials through many steps: each can be found again, and undo brings back exactly what stood."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, EventId, ItemCode, MaterialCode, PageDigest, WindowId
from deskapp.rules import case as cases
from deskapp.rules.case import Case, CaseFact
from deskapp.rules.case_fold import fold
from deskapp.rules.page_making import (
    MOST_BOXES,
    WHOLE,
    Box,
    Craft,
    MadeOf,
    Making,
    ask_sound,
    crafts_of,
    originals,
    sealed,
    stands_for,
)
from deskapp.rules.page_places import Pages, Place, moved, present, put_back, replaced, way_back, without
from deskapp.rules.page_undo import Happened, last_step
from deskapp.rules.page_undo import put_back as undone

ME, OTHER = ClerkId("clerk3"), ClerkId("clerk5")
CARD, FORM, PHOTO = MaterialCode("CARD"), MaterialCode("FORM"), MaterialCode("PHOTO")
MATERIALS = (CARD, FORM, PHOTO)
A, B, C, D, E, F, G = (PageDigest(letter) for letter in "abcdefg")
SCANNED: Pages = {CARD: (A, B, F, G), FORM: (C,), PHOTO: (A, D)}  # one page serves two materials
TURN = Making(Craft.TURN, turn=90)
SPLIT = Making(Craft.SPLIT, cut=WHOLE // 2)
MERGE = Making(Craft.MERGE)
BLACK = Making(Craft.REDACT, boxes=(Box(0, 0, WHOLE, WHOLE // 2),))
OPENED = cases.Opened(ItemCode("SCJG-0102"), "2026.11", WindowId("3"), "t" * 32, None)


@dataclass
class Hand:
    """A case with its scans, and a clerk who works on them."""

    happened: list[Happened] = field(default_factory=list)
    case: Case = field(default_factory=lambda: Case(CaseId("c")))
    known: set[PageDigest] = field(default_factory=lambda: set(present(SCANNED)))

    def __post_init__(self) -> None:
        self.tell(OPENED, OTHER)
        for code, pages in SCANNED.items():
            self.tell(cases.PagesAdded(code, pages), OTHER)

    def tell(self, fact: CaseFact, actor: ClerkId = ME) -> None:
        cases.permits(self.case, fact)
        self.happened.append(Happened(EventId(f"e{len(self.happened):03}"), fact, actor))
        self.case = fold(self.case, fact, actor=actor)

    def undo(self) -> CaseFact:
        step, back = undone(self.case.id, self.happened, ME)
        self.tell(back)
        return step

    def fresh(self) -> PageDigest:
        page = PageDigest(f"n{len(self.known):03}")
        self.known.add(page)
        return page

    def seals(self) -> frozenset[PageDigest]:
        return sealed(self.case.makings, present(self.case.pages))

    def made_now(self) -> set[tuple[tuple[PageDigest, ...], tuple[PageDigest, ...]]]:
        return {(made.sources, made.made) for made in self.case.makings if made.standing}

    def any_step(self, data: st.DataObject, kinds: str) -> None:
        here = sorted(present(self.case.pages))
        kind = data.draw(st.sampled_from(kinds.split())) if here else "none"
        if kind == "none":
            return
        some = tuple(data.draw(st.lists(st.sampled_from(here), min_size=1, max_size=3, unique=True)))
        one = some[:1]
        if kind == "move":
            before = data.draw(st.sampled_from([None, *here]))
            self.tell(cases.PagesMoved(some, data.draw(st.sampled_from(MATERIALS)), before))
        elif kind == "remove":
            self.tell(cases.PagesRemoved(some))
        elif kind == "split":
            self.tell(cases.PagesMade(one, (self.fresh(), self.fresh()), SPLIT))
        elif kind == "merge" and len(some) > 1:
            self.tell(cases.PagesMade(some, (self.fresh(),), MERGE))
        else:
            self.tell(cases.PagesMade(one, (self.fresh(),), BLACK if kind == "black" else TURN))


counts = st.integers(1, 9)
ALL = "move remove split merge turn black"
KEEPING = "move split merge turn black"


@given(counts, st.data())
def test_each_undo_brings_back_exactly_the_pages_the_makings_and_the_seals_that_stood(
    steps: int, data: st.DataObject
) -> None:
    hand = Hand()
    stood = []
    for _ in range(steps):
        stood.append((hand.case.pages, hand.made_now(), hand.seals() & present(SCANNED), last_step(hand.happened, ME)))
        hand.any_step(data, ALL)
        if last_step(hand.happened, ME) == stood[-1][3]:
            stood.pop()  # there was no page left to work on
    while stood:
        hand.undo()
        pages, made, seals, last = stood.pop()
        assert (hand.case.pages, hand.made_now(), hand.seals() & present(SCANNED)) == (pages, made, seals)
        assert last_step(hand.happened, ME) == last
    assert hand.case.pages == SCANNED


@given(st.lists(st.booleans(), max_size=12), st.data())
def test_every_page_that_ever_stood_is_found_again_as_long_as_none_was_removed(
    forward: list[bool], data: st.DataObject
) -> None:
    hand = Hand()
    for on in forward:
        if on or last_step(hand.happened, ME) is None:
            hand.any_step(data, KEEPING)
        else:
            hand.undo()
    here = present(hand.case.pages)
    for page in hand.known:
        found = stands_for(page, hand.case.makings, here)
        assert here.issuperset(found), page
        assert len(found) == len(set(found))
    for page in here:
        assert stands_for(page, hand.case.makings, here) == (page,)


@given(st.lists(st.booleans(), max_size=12), st.data())
def test_what_stands_comes_from_scans_only_and_each_scan_is_behind_what_stands_for_it(
    forward: list[bool], data: st.DataObject
) -> None:
    hand = Hand()
    for on in forward:
        if on or last_step(hand.happened, ME) is None:
            hand.any_step(data, KEEPING)
        else:
            hand.undo()
    makings, here = hand.case.makings, present(hand.case.pages)
    for page in here:
        assert present(SCANNED).issuperset(originals(page, makings))
        assert bool(crafts_of(page, makings)) == (originals(page, makings) != (page,))
    for scan in present(SCANNED):
        for found in stands_for(scan, makings, here):
            assert scan in originals(found, makings)


@given(counts, st.data())
def test_no_page_that_stands_is_sealed_and_every_scan_behind_a_blackened_one_is(
    steps: int, data: st.DataObject
) -> None:
    hand = Hand()
    for _ in range(steps):
        hand.any_step(data, ALL)
    here, makings = present(hand.case.pages), hand.case.makings
    assert hand.seals().isdisjoint(here)
    for made in makings:
        if made.craft is Craft.REDACT:
            behind = {scan for page in made.sources for scan in originals(page, makings)}
            assert hand.seals() >= behind - here


@given(counts, st.data())
def test_a_page_that_another_brings_meanwhile_outlives_every_undo(steps: int, data: st.DataObject) -> None:
    hand, done = Hand(), 0
    late = PageDigest("late")
    for _ in range(steps):
        before = len(hand.happened)
        hand.any_step(data, "move remove turn split")
        done += len(hand.happened) - before
    hand.tell(cases.PagesAdded(FORM, (late,)), OTHER)
    for _ in range(done):
        hand.undo()
    assert late in hand.case.pages[FORM]
    assert without(hand.case.pages, {late}) == SCANNED
    with pytest.raises(Refusal, match=r"nothing_to_undo"):
        hand.undo()


def test_a_page_that_serves_two_materials_is_turned_in_both_and_turned_back_in_both() -> None:
    hand = Hand()
    hand.tell(cases.PagesMade((A,), (E,), TURN))
    assert hand.case.pages == {CARD: (E, B, F, G), FORM: (C,), PHOTO: (E, D)}
    hand.undo()
    assert hand.case.pages == SCANNED


def test_a_page_that_serves_two_materials_is_moved_out_of_both_and_back_into_both() -> None:
    hand = Hand()
    hand.tell(cases.PagesMoved((A,), FORM, C))
    assert hand.case.pages == {CARD: (B, F, G), FORM: (A, C), PHOTO: (D,)}
    hand.undo()
    assert hand.case.pages == SCANNED


N1, N2, N3 = (PageDigest(f"n{number}") for number in (1, 2, 3))
STANDS: dict[str, tuple[PageDigest, tuple[MadeOf, ...], set[PageDigest], tuple[PageDigest, ...]]] = {
    "it stands itself": (A, (), {A}, (A,)),
    "it has gone and nothing came of it": (A, (), {B}, (A,)),
    "it was turned": (A, (MadeOf((A,), (N1,), Craft.TURN),), {N1}, (N1,)),
    "it was turned twice": (
        A, (MadeOf((A,), (N1,), Craft.TURN), MadeOf((N1,), (N2,), Craft.TURN)), {N2}, (N2,),
    ),
    "both halves, in their order": (A, (MadeOf((A,), (N2, N1), Craft.SPLIT),), {N1, N2}, (N2, N1)),
    "the half that is left": (A, (MadeOf((A,), (N1, N2), Craft.SPLIT),), {N2}, (N2,)),
    "one sheet for two pages": (B, (MadeOf((A, B), (N1,), Craft.MERGE),), {N1}, (N1,)),
    "the turn was undone": (N1, (MadeOf((A,), (N1,), Craft.TURN, False),), {A}, (A,)),
    "the merge was undone": (N1, (MadeOf((B, A), (N1,), Craft.MERGE, False),), {A, B}, (B, A)),
    "undone, and then turned another way": (
        N1, (MadeOf((A,), (N1,), Craft.TURN, False), MadeOf((A,), (N2,), Craft.TURN)), {N2}, (N2,),
    ),
    "the newest of two makings": (
        A, (MadeOf((A,), (N1,), Craft.TURN), MadeOf((A,), (N3,), Craft.CROP)), {N1, N3}, (N3,),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STANDS)
def test_what_stands_where_a_page_stood(name: str) -> None:
    page, makings, here, found = STANDS[name]
    assert stands_for(page, makings, frozenset(here)) == found


def test_a_craft_that_was_undone_is_not_told_of_the_page_any_more() -> None:
    makings = (MadeOf((A,), (N1,), Craft.CROP, False), MadeOf((A,), (N2,), Craft.TURN))
    assert crafts_of(N2, makings) == {Craft.TURN}
    assert crafts_of(N1, makings) == frozenset()
    assert originals(N1, makings) == (N1,)


EDGES: dict[str, tuple[Making, bool]] = {
    "the least that is no slip of the hand": (Making(Craft.SPLIT, cut=500), True),
    "a hair less": (Making(Craft.SPLIT, cut=499), False),
    "the most": (Making(Craft.SPLIT, cut=WHOLE - 500), True),
    "a hair more": (Making(Craft.SPLIT, cut=WHOLE - 499), False),
    "a box that is wide enough": (Making(Craft.CROP, boxes=(Box(0, 0, 500, 500),)), True),
    "a box that is too narrow": (Making(Craft.CROP, boxes=(Box(0, 0, 499, 500),)), False),
    "a box that is too low": (Making(Craft.CROP, boxes=(Box(0, 0, 500, 499),)), False),
    "a box above the page": (Making(Craft.CROP, boxes=(Box(0, -1, 500, 500),)), False),
    "a box below the page": (Making(Craft.CROP, boxes=(Box(0, 0, 500, WHOLE + 1),)), False),
    "one bad box among many": (
        Making(Craft.REDACT, boxes=(*(Box(0, 0, 500, 500),) * (MOST_BOXES - 1), Box(0, 0, 1, 1))), False,
    ),
    "a bad box that a turn has no use for": (Making(Craft.TURN, turn=180, boxes=(Box(0, 0, 1, 1),)), False),
}  # fmt: skip


@pytest.mark.parametrize("name", EDGES)
def test_a_making_is_sound_to_a_hair(name: str) -> None:
    making, sound = EDGES[name]
    if sound:
        ask_sound(making, 1)
    else:
        with pytest.raises(Refusal, match=r"making_unsound"):
            ask_sound(making, 1)


every_page = st.sampled_from([A, B, C, D, E])
arrangements = st.dictionaries(
    st.sampled_from(MATERIALS), st.lists(every_page, min_size=1, max_size=5, unique=True).map(tuple)
)
some_pages = st.lists(every_page, min_size=1, max_size=4, unique=True)


@given(arrangements, some_pages, st.sampled_from(MATERIALS), st.none() | every_page)
def test_no_material_is_left_with_an_empty_place_or_a_page_twice(
    pages: Pages, those: list[PageDigest], material: MaterialCode, before: PageDigest | None
) -> None:
    results = [
        moved(pages, those, material, before),
        replaced(pages, those, (N1, N2)),
        without(pages, those),
        put_back(pages, those[:1], [Place(page, material, before) for page in those[1:]]),
    ]
    for after in results:
        assert all(after.values())
        assert all(len(of_one) == len(set(of_one)) for of_one in after.values())


@given(arrangements, some_pages, st.sampled_from(MATERIALS), st.none() | every_page)
def test_a_move_done_again_changes_nothing_and_leaves_what_it_was_given(
    pages: Pages, those: list[PageDigest], material: MaterialCode, before: PageDigest | None
) -> None:
    given_in = dict(pages)
    once = moved(pages, those, material, before)
    assert moved(once, those, material, before) == once
    assert pages == given_in


@given(arrangements, arrangements)
def test_the_way_back_sends_nobody_away_who_belongs_there_and_fetches_nobody_who_does_not(
    now: Pages, earlier: Pages
) -> None:
    gone, places = way_back(now, earlier)
    assert set(gone) == present(now) - present(earlier)
    assert len(gone) == len(set(gone))
    assert all(place.page in earlier[place.material] for place in places)
    assert present(earlier) - present(now) <= {place.page for place in places}
