"""Slips from the roll and labels: codes read back from PDF and from dots, nothing cut off, nothing on anything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from deskapp.papers import labels, raster, slips
from deskapp.papers.imprint import Imprint
from deskapp.papers.labels import MM
from deskapp.papers.marks import Text
from deskapp.papers.slip import PAPER, WIDE, WIDE_DOTS, Slip, Strip, pdf
from tests.papers import looking, samples
from tests.papers.pictures import FOLDER, MOST, apart
from tests.papers.samples import IMPRINT, LONG, LONGEST, NUMBER, RARE, TRACK
from tests.papers.samples_of_steps import SLIPS, signature, some_labels
from tests.papers.standing import HEIGHT, WIDTH, Bounds, stands_well

ORGANISATION = "新疆维吾尔自治区巴音郭楞蒙古自治州和静县巴音布鲁克旅游投资开发集团有限责任公司李䶮𬭎㛃"
EVERY = pytest.mark.parametrize("kind", sorted(SLIPS))
MARKED = replace(LONGEST, practice=True, again=3)
SHEET = Bounds(4.5 * MM, 4.5 * MM, WIDTH - 4.5 * MM, HEIGHT - 4.5 * MM)
KEPT = FOLDER / "slips"


def laid(kind: str, lines: int = 3, imprint: Imprint = IMPRINT) -> Strip:
    return SLIPS[kind](lines, imprint, RARE, LONG)


def picture(strip: Strip) -> Image.Image:
    drawn = raster.dots(strip)
    return Image.frombytes("1", (drawn.wide, drawn.high), bytes(255 - byte for byte in drawn.rows)).convert("L")


def said(strip: Strip) -> str:
    return "".join(mark.text for mark in strip.marks if isinstance(mark, Text))


@EVERY
@pytest.mark.parametrize("lines", [0, 3, 30])
def test_both_codes_are_read_back_from_the_dots(kind: str, lines: int) -> None:
    assert looking.kinds(picture(laid(kind, lines))) == {NUMBER: "Code128", TRACK: "QRCode"}


@EVERY
def test_both_codes_are_read_back_from_its_pdf(tmp_path: Path, kind: str) -> None:
    (page,) = looking.pictures(tmp_path, slips.printed(laid(kind), "收件回执", IMPRINT), 203)
    assert looking.kinds(page) == {NUMBER: "Code128", TRACK: "QRCode"}


@EVERY
@pytest.mark.parametrize("lines", [0, 1, 3, 30])
@pytest.mark.parametrize("imprint", [IMPRINT, MARKED, samples.without_number()], ids=["usual", "longest", "bare"])
def test_nothing_is_cut_off_or_overprinted(kind: str, lines: int, imprint: Imprint) -> None:
    strip = laid(kind, lines, imprint)
    stands_well(list(strip.marks), Bounds(0, 0, WIDE, strip.high))


@EVERY
def test_a_slip_is_as_wide_as_the_roll_and_as_long_as_its_words(tmp_path: Path, kind: str) -> None:
    short, long = (laid(kind, lines) for lines in (1, 20))
    about = looking.about(tmp_path, slips.printed(short, "领取凭证", IMPRINT))
    assert about["Page size"].startswith(f"{PAPER:.3f}"[:6])
    assert about["Pages"] == "1"
    assert long.high > short.high + 100


@EVERY
def test_names_are_copied_out_of_its_pdf_and_fonts_are_embedded(tmp_path: Path, kind: str) -> None:
    printed = slips.printed(laid(kind), "收件回执", IMPRINT)
    told = looking.written(tmp_path, printed)
    for words in (RARE, samples.MASKED, NUMBER, IMPRINT.phone, "3号窗口", "经办人陈三"):
        assert words in told
    assert all(row[-5] == "yes" for row in looking.fonts(tmp_path, printed))


@EVERY
def test_a_slip_that_came_out_before_and_a_practised_one_say_so(kind: str) -> None:
    marked, plain = said(laid(kind, 1, MARKED)), said(laid(kind, 1))
    assert "补打 第 3 次" in marked
    assert "练习 无效" in marked
    assert "补打" not in plain
    assert "练习" not in plain


@EVERY
def test_the_same_slip_gives_the_same_bytes(kind: str) -> None:
    assert raster.dots(laid(kind)) == raster.dots(laid(kind))
    one, other = (slips.printed(laid(kind), "x", IMPRINT) for _ in range(2))
    assert one == other


@EVERY
def test_a_slip_looks_as_it_is_meant_to(kind: str) -> None:
    strip = SLIPS[kind](2, IMPRINT, "王秀英", "食品经营许可（新办）")
    assert apart(picture(strip), Image.open(KEPT / f"{kind}.png").convert("L")) <= MOST


def test_a_signature_stands_above_its_line_on_the_roll(tmp_path: Path) -> None:
    slip, bare = Slip(), Slip()
    slip.signed("领取人", 9.5, signature())
    bare.signed("领取人", 9.5)
    signed, unsigned = (picture(one.finish()) for one in (slip, bare))
    assert signed.size == unsigned.size
    dark = [sum(one.point(lambda shade: shade < 128, "1").convert("L").histogram()[1:]) for one in (signed, unsigned)]
    assert dark[0] > dark[1] + 500
    stands_well(list(slip.finish().marks), Bounds(0, 0, WIDE, slip.finish().high))
    (page,) = looking.pictures(tmp_path, pdf(slip.finish(), title="", subject="", author=""), 203)
    assert page.width >= WIDE_DOTS


@pytest.mark.parametrize("name", ["张*", ORGANISATION])
@pytest.mark.parametrize("item", ["食品经营许可（新办）", LONG, LONG * 4])
def test_nothing_on_a_label_leaves_it_or_stands_on_anything(name: str, item: str) -> None:
    for page in labels.lay_out(some_labels(26, name, item, practice=True)):
        stands_well(page, SHEET)
    (label,) = some_labels(1, name, item, practice=True)
    for roll, (wide, high) in labels.SINGLES.items():
        edge = (float(roll) * MM - wide) / 2
        stands_well(labels.lay_out_single(label, roll), Bounds(edge, 4.0, edge + wide, high - 4.0))


def test_each_label_keeps_to_its_own_place() -> None:
    (page,) = labels.lay_out(some_labels(24, ORGANISATION, LONG))
    for mark in page:
        if isinstance(mark, Text):
            column, row = int(mark.x // (WIDTH / 3)), int((HEIGHT - mark.y) // (HEIGHT / 8))
            middle = (column + 0.5) * WIDTH / 3
            assert abs(mark.x - middle) <= WIDTH / 6, mark
            assert row < 8


def test_all_labels_of_a_sheet_are_read_back(tmp_path: Path) -> None:
    some = some_labels(24, ORGANISATION, LONG)
    (page,) = looking.pictures(tmp_path, labels.draw(some), 300)
    assert looking.codes(page) == {label.number for label in some}


@pytest.mark.parametrize("roll", sorted(labels.SINGLES))
def test_a_single_label_is_read_back_at_the_dots_of_a_label_printer(tmp_path: Path, roll: str) -> None:
    (label,) = some_labels(1, ORGANISATION, LONG)
    (page,) = looking.pictures(tmp_path, labels.draw_single(label, roll), 300)
    assert looking.codes(page) == {label.number}


def test_a_sheet_that_was_begun_is_filled_from_its_first_free_place() -> None:
    first, later = (labels.lay_out(some_labels(20, "张*", "事项"), begin=begin) for begin in (1, 10))
    assert len(first) == 1
    assert len(later) == 2
    assert max(mark.y for mark in later[0] if isinstance(mark, Text)) < HEIGHT - 3 * HEIGHT / 8
    with pytest.raises(ValueError, match="places 1 to 24"):
        labels.lay_out(some_labels(1, "张*", "事项"), begin=25)


def test_what_is_too_long_for_a_label_ends_with_an_ellipsis_and_not_in_the_air() -> None:
    (label,) = some_labels(1, "张*", LONG * 4)
    texts = [mark.text for mark in labels.lay_out_single(label, "62") if isinstance(mark, Text)]
    assert any(text.endswith("…") for text in texts)
    assert "张*" in texts


def keep() -> None:
    """Keep how the slips look anew, after a change that was meant: `python -m tests.papers.test_slips_and_labels`."""
    KEPT.mkdir(exist_ok=True)
    for kind, lay in SLIPS.items():
        shown = picture(lay(2, IMPRINT, "王秀英", "食品经营许可（新办）"))
        shown.convert("1").save(KEPT / f"{kind}.png", optimize=True)


if __name__ == "__main__":
    keep()
