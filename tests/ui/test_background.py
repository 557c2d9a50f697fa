"""The one door to the background: where answers arrive, and what becomes of failures, bugs and pages that are gone."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from deskapp.failures import DeviceTrouble, Failure, Refusal
from ui.background import Background


def unexpected(failure: Failure) -> None:
    raise AssertionError(failure)


def test_the_answer_comes_on_the_screens_thread(qtbot: QtBot, background: Background) -> None:
    threads: list[str] = []
    background.run(
        "reading",
        lambda: threads.append(threading.current_thread().name),
        owner=background,
        then=lambda _: threads.append(threading.current_thread().name),
        failed=unexpected,
    )
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads == ["lane-reading", threading.main_thread().name]


def test_a_refusal_is_told_and_not_raised(qtbot: QtBot, background: Background) -> None:
    told: list[Failure] = []

    def refuse() -> None:
        raise Refusal("case.unknown")

    background.run("journal", refuse, owner=background, then=lambda _: None, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].code == "case.unknown"


def test_a_page_that_is_gone_hears_nothing(qtbot: QtBot, background: Background) -> None:
    gate = threading.Event()
    heard: list[bool] = []
    page = QObject()
    background.run("line", lambda: gate.wait(30), owner=page, then=heard.append, failed=unexpected)
    shiboken6.delete(page)
    gate.set()
    qtbot.waitUntil(lambda: background.idle)
    assert heard == []


def test_a_bug_travels_to_the_crash_report_even_when_the_page_is_gone(
    qtbot: QtBot, background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, *_: reported.append(kind))

    def bug() -> None:
        raise ZeroDivisionError

    gone, there = QObject(), QObject()
    for owner in (gone, there):
        background.run("journal", bug, owner=owner, then=lambda _: None, failed=unexpected)
    shiboken6.delete(gone)
    qtbot.waitUntil(lambda: len(reported) == 2)
    assert reported == [ZeroDivisionError] * 2


def test_pages_are_shown_as_they_come_and_those_before_a_jam_are_kept(qtbot: QtBot, background: Background) -> None:
    shown: list[int | str] = []
    gate = threading.Event()

    def scan(tell: Callable[[int], None]) -> int:
        tell(1)
        gate.wait(30)
        tell(2)
        raise DeviceTrouble("scanner.jam")

    background.stream(
        "scanner",
        scan,
        owner=background,
        progress=shown.append,
        then=lambda _: None,
        failed=lambda failure: shown.append(failure.code),
    )
    qtbot.waitUntil(lambda: shown == [1])
    gate.set()
    qtbot.waitUntil(lambda: shown == [1, 2, "scanner.jam"])


def test_answers_of_one_lane_come_in_order(qtbot: QtBot, background: Background) -> None:
    came: list[int] = []
    for n in range(200):
        background.run("reading", lambda n=n: n, owner=background, then=came.append, failed=unexpected)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(came) == 200)
    assert came == list(range(200))


@pytest.mark.parametrize(("news", "many"), [(True, 1), (False, 0)])
def test_work_that_must_go_on_hears_of_its_bug_and_says_whether_it_is_news(
    qtbot: QtBot, background: Background, monkeypatch: pytest.MonkeyPatch, news: bool, many: int
) -> None:
    reported: list[type[BaseException]] = []
    told: list[tuple[type[BaseException], str]] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, *_: reported.append(kind))

    def bug() -> None:
        raise ZeroDivisionError

    def broke(fault: BaseException) -> bool:
        told.append((type(fault), threading.current_thread().name))
        return news

    background.run("line", bug, owner=background, then=lambda _: None, failed=unexpected, broke=broke)
    qtbot.waitUntil(lambda: background.idle)
    assert told == [(ZeroDivisionError, threading.main_thread().name)]
    assert len(reported) == many


def test_nobody_is_asked_for_a_page_that_is_gone_and_its_bug_is_reported(
    qtbot: QtBot, background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, *_: reported.append(kind))
    page = QObject()

    def bug() -> None:
        raise ZeroDivisionError

    def asked(fault: BaseException) -> bool:
        raise AssertionError(fault)

    background.run("line", bug, owner=page, then=lambda _: None, failed=unexpected, broke=asked)
    shiboken6.delete(page)
    qtbot.waitUntil(lambda: background.idle)
    assert reported == [ZeroDivisionError]
