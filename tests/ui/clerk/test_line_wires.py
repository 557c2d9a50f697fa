"""The clerk's screen follows the centre: told at once, asked slowly, and left without waiting."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.clerk import intake, signing_in
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.ids import ItemCode, QueueId, WindowId
from deskapp.journal import presence
from deskapp.protocol import link as links
from deskapp.protocol.messages import Batch, IssueTicket, SignIn
from deskapp.sync.client import HttpCentre
from tests.clerk import office
from tests.fakes.faults import swapped
from tests.fakes.true_time import TrueTime
from tests.server.running import RunningCentre, running_centre
from tests.ui.clerk.conftest import opened
from ui.background import Background
from ui.clerk.opening import ClerkWindow
from ui.demo.relay import Relay


class Asked(HttpCentre):
    """The real client, which counts how often it asks what others did."""

    pulls = 0

    def pull(self, *, token: str, after: int, limit: int) -> Batch:
        self.pulls += 1
        return super().pull(token=token, after=after, limit=limit)


@dataclass
class Live:
    """A clerk's screen with a real centre behind a line that can be cut."""

    desk: Desk
    http: Asked
    at_the_centre: HttpCentre
    window: ClerkWindow
    centre: RunningCentre
    relay: Relay
    qtbot: QtBot
    background: Background
    greeter: str  # the token of whoever hands out tickets

    @property
    def told(self) -> bool:
        return self.window.line._listening.open

    def issue(self) -> None:
        self.at_the_centre.issue(IssueTicket(queue=QueueId("A")), token=self.greeter)

    def waiting(self) -> int:
        """How many people wait, as the screen shows it."""
        assert self.window.session.call is not None
        return self.window.session.call.waiting

    def see(self, waiting: int, within: int = 15_000) -> None:
        self.qtbot.waitUntil(lambda: self.waiting() == waiting, timeout=within)


@pytest.fixture
def live(tmp_path: Path, background: Background, dressed: QApplication, qtbot: QtBot) -> Iterator[Live]:
    with running_centre(tmp_path / "centre") as centre:
        relay = Relay(int(centre.address.rpartition(":")[2]))
        at_the_centre = HttpCentre(centre.address)
        greeter = at_the_centre.sign_in(SignIn(user="greeter", password="demo")).token
        http = Asked(f"http://127.0.0.1:{relay.port}")
        station = office.station(tmp_path / "desk", TrueTime(), centre=http, furnished=False)
        desk = signing_in.sign_in(station, "clerk3", "demo", "3")
        window, scanner = opened(desk, background, dressed, qtbot)
        made = Live(desk, http, at_the_centre, window, centre, relay, qtbot, background, greeter)
        qtbot.waitUntil(lambda: made.told, timeout=15_000)
        yield made
        window.end()
        dressed.removeEventFilter(scanner)
        qtbot.waitUntil(lambda: background.idle, timeout=10_000)
        relay.close()
        http.close()
        at_the_centre.close()
        station.journal.engine.dispose()


def test_a_ticket_issued_at_the_centre_is_on_the_screen_at_once(live: Live) -> None:
    with swapped(links, "SLOW_BEAT", timedelta(hours=1)):
        live.desk.line.want_round()  # out of the beat that may have begun before
        live.qtbot.waitUntil(lambda: not live.desk.line.round_wanted)
        for number in (1, 2, 3):
            live.issue()
            live.see(number, within=1_500)


def test_a_cut_line_is_shown_and_caught_up_with(live: Live) -> None:
    lamp = live.window.screen.status.lamp.lamp
    live.relay.cut()
    live.qtbot.waitUntil(lambda: "离线" in lamp.text() and not live.told, timeout=10_000)
    live.issue()
    live.relay.restore()
    live.see(1, within=30_000)
    live.qtbot.waitUntil(lambda: live.told and "在线" in lamp.text(), timeout=30_000)


def test_leaving_waits_for_no_stream(live: Live) -> None:
    begun = time.monotonic()
    live.window.end()
    assert time.monotonic() - begun < 0.2
    live.qtbot.waitUntil(lambda: live.background.idle, timeout=2_000)
    assert not live.told


def test_the_next_clerk_is_told_as_the_first_was(live: Live, dressed: QApplication) -> None:
    live.window.end()
    signing_in.sign_out(live.desk)
    desk = signing_in.sign_in(live.desk, "clerk4", "demo", "4")
    second, scanner = opened(desk, live.background, dressed, live.qtbot)
    live.qtbot.waitUntil(lambda: second.line._listening.open, timeout=15_000)
    second.end()
    dressed.removeEventFilter(scanner)


def test_what_a_round_brings_asks_for_no_second_round(live: Live) -> None:
    with swapped(links, "SLOW_BEAT", timedelta(hours=1)):
        live.desk.line.want_round()
        live.qtbot.waitUntil(lambda: not live.desk.line.round_wanted)
        for number in (1, 2, 3):
            live.qtbot.waitUntil(lambda: live.window.line._rounding is None)
            before = live.http.pulls
            live.issue()
            live.see(number)
            live.qtbot.waitUntil(lambda: live.window.line._rounding is None)
            assert live.http.pulls == before + 1
            assert not live.desk.line.round_wanted


def test_a_step_of_the_clerk_is_sent_at_once(live: Live) -> None:
    with swapped(links, "SLOW_BEAT", timedelta(hours=1)):
        case = intake.open_case(live.desk, Application(ItemCode("SCJG-0102"), "张伟", "990106197904128117"))
        live.qtbot.waitUntil(lambda: _arrived(live, case), timeout=3_000)


def _arrived(live: Live, case: object) -> bool:
    with live.centre.parts.journal.reading() as reading:
        return bool(reading.events_of(case))  # type: ignore[arg-type]


def test_a_window_that_is_told_goes_on_being_heard_of(live: Live) -> None:
    """Or the centre would take it for silent, and leave tickets to it that another window could call."""
    first = _seen(live)
    live.qtbot.waitUntil(lambda: _seen(live) > first, timeout=12_000)


def _seen(live: Live) -> str:
    with live.centre.parts.journal.reading() as reading:
        return presence.heard(reading)[WindowId("3")].seen_at
