"""What is said to a security module, byte by byte: no wrong bit goes unseen, and no length is believed that lies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.devices.id_card.frames import (
    DONE,
    FIND,
    FOUND,
    HEAD,
    LONGEST,
    READ,
    SELECT,
    STATUS,
    Garbled,
    frame,
    length_of,
    questions,
    text_of,
    words_of,
)

SEVEN = len(HEAD) + 2
ANSWERS = st.binary(min_size=STATUS, max_size=60)


def heard(line: bytes) -> bytes:
    """The words of a frame as a reader takes them off the line."""
    return words_of(line[:SEVEN], line[SEVEN:])


def test_the_three_questions_are_those_of_the_interface_byte_by_byte() -> None:
    assert [asked.hex() for asked in questions()] == [
        "aaaaaa96690003200122",
        "aaaaaa96690003200221",
        "aaaaaa96690003300132",
    ]
    assert list(questions()) == [frame(FIND), frame(SELECT), frame(READ)]


def test_an_answer_of_the_interface_is_read() -> None:
    assert heard(bytes.fromhex("aaaaaa9669000400009094")) == DONE
    assert heard(bytes.fromhex("aaaaaa9669000800009f0000000097")) == FOUND + bytes(4)


@given(ANSWERS)
def test_what_is_framed_is_heard_again(words: bytes) -> None:
    framed = frame(words)
    assert heard(framed) == words
    assert len(framed) == SEVEN + length_of(framed[:SEVEN])


@given(ANSWERS)
def test_every_single_wrong_bit_is_found_wherever_it_is(words: bytes) -> None:
    framed = frame(words)
    for bit in range(8 * len(framed)):
        wrong = bytearray(framed)
        wrong[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Garbled):
            heard(bytes(wrong))


@given(ANSWERS, st.data())
def test_every_single_wrong_byte_is_found(words: bytes, data: st.DataObject) -> None:
    wrong = bytearray(frame(words))
    at = data.draw(st.integers(0, len(wrong) - 1))
    wrong[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Garbled):
        heard(bytes(wrong))


@given(ANSWERS, st.data())
def test_an_answer_that_breaks_off_or_goes_on_is_none(words: bytes, data: st.DataObject) -> None:
    framed = frame(words)
    with pytest.raises(Garbled):
        heard(framed[: data.draw(st.integers(0, len(framed) - 1))])
    with pytest.raises(Garbled):
        heard(framed + data.draw(st.binary(min_size=1, max_size=9)))


@pytest.mark.parametrize("length", [STATUS + 1, 255, 256, 2_321, LONGEST])
def test_a_length_that_an_answer_can_have_is_believed(length: int) -> None:
    assert length_of(HEAD + length.to_bytes(2)) == length


@pytest.mark.parametrize("length", [0, 1, STATUS, LONGEST + 1, 0xFFFF])
def test_a_length_without_a_status_or_beyond_any_card_is_not(length: int) -> None:
    with pytest.raises(Garbled):
        length_of(HEAD + length.to_bytes(2))


@pytest.mark.parametrize(
    "head",
    [b"", HEAD, HEAD + b"\x00", HEAD + b"\x00\x04\x00", b"\x00" + HEAD + b"\x04", HEAD[::-1] + b"\x00\x04"],
)
def test_a_head_is_seven_bytes_and_begins_as_it_must(head: bytes) -> None:
    with pytest.raises(Garbled):
        length_of(head)


@given(st.binary(max_size=12))
def test_noise_is_garbled_or_a_length_and_nothing_else(noise: bytes) -> None:
    try:
        length = length_of(noise)
    except Garbled:
        return
    assert noise.startswith(HEAD)
    assert STATUS < length <= LONGEST


def test_the_longest_answer_fits_into_a_frame_and_one_byte_more_does_not() -> None:
    assert heard(frame(bytes(LONGEST - 1))) == bytes(LONGEST - 1)
    with pytest.raises(Garbled):
        heard(frame(bytes(LONGEST)))


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_the_text_is_as_long_as_is_said_and_the_photograph_is_left_behind(text: bytes, photo: bytes) -> None:
    words = DONE + len(text).to_bytes(2) + len(photo).to_bytes(2) + text + photo
    assert text_of(words) == text


@given(st.binary(max_size=80), st.integers(1, 0xFFFF - 80))
def test_a_text_that_is_shorter_than_it_says_is_garbled(text: bytes, more: int) -> None:
    with pytest.raises(Garbled):
        text_of(DONE + (len(text) + more).to_bytes(2) + b"\x00\x00" + text)


@pytest.mark.parametrize("told", [b"", b"\x00", b"\x00\x00", b"\x00\x00\x00"])
def test_an_answer_without_its_two_lengths_has_no_text(told: bytes) -> None:
    with pytest.raises(Garbled):
        text_of(DONE + told)


@given(st.binary(max_size=40))
def test_whatever_a_module_answers_is_a_text_or_garbled(words: bytes) -> None:
    try:
        text = text_of(words)
    except Garbled:
        return
    assert text in words
    assert len(text) == int.from_bytes(words[STATUS : STATUS + 2])
