"""The journal grew: what is shown is read again, seldom enough, and what the clerk looks at first."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from deskapp.failures import Failure, StoreTrouble
from deskapp.jobs.lanes import Lanes
from ui.background import Background
from ui.refresh import Refresh


@pytest.fixture
def failures() -> list[Failure]:
    return []


@pytest.fixture
def refresh(qtbot: QtBot, lanes: Lanes, failures: list[Failure]) -> Iterator[Refresh]:
    door = Background(lanes)
    yield Refresh(door, failures.append)
    qtbot.waitUntil(lambda: door.idle)


def test_a_watched_sheet_is_read_at_once_and_again_when_the_journal_grew(qtbot: QtBot, refresh: Refresh) -> None:
    journal = ["opened"]
    shown: list[int] = []
    refresh.watch("case", lambda: len(journal), shown.append)
    qtbot.waitUntil(lambda: shown == [1])
    journal.append("accepted")
    refresh.grew()
    qtbot.waitUntil(lambda: shown == [1, 2])


def test_a_thousand_events_at_once_are_few_readings(qtbot: QtBot, refresh: Refresh) -> None:
    readings: list[int] = []
    shown: list[int] = []
    journal = [0]

    def read() -> int:
        readings.append(1)
        return journal[0]

    refresh.watch("case", read, shown.append)
    for _ in range(1000):
        journal[0] += 1
        refresh.grew()
    qtbot.waitUntil(lambda: bool(shown) and shown[-1] == 1000)
    assert len(readings) < 20


def test_growth_may_be_told_from_any_thread(qtbot: QtBot, refresh: Refresh) -> None:
    shown: list[str] = []
    refresh.watch("line", lambda: threading.current_thread().name, shown.append)
    qtbot.waitUntil(lambda: len(shown) == 1)
    other = threading.Thread(target=refresh.grew)
    other.start()
    other.join()
    qtbot.waitUntil(lambda: len(shown) == 2)


def test_an_answer_that_was_overtaken_by_growth_is_shown_and_followed_by_the_newer(
    qtbot: QtBot, refresh: Refresh
) -> None:
    begun, gate, value = threading.Event(), threading.Event(), ["accepted"]
    shown: list[str] = []

    def read() -> str:
        seen = value[0]
        begun.set()
        gate.wait(30)
        return seen

    refresh.watch("case", read, shown.append)
    assert begun.wait(30)
    value[0] = "accepted, its receipt printed"
    refresh.stale("case")
    gate.set()
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert shown == ["accepted", "accepted, its receipt printed"]


def test_what_the_clerk_looks_at_is_read_before_the_rest(qtbot: QtBot, refresh: Refresh) -> None:
    read: list[str] = []
    for name in ("call", "line", "case"):
        refresh.watch(name, lambda name=name: read.append(name), lambda _: None, first=name == "case")  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(read) == 3)
    refresh.grew()
    qtbot.waitUntil(lambda: len(read) == 6)
    assert read[3:] == ["case", "call", "line"]


def test_a_sheet_that_is_new_is_not_kept_waiting_by_one_just_read(qtbot: QtBot, refresh: Refresh) -> None:
    shown: list[str] = []
    refresh._pause.setInterval(600_000)
    refresh.watch("call", lambda: "call", shown.append)
    refresh.stale("call")
    refresh.watch("case", lambda: "case", shown.append)
    qtbot.waitUntil(lambda: "case" in shown)


def test_a_step_goes_on_to_its_papers_when_it_is_seen(qtbot: QtBot, refresh: Refresh, lanes: Lanes) -> None:
    told: list[str] = []
    refresh.watch("case", lambda: None, lambda _: told.append("shown"), first=True)
    refresh.watch("line", lambda: None, lambda _: None)
    qtbot.waitUntil(lambda: told == ["shown"])
    refresh._pause.stop()

    def step() -> None:
        refresh.grew()
        told.append("printed")

    with pytest.MonkeyPatch.context() as patient:
        patient.setattr("ui.refresh.BREATH", 30.0)  # a busy machine may take longer than anybody would wait
        done = lanes.put("journal", step)
        qtbot.waitUntil(done.done)
    assert told == ["shown", "shown", "printed"]


def test_nobody_else_waits_for_the_screen(refresh: Refresh, lanes: Lanes) -> None:
    refresh.watch("case", lambda: None, lambda _: None, first=True)
    with pytest.MonkeyPatch.context() as patient:
        patient.setattr("ui.refresh.BREATH", 30.0)
        lanes.put("line", refresh.grew).result(30)
        refresh.grew()


def test_where_nothing_is_looked_at_no_step_waits(qtbot: QtBot, refresh: Refresh, lanes: Lanes) -> None:
    refresh.watch("line", lambda: None, lambda _: None)
    with pytest.MonkeyPatch.context() as patient:
        patient.setattr("ui.refresh.BREATH", 30.0)
        done = lanes.put("journal", refresh.grew)
        qtbot.waitUntil(done.done)


def test_a_sheet_of_the_case_before_is_not_shown_for_this_one(qtbot: QtBot, refresh: Refresh) -> None:
    gate = threading.Event()
    shown: list[str] = []

    def read_slowly() -> str:
        gate.wait(30)
        return "case before"

    refresh.watch("case", read_slowly, shown.append)
    refresh.watch("case", lambda: "this case", shown.append)
    gate.set()
    qtbot.waitUntil(lambda: bool(shown))
    assert shown == ["this case"]


def test_what_cannot_be_read_is_told(qtbot: QtBot, refresh: Refresh, failures: list[Failure]) -> None:
    def fail() -> None:
        raise StoreTrouble("cache.closed")

    refresh.watch("case", fail, lambda _: None)
    qtbot.waitUntil(lambda: [failure.code for failure in failures] == ["cache.closed"])
