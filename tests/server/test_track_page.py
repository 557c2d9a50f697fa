"""What the page of progress says in every state: in both languages, escaped, with what is to be done."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from deskapp.assemble.sample import SAMPLE
from deskapp.queries.progress import Milestone, Progress, Step
from deskapp.rules.case_facts import Handed, Procedure, Usual
from deskapp.rules.case_state import State
from deskapp.rules.catalog import Regime
from deskapp.server import track_page
from deskapp.server.page_pieces import Both, Stage, day_words, facts, listed, said, section, way

TODAY = date(2026, 11, 27)
DUE = date(2026, 12, 7)
CASE = Progress(
    number="330000012026112300300017", item="食品经营许可(新办)", item_en="Food business licence",
    department="市场监督管理局", department_en="Administration for Market Regulation", state=State.ACCEPTED,
    regime=Regime.LICENCE, opened_on=date(2026, 11, 23), steps=(Step(Milestone.OPENED, date(2026, 11, 23)),),
    promised_day=DUE, statutory_day=date(2026, 12, 21), days_left=6, result="食品经营许可证",
)  # fmt: skip


def page(found: Progress) -> str:
    return track_page.told(found, SAMPLE, TODAY)


def words(found: Progress) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(found)))


def alone(state: State, **more: object) -> Progress:
    return replace(CASE, state=state, promised_day=None, statutory_day=None, days_left=None, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_words_in_both_languages_who_decides_and_where_to_complain(state: State) -> None:
    found = alone(state, granted=True if state in (State.DECIDED, State.READY) else None)
    assert page(found).count("<section") >= 3
    for told in ("由谁决定", "市场监督管理局", "投诉", SAMPLE.phone, "Decided by"):
        assert told in words(found)
    headings = re.findall(r'<h2>([^<]+)<span class="en" lang="en">([^<]+)', page(found))
    assert len(headings) == page(found).count("<h2>")
    assert re.search(r'class="state[^"]*">[^<]+<span class="en" lang="en">\w', page(found))


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (6, ("还有 6 个工作日", "2026 年 12 月 7 日", "6 working days left")),
        (1, ("还有 1 个工作日", "1 working day left")),
        (0, ("今天是承诺办结的最后一天", "Promised for today")),
        (-3, ("超过 3 个工作日", "投诉电话", "Late by 3 working days")),
    ],
)
def test_the_days_left_are_said_in_words(left: int, told: tuple[str, ...]) -> None:
    for one in told:
        assert one in words(replace(CASE, days_left=left))


def test_a_provisional_day_and_an_extension_are_said() -> None:
    said_of = words(replace(CASE, provisional=True, steps=(*CASE.steps, Step(Milestone.EXTENDED, TODAY))))
    assert "暂定" in said_of
    assert "延长过期限" in said_of
    assert "第四十二条" in said_of


@pytest.mark.parametrize("procedure", list(Procedure))
def test_a_pause_says_why_until_when_and_that_the_time_is_not_counted(procedure: Procedure) -> None:
    told = words(alone(State.PAUSED, procedure=procedure, paused_until=DUE))
    assert "预计到 2026 年 12 月 7 日" in told
    assert "第四十五条" in told
    assert "个工作日" not in told


@pytest.mark.parametrize("usual", [None, *Usual])
def test_not_accepted_says_why_and_the_ways_of_appeal(usual: Usual | None) -> None:
    told = words(alone(State.DECLINED, usual=usual))
    for one in ("六十日内", "行政复议", "六个月内", "行政诉讼", "within 60 days", "within 6 months"):
        assert one in told
    assert ("通知书上" in told) is (usual in (None, Usual.OTHERWISE))


def test_refused_says_where_the_decision_is_to_be_had_and_how_to_appeal() -> None:
    told = words(alone(State.DECIDED, granted=False, hand_out_windows=("8",), deliver_by=DUE))
    for one in ("不予准许", "领取决定书", "8 号窗口", "行政复议", "有效身份证件"):
        assert one in told


def test_granted_says_no_appeal_and_ways_of_delivery() -> None:
    told = words(alone(State.READY, granted=True, by_post=True))
    assert "邮寄" in told
    assert "复议" not in told
    assert "统一出件窗口" in told


@pytest.mark.parametrize("handed", [None, *Handed])
def test_delivered_says_how(handed: Handed | None) -> None:
    assert "本件办完" in words(alone(State.DELIVERED, handed=handed))


def test_what_is_overdue_of_what_may_come_later_says_so() -> None:
    told = words(replace(CASE, deferred=(("招牌效果图", date(2026, 11, 20)), ("平面图", DUE))))
    assert "招牌效果图：2026 年 11 月 20 日前交来，已到期" in told
    assert "平面图：2026 年 12 月 7 日前交来 by" in told


def test_whatever_a_catalogue_calls_things_is_escaped() -> None:
    evil = '<script>alert("x")</script>&'
    found = replace(
        CASE, item=evil, item_en=evil, department=evil, department_en=evil, deferred=((evil, DUE),), consult_phone=evil
    )
    assert "<script" not in page(found)
    assert "<script" not in said(track_page.title_of(found), "h1")
    for made in (said(Both(evil, evil)), listed([Both(evil)]), facts([(Both(evil), Both(evil))]),
                 section(Both(evil)), way([Stage(Both(evil), TODAY)])):  # fmt: skip
        assert "<script" not in made


def test_a_day_is_said_as_people_say_it() -> None:
    assert day_words(date(2026, 1, 3)) == Both("2026 年 1 月 3 日", "3 January 2026")
