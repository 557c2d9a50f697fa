"""Two themes (一件事) served in the real window against the real centre, from the ticket to the last hand-out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.ids import DeviceId, ItemCode, QueueId
from deskapp.protocol.messages import IssueTicket, SignIn
from deskapp.queries.bundle_sheet import BundleSheet
from deskapp.queries.case_sheet import CaseSheet
from deskapp.rules.bundle_state import BundleState
from deskapp.rules.case import Case
from deskapp.rules.case_state import State
from deskapp.rules.material_state import Standing
from deskapp.sync import round as rounds
from deskapp.sync.client import HttpCentre
from tests.server.running import RunningCentre
from tests.ui.clerk.life import CTRL, NAME, NUMBER, PHONE, SHIFT, Moving, Office, at_a_centre, working
from ui.background import Background


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningCentre, Moving]]:
    with at_a_centre(tmp_path_factory.mktemp("centre")) as made:
        yield made


@pytest.fixture
def at_work(
    tmp_path: Path, hall: tuple[RunningCentre, Moving], background: Background, dressed: QApplication, qtbot: QtBot
) -> Iterator[Office]:
    with working(tmp_path, hall, background, dressed, qtbot) as made:
        yield made


def sheet(at_work: Office) -> CaseSheet:
    case = at_work.window.session.case
    assert case is not None
    return case


def bundle(at_work: Office) -> BundleSheet:
    found = sheet(at_work).bundle
    assert found is not None
    return found


def ticket(at_work: Office, queue: str, theme: str) -> None:
    """The greeter gives a ticket that brings the theme."""
    line = HttpCentre(at_work.centre.address)
    token = line.sign_in(SignIn(user="greeter", password="demo", device=DeviceId("door"))).token
    line.issue(IssueTicket(queue=QueueId(queue), item=ItemCode(theme)), token=token)
    line.close()
    at_work.until(lambda: at_work.window.session.call is not None and at_work.window.session.call.waiting > 0)


def come_in(at_work: Office) -> int:
    """Call whoever waits, type who applies; returns how many keys were struck before the first material."""
    hands, screen = at_work.hands, at_work.window.screen
    hands.see("叫下一位")
    hands.press(Qt.Key.Key_F2)
    at_work.until(lambda: at_work.window.session.entered.item_chosen)
    screen.applicant.fields["id_number"].line.setFocus()
    begun = hands.struck
    for words in (NUMBER, NAME, PHONE):
        hands.compose(words)
        hands.press(Qt.Key.Key_Return)
    at_work.until(lambda: at_work.window.session.case is not None)
    return hands.struck - begun + 1


def tick_all(at_work: Office) -> int:
    """Receive everything that is owed, each by its digit or the space bar; returns how many there were."""
    at_work.hands.press(Qt.Key.Key_2, CTRL)
    owed, rows = len(sheet(at_work).owed), at_work.window.screen.checklist.list
    for left in range(owed, 0, -1):
        row = next(row for row, line in enumerate(sheet(at_work).lines) if line.standing is Standing.OWED)
        if row >= 9:  # beyond the digits: the mark has gone on by itself, and the space bar takes it
            at_work.until(lambda row=row: rows.currentIndex().row() == row)  # type: ignore[misc]
        at_work.hands.press(Qt.Key(Qt.Key.Key_1.value + row) if row < 9 else Qt.Key.Key_Space)
        at_work.until(lambda left=left: len(sheet(at_work).owed) == left - 1)  # type: ignore[misc]
    return owed


def at_the_centre(at_work: Office) -> dict[str, Case]:
    with at_work.centre.parts.journal.reading() as reading:
        return {str((case := reading.case(line.case)).item): case for line in bundle(at_work).lines}


def test_starting_a_business_is_served_from_the_ticket_to_the_last_hand_out(at_work: Office) -> None:
    hands = at_work.hands
    ticket(at_work, "B", "T-START")
    assert come_in(at_work) == 4  # F2, and Enter behind each field: what one item costs
    assert sheet(at_work).item_name == "企业开办一件事"
    before = hands.struck
    materials = tick_all(at_work)
    at_work.f9("受理")
    at_work.shown(State.ACCEPTED)
    assert hands.struck - before == materials + 2  # Ctrl+2, each material once, F9
    at_work.until(lambda: len(at_work.tray.papers) == 2)
    assert [paper.name.split("-")[0] for paper in at_work.tray.papers] == ["receipt", "acceptance"]
    at_work.until(lambda: all(case.state is State.ACCEPTED for case in at_the_centre(at_work).values()))
    assert {case.bundle_number for case in at_the_centre(at_work).values()} == {bundle(at_work).number}

    # the window decides nothing before the licence is granted
    assert bundle(at_work).grantable == ()
    number = bundle(at_work).number
    at_work.department_does("SCJG", "decide", granted=True)
    at_work.until(lambda: len(bundle(at_work).grantable) == 4)
    assert at_the_centre(at_work)["GA-0301"].turn_came is not None

    # the applicant comes back with the one receipt
    at_work.window.session.leave_case()
    at_work.find(number)
    at_work.f9("打印决定书")  # the department's decision: it has no printer at the hall
    before = hands.struck
    at_work.f9("准予，办结")
    at_work.until(lambda: bundle(at_work).state is BundleState.DECIDED)
    at_work.f9("出件")
    panel = at_work.window.screen.hand_out
    at_work.until(lambda: panel.isVisible() and len(panel.marked) == 5)
    hands.press(Qt.Key.Key_4)  # two of them stay here
    hands.press(Qt.Key.Key_5)
    at_work.until(lambda: len(panel.marked) == 3 and not at_work.window.screen.keys.resting)
    hands.press(Qt.Key.Key_F9)
    at_work.until(lambda: bundle(at_work).state is BundleState.PARTLY_DELIVERED)
    assert hands.struck - before == 5
    at_work.until(lambda: not panel.isVisible())
    at_work.f9("出件")
    at_work.until(lambda: panel.isVisible() and len(panel.marked) == 2)
    at_work.until(lambda: not at_work.window.screen.keys.resting)
    hands.press(Qt.Key.Key_F9)
    at_work.until(lambda: bundle(at_work).state is BundleState.DELIVERED)
    at_work.until(lambda: all(case.state is State.DELIVERED for case in at_the_centre(at_work).values()))
    assert sheet(at_work).rejected is None
    at_work.until(lambda: not panel.isVisible())
    at_work.f9("办完")
    at_work.until(lambda: at_work.window.session.case is None)


def test_a_birth_is_served_and_what_the_window_decides_is_decided_at_one_stroke(at_work: Office) -> None:
    hands, screen = at_work.hands, at_work.window.screen
    hands.press(Qt.Key.Key_F7)
    hands.type("xsecs")
    at_work.until(lambda: any(choice.key == "theme:T-BIRTH" for choice in screen.items.found.choices))
    row = next(row for row, one in enumerate(screen.items.found.choices) if one.key == "theme:T-BIRTH")
    for _ in range(row):
        hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    at_work.until(lambda: at_work.window.session.entered.item_chosen)
    assert [part.open for part in screen.items.parts.choices] == [False] * 6
    screen.applicant.fields["id_number"].line.setFocus()
    for words in (NUMBER, NAME, PHONE):
        hands.compose(words)
        hands.press(Qt.Key.Key_Return)
    at_work.until(lambda: at_work.window.session.case is not None)
    # one question for two of the items
    at_work.until(screen.questions.isVisible)
    hands.press(Qt.Key.Key_1)
    at_work.until(lambda: not sheet(at_work).unanswered)
    tick_all(at_work)
    at_work.f9("受理")
    at_work.shown(State.ACCEPTED)
    at_work.undo()
    at_work.until(lambda: bundle(at_work).state is BundleState.AT_THE_WINDOW)
    at_work.f9("受理")
    at_work.shown(State.ACCEPTED)
    at_work.f9("准予，办结")
    at_work.until(lambda: len([line for line in bundle(at_work).lines if line.granted]) == 5)
    at_work.f9("出件")
    panel = screen.hand_out
    at_work.until(lambda: panel.isVisible() and len(panel.marked) == 5 and not screen.keys.resting)
    hands.press(Qt.Key.Key_F9)
    at_work.until(lambda: bundle(at_work).state is BundleState.PARTLY_DELIVERED)
    # what is left is the department's
    left = next(line for line in bundle(at_work).lines if line.state is State.ACCEPTED)
    at_work.until(lambda: at_the_centre(at_work)["RS-0301"].state is State.DELIVERED)
    at_work.department_does("YB", "decide", of=left.case, granted=True)
    at_work.until(lambda: any(line.case == left.case and line.granted for line in bundle(at_work).lines))
    at_work.f9("打印决定书")
    at_work.f9("出件")
    at_work.until(lambda: panel.isVisible() and [one.case for one in panel.marked] == [left.case])
    at_work.until(lambda: not screen.keys.resting)
    hands.press(Qt.Key.Key_F9)
    at_work.until(lambda: bundle(at_work).state is BundleState.DELIVERED)
    rounds.run(at_work.desk)
    at_work.until(lambda: all(case.state is State.DELIVERED for case in at_the_centre(at_work).values()))


def test_one_case_is_withdrawn_by_keys_and_the_others_go_on(at_work: Office) -> None:
    hands, screen = at_work.hands, at_work.window.screen
    at_work.begin("qykb")
    tick_all(at_work)
    at_work.f9("受理")
    at_work.shown(State.ACCEPTED)
    hands.press(Qt.Key.Key_F7)
    at_work.until(screen.items.parts.hasFocus)
    hands.press(Qt.Key.Key_5)
    at_work.until(lambda: sheet(at_work).alone and sheet(at_work).item == "ZJ-0101")
    hands.press(Qt.Key.Key_F6, SHIFT)
    at_work.answer("不在本地缴存")
    at_work.until(lambda: sheet(at_work).state is State.WITHDRAWN)
    hands.press(Qt.Key.Key_F7)
    at_work.until(screen.items.parts.hasFocus)
    hands.press(Qt.Key.Key_0)
    at_work.until(lambda: not sheet(at_work).alone)
    assert [line.state for line in bundle(at_work).lines].count(State.ACCEPTED) == 4
    at_work.until(lambda: at_the_centre(at_work)["ZJ-0101"].state is State.WITHDRAWN)


def test_what_waits_for_a_refused_case_ends_with_it_at_the_centre_and_here(at_work: Office) -> None:
    at_work.begin("qykb")
    tick_all(at_work)
    at_work.f9("受理")
    at_work.shown(State.ACCEPTED)
    at_work.department_does("SCJG", "decide", granted=False, reason="名称近似", ground="条例")
    at_work.until(lambda: bundle(at_work).state is BundleState.DECIDED)
    assert [line.granted for line in bundle(at_work).lines] == [False] * 5
    assert all(case.decided_on is not None for case in at_the_centre(at_work).values())
