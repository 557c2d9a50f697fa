"""Pages in their order: moved together, replaced where they stood, and always back to where they were."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deskapp.ids import MaterialCode, PageDigest
from deskapp.rules.page_places import Pages, Place, moved, present, put_back, replaced, way_back, without

CARD, FORM, PHOTO = MaterialCode("CARD"), MaterialCode("FORM"), MaterialCode("PHOTO")
A, B, C, D, E = (PageDigest(letter) for letter in "abcde")
SOME: Pages = {CARD: (A, B, C), FORM: (D,)}

every_page = st.sampled_from([A, B, C, D, E])
arrangements = st.dictionaries(
    st.sampled_from([CARD, FORM, PHOTO]), st.lists(every_page, min_size=1, max_size=5, unique=True).map(tuple)
)


def test_pages_are_moved_together_in_the_order_in_which_they_were_marked() -> None:
    assert moved(SOME, (C, A), FORM, None) == {CARD: (B,), FORM: (D, C, A)}
    assert moved(SOME, (C, A), FORM, D) == {CARD: (B,), FORM: (C, A, D)}


def test_a_page_is_moved_left_and_right_within_its_material() -> None:
    assert moved(SOME, (C,), CARD, B)[CARD] == (A, C, B)
    assert moved(SOME, (A,), CARD, C)[CARD] == (B, A, C)
    assert moved(SOME, (A,), CARD, None)[CARD] == (B, C, A)


def test_a_page_moved_before_one_that_has_gone_stands_at_the_end() -> None:
    assert moved(SOME, (A,), FORM, E)[FORM] == (D, A)
    assert moved(SOME, (A, B), CARD, B)[CARD] == (C, A, B), "nor before itself"


def test_what_is_made_stands_where_the_first_of_its_sources_stood() -> None:
    assert replaced(SOME, (B,), (E,)) == {CARD: (A, E, C), FORM: (D,)}
    assert replaced(SOME, (C, A), (E,)) == {CARD: (B, E), FORM: (D,)}
    assert replaced(SOME, (B, D), (E,)) == {CARD: (A, E, C)}, "a material whose only page was merged away has none"


def test_pages_are_put_back_among_those_that_came_meanwhile() -> None:
    now = {CARD: (A, E), FORM: (D,)}
    assert put_back(now, (), (Place(C, CARD), Place(B, CARD, C))) == {CARD: (A, E, B, C), FORM: (D,)}


@given(arrangements, arrangements)
def test_the_way_back_leads_back(now: Pages, earlier: Pages) -> None:
    assert put_back(now, *way_back(now, earlier)) == earlier


@given(arrangements, arrangements)
def test_going_back_twice_is_going_back_once(now: Pages, earlier: Pages) -> None:
    once = put_back(now, *way_back(now, earlier))
    assert put_back(once, *way_back(now, earlier)) == once
    assert way_back(earlier, earlier) == ((), ())


@given(arrangements, st.lists(every_page, min_size=1, unique=True), st.sampled_from([CARD, PHOTO]), every_page)
def test_moving_loses_no_page_and_makes_none(
    pages: Pages, those: list[PageDigest], material: MaterialCode, before: PageDigest
) -> None:
    after = moved(pages, those, material, before)
    assert present(after) == present(pages) | set(those)
    assert [page for page in after[material] if page in those] == those
    assert without(after, those) == without(pages, those)


@given(arrangements, st.lists(every_page, min_size=1, max_size=3, unique=True))
def test_replacing_leaves_the_order_of_the_others(pages: Pages, sources: list[PageDigest]) -> None:
    new = PageDigest("new")
    assert without(replaced(pages, sources, (new,)), {new}) == without(pages, sources)
