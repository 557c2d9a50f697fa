"""A name is kept as it is on the document."""

from __future__ import annotations

import unicodedata
from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import resources
from deskapp.failures import Refusal
from deskapp.rules.names import LONGEST, normal_name, personal_name


def refused(text: str) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        normal_name(text)
    return refusal.value


def sample_names() -> list[str]:
    people = yaml.safe_load(resources.path("catalog/sample_people.yaml").read_text(encoding="utf-8"))
    return [one["name"] for part in ("people", "organisations") for one in people[part]]


@pytest.mark.parametrize("name", sample_names())
def test_every_name_of_the_sample_stays_as_it_is(name: str) -> None:
    assert normal_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "\U0002cb4e子轩",  # 𬭎, extension E
        "张\U000313c5",  # extension H: newer than some Pythons know
        "李\U0002ebf5",  # extension I
        "王\U000323b0",  # beyond extension H
        "〇一",
        "葛\U000e0100飾",  # an ideographic variation
        "O'Brien-Smith",
        "José Ñandú",
        "ᠮᠣᠩᠭᠣᠯ",
    ],
)
def test_rare_and_foreign_names_stay_as_they_are(name: str) -> None:
    assert normal_name(name) == name


@pytest.mark.parametrize("letter", ["\uf9b4", "\ufa0e", "\ufa30", "\U0002f800", "\U0002fa1d"])
def test_compatibility_ideographs_are_not_exchanged_for_their_look_alikes(letter: str) -> None:
    assert normal_name(f"张{letter}") == f"张{letter}"


def test_some_of_them_would_be_exchanged_by_plain_normalisation() -> None:
    assert unicodedata.normalize("NFC", "\uf9b4") != "\uf9b4"  # why the rule does not use it as it is


def test_letters_and_their_accents_become_one() -> None:
    assert normal_name("Jose\u0301") == "José"
    assert normal_name("Jose\u0301\uf9b4Jose\u0301") == "José\uf9b4José"


@pytest.mark.parametrize("dot", "·•‧∙⋅・･．.")
def test_the_dot_inside_a_name_is_one_dot(dot: str) -> None:
    assert normal_name(f"买买提{dot}吐尔逊江") == "买买提·吐尔逊江"


@pytest.mark.parametrize(
    "typed", ["买买提 · 吐尔逊江", "买买提• 吐尔逊江", " 买买提·吐尔逊江·", "买买提\u3000·吐尔逊江"]
)
def test_blanks_and_dots_around_are_dropped(typed: str) -> None:
    assert normal_name(typed) == "买买提·吐尔逊江"


def test_a_full_stop_in_a_foreign_name_stays() -> None:
    assert normal_name("J. R. Smith Jr.") == "J. R. Smith Jr."


@pytest.mark.parametrize("typed", ["张 伟", " 张\u3000伟 ", "张\t伟\r\n", "\u200b张\ufeff伟\x00\x07", "张\u202e伟"])
def test_what_typing_adds_is_dropped(typed: str) -> None:
    assert normal_name(typed) == "张伟"


def test_the_blank_in_a_latin_name_stays_one() -> None:
    assert normal_name("  John \t  Smith ") == "John Smith"


@pytest.mark.parametrize("typed", ["", "   ", "\u3000", "···", "...", "-", "12", "\x00", "\u200b"])
def test_what_holds_no_letter_is_no_name(typed: str) -> None:
    assert refused(typed).code == "name.empty"


@pytest.mark.parametrize(
    ("typed", "place"),
    [("张😀", 2), ("\ue863", 1), ("张\ud800", 2), ("李\U000f0001", 2), ("A=B", 2), ("张○", 2), ("张\ufffe", 2)],
)
def test_what_no_document_carries_is_refused_with_its_place(typed: str, place: int) -> None:
    refusal = refused(typed)
    assert (refusal.code, refusal.values) == ("name.bad_character", {"place": place})


def test_a_hundred_characters_are_a_name_and_one_more_is_not() -> None:
    assert len(normal_name("张" * LONGEST)) == LONGEST
    assert refused("\U0002cb4e" * (LONGEST + 1)).values == {"longest": 100, "length": 101}


@given(st.text())
def test_a_name_once_normal_stays_normal(text: str) -> None:
    name = None
    with suppress(Refusal):
        name = normal_name(text)
    assert name is None or normal_name(name) == name


@given(st.text(st.characters(min_codepoint=0x20000, max_codepoint=0x323AF), min_size=1, max_size=100))
def test_no_ideograph_beyond_the_basic_plane_is_lost_or_changed(name: str) -> None:
    assert normal_name(name) == name


@pytest.mark.parametrize("name", ["张3伟", "990105", "Li ٣ Wei"])
def test_a_person_has_no_digits_in_their_name(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        personal_name(name)
    assert refused.value.code == "name.digits"


def test_a_person_is_called_as_anybody_else_and_a_firm_may_have_digits() -> None:
    assert personal_name(" 欧阳 · 䶮 ") == normal_name(" 欧阳 · 䶮 ")
    assert normal_name("3M中国有限公司") == "3M中国有限公司"
