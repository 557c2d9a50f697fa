"""A page is known by its title or by the words around what is filled in, and is left where it could belong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.ids import MaterialCode
from deskapp.rules.known_documents import KnownDocument, Look, look_of
from deskapp.rules.page_likeness import LIKELY, likeness
from deskapp.rules.page_making import WHOLE, Box
from deskapp.rules.page_reading import PageReading, ReadLine, around, bare, part_of
from deskapp.rules.page_rows import rows
from tests.fakes.told_reader import line

CARD = KnownDocument(
    ("居民身份证",),
    ("居民身份证", "中华人民共和国居民身份证"),
    ("姓名", "性别", "民族", "出生", "住址", "公民身份号码"),
)
LICENCE = KnownDocument(("营业执照",), ("营业执照",), ("统一社会信用代码", "法定代表人", "经营范围", "登记机关"))
KNOWN = (CARD, LICENCE)


def look(code: str, name: str, *titles: str) -> Look:
    return look_of(MaterialCode(code), (name,), titles, KNOWN)


LOOKS = (
    look("ID", "居民身份证"), look("BIZ", "营业执照"), look("FORM", "公司登记(备案)申请书"),
    look("OWNERS", "股东主体资格文件或自然人身份证明", "居民身份证", "营业执照"), look("LETTER", "授权委托书"),
)  # fmt: skip


def page(*lines: ReadLine) -> PageReading:
    return PageReading(1654, 2339, lines)


def text(count: int = 8, top: float = 0.3) -> tuple[ReadLine, ...]:
    """Lines of print that say nothing of any document."""
    return tuple(line(f"第{number}行的内容写在这里", top + number * 0.05) for number in range(count))


def seen(reading: PageReading, lies_in: str | None = None) -> str | None:
    found = likeness(reading, LOOKS, MaterialCode(lies_in) if lies_in else None)
    return None if found is None else str(found.material)


@pytest.mark.parametrize(
    ("title", "material"),
    [
        ("营业执照", "BIZ"),
        ("营 业 执 照", "BIZ"),
        ("中华人民共和国居民身份证", "ID"),
        ("公司登记（备案）申请书", "FORM"),
        ("公司登记(备案)申请书", "FORM"),
        ("公司登记（备案）申清书", "FORM"),  # a letter misread
        ("授权委托书", "LETTER"),
        ("授权委托书（副本）", "LETTER"),
    ],
)
def test_a_title_on_top_and_large_tells_the_document(title: str, material: str) -> None:
    assert seen(page(line(title, 0.08, left=0.35, high=0.04), *text())) == material


@pytest.mark.parametrize(
    "reading",
    [
        page(*text()),
        page(),
        page(line("请提交营业执照、居民身份证和授权委托书各一份", 0.1, high=0.04), *text()),
        page(*text(), line("居民身份证", 0.8), line("营业执照", 0.85)),  # a list of enclosures
        page(line("营业执照遗失声明补发申请", 0.08, high=0.04), *text()),
        page(line("营业执照", 0.08, high=0.04, sure=0.4), *text()),
        page(line("姓名", 0.3), line("性别", 0.35)),  # any form has these
        page(line("授权书", 0.08, high=0.04), *text()),
    ],
)
def test_a_name_in_a_sentence_in_a_list_or_in_part_is_no_title(reading: PageReading) -> None:
    assert seen(reading) is None


def test_a_side_without_a_title_is_known_by_what_is_printed_on_it() -> None:
    printed = ("姓名 张伟", "性别 男", "民族 汉", "出生 1988年2月29日", "住址 人民路", "公民身份号码")
    front = page(*(line(words, 0.4 + 0.03 * number) for number, words in enumerate(printed)))
    found = likeness(front, LOOKS)
    assert found is not None
    assert (found.material, found.likely >= LIKELY) == ("ID", True)
    assert found.box == around(one.box for one in front.lines)
    assert seen(page(*front.lines[:3])) is None


def test_a_title_printed_wide_is_found_though_it_was_read_letter_by_letter() -> None:
    letters = [line(letter, 0.08, left=0.3 + 0.1 * number, high=0.04) for number, letter in enumerate("营业执照")]
    found = likeness(page(*letters, *text()), LOOKS)
    assert found is not None
    assert found.material == "BIZ"
    assert found.box == around(one.box for one in letters)


@pytest.mark.parametrize("lies_in", ["BIZ", "OWNERS"])
def test_a_page_stays_where_it_could_belong(lies_in: str) -> None:
    licence = page(line("营业执照", 0.08, high=0.04), *text())
    assert seen(licence, lies_in) is None
    assert seen(licence, "LETTER") == "BIZ"


def test_the_document_itself_comes_before_what_may_be_brought_for_it() -> None:
    proof = look("PROOF", "身份证明材料", "居民身份证")
    card = page(line("居民身份证", 0.08, high=0.04), *text())
    found = likeness(card, (proof, look("ID", "居民身份证")))
    assert found is not None
    assert found.material == "ID"
    alone = likeness(card, (proof,))
    assert alone is not None
    assert alone.material == "PROOF"


def test_between_two_that_look_alike_nothing_is_said() -> None:
    twins = (look("ONE", "居民身份证"), look("TWO", "居民身份证"))
    assert likeness(page(line("居民身份证", 0.08, high=0.04)), twins) is None


def test_only_documents_of_the_checklist_are_thought_of() -> None:
    licence = page(line("营业执照", 0.08, high=0.04), *text())
    assert likeness(licence, (look("ID", "居民身份证"), look("LETTER", "授权委托书"))) is None
    assert likeness(licence, ()) is None


lines = st.builds(
    lambda words, left, top, wide, high, sure: ReadLine(
        words, sure, Box(left, top, min(WHOLE, left + wide), min(WHOLE, top + high))
    ),
    st.text(min_size=1, max_size=30) | st.sampled_from(["营业执照", "居民身份证", "公民身份号码", "授权委托书"]),
    st.integers(0, WHOLE - 2), st.integers(0, WHOLE - 2), st.integers(1, WHOLE), st.integers(1, WHOLE),
    st.floats(0, 1),
)  # fmt: skip
readings = st.builds(lambda found: PageReading(1000, 1400, tuple(found)), st.lists(lines, max_size=12))


@given(readings, st.sampled_from([None, "ID", "BIZ", "OWNERS"]))
def test_whatever_was_read_a_guess_is_of_the_checklist_and_elsewhere_and_lies_on_the_page(
    reading: PageReading, lies_in: str | None
) -> None:
    found = likeness(reading, LOOKS, MaterialCode(lies_in) if lies_in else None)
    if found is not None:
        assert found.material in {one.material for one in LOOKS}
        assert found.material != lies_in
        assert LIKELY <= found.likely <= 1
        assert 0 <= found.box.left < found.box.right <= WHOLE


@given(readings)
def test_less_sure_reading_never_makes_a_page_more_likely(reading: PageReading) -> None:
    doubtful = replace(reading, lines=tuple(replace(one, confidence=0.0) for one in reading.lines))
    found = likeness(doubtful, LOOKS)
    assert found is None or found.likely <= LIKELY + 0.2, "by its marks alone"


@given(readings)
def test_every_line_stands_in_one_row(reading: PageReading) -> None:
    placed = [one for row in rows(reading) for one in row.lines]
    assert sorted(placed, key=repr) == sorted(reading.lines, key=repr)
    for row in rows(reading):
        assert [one.box.left for one in row.lines] == sorted(one.box.left for one in row.lines)


@given(lines, st.data())
def test_a_part_of_a_line_lies_in_the_line(one: ReadLine, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(one.text) - 1))
    end = data.draw(st.integers(begin + 1, len(one.text)))
    part = part_of(one, begin, end)
    assert one.box.left <= part.left < part.right <= one.box.right
    assert (part.top, part.bottom) == (one.box.top, one.box.bottom)


def test_a_chinese_letter_is_as_wide_as_two_figures() -> None:
    one = ReadLine("身份证号123456", 1.0, Box(0, 0, 1400, 100))
    assert part_of(one, 4, 10) == Box(800, 0, 1400, 100)


@pytest.mark.parametrize(("said", "plain"), [("营 业（执）照", "营业执照"), ("ＡＢ－１２", "ab12"), ("——", "")])
def test_what_stands_between_letters_is_dropped(said: str, plain: str) -> None:
    assert bare(said) == plain
