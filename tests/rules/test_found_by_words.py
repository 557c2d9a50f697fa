"""Which words find whom: letters of any width, surnames read in two ways, rare characters, telephones, long names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules.asked_character import is_ideograph
from deskapp.rules.found_by import (
    LONGEST_WORD,
    PHONE_END,
    Sought,
    as_compared,
    begins_with,
    is_whole,
    sought,
    telephone,
    words_of,
)
from tests.rare import rare_names

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=LONGEST_WORD)
LATIN = st.text("abcxyzABCXYZ", min_size=1, max_size=6)
DIGITS = st.text("0123456789", min_size=1, max_size=20)


def finds(typed: str, words: frozenset[str]) -> bool:
    """Whether what is typed finds a case of these words: letters by a beginning, digits whole."""
    asked = sought(typed)
    if asked is None:
        return False
    return asked.word in words if asked.digits else any(word.startswith(asked.word) for word in words)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("曾国强", {"曾国强", "国强", "强", "zgq", "cgq"}),
        ("仇英", {"仇英", "英", "qy", "cy"}),
        ("查良镛", {"查良镛", "良镛", "镛", "zly", "cly"}),
        ("朴树", {"朴树", "树", "ps"}),
    ],
)
def test_a_surname_read_in_two_ways_is_found_by_either_and_by_its_characters(name: str, words: set[str]) -> None:
    assert words <= words_of(name, "")


def test_of_many_readings_those_of_the_surname_come_first() -> None:
    initials = {word for word in words_of("曾单解", "") if word.isascii()}
    assert {word[0] for word in initials} == {"z", "c"}, "whoever knows the surname's reading finds it by that"
    assert len(initials) == 4


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("JOHN", {"john"}),
        ("John Paul Smith", {"john paul smith", "paul smith", "smith"}),
        ("Ａｌｉｃｅ", {"alice"}),
        ("Alice2", {"alice2"}),
    ],
)
def test_a_latin_name_is_found_word_by_word_and_in_small_letters(name: str, words: set[str]) -> None:
    found = words_of(name, "")
    assert words <= found
    assert all(word == word.casefold() for word in found)


def test_no_latin_word_is_found_from_its_middle() -> None:
    assert words_of("John Smith", "") == {"john smith", "smith"}
    assert not finds("ohn", words_of("John Smith", ""))
    assert not finds("js", words_of("John Smith", "")), "initials are of what is read, not of what is spelled"


@pytest.mark.parametrize("typed", ["anne-marie", "ANNE－MARIE", "annemarie", "marie"])
def test_a_dash_in_a_name_may_be_typed_or_left_out(typed: str) -> None:
    assert finds(typed, words_of("Anne-Marie", ""))


def test_letters_behind_a_chinese_name_begin_a_part() -> None:
    words = words_of("王小明Bob", "")
    assert {"王小明bob", "小明bob", "明bob", "bob"} == words


@pytest.mark.parametrize("name", [one.name for one in rare_names()])
def test_each_rare_name_is_found_by_itself_and_by_each_of_its_ideographs(name: str) -> None:
    words = words_of(name, "")
    assert finds(name, words)
    for place, letter in enumerate(name):
        if is_ideograph(letter):
            assert finds(name[place : place + 1], words), letter


@given(HAN)
def test_every_part_of_a_name_finds_it(name: str) -> None:
    words = words_of(name, "")
    for begin in range(len(name)):
        for end in range(begin + 1, len(name) + 1):
            assert finds(name[begin:end], words)


@given(HAN, HAN)
def test_the_agent_is_found_by_no_other_words_than_an_applicant_of_that_name(name: str, agent: str) -> None:
    assert words_of(name, "", agent) == words_of(name, "") | words_of(agent, "")


@given(LATIN, LATIN)
def test_either_word_of_a_foreign_name_finds_it_however_it_is_typed(first: str, last: str) -> None:
    words = words_of(f"{first} {last}", "")
    for typed in (first, last.upper(), f"{first} {last}".lower()):
        assert finds(typed, words)


@given(DIGITS)
def test_a_telephone_is_found_whole_and_by_its_end_from_seven_digits_on(phone: str) -> None:
    words = words_of("", phone)
    assert words == (frozenset() if len(phone) < 7 else {phone, phone[-PHONE_END:]})
    assert finds(phone, words) is (len(phone) >= 7)


@pytest.mark.parametrize("phone", ["010-6552 9332", "（010）65529332", "０１０６５５２９３３２", "010 6552\u30009332"])
def test_however_a_telephone_is_written_it_is_the_same(phone: str) -> None:
    assert words_of("", phone) == {"01065529332", "9332"}


def test_digits_find_nobody_by_a_beginning() -> None:
    words = words_of("王秀英", "19900003003")
    assert not finds("1990", words)
    assert not finds("300", words)
    assert finds("3003", words)
    assert finds("199-0000-3003", words)


@pytest.mark.parametrize(
    "typed", ["99010519880229337X", "99010519880229337x", "99010519880229337Ｘ", "990105-19880229-337x"]
)
def test_an_agents_id_number_is_found_whole_however_it_is_typed(typed: str) -> None:
    asked = sought(typed)
    assert asked == Sought("99010519880229337x", digits=False)
    assert asked.word in words_of("", "", agent_id="99010519880229337X")


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("990105 19880229 337x", "99010519880229337x"),
        ("９９０１０５　１９８８０２２９　３３７Ｘ", "99010519880229337x"),
        ("990105–19880229–337X", "99010519880229337x"),
        ("91330100 ma27 xxxx 0y", "91330100ma27xxxx0y"),
        ("990105 1988x", "9901051988x"),
    ],
)
def test_a_number_with_letters_in_it_may_be_typed_in_groups(typed: str, word: str) -> None:
    assert sought(typed) == Sought(word, digits=False)


@pytest.mark.parametrize("typed", ["7 eleven", "studio 54 b", "anne marie 1234567890123456"])
def test_a_name_with_a_figure_in_it_is_no_number(typed: str) -> None:
    assert sought(typed) == Sought(typed[:LONGEST_WORD], digits=False)


@pytest.mark.parametrize("kept", ["19900003003", "+86 199 0000 3003", "0086-199-0000-3003", "86 19900003003"])
@pytest.mark.parametrize(
    "typed",
    [
        "19900003003",
        "+8619900003003",
        "+86 199-0000-3003",
        "0086 199 0000 3003",
        "＋86（199）0000.3003",
        "+86\u2011199\u00a000003003",
    ],
)
def test_a_mobile_is_the_same_from_abroad_and_in_groups(kept: str, typed: str) -> None:
    assert words_of("", kept) == {"19900003003", "3003"}
    assert sought(typed) == Sought("19900003003", digits=True)


@pytest.mark.parametrize("written", ["010-65529332", "+86 10 6552 9332", "0086 (0)10 65529332", "+86 (0)10-65529332"])
def test_the_telephone_of_a_city_keeps_its_nought(written: str) -> None:
    assert telephone(written) == "01065529332"
    assert finds(written, words_of("", "010-65529332"))
    assert finds("01065529332", words_of("", written))


@pytest.mark.parametrize("number", ["+44 20 7946 0958", "330000012026112300300018", "861234", "0086"])
def test_other_digits_stay_as_they_are(number: str) -> None:
    assert telephone(number) == "".join(letter for letter in number if letter.isdecimal())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("José Álvarez", {"jose alvarez", "alvarez"}),
        ("Nguyễn Thị Đào", {"nguyen thi dao", "thi dao", "dao"}),
        ("Łukasz O'Møller", {"lukasz o'moller", "o'moller", "moller"}),
        ("Ａｌｉｃｅ　Ｍｏｒｅ", {"alice more", "more"}),
        ("Юлия Майорова", {"юлия майорова", "майорова"}),
        ("ئەزىز تۇرسۇن", {"ئەزىز تۇرسۇن", "تۇرسۇن"}),
        ("བསྟན་འཛིན", {"བསྟན་འཛིན", "འཛིན"}),
    ],
)
def test_a_name_in_any_alphabet_is_cut_between_its_words_only(name: str, words: set[str]) -> None:
    assert words_of(name, "") == words


@pytest.mark.parametrize("typed", ["José", "jose", "JOSÉ", "jose\u0301 a", "Álv", "alvarez"])
def test_accents_may_be_typed_or_left_out(typed: str) -> None:
    assert finds(typed, words_of("José Álvarez", ""))
    assert not finds("lvarez", words_of("José Álvarez", ""))


def test_a_name_is_whole_whatever_its_accents_and_the_card_decides_between_ideographs() -> None:
    assert is_whole("José Álvarez", "jose alvarez")
    assert not is_whole("José Álvarez", "jose")
    assert not is_whole("䶮", "龑")
    assert as_compared("\uf900") == "\uf900" != as_compared("豈")


def test_nobody_at_all_has_no_words() -> None:
    assert words_of("", "") == frozenset()
    assert words_of(" ", "") <= {" "}


@given(HAN, st.sampled_from(["", " ", "\u3000", "\t"]))
def test_blanks_around_what_is_typed_are_not_looked_for(name: str, blank: str) -> None:
    assert sought(f"{blank}{name}{blank}") == Sought(name, digits=False)


@given(DIGITS)
def test_digits_of_any_width_are_digits(typed: str) -> None:
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in typed)
    found = sought(typed)
    assert sought(wide) == found
    assert found is not None
    assert found.digits
    assert typed.endswith(found.word)  # China's own 86 before a telephone is not looked for


def test_a_name_beyond_the_longest_word_is_found_by_its_beginning_and_by_its_later_parts() -> None:
    name = "甲" * LONGEST_WORD + "乙丙丁"
    words = words_of(name, "")
    assert max(map(len, words)) == LONGEST_WORD
    assert finds(name, words), "what is typed beyond finds by what fits"
    assert finds("乙丙", words)


@pytest.mark.parametrize(
    ("name", "typed", "begins"),
    [
        ("John Smith", "JOHN S", True),
        ("Ｊohn", "john", True),
        ("王秀英", "王秀", True),
        ("王秀英", "王秀英明", False),
        ("John Smith", "smith", False),
        ("䶮", "龑", False),
    ],
)
def test_a_beginning_is_of_the_whole_name_and_of_its_very_characters(name: str, typed: str, begins: bool) -> None:
    asked = sought(typed)
    assert asked is not None
    assert begins_with(name, asked.word) is begins
