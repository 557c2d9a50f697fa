"""Marks to PDF: what hides what, and that no text of a citizen is ever taken for an instruction."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskapp.papers import drawing
from deskapp.papers.flow import PAGE_HEIGHT, PAGE_WIDTH
from deskapp.papers.fonts import REGULAR, width
from deskapp.papers.marks import Area, Digits, Frame, Ghost, Ink, Mark, Rule, Square, Text
from tests.papers import looking
from tests.papers.samples import NUMBER, RARE, TRACK

DPI = 72  # one pixel is one point
DARK = 60


def pdf(*marks: Mark) -> bytes:
    return drawing.pdf([marks], title="样张", subject=NUMBER, author="示例县")


def darkest(folder: Path, page: bytes, where: tuple[float, float, float, float]) -> int:
    """How dark the darkest point is of a rectangle (left, low, width, height); 0 is black."""
    x, y, wide, high = where
    (picture,) = looking.pictures(folder, page, DPI)
    field = (int(x), int(PAGE_HEIGHT - y - high), int(x + wide), int(PAGE_HEIGHT - y))
    lowest, _ = picture.crop(field).getextrema()
    return int(lowest)  # type: ignore[arg-type]  # one channel: two numbers


@pytest.mark.parametrize("other", [Area(90, 690, 200, 40, Ink.SHADE), Ghost("练习 无效")], ids=["a shade", "a ghost"])
def test_nothing_hides_a_word_even_when_it_comes_after_it(tmp_path: Path, other: Mark) -> None:
    word = Text(100, 700, 20, "受理")
    assert darkest(tmp_path, pdf(word, other), (95, 690, 60, 40)) < DARK


def test_a_ghost_is_pale_and_in_the_middle(tmp_path: Path) -> None:
    page = pdf(Ghost("练习 无效"))
    middle = (PAGE_WIDTH / 2 - 80, PAGE_HEIGHT / 2 - 80, 160, 160)
    assert DARK * 3 < darkest(tmp_path, page, middle) < 250


def test_every_kind_of_mark_leaves_its_trace_where_it_says(tmp_path: Path) -> None:
    marks = (
        Area(100, 100, 20, 20, Ink.TEXT), Frame(200, 100, 20, 20, 2, Ink.TEXT), Rule(300, 110, 320, 110, 2, Ink.TEXT),
        Digits(100, 300, 30, NUMBER), Square(400, 300, TRACK), Text(100, 500, 20, "字"),
    )  # fmt: skip
    page = pdf(*marks)
    for x, y in ((100, 100), (199, 99), (300, 105), (110, 300), (400, 300), (100, 498)):
        assert darkest(tmp_path, page, (x, y, 20, 20)) < DARK, (x, y)
    assert darkest(tmp_path, page, (400, 500, 20, 20)) == 255


def test_the_letters_of_several_fonts_stand_one_after_another(tmp_path: Path) -> None:
    """Where a run of one font ends the next one begins: no gap, no overlap, as wide as it was measured."""
    text = "甲𠮷乙𪚥A𠔻丙"
    (words,) = looking.words(tmp_path, pdf(Text(100, 500, 20, text, REGULAR)))
    assert "".join(word.text for word in words) == text
    assert min(word.left for word in words) == pytest.approx(100, abs=0.5)
    assert max(word.right for word in words) == pytest.approx(100 + width(text, 20), abs=0.5)


@pytest.mark.parametrize(
    "name",
    [r"张(三)\)", "((((", r"\\\n\r\t\101", "ET Q (x) Tj", "<< /JS (app.alert) >>", "endstream endobj", "%PDF", RARE],
)
def test_a_name_made_of_the_words_of_the_format_is_only_a_name(tmp_path: Path, name: str) -> None:
    page = pdf(Text(60, 500, 10, name), Text(60, 400, 10, "下文"))
    told = looking.text(tmp_path, page)
    assert "".join(name.split()) in "".join(told.split())
    assert "下文" in told


def test_a_title_made_of_the_words_of_the_format_is_only_a_title(tmp_path: Path) -> None:
    title = r"受理) /JS (x\)"
    page = drawing.pdf([[Text(60, 500, 10, "字")]], title=title, subject="", author="")
    assert looking.about(tmp_path, page)["Title"] == title
    assert looking.about(tmp_path, page)["JavaScript"] == "no"


def test_an_empty_page_is_a_page(tmp_path: Path) -> None:
    assert looking.about(tmp_path, drawing.pdf([[], []], title="", subject="", author=""))["Pages"] == "2"


@pytest.mark.parametrize("size", [(226.8, 400.0), (175.7, 108.0), (PAGE_WIDTH, PAGE_HEIGHT)])
def test_a_page_is_as_large_as_it_is_said_to_be(tmp_path: Path, size: tuple[float, float]) -> None:
    page = drawing.pdf([[Text(10, 20, 8, "标签")]], title="", subject="", author="", size=size)
    wide, _, high, *_ = looking.about(tmp_path, page)["Page size"].split()
    assert (float(wide), float(high)) == pytest.approx(size, abs=0.1)
    assert "标签" in looking.text(tmp_path, page)


def test_a_ghost_on_a_small_page_stays_on_it(tmp_path: Path) -> None:
    page = drawing.pdf([[Ghost("练习 无效")]], title="", subject="", author="", size=(226.8, 400.0))
    for word in looking.words(tmp_path, page)[0]:
        assert word.left >= -5
        assert word.right <= 232
