"""A visit is rated once: what is done on one day for the cases of one bundle is one service, here and at home."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from deskapp.ids import CaseId, new_id
from deskapp.journal.verify import verify
from deskapp.protocol.messages import Event
from deskapp.rules.rating import Occasion, Opinion
from tests.server.hall import Hall
from tests.server.pretend_desk import MATERIALS, PretendDesk, desk_at
from tests.server.test_bundles import FOOD, Bundle, number
from tests.server.test_rate_page import form_of, send
from tests.server.test_ratings import kept, rating


@pytest.fixture
def desk(hall: Hall) -> PretendDesk:
    return desk_at(hall)


@pytest.fixture
def food(desk: PretendDesk) -> Bundle:
    """A restaurant's bundle, accepted today at one window."""
    made = Bundle(desk, "T-FOOD")
    assert set(desk.says(*made.whole(*FOOD))) == {"accepted"}
    return made


def delivered(food: Bundle, item: str, desk: PretendDesk | None = None) -> Event:
    how = {"how": "window", "delivered_on": "2026-11-23"}
    return (desk or food.desk).event("case.delivered", food.cases[item], how)


def handed_out(food: Bundle, *items: str) -> None:
    for item in items:
        assert set(food.desk.says(food.decided(item), delivered(food, item))) == {"accepted"}


def alone(desk: PretendDesk, serial: int) -> tuple[CaseId, str]:
    """A case of no bundle, accepted today, and the code on its receipt."""
    case, track = CaseId(new_id()), new_id()
    steps = [desk.opened(case, track=track), *(desk.received(case, code) for code in MATERIALS)]
    assert set(desk.says(*steps, desk.accepted(case, number(serial)))) == {"accepted"}
    return case, track


def rows(hall: Hall) -> list[tuple[str, int | None]]:
    return [(row["occasion"], row["score"]) for row in kept(hall)]


def test_whichever_case_is_rated_the_others_of_the_visit_are_rated_with_it(
    hall: Hall, desk: PretendDesk, food: Bundle
) -> None:
    assert desk.says(rating(desk, food.cases["XF-0101"], Opinion(4))) == ["held"]
    for item in FOOD:
        assert desk.says(rating(desk, food.cases[item], Opinion(1))) == ["held rating.again"]
        assert "已经评价过" in hall.stranger().get(f"/rate/{_track(hall, food, item)}").text
    assert rows(hall) == [("window", 4)], "and in the figures it is one"


def test_who_said_nothing_about_one_case_may_say_it_about_another_and_counts_once(
    hall: Hall, desk: PretendDesk, food: Bundle
) -> None:
    assert desk.says(rating(desk, food.cases["ZJJ-0201"], Opinion())) == ["held"]
    assert desk.says(rating(desk, food.cases["SCJG-0102"], Opinion())) == ["held"]
    assert rows(hall) == [("window", None)], "asked in vain, once"
    assert desk.says(rating(desk, food.cases["XF-0101"], Opinion(5))) == ["held"]
    assert rows(hall) == [("window", 5)]


def test_the_code_of_a_bundles_receipt_opens_the_visit_and_not_each_case(hall: Hall, food: Bundle) -> None:
    page = hall.stranger().get(f"/rate/{food.track}")
    assert page.text.count("<form") == 1
    assert "餐饮店" in page.text, "it is called as the theme is"
    assert send(hall, food.track, form_of(hall, food.track) | {"score": "2", "words": "多跑了一趟"}).status_code == 200
    assert rows(hall) == [("window", 2)]
    assert "已经评价过" in hall.stranger().get(f"/rate/{food.track}").text
    (told,) = hall.sign_in("manager").get("/ratings/follow-ups").json()["follow_ups"]
    assert told["words"] == "多跑了一趟"
    with hall.parts.journal.reading() as reading:
        assert verify(reading).faults == ()


def test_results_fetched_on_another_day_are_another_visit(hall: Hall, desk: PretendDesk) -> None:
    born = Bundle(desk, "T-BIRTH")
    assert set(desk.says(*born.whole("WJ-0101", "WJ-0201"))) == {"accepted"}
    assert desk.says(rating(desk, born.cases["WJ-0101"], Opinion(5))) == ["held"]
    handed_out(born, "WJ-0101")
    form = form_of(hall, born.track) | {"score": "3"}
    assert send(hall, born.track, form).status_code == 200
    hall.clock.move(timedelta(days=1))
    handed_out(born, "WJ-0201")
    assert send(hall, born.track, form_of(hall, born.track) | {"score": "4"}).status_code == 200
    assert sorted(rows(hall)) == [("delivery", 3), ("delivery", 4), ("window", 5)]


def test_results_fetched_one_after_the_other_on_one_day_are_one_visit(hall: Hall, desk: PretendDesk) -> None:
    card = Bundle(desk, "T-CARD")
    assert set(desk.says(*card.whole("RS-0301", "YB-0201"))) == {"accepted"}
    handed_out(card, "RS-0301")
    assert desk.says(rating(desk, card.cases["RS-0301"], Opinion(3), occasion=Occasion.DELIVERY)) == ["held"]
    handed_out(card, "YB-0201")
    again = rating(desk, card.cases["YB-0201"], Opinion(1), occasion=Occasion.DELIVERY)
    assert desk.says(again) == ["held rating.again"]
    assert rows(hall) == [("delivery", 3)]


def test_a_form_is_about_one_visit_and_counts_for_no_other(hall: Hall, food: Bundle) -> None:
    first = form_of(hall, food.track) | {"score": "5"}
    handed_out(food, "SCJG-0102")
    assert send(hall, food.track, first).status_code == 200
    assert rows(hall) == [("window", 5)], "what was open on the screen, and not what came after"
    assert send(hall, food.track, first | {"score": "1"}).status_code == 409
    assert rows(hall) == [("window", 5)]


def test_cases_that_have_nothing_to_do_with_one_another_are_rated_each(hall: Hall, desk: PretendDesk) -> None:
    (one, track), (other, _) = alone(desk, 11), alone(desk, 12)
    assert desk.says(rating(desk, one, Opinion(5)), rating(desk, other, Opinion(1))) == ["held", "held"]
    assert sorted(rows(hall)) == [("window", 1), ("window", 5)]
    assert "已经评价过" in hall.stranger().get(f"/rate/{track}").text


def test_the_page_of_progress_leads_to_the_rating_as_long_as_there_is_one(
    hall: Hall, desk: PretendDesk, food: Bundle
) -> None:
    case, track = alone(desk, 11)
    for code in (track, food.track):
        assert f'href="../rate/{code}"' in hall.stranger().get(f"/track/{code}").text
    assert desk.says(rating(desk, case, Opinion(5)), rating(desk, food.cases["XF-0101"], Opinion(5)))
    for code in (track, food.track):
        assert "/rate/" not in hall.stranger().get(f"/track/{code}").text, "it was rated"


def test_what_is_not_done_or_too_long_ago_has_no_way_to_a_rating(hall: Hall, desk: PretendDesk) -> None:
    track = new_id()
    assert desk.says(desk.opened(CaseId(new_id()), track=track)) == ["accepted"]
    assert "/rate/" not in hall.stranger().get(f"/track/{track}").text
    _, done = alone(desk, 11)
    hall.clock.move(timedelta(days=hall.parts.hall.rating_days))
    assert f"/rate/{done}" in hall.stranger().get(f"/track/{done}").text
    hall.clock.move(timedelta(days=1))
    assert "/rate/" not in hall.stranger().get(f"/track/{done}").text


def test_sisters_handed_out_and_rated_at_one_moment_at_two_desks_are_rated_once(any_hall: Hall) -> None:
    items = ("RS-0301", "YB-0201")
    first = desk_at(any_hall)
    made = Bundle(first, "T-CARD")
    assert set(first.says(*made.whole(*items))) == {"accepted"}
    desks, said = [first, desk_at(any_hall, "clerk4", "4", "D2")], []
    for desk, item in zip(desks, items, strict=True):
        assert first.says(made.decided(item)) == ["accepted"]
        assert desk.says(delivered(made, item, desk)) == ["accepted"]
        said.append(rating(desk, made.cases[item], Opinion(5), occasion=Occasion.DELIVERY))
    with ThreadPoolExecutor(2) as both:
        verdicts = list(both.map(lambda each: each[0].says(each[1]), zip(desks, said, strict=True)))
    assert sorted(verdicts) == [["held"], ["held rating.again"]]
    assert [row["score"] for row in kept(any_hall)] == [5]
    assert kept(any_hall)[0]["occasion"] == Occasion.DELIVERY.value


def _track(hall: Hall, food: Bundle, item: str) -> str:
    """The code on the papers of one of its cases."""
    with hall.parts.journal.reading() as reading:
        return reading.case(food.cases[item]).track
