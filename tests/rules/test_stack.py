"""Where the pages of a stack go: never lost, never put wrongly, whatever happens to the separators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from deskapp.ids import CaseId, ClerkId, ItemCode, MaterialCode, WindowId
from deskapp.rules.barcode import ScannedSeparator
from deskapp.rules.case import Case, How, Settled, checklist_of
from deskapp.rules.case_state import State
from deskapp.rules.catalog_text import read
from deskapp.rules.checklist import Checklist
from deskapp.rules.material_state import Standing
from deskapp.rules.separator_goal import goal_of
from deskapp.rules.spot import Spot, Why
from deskapp.rules.stack import Side, Stack, lay, torn

MINE, OTHER, STRANGE = (CaseId(f"case-{name}") for name in ("mine", "other", "strange"))
START = Spot(MINE, MaterialCode("ID-CARD"))
PAGE, EMPTY, MISSED = Side(), Side(blank=True), Side(framed=True)


def before(case: CaseId, place: int) -> Side:
    """A separator, as it is read."""
    return Side((ScannedSeparator(case, place),), framed=True)


def told(separator: ScannedSeparator) -> Spot | Why:
    """Two cases with three materials each, and none beside them."""
    if separator.case not in (MINE, OTHER):
        return Why.UNKNOWN
    return Spot(separator.case, MaterialCode(f"M{separator.place}")) if 1 <= separator.place <= 3 else Why.NO_MATERIAL


def gone(sides: Sequence[Side], *, both_sides: bool = False) -> list[Spot | Why | None]:
    """Where each side of a stack goes."""
    stack, goals = Stack(START, both_sides), []
    for side in sides:
        laid = lay(stack, side, told)
        stack = laid.stack
        goals.append(laid.goal)
    return goals


def to(case: CaseId, place: int) -> Spot:
    return Spot(case, MaterialCode(f"M{place}"))


def test_pages_before_the_first_separator_belong_where_the_scan_was_asked_for() -> None:
    assert gone([PAGE, EMPTY, PAGE]) == [START] * 3


def test_pages_go_behind_their_separator_also_in_another_case() -> None:
    stack = [PAGE, before(MINE, 2), PAGE, PAGE, before(OTHER, 1), PAGE, before(MINE, 3), PAGE]
    assert gone(stack) == [START, None, to(MINE, 2), to(MINE, 2), None, to(OTHER, 1), None, to(MINE, 3)]


def test_two_separators_in_a_row_leave_nothing_between_and_one_at_the_end_nothing_behind() -> None:
    assert gone([before(MINE, 1), before(MINE, 2), PAGE, before(OTHER, 3)]) == [None, None, to(MINE, 2), None]


def test_a_separator_printed_on_both_sides_is_one() -> None:
    assert gone([before(MINE, 2), before(MINE, 2), PAGE], both_sides=True) == [None, None, to(MINE, 2)]


def test_the_empty_back_of_a_separator_is_no_page_but_a_written_one_is() -> None:
    assert gone([before(MINE, 2), EMPTY, PAGE, EMPTY], both_sides=True) == [None, None, to(MINE, 2), to(MINE, 2)]
    assert gone([before(MINE, 2), PAGE], both_sides=True) == [None, to(MINE, 2)]


def test_where_one_side_is_read_an_empty_sheet_behind_a_separator_may_be_a_page() -> None:
    assert gone([before(MINE, 2), EMPTY]) == [None, to(MINE, 2)]


def test_after_two_separators_at_once_everything_waits_until_the_next_plain_one() -> None:
    both = Side((ScannedSeparator(MINE, 1), ScannedSeparator(OTHER, 2)))
    assert gone([both, PAGE, before(MINE, 3), PAGE]) == [Why.DOUBLED, Why.DOUBLED, None, to(MINE, 3)]


def test_the_same_separator_read_twice_on_a_page_is_one() -> None:
    assert gone([Side((ScannedSeparator(MINE, 1),) * 2), PAGE]) == [None, to(MINE, 1)]


def test_two_sides_that_name_different_places_are_nobodys() -> None:
    stack = [before(MINE, 1), before(OTHER, 1), PAGE]
    assert gone(stack, both_sides=True) == [None, Why.DOUBLED, Why.DOUBLED]
    assert gone(stack) == [None, None, to(OTHER, 1)], "of single sides the later one is the next sheet"


def test_behind_a_missed_separator_nothing_goes_to_the_material_before_it() -> None:
    assert gone([before(MINE, 1), PAGE, MISSED, PAGE, PAGE, before(MINE, 2), PAGE]) == [
        None, to(MINE, 1), Why.UNREAD, Why.UNREAD, Why.UNREAD, None, to(MINE, 2),
    ]  # fmt: skip


def test_pages_of_a_case_that_nobody_has_wait() -> None:
    assert gone([before(STRANGE, 1), PAGE, before(MINE, 9), PAGE]) == [None, Why.UNKNOWN, None, Why.NO_MATERIAL]


def test_a_side_that_cannot_be_read_makes_only_a_separated_stack_doubtful() -> None:
    assert torn(Stack(START)).goal == START
    separated = lay(Stack(START), before(MINE, 1), told).stack
    assert torn(separated).goal is Why.UNREAD


SIDES = st.lists(
    st.one_of(
        st.just(PAGE), st.just(EMPTY), st.just(MISSED),
        st.builds(before, st.sampled_from([MINE, OTHER, STRANGE]), st.integers(0, 4)),
        st.just(Side((ScannedSeparator(MINE, 1), ScannedSeparator(MINE, 2)))),
    ),
    max_size=14,
)  # fmt: skip


@given(SIDES, st.booleans())
def test_whatever_comes_no_page_goes_anywhere_but_where_the_last_plain_word_sent_it(
    sides: list[Side], both_sides: bool
) -> None:
    goals = gone(sides, both_sides=both_sides)
    for at, (side, goal) in enumerate(zip(sides, goals, strict=True)):
        if goal is None:
            assert side.separators or (side.blank and both_sides and sides[at - 1].separators)
        elif isinstance(goal, Spot):
            words = [one for one in sides[:at] if one.separators or one.framed]
            assert goal == (told(words[-1].separators[0]) if words else START)
            assert not words or len(set(words[-1].separators)) == 1


CATALOG = read(resources.path("catalog/sample.yaml").read_text(encoding="utf-8"))
CASE = Case(
    MINE, version=1, state=State.OPENED, item=ItemCode("ZJ-0201"), window=WindowId("3"), clerk=ClerkId("clerk3"),
    catalog=CATALOG.version,
)  # fmt: skip


def goal(
    place: int = 2, *, window: str = "3", clerk: str = "clerk3", in_hand: CaseId = OTHER, **case: object
) -> object:
    standing = msgspec.structs.replace(CASE, **case)
    checklist = checklist_of(standing, CATALOG)
    return goal_of(
        ScannedSeparator(MINE, place), standing, checklist,
        clerk=ClerkId(clerk), window=WindowId(window), in_hand=in_hand,
    )  # fmt: skip


def test_a_separator_names_a_material_by_its_place_in_the_list() -> None:
    lines = checklist_of(CASE, CATALOG).lines
    assert [goal(place) for place in (1, len(lines))] == [Spot(MINE, lines[0].material), Spot(MINE, lines[-1].material)]
    assert [goal(place) for place in (0, len(lines) + 1, 99)] == [Why.NO_MATERIAL] * 3


@pytest.mark.parametrize(
    ("window", "clerk", "in_hand", "mine"),
    [
        ("3", "clerk3", OTHER, True),
        ("3", "clerk7", OTHER, True),  # the colleague of the next shift
        ("7", "clerk3", OTHER, True),  # their own, from another window
        ("7", "clerk7", OTHER, False),
        ("7", "clerk7", MINE, True),  # whoever has it in hand may scan for it
    ],
)
def test_a_case_is_this_clerks_by_window_by_hand_or_by_having_taken_it_in(
    window: str, clerk: str, in_hand: CaseId, mine: bool
) -> None:
    assert (goal(window=window, clerk=clerk, in_hand=in_hand) is not Why.NOT_YOURS) == mine


@pytest.mark.parametrize("state", list(State))
def test_only_a_case_that_is_taken_in_now_gets_pages(state: State) -> None:
    at_the_window = state in (State.OPENED, State.PRE_REVIEWED, State.CORRECTION_REQUESTED)
    assert (goal(state=state) is not Why.CLOSED) == at_the_window


def test_what_was_put_off_is_brought_to_a_case_that_is_on_its_way() -> None:
    code = checklist_of(CASE, CATALOG).lines[1].material
    put_off = {code: Settled(How.DEFERRED, due=date(2026, 12, 1))}
    assert goal(2, state=State.ACCEPTED, settled=put_off) == Spot(MINE, code)
    assert goal(1, state=State.ACCEPTED, settled=put_off) is Why.CLOSED


def test_what_an_earlier_case_of_the_bundle_produces_is_not_brought() -> None:
    lines = checklist_of(CASE, CATALOG).lines
    produced = Checklist((replace(lines[0], standing=Standing.PRODUCED), *lines[1:]))
    found = goal_of(
        ScannedSeparator(MINE, 1), CASE, produced, clerk=ClerkId("clerk3"), window=WindowId("3"), in_hand=MINE
    )  # fmt: skip
    assert found is Why.NO_MATERIAL


def test_of_a_case_that_never_came_here_nothing_is_known() -> None:
    nobody = goal_of(
        ScannedSeparator(STRANGE, 1), Case(STRANGE), None, clerk=ClerkId("clerk3"), window=WindowId("3"), in_hand=MINE
    )  # fmt: skip
    assert nobody is Why.UNKNOWN


def test_the_module_says_each_reason_once() -> None:
    assert len({why.value for why in Why}) == len(Why)
    assert all(len(why.value) <= 16 for why in Why), "as wide as its column"
