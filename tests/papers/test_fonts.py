"""Letters: every name can be set, no character is lost in wrapping, a font is read once."""

from __future__ import annotations

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import ttfonts

from deskapp.papers import fonts
from tests.clerk.office import people

SIZE = 10.0
TEXTS = st.text(st.sampled_from("张王李䶮𬭎㛃，。（）“”abc XYZ019-_、；·"), max_size=80)


@pytest.mark.parametrize("name", [person[0] for person in people()])
def test_every_sample_name_is_set_without_an_empty_box(name: str) -> None:
    for font, run in fonts.runs(name):
        face = fonts._loaded(font).face
        assert all(ord(letter) in face.charToGlyph for letter in run)


@pytest.mark.parametrize(
    ("first", "last", "missing"),
    [(0x4E00, 0x9FFF, 0), (0x3400, 0x4DBF, 0), (0x20000, 0x2A6D6, 0), (0x2A700, 0x2EBE0, 0)],
    ids=["basic block", "extension A", "extension B", "extensions C to F"],
)
def test_whole_blocks_of_ideographs_can_be_printed(first: int, last: int, missing: int) -> None:
    have = set().union(*(fonts._loaded(name).face.charToGlyph for name in fonts.REGULAR))
    lacking = [code for code in range(first, last + 1) if category(chr(code)) == "Lo" and code not in have]
    assert len(lacking) <= missing, [hex(code) for code in lacking[:10]]


@given(TEXTS, st.integers(12, 300))
def test_wrapping_loses_no_character_and_never_grows_over_its_room(text: str, room: int) -> None:
    lines = fonts.wrapped(text, SIZE, room)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(fonts.width(line, SIZE) <= room or len(line) == 1 for line in lines)


@given(TEXTS.filter(lambda text: len(text.strip()) > 1))
def test_no_line_begins_with_a_closing_mark_when_there_is_room(text: str) -> None:
    lines = fonts.wrapped(text, SIZE, 400)
    assert all(not line.startswith(("，", "。", "）", "”")) for line in lines[1:])


def test_runs_join_to_the_text_again() -> None:
    text = "李䶮 𬭎 abc 龘"
    assert "".join(run for _, run in fonts.runs(text)) == text


def test_a_font_is_read_once_in_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts.width("张𬭎", SIZE)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("a font was read again")

    monkeypatch.setattr(ttfonts, "TTFont", never)
    fonts.width("王𬭎李", SIZE)
