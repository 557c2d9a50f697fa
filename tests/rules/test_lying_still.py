"""The picture is taken by itself when a sheet has lain still, once, and never with a hand in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules.lying_still import CALM, DRIFT, STILL, STIRRED, Sight, Watch, looked, same_place, taken
from deskapp.rules.page_making import WHOLE, Corner

PACE = 0.1
SHEET = (Corner(20_000, 10_000), Corner(80_000, 10_000), Corner(80_000, 90_000), Corner(20_000, 90_000))
LIES = Sight((SHEET,), moved=0)
HAND = replace(LIES, reaches_in=True)
EMPTY = Sight(())
FRESH = Watch()


def moved(by: int) -> Sight:
    return Sight((tuple(Corner(one.x + by, one.y) for one in SHEET),))


def shots(sights: Iterable[Sight], watch: Watch = FRESH, pace: float = PACE) -> list[int]:
    """At which of the looks a picture is taken."""
    found = []
    for number, sight in enumerate(sights):
        watch, now = looked(watch, sight, number * pace)
        found += [number] * now
    return found


def test_a_sheet_that_lies_still_is_taken_once() -> None:
    assert shots([LIES] * 100) == [round(STILL / PACE)]


def test_nothing_is_taken_of_an_empty_desk_or_with_a_hand_in_the_picture() -> None:
    assert shots([EMPTY] * 100) == []
    assert shots([HAND] * 100) == []


def test_a_hand_that_lets_go_begins_the_wait_anew() -> None:
    assert shots([LIES] * 5 + [HAND] + [LIES] * 20) == [6 + round(STILL / PACE)]


def test_a_sheet_that_is_pushed_about_is_waited_for() -> None:
    pushed = [moved(step * 3 * DRIFT) for step in range(20)]
    assert shots(pushed) == []
    assert shots([*pushed, *[moved(0)] * 20]) == [20 + round(STILL / PACE)]
    creeping = [moved(step * DRIFT // 3) for step in range(40)]  # each look is like the one before, but not the first
    assert shots(creeping) == []


def test_the_next_is_taken_when_something_has_changed() -> None:
    wait = round(STILL / PACE)
    assert shots([LIES] * 30 + [EMPTY] + [LIES] * 30) == [wait, 31 + wait]
    assert shots([LIES] * 30 + [HAND] + [LIES] * 30) == [wait, 31 + wait]
    turned_over = replace(LIES, moved=STIRRED + 1)
    assert shots([LIES] * 30 + [turned_over] + [LIES] * 30) == [wait, 31 + wait]
    assert shots([LIES] * 30 + [replace(LIES, moved=CALM + 1)] + [LIES] * 30) == [wait]  # the lamp flickered


def test_what_was_taken_by_hand_is_not_taken_again_by_itself() -> None:
    watch = taken(Watch())
    assert shots([LIES] * 50, watch) == []


def test_a_camera_that_stood_still_has_seen_nothing_lie_still() -> None:
    assert shots([LIES] * 20, pace=1.0) == []


def test_another_number_of_sheets_is_another_place() -> None:
    assert not same_place((SHEET,), (SHEET, SHEET))
    assert same_place((), ())


@given(st.lists(st.sampled_from([EMPTY, HAND, LIES, moved(5_000), replace(LIES, moved=WHOLE)]), max_size=120))
def test_whatever_happens_a_picture_is_one_of_a_sheet_at_rest(sights: list[Sight]) -> None:
    wait = round(STILL / PACE)
    for at in shots(sights):
        before = sights[at - wait : at + 1]
        assert len(before) == wait + 1
        assert all(sight.sheets and not sight.reaches_in and sight.moved <= CALM for sight in before)
        assert all(same_place(sight.sheets, sights[at].sheets) for sight in before)
