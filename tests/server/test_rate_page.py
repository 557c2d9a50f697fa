"""The page on which a service is rated at home: once, by whoever has the receipt, without a script."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
import sqlalchemy as sa

from db.tables import ratings
from deskapp.ids import CaseId, new_id
from deskapp.journal.verify import verify
from deskapp.rules.rating import Opinion
from deskapp.server.looks import UNITS, UNKNOWN
from tests.server.hall import Hall
from tests.server.pretend_desk import MATERIALS, PretendDesk, desk_at
from tests.server.test_ratings import NUMBER, rating


@pytest.fixture
def desk(hall: Hall) -> PretendDesk:
    return desk_at(hall)


def visited(desk: PretendDesk) -> tuple[CaseId, str]:
    """An accepted case and the code on its receipt."""
    case, track = CaseId(new_id()), new_id()
    steps = [desk.opened(case, track=track), *(desk.received(case, code) for code in MATERIALS)]
    assert set(desk.says(*steps, desk.accepted(case, NUMBER))) == {"accepted"}
    return case, track


def form_of(hall: Hall, track: str) -> dict[str, Any]:
    page = hall.stranger().get(f"/rate/{track}")
    assert page.status_code == 200, page.text
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', page.text))


def send(hall: Hall, track: str, form: dict[str, Any], **more: Any) -> httpx.Response:
    return hall.stranger().post(f"/rate/{track}", data=form, **more)


def scores(hall: Hall) -> list[tuple[int | None, bool]]:
    with hall.parts.journal.reading() as reading:
        rows = reading.connection.execute(sa.select(ratings.c.score, ratings.c.at_home))
        return [(row.score, row.at_home) for row in rows]


def test_what_is_ticked_at_home_counts_and_is_never_shown_again(hall: Hall, desk: PretendDesk) -> None:
    _, track = visited(desk)
    said = send(
        hall, track, form_of(hall, track) | {"score": "2", "reason": ["too_slow", "other"], "words": "等了很久"}
    )
    assert (said.status_code, "谢谢您的评价" in said.text) == (200, True)
    assert scores(hall) == [(2, True)]
    again = hall.stranger().get(f"/rate/{track}")
    assert "已经评价过" in again.text
    assert not re.search("等了很久|不满意|<form", again.text)
    (told,) = hall.sign_in("manager").get("/ratings/follow-ups").json()["follow_ups"]
    assert (told["words"], told["reasons"], told["at_home"]) == ("等了很久", ["too_slow", "other"], True)
    with hall.parts.journal.reading() as reading:
        assert verify(reading).faults == ()


def test_the_second_is_refused_with_a_sentence_from_the_page_and_from_a_desk(hall: Hall, desk: PretendDesk) -> None:
    case, track = visited(desk)
    form = form_of(hall, track) | {"score": "5"}
    assert send(hall, track, form).status_code == 200
    second = send(hall, track, form | {"score": "1"})
    assert (second.status_code, "以第一次评价为准" in second.text) == (409, True)
    assert desk.says(rating(desk, case, Opinion(1))) == ["held rating.again"]
    assert scores(hall) == [(5, True)]


def test_who_was_rated_at_the_window_is_not_rated_again_at_home(hall: Hall, desk: PretendDesk) -> None:
    case, track = visited(desk)
    form = form_of(hall, track)
    assert desk.says(rating(desk, case, Opinion(4))) == ["held"]
    refused = send(hall, track, form | {"score": "5"})
    assert (refused.status_code, "已经评价过" in refused.text) == (409, True)
    assert scores(hall) == [(4, False)]


def test_who_said_nothing_at_the_window_may_at_home(hall: Hall, desk: PretendDesk) -> None:
    case, track = visited(desk)
    assert desk.says(rating(desk, case, Opinion())) == ["held"]
    assert send(hall, track, form_of(hall, track) | {"score": "3"}).status_code == 200
    assert scores(hall) == [(3, True)]


def test_nothing_is_chosen_beforehand_and_nothing_counts_unless_it_is_chosen(hall: Hall, desk: PretendDesk) -> None:
    _, track = visited(desk)
    page = hall.stranger().get(f"/rate/{track}").text
    assert page.count('type="radio"') == 5
    assert "checked" not in re.sub(r"<style>.*?</style>", "", page, flags=re.S)
    empty = send(hall, track, form_of(hall, track))
    assert (empty.status_code, "还没有选" in empty.text) == (409, True)
    assert scores(hall) == []


@pytest.mark.parametrize(
    "change",
    [{"token": "x"}, {"token": "é"}, {"score": "6"}, {"score": "５"}, {"reason": "rude"}],
)
def test_a_form_that_is_not_ours_is_not_counted(hall: Hall, desk: PretendDesk, change: dict[str, str]) -> None:
    _, track = visited(desk)
    answer = send(hall, track, form_of(hall, track) | {"score": "1"} | change)
    assert (answer.status_code, "失效" in answer.text) == (409, True)
    assert scores(hall) == []


def ways_of(page: httpx.Response, at: str) -> list[str]:
    """Where the links of a page lead, for whoever has it before them at this address."""
    return [urljoin(at, place) for place in re.findall(r'<a href="([^"]+)"', page.text)]


def test_progress_and_rating_lead_to_each_other_also_below_a_path(hall: Hall, desk: PretendDesk) -> None:
    _, track = visited(desk)
    site = "https://zwfw.example/hall"
    progress, rate = f"{site}/track/{track}", f"{site}/rate/{track}"
    assert ways_of(hall.stranger().get(f"/track/{track}"), progress) == [rate]
    form = form_of(hall, track)
    assert ways_of(send(hall, track, form), rate) == [rate], "nothing was chosen: once more"
    assert ways_of(send(hall, track, form | {"score": "5"}), rate) == [progress]
    assert ways_of(send(hall, track, form | {"score": "5"}), rate) == [progress], "rated already"
    assert ways_of(hall.stranger().get(f"/rate/{track}"), rate) == [progress]
    assert ways_of(hall.stranger().get(f"/rate/{new_id()}"), rate) == [], "nobody's code leads nowhere"


def test_another_site_sends_nothing_in_somebodys_name(hall: Hall, desk: PretendDesk) -> None:
    _, track = visited(desk)
    form = form_of(hall, track) | {"score": "1"}
    crossed = send(hall, track, form, headers={"Sec-Fetch-Site": "cross-site"})
    assert (crossed.status_code, scores(hall)) == (409, [])
    assert hall.stranger().post(f"/rate/{track}", content=b"\xff\xfe").status_code == 409
    assert hall.stranger().post(f"/rate/{track}", content=b"x" * 20_000).status_code in (409, 413)
    assert scores(hall) == []


def test_reasons_left_ticked_beside_a_good_rating_are_dropped(hall: Hall, desk: PretendDesk) -> None:
    _, track = visited(desk)
    assert send(hall, track, form_of(hall, track) | {"score": "5", "reason": "too_slow"}).status_code == 200
    assert scores(hall) == [(5, True)]


def test_after_the_set_number_of_days_it_is_too_late(hall: Hall, desk: PretendDesk) -> None:
    _, track = visited(desk)
    form = form_of(hall, track)
    hall.clock.move(timedelta(days=31))
    page = hall.stranger().get(f"/rate/{track}")
    assert "没有可以评价的服务" in page.text
    assert "<form" not in page.text
    assert send(hall, track, form | {"score": "5"}).status_code == 409
    assert scores(hall) == []


def test_what_is_not_done_yet_is_not_rated(hall: Hall, desk: PretendDesk) -> None:
    track = new_id()
    assert desk.says(desk.opened(CaseId(new_id()), track=track)) == ["accepted"]
    assert "没有可以评价的服务" in hall.stranger().get(f"/rate/{track}").text


@pytest.mark.parametrize("code", ["x", "unknown" * 6, "%3Cscript%3Ealert(1)%3C" * 2, "é" * 30])
def test_a_code_that_is_nobodys_gets_a_sentence(hall: Hall, code: str) -> None:
    for page in (hall.stranger().get(f"/rate/{code}"), hall.stranger().post(f"/rate/{code}", data={"score": "5"})):
        assert page.status_code == 404
        assert "没有查到" in page.text


def test_guessing_is_slowed_down(hall: Hall) -> None:
    stranger = hall.stranger()
    answers = [stranger.get(f"/rate/{new_id()}").status_code for _ in range(UNITS // UNKNOWN)]
    held = stranger.post(f"/rate/{new_id()}")
    assert (set(answers), held.status_code) == ({404}, 429)
    assert "一分钟后再试" in held.text
    assert stranger.get(f"/track/{new_id()}").status_code == 429, "both pages have one measure"


def test_whoever_has_a_receipt_is_not_held_back_where_many_use_one_address(hall: Hall, desk: PretendDesk) -> None:
    _, track = visited(desk)
    stranger = hall.stranger()
    assert {stranger.get(f"/rate/{track}").status_code for _ in range(100)} == {200}


def test_the_page_needs_no_script_and_may_send_only_to_us(hall: Hall, desk: PretendDesk) -> None:
    _, track = visited(desk)
    page = hall.stranger().get(f"/rate/{track}")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert "script-src" not in policy
    assert not re.search(r"https?://|<script|src=|@import|url\(", page.text)
    assert 'name="robots" content="noindex"' in page.text
    assert "set-cookie" not in page.headers
    assert not re.search(r"clerk\d|sealed|D1", page.text)
