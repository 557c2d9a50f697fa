"""Bookings over HTTP: an hour kept for somebody, its last place given once, and what whoever comes is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from db.tables import bookings, events
from deskapp.ids import BookingId
from deskapp.rules.booking import BookingState
from deskapp.server.booking import AGAIN
from tests.server.hall import Hall, Person, code_of

ZHANG, LI = "990108200101011158", "990105198802293371"
TODAY, TOMORROW = "2026-11-23", "2026-11-24"  # it is Monday, 9:30


@pytest.fixture
def portal(any_hall: Hall) -> Person:
    return any_hall.sign_in("portal")


@pytest.fixture
def kiosk(any_hall: Hall) -> Person:
    return any_hall.sign_in("kiosk")


def book(portal: Person, hour: str = "10:00", day: str = TODAY, queue: str = "A", **more: Any) -> httpx.Response:
    return portal.post("/bookings", {"queue": queue, "day": day, "hour": hour} | more)


def booked(portal: Person, *said: str, **more: Any) -> dict[str, Any]:
    answer = book(portal, *said, **more)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def came(kiosk: Person, **said: str) -> httpx.Response:
    return kiosk.post("/bookings/check-in", said)


def test_who_comes_in_time_is_called_at_the_hour_they_booked(any_hall: Hall, portal: Person, kiosk: Person) -> None:
    code = booked(portal, item="GA-0101")["code"]
    walk_in = any_hall.issue(any_hall.sign_in("greeter"))
    checked = came(kiosk, code=code)
    assert checked.status_code == 200, checked.text
    ticket = checked.json()["ticket"]
    assert (checked.json()["arrival"], checked.json()["hour"]) == ("kept", "10:00")
    assert (ticket["ticket_class"], ticket["item"], ticket["number"]) == ("appointment", "GA-0101", "A002")
    assert (
        ticket["due_at"] == "2026-11-23T02:00:00.000000Z" == walk_in["due_at"]
    )  # both in half an hour: who came first
    clerk = any_hall.sign_in("clerk3", "3")
    assert clerk.call().json()["number"] == "A001"
    assert clerk.call(finish=True).json()["id"] == ticket["id"]


def test_a_booking_is_used_once_and_offered_again(any_hall: Hall, portal: Person, kiosk: Person) -> None:
    code = booked(portal)["code"]
    first = came(kiosk, code=code).json()["ticket"]
    again = came(kiosk, code=code).json()
    assert (again["arrival"], again["ticket"]["id"], again["ticket"]["again"]) == (AGAIN, first["id"], True)
    any_hall.sign_in("clerk3", "3").call()
    assert code_of(came(kiosk, code=code)) == "booking.used"


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (timedelta(minutes=45), "kept"),
        (timedelta(minutes=46), "late"),
        (timedelta(0), "kept"),
        (timedelta(days=1), "booking.missed"),
    ],
)
def test_lateness_is_the_halls_own_rule(
    any_hall: Hall, portal: Person, kiosk: Person, later: timedelta, said: str
) -> None:
    code = booked(portal)["code"]
    any_hall.clock.move(later)
    answer = came(kiosk, code=code)
    assert (answer.json().get("arrival") or code_of(answer)) == said
    if said == "late":
        due = answer.json()["ticket"]["due_at"]
        assert due == "2026-11-23T02:46:00.000000Z", "as everybody, from when they came"


def test_who_comes_too_early_or_on_another_day_is_told_when(portal: Person, kiosk: Person) -> None:
    early, other = booked(portal, "11:00")["code"], booked(portal, "10:00", TOMORROW)["code"]
    told = came(kiosk, code=early)
    assert (told.status_code, code_of(told), told.json()["values"]) == (
        409, "booking.too_early", {"hour": "11:00", "opens": "10:00"},
    )  # fmt: skip
    assert (code_of(came(kiosk, code=other)), came(kiosk, code=other).json()["values"]["day"]) == (
        "booking.other_day", TOMORROW,
    )  # fmt: skip


def test_an_id_card_finds_the_booking_that_is_nearest(portal: Person, kiosk: Person) -> None:
    booked(portal, "10:00", TOMORROW, person=ZHANG)
    assert code_of(came(kiosk, person=ZHANG)) == "booking.other_day"
    booked(portal, "10:00", person=ZHANG)
    assert came(kiosk, person=f" {ZHANG} ").json()["arrival"] == "kept"
    assert code_of(came(kiosk, person=LI)) == "booking.unknown"


def test_neither_a_code_nor_an_id_number_is_found_in_what_the_centre_keeps(any_hall: Hall, portal: Person) -> None:
    code = booked(portal, person=ZHANG)["code"]
    with any_hall.parts.journal.engine.connect() as connection:
        kept = str([*connection.execute(sa.select(events)), *connection.execute(sa.select(bookings))])
    assert code not in kept
    assert ZHANG not in kept


def test_the_same_person_is_known_on_one_day_and_on_no_other(any_hall: Hall, portal: Person) -> None:
    for day in (TODAY, TOMORROW):
        booked(portal, "10:00", day, person=ZHANG)
    with any_hall.parts.journal.engine.connect() as connection:
        assert len(set(connection.execute(sa.select(bookings.c.person)).scalars())) == 2
    refused = book(portal, "10:30", person=ZHANG)
    assert (refused.status_code, code_of(refused)) == (409, "booking.twice")
    assert ZHANG not in refused.text
    assert book(portal, "10:30", queue="C", person=ZHANG).status_code == 201


def test_the_last_place_of_an_hour_is_given_once(any_hall: Hall, portal: Person) -> None:
    """Twelve ask at once for the four places of an hour."""
    lines = [any_hall.sign_in("portal") for _ in range(12)]
    with ThreadPoolExecutor(12) as crowd:
        answers = list(crowd.map(book, lines))
    assert sorted(answer.status_code for answer in answers) == [201] * 4 + [409] * 8
    assert {code_of(answer) for answer in answers if answer.status_code == 409} == {"booking.full"}
    assert len({answer.json()["code"] for answer in answers if answer.status_code == 201}) == 4


def test_many_who_booked_come_at_once_and_each_gets_a_number(any_hall: Hall, portal: Person, kiosk: Person) -> None:
    codes = [booked(portal)["code"] for _ in range(4)]
    lines = [any_hall.sign_in("kiosk") for _ in codes]

    def comes(line: Person, code: str) -> str:
        answer = came(line, code=code)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["ticket"]["number"])

    with ThreadPoolExecutor(8) as crowd:
        bookers = [crowd.submit(comes, line, code) for line, code in zip(lines, codes, strict=True)]
        others = [crowd.submit(any_hall.issue, line) for line in lines]
        numbers = [each.result() for each in bookers] + [each.result()["number"] for each in others]
    assert sorted(numbers) == [f"A{n:03}" for n in range(1, 9)]


def test_what_is_free_is_told_and_a_cancelled_place_is_free_again(portal: Person, kiosk: Person) -> None:
    def free(day: str = TODAY) -> dict[str, int]:
        told = portal.get("/bookings/hours", params={"queue": "A", "day": day}).json()
        return {each["hour"]: each["free"] for each in told["hours"]}

    assert next(iter(free())) == "10:00", "9:30 has begun"
    made = [booked(portal) for _ in range(4)]
    assert (free()["10:00"], free()["10:30"]) == (0, 4)
    assert portal.post(f"/bookings/{made[0]['id']}/cancel", {"reason": "电话取消"}).status_code == 204
    assert free()["10:00"] == 1
    assert code_of(came(kiosk, code=made[0]["code"])) == "booking.cancelled"
    assert code_of(portal.post(f"/bookings/{made[0]['id']}/cancel")) == "booking.cancelled"
    assert free("2026-11-28") == {}, "a Saturday"
    assert free("2026-12-20") == {}, "too far ahead"


def test_a_lost_answer_costs_no_second_place(portal: Person) -> None:
    key = {"Idempotency-Key": "order-17"}
    first = portal.post("/bookings", {"queue": "A", "day": TODAY, "hour": "10:00"}, headers=key)
    again = portal.post("/bookings", {"queue": "A", "day": TODAY, "hour": "10:00"}, headers=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    wrong = portal.post("/bookings", {}, headers={"Idempotency-Key": "x" * 201})
    assert wrong.status_code in (400, 422)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"hour": "10:07"}, "booking.no_such_hour"),
        ({"hour": "09:30"}, "booking.past"),
        ({"day": "2026-11-29"}, "booking.closed_day"),
        ({"day": "2027-11-29"}, "booking.too_far"),
        ({"queue": "B"}, "booking.not_here"),
        ({"queue": "Z"}, "queue.unknown"),
        ({"item": "NONE"}, "item.unknown"),
        ({"person": "990108200101011159"}, "id.check_digit"),
        ({"queue": "AB"}, "json.not_this_shape"),
        ({"day": "tomorrow"}, "json.not_this_shape"),
        ({"hour": "x" * 9}, "json.not_this_shape"),
    ],
)
def test_what_cannot_be_booked_is_refused_with_its_reason(hall: Hall, said: dict[str, str], code: str) -> None:
    portal = hall.sign_in("portal")
    refused = portal.post("/bookings", {"queue": "A", "day": TODAY, "hour": "10:00"} | said)
    assert code_of(refused) == code
    assert "990108" not in refused.text


@pytest.mark.parametrize("typed", ["", "0", "041234567890", "4" * 12, "'; DROP TABLE bookings; --", "9" * 64])
def test_a_hostile_code_is_no_booking(hall: Hall, typed: str) -> None:
    answer = came(hall.sign_in("kiosk"), code=typed, **({} if typed else {"person": LI}))
    assert answer.status_code == 409
    assert code_of(answer) in ("booking.not_a_code", "booking.unknown")
    assert hall.stranger().get("/api/v1/kiosk").json()["queues"][0]["waiting"] == 0


def test_the_greeter_sees_the_day_and_who_has_missed_it(any_hall: Hall, portal: Person, kiosk: Person) -> None:
    greeter = any_hall.sign_in("greeter")
    used, gone, missed = booked(portal, "10:00"), booked(portal, "10:30"), booked(portal, "11:00", queue="C")
    came(kiosk, code=used["code"])
    greeter.post(f"/bookings/{gone['id']}/cancel")
    lines = greeter.get("/bookings").json()["bookings"]
    assert [(line["hour"], line["state"], line["ticket"]) for line in lines] == [
        ("10:00", "used", "A001"), ("10:30", "cancelled", ""), ("11:00", "made", ""),
    ]  # fmt: skip
    assert used["code"] not in str(lines)
    any_hall.clock.move(timedelta(days=1))
    later = any_hall.sign_in("greeter").get("/bookings", params={"day": TODAY}).json()["bookings"]
    assert {line["id"]: line["state"] for line in later}[missed["id"]] == "missed"


def test_the_lists_can_be_folded_anew(any_hall: Hall, portal: Person, kiosk: Person) -> None:
    from deskapp.journal.rebuild import differences, rebuild

    made = booked(portal)
    came(kiosk, code=made["code"])
    with any_hall.parts.journal.writing() as facts:
        assert list(differences(facts)) == []
        rebuild(facts)
    with any_hall.parts.journal.reading() as reading:
        assert reading.booking(BookingId(made["id"])).state is BookingState.USED
