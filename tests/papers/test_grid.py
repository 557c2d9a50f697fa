"""Tables: nothing of a row is lost when the page is turned, and what belongs together stays together."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from deskapp.papers import grid
from deskapp.papers.flow import TOP, Flow
from deskapp.papers.grid import Column
from deskapp.papers.marks import Page, Rule, Text
from deskapp.papers.sheet import Highlight, Sheet
from tests.papers.samples import IMPRINT

COLUMNS = (Column("甲", 0.2, centred=True), Column("乙", 0.8))
BOTTOM = 140.0


def texts(page: Page) -> list[str]:
    return [mark.text for mark in page if isinstance(mark, Text)]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 3000)), min_size=1, max_size=8), st.integers(0, 500))
def test_no_letter_of_a_row_is_lost_however_long_it_is(lengths: list[tuple[int, int]], used: int) -> None:
    flow = Flow(BOTTOM)
    flow.y -= used
    grid.table(flow, COLUMNS, [("一" * one, "二" * other) for one, other in lengths])
    said = "".join(text for page in flow.pages for text in texts(page))
    assert said.count("一") == sum(one for one, _ in lengths)
    assert said.count("二") == sum(other for _, other in lengths)
    for page in flow.pages:
        assert all(BOTTOM <= mark.y <= TOP for mark in page if isinstance(mark, Text))


def test_the_heading_stands_again_on_every_page_and_never_alone() -> None:
    flow = Flow(BOTTOM)
    grid.table(flow, COLUMNS, [(str(place), f"第{place}行") for place in range(100)])
    assert len(flow.pages) > 2
    for page in flow.pages:
        assert texts(page)[:2] == ["甲", "乙"]
        assert len(texts(page)) > 2


def test_a_table_that_would_begin_with_its_heading_alone_begins_on_the_next_page() -> None:
    flow = Flow(BOTTOM)
    flow.y = BOTTOM + 30  # room for the heading and nothing else
    grid.table(flow, COLUMNS, [("1", "一行")])
    assert texts(flow.pages[0]) == []
    assert texts(flow.pages[1]) == ["甲", "乙", "1", "一行"]


def test_a_row_that_fits_on_a_page_is_not_split() -> None:
    flow = Flow(BOTTOM)
    grid.table(flow, COLUMNS, [(str(place), "字" * 300) for place in range(12)])
    for page in flow.pages:
        said = "".join(texts(page))
        assert said.count("字") % 300 == 0


def test_every_page_of_a_table_is_closed_by_a_heavy_rule() -> None:
    flow = Flow(BOTTOM)
    grid.table(flow, COLUMNS, [(str(place), "行") for place in range(100)])
    for page in flow.pages:
        heavy = [mark.y for mark in page if isinstance(mark, Rule) and mark.weight > 0.6]
        lowest = min(mark.y for mark in page if isinstance(mark, Text))
        assert len(heavy) == 2
        assert min(heavy) < lowest < max(heavy)


def test_two_facts_stand_side_by_side_when_they_are_short_and_apart_when_they_are_not() -> None:
    short, long = Flow(BOTTOM), Flow(BOTTOM)
    grid.facts(short, [[("甲", "短"), ("乙", "短")]])
    grid.facts(long, [[("甲", "长" * 30), ("乙", "短")]])
    places = {mark.text: mark.y for mark in short.pages[0] if isinstance(mark, Text)}
    assert places["甲"] == places["乙"]
    places = {mark.text: mark.y for mark in long.pages[0] if isinstance(mark, Text)}
    assert places["甲"] > places["乙"]


def test_a_fact_without_a_value_shows_a_dash_and_not_a_hole() -> None:
    flow = Flow(BOTTOM)
    grid.facts(flow, [[("代办人", "")]])
    assert texts(flow.pages[0]) == ["代办人", "—"]


def test_where_to_sign_never_stands_on_a_page_that_says_nothing() -> None:
    for lines in range(60):
        sheet = Sheet("收件回执", "Receipt", IMPRINT)
        for _ in range(lines):
            sheet.paragraph("一行")
        sheet.closing("依据法律。", "签收", "某局", IMPRINT.printed_at.date(), clerk_is="收件人")
        *_, last = sheet.pages()
        assert "签收" in texts(last)
        assert "依据法律。" in texts(last)


def test_a_heading_never_stands_alone_at_the_end_of_a_page() -> None:
    for lines in range(60):
        sheet = Sheet("收件回执", "Receipt", IMPRINT)
        for _ in range(lines):
            sheet.paragraph("一行")
        sheet.heading("小标题")
        sheet.paragraph("下文")
        (page,) = [page for page in sheet.pages() if "小标题" in texts(page)]
        assert "下文" in texts(page)


def test_large_values_of_a_band_are_wrapped_in_their_own_place() -> None:
    sheet = Sheet("受理通知书", "Acceptance", IMPRINT)
    sheet.band([Highlight("甲", "很长" * 30, "注"), Highlight("乙", "短"), Highlight("丙", "短", "说明" * 40)])
    (page,) = sheet.pages()
    said = "".join(texts(page))
    assert said.count("很长") == 30
    assert said.count("说明") == 40
