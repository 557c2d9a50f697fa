"""What is said aloud: the words by heart, and for whatever name and number something true that the bank has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules.announcement import LANGUAGES, REST, One, Phrase, announcement, vocabulary

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NUMBERS = st.tuples(st.sampled_from(LETTERS), st.integers(1, 99999)).map(lambda both: f"{both[0]}{both[1]:03}")
WINDOWS = st.integers(1, 999).map(str)
ONES = st.sampled_from(One)


def texts(number: str, window: str, one: One = One.YI) -> list[str]:
    return [phrase.text for phrase in announcement(number, window, one)]


def clips(phrase: Phrase) -> str:
    return " ".join(clip.partition("/")[2] or clip for clip in phrase.clips)


@pytest.mark.parametrize(
    ("number", "window", "chinese", "english"),
    [
        ("A012", "3", "请A零一二号，到三号窗口办理", "Ticket A, zero, one, two, please proceed to window three"),
        ("B007", "10", "请B零零七号，到十号窗口办理", "Ticket B, zero, zero, seven, please proceed to window ten"),
        ("C100", "12", "请C一零零号，到十二号窗口办理", "Ticket C, one, zero, zero, please proceed to window twelve"),
        ("D1000", "20", "请D一零零零号，到二十号窗口办理",
         "Ticket D, one, zero, zero, zero, please proceed to window twenty"),
        ("Z999", "21", "请Z九九九号，到二十一号窗口办理",
         "Ticket Z, nine, nine, nine, please proceed to window twenty one"),
        ("A001", "99", "请A零零一号，到九十九号窗口办理",
         "Ticket A, zero, zero, one, please proceed to window ninety nine"),
        ("A001", "108", "请A零零一号，到一零八号窗口办理",
         "Ticket A, zero, zero, one, please proceed to window one zero eight"),
        ("A001", "B2", "请A零零一号，到B二号窗口办理", "Ticket A, zero, zero, one, please proceed to window B two"),
        ("A001", "综合3", "请A零零一号，到三号窗口办理", "Ticket A, zero, zero, one, please proceed to window three"),
        ("A001", "综合", "请A零零一号，到综合窗口办理", "Ticket A, zero, zero, one, please look at the screen"),
    ],
)  # fmt: skip
def test_the_words(number: str, window: str, chinese: str, english: str) -> None:
    assert texts(number, window) == [chinese, english]


def test_the_clips_of_a_call_in_their_order() -> None:
    chinese, english = announcement("A012", "3")
    assert clips(chinese) == "please A 0 1 2 number , to 3 window"
    assert clips(english) == "ticket A 0 1 2 , window 3"


def test_a_hall_that_says_yao_says_it_of_single_digits_alone() -> None:
    assert texts("A112", "11", One.YAO)[0] == "请A幺幺二号，到十一号窗口办理"
    assert texts("A001", "110", One.YAO)[0] == "请A零零幺号，到幺幺零号窗口办理"
    assert texts("A112", "11", One.YAO)[1] == texts("A112", "11", One.YI)[1]


def test_whom_no_clip_can_send_is_sent_to_the_screen() -> None:
    assert [clips(phrase)[-6:] for phrase in announcement("A001", "综合")] == ["screen", "screen"]


@given(NUMBERS, st.text(max_size=20), ONES)
def test_whatever_a_window_is_called_there_is_a_clip_for_each_word(number: str, window: str, one: One) -> None:
    for lang, phrase in zip(LANGUAGES, announcement(number, window, one), strict=True):
        assert phrase.lang == lang
        assert set(phrase.clips) <= {*vocabulary(), REST}
        assert {clip.partition("/")[0] for clip in phrase.clips if clip != REST} == {lang}


@given(NUMBERS, WINDOWS, ONES)
def test_the_number_that_is_heard_is_the_number_on_the_paper(number: str, window: str, one: One) -> None:
    for phrase in announcement(number, window, one):
        said = clips(phrase).replace("yao", "1").replace(" number", "").partition(" ,")[0].split()[1:]
        assert "".join(said) == number


def test_no_two_windows_sound_alike() -> None:
    for lang in range(len(LANGUAGES)):
        heard = {announcement("A001", str(window))[lang].clips for window in range(1, 1000)}
        assert len(heard) == 999


@given(NUMBERS, WINDOWS, ONES)
def test_what_a_voice_reads_is_what_the_clips_say(number: str, window: str, one: One) -> None:
    words = vocabulary()
    chinese, english = announcement(number, window, one)
    assert chinese.text == "".join("，" if clip == REST else words[clip] for clip in chinese.clips)
    said = [words[clip] for clip in english.clips if clip != REST]
    assert english.text.lower().replace(",", "") == " ".join(said).lower()


def test_the_bank_holds_every_letter_and_digit_in_both_languages() -> None:
    for lang in LANGUAGES:
        assert {f"{lang}/{sign}" for sign in f"{LETTERS}0123456789"} <= set(vocabulary())
