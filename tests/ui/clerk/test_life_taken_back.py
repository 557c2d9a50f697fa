"""A slip of the finger is taken back, and what is not open now is impossible, through the real window and a centre."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.rules.case_clock import Late
from deskapp.rules.case_state import State
from deskapp.rules.case_ways import Way
from tests.ui.clerk.life import NUMBER, Office, at_a_centre, working
from tests.ui.clerk.test_life import (
    AT_ONCE,
    LICENCE,
    PROMISED,
    accept,
    declined_by_a_usual_reason,
    hand_out,
)
from ui.background import Background
from ui.clerk.primary import Step
from ui.keys import Ask


@pytest.fixture
def office(tmp_path: Path, background: Background, dressed: QApplication, qtbot: QtBot) -> Iterator[Office]:
    with at_a_centre(tmp_path / "centre") as hall, working(tmp_path, hall, background, dressed, qtbot) as made:
        yield made


def _declined(office: Office) -> None:
    declined_by_a_usual_reason(office)
    office.shown(State.DECLINED)


def _noticed(office: Office) -> None:
    office.begin(AT_ONCE)
    office.tick(1, 2)
    office.ask(Ask.NOTICE)
    office.answer()
    office.shown(State.CORRECTION_REQUESTED)


def _granted(office: Office) -> None:
    accept(office)
    office.f9("准予，办结")
    office.shown(State.DECIDED)


def _delivered(office: Office) -> None:
    _granted(office)
    hand_out(office)
    office.shown(State.DELIVERED)


def _paused(office: Office) -> None:
    accept(office)
    office.ask(Ask.PAUSE_CASE)
    office.answer("10", reason=1)
    office.shown(State.PAUSED)


SLIPS: dict[str, tuple[Callable[[Office], None], State]] = {
    "declined": (_declined, State.OPENED),
    "notice": (_noticed, State.OPENED),
    "granted": (_granted, State.ACCEPTED),
    "handed out": (_delivered, State.DECIDED),
    "clock stopped": (_paused, State.ACCEPTED),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_of_the_finger_is_taken_back(office: Office, slip: str) -> None:
    walk, before = SLIPS[slip]
    walk(office)
    office.undo()
    office.reaches(before)
    case = office.at_the_centre()
    if slip == "notice":
        assert case.corrections == 0
        assert len(case.settled) == 2, "what was handed back is here again"


def _opened(office: Office) -> None:
    office.begin(PROMISED)


def _with_the_department(office: Office) -> None:
    accept(office, PROMISED)


# In each state the keys of the steps that are not open: none of them says anything into the journal.
CLOSED: dict[str, tuple[Callable[[Office], None], tuple[Ask, ...]]] = {
    "opened": (_opened, (Ask.EXTEND, Ask.PAUSE_CASE)),
    "with the department": (_with_the_department, (Ask.NOTICE, Ask.REFUSE, Ask.EXTEND, Ask.PAUSE_CASE)),
    "declined": (_declined, (Ask.NOTICE, Ask.REFUSE, Ask.WITHDRAW, Ask.EXTEND, Ask.PAUSE_CASE)),
    "delivered": (_delivered, (Ask.NOTICE, Ask.REFUSE, Ask.WITHDRAW, Ask.EXTEND, Ask.PAUSE_CASE)),
}


@pytest.mark.parametrize("where", CLOSED)
def test_a_step_that_is_not_open_is_impossible_in_the_window(office: Office, where: str) -> None:
    walk, closed = CLOSED[where]
    walk(office)
    shown = office.window.session.case
    assert shown is not None
    before = shown.state
    office.until(lambda: office.at_the_centre().state is before)
    screen = office.window.screen
    for ask in closed:
        office.ask(ask)
        assert not screen.remark.isVisible(), ask
        assert "这件现在不能办这一步" in screen.messages.text.text()
        screen.messages.dismiss()
        quiet = screen.accept_bar.ways.get(ask)
        assert quiet is None or quiet.isHidden()
    assert office.at_the_centre().state is before


def test_what_is_missing_is_no_reason_to_decline_before_it_was_asked_for(office: Office) -> None:
    office.begin(LICENCE)
    office.ask(Ask.REFUSE)
    panel = office.window.screen.remark
    office.until(panel.isVisible)
    assert "not_complete" not in [choice.key for choice in panel.reasons.choices]
    assert "【不予受理通知书】" in panel.preview.text()


def test_the_window_lists_what_of_its_own_is_late_and_opens_it(office: Office) -> None:
    office.begin(LICENCE)
    office.ask(Ask.NOTICE)
    office.answer()
    office.reaches(State.CORRECTION_REQUESTED)
    case = office.case
    office.pass_days(10)
    office.window.session.leave_case()
    office.ask(Ask.WATCH)
    panel = office.window.screen.watch
    office.until(lambda: case in {line.case for line in panel.shown})
    line = next(line for line in panel.shown if line.case == case)
    assert line.lates == (Late.CORRECTION,)
    panel.list.setCurrentIndex(panel.list.model().index(panel.shown.index(line), 0))
    office.hands.press(Qt.Key.Key_Return)
    office.shown(State.CORRECTION_REQUESTED)
    assert office.case == case


def test_several_results_of_one_person_go_out_together(office: Office) -> None:
    for _ in range(2):
        accept(office)
        office.f9("准予，办结")
        office.reaches(State.DECIDED)
        first = office.case
        office.window.session.leave_case()
        office.until(lambda: office.step() is Step.CALL_NEXT and not office.window.screen.keys.resting)
    office.ask(Ask.HAND_OUT)
    panel = office.window.screen.hand_out
    office.hands.compose(NUMBER)
    panel.search.textEdited.emit("")
    office.until(lambda: len(panel._found) >= 2)
    mine = [place for place, line in enumerate(panel._found, 1) if line.case not in {one.case for one in panel.marked}]
    panel.ready.setFocus()
    for place in mine[:8]:
        office.hands.press(Qt.Key(Qt.Key.Key_0.value + place))
    count = len(panel.marked)
    assert count >= 2
    office.hands.press(Qt.Key.Key_F9)
    office.until(lambda: not panel.isVisible())
    office.find(NUMBER)
    with office.centre.parts.journal.reading() as reading:
        assert reading.case(first).state is State.DELIVERED


def test_a_department_is_offered_no_step_of_the_window(office: Office) -> None:
    accept(office)
    case = office.window.session.case
    assert case is not None
    assert Way.EXTEND not in case.ways
    assert {Way.GRANT, Way.REFUSE, Way.PAUSE} <= case.ways
