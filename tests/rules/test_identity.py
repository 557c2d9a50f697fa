"""No real person is refused, and no slip of the finger is saved."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta

import pytest
import stdnum.cn.uscc
import yaml
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

import resources
from deskapp.failures import Refusal
from deskapp.rules.identity import (
    CreditCode,
    Identity,
    IdKind,
    Sex,
    read_credit_code,
    read_id,
    read_number,
)

TODAY = date(2026, 11, 23)
_GB_11643_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def with_id_check(first17: str) -> str:
    """The check digit by the table of GB 11643, not by the arithmetic the rule uses."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _GB_11643_WEIGHTS, strict=True))
    return first17 + "10X98765432"[total % 11]


ids = st.builds(
    lambda county, born, serial: with_id_check(f"{county:06}{born:%Y%m%d}{serial:03}"),
    st.integers(100_000, 999_999),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)
credit_codes = st.text(_ALPHABET, min_size=17, max_size=17).map(
    lambda first17: first17 + str(stdnum.cn.uscc.calc_check_digit(first17))
)


def refused_id(text: str) -> str:
    with pytest.raises(Refusal) as refusal:
        read_id(text, TODAY)
    return refusal.value.code


def refused_code(text: str) -> str:
    with pytest.raises(Refusal) as refusal:
        read_credit_code(text)
    return refusal.value.code


def sample() -> dict[str, list[dict[str, str]]]:
    people: dict[str, list[dict[str, str]]] = yaml.safe_load(
        resources.path("catalog/sample_people.yaml").read_text(encoding="utf-8")
    )
    return people


@pytest.mark.parametrize("person", sample()["people"], ids=lambda person: person["id"])
def test_everybody_of_the_sample_is_known(person: dict[str, str]) -> None:
    assert read_id(person["id"], TODAY).number == person["id"]


@pytest.mark.parametrize("organisation", sample()["organisations"], ids=lambda one: one["code"])
def test_every_organisation_of_the_sample_is_known(organisation: dict[str, str]) -> None:
    assert read_credit_code(organisation["code"]) == CreditCode(organisation["code"])
    assert read_number(organisation["code"], TODAY) == CreditCode(organisation["code"])


def test_the_number_tells_birth_date_and_sex() -> None:
    assert read_id("11010119900307109X"[:17] + with_id_check("11010119900307109")[-1], TODAY) == Identity(
        with_id_check("11010119900307109"), IdKind.RESIDENT, date(1990, 3, 7), Sex.MALE
    )
    assert read_id(with_id_check("11010119900307108"), TODAY).sex is Sex.FEMALE


def test_a_county_of_a_later_time_than_the_birth_is_no_fault() -> None:
    """Born in 1949, registered in a county made in the 1980s: python-stdnum refuses this person."""
    assert read_id(with_id_check("33010619490101001"), TODAY).born == date(1949, 1, 1)


@pytest.mark.parametrize("region", ["810000", "820000", "830000"])
def test_residence_permits_of_hong_kong_macau_and_taiwan_are_known(region: str) -> None:
    assert read_id(with_id_check(f"{region}19850615001"), TODAY).kind is IdKind.HK_MACAU_TAIWAN


def test_a_foreigners_permanent_residence_card_is_known() -> None:
    assert read_id(with_id_check("93315619810803002"), TODAY).kind is IdKind.FOREIGN_RESIDENT
    assert read_id(with_id_check("99010619810803002"), TODAY).kind is IdKind.RESIDENT  # 90 is no province


@given(ids)
def test_every_right_number_is_read_and_python_stdnum_agrees_on_its_check_digit(number: str) -> None:
    assert read_id(number, TODAY).number == number
    assert mod_11_2.is_valid(number)


@given(ids, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_digit_is_always_found(number: str, place: int, digit: str) -> None:
    wrong = number[:place] + digit + number[place + 1 :]
    if wrong != number:
        assert refused_id(wrong).startswith("id.")


@given(ids, st.integers(0, 16))
def test_swapped_neighbours_are_always_found(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        assert refused_id(swapped).startswith("id.")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "id.length"),
        ("1101011990", "id.length"),
        (with_id_check("11010119900307109") + "1", "id.length"),
        ("110101900307109", "id.old_number"),
        ("11010119900307109A", "id.bad_character"),
        ("X" + with_id_check("11010119900307109")[1:], "id.bad_character"),
        ("一" * 18, "id.bad_character"),
        ("٣" * 18, "id.bad_character"),
        (with_id_check("11010119901307109"), "id.birth_date"),
        (with_id_check("11010119900230109"), "id.birth_date"),
        (with_id_check("11010100000101109"), "id.birth_date"),
        (with_id_check("11010117500101109"), "id.birth_date"),
        (with_id_check("11010120261124109"), "id.future"),
        (with_id_check("11010120990101109"), "id.future"),
    ],
)
def test_each_refusal_says_what_is_wrong(text: str, code: str) -> None:
    assert refused_id(text) == code


def test_a_wrong_check_digit_is_said_to_be_one() -> None:
    right = with_id_check("11010119900307109")
    wrong = right[:-1] + ("1" if right[-1] != "1" else "2")
    assert refused_id(wrong) == "id.check_digit"


def test_who_was_born_today_has_a_number_and_who_is_born_tomorrow_has_none() -> None:
    assert read_id(with_id_check(f"110101{TODAY:%Y%m%d}001"), TODAY).born == TODAY
    assert refused_id(with_id_check(f"110101{TODAY + timedelta(1):%Y%m%d}001")) == "id.future"


def test_a_number_is_read_as_people_type_it() -> None:
    number = "99010319701231090X"
    full_width = "".join(chr(ord(letter) + 0xFEE0) for letter in number)
    for typed in (number.lower(), full_width, full_width.lower(), f" {number[:6]} {number[6:14]}-{number[14:]}\u3000"):
        assert read_id(typed, TODAY).number == number


def test_letters_that_only_become_ascii_when_made_large_are_not_taken_for_it() -> None:
    # 'ſ'.upper() is 'S' and 'ı'.upper() is 'I': a wrong code must not become another one
    assert refused_code("ſ1990106MA2B0001XP") == "uscc.bad_character"


def test_no_refusal_repeats_the_number() -> None:
    for text in ("110101199003071091", "11010119901307109X", "91990106MA2B0001XQ"):
        with pytest.raises(Refusal) as refusal:
            read_number(text, TODAY)
        assert not re.search(r"\d{6}", str(refusal.value))


@given(credit_codes)
def test_every_right_credit_code_is_read_with_letters_anywhere(code: str) -> None:
    assert read_credit_code(code) == CreditCode(code)


@given(st.integers(10_000_000, 99_999_999), st.text(_ALPHABET, min_size=9, max_size=9))
def test_python_stdnum_agrees_where_it_can_read_a_code(first8: int, rest: str) -> None:
    code = f"{first8}{rest}"
    code += str(stdnum.cn.uscc.calc_check_digit(code))
    assert stdnum.cn.uscc.is_valid(code)
    assert read_credit_code(code).number == code


def test_a_code_with_letters_among_its_first_eight_is_good() -> None:
    code = "A1990106MA2B0001X"
    code += str(stdnum.cn.uscc.calc_check_digit(code))
    assert not stdnum.cn.uscc.is_valid(code)  # why the rule is our own
    assert read_credit_code(code).number == code


@given(credit_codes, st.integers(0, 17), st.sampled_from(_ALPHABET))
def test_one_wrong_character_of_a_credit_code_is_always_found(code: str, place: int, letter: str) -> None:
    wrong = code[:place] + letter + code[place + 1 :]
    if wrong != code:
        assert refused_code(wrong) == "uscc.check_digit"


@given(credit_codes, st.integers(0, 16))
def test_swapped_neighbours_of_a_credit_code_are_always_found(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        assert refused_code(swapped) == "uscc.check_digit"


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "uscc.length"), ("91990106MA2B0001X", "uscc.length"), ("9199010ZMA2B0001XP", "uscc.bad_character")],
)
def test_each_refusal_of_a_credit_code_says_what_is_wrong(text: str, code: str) -> None:
    assert refused_code(text) == code


def test_the_letters_a_credit_code_never_holds_are_named_by_their_places() -> None:
    with pytest.raises(Refusal) as refusal:
        read_credit_code("9199O106MA2BI001XP")
    assert refusal.value.values["places"] == [5, 13]


def test_a_small_letter_code_is_read() -> None:
    assert read_credit_code("91990106ma2b0001xp").number == "91990106MA2B0001XP"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("91990106MA2B0001XQ", "uscc.check_digit"),
        ("110101199003071091", "id.check_digit"),
        ("99010319701231090", "id.length"),
        ("91990106MA2B0001X", "uscc.length"),
        ("", "id.length"),
    ],
)
def test_a_number_of_either_kind_is_refused_as_the_one_it_looks_like(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_number(text, TODAY)
    assert refusal.value.code == code


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_number_or_a_refusal(text: str) -> None:
    with suppress(Refusal):
        assert read_number(text, TODAY).number
