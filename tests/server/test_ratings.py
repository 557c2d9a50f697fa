"""Ratings at the centre: sealed on their way, counted once, told to nobody but whoever follows a bad one up."""

from __future__ import annotations

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from db.tables import events, ratings
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, DeviceId, HallId, WindowId, new_id
from deskapp.journal import letters
from deskapp.journal.seals import seal
from deskapp.journal.verify import verify
from deskapp.protocol.json import canonical, decode
from deskapp.protocol.messages import Batch, Event
from deskapp.rules.numbering import case_number
from deskapp.rules.rating import Occasion, Opinion, Reason, letter_place, stream_of
from deskapp.server import rated
from deskapp.server.visits import visit_of
from tests.server.hall import Hall, Person, code_of
from tests.server.pretend_desk import MATERIALS, PretendDesk, desk_at

DAY = date(2026, 11, 23)
NUMBER = case_number("330000", HallId("H1"), DAY, WindowId("3"), 1)
BAD = Opinion(1, (Reason.WAITED_LONG, Reason.UNFRIENDLY), "等了一上午，没人理")


@pytest.fixture
def desk(hall: Hall) -> PretendDesk:
    return desk_at(hall)


def served(desk: PretendDesk, number: str = NUMBER) -> CaseId:
    case = CaseId(new_id())
    assert set(desk.says(*desk.visit(case, number))) == {"accepted"}
    return case


def rating(
    desk: PretendDesk, case: CaseId, opinion: Opinion, *, occasion: Occasion = Occasion.WINDOW, **other: Any
) -> Event:
    """As a desk sends it: the letter closed with what the centre told it."""
    place = letter_place("H1", case, occasion)
    letter = letters.close(canonical(opinion), desk.hall.parts.hall.letters, place)
    payload = {
        "case": case, "occasion": occasion.value, "rated": opinion.score is not None, "letter": letter, "window": "3",
    }  # fmt: skip
    payload |= other.pop("payload", {})
    told = {"actor": ClerkId("applicant")} | other
    return desk.event("rating.given", stream_of(case, occasion), payload, **told)


def rate_at_home(hall: Hall, case: CaseId, opinion: Opinion) -> None:
    """By the code on the receipt."""
    with hall.parts.journal.reading() as reading:
        visit = visit_of(reading, reading.case(case), Occasion.WINDOW)
    assert visit is not None
    hall.parts.writer.write_now(lambda facts: rated.rate_at_home(facts, visit, opinion))


def kept(hall: Hall) -> list[dict[str, Any]]:
    with hall.parts.journal.reading() as reading:
        rows = reading.connection.execute(sa.select(ratings).order_by(ratings.c.case_id, ratings.c.occasion))
        return [dict(row._mapping) for row in rows]


def test_a_rating_is_held_and_counts_for_who_served(hall: Hall, desk: PretendDesk) -> None:
    case = served(desk)
    assert desk.says(rating(desk, case, Opinion(5))) == ["held"]
    (row,) = kept(hall)
    told = (row["score"], row["item"], row["window"], row["clerk"], row["day"])
    assert told == (5, "SCJG-0102", "3", "clerk3", DAY)
    assert row["close_by"] is None, "nothing is to be put right"


def test_the_case_and_its_rating_may_come_in_one_batch(hall: Hall, desk: PretendDesk) -> None:
    case = CaseId(new_id())
    batch = [*desk.visit(case, NUMBER), rating(desk, case, Opinion(4))]
    assert desk.says(*batch)[-2:] == ["accepted", "held"]
    assert [row["score"] for row in kept(hall)] == [4]


def test_the_second_rating_is_refused_wherever_it_comes_from(hall: Hall, desk: PretendDesk) -> None:
    case = served(desk)
    first = rating(desk, case, Opinion(1))
    assert desk.says(first) == ["held"]
    assert desk.says(first) == ["held"], "the answer was lost: the same one again"
    assert desk.says(rating(desk, case, Opinion(5))) == ["held rating.again"]
    with pytest.raises(Refusal, match=r"rating\.again"):
        rate_at_home(hall, case, Opinion(5))
    assert [row["score"] for row in kept(hall)] == [1], "the first counts"


@pytest.mark.parametrize(("user", "window"), [("clerk4", "4"), ("greeter", "")])
def test_nobody_rates_for_the_applicant_from_a_desk_that_did_not_serve_them(
    hall: Hall, desk: PretendDesk, user: str, window: str
) -> None:
    case = served(desk)
    other = desk_at(hall, user, window or None, "D2")
    assert other.says(rating(other, case, Opinion(1))) == ["held rating.no_service"]
    assert kept(hall) == []
    assert desk.says(rating(desk, case, Opinion(5))) == ["held"], "theirs is not used up"


def test_a_question_nobody_answered_is_no_rating_and_does_not_use_it_up(hall: Hall, desk: PretendDesk) -> None:
    case = served(desk)
    assert desk.says(rating(desk, case, Opinion())) == ["held"]
    assert [row["score"] for row in kept(hall)] == [None]
    assert desk.says(rating(desk, case, Opinion(2))) == ["held"]
    assert desk.says(rating(desk, case, Opinion())) == ["held rating.again"]
    assert [row["score"] for row in kept(hall)] == [2]


def test_no_desk_is_told_of_a_rating_and_nothing_is_missing_from_the_numbers(hall: Hall, desk: PretendDesk) -> None:
    case = served(desk)
    desk.push(rating(desk, case, BAD))
    other = desk_at(hall, "clerk4", "4", "D2")
    batch = decode(other.person.get("/journal").content, Batch)
    assert not [event for event in batch.events if event.stream == "rating"]
    assert [event.seq for event in batch.events] == list(range(1, batch.last + 1))
    assert "等了一上午" not in json.dumps([dict(event.payload) for event in batch.events], ensure_ascii=False)


def test_the_centre_keeps_what_was_said_sealed_and_verifies(hall: Hall, desk: PretendDesk) -> None:
    case = served(desk)
    desk.push(rating(desk, case, BAD), rating(desk, case, Opinion(5)))
    with hall.parts.journal.reading() as reading:
        rows = reading.connection.execute(sa.select(events.c.payload, events.c.actor, events.c.seq, events.c.verdict))
        held = [row for row in rows if row.verdict == "held"]
        assert [(row.actor, row.seq) for row in held] == [("applicant", None)] * 2
        assert not any("一上午" in row.payload or "waited_long" in row.payload for row in held)
        assert verify(reading).faults == ()


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"actor": ClerkId("clerk3")}, "held access.denied"),
        ({"payload": {"rated": False}}, "held event.no_sense"),
        ({"payload": {"letter": "AAAA"}}, "held letter.unreadable"),
        ({"payload": {"occasion": "delivery"}}, "held event.no_sense"),
        ({"payload": {"window": 3}}, "held json.not_this_shape"),
    ],
)
def test_a_clerk_can_neither_rate_nor_bend_a_rating(hall: Hall, desk: PretendDesk, other: Any, why: str) -> None:
    case = served(desk)
    assert desk.says(rating(desk, case, Opinion(5), **other)) == [why]
    assert kept(hall) == []


def test_a_letter_about_one_service_does_not_count_for_another(hall: Hall, desk: PretendDesk) -> None:
    first = served(desk)
    second = served(desk, case_number("330000", HallId("H1"), DAY, WindowId("3"), 2))
    bad = rating(desk, first, BAD)
    moved = rating(desk, second, BAD, payload={"letter": bad.payload["letter"]})
    assert desk.says(bad, moved) == ["held", "held letter.unreadable"]


@pytest.mark.parametrize("opinion", [Opinion(6), Opinion(5, (Reason.OTHER,)), Opinion(1, drawing="bm8gcGljdHVyZQ==")])
def test_an_opinion_nobody_can_have_is_not_counted(hall: Hall, desk: PretendDesk, opinion: Opinion) -> None:
    case = served(desk)
    assert desk.says(rating(desk, case, opinion))[0].startswith("held ")
    assert kept(hall) == []


def test_what_was_not_served_is_not_rated(hall: Hall, desk: PretendDesk) -> None:
    case = CaseId(new_id())
    assert desk.says(desk.opened(case), rating(desk, case, Opinion(5)))[-1] == "held rating.no_service"
    assert desk.says(rating(desk, served(desk), Opinion(5), occasion=Occasion.DELIVERY)) == ["held rating.no_service"]
    assert kept(hall) == []


def test_a_desk_sends_no_step_of_a_follow_up(hall: Hall, desk: PretendDesk) -> None:
    step = {"rating": new_id(), "step": "answered", "letter": "AAAA"}
    event = desk.event("rating.step_taken", f"{new_id()}:steps", step, actor=ClerkId("manager"))
    assert desk.says(event) == ["held access.denied"]


# the follow-up


def bad_rating(hall: Hall, desk: PretendDesk) -> str:
    case = served(desk)
    event = rating(desk, case, BAD)
    assert desk.says(event) == ["held"]
    return event.id


def test_a_bad_rating_is_followed_up_to_its_answer(hall: Hall, desk: PretendDesk) -> None:
    event = bad_rating(hall, desk)
    manager = hall.sign_in("manager")
    (told,) = manager.get("/ratings/follow-ups").json()["follow_ups"]
    assert (told["rating"], told["score"], told["words"]) == (event, 1, "等了一上午，没人理")
    assert (told["reasons"], told["clerk"], told["clerk_name"]) == (["waited_long", "unfriendly"], "clerk3", "周明远")
    assert (told["lamp"], told["due"], told["close_by"], told["may"]) == (
        "yellow", "2026-11-24", "2026-12-14", ["contacted"],
    )  # fmt: skip
    for step in ("contacted", "found_true", "put_right", "answered"):
        answer = manager.post(f"/ratings/follow-ups/{event}", {"step": step, "remark": f"做了：{step}"})
        assert answer.status_code == 200, answer.text
        assert answer.json()["steps"][-1] | {"at": ""} == {
            "step": step, "by": "何值班", "at": "", "remark": f"做了：{step}",
        }  # fmt: skip
    assert answer.json()["may"] == []
    assert answer.json()["due"] is None
    assert manager.get("/ratings/figures").json()["open"] == 0
    with hall.parts.journal.reading() as reading:
        steps = reading.events_of(f"{event}:steps")
        assert [(step.actor, step.seq) for step in steps] == [("manager", None)] * 4
        assert "做了" not in json.dumps([dict(step.payload) for step in steps], ensure_ascii=False)
        assert verify(reading).faults == ()


def test_no_step_is_skipped_or_taken_twice(hall: Hall, desk: PretendDesk) -> None:
    event = bad_rating(hall, desk)
    manager = hall.sign_in("manager")
    path = f"/ratings/follow-ups/{event}"
    assert code_of(manager.post(path, {"step": "answered", "remark": "好了"})) == "rating.not_now"
    assert code_of(manager.post(path, {"step": "contacted", "remark": " "})) == "rating.no_remark"
    assert manager.post(path, {"step": "contacted", "remark": "打通了"}).status_code == 200
    assert code_of(manager.post(path, {"step": "contacted", "remark": "打通了"})) == "rating.not_now"
    unknown = manager.post(f"/ratings/follow-ups/{new_id()}", {"step": "contacted", "remark": "好"})
    assert code_of(unknown) == "rating.unknown"


def test_what_is_not_followed_up_in_time_is_red(hall: Hall, desk: PretendDesk) -> None:
    bad_rating(hall, desk)
    hall.clock.move(timedelta(days=2))
    manager = hall.sign_in("manager")
    assert manager.get("/ratings/follow-ups").json()["follow_ups"][0]["lamp"] == "red"
    figures = manager.get("/ratings/figures?from=2026-11-23&to=2026-11-25").json()
    assert (figures["open"], figures["late"]) == (1, 1)


def test_the_clerk_concerned_never_handles_their_own_though_a_manager_too(hall: Hall) -> None:
    admin = hall.sign_in("admin")
    body = {"user": "boss", "name": "兼班长", "password": "a long password", "roles": ["clerk", "manager"]}
    assert admin.post("/users", body).status_code in (200, 201, 204)
    person = hall.stranger().post(
        "/api/v1/sign-in", json={"user": "boss", "password": "a long password", "window": "5", "device": "D5"}
    )
    line = hall.stranger()
    line.headers["Authorization"] = f"Bearer {person.json()['token']}"
    boss = PretendDesk(hall, Person(hall, line, person.json()), DeviceId("D5"), ClerkId("boss"))
    event = bad_rating(hall, boss)
    (told,) = boss.person.get("/ratings/follow-ups").json()["follow_ups"]
    assert told["may"] == []
    step = {"step": "contacted", "remark": "没事"}
    assert code_of(boss.person.post(f"/ratings/follow-ups/{event}", step)) == "rating.own"
    assert code_of(boss.person.post(f"/ratings/follow-ups/{event}/phone")) == "rating.own"
    assert hall.sign_in("manager").post(f"/ratings/follow-ups/{event}", step).status_code == 200


def test_a_look_at_the_number_to_call_is_written_down(hall: Hall, desk: PretendDesk) -> None:
    case, key = CaseId(new_id()), b"k" * 32
    person = {"name": "李明", "id_number": "11010519491231002X", "phone": "13800001234", "address": ""}
    sealed = {"sealed": seal(canonical(person), key, f"H1|{case}|case.opened|applicant")}
    opened = desk.opened(case, applicant=sealed)
    desk.keys[case] = base64.b64encode(key).decode()
    steps = [desk.received(case, code) for code in MATERIALS]
    accepted = desk.accepted(case, NUMBER)
    bad = rating(desk, case, BAD)
    assert desk.says(opened, *steps, accepted, bad)[-1] == "held"
    manager = hall.sign_in("manager")
    assert manager.get("/ratings/follow-ups").json()["follow_ups"][0]["applicant"] == "李*"
    assert manager.post(f"/ratings/follow-ups/{bad.id}/phone").json() == {"phone": "13800001234"}
    with hall.parts.journal.reading() as reading:
        looks = [event for event in reading.events_of(case) if event.kind == "case.looked_at"]
    assert [look.actor for look in looks] == ["manager"]


def test_figures_tell_halls_items_and_windows_and_no_person(hall: Hall, desk: PretendDesk) -> None:
    for n, score in enumerate((5, 4, 1, None), start=1):
        case = served(desk, case_number("330000", HallId("H1"), DAY, WindowId("3"), n))
        assert desk.says(rating(desk, case, Opinion(score))) == ["held"]
    answer = hall.sign_in("manager").get("/ratings/figures?from=2026-11-23&to=2026-11-23")
    told = answer.json()
    assert told["hall"] | {"key": "", "name": ""} == {
        "key": "", "name": "", "rated": 3, "unrated": 1, "satisfied": 2, "average": 3.33,
    }  # fmt: skip
    assert [(row["key"], row["rated"]) for row in told["windows"]] == [("3", 3)]
    assert told["items"][0]["name"] == "个体工商户注册登记"
    assert "clerk3" not in answer.text
    backwards = hall.sign_in("manager").get("/ratings/figures?from=2026-11-24&to=2026-11-23")
    assert code_of(backwards) == "figures.wrong_days"


def test_at_the_window_and_at_home_at_one_moment_rate_once(any_hall: Hall) -> None:
    """Both send before either has been answered; on each kind of database."""
    desk = desk_at(any_hall)
    case = served(desk)
    sent = rating(desk, case, Opinion(5))

    def home() -> str:
        try:
            rate_at_home(any_hall, case, Opinion(1))
        except Refusal as refused:
            return f"held {refused.code}"
        return "held"

    with ThreadPoolExecutor(2) as both:
        said = [both.submit(lambda: desk.says(sent)[0]), both.submit(home)]
    assert sorted(one.result() for one in said) == ["held", "held rating.again"]
    assert len(kept(any_hall)) == 1
