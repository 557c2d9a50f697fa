"""F5 with a scanner in the network: real keys, a real screen, a real conversation over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskapp.desk import Desk
from tests.clerk import office
from tests.fakes.escl import sheets
from tests.fakes.escl.device import Device, Faults
from tests.fakes.escl.server import Running, scanner
from tests.ui.clerk.conftest import Hands, with_three_materials


@pytest.fixture
def running() -> Iterator[Running]:
    """A scanner in the network; what lies in it the test says."""
    with scanner(Device()) as standing:
        yield standing


@pytest.fixture
def desk(tmp_path: Path, clock: office.FrozenClock, tray: office.Tray, running: Running) -> Iterator[Desk]:
    station = office.station(tmp_path / "desk", clock, printer=tray)
    here = replace(station.settings, scanner=running.name, scan_dpi="100", scan_sides="both")
    yield office.desk(replace(station, settings=here))
    station.journal.engine.dispose()


@pytest.fixture
def busy(desk: Desk, hands: Hands) -> Hands:
    """A case with three materials, nothing of it here yet."""
    return with_three_materials(desk, hands)


def pages(hands: Hands, row: int) -> int:
    case = hands.window.session.case
    return 0 if case is None else len(case.lines[row].pages)


def test_f5_brings_both_sides_of_what_lies_in_the_feeder_into_the_case(
    qtbot: QtBot, busy: Hands, running: Running
) -> None:
    running.device.feeder = [sheets.sheet(sheets.form(1), sheets.photograph(2)), sheets.sheet(sheets.form(3))]
    busy.press(Qt.Key.Key_F5)
    busy.see("还差 2 项")
    qtbot.waitUntil(lambda: busy.window.screen.pages._busy is False)
    qtbot.waitUntil(lambda: "已去掉 1 张空白页" in busy.window.screen.messages.text.text())
    qtbot.waitUntil(lambda: pages(busy, 0) == 3)  # the back of the second sheet was empty
    assert [(job.asked.dpi, job.asked.duplex) for job in running.device.jobs] == [(100, True)]


def test_a_jam_on_the_way_is_said_and_the_pages_before_it_are_in_the_case(
    qtbot: QtBot, busy: Hands, running: Running
) -> None:
    running.device.feeder = [sheets.sheet(sheets.form(number), sheets.form(9 + number)) for number in range(4)]
    running.device.faults.jam = 5
    busy.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "第 5 页卡纸" in busy.window.screen.messages.text.text())
    qtbot.waitUntil(lambda: pages(busy, 0) == 4)


def test_esc_ends_the_job_at_the_scanner(qtbot: QtBot, busy: Hands, running: Running) -> None:
    running.device.faults = Faults(seconds=0.3)
    running.device.feeder = [sheets.sheet(sheets.form(1))] * 40
    busy.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: pages(busy, 0) >= 1)
    busy.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(running.device.deleted) == 1)
    qtbot.waitUntil(lambda: busy.window.screen.pages._busy is False)
    assert running.device.at_rest
    assert len(running.device.feeder) > 20, "paper stays in the feeder"


def test_a_scanner_that_is_off_is_named_with_the_two_ways_on(qtbot: QtBot, busy: Hands, running: Running) -> None:
    running.server.socket.close()
    busy.press(Qt.Key.Key_F5)
    messages = busy.window.screen.messages
    qtbot.waitUntil(lambda: messages.shown is not None and messages.shown.code == "scanner.not_reached")
    assert messages.shown is not None
    assert [way.key for way in messages.shown.ways] == ["F5", "Ctrl+O"]
