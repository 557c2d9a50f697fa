"""What others may see of a person."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules.case import Person
from deskapp.rules.masking import Masked, mask_id, mask_name, mask_person, mask_phone

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("110101199001011234", "110101********1234"),
        ("99010319701231090X", "990103********090X"),
        ("1101011990", "********90"),
        ("12", "**"),
        ("1", "*"),
        ("", ""),
    ],
)
def test_an_id_number_shows_its_county_and_its_last_four(number: str, masked: str) -> None:
    assert mask_id(number) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("13812341234", "138****1234"), ("057187654321", "057*****4321"), ("87654321", "******21"), ("1", "*"), ("", "")],
)
def test_a_phone_number_shows_its_beginning_and_its_end(number: str, masked: str) -> None:
    assert mask_phone(number) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张伟", "张*"),
        ("王秀英", "王**"),
        ("欧阳\U0002cb4e", "欧阳*"),
        ("欧阳", "欧*"),
        ("司马相如", "司马**"),
        ("\U00020bb7田洋", "\U00020bb7**"),
        ("葛\U000e0100飾", "葛\U000e0100*"),
        ("买买提·吐尔逊江", "买买提·****"),
        ("阿·买·提", "阿·***"),
        ("John Smith", "J*********"),
        ("李", "*"),
        ("A", "*"),
        ("张·", "张*"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_surname(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_a_person_is_masked_as_a_whole() -> None:
    person = Person("张伟", "990106197904128117", "19900009569", "杭州市")
    assert mask_person(person, TODAY) == Masked("张*", "990106********8117", "199****9569")


def test_an_organisation_is_public_but_its_contact_is_not() -> None:
    company = Person("杭州市一窗餐饮有限公司", "91990106MA2B0001XP", "19900009569")
    assert mask_person(company, TODAY) == Masked("杭州市一窗餐饮有限公司", "91990106MA2B0001XP", "199****9569")


@pytest.mark.parametrize("number", ["", "990106197904128118", "没有"])
def test_whose_number_is_unknown_is_masked_like_a_person(number: str) -> None:
    masked = mask_person(Person("张伟", number), TODAY)
    assert masked.name == "张*"
    assert masked.id_number == mask_id(number)


@given(st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True).filter(str.isascii))
def test_the_birth_date_and_the_serial_never_show(number: str) -> None:
    masked = mask_id(number)
    assert masked[6:14] == "*" * 8
    assert len(masked) == len(number)


@given(st.text(min_size=1))
def test_something_of_every_name_is_hidden(name: str) -> None:
    masked = mask_name(name)
    assert masked != name or set(name) & {"*"}


@given(st.text(max_size=30))
def test_whatever_stands_in_a_field_can_be_masked(text: str) -> None:
    shown = [letter for letter in mask_id(text) if letter != "*"]
    assert len(shown) <= max(2, 10 if len(text) == 18 else 0)
    mask_phone(text)
    mask_name(text)
