"""Head and foot: whose paper this is, on every page, in whatever length it comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest

from deskapp.papers import imprint
from deskapp.papers.flow import MARGIN, PAGE_HEIGHT, PAGE_WIDTH, ROOM, Flow
from deskapp.papers.fonts import width
from deskapp.papers.imprint import Imprint
from deskapp.papers.marks import Digits, Frame, Ghost, Page, Square, Text
from tests.papers.samples import IMPRINT, LONGEST, NUMBER, TRACK, without_number


def pages(paper: Imprint, count: int = 1) -> list[Page]:
    """A paper of so many pages with nothing on them but head and foot."""
    flow = Flow(imprint.foot_height(paper))
    imprint.head(flow, paper, "收件回执", "Receipt")
    for _ in range(count - 1):
        flow.turn()
    imprint.around(flow, paper, "收件回执")
    return flow.pages


def said(page: Page) -> list[str]:
    return [mark.text.replace("\u00a0", " ") for mark in page if isinstance(mark, Text)]


def test_the_head_names_hall_paper_number_and_day() -> None:
    (page,) = pages(IMPRINT)
    for text in (IMPRINT.hall, "收件回执", "Receipt", f"编号　{NUMBER}", "2026 年 11 月 23 日"):
        assert text in said(page)


def test_hall_and_title_stand_in_the_middle() -> None:
    (page,) = pages(IMPRINT)
    for mark in page:
        if isinstance(mark, Text) and mark.text in (IMPRINT.hall, "收件回执") and mark.y > PAGE_HEIGHT / 2:
            assert mark.x + width(mark.text, mark.size, mark.chain) / 2 == pytest.approx(PAGE_WIDTH / 2)


def test_every_page_carries_window_clerk_time_phone_and_both_codes() -> None:
    for place, page in enumerate(pages(IMPRINT, 3), start=1):
        told = said(page)
        for text in ("3 号窗口　经办人 陈三", "打印时间 2026-11-23 10:03", "咨询投诉 0571-12345", "扫码查进度", NUMBER):
            assert text in told
        assert f"第 {place} 页 共 3 页" in told
        assert [mark.digits for mark in page if isinstance(mark, Digits)] == [NUMBER]
        assert [mark.text for mark in page if isinstance(mark, Square)] == [TRACK]


def test_pages_that_go_on_name_the_paper_and_its_number_again() -> None:
    first, *others = pages(IMPRINT, 3)
    assert "收件回执（续）" not in said(first)
    for page in others:
        assert "收件回执（续）" in said(page)
        assert f"编号　{NUMBER}" in said(page)


def test_a_paper_about_no_case_has_no_number_and_invites_nobody_to_scan() -> None:
    for page in pages(without_number(), 2):
        assert not [mark for mark in page if isinstance(mark, Digits | Square)]
        assert not [text for text in said(page) if "编号" in text or "扫码" in text]


@pytest.mark.parametrize("paper", [IMPRINT, LONGEST, without_number()], ids=["usual", "longest", "bare"])
def test_the_foot_is_as_high_as_what_stands_in_it(paper: Imprint) -> None:
    height = imprint.foot_height(paper)
    (page,) = pages(paper)
    foot = [mark for mark in page if isinstance(mark, Text) and mark.y < height]
    assert min(mark.y for mark in foot) >= 20
    assert max(mark.y + mark.size for mark in foot) <= height
    assert {"第 1 页 共 1 页"} <= {mark.text for mark in foot}


def test_a_long_address_makes_a_larger_code_and_a_higher_foot() -> None:
    longer = replace(IMPRINT, track_url=TRACK + "x" * 400)
    assert imprint.foot_height(longer) > imprint.foot_height(IMPRINT)


@pytest.mark.parametrize(
    ("again", "practice", "marks"),
    [
        (0, False, set()),
        (1, False, {"补打 第 1 次"}),
        (0, True, {"练习 无效"}),
        (12, True, {"补打 第 12 次", "练习 无效"}),
    ],
)
def test_a_reprint_and_a_practice_paper_are_framed_and_stand_apart(again: int, practice: bool, marks: set[str]) -> None:
    for page in pages(replace(IMPRINT, again=again, practice=practice), 2):
        assert {text for text in said(page) if text.startswith(("补打", "练习"))} == marks
        frames = sorted((mark.x, mark.x + mark.wide) for mark in page if isinstance(mark, Frame))
        assert len(frames) == len(marks)
        assert all(one[1] < other[0] for one, other in pairwise(frames))
        assert all(right <= MARGIN + ROOM + 0.01 for _, right in frames)
        assert any(isinstance(mark, Ghost) for mark in page) == practice


def test_a_moment_of_any_zone_is_told_in_the_time_of_the_office() -> None:
    tokyo = timezone(timedelta(hours=9))
    (page,) = pages(replace(IMPRINT, printed_at=datetime(2026, 12, 1, 0, 30, tzinfo=tokyo)))
    assert "打印时间 2026-11-30 23:30" in said(page)
    assert "2026 年 11 月 30 日" in said(page)


def test_what_has_no_number_of_its_own_bears_that_of_its_barcode() -> None:
    code = "03" + "7" * 40
    for page in pages(replace(without_number(), code=code), 2):
        assert [mark.digits for mark in page if isinstance(mark, Digits)] == [code]
        assert f"编号　{code}" in said(page)
        assert "再来时扫此码取号，不用重新排队" in said(page)
    for page in pages(replace(without_number(), code=code, comes_back=False)):
        assert "再来时扫此码取号，不用重新排队" not in said(page)
        assert code in said(page)
