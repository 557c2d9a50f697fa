"""The page behind a receipt's QR: how far a case is, and nothing about who it is about."""

from __future__ import annotations

import re
from datetime import date, timedelta

import httpx
import pytest

from deskapp.ids import CaseId, HallId, WindowId, new_id
from deskapp.rules.numbering import case_number
from tests.server.hall import Hall
from tests.server.pretend_desk import PretendDesk, desk_at

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
    accepted = {"number": NUMBER, "promised_day": "2026-12-07", "statutory_day": "2027-01-25", "provisional": False}
    assert desk.says(desk.event("case.accepted", case, accepted)) == ["accepted"]
    second = words(look(hall, track))
    assert "已受理，办理中 Accepted, in progress" in second
    assert NUMBER in second
    assert "10 个工作日 10 working days" in second
    hall.clock.move(timedelta(days=40))
    assert "0 个工作日" in words(look(hall, track)), "never less than none"
    assert not re.search(r"clerk\d|sealed|D1", look(hall, track).text)


def test_the_steps_done_are_marked(hall: Hall, desk: PretendDesk) -> None:
    case, track = CaseId(new_id()), new_id()
    assert desk.says(desk.opened(case, track=track)) == ["accepted"]
    marks = re.findall(r'<li class="([^"]*)">(.)', look(hall, track).text)
    assert marks == [("done now", "收"), ("", "受"), ("", "办"), ("", "送")]


@pytest.mark.parametrize("code", ["x", "unknown" * 6, "a" * 21, "%3Cscript%3Ealert(1)%3C" * 2, "é" * 30, "0"])
def test_a_code_that_is_nobodys_gets_a_sentence(hall: Hall, code: str) -> None:
    page = look(hall, code)
    assert page.status_code == 404
    assert "没有查到" in page.text
    assert "Nothing found" in page.text
    assert "script" not in page.text


def test_guessing_is_slowed_down(hall: Hall) -> None:
    stranger = hall.stranger()
    answers = [stranger.get(f"/track/{new_id()}") for _ in range(31)]
    assert [answer.status_code for answer in answers] == [404] * 30 + [429]
    assert "请一分钟后再试" in answers[-1].text


def test_the_page_needs_nothing_from_elsewhere(hall: Hall) -> None:
    page = look(hall, "unknown" * 6)
    assert not re.search(r"https?://|<script|src=|@import|url\(", page.text)
    assert "script-src" not in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert 'name="robots" content="noindex"' in page.text
