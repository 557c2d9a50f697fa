"""A separator as it is printed: read back whichever way it lies, known by its frame where nothing on it reads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from deskapp.ids import CaseId, new_id
from deskapp.papers import separators
from deskapp.papers.marks import Digits, Square
from deskapp.rules.barcode import ScannedSeparator, separator_digits
from deskapp.scans import sort
from tests.papers import stack_of
from tests.papers.standing import Bounds, stands_well
from tests.scans import drawn

CASE = CaseId(new_id())
MM = 72 / 25.4
INSIDE = Bounds(26 * MM, 26 * MM, 595.28 - 26 * MM, 841.89 - 26 * MM)
LONG = "公众聚集场所投入使用、营业前消防安全检查（含人员密集场所及地下空间的附加检查与多部门联合踏勘意见）合格证明文件"


@pytest.mark.parametrize("material", ["居民身份证", LONG, LONG * 4])
@pytest.mark.parametrize("applicant", ["李*", "新疆维吾尔自治区" * 6])
def test_nothing_leaves_the_frame_or_stands_on_a_code(material: str, applicant: str) -> None:
    sheet = replace(stack_of.sheet(CASE, 99, material=material, practice=True), applicant=applicant, item=LONG)
    (page,) = separators.lay_out([sheet])
    stands_well(page, INSIDE)


def test_the_same_code_stands_on_it_four_times_as_squares_and_twice_as_bars() -> None:
    (page,) = separators.lay_out([stack_of.sheet(CASE, 3)])
    meant = separator_digits(CASE, 3)
    assert [mark.text for mark in page if isinstance(mark, Square)] == [meant] * 4
    assert [mark.digits for mark in page if isinstance(mark, Digits)] == [meant] * 2


def test_the_same_sheets_give_the_same_bytes() -> None:
    sheets = [stack_of.sheet(CASE, place) for place in (1, 2)]
    assert separators.draw(sheets) == separators.draw(sheets)


@pytest.mark.parametrize("dpi", [75, 150, 300])
@pytest.mark.parametrize(("quarters", "turn"), [(0, 0), (1, 90), (2, 180), (3, 270)])
@pytest.mark.parametrize("tilt", [0.0, -2.5])
def test_it_is_read_and_known_whichever_way_it_lies(dpi: int, quarters: int, turn: int, tilt: float) -> None:
    sheet = np.ascontiguousarray(np.rot90(stack_of.printed(CASE, 7, dpi), quarters))
    read = sort.look(drawn.noisy(drawn.tilted(sheet, tilt), 6))
    assert read.codes.separators == (ScannedSeparator(CASE, 7),)
    assert (read.framed, read.turn) == (True, turn)


@pytest.mark.parametrize("left", ["a square at the head", "a square at the foot", "bars"])
def test_any_one_of_its_codes_is_enough(left: str) -> None:
    sheet = stack_of.printed(CASE, 7, 200)
    covered = blotted(sheet)
    height, width = sheet.shape
    part = {
        "a square at the head": np.s_[: height // 5, : width // 3],
        "a square at the foot": np.s_[-height // 5 :, -width // 3 :],
        "bars": np.s_[height // 5 : height // 4, :],
    }[left]
    covered[part] = sheet[part]
    assert sort.look(covered).codes.separators == (ScannedSeparator(CASE, 7),)


@pytest.mark.parametrize("tilt", [0.0, 2.0])
def test_one_whose_codes_are_all_covered_is_still_known_by_its_frame(tilt: float) -> None:
    read = sort.look(drawn.tilted(blotted(stack_of.printed(CASE, 7, 150)), tilt))
    assert (read.codes.separators, read.framed) == ((), True)


def blotted(sheet: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The sheet with everything inside its frames covered."""
    covered = sheet.copy()
    height, width = sheet.shape
    down, across = height * 26 // 297, width * 26 // 210
    covered[down:-down, across:-across] = drawn.PAPER
    return covered


def test_no_page_of_a_citizen_is_taken_for_one() -> None:
    certificate = drawn.paper(150)
    for inset, thick in ((60, 14), (90, 4), (110, 14), (170, 20)):  # frames as certificates have them
        certificate[inset : inset + thick, inset:-inset] = drawn.INK
        certificate[-inset - thick : -inset, inset:-inset] = drawn.INK
        certificate[inset:-inset, inset : inset + thick] = drawn.INK
        certificate[inset:-inset, -inset - thick : -inset] = drawn.INK
    for page in (certificate, drawn.text(), drawn.paper(), drawn.noisy(drawn.paper(), 40)):
        assert not sort.look(page).framed


def test_one_is_printed_for_each_material_that_may_be_brought() -> None:
    sheets = [stack_of.sheet(CASE, place) for place in range(1, 4)]
    assert len(separators.lay_out(sheets)) == 3
