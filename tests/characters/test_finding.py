"""Finding a character: every one of GB 18030-2022 level 3 in some way, the right one first, in a blink."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import resources
from deskapp.characters.finding import MOST, find, variants
from deskapp.rules.asked_character import PARTS, asked, is_ideograph
from tests.rare import rare_names


def found(typed: str, *, strokes: int = 0) -> list[str]:
    return [one.letter for one in find(asked(typed), strokes=strokes)]


@pytest.mark.parametrize(
    ("typed", "letter"),
    [("三个金", "鑫"), ("王民", "珉"), ("亻尔", "你"), ("人尔", "你"), ("单人旁尔", "你"),
     ("钅宏", "𬭎"), ("金宏", "𬭎"), ("龙天", "䶮"), ("四个火", "燚"), ("三个石", "磊"),
     ("水水水", "淼"), ("马马马", "骉"), ("牛牛牛", "犇"), ("页兆", "𫖯"), ("三个雷", "靐")],
)  # fmt: skip
def test_what_the_parts_make_up_wholly_is_found(typed: str, letter: str) -> None:
    assert letter in found(typed)[:3]


def test_of_a_reading_the_commonest_come_first() -> None:
    assert found("min2")[0] == "民"
    assert "珉" in found("min2")
    assert "敏" not in found("min2"), "another tone"
    assert "敏" in found("min")
    assert found("lv4")[:2] == ["律", "绿"]


def test_what_was_found_says_how_it_is_read_and_put_together() -> None:
    one = find(asked("U+73C9"))[0]
    assert (one.letter, one.code, one.readings, one.strokes, one.radical) == ("珉", "U+73C9", ("mín",), 9, "玉")
    assert one.made_of == ("𤣩", "民")
    assert one.common


def test_a_code_is_answered_though_nothing_is_known_of_it() -> None:
    assert found("U+A016") == ["ꀖ"]
    assert find(asked("U+0F40"))[0].readings == ()


def test_strokes_leave_only_what_has_so_many() -> None:
    everyone = find(asked("口"), strokes=12)
    assert len(everyone) > 50
    assert {one.strokes for one in everyone} == {12}


def test_an_answer_is_never_longer_than_anybody_looks_through() -> None:
    assert len(found("一")) == MOST
    assert found("zzz") == []
    assert find(asked("")) == ()


def test_every_ideograph_of_the_standard_is_known_and_nearly_all_can_be_taken_apart() -> None:
    """Level 3 of GB 18030-2022: the basic block, extensions A to F."""
    blocks = [(0x4E00, 0x9FEF), (0x3400, 0x4DB5), (0x20000, 0x2A6D6), (0x2A700, 0x2B734), (0x2B740, 0x2B81D),
              (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0)]  # fmt: skip
    without = []
    for first, last in blocks:
        for begin in range(first, last + 1, 997):
            one = find(asked(f"U+{begin:04X}"))[0]
            assert one.strokes > 0, one.code
            assert one.radical, one.code
            if not one.made_of:
                without.append(one.code)
    assert len(without) <= 3, without  # single strokes


def test_each_rare_name_of_the_list_can_be_typed_by_parts() -> None:
    """Of each ideograph that can be taken apart, its parts find it again."""
    letters = sorted({letter for one in rare_names() for letter in one.name if is_ideograph(letter)})
    lost = []
    for letter in letters:
        one = find(asked(f"U+{ord(letter):04X}"))[0]
        if len(one.made_of) > 1 and letter not in found("".join(one.made_of), strokes=one.strokes):
            lost.append(letter)
    assert lost == []


def test_variants_are_told_both_ways() -> None:
    assert "隆" in variants("\uf9dc")
    assert "\uf9dc" in variants("隆")
    assert "龍" in variants("龙")
    assert variants("ꀖ") == frozenset()


def test_the_slowest_question_is_answered_in_a_blink() -> None:
    find(asked("口木"))
    for typed in ("一", "口", "人口", "口木", "xin", *PARTS[:6]):
        begun = time.thread_time()  # our own: what else the machine does is no fault of the search
        find(asked(typed))
        assert time.thread_time() - begun < 0.5, typed


def test_lanes_may_ask_at_once() -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: found("三个金"), range(40)))
    assert all(answer == answers[0] for answer in answers)


def test_it_is_opened_for_reading_alone_and_not_before_it_is_needed() -> None:
    said = (
        "import sys\n"
        "import ui.clerk.opening\n"
        "assert 'deskapp.characters.finding' not in sys.modules, 'the start pays for it'\n"
    )
    subprocess.run([sys.executable, "-c", said], check=True, capture_output=True)
    before = resources.path("characters/characters.sqlite").stat()
    found("金")
    assert resources.path("characters/characters.sqlite").stat().st_mtime_ns == before.st_mtime_ns
    assert not list(resources.path("characters").glob("*-journal"))


def test_the_licence_lies_beside_the_data() -> None:
    told = resources.path("characters/LICENSE-characters.txt").read_text(encoding="utf-8")
    assert "UNICODE LICENSE V3" in told
    assert "BabelStone" in told
