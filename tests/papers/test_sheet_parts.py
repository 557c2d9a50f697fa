"""The parts of a sheet that papers are made of: boxes to tick, the close with signature and seal, a slip's lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskapp.papers import raster, words
from deskapp.papers.flow import MARGIN, ROOM
from deskapp.papers.marks import Frame, Mark, Picture, Rule, Square, Text
from deskapp.papers.pixels import Pixels
from deskapp.papers.sheet import Highlight, Sheet
from deskapp.papers.slip import WIDE, Slip
from tests.papers.samples import IMPRINT, LONG, LONGEST, RARE, TRACK
from tests.papers.samples_of_steps import seal, signature
from tests.papers.standing import Bounds, stands_well

DAY = date(2026, 11, 23)
WORDS = st.text(st.sampled_from("听证专家评审龘靐𠮷 abcdefg（）。"), min_size=1, max_size=90)
CLOSED = "申请人（代办人）签收"


def a_sheet(**more: object) -> Sheet:
    return Sheet("样张", "Sample", replace(IMPRINT, **more))  # type: ignore[arg-type]


def marks_of(sheet: Sheet) -> list[Mark]:
    return [mark for page in sheet.pages() for mark in page]


def texts(sheet: Sheet) -> list[Text]:
    return [mark for mark in marks_of(sheet) if isinstance(mark, Text)]


def boxes(sheet: Sheet) -> list[Frame]:
    return [mark for mark in marks_of(sheet) if isinstance(mark, Frame) and mark.wide == mark.high]


def test_boxes_stand_beside_each_other_when_their_words_are_short() -> None:
    sheet = a_sheet()
    sheet.boxes([(n == 1, f"程序{n}") for n in range(8)], across=4)
    found = boxes(sheet)
    assert len({round(box.x) for box in found}) == 4
    assert len({round(box.y) for box in found}) == 2


def test_boxes_stand_below_each_other_when_one_has_many_words() -> None:
    sheet = a_sheet()
    sheet.boxes([(False, "听证"), (True, LONG)], across=4)
    assert len({round(box.x) for box in boxes(sheet)}) == 1


def test_a_row_that_is_not_full_is_left_open() -> None:
    sheet = a_sheet()
    sheet.boxes([(False, "一"), (False, "二"), (False, "三")], across=2)
    assert len(boxes(sheet)) == 3


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.booleans(), WORDS), max_size=25), st.integers(1, 5))
def test_boxes_stand_well_whatever_they_say(options: list[tuple[bool, str]], across: int) -> None:
    sheet = Sheet("样张", "Sample", LONGEST)
    sheet.boxes(options, across=across)
    ticks = 0
    for page in sheet.pages():
        stands_well(page)
        ticks += sum(isinstance(mark, Text) and mark.text == "✓" for mark in page)
    assert ticks == sum(ticked for ticked, _ in options)


def test_an_option_keeps_to_one_page() -> None:
    sheet = a_sheet()
    sheet.boxes([(False, f"{n} {LONG}") for n in range(40)])
    pages = sheet.pages()
    assert len(pages) > 1
    for page in pages:
        for place in range(40):
            begun = any(isinstance(mark, Text) and mark.text.startswith(f"{place} ") for mark in page)
            ended = [mark for mark in page if isinstance(mark, Frame) and mark.wide == mark.high]
            assert not begun or ended


def test_a_highlight_without_a_note_takes_no_room_for_one() -> None:
    with_note, without = a_sheet(), a_sheet()
    with_note.band([Highlight("页数", "3", "其中扫描 2 页")])
    without.band([Highlight("页数", "3")])
    assert without._flow.y > with_note._flow.y


@pytest.mark.parametrize("office", ["市场监督管理局", LONG])
@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("stamped", [False, True])
@pytest.mark.parametrize("clerk", ["陈三", LONGEST.clerk * 3])
def test_the_close_stands_well_with_and_without_seal_and_signature(
    office: str, signed: bool, stamped: bool, clerk: str
) -> None:
    for lines in (0, 10, 20, 24, 26, 28, 30):
        sheet = a_sheet(clerk=clerk, seal=seal() if stamped else None)
        sheet.paragraph("\n".join(["一行"] * lines))
        sheet.closing("依据：法律。", CLOSED, office, DAY, clerk_is="受理人", signature=signature() if signed else None)
        pages = sheet.pages()
        for page in pages:
            stands_well(page)
        shown = [mark for page in pages for mark in page if isinstance(mark, Picture)]
        assert len(shown) == signed + stamped


def test_without_seal_and_signature_the_close_is_as_it_was() -> None:
    sheet = a_sheet()
    sheet.closing("依据：法律。", CLOSED, "市场监督管理局", DAY, clerk_is="受理人")
    signs, served = (next(mark for mark in texts(sheet) if mark.text.startswith(word)) for word in (CLOSED, "受理人"))
    lines = [
        mark for mark in marks_of(sheet) if isinstance(mark, Rule) and mark.x > MARGIN and mark.to_x < MARGIN + ROOM / 2
    ]
    assert round(signs.y - lines[0].y, 2) == 3.0
    assert round(signs.y - served.y, 2) == round(2 * 10.5 * 2.1, 2)


def test_a_signature_keeps_its_shape_and_stays_beside_the_words() -> None:
    sheet = a_sheet()
    sheet.closing("依据。", "申请人（承诺人）签字", "局", DAY, clerk_is="经办人", signature=signature())
    (shown,) = [mark for mark in marks_of(sheet) if isinstance(mark, Picture)]
    word = next(mark for mark in texts(sheet) if mark.text == "申请人（承诺人）签字")
    assert shown.wide / shown.high == pytest.approx(signature().wide / signature().high, rel=0.01)
    assert shown.x > word.x + 100
    assert shown.x + shown.wide <= MARGIN + ROOM / 2


@pytest.mark.parametrize(("wide", "high"), [(600, 40), (40, 600), (300, 300)])
def test_a_seal_of_any_shape_stays_within_its_size(wide: int, high: int) -> None:
    odd = Pixels(wide, high, bytes(3 * wide * high), bytes([200]) * (wide * high))
    sheet = a_sheet(seal=odd)
    sheet.closing("依据。", CLOSED, "市场监督管理局", DAY, clerk_is="受理人")
    (shown,) = [mark for mark in marks_of(sheet) if isinstance(mark, Picture)]
    assert max(shown.wide, shown.high) == pytest.approx(38 / 25.4 * 72, abs=0.1)
    assert shown.wide / shown.high == pytest.approx(wide / high, rel=0.01)


def test_long_words_on_a_signing_line_are_wrapped_and_leave_room_to_write() -> None:
    sheet = a_sheet()
    sheet.closing(
        "依据。", "申请人、代办人或者其他有权签收文书的人签字并注明与申请人的关系", "局", DAY, clerk_is="经办人"
    )
    pages = sheet.pages()
    rules = [mark for page in pages for mark in page if isinstance(mark, Rule) and MARGIN < mark.x < 300]
    line = min(rules, key=lambda mark: mark.x)
    assert line.to_x - line.x >= 50
    for page in pages:
        stands_well(page)


def test_a_heading_of_an_office_stands_in_place_of_the_halls_name_and_the_foot_keeps_it() -> None:
    sheet = a_sheet(heading="示例县人民政府")
    sheet.paragraph("一行")
    said = [mark.text for mark in texts(sheet)]
    assert said[0] == "示例县人民政府"
    assert IMPRINT.hall in said, "whoever reads the foot still knows where it was printed"


def test_reprints_are_counted_in_words() -> None:
    assert [words.reprint(times) for times in (1, 2, 15)] == ["补打 第 1 次", "补打 第 2 次", "补打 第 15 次"]


def test_several_things_are_listed_as_chinese_lists_them() -> None:
    assert words.listed(["甲", "乙", "丙"]) == "甲、乙、丙"
    assert words.listed([]) == ""


@settings(max_examples=40, deadline=None)
@given(name=WORDS, value=WORDS, size=st.floats(7, 14))
def test_a_fact_on_a_slip_stands_beside_its_name_and_wraps_there(name: str, value: str, size: float) -> None:
    slip = Slip()
    slip.fact(name[:6], value, size)
    strip = slip.finish()
    stands_well(list(strip.marks), Bounds(0, -1, WIDE, strip.high + 1))
    shown = [mark for mark in strip.marks if isinstance(mark, Text)]
    assert all(mark.x > 0 for mark in shown[1:])


def test_a_fact_without_a_value_shows_a_dash() -> None:
    slip = Slip()
    slip.fact("部门", "", 9.5)
    assert [mark.text for mark in slip.finish().marks if isinstance(mark, Text)] == ["部门", "—"]


@pytest.mark.parametrize("url", [TRACK, "https://hall.example/" + "x" * 22, "https://hall.example/" + "y" * 200])
def test_a_code_of_any_length_is_whole_dots_and_in_the_middle(url: str) -> None:
    slip = Slip()
    slip.gap(10)
    slip.square(url)
    slip.gap(10)
    (mark,) = slip.finish().marks
    assert isinstance(mark, Square)
    drawn = raster.dots(slip.finish())
    rows = [drawn.rows[at : at + drawn.wide // 8] for at in range(0, len(drawn.rows), drawn.wide // 8)]
    dark = [place for row in rows for place in range(drawn.wide) if row[place // 8] >> (7 - place % 8) & 1]
    assert abs((min(dark) + max(dark)) / 2 - drawn.wide / 2) <= 2
    side = max(dark) - min(dark) + 1
    assert side < 0.6 * drawn.wide


def test_lines_of_a_slip_begin_at_the_edge_or_beside_it() -> None:
    slip = Slip()
    slip.line(RARE * 10, 9.5)
    slip.line(RARE * 10, 8, inset=12)
    places = [mark.x for mark in slip.finish().marks if isinstance(mark, Text)]
    assert set(places) == {0.0, 12}
