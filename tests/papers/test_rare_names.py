"""Two hundred rare names on paper: drawn, embedded, copied out as they are; what no font has is its code in a box."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from deskapp.papers import fonts, raster
from deskapp.papers.drawing import pdf
from deskapp.papers.marks import Text
from deskapp.papers.slip import Slip, Strip
from tests.papers import looking, samples
from tests.papers.samples_of_steps import SLIPS
from tests.rare import RareName, rare_names

NAMES = rare_names()
EACH = pytest.mark.parametrize("one", NAMES, ids=lambda one: f"{one.group}-{ord(one.name[-1]):X}-{len(one.name)}")


def copied(name: str) -> str:
    """As it is copied out: blanks are not told from line ends, and what has no shape is not there."""
    said = "".join(fonts.printable(name).split())
    return "".join("".join(fonts.boxed(one)) if fonts.without_letters(one) else one for one in said)


def picture(strip: Strip) -> Image.Image:
    drawn = raster.dots(strip)
    return Image.frombytes("1", (drawn.wide, drawn.high), bytes(255 - byte for byte in drawn.rows)).convert("L")


def slip(name: str) -> Strip:
    made = Slip()
    made.text(name, 14)
    return made.finish()


@EACH
def test_every_letter_of_a_promised_name_has_a_font(one: RareName) -> None:
    assert (fonts.without_letters(one.name) == ()) is one.printable


def test_copied_out_of_a_page_they_are_what_was_written(tmp_path: Path) -> None:
    pages = [
        [Text(50, 780 - 14 * row, 10, fonts.printable(one.name)) for row, one in enumerate(NAMES[begin : begin + 50])]
        for begin in range(0, len(NAMES), 50)
    ]
    drawn = pdf(pages, title="姓名", subject="", author="")
    told = looking.written(tmp_path, drawn)
    assert [one.name for one in NAMES if copied(one.name) not in told] == []
    assert all(line[-5] == "yes" for line in looking.fonts(tmp_path, drawn)), "every font is embedded"


@pytest.mark.parametrize("kind", ["receipt", "acceptance", "notice"])
def test_a_paper_made_out_to_any_of_them_says_the_name(tmp_path: Path, kind: str) -> None:
    for one in NAMES[::7]:
        told = looking.written(tmp_path, samples.draw(kind, 1, name=one.name))
        assert re.sub(r"\s", "", copied(one.name)) in told, one


def test_the_codes_of_a_paper_hold_no_name(tmp_path: Path) -> None:
    for one in NAMES[::25]:
        page = looking.pictures(tmp_path, samples.draw("receipt", 1, name=one.name), 200)[0]
        assert looking.codes(page) == {samples.NUMBER, samples.TRACK}


@EACH
def test_from_the_roll_each_name_is_drawn_and_is_no_other(one: RareName) -> None:
    """What burns is not nothing, and differs from the name with one letter changed."""
    drawn, other = picture(slip(one.name)), picture(slip(one.name[:-1] + ("一" if one.name[-1] != "一" else "二")))
    assert drawn.getextrema()[0] == 0
    assert drawn.tobytes() != other.tobytes()


def test_what_no_font_has_burns_as_a_box_with_its_code(tmp_path: Path) -> None:
    one, two = picture(slip("\U00032b00")), picture(slip("\U00032b01"))
    assert one.tobytes() != two.tobytes(), "two characters without letters are told apart by their codes"
    blank = picture(slip("\u3000"))
    assert one.tobytes() != blank.tobytes()


def test_a_receipt_from_the_roll_is_made_out_to_them() -> None:
    for one in NAMES[::9]:
        strip = SLIPS["receipt_slip"](1, samples.IMPRINT, one.name, "食品经营许可")
        said = "".join(mark.text for mark in strip.marks if isinstance(mark, Text))
        assert fonts.printable(one.name).replace(" ", "") in said.replace(" ", "")
