"""The bench of a stack measures what it says: every page looked at, set straight, and put into a case."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskapp.devices.scanner.contract import ScanRequest
from deskapp.devices.scanner.pretend import PretendScanner
from tests.bench import stack
from tests.clerk import office


def test_pages_go_through_all_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack, "ASKEW", 2)
    desk = office.desk(office.station(tmp_path / "desk", office.FrozenClock()))
    speed, shown = stack._unpaced(desk)
    assert min(speed, shown) > 0
    sheets = PretendScanner(sheets=3).scan(ScanRequest(dpi=60, feeder=True))
    assert stack._scanned(desk, sheets) == 3
    desk.journal.engine.dispose()
