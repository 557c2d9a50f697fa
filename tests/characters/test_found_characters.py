"""A character that was found: its code and its parts; what was asked for by code, by strokes, and how many at most."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.characters.finding import COMMON, MOST, Character, _codes, find, variants
from deskapp.rules.asked_character import Asked, asked, is_ideograph, reading_of

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5) | st.characters(
    min_codepoint=0x20000, max_codepoint=0x2A6D6
)


@pytest.mark.parametrize(("letter", "code"), [("一", "U+4E00"), ("𠀀", "U+20000"), ("〇", "U+3007"), ("A", "U+0041")])
def test_a_code_has_four_digits_or_as_many_as_it_needs(letter: str, code: str) -> None:
    assert Character(letter).code == code


@given(HAN)
def test_the_code_of_a_character_asks_for_that_character(letter: str) -> None:
    assert asked(Character(letter).code).codes[0] == letter


@pytest.mark.parametrize(
    ("shape", "parts"),
    [("", ()), ("⿰王民", ("王", "民")), ("⿱⿰火火⿰火火", ("火",) * 4), ("⿰𤣩民", ("𤣩", "民")), ("⿻？A", ())],
)
def test_a_character_is_made_of_ideographs_and_not_of_the_signs_that_join_them(
    shape: str, parts: tuple[str, ...]
) -> None:
    assert Character("珉", shape=shape).made_of == parts
    assert all(is_ideograph(part) for part in parts)


@given(st.lists(st.integers(0, 0x10FFFF), max_size=20))
def test_a_list_of_codes_is_read_as_it_was_packed(codes: list[int]) -> None:
    assert _codes(b"".join(code.to_bytes(3, "big") for code in codes)) == codes


@given(st.lists(HAN, unique=True, max_size=8))
def test_the_characters_of_codes_come_in_the_order_of_the_codes(letters: list[str]) -> None:
    assert [one.letter for one in find(Asked(codes=tuple(letters)))] == letters
    assert [one.letter for one in find(Asked(codes=(*letters, *letters)))] == letters, "each once"


@pytest.mark.parametrize("most", [0, 1, 7, MOST])
def test_no_more_are_given_than_were_wanted_and_fewer_are_the_first_of_many(most: int) -> None:
    assert find(asked("口"), most=most) == find(asked("口"))[:most]
    assert len(find(asked("口"), strokes=12, most=most)) <= most


def test_a_code_is_answered_before_what_has_it_for_a_part() -> None:
    found = [one.letter for one in find(Asked(codes=("珉",), parts=(("金", 3),)))]
    assert found[:2] == ["珉", "鑫"]


def test_strokes_are_asked_of_a_code_too() -> None:
    assert [one.letter for one in find(asked("U+73C9"), strokes=9)] == ["珉"]
    assert find(asked("U+73C9"), strokes=10) == ()


@pytest.mark.parametrize("tone", ["1", "2", "3", "4"])
@pytest.mark.parametrize("syllable", ["ma", "lv", "yi", "zhong"])
def test_a_tone_leaves_only_what_is_read_so_and_all_of_that(syllable: str, tone: str) -> None:
    every, some = find(Asked(reading=syllable)), find(Asked(reading=syllable, tone=tone))
    assert all((syllable, tone) in map(reading_of, one.readings) for one in some)
    wanted = [one for one in every if (syllable, tone) in map(reading_of, one.readings)]
    assert list(some[: len(wanted)]) == wanted


def test_a_light_tone_is_the_fifth() -> None:
    assert "吗" in [one.letter for one in find(asked("ma5"))]
    assert all(("ma", "") in map(reading_of, one.readings) for one in find(asked("ma5")))


@given(HAN)
def test_whoever_is_a_variant_of_another_has_it_for_a_variant_and_nobody_is_their_own(letter: str) -> None:
    found = variants(letter)
    assert letter not in found
    assert all(letter in variants(other) for other in found)


def test_what_is_common_stands_in_the_table_of_common_characters_alone() -> None:
    assert COMMON == 3
    told = {one.letter: one.common for one in find(Asked(codes=("民", "珉", "䶮", "𠀀")))}
    assert (told["民"], told["珉"], told["𠀀"]) == (True, True, False)
