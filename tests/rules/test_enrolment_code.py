"""The shape of an enrolment code: what a slip of the finger makes of it is found before anybody is asked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.rules.enrolment_code import ALPHABET, BITS, code_of, read_code

CODES = st.integers(0, 2**BITS - 1).map(code_of)
PLACES = [at for at in range(14) if at not in (4, 9)]  # not the hyphens


def misread(typed: str) -> bool:
    try:
        read_code(typed)
    except Refusal:
        return True
    return False


@given(CODES)
def test_a_code_is_three_groups_of_four_that_nobody_reads_as_others(code: str) -> None:
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", code)
    assert read_code(code) == code


def test_chance_is_all_in_the_code_and_no_two_are_alike() -> None:
    assert 2**BITS == 32**11
    assert code_of(0) == "0000-0000-0000"
    assert code_of(1)[-2] == "1"
    assert len({code_of(1 << bit) for bit in range(BITS)}) == BITS, "each bit shows"


@given(CODES)
def test_it_is_understood_however_it_is_typed(code: str) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    for typed in (
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        f"  {code}\n",
        wide,
        code.replace("-", "–"),
    ):
        assert read_code(typed) == code
    assert read_code(code.replace("1", "l").replace("0", "o")) == code
    assert read_code(code.replace("1", "I").replace("0", "O")) == code


@given(CODES, st.sampled_from(PLACES), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(code: str, at: int, sign: str) -> None:
    assert misread(code[:at] + sign + code[at + 1 :]) == (sign != code[at])


@given(CODES, st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_two_that_changed_places_are_found(code: str, one: int, other: int) -> None:
    signs = list(code)
    signs[one], signs[other] = signs[other], signs[one]
    assert misread("".join(signs)) == (code[one] != code[other])


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_code_or_refused(typed: str) -> None:
    if not misread(typed):
        assert misread(read_code(typed)) is False


@pytest.mark.parametrize(
    "typed", ["", "-", "0000-0000-000", "0000-0000-00000", "0000-0000-000U", "一二三四-0000-0000", "0" * 500]
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_code(typed)
    assert (refused.value.code, refused.value.values) == ("enroll.code_misread", {}), "what was typed is told to nobody"
