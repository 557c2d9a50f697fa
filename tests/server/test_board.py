"""The call board over HTTP: told at once, confirmed by screens alone, and open to everybody's eyes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from deskapp.devices.voice.bank import Bank
from deskapp.ids import ClerkId, TicketId, WindowId
from deskapp.journal.chain import moment_text
from deskapp.queries.catalogs import in_force
from deskapp.queries.ticket_timeline import timeline
from deskapp.rules.announcement import One, announcement
from deskapp.rules.catalog_text import to_plain
from deskapp.rules.happening import CatalogPublished
from deskapp.rules.ticket import Arrived, CalledAgain, Shown, Spoken
from tests.server.hall import API, Hall, Person, code_of


@pytest.fixture
def greeter(any_hall: Hall) -> Person:
    return any_hall.sign_in("greeter")


@pytest.fixture
def clerk(any_hall: Hall) -> Person:
    return any_hall.sign_in("clerk3", "3")


@contextmanager
def listening(hall: Hall) -> Iterator[Iterator[tuple[str, Any]]]:
    """What the stream tells, one after the other."""
    with hall.stranger().stream("GET", f"{API}/board/stream") as answer:
        assert answer.status_code == 200
        yield told(answer)


def told(answer: httpx.Response) -> Iterator[tuple[str, Any]]:
    kind = ""
    for line in answer.iter_lines():
        if line.startswith("event: "):
            kind = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield kind, json.loads(line.removeprefix("data: "))


def numbers(board: dict[str, Any]) -> list[str]:
    return [call["number"] for call in board["calls"]]


def facts_of(hall: Hall, ticket: str) -> list[object]:
    with hall.parts.journal.reading() as reading:
        return [moment.fact for moment in timeline(reading, TicketId(ticket))]


def test_the_board_is_open_to_everybody(any_hall: Hall, greeter: Person, clerk: Person) -> None:
    any_hall.issue(greeter, "A")
    any_hall.issue(greeter, "C")
    clerk.call()
    board = any_hall.stranger().get(f"{API}/board").json()
    assert numbers(board) == ["A001"]
    assert (board["calls"][0]["window"], board["calls"][0]["call"]) == ("3", 1)
    assert {queue["queue"]: queue["waiting"] for queue in board["queues"]} == {"A": 0, "B": 0, "C": 1, "D": 0}


def test_a_call_is_told_to_every_board_as_soon_as_it_is_made(any_hall: Hall, greeter: Person, clerk: Person) -> None:
    any_hall.issue(greeter)
    with listening(any_hall) as one, listening(any_hall) as other:
        for board in (one, other):
            kind, sheet = next(board)
            assert (kind, numbers(sheet)) == ("board", [])
        clerk.call()
        for board in (one, other):
            assert numbers(next(sheet for kind, sheet in board if kind == "board")) == ["A001"]


def test_a_board_that_has_nothing_new_hears_that_the_line_is_up(hall: Hall) -> None:
    with listening(hall) as board:
        assert next(board)[0] == "board"
        assert next(board)[0] == "beat"


def test_a_screen_confirms_what_it_showed_and_a_speaker_what_it_said(
    any_hall: Hall, greeter: Person, clerk: Person
) -> None:
    screen = any_hall.sign_in("board")
    ticket = any_hall.issue(greeter)["id"]
    clerk.call()
    for _ in range(2):  # a word that is said twice, because its answer was lost
        assert screen.post(f"/tickets/{ticket}/shown", {"board": "大厅 1", "call": 1}).status_code == 204
    assert screen.post(f"/tickets/{ticket}/spoken", {"speaker": "east", "call": 1}).status_code == 204
    facts = facts_of(any_hall, ticket)
    assert facts.count(Shown("大厅 1", 1)) == 1
    assert facts.count(Spoken("east", 1)) == 1
    with any_hall.parts.journal.reading() as reading:
        assert reading.ticket(TicketId(ticket)).heard


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("shown", {"board": "", "call": 1}, 400),
        ("shown", {"board": "x" * 41, "call": 1}, 400),
        ("shown", {"board": "<b>", "call": 1}, 400),
        ("shown", {"board": "b", "call": 0}, 400),
        ("shown", {"board": "b"}, 400),
        ("spoken", {"board": "b", "call": 1}, 400),
    ],
)
def test_a_word_that_is_none_is_refused(hall: Hall, path: str, body: dict[str, Any], status: int) -> None:
    ticket = hall.issue(hall.sign_in("greeter"))["id"]
    answer = hall.sign_in("board").post(f"/tickets/{ticket}/{path}", body)
    assert answer.status_code in (status, 422)
    assert len(facts_of(hall, ticket)) == 1


def test_of_a_ticket_there_is_not_nothing_is_noted(hall: Hall) -> None:
    answer = hall.sign_in("board").post("/tickets/none/shown", {"board": "b", "call": 1})
    assert code_of(answer) == "ticket.unknown"


@pytest.mark.parametrize("user", ["clerk3", "greeter", "manager", "admin"])
def test_nobody_but_a_screen_confirms_a_call(hall: Hall, user: str) -> None:
    ticket = hall.issue(hall.sign_in("greeter"))["id"]
    answer = hall.sign_in(user).post(f"/tickets/{ticket}/shown", {"board": "b", "call": 1})
    assert answer.status_code == 403


def test_a_screen_may_do_nothing_else_and_need_not_sign_in_each_morning(hall: Hall) -> None:
    screen = hall.sign_in("board")
    assert screen.post("/tickets", {"queue": "A"}).status_code == 403
    assert screen.get("/journal").status_code == 403
    ticket = hall.issue(hall.sign_in("greeter"))["id"]
    hall.clock.move(timedelta(days=300))
    assert screen.post(f"/tickets/{ticket}/shown", {"board": "b", "call": 1}).status_code == 204


def test_a_screen_signs_in_anew_after_more_than_a_year(hall: Hall) -> None:
    screen = hall.sign_in("board")
    hall.clock.move(timedelta(days=401))
    assert screen.post("/tickets/none/shown", {"board": "b", "call": 1}).status_code == 401


def test_a_person_still_signs_in_each_day(hall: Hall) -> None:
    clerk = hall.sign_in("clerk3", "3")
    hall.clock.move(timedelta(hours=13))
    assert clerk.call().status_code == 401


def test_the_page_runs_nothing_but_its_own(hall: Hall) -> None:
    stranger = hall.stranger()
    page = stranger.get("/board/H1")
    policy = page.headers["content-security-policy"]
    assert page.status_code == 200
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in page.text
    for name, kind in (("board.js", "text/javascript"), ("board.css", "text/css")):
        part = stranger.get(f"/web/{name}")
        assert part.status_code == 200
        assert part.headers["content-type"].startswith(kind)


def test_a_call_comes_with_its_words_and_the_centres_time(hall: Hall, greeter_of: Person, clerk_of: Person) -> None:
    hall.issue(greeter_of)
    clerk_of.call()
    with hall.stranger().stream("GET", f"{API}/board/stream") as answer:
        lines = answer.iter_lines()
        assert [next(lines), next(lines)] == ["event: board", f"id: {moment_text(hall.clock.moment)}"]
        (call,) = json.loads(next(lines).removeprefix("data: "))["calls"]
    assert [words["text"] for words in call["say"]] == [phrase.text for phrase in announcement("A001", "3")]
    assert [words["clips"] for words in call["say"]] == [list(phrase.clips) for phrase in announcement("A001", "3")]


def test_the_hall_says_how_a_one_is_said(hall: Hall, greeter_of: Person, clerk_of: Person) -> None:
    with hall.parts.journal.writing() as facts:
        today = hall.clock.clock().today()
        now = in_force(facts, today)
        said = replace(now, version="2", valid_from=today, line=replace(now.line, one=One.YAO))
        published = CatalogPublished(said.version, said.valid_from.isoformat(), to_plain(said))
        facts.add(ClerkId("admin"), published, of=said.version)
    hall.issue(greeter_of)
    clerk_of.call()
    (call,) = hall.stranger().get(f"{API}/board").json()["calls"]
    assert call["say"][0]["text"] == "请A零零幺号，到三号窗口办理"


def test_who_is_called_again_is_on_the_board_with_the_time_of_that_call(
    hall: Hall, greeter_of: Person, clerk_of: Person
) -> None:
    ticket = hall.issue(greeter_of)["id"]
    clerk_of.call()
    hall.clock.move(timedelta(minutes=5))
    fact = CalledAgain(WindowId("3"))
    hall.parts.writer.write_now(lambda facts: facts.add(ClerkId("clerk3"), fact, of=TicketId(ticket)))
    (call,) = hall.stranger().get(f"{API}/board").json()["calls"]
    assert (call["call"], call["called_at"]) == (2, moment_text(hall.clock.moment))


def test_whoever_is_at_the_window_has_no_words(hall: Hall, greeter_of: Person, clerk_of: Person) -> None:
    ticket = hall.issue(greeter_of)["id"]
    clerk_of.call()
    fact = Arrived(WindowId("3"))
    hall.parts.writer.write_now(lambda facts: facts.add(ClerkId("clerk3"), fact, of=TicketId(ticket)))
    (call,) = hall.stranger().get(f"{API}/board").json()["calls"]
    assert (call["here"], call["say"]) == (True, [])


@pytest.fixture
def greeter_of(hall: Hall) -> Person:
    return hall.sign_in("greeter")


@pytest.fixture
def clerk_of(hall: Hall) -> Person:
    return hall.sign_in("clerk3", "3")


def test_a_clip_is_given_once_and_not_again_to_whoever_has_it(hall: Hall) -> None:
    stranger = hall.stranger()
    clip = stranger.get("/sounds/zh/A.wav")
    assert (clip.status_code, clip.headers["content-type"]) == (200, "audio/wav")
    assert clip.content == Bank().file_of("zh/A")
    again = stranger.get("/sounds/zh/A.wav", headers={"If-None-Match": clip.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "name", ["zh/none.wav", "zh/A", "zh/A.mp3", "fr/A.wav", "zh/..%2fen%2fA.wav", "zh/LICENSE.wav"]
)
def test_nothing_but_the_clips_is_given(hall: Hall, name: str) -> None:
    assert hall.stranger().get(f"/sounds/{name}").status_code == 404


@pytest.mark.parametrize("path", ["/board/H2", "/web/track.html", "/web/..%2f..%2fpyproject.toml", "/web/none.js"])
def test_what_is_not_a_board_is_not_found(hall: Hall, path: str) -> None:
    assert hall.stranger().get(path).status_code == 404


def test_one_address_cannot_hold_every_listener(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskapp.server.routes.board_routes._MOST_LISTENERS", 1)
    with listening(hall) as board:
        next(board)
        assert code_of(hall.stranger().get(f"{API}/board/stream")) == "board.too_many"
