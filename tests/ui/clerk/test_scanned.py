"""Every code of ours, whatever stands on the window: it goes where it belongs, or one sentence says why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskapp.clerk import accepting, drafting, intake, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.ids import CaseId, HallId, ItemCode, QueueId
from deskapp.rules import barcode
from deskapp.rules.case import Decided
from deskapp.rules.numbering import case_number
from deskapp.rules.ticket import TicketState
from tests.clerk import office
from tests.ui import wedge
from tests.ui.clerk.conftest import Hands

TODAY = date(2026, 11, 23)
H1, A = HallId("H1"), QueueId("A")
NUMBER = "990105198802293371"


@dataclass
class Hall:
    """What there is to scan: a case under way, one whose result is ready, a ticket in hand and another."""

    desk: Desk
    under_way: CaseId
    ready: CaseId
    ready_number: str
    track: str

    def code(self, kind: str) -> str:
        return {
            "ticket in hand": barcode.ticket_digits(H1, TODAY, A, 12),
            "another ticket": barcode.ticket_digits(H1, TODAY, A, 13),
            "ticket of yesterday": barcode.ticket_digits(H1, date(2026, 11, 22), A, 12),
            "ticket of another hall": barcode.ticket_digits(HallId("H2"), TODAY, A, 12),
            "receipt, slip or label": self.ready_number,
            "unknown receipt": case_number("330000", H1, TODAY, self.desk.clerk.window, 900),
            "receipt of another hall": case_number("330000", HallId("H2"), TODAY, self.desk.clerk.window, 9),
            "track": f"https://hall.example/track/{self.track}",
            "unknown track": f"https://elsewhere.example/t/{'x' * 27}",
            "notice": barcode.notice_digits(self.under_way),
            "unknown notice": barcode.notice_digits(CaseId("01a21ce0-6186-7cde-8376-3427e3839c8d")),
            "separator": barcode.separator_digits(self.under_way, 3),
            "unknown separator": barcode.separator_digits(CaseId("01a21ce0-6186-7cde-8376-3427e3839c8d"), 1),
            "booking": barcode.booking_digits(123456789),
            "not ours": "6901234567892",
        }[kind]


@pytest.fixture
def hall(desk: Desk, hands: Hands) -> Hall:
    under_way, ready = _case(desk), _case(desk)
    for line in sheets.case(desk, ready).owed:
        intake.receive(desk, ready, line.code, line.forms[0])
    accepting.accept(desk, ready)
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, Decided(granted=True), of=ready)
        case = facts.case(ready)
    return Hall(desk, under_way, ready, case.number or "", case.track)


def _case(desk: Desk) -> CaseId:
    return intake.open_case(desk, Application(ItemCode("ZJ-0201"), "李䶮", NUMBER))


def nobody_called(hands: Hands, hall: Hall) -> None:
    assert hands.window.session.call_number == ""


def somebody_called(hands: Hands, hall: Hall) -> None:
    office.issue(hall.desk, "A012", item="ZJ-0201")
    hands.press(Qt.Key.Key_F2)
    hands.qtbot.waitUntil(lambda: hands.window.session.call_number == "A012")


def form_half_filled(hands: Hands, hall: Hall) -> None:
    somebody_called(hands, hall)
    hands.window.screen.applicant.go_to("name")
    hands.compose("王秀")
    hands.window.screen.applicant.fields["name"].typed.emit("王秀")


def list_on_top(hands: Hands, hall: Hall) -> None:
    """With the focus in a line in which somebody looks for something else."""
    somebody_called(hands, hall)
    hands.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    hands.type("zz")


def help_on_top(hands: Hands, hall: Hall) -> None:
    hands.press(Qt.Key.Key_F1)
    assert hands.window.screen.help.isVisible()


def other_case_in_hand(hands: Hands, hall: Hall) -> None:
    """One that has no ticket: it may be put away for another."""
    hands.window.session.take_case(_case(hall.desk))
    hands.qtbot.waitUntil(lambda: hands.window.session.case is not None)


def other_case_half_done(hands: Hands, hall: Hall) -> None:
    """One that the ticket in hand was called for."""
    somebody_called(hands, hall)
    call = hands.window.session.call
    assert call is not None
    mine = intake.open_case(hall.desk, Application(ItemCode("ZJ-0201"), "李䶮", NUMBER, ticket=call.ticket))
    session = hands.window.session
    hands.qtbot.waitUntil(lambda: session.case is not None and session.case.case == mine)
    hands.qtbot.waitUntil(lambda: session.call is not None and session.call.case == mine)


def step_half_said(hands: Hands, hall: Hall) -> None:
    other_case_in_hand(hands, hall)
    hands.window.screen.command("withdraw")
    hands.qtbot.waitUntil(hands.window.screen.remark.isVisible)


def hand_out_open(hands: Hands, hall: Hall) -> None:
    hands.press(Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    hands.qtbot.waitUntil(hands.window.screen.hand_out.isVisible)


def locked(hands: Hands, hall: Hall) -> None:
    hands.window.look.lock.lock()


State = Callable[[Hands, Hall], None]
UNHINDERED: tuple[State, ...] = (
    nobody_called, somebody_called, form_half_filled, list_on_top, help_on_top, other_case_in_hand,
)  # fmt: skip

# What comes of a kind where nothing hinders it: the case that is then in hand, or words that are said.
GOES_TO = {
    "receipt, slip or label": "ready",
    "track": "ready",
    "notice": "under_way",
    "separator": "under_way",
}
SAID = {
    "another ticket": "A013",
    "ticket of yesterday": "不是今天的号票",
    "ticket of another hall": "别的大厅",
    "unknown receipt": "本机没有",
    "receipt of another hall": "别的大厅",
    "unknown track": "本机没有这个进度码",
    "unknown notice": "本机没有这张告知单",
    "unknown separator": "本机没有这张分隔页",
    "booking": "预约码",
    "not ours": "不是本系统的码",
}


def scan(hands: Hands, digits: str) -> None:
    """As a wedge scanner types."""
    wedge.scan(digits, hands._focus)


def said(hands: Hands) -> str:
    return hands.window.screen.messages.text.text()


@pytest.mark.parametrize("state", UNHINDERED)
@pytest.mark.parametrize("kind", GOES_TO)
def test_a_paper_of_a_case_puts_it_into_hand(hands: Hands, hall: Hall, kind: str, state: State) -> None:
    state(hands, hall)
    scan(hands, hall.code(kind))
    wanted = getattr(hall, GOES_TO[kind])
    session = hands.window.session
    hands.qtbot.waitUntil(lambda: session.case is not None and session.case.case == wanted)
    assert not hands.window.screen.commands.isVisible()
    assert not hands.window.screen.help.isVisible()
    if kind == "separator":
        hands.qtbot.waitUntil(lambda: hands.window.screen.checklist.current == "BANK-CARD")


# What is no code of ours is typed into the line that has the focus, where there is one.
_IN_A_LINE = (list_on_top, form_half_filled, somebody_called)


@pytest.mark.parametrize(
    ("kind", "state"),
    [(kind, state) for kind in SAID for state in UNHINDERED if kind != "not ours" or state not in _IN_A_LINE],
)
def test_what_belongs_nowhere_here_is_said_in_one_sentence(hands: Hands, hall: Hall, kind: str, state: State) -> None:
    if kind == "not ours":
        hands.window.screen.setFocus()
    state(hands, hall)
    before = hands.window.session.case_id
    scan(hands, hall.code(kind))
    hands.qtbot.waitUntil(lambda: SAID[kind] in said(hands))
    assert hands.window.session.case_id == before


@pytest.mark.parametrize("state", [somebody_called, form_half_filled, list_on_top])
def test_the_ticket_in_hand_says_that_its_person_is_here(hands: Hands, hall: Hall, state: State) -> None:
    state(hands, hall)
    scan(hands, hall.code("ticket in hand"))
    session = hands.window.session
    hands.qtbot.waitUntil(lambda: session.call is not None and session.call.ticket_state is TicketState.SERVING)


@pytest.mark.parametrize("kind", GOES_TO)
def test_a_case_half_done_is_not_put_away_for_another(hands: Hands, hall: Hall, kind: str) -> None:
    other_case_half_done(hands, hall)
    mine = hands.window.session.case_id
    scan(hands, hall.code(kind))
    hands.qtbot.waitUntil(lambda: "先办完手上这件" in said(hands))
    assert hands.window.session.case_id == mine


@pytest.mark.parametrize("kind", [*GOES_TO, "another ticket", "booking"])
def test_a_step_half_said_is_not_said_of_another_case(hands: Hands, hall: Hall, kind: str) -> None:
    step_half_said(hands, hall)
    mine = hands.window.session.case_id
    scan(hands, hall.code(kind))
    hands.qtbot.waitUntil(lambda: "打开的这一步" in said(hands))
    assert hands.window.session.case_id == mine
    assert hands.window.screen.remark.isVisible()


@pytest.mark.parametrize("kind", ["receipt, slip or label", "track"])
def test_while_results_are_handed_out_a_paper_finds_its_result(hands: Hands, hall: Hall, kind: str) -> None:
    hand_out_open(hands, hall)
    scan(hands, hall.code(kind))
    panel = hands.window.screen.hand_out
    hands.qtbot.waitUntil(lambda: [line.case for line in panel.marked] == [hall.ready])
    assert hands.window.session.case_id is None


@pytest.mark.parametrize("kind", [*GOES_TO, *SAID])
def test_a_locked_screen_tells_nobody_what_a_paper_is(hands: Hands, hall: Hall, kind: str) -> None:
    locked(hands, hall)
    before = said(hands)
    hands.window.screen.setFocus()
    scan(hands, hall.code(kind))
    hands.qtbot.waitUntil(lambda: not hands.window.screen.keys.resting)
    assert (hands.window.session.case_id, said(hands)) == (None, before)


def test_what_was_half_typed_is_kept_and_comes_back(qtbot: QtBot, hands: Hands, hall: Hall) -> None:
    form_half_filled(hands, hall)
    scan(hands, hall.code("notice"))
    session, messages = hands.window.session, hands.window.screen.messages
    qtbot.waitUntil(lambda: session.case is not None and session.case.case == hall.under_way)
    qtbot.waitUntil(lambda: (drafting.draft(hall.desk, "applicant") or {}).get("name") == "王秀")
    messages.chosen.emit("form.aside", "form")
    qtbot.waitUntil(lambda: hands.window.screen.applicant.typed.name == "王秀")
    assert session.case_id is None
    assert hands.window.screen.applicant.editing


def test_what_was_half_typed_is_not_there_for_the_next_person(qtbot: QtBot, hands: Hands, hall: Hall) -> None:
    form_half_filled(hands, hall)
    scan(hands, hall.code("notice"))
    session = hands.window.session
    qtbot.waitUntil(lambda: session.case is not None)
    office.issue(hall.desk, "A014")
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: session.call_number == "A014")
    assert not hands.window.screen.applicant.typed.begun


def test_an_id_number_beside_a_case_is_said_to_be_left_out(hands: Hands, hall: Hall) -> None:
    other_case_in_hand(hands, hall)
    hands.window.screen.setFocus()
    scan(hands, "990106197904128117")
    hands.qtbot.waitUntil(lambda: "已有申请人" in said(hands))
