"""Signing in: who may, at which window, and what lies in the database afterwards."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa
from joserfc import jwt
from joserfc.jwk import OKPKey

from db.tables import devices, events, tokens, users
from deskapp.server.doorkeeper import Doorkeeper
from tests.server.hall import Hall, code_of


def kinds(hall: Hall) -> list[str]:
    with hall.parts.journal.reading() as reading:
        question = sa.select(events.c.kind).where(events.c.actor.like("clerk%")).order_by(events.c.seq)
        return list(reading.connection.execute(question).scalars())


def test_a_clerk_signs_in_and_the_window_is_open_and_both_stand_in_the_journal(any_hall: Hall) -> None:
    clerk = any_hall.sign_in("clerk3", "3", device="D1")
    told = clerk.answer
    assert (told["user"], told["roles"], told["window"]) == ("clerk3", ["clerk"], "3")
    assert told["hall"]["id"] == "H1"
    assert kinds(any_hall) == ["clerk.signed_in", "window.opened"]
    with any_hall.parts.journal.reading() as reading:
        window = reading.window("3")  # type: ignore[arg-type]
    assert (window.state, window.clerk, window.device) == ("open", "clerk3", "D1")
    assert clerk.post("/sign-out").status_code == 204
    assert kinds(any_hall)[2:] == ["clerk.signed_out", "window.closed"]
    assert code_of(clerk.get("/journal")) == "access.not_signed_in"


def test_which_of_the_two_was_wrong_is_not_said(hall: Hall) -> None:
    unknown = hall.asks_to_sign_in("nobody")
    wrong = hall.asks_to_sign_in("clerk3", password="guess")
    assert unknown.content == wrong.content
    assert (unknown.status_code, code_of(unknown)) == (401, "sign_in.wrong")


def test_an_unknown_name_takes_as_long_as_a_wrong_password(hall: Hall) -> None:
    def seconds(user: str) -> float:
        begun = time.perf_counter()
        hall.asks_to_sign_in(user, password="guess")
        return time.perf_counter() - begun

    unknown, wrong = (min(seconds(user) for _ in range(3)) for user in ("nobody", "clerk3"))
    assert 0.5 < unknown / wrong < 2


def test_somebody_who_may_not_work_any_more_may_not_sign_in(hall: Hall) -> None:
    clerk = hall.sign_in("clerk3", "3")
    admin = hall.sign_in("admin")
    body = {"user": "clerk3", "name": "周明远", "roles": ["clerk"], "disabled": True}
    assert admin.post("/users", body).status_code == 204
    assert code_of(hall.asks_to_sign_in("clerk3")) == "sign_in.wrong"
    assert code_of(clerk.get("/journal")) == "access.not_signed_in"
    assert code_of(clerk.by_desk_token().get("/journal")) == "access.not_signed_in"


def test_after_some_wrong_passwords_one_has_to_wait_but_a_colleague_has_not(hall: Hall) -> None:
    for _ in range(5):
        assert code_of(hall.asks_to_sign_in("clerk3", password="guess")) == "sign_in.wrong"
    waits = hall.asks_to_sign_in("clerk3")
    assert (waits.status_code, code_of(waits)) == (429, "sign_in.wait")
    assert 0 < waits.json()["values"]["seconds"] <= 30
    assert hall.asks_to_sign_in("clerk4").status_code == 200


def test_a_stranger_elsewhere_does_not_lock_a_clerk_out() -> None:
    door = Doorkeeper()
    for _ in range(20):
        door.was_wrong("clerk3", "10.0.0.66")
    door.ask_patience("clerk3", "10.0.0.3")


def test_no_token_and_no_password_lies_in_the_database(hall: Hall) -> None:
    clerk = hall.sign_in("clerk3", "3", device="D1")
    with hall.parts.journal.reading() as reading:
        kept = [
            str(row)
            for table in (tokens, users, devices, events)
            for row in reading.connection.execute(sa.select(table))
        ]
        digests = reading.connection.execute(sa.select(tokens.c.digest)).scalars().all()
    said = "\n".join(kept)
    for secret in (clerk.answer["token"], clerk.answer["desk_token"], "'demo'"):
        assert secret not in said
    assert len(clerk.answer["token"]) >= 43, "32 bytes in base64"
    assert all(len(digest) == 64 for digest in digests)
    assert "$argon2id$" in said


def test_a_window_is_not_opened_at_two_desks(any_hall: Hall) -> None:
    any_hall.sign_in("clerk3", "3", device="D1")
    second = any_hall.asks_to_sign_in("clerk4", "3", device="D2")
    assert (second.status_code, code_of(second)) == (409, "window.taken")
    assert second.json()["values"] == {"window": "3", "clerk": "clerk3"}
    assert any_hall.asks_to_sign_in("clerk4", "3", device="D1").status_code == 200, "the same desk may"


def test_a_window_whose_desk_has_been_silent_may_be_opened_elsewhere(hall: Hall) -> None:
    first = hall.sign_in("clerk3", "3", device="D1")
    hall.clock.move(timedelta(seconds=80))
    first.get("/journal")  # a sign of life
    hall.clock.move(timedelta(seconds=80))
    assert code_of(hall.asks_to_sign_in("clerk4", "3", device="D2")) == "window.taken"
    hall.clock.move(timedelta(seconds=20))
    hall.sign_in("clerk4", "3", device="D2")
    told = first.call()
    assert (told.status_code, code_of(told)) == (409, "window.taken"), "the first desk hears of it when it calls"


def test_a_desk_that_moves_to_another_window_leaves_its_last_one(hall: Hall) -> None:
    hall.sign_in("clerk3", "3", device="D1")
    hall.sign_in("clerk3", "5", device="D1")
    assert hall.asks_to_sign_in("clerk4", "3", device="D2").status_code == 200
    with hall.parts.journal.reading() as reading:
        assert reading.window("5").clerk == "clerk3"  # type: ignore[arg-type]


def test_without_a_desk_the_same_person_may_come_again(hall: Hall) -> None:
    hall.sign_in("clerk3", "3")
    again = hall.sign_in("clerk3", "3")
    assert again.call().status_code == 204
    assert code_of(hall.asks_to_sign_in("clerk4", "3")) == "window.taken"


def test_there_is_no_such_window(hall: Hall) -> None:
    told = hall.asks_to_sign_in("clerk3", "99")
    assert (told.status_code, code_of(told)) == (404, "window.unknown")
    assert kinds(hall) == []


def test_the_grant_covers_one_person_one_desk_and_one_shift(hall: Hall) -> None:
    clerk = hall.sign_in("clerk3", "3", device="D1")
    key = OKPKey.import_key(json.loads(clerk.answer["grant_key"]))
    claims = jwt.decode(clerk.answer["grant"], key, ["Ed25519"]).claims
    assert {name: claims[name] for name in ("sub", "hall", "window", "device", "roles")} == {
        "sub": "clerk3", "hall": "H1", "window": "3", "device": "D1", "roles": ["clerk"],
    }  # fmt: skip
    assert claims["exp"] - claims["iat"] <= 12 * 3600
    assert claims["iat"] == int(hall.clock.moment.timestamp())
    assert "d" not in key.as_dict(private=False)


def test_a_token_ends_with_the_shift_and_the_desks_own_goes_on(hall: Hall) -> None:
    clerk = hall.sign_in("clerk3", "3", device="D1")
    desk = clerk.by_desk_token()
    clerk.post("/sign-out")
    hall.clock.move(timedelta(hours=13))
    hall.parts.passes.forget_all()
    assert code_of(clerk.get("/journal")) == "access.not_signed_in"
    assert desk.get("/journal").status_code == 200
    assert desk.post("/journal", {"events": []}).status_code == 200
    assert code_of(desk.call()) == "access.denied"
    assert code_of(desk.post("/tickets", {"queue": "A"})) == "access.denied"
    assert code_of(desk.post("/sign-out")) == "access.denied"


@pytest.mark.parametrize(
    "words",
    [
        {"user": ""}, {"user": "a b"}, {"user": "x" * 65}, {"user": "a\x00b"}, {"password": ""},
        {"password": "x" * 2000}, {"window": "x" * 17}, {"device": "x" * 65}, {"device": "d\x00"}, {"epoch": 0},
        {"epoch": 2**31}, {"epoch": -1}, {"user": 7}, {"window": ["3"]}, {"epoch": "1"},
    ],
)  # fmt: skip
def test_names_that_can_be_nobodys_reach_no_database(any_hall: Hall, words: dict[str, object]) -> None:
    body = {"user": "clerk3", "password": "demo"} | words
    told = any_hall.stranger().post("/api/v1/sign-in", json=body)
    assert (told.status_code, code_of(told)) == (422, "json.not_this_shape")
