"""The longest names an office meets: an organisation of fifty characters with rare ones, thirty materials, English."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from deskapp.papers import drawing
from deskapp.papers.fonts import width
from deskapp.papers.marks import Digits, Page, Square, Text
from deskapp.papers.sheet import Imprint
from tests.papers import looking, samples
from tests.papers.samples import LAID, LONGEST, NUMBER, TRACK
from tests.papers.samples_of_steps import ENGLISH, seal
from tests.papers.standing import MARGIN, WIDTH, stands_well

EVERY = pytest.mark.parametrize("kind", sorted(LAID))
ORGANISATION = (
    "新疆维吾尔自治区巴音郭楞蒙古自治州和静县巴音布鲁克䶮𬭎㛃𫖯𠅤㙦𠮷龘靐旅游投资开发集团有限责任公司第一分公司（个体）"
)
RARE_TWENTY = "䶮𬭎㛃𫖯𠅤㙦𠮷龘靐𪚥㐂𠀋𡈽𢦏𣇄𤭢𥇦𦉑𧘇𨭎"
ITEM = f"公众聚集场所 {ENGLISH * 2} 投入使用、营业前消防安全检查（含 {ENGLISH} 附加检查）"
STAMPED = replace(LONGEST, seal=seal(), again=12, practice=True, heading=LONGEST.hall * 2)


def pages(kind: str, imprint: Imprint = STAMPED, name: str = ORGANISATION) -> list[Page]:
    return samples.pages(kind, 30, imprint=imprint, name=name, item=ITEM)


def test_the_organisation_is_as_long_as_it_is_said_to_be() -> None:
    assert len(ORGANISATION) >= 50
    assert sum(ord(letter) > 0xFFFF for letter in ORGANISATION) >= 4


@EVERY
def test_nothing_is_cut_off_or_overprinted(kind: str) -> None:
    for page in pages(kind):
        stands_well(page)


@EVERY
def test_both_codes_stand_on_every_page_with_white_around_them(kind: str) -> None:
    for page in pages(kind):
        (code,) = [mark for mark in page if isinstance(mark, Digits)]
        (square,) = [mark for mark in page if isinstance(mark, Square)]
        assert (code.digits, square.text) == (NUMBER, TRACK)


@EVERY
def test_the_whole_name_stands_on_the_paper_however_it_is_wrapped(tmp_path: Path, kind: str) -> None:
    pdf = drawing.pdf(pages(kind), title="", subject="", author="")
    told = looking.written(tmp_path, pdf)
    assert ORGANISATION in told or _in_pieces(pages(kind), ORGANISATION)


def _in_pieces(drawn: list[Page], name: str) -> bool:
    """In a narrow column other columns stand between the lines of a name: each line by itself is part of it."""
    said = [mark.text for page in drawn for mark in page if isinstance(mark, Text)]
    for begin, first in enumerate(said):
        if first and name.startswith(first):
            left = name[len(first) :]
            for text in said[begin + 1 : begin + 14]:
                left = left[len(text) :] if text and left.startswith(text) else left
            if not left:
                return True
    return False


@pytest.mark.parametrize(
    "kind", ["correction", "declined", "commitment", "decision", "proof_of_delivery", "bundle_receipt"]
)
def test_twenty_rare_characters_are_copied_out_as_they_are(tmp_path: Path, kind: str) -> None:
    kinds = {"decision": "granted"}
    pdf = samples.draw(kinds.get(kind, kind), 1, name=RARE_TWENTY)
    assert RARE_TWENTY in looking.written(tmp_path, pdf)
    assert "\ufffd" not in looking.text(tmp_path, pdf)


@EVERY
def test_no_line_is_wider_than_the_paper_even_of_one_english_word(kind: str) -> None:
    for page in samples.pages(kind, 3, name=ENGLISH * 8, item=ENGLISH * 12):
        stands_well(page)
        for mark in page:
            if isinstance(mark, Text):
                assert mark.x + width(mark.text, mark.size, mark.chain) <= WIDTH - MARGIN + 0.01


@pytest.mark.parametrize("kind", ["receipt", "decision", "transfer"])
def test_codes_are_read_back_from_a_sealed_practised_reprint(tmp_path: Path, kind: str) -> None:
    kinds = {"decision": "refused"}
    pdf = samples.draw(kinds.get(kind, kind), 1, imprint=STAMPED, name=ORGANISATION)
    for picture in looking.pictures(tmp_path, pdf, 200):
        assert looking.codes(picture) == {NUMBER, TRACK}
