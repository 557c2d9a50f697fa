"""Lines: no character is lost, none is wider than its room, and marks stand where a reader expects them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskapp.papers.fonts import BOLD, REGULAR, Chain, printable, width
from deskapp.papers.wrapping import balanced, wrapped

SIZE = 10.0
OFFICE = st.text(st.sampled_from("张王李䶮𬭎㛃，。（）《“”abc XYZ019-_、；·　\u00a0\n"), max_size=80)
ANY = st.text(max_size=60)
SOLID = str.maketrans("", "", " \u3000\n")


@given(OFFICE | ANY, st.integers(11, 400), st.sampled_from([REGULAR, BOLD]))
@example("　　您（单位）", 60, REGULAR)
@example("。" * 40, 50, REGULAR)
@example("（" * 40, 50, REGULAR)
@example("a b" * 9, 11, REGULAR)
def test_no_character_is_lost_and_no_line_is_over_its_room(text: str, room: int, chain: Chain) -> None:
    lines = wrapped(text, SIZE, room, chain)
    assert "".join(lines).translate(SOLID) == printable(text).translate(SOLID)
    for line in lines:
        assert width(line, SIZE, chain) <= room + 1e-6 or len(line) == 1


@given(OFFICE)
def test_what_fits_on_one_line_is_one_line(text: str) -> None:
    (line,) = wrapped(text.replace("\n", ""), SIZE, 10_000)
    assert line == text.replace("\n", "").rstrip(" \u3000")


@given(st.lists(st.sampled_from(["受理", "，", "。", "（", "）", "《", "》", "材料", "A012", "12.50"]), max_size=40))
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(words: list[str]) -> None:
    lines = wrapped("".join(words), SIZE, 200)
    joined = max((len(run) for run in _unbroken(words)), default=0)
    if joined < 20:  # a run of marks alone that is wider than the line has to be broken somewhere
        assert all(not line.startswith(("，", "。", "）", "》")) for line in lines[1:])
        assert all(not line.endswith(("（", "《")) for line in lines[:-1])


@pytest.mark.parametrize("word", ["A012", "hall.example/track/q7", "2026-11-23", "12.50", "Émile"])
def test_a_latin_word_or_a_number_stays_whole(word: str) -> None:
    for room in range(int(width(word, SIZE)) + 1, 200, 7):
        assert any(word in line for line in wrapped(f"编号是 {word}，请记下{word}。", SIZE, room))


def test_a_word_wider_than_the_line_is_broken_and_not_cut_off() -> None:
    lines = wrapped("x" * 100, SIZE, 50)
    assert len(lines) > 5
    assert "".join(lines) == "x" * 100


def test_a_number_and_what_it_counts_stay_together() -> None:
    for room in range(70, 160, 5):
        assert all(not line.endswith("20") for line in wrapped("自受理之日起 20\u00a0个工作日内办结", SIZE, room))


def test_an_indent_is_kept_and_an_empty_line_stays_one() -> None:
    assert wrapped("　　您好", SIZE, 200) == ["　　您好"]
    assert wrapped("上\n\n下", SIZE, 200) == ["上", "", "下"]
    assert wrapped("", SIZE, 200) == [""]


@given(st.text("示例县政务服务大厅（市民之家）", min_size=30, max_size=120))
def test_lines_in_the_middle_are_as_few_and_of_much_the_same_length(text: str) -> None:
    lines, plain = balanced(text, SIZE, 200), wrapped(text, SIZE, 200)
    assert len(lines) == len(plain)
    assert "".join(lines) == text
    assert width(lines[-1], SIZE) >= width(plain[-1], SIZE)


def _unbroken(words: list[str]) -> list[str]:
    """Runs in which no line may be broken, roughly: what is not Chinese text or a blank."""
    return "".join(words).replace("受理", " ").replace("材料", " ").split()
