"""The hall's figures over HTTP: for whoever sees the hall, as JSON, CSV or a workbook."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest

from deskapp.clock import office_day
from deskapp.ids import QueueId
from deskapp.queries.day_replay import day_frames
from deskapp.queries.forecast_error import lines_at
from deskapp.queries.forecast_sheet import line_now
from tests.clerk.office import FrozenClock
from tests.server.hall import Hall, Person, code_of


@pytest.fixture
def manager(any_hall: Hall) -> Person:
    return any_hall.sign_in("manager")


def a_morning(hall: Hall, clock: FrozenClock) -> None:
    """Two come to queue A and one to B; the first is called after ten minutes, and served for five."""
    greeter, clerk = hall.sign_in("greeter"), hall.sign_in("clerk3", "3")
    for queue in "AAB":
        hall.issue(greeter, queue)
    clock.move(timedelta(minutes=10))
    clerk.call()
    clock.move(timedelta(minutes=5))
    clerk.call(finish=True)


def test_a_day_by_queue(any_hall: Hall, manager: Person, clock: FrozenClock) -> None:
    a_morning(any_hall, clock)
    told = manager.get("/figures").json()
    assert (told["first"], told["last"], told["by"]) == ("2026-11-23", "2026-11-23", ["queue"])
    first, second = told["rows"]
    assert (first["key"], first["people"], first["served"], first["at_window"]) == (["A"], 2, 1, 1)
    assert (first["waits"], first["services"]["longest"]) == (
        {"samples": 1, "median": None, "p90": None, "longest": 10.0}, 5.0,
    )  # fmt: skip
    assert (second["key"], second["waiting"]) == (["B"], 1)
    assert told["everybody"]["people"] == 3
    assert told["names"]["A"]


def test_as_a_table_to_take_home(any_hall: Hall, manager: Person, clock: FrozenClock) -> None:
    a_morning(any_hall, clock)
    sheet = manager.get("/figures", params={"from": "2026-11-20", "to": "2026-11-23", "by": "window", "format": "csv"})
    assert sheet.headers["content-type"] == "text/csv; charset=utf-8"
    assert sheet.headers["content-disposition"] == 'attachment; filename="figures-2026-11-20-window.csv"'
    rows = list(csv.reader(StringIO(sheet.content.decode("utf-8-sig"), newline="")))
    assert [row[:2] for row in rows] == [
        ["窗口 Window", "人数 People"],
        ["3", "2"],
        ["（无）None", "1"],
        ["合计 All", "3"],
    ]
    book = manager.get("/figures", params={"format": "xlsx", "by": "clerk,hour"})
    assert book.headers["content-disposition"] == 'attachment; filename="figures-2026-11-23-clerk-hour.xlsx"'
    assert book.content.startswith(b"PK")


def test_a_day_on_which_nobody_came(hall: Hall) -> None:
    told = hall.sign_in("greeter").get("/figures", params={"to": "2020-01-01"}).json()
    assert (told["first"], told["last"], told["rows"], told["everybody"]["people"]) == (
        "2020-01-01", "2020-01-01", [], 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        ({"from": "yesterday"}, 422, "json.not_this_shape"),
        ({"from": "2026-11-31"}, 422, "json.not_this_shape"),
        ({"by": "name"}, 422, "json.not_this_shape"),
        ({"by": ""}, 422, "json.not_this_shape"),
        ({"by": "queue," * 40}, 422, "json.not_this_shape"),
        ({"format": "pdf"}, 422, "json.not_this_shape"),
        ({"from": "2026-11-24", "to": "2026-11-23"}, 400, "figures.wrong_days"),
        ({"from": "2020-01-01", "to": "2026-11-23"}, 400, "figures.wrong_days"),
        ({"from": "0001-01-01", "to": "0001-01-01"}, 400, "figures.wrong_days"),
        ({"from": "9999-12-31", "to": "9999-12-31"}, 400, "figures.wrong_days"),
    ],
)
def test_what_cannot_be_told_is_a_problem(hall: Hall, words: dict[str, str], status: int, code: str) -> None:
    answer = hall.sign_in("manager").get("/figures", params=words)
    assert (answer.status_code, code_of(answer)) == (status, code)


def test_what_may_be_asked_is_described(hall: Hall) -> None:
    described = hall.stranger().get("/openapi.json").json()["paths"]["/api/v1/figures"]["get"]
    assert {one["name"]: one["required"] for one in described["parameters"]} == dict.fromkeys(
        ("from", "to", "by", "format"), False
    )


def test_a_clerk_does_not_see_the_figures_of_the_others(hall: Hall) -> None:
    told = hall.sign_in("clerk3", "3").get("/figures")
    assert (told.status_code, code_of(told)) == (403, "access.denied")


def test_the_replay_and_the_forecast_are_read_from_every_database(any_hall: Hall, clock: FrozenClock) -> None:
    a_morning(any_hall, clock)
    with any_hall.parts.journal.reading() as reading:
        line = line_now(reading)
        (frame,) = day_frames(reading, office_day(clock.moment), [clock.moment])
        (then,) = lines_at(reading, office_day(clock.moment), [clock.moment])
    assert {queue: len(waits) for queue, waits in frame.waiting.items()} == {"B": 1}
    assert sum(map(len, frame.with_window.values())) == 1
    assert (len(line.waiting), len(then.waiting), line.services[QueueId("A")]) == (1, 1, [5.0])
    assert line.windows == then.windows


def test_how_long_single_clerks_take_is_told_to_the_manager_alone(
    any_hall: Hall, manager: Person, clock: FrozenClock
) -> None:
    a_morning(any_hall, clock)
    greeter = any_hall.sign_in("greeter")
    assert greeter.get("/figures").status_code == 200
    for by in ("clerk", "window,clerk", "clerk,hour"):
        refused = greeter.get("/figures", params={"by": by})
        assert (refused.status_code, code_of(refused)) == (403, "access.denied")
        assert refused.json()["values"] == {"permission": "see_clerks"}
        assert manager.get("/figures", params={"by": by}).status_code == 200
