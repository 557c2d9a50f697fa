"""A whole case through the real screen: keys in, a real encrypted cache behind it, papers in the tray."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.clerk import drafting, sheets
from deskapp.desk import Desk
from deskapp.devices.errors import PrinterCode
from deskapp.failures import DeviceTrouble
from deskapp.rules.case_state import State
from deskapp.rules.material_state import Standing
from deskapp.rules.ticket import TicketState
from deskapp.rules.window import WindowState
from tests.clerk import office
from tests.ui.clerk.conftest import Hands, opened
from ui.background import Background
from ui.clerk.opening import ClerkWindow
from ui.clerk.primary import Step

HOUSING = "ZJ-0201"  # three materials, none of them may be promised or put off
NUMBER, NAME, PHONE = "990105198802293371", "李䶮", "19900007221"


def take_in(hands: Hands, qtbot: QtBot) -> None:
    """Type who applies, after a ticket has brought the item."""
    hands.type(NUMBER)
    hands.press(Qt.Key.Key_Return)
    hands.compose(NAME)
    hands.press(Qt.Key.Key_Return)
    hands.type(PHONE)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hands.window.session.case is not None)


def call(hands: Hands, qtbot: QtBot, desk: Desk, number: str = "A012") -> None:
    office.issue(desk, number, item=HOUSING)
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: hands.window.session.call_number == number)
    qtbot.waitUntil(lambda: "退休提取" in hands.window.screen.items.name.text())


def test_a_case_from_the_call_to_the_receipt_by_keys_alone(
    qtbot: QtBot, desk: Desk, hands: Hands, tray: office.Tray
) -> None:
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    hands.see("还差 3 项")
    before = hands.struck
    for digit in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        hands.press(digit)
    hands.see("受理并打印回执")
    hands.press(Qt.Key.Key_F9)
    hands.see("办完，叫下一位")
    session = hands.window.session
    assert session.case is not None
    assert session.case.state is State.ACCEPTED
    assert len(tray.papers) == 2
    assert hands.struck - before == 4
    assert session.call is not None
    assert session.call.ticket_state is TicketState.SERVING


def test_the_name_with_its_rare_character_is_shown_masked_and_kept_whole(
    qtbot: QtBot, desk: Desk, hands: Hands
) -> None:
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    assert hands.window.screen.applicant.shown_name.text() == "李*"
    case = hands.window.session.case_id
    assert case is not None
    with desk.journal.reading() as reading:
        assert reading.people(case)[0].name == NAME  # type: ignore[union-attr]


def test_f9_with_something_owed_names_it_on_top_and_jumps_there(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    hands.see("还差 3 项")
    hands.press(Qt.Key.Key_2)
    hands.see("还差 2 项")
    hands.press(Qt.Key.Key_F9)
    screen = hands.window.screen
    assert screen.messages.text.text() == "还有 2 项材料未收齐："
    assert screen.checklist.current == "ID-CARD"
    screen.messages.chosen.emit("case.incomplete", "row:BANK-CARD")
    assert screen.checklist.current == "BANK-CARD"


def test_what_f9_does_can_be_taken_back_for_ten_seconds(
    qtbot: QtBot, desk: Desk, hands: Hands, tray: office.Tray
) -> None:
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    for digit in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        hands.press(digit)
    hands.see("受理并打印回执")
    hands.press(Qt.Key.Key_F9)
    hands.see("办完")
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.see("受理并打印回执")
    assert hands.window.session.case is not None
    assert hands.window.session.case.state is State.OPENED


def test_f9_hit_twice_accepts_once_and_calls_nobody(qtbot: QtBot, desk: Desk, hands: Hands, tray: office.Tray) -> None:
    call(hands, qtbot, desk)
    office.issue(desk, "A013", item=HOUSING)
    take_in(hands, qtbot)
    for digit in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        hands.press(digit)
    hands.see("受理并打印回执")
    for _ in range(4):
        hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "办完" in hands.primary())
    hands.press(Qt.Key.Key_F9)
    hands.see("办完")
    assert len(tray.papers) == 2
    assert hands.window.session.call_number == "A012"


def test_a_printer_without_paper_leaves_the_case_accepted_and_offers_to_print_again(
    qtbot: QtBot, desk: Desk, hands: Hands, tray: office.Tray
) -> None:
    tray.broken = DeviceTrouble(PrinterCode.OUT_OF_PAPER)
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    for digit in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        hands.press(digit)
    hands.see("受理并打印回执")
    hands.press(Qt.Key.Key_F9)
    hands.see("打印收件回执等 2 张")
    assert "缺纸" in hands.window.screen.messages.text.text()
    tray.broken = None
    hands.press(Qt.Key.Key_F9)
    hands.see("办完")
    assert len(tray.papers) == 2


def test_a_call_is_taken_back_and_the_person_waits_again(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    call(hands, qtbot, desk)
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: hands.window.session.call_number == "")
    assert hands.window.session.call is not None
    assert hands.window.session.call.waiting == 1


def test_nobody_is_sent_away_with_a_case_half_done(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    call(hands, qtbot, desk)
    office.issue(desk, "A013", item=HOUSING)
    take_in(hands, qtbot)
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: "还没办完" in hands.window.screen.messages.text.text())
    assert hands.window.session.call_number == "A012"


def test_when_nobody_waits_it_is_said_and_fades(qtbot: QtBot, hands: Hands) -> None:
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: hands.window.screen.messages.text.text() == "现在无人等候。")


def test_the_window_pauses_and_goes_on(qtbot: QtBot, hands: Hands) -> None:
    hands.press(Qt.Key.Key_F8)
    hands.see("恢复叫号")
    assert hands.window.session.call is not None
    assert hands.window.session.call.window_state is WindowState.PAUSED
    hands.press(Qt.Key.Key_F9)
    hands.see("叫下一位")


def test_an_item_is_found_by_its_initials_and_a_person_without_a_ticket_is_served(qtbot: QtBot, hands: Hands) -> None:
    hands.press(Qt.Key.Key_F7)
    hands.type("tqgjj")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hands.window.screen.items.name.text() == "退休提取住房公积金")
    take_in(hands, qtbot)
    hands.see("还差 3 项")


def test_a_case_that_is_left_leaves_nothing_behind_whatever_is_read_again(
    qtbot: QtBot, desk: Desk, hands: Hands
) -> None:
    hands.press(Qt.Key.Key_F7)
    hands.type("tqgjj")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hands.window.screen.items.name.text() == "退休提取住房公积金")
    take_in(hands, qtbot)
    hands.see("还差 3 项")
    session = hands.window.session
    session.leave_case()  # nothing grows in the journal by it
    assert session.step.step is Step.CALL_NEXT


def test_a_cancelled_proof_is_told_with_its_reason(qtbot: QtBot, hands: Hands) -> None:
    hands.press(Qt.Key.Key_F7)
    hands.compose("异地就医证明")
    hands.window.screen.items.search.textEdited.emit("")
    qtbot.waitUntil(lambda: any(choice.barred for choice in hands.window.screen.items.found.choices))
    barred = next(choice for choice in hands.window.screen.items.found.choices if choice.barred)
    assert "凭社会保障卡直接结算" in barred.detail


def test_a_wrong_number_is_said_beside_its_field_as_it_is_left(qtbot: QtBot, hands: Hands) -> None:
    hands.type("990105198802293372")
    hands.press(Qt.Key.Key_Return)
    page = hands.window.screen.applicant
    qtbot.waitUntil(lambda: page.fields["id_number"].wrong.text() != "")


def test_f9_with_fields_missing_goes_to_the_first(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    call(hands, qtbot, desk)
    hands.type(NUMBER)
    hands.press(Qt.Key.Key_Return)
    hands.see("还差 1 栏")
    hands.press(Qt.Key.Key_F9)
    page = hands.window.screen.applicant
    qtbot.waitUntil(lambda: page.fields["name"].wrong.text() != "" and page.fields["name"].line.hasFocus())


def test_what_was_half_typed_is_there_again_after_a_crash(
    qtbot: QtBot, desk: Desk, hands: Hands, background: Background, dressed: QApplication
) -> None:
    hands.type(NUMBER)
    qtbot.waitUntil(lambda: (drafting.draft(desk, "applicant") or {}).get("id_number") == NUMBER)
    again, scanner = opened(desk, background, dressed, qtbot)
    qtbot.waitUntil(lambda: again.screen.applicant.typed.id_number == NUMBER)
    again.end()
    dressed.removeEventFilter(scanner)


def test_the_case_in_hand_is_there_again_after_a_crash(
    qtbot: QtBot, desk: Desk, hands: Hands, background: Background, dressed: QApplication
) -> None:
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    hands.press(Qt.Key.Key_1)
    hands.see("还差 2 项")
    again, scanner = opened(desk, background, dressed, qtbot)
    qtbot.waitUntil(lambda: again.session.case is not None)
    assert again.session.case is not None
    assert again.session.case.lines[0].standing is Standing.RECEIVED
    again.end()
    dressed.removeEventFilter(scanner)


def test_the_numbers_are_shown_in_full_only_while_the_key_is_held_and_it_is_written_down(
    qtbot: QtBot, desk: Desk, hands: Hands
) -> None:
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    page = hands.window.screen.applicant
    hands.window.look._look()
    qtbot.waitUntil(lambda: NUMBER in page.shown_values.full)
    hands.window.look._mask()
    assert NUMBER not in page.shown_values.text() + page.shown_values.full
    qtbot.waitUntil(lambda: "case.looked_at" in {step.kind for step in sheets.line(desk).steps})


def test_locking_covers_the_screen_and_loses_nothing(qtbot: QtBot, hands: Hands) -> None:
    hands.type("990105")
    hands.press(Qt.Key.Key_F12)
    screen = hands.window.screen
    assert screen.cover.isVisible()
    hands.press(Qt.Key.Key_F2)
    hands.type("wrong")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.cover.password.wrong.text() != "")
    assert screen.cover.isVisible()
    screen.unlock()
    assert screen.applicant.typed.id_number == "990105"


def test_the_one_time_notice_names_everything_and_then_the_next_may_come(
    qtbot: QtBot, desk: Desk, hands: Hands, tray: office.Tray
) -> None:
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    hands.press(Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    panel = hands.window.screen.remark
    qtbot.waitUntil(lambda: panel.isVisible() and not hands.window.screen.keys.resting)
    assert panel.listed.text().count("\n") == 2
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: hands.window.session.step.step is Step.FINISH)
    assert len(tray.papers) == 1
    assert hands.window.session.case is not None
    assert hands.window.session.case.state is State.CORRECTION_REQUESTED


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F4, Qt.Key.Key_F5,
                                 Qt.Key.Key_F6, Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_F11])  # fmt: skip
def test_no_key_ends_in_a_bug_while_nobody_is_here(
    qtbot: QtBot, hands: Hands, background: Background, monkeypatch: pytest.MonkeyPatch, key: Qt.Key
) -> None:
    bugs: list[object] = []
    monkeypatch.setattr("sys.excepthook", lambda *bug: bugs.append(bug))
    hands.press(key)
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: hands.window.session.call is not None)
    assert bugs == []
    assert QApplication.activeModalWidget() is None


def test_another_language_is_spoken_at_once(qtbot: QtBot, window: ClerkWindow, dressed: QApplication) -> None:
    from ui import texts

    texts.speak(dressed, "en")
    qtbot.waitUntil(lambda: window.screen.accept_bar.primary_button.text() == "Call next  F9")
    assert window.screen.checklist.title.text() == "Materials"


def test_pages_leave_the_line_to_whoever_sits_at_the_window(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    def served() -> bool:
        return desk.pace._served

    assert not served(), "whoever is at the keys is no person at the window"
    call(hands, qtbot, desk)
    qtbot.waitUntil(served)
    take_in(hands, qtbot)
    assert served()
    hands.window.session.end()
    assert not served(), "nobody sits where nobody is signed in"
