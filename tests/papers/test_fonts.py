"""Letters: every name can be set, what has no shape is left out, a font is read once."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from deskapp.papers import embedding, fonts
from tests.papers import samples

SHIPPED = ("NotoSansSC-Regular", "NotoSansSC-Bold", "OneWindowLetters", "OneWindowRareB", "OneWindowRareG")


@pytest.mark.parametrize("name", [*samples.names(), samples.RARE])
@pytest.mark.parametrize("chain", [fonts.REGULAR, fonts.BOLD], ids=["regular", "bold"])
def test_every_sample_name_is_set_without_an_empty_box(name: str, chain: fonts.Chain) -> None:
    for font, run in fonts.runs(name, chain):
        assert all(ord(letter) in fonts.loaded(font).letters for letter in run)


@pytest.mark.parametrize(
    ("first", "last"),
    [(0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6D6), (0x2A700, 0x2EBE0)],
    ids=["basic block", "extension A", "extension B", "extensions C to F"],
)
def test_whole_blocks_of_ideographs_can_be_printed(first: int, last: int) -> None:
    block = [chr(code) for code in range(first, last + 1) if category(chr(code)) == "Lo"]
    assert [hex(ord(letter)) for letter in block if not has_shape(letter)] == []


def test_what_the_papers_say_is_set_in_noto_alone() -> None:
    """An everyday paper must not cost the reading of the two large fonts."""
    told = "　·—–“”（）《》，。：；、…①√×￥0123456789abcXYZ"
    assert {font for font, _ in fonts.runs(told)} == {"NotoSansSC-Regular"}


def test_a_letter_no_font_has_is_its_code_in_a_box_of_one_em() -> None:
    letter = "\U0003fff0"
    assert not has_shape(letter)
    assert list(fonts.runs(f"张{letter}")) == [("NotoSansSC-Regular", "张"), (fonts.BOXED, letter)]
    assert fonts.width(letter, 10) == 10
    assert fonts.boxed(letter) == ("3FF", "F0")
    assert fonts.without_letters(f"张{letter}{letter}三\n\u200b") == (letter,)


def test_the_letters_of_foreigners_and_of_yi_can_be_printed() -> None:
    told = "ŁukaszÞórŞahinĐorđevićŘehořNguyễnЂұөΆꀀꒌ"
    assert [letter for letter in told if not has_shape(letter)] == []
    assert fonts.without_letters(told) == ()


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("张\u202e三", "张三"),  # would turn the line round
        ("李\u200b四\ufeff", "李四"),
        ("葛\U000e0100城", "葛城"),  # a variation selector
        ("甲\t乙\x00\x1b[31m", "甲 乙[31m"),
        ("上\n下", "上\n下"),
        ("坏\ud800字", "坏字"),
        ("O'Brien, 张", "O'Brien, 张"),
    ],
)
def test_what_has_no_shape_is_not_printed(text: str, printed: str) -> None:
    assert fonts.printable(text) == printed


@given(st.text(max_size=40))
def test_whatever_text_comes_can_be_set(text: str) -> None:
    printed = fonts.printable(text)
    assert "".join(run for _, run in fonts.runs(printed)) == printed
    assert fonts.width(printed, 10) == pytest.approx(sum(fonts.advance(letter) for letter in printed) / 100)


def test_a_font_is_read_once_in_a_process_by_however_many_threads() -> None:
    """In a process of its own, since this one has read them long ago."""
    said = (
        "import sys\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from deskapp.papers import fonts\n"
        "from tests.papers import samples\n"
        "assert 'reportlab' not in sys.modules, 'importing a paper reads the library'\n"
        "from deskapp.papers import embedding\n"
        "read = []\n"
        "begun = embedding.EmbeddedFont.__init__\n"
        "def counted(font, name, file): read.append(name); begun(font, name, file)\n"
        "embedding.EmbeddedFont.__init__ = counted\n"
        "with ThreadPoolExecutor(8) as threads:\n"
        "    list(threads.map(lambda place: samples.draw(('receipt', 'acceptance', 'notice')[place % 3]), range(12)))\n"
        "print(*sorted(read))\n"
    )
    told = subprocess.run([sys.executable, "-c", said], check=True, capture_output=True, text=True)
    assert told.stdout.split() == ["NotoSansSC-Bold", "NotoSansSC-Regular", "OneWindowLetters", "OneWindowRareB"]


def test_a_paper_with_everyday_names_does_not_read_the_large_fonts() -> None:
    said = (
        "from deskapp.papers import fonts\n"
        "from tests.papers import samples\n"
        "samples.draw('acceptance', name='张伟')\n"
        "print(*sorted(fonts._LOADED))\n"
    )
    told = subprocess.run([sys.executable, "-c", said], check=True, capture_output=True, text=True)
    assert told.stdout.split() == ["NotoSansSC-Bold", "NotoSansSC-Regular"]


def test_threads_that_draw_at_once_get_the_bytes_that_one_alone_gets() -> None:
    jobs = [(kind, name) for kind in samples.LAID for name in samples.names()[:8]]
    alone = [samples.draw(kind, name=name) for kind, name in jobs]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda job: samples.draw(job[0], name=job[1]), jobs))
    assert together == alone


def test_a_character_beyond_the_basic_plane_is_two_units_of_utf_16() -> None:
    told = embedding.to_unicode("A+Font", [0, ord("李"), 0x2CB4E])
    assert "<01> <674E>" in told
    assert "<02> <D872DF4E>" in told
    assert "<00> <FFFD>" in told


def test_a_map_of_many_characters_comes_in_blocks_of_a_hundred() -> None:
    told = embedding.to_unicode("A+Font", list(range(0x4E00, 0x4E00 + 250)))
    assert [line for line in told.splitlines() if line.endswith("beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "50 beginbfchar",
    ]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_font_lies_beside_its_licence(name: str) -> None:
    folder = resources.path("fonts")
    licence = f"LICENSE-{name.partition('-')[0]}.txt"
    assert (folder / f"{name}.ttf").is_file()
    assert (folder / licence).is_file()
    if name == "OneWindowRareG":
        assert "ARPHIC PUBLIC LICENSE" in (folder / "ARPHICPL.TXT").read_text(encoding="utf-8")


def test_the_fonts_together_stay_small_enough_to_ship() -> None:
    sizes = [file.stat().st_size for file in resources.path("fonts").glob("*.ttf")]
    assert sum(sizes) < 45_000_000
    assert len(sizes) == len(SHIPPED)


def has_shape(letter: str) -> bool:
    """Whether any font of the chain has the letter."""
    return any(ord(letter) in fonts.loaded(name).letters for name in fonts.REGULAR)
