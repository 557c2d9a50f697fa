"""The clerk's screen follows the centre: told at once, asked slowly, and left without waiting."""

from __future__ import annotations

import time

from PySide6.QtWidgets import QApplication

from deskapp.clerk import intake, signing_in
from deskapp.clerk.intake import Application
from deskapp.ids import ItemCode, WindowId
from deskapp.journal import presence
from tests.ui.beat import nobody_asks
from tests.ui.clerk.conftest import Live, opened


def test_a_ticket_issued_at_the_centre_is_on_the_screen_at_once(live: Live) -> None:
    with nobody_asks(live.desk, live.qtbot):
        for number in (1, 2, 3):
            live.issue()
            live.see(number)


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
    assert time.monotonic() - begun < 5, "a stream is silent for a quarter of a minute"
    live.qtbot.waitUntil(lambda: live.background.idle, timeout=10_000)
    assert not live.told


def test_the_next_clerk_is_told_as_the_first_was(live: Live, dressed: QApplication) -> None:
    live.window.end()
    signing_in.sign_out(live.desk)
    desk = signing_in.sign_in(live.desk, "clerk4", "demo", "4")
    second, scanner = opened(desk, live.background, dressed, live.qtbot)
    live.qtbot.waitUntil(lambda: second.line.rounds.listening.open, timeout=15_000)
    second.end()
    dressed.removeEventFilter(scanner)


def test_what_a_round_brings_asks_for_no_second_round(live: Live) -> None:
    with nobody_asks(live.desk, live.qtbot):
        for number in (1, 2, 3):
            live.qtbot.waitUntil(lambda: live.window.line.rounds.rounding is None)
            before = live.http.pulls
            live.issue()
            live.see(number)
            live.qtbot.waitUntil(lambda: live.window.line.rounds.rounding is None)
            assert live.http.pulls == before + 1
            assert not live.desk.line.round_wanted


def test_a_step_of_the_clerk_is_sent_at_once(live: Live) -> None:
    with nobody_asks(live.desk, live.qtbot):
        case = intake.open_case(live.desk, Application(ItemCode("SCJG-0102"), "张伟", "990106197904128117"))
        live.qtbot.waitUntil(lambda: _arrived(live, case))


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
