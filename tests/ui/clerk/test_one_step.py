"""One step at a time: a second key is lost, an answered panel is not."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from deskapp.clerk.accepting import AcceptedCase
from deskapp.devices.errors import PrinterCode
from deskapp.failures import DeviceTrouble, Failure, Refusal
from tests.ui import sheets
from ui.clerk.one_step import OneStep
from ui.clerk.opening import ClerkWindow
from ui.clerk.primary import Primary, Step


def test_a_second_key_does_nothing_while_a_step_is_on_its_way(qtbot: QtBot, window: ClerkWindow) -> None:
    steps, gate, done = OneStep(window.session), threading.Event(), list[str]()
    steps.run(lambda: gate.wait(10), lambda _: done.append("first"))
    assert steps.busy
    steps.run(lambda: None, lambda _: done.append("second"))
    gate.set()
    qtbot.waitUntil(lambda: not steps.busy)
    assert done == ["first"]


def test_what_was_answered_in_a_panel_waits_for_its_turn(qtbot: QtBot, window: ClerkWindow) -> None:
    steps, gate, done = OneStep(window.session), threading.Event(), list[str]()
    steps.run(lambda: gate.wait(10), lambda _: done.append("first"))
    steps.run(lambda: None, lambda _: done.append("answered"), patient=True)
    gate.set()
    qtbot.waitUntil(lambda: done == ["first", "answered"])
    qtbot.waitUntil(lambda: not steps.busy)


def test_a_key_struck_for_what_the_button_says_by_now_is_done_when_the_step_is_over(
    qtbot: QtBot, window: ClerkWindow
) -> None:
    session = window.session
    session.call, session.case = sheets.called(), sheets.complete()
    steps, gate, done = OneStep(session), threading.Event(), list[str]()
    steps.run(lambda: gate.wait(10), lambda _: done.append("accepted"))
    steps.wait_with(lambda: done.append("struck twice"))  # the button says what it said before
    session.case = sheets.accepted(waiting=("receipt", "acceptance"))
    assert session.step == Primary(Step.PRINTING, 2)
    steps.wait_with(lambda: done.append("while it prints"))
    session.case = sheets.accepted()
    steps.wait_with(lambda: done.append("the next, please"))
    gate.set()
    qtbot.waitUntil(lambda: not steps.busy and len(done) == 2)
    assert done == ["accepted", "the next, please"]


def test_a_key_is_forgotten_when_the_button_has_changed_its_mind(qtbot: QtBot, window: ClerkWindow) -> None:
    session = window.session
    session.call, session.case = sheets.called(), sheets.complete()
    steps, gate, done = OneStep(session), threading.Event(), list[str]()
    steps.run(lambda: gate.wait(10), lambda _: done.append("accepted"))
    session.case = sheets.accepted()
    steps.wait_with(lambda: done.append("the next, please"))
    session.case = sheets.accepted(waiting=("receipt",))  # no paper was left in the printer
    gate.set()
    qtbot.waitUntil(lambda: not steps.busy)
    assert done == ["accepted"]


def test_a_step_that_is_refused_frees_the_way_and_is_said(qtbot: QtBot, window: ClerkWindow) -> None:
    steps, failures = OneStep(window.session), list[Failure]()

    def refuse() -> None:
        raise Refusal("case.no_reason")

    steps.run(refuse, lambda _: None, failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert not steps.busy
    steps.run(refuse, lambda _: None)
    qtbot.waitUntil(lambda: "理由和依据" in window.screen.messages.text.text())


def test_a_paper_that_did_not_come_out_offers_to_print_again(window: ClerkWindow) -> None:
    steps = OneStep(window.session)
    assert steps.say_papers(AcceptedCase("", (), None))
    assert not steps.say_papers(AcceptedCase("", (), DeviceTrouble(PrinterCode.OUT_OF_PAPER)))
    assert "缺纸" in window.screen.messages.text.text()
