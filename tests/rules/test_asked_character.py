"""What was typed to find a character by: a code, a reading, parts; and what can be meant in two ways is both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules.asked_character import LONGEST, PARTS, asked, is_ideograph, reading_of


@pytest.mark.parametrize(
    "typed", ["U+3AB0", "u+3ab0", "3AB0", "0x3AB0", "&#x3AB0;", "\\u3ab0", "82319D30", "82 31 9d 30", "GB 82319D30"]
)
def test_a_code_is_read_in_every_way_people_write_it(typed: str) -> None:
    assert "㪰" in asked(typed).codes


def test_a_code_that_could_be_two_is_both() -> None:
    assert asked("BAEC").codes == ("\ubaec", "红")


@pytest.mark.parametrize("typed", ["110000", "U+D800", "U+0007", "FFFFFFFF", "U+1F600", "U+E000"])
def test_what_no_name_holds_is_not_offered(typed: str) -> None:
    assert asked(typed).codes == ()


def test_what_is_kept_for_private_use_or_is_half_a_sign_has_no_letter() -> None:
    assert asked("D872DF4E").codes == ()


@pytest.mark.parametrize(
    ("typed", "reading", "tone"),
    [("xin", "xin", ""), ("xin1", "xin", "1"), ("xīn", "xin", "1"), ("LǛ", "lv", "4"), ("lü", "lv", ""),
     ("lu:4", "lv", "4"),      ("nv3", "nv", "3"), ("ng2", "ng", "2")],
)  # fmt: skip
def test_a_reading_is_taken_with_and_without_its_tone(typed: str, reading: str, tone: str) -> None:
    assert (asked(typed).reading, asked(typed).tone) == (reading, tone)
    assert reading_of(typed) == (reading, tone)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("王民", {"王": 1, "民": 1}),
        ("金金金", {"金": 3}),
        ("三个金", {"金": 3}),
        ("两个火木", {"火": 2, "木": 1}),
        ("3个石", {"石": 3}),
        ("单人旁尔", {"亻": 1, "尔": 1}),
        ("三点水 + 林", {"氵": 1, "林": 1}),
        ("三", {"三": 1}),
        ("⿰亻尔", {"亻": 1, "尔": 1}),
        ("\u2ea1", {"\u2ea1": 1}),
    ],
)
def test_parts_are_counted(typed: str, parts: dict[str, int]) -> None:
    assert dict(asked(typed).parts) == parts


def test_nothing_typed_asks_for_nothing() -> None:
    assert not asked("").anything
    assert not asked("  ").anything
    assert not asked("!?").anything


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_in_some_way(typed: str) -> None:
    one = asked(typed)
    assert sum(count for _, count in one.parts) <= 4 * LONGEST
    assert all(len(letter) == 1 for letter in one.codes)


@given(st.integers(0x3400, 0x4DBF) | st.integers(0x4E00, 0x9FFF) | st.integers(0x20000, 0x2EBE0))
def test_every_ideograph_is_found_by_its_code_and_by_its_bytes(code: int) -> None:
    letter = chr(code)
    assert letter in asked(f"U+{code:04X}").codes
    assert letter in asked(letter.encode("gb18030").hex()).codes
    assert is_ideograph(letter)


def test_the_parts_offered_to_the_mouse_are_each_there_once() -> None:
    assert len(set(PARTS)) == len(PARTS)
    assert all(dict(asked(part).parts) == {part: 1} for part in PARTS)
