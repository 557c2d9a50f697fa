"""What somebody is found by: any part of the name, how it is read, a telephone; never by what would find everybody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules.found_by import LONGEST_WORD, Sought, begins_with, sought, words_of


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("王秀英", {"王秀英", "秀英", "英", "wxy"}),
        ("欧阳𫖯", {"欧阳𫖯", "阳𫖯", "𫖯", "oyf"}),
        ("买买提·吐尔逊", {"买买提·吐尔逊", "买提·吐尔逊", "提·吐尔逊", "吐尔逊", "尔逊", "逊"}),
        ("John Smith", {"john smith", "smith"}),
        ("䶮", {"䶮"}),
    ],
)
def test_a_name_is_found_by_itself_by_each_part_and_by_its_initials(name: str, words: set[str]) -> None:
    assert words <= words_of(name, "")
    assert "" not in words_of(name, "")


def test_a_middle_point_begins_no_part_and_is_no_initial() -> None:
    words = words_of("买买提·吐尔逊", "")
    assert not any(word.startswith("·") for word in words)
    assert any(word.isascii() and word.startswith("mm") for word in words)


@pytest.mark.parametrize(
    ("name", "first"), [("曾国强", {"zgq", "cgq"}), ("单雄信", {"sxx", "dxx"}), ("解缙", {"jj", "xj"})]
)
def test_a_surname_with_two_readings_is_found_by_either(name: str, first: set[str]) -> None:
    assert first <= words_of(name, "")


def test_a_name_of_many_readings_has_a_few_initials_only() -> None:
    initials = {word for word in words_of("曾单解乐朴仇", "") if word.isascii()}
    assert 1 <= len(initials) <= 4


def test_what_has_no_reading_has_no_initials() -> None:
    assert not {word for word in words_of("王△", "") if word.isascii()}


def test_a_telephone_is_found_whole_and_by_its_last_four() -> None:
    assert {"19900003003", "3003"} <= words_of("王秀英", "199 0000-3003")
    assert not {word for word in words_of("王秀英", "3003") if word.isdecimal()}, "too short to be one"


def test_an_agent_is_found_as_the_applicant_is_and_by_the_whole_id_number() -> None:
    words = words_of("示例公司", "", "李䶮", "99010519880229337X")
    assert {"李䶮", "䶮", "99010519880229337x"} <= words


@pytest.mark.parametrize("typed", ["", " ", "\u3000", "\ud83d", "张\x07", "\x00", "-", "- －"])
def test_half_a_sign_and_blanks_look_for_nothing(typed: str) -> None:
    assert sought(typed) is None


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (" 王秀 ", Sought("王秀", digits=False)),
        ("３００３", Sought("3003", digits=True)),
        ("3300 0001-2026", Sought("330000012026", digits=True)),
        ("WXY", Sought("wxy", digits=False)),
        ("²", Sought("²", digits=False)),
    ],
)
def test_what_is_typed_is_read_as_it_is_meant(typed: str, asked: Sought) -> None:
    assert sought(typed) == asked


def test_a_name_begins_with_what_was_typed_whatever_its_letters() -> None:
    assert begins_with("John Smith", "john")
    assert begins_with("王秀英", "王")
    assert not begins_with("王秀英", "秀英")


# As they are kept: `rules.names` takes blanks from both ends.
_LETTERS = st.characters(codec="utf-8", categories=("L", "M", "N", "P", "Zs"))
NAMES = st.text(_LETTERS, min_size=1, max_size=60).map(str.strip).filter(bool)


@given(NAMES, NAMES)
def test_every_word_fits_into_the_index_and_every_name_is_found_by_its_own_beginning(name: str, agent: str) -> None:
    words = words_of(name, "19900003003", agent, "99010519880229337X")
    assert all(0 < len(word) <= 2 * LONGEST_WORD for word in words)
    for each in (name, agent):
        asked = sought(each)
        if asked is not None and not asked.digits:
            assert any(word.startswith(asked.word) for word in words)
