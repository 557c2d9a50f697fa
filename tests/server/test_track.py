"""The page behind a receipt's QR: how far a case is, and nothing about who it is about."""

from __future__ import annotations

import logging
import re
from datetime import date, timedelta

import httpx
import pytest

from deskapp.ids import CaseId, ClerkId, HallId, WindowId, new_id
from deskapp.rules import case as cases
from deskapp.rules.numbering import case_number
from tests.server.hall import Hall
from tests.server.pretend_desk import MATERIALS, PretendDesk, desk_at

NUMBER = case_number("330000", HallId("H1"), date(2026, 11, 23), WindowId("3"), 1)


def look(hall: Hall, code: str) -> httpx.Response:
    return hall.stranger().get(f"/track/{code}")


def words(page: httpx.Response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", page.text, flags=re.S))


@pytest.fixture
def desk(hall: Hall) -> PretendDesk:
    return desk_at(hall)


def test_the_page_follows_the_case_and_names_nobody(hall: Hall, desk: PretendDesk) -> None:
    case, track = CaseId(new_id()), new_id()
    assert desk.says(desk.opened(case, item="RS-0401", track=track), desk.received(case, "ID-CARD")) == ["accepted"] * 2
    first = look(hall, track)
    assert (first.status_code, first.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "已收件" in words(first)
    assert "城镇企业职工基本养老保险关系转移接续" in words(first)
    assert "人力资源和社会保障局" in words(first)
    assert desk.says(desk.accepted(case, NUMBER)) == ["accepted"]
    second = words(look(hall, track))
    assert "已受理，办理中 Accepted, in progress" in second
    assert NUMBER in second
    assert "还有 10 个工作日：承诺 2026 年 12 月 7 日前办结。 10 working days left" in second
    hall.clock.move(timedelta(days=14))
    assert "今天是承诺办结的最后一天" in words(look(hall, track))
    hall.clock.move(timedelta(days=2))
    assert "超过 2 个工作日。对不起" in words(look(hall, track)), "what is late is said, and not that none is left"
    assert not re.search(r"clerk\d|sealed|D1", look(hall, track).text)


def test_each_step_stands_there_with_its_day_and_the_last_is_now(hall: Hall, desk: PretendDesk) -> None:
    case, track = CaseId(new_id()), new_id()
    assert desk.says(desk.opened(case, track=track)) == ["accepted"]
    assert ways(look(hall, track)) == [("now", "收件"), ("later", "受理"), ("later", "办结"), ("later", "送达")]
    assert desk.says(*(desk.received(case, code) for code in MATERIALS), desk.accepted(case, NUMBER))
    page = look(hall, track)
    assert ways(page) == [("done", "收件"), ("now", "受理"), ("later", "办结"), ("later", "送达")]
    assert page.text.count('aria-current="step"') == 1
    assert '<time datetime="2026-11-23">2026 年 11 月 23 日' in page.text


def ways(page: httpx.Response) -> list[tuple[str, str]]:
    return re.findall(r'<li class="(\w+)"[^>]*><span class="step">([^<]+)', page.text)


def test_what_is_missing_is_named_exactly_with_its_day_and_no_remark(hall: Hall, desk: PretendDesk) -> None:
    case, track = CaseId(new_id()), new_id()
    asked = {"missing": ["APP-SOLE", "PREMISES"], "remark": "请王五本人来", "due": "2026-11-30", "ground": "x",
             "handed_back": True}  # fmt: skip
    desk.says(desk.opened(case, track=track), desk.event("case.correction_requested", case, asked))
    page = look(hall, track)
    said = words(page)
    assert "请您补正材料" in said
    assert "请于 2026 年 11 月 30 日前，补齐下列 2 项" in said
    named = re.findall(r"<ul>(.*?)</ul>", page.text)[0]
    assert re.findall(r"<li>([^<]+)", named) == ["个体工商户登记申请书", "住所(经营场所)使用证明"]
    assert "王五" not in said
    assert "材料已全部退还" in said, "the rule of its regime"


def test_a_result_says_where_when_and_with_what_to_collect_it(hall: Hall, desk: PretendDesk) -> None:
    case, track = CaseId(new_id()), new_id()
    materials = (desk.received(case, code) for code in MATERIALS)
    desk.says(desk.opened(case, track=track), *materials, desk.accepted(case, NUMBER))
    fact = cases.Decided(granted=True, decided_on=date(2026, 11, 24), deliver_by=date(2026, 12, 8))
    with hall.parts.journal.writing() as facts:
        facts.add(ClerkId("dept-scjg"), fact, of=case)
    said = words(look(hall, track))
    for told in ("已办结", "8 号窗口", "2026 年 12 月 8 日前", "本人有效身份证件", "委托书"):
        assert told in said


@pytest.mark.parametrize("code", ["x", "unknown" * 6, "a" * 21, "%3Cscript%3Ealert(1)%3C" * 2, "é" * 30, "0"])
def test_a_code_that_is_nobodys_gets_a_sentence(hall: Hall, code: str) -> None:
    page = look(hall, code)
    assert page.status_code == 404
    assert "没有查到" in page.text
    assert "Nothing found" in page.text
    assert "script" not in page.text


def test_a_case_that_was_erased_is_answered_like_one_that_never_was(hall: Hall, desk: PretendDesk) -> None:
    case, track = CaseId(new_id()), new_id()
    desk.says(desk.opened(case, track=track))
    assert look(hall, track).status_code == 200
    with hall.parts.journal.writing() as facts:
        facts.erase(case)
    erased, never = look(hall, track), look(hall, new_id())
    assert (erased.status_code, erased.text) == (never.status_code, never.text)
    assert {**erased.headers, "date": ""} == {**never.headers, "date": ""}


def test_no_answer_comes_so_soon_that_it_tells_whether_there_is_such_a_case(hall: Hall, desk: PretendDesk) -> None:
    case, track = CaseId(new_id()), new_id()
    desk.says(desk.opened(case, track=track))
    took = {name: [look(hall, code).elapsed.total_seconds() for _ in range(5)] for name, code in
            (("there", track), ("not there", new_id()), ("no code", "x"))}  # fmt: skip
    for name, times in took.items():
        assert min(times) >= 0.055, name


def test_guessing_is_slowed_down_and_looking_again_is_not(hall: Hall, desk: PretendDesk) -> None:
    case, track = CaseId(new_id()), new_id()
    desk.says(desk.opened(case, track=track))
    stranger = hall.stranger()
    assert {stranger.get(f"/track/{track}").status_code for _ in range(35)} == {200}
    answers = [stranger.get(f"/track/{new_id()}") for _ in range(31)]
    assert answers[-1].status_code == 429
    assert "请一分钟后再试" in answers[-1].text
    assert answers[-1].headers["retry-after"] == "60"
    hall.clock.move(timedelta(minutes=2))
    assert stranger.get(f"/track/{track}").status_code == 200


def test_behind_a_proxy_each_person_is_counted_and_nobody_can_say_they_are_another(hall: Hall) -> None:
    def guesses(forwarded: str) -> list[int]:
        headers = {"X-Forwarded-For": forwarded}
        return [hall.stranger().get(f"/track/{new_id()}", headers=headers).status_code for _ in range(31)]

    assert guesses("198.51.100.7")[-1] == 429
    assert guesses("198.51.100.8")[0] == 404, "somebody else behind the same proxy"
    assert guesses("203.0.113.66, 198.51.100.7")[0] == 429, "what the asker wrote before the proxy counts for nothing"
    assert guesses("2001:db8::1")[-1] == 429
    assert guesses("2001:db8::ffff")[0] == 429, "the same network"


def test_the_page_needs_nothing_from_elsewhere_and_leaves_nothing_behind(hall: Hall) -> None:
    page = look(hall, "unknown" * 6)
    assert not re.search(r"https?://|<script|src=|href=|@import|url\(", page.text)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    assert 'name="robots" content="noindex, nofollow"' in page.text
    assert "set-cookie" not in page.headers


def test_the_log_holds_no_code(hall: Hall, desk: PretendDesk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "uvicorn")
    case, track = CaseId(new_id()), new_id()
    desk.says(desk.opened(case, track=track))
    look(hall, track)
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    assert not [said for said in ours if track in said]
