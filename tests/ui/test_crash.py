"""A bug is written down without personal data, and said in a sentence."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.crash import MOST_REPORTS, CrashReport, CrashScreen, report_text
from ui.event_log import PROGRAM_FAULT

NOW = datetime(2026, 11, 23, 2, 42, tzinfo=UTC)
SECRET = "欧阳𫖯 990109196306300794"


@pytest.fixture
def report(qtbot: QtBot, tmp_path: Path) -> Iterator[CrashReport]:
    before = sys.excepthook, threading.excepthook
    made = CrashReport(tmp_path / "crashes")
    made.install()
    yield made
    sys.excepthook, threading.excepthook = before


def bug(name: str) -> None:
    raise LookupError(name)


def raise_it() -> None:
    try:
        bug(SECRET)
    except LookupError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def test_the_report_names_the_place_and_nobody(qtbot: QtBot, report: CrashReport, tmp_path: Path) -> None:
    with qtbot.waitSignal(report.happened) as told:
        raise_it()
    assert told.args is not None
    written = (tmp_path / "crashes" / told.args[0]).read_text(encoding="utf-8")
    assert "LookupError" in written
    assert "ui/test_crash.py" in written
    assert "bug" in written
    assert "990109" not in written
    assert "欧阳" not in written
    assert str(Path.home()) not in written


def test_a_bug_in_another_thread_is_told_on_the_screens_own(qtbot: QtBot, report: CrashReport) -> None:
    heard: list[threading.Thread] = []
    report.happened.connect(lambda _: heard.append(threading.current_thread()))
    lane = threading.Thread(target=bug, args=(SECRET,))
    lane.start()
    lane.join()
    qtbot.waitUntil(lambda: heard == [threading.main_thread()])


def test_only_the_last_reports_are_kept(qtbot: QtBot, report: CrashReport, tmp_path: Path) -> None:
    for _ in range(MOST_REPORTS + 5):
        with qtbot.waitSignal(report.happened):
            raise_it()
    assert len(list((tmp_path / "crashes").glob("crash-*.txt"))) <= MOST_REPORTS


def test_a_full_disk_does_not_hide_that_something_went_wrong(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "crashes").write_text("a file where the folder should be")
    made = CrashReport(tmp_path / "crashes")
    with qtbot.waitSignal(made.happened) as told:
        made._write(ValueError, None)
    assert told.args == [""]


def test_the_systems_own_log_gets_the_same_report(qtbot: QtBot, tmp_path: Path) -> None:
    heard: list[tuple[str, int]] = []
    made = CrashReport(tmp_path / "crashes", now=lambda: NOW, tell=lambda text, entry: heard.append((text, entry)))
    with qtbot.waitSignal(made.happened) as told:
        made._write(ValueError, None)
    assert told.args is not None
    text = (tmp_path / "crashes" / told.args[0]).read_text(encoding="utf-8")
    assert heard == [(text, PROGRAM_FAULT)]


def test_the_screen_says_it_in_a_sentence_and_lets_the_clerk_go_on(qtbot: QtBot, dressed: QApplication) -> None:
    window = QWidget()
    window.resize(800, 600)
    qtbot.addWidget(window)
    window.show()
    screen = CrashScreen(window)
    screen.show_report("crash-1.txt")
    assert screen.isVisible()
    assert "crash-1.txt" in screen.words.text()
    assert "Traceback" not in screen.words.text()
    screen.go_on.click()
    assert not screen.isVisible()


def test_a_report_says_when_and_with_what() -> None:
    text = report_text(ValueError, None, NOW)
    assert text.startswith("OneWindow 2026-11-23T02:42:00+00:00\nPython ")
