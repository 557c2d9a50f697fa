"""Which makings are sound, what was made of what, and which pages are sealed by a redaction."""

from __future__ import annotations

import pytest

from deskapp.failures import Refusal
from deskapp.ids import PageDigest
from deskapp.rules.page_making import (
    WHOLE,
    Box,
    Corner,
    Craft,
    LaidSheet,
    MadeOf,
    Making,
    ask_sound,
    crafts_of,
    originals,
    sealed,
)

A, B, C, D, E, F = (PageDigest(letter) for letter in "abcdef")
HALF = Box(0, 0, WHOLE // 2, WHOLE)

LAID = LaidSheet((Corner(20_000, 10_000), Corner(80_000, 14_000), Corner(78_000, 92_000), Corner(22_000, 90_000)))
LIES_ILL = [
    LaidSheet(LAID.corners[:3]),
    LaidSheet(LAID.corners[::-1]),  # read from behind
    LaidSheet((LAID.corners[1], LAID.corners[0], *LAID.corners[2:])),  # crossed
    LaidSheet((*LAID.corners[:2], Corner(45_000, 45_000), LAID.corners[3])),  # bent inwards
    LaidSheet((Corner(-1, 10_000), *LAID.corners[1:])),
    LaidSheet((*LAID.corners[:3], Corner(20_100, 10_100))),  # no side
    LaidSheet(LAID.corners, 21_000, 0),
    LaidSheet(LAID.corners, 100, 29_700),
    LaidSheet(LAID.corners, 21_000, 2_000_000),
]
SOUND = [
    (Making(Craft.TURN, turn=90), 1, 1),
    (Making(Craft.TURN, turn=270), 1, 1),
    (Making(Craft.STRAIGHTEN), 1, 1),
    (Making(Craft.CROP, boxes=(HALF,)), 1, 1),
    (Making(Craft.SPLIT, cut=WHOLE // 2), 1, 2),
    (Making(Craft.MERGE), 2, 1),
    (Making(Craft.MERGE, across=True), 4, 1),
    (Making(Craft.REDACT, boxes=(HALF,) * 64), 1, 1),
    (Making(Craft.FLATTEN, sheets=(LAID,)), 1, 1),
    (Making(Craft.FLATTEN, sheets=(LAID, LaidSheet(LAID.corners, 21_000, 29_700))), 1, 2),
]
UNSOUND = [
    (Making(Craft.TURN), 1, 1),
    (Making(Craft.TURN, turn=45), 1, 1),
    (Making(Craft.TURN, turn=90), 2, 1),
    (Making(Craft.TURN, turn=90), 1, 2),
    (Making(Craft.CROP), 1, 1),
    (Making(Craft.CROP, boxes=(HALF, HALF)), 1, 1),
    (Making(Craft.CROP, boxes=(Box(0, 0, 0, WHOLE),)), 1, 1),
    (Making(Craft.CROP, boxes=(Box(9000, 0, 1000, WHOLE),)), 1, 1),
    (Making(Craft.CROP, boxes=(Box(-1, 0, WHOLE, WHOLE),)), 1, 1),
    (Making(Craft.CROP, boxes=(Box(0, 0, WHOLE + 1, WHOLE),)), 1, 1),
    (Making(Craft.SPLIT, cut=0), 1, 2),
    (Making(Craft.SPLIT, cut=WHOLE), 1, 2),
    (Making(Craft.SPLIT, cut=WHOLE // 2), 1, 1),
    (Making(Craft.MERGE), 1, 1),
    (Making(Craft.MERGE), 5, 1),
    (Making(Craft.REDACT), 1, 1),
    (Making(Craft.REDACT, boxes=(HALF,) * 65), 1, 1),
    (Making(Craft.FLATTEN), 1, 0),
    (Making(Craft.FLATTEN, sheets=(LAID,) * 5), 1, 5),
    (Making(Craft.FLATTEN, sheets=(LAID, LAID)), 1, 1),
    (Making(Craft.FLATTEN, sheets=(LAID,)), 2, 1),
    *((Making(Craft.FLATTEN, sheets=(laid,)), 1, 1) for laid in LIES_ILL),
]


@pytest.mark.parametrize(("making", "sources", "made"), SOUND)
def test_a_sound_making_passes(making: Making, sources: int, made: int) -> None:
    ask_sound(making, sources, made)
    ask_sound(making, sources)


@pytest.mark.parametrize(("making", "sources", "made"), UNSOUND)
def test_an_unsound_making_is_refused(making: Making, sources: int, made: int) -> None:
    with pytest.raises(Refusal) as told:
        ask_sound(making, sources, made)
    assert told.value.code == "page.making_unsound"


def made(craft: Craft, sources: tuple[PageDigest, ...], into: tuple[PageDigest, ...], standing: bool = True) -> MadeOf:
    return MadeOf(sources, into, craft, standing)


TURNED = made(Craft.TURN, (A,), (B,))
BLACK = made(Craft.REDACT, (B,), (C,))

SEALED = {
    "nothing was blackened": ((TURNED,), {B}, set()),
    "what it was made of, and the scan before it": ((TURNED, BLACK), {C}, {A, B}),
    "a redaction that was undone seals nothing": ((TURNED, made(Craft.REDACT, (B,), (C,), False)), {B}, set()),
    "nor the page that is made of the blackened one": ((TURNED, BLACK, made(Craft.CROP, (C,), (D,))), {D}, {A, B}),
    "a crop that was undone shows the number still": (
        (made(Craft.CROP, (A,), (D,), False), made(Craft.REDACT, (A,), (C,))), {C}, {A, D},
    ),
    "the other half of a split stays a page": (
        (made(Craft.SPLIT, (A,), (D, E)), made(Craft.REDACT, (D,), (F,))), {F, E}, {A, D},
    ),
    "a blackened page that was removed keeps its seal": ((TURNED, BLACK), set(), {A, B}),
    "a merged sheet of a blackened page": (
        (TURNED, BLACK, made(Craft.MERGE, (C, E), (F,))), {F}, {A, B},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SEALED)
def test_what_is_sealed(name: str) -> None:
    makings, standing, expected = SEALED[name]
    assert sealed(makings, frozenset(standing)) == expected


def test_the_original_is_what_was_scanned() -> None:
    makings = (TURNED, BLACK, made(Craft.MERGE, (C, E), (F,)))
    assert originals(F, makings) == (A, E)
    assert originals(E, makings) == (E,)
    assert crafts_of(F, makings) == {Craft.TURN, Craft.REDACT, Craft.MERGE}
    assert crafts_of(A, makings) == frozenset()


def test_a_circle_that_nobody_can_have_made_is_no_endless_one() -> None:
    circle = (made(Craft.TURN, (A,), (B,)), made(Craft.TURN, (B,), (A,)))
    assert set(originals(A, circle)) <= {A, B}
    assert sealed((*circle, made(Craft.REDACT, (A,), (C,))), frozenset({C})) == {A, B}
