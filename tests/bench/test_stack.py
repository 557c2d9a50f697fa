"""The bench of a stack measures what it says: every page looked at, set straight, and put into a case."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskapp.clerk import intake
from deskapp.devices.scanner.contract import ScanRequest
from deskapp.devices.scanner.pretend import PretendScanner
from tests.bench import stack
from tests.bench.table import Wanted
from tests.clerk import office


def test_pages_go_through_all_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack, "ASKEW", 2)
    desk = office.desk(office.station(tmp_path / "desk", office.FrozenClock()))
    speed, shown = stack._unpaced(desk)
    assert min(speed, shown) > 0
    sheets = PretendScanner(sheets=3).scan(ScanRequest(dpi=60, feeder=True))
    assert stack._scanned(desk, intake.open_case(desk, stack.PERSON), sheets) == 3
    desk.journal.engine.dispose()


def test_a_pace_that_was_not_kept_is_said_and_judges_nothing() -> None:
    kept = stack.paced_row(1.62, 1.66, "load 0.5")
    assert kept.wanted == Wanted(0.95, at_least=True)
    assert "NOT PACED" not in kept.what
    for bare in (6.35, 1.2):
        row = stack.paced_row(1.2, bare, "load 9")
        assert row.wanted is None
        assert "NOT PACED" in row.what


def test_the_rest_after_each_buffer_is_found_by_trying_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    def bare(_home: Path, delay: int, _pages: int) -> float:
        tried.append(delay)
        return 0.02 + 120 * delay / 1_000_000  # a page of 120 buffers

    monkeypatch.setattr(stack, "bare_seconds", bare)
    assert stack.pace(tmp_path) == round(0.58 / 120 * 1_000_000)
    assert tried == list(stack.TRIED)
    assert f"read-delay-duration {round(0.58 / 120 * 1_000_000)}\n" in (tmp_path / "sane.d" / "test.conf").read_text()
