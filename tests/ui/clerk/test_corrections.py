"""A correction of who applies: kept before any step that goes on from it, given up by Esc alone, never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskapp.clerk import sheets
from deskapp.desk import Desk
from deskapp.ids import CaseId
from deskapp.rules.case import Person
from deskapp.rules.case_state import State
from tests.clerk import office
from tests.ui.clerk.conftest import Hands
from tests.ui.clerk.test_a_case import NAME, NUMBER, PHONE, call, take_in

CTRL = Qt.KeyboardModifier.ControlModifier
OTHER_PHONE = "13900001111"


def person(hands: Hands, desk: Desk) -> Person:
    """Who applies, as the journal has it."""
    case = in_journal(hands)
    with desk.journal.reading() as reading:
        found = reading.people(case)[0]
    assert found is not None
    return found


def in_journal(hands: Hands) -> CaseId:
    assert hands.window.session.case_id is not None
    return hands.window.session.case_id


def said(hands: Hands) -> str:
    return hands.window.screen.messages.text.text()


def open_form(hands: Hands, qtbot: QtBot) -> None:
    page = hands.window.screen.applicant
    hands.press(Qt.Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: page.correcting and page.fields["name"].line.hasFocus())


def write(hands: Hands, field: str, text: str) -> None:
    """Type over what stands in a field, and go nowhere."""
    line = hands.window.screen.applicant.fields[field].line
    hands.press(Qt.Key.Key_E, CTRL)  # to the name, from wherever
    if field != "name":
        hands.press({"phone": Qt.Key.Key_Tab, "id_number": Qt.Key.Key_Backtab}[field])
    assert line.hasFocus()
    hands.press(Qt.Key.Key_A, CTRL)
    if text.isascii():
        hands.type(text)
    else:
        hands.compose(text)
    hands.qtbot.waitUntil(lambda: line.text() == text)  # digits in haste may be a scan: they are held for a moment


@pytest.fixture
def corrected(qtbot: QtBot, desk: Desk, hands: Hands) -> Hands:
    """A case with the form open, and another telephone typed that nobody has entered."""
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    hands.see("还差 3 项")
    open_form(hands, qtbot)
    write(hands, "phone", OTHER_PHONE)
    return hands


def by_command(hands: Hands, words: str) -> None:
    """Ctrl+K, its name, Enter."""
    box = hands.window.screen.commands
    hands.press(Qt.Key.Key_K, CTRL)
    hands.compose(words)
    hands.qtbot.waitUntil(lambda: any(one.name == words for one in box.found.choices))
    hands.press(Qt.Key.Key_Return)


def all_received(hands: Hands) -> None:
    hands.press(Qt.Key.Key_2, CTRL)
    for digit in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        hands.press(digit)
    hands.see("受理并打印回执")


def test_f9_keeps_what_was_typed_before_it_accepts(
    qtbot: QtBot, desk: Desk, corrected: Hands, tray: office.Tray
) -> None:
    write(corrected, "name", "欧阳丹")
    all_received(corrected)
    corrected.press(Qt.Key.Key_F9)
    corrected.see("办完，叫下一位")
    assert person(corrected, desk).phone == OTHER_PHONE
    assert person(corrected, desk).name == "欧阳丹"
    kinds = [step.kind for step in sheets.line(desk).steps]
    assert kinds.count("case.applicant_corrected") == 1
    assert kinds.index("case.applicant_corrected") < kinds.index("case.accepted"), "and the papers after that"
    assert not corrected.window.screen.applicant.editing, "the numbers in full have left the screen"


def test_f9_accepts_nothing_while_what_was_typed_is_wrong_and_says_where(
    qtbot: QtBot, desk: Desk, corrected: Hands, tray: office.Tray
) -> None:
    write(corrected, "id_number", "990105198802293372")
    all_received(corrected)
    page = corrected.window.screen.applicant
    corrected.press(Qt.Key.Key_F9)
    assert page.fields["id_number"].line.hasFocus()
    assert "校验" in page.fields["id_number"].wrong.text()
    assert "更正还没有存" in said(corrected)
    assert "Esc" in said(corrected)
    write(corrected, "id_number", NUMBER)
    corrected.press(Qt.Key.Key_F9)
    corrected.see("办完，叫下一位")
    assert person(corrected, desk) == Person(NAME, NUMBER, OTHER_PHONE)
    assert "更正还没有存" not in said(corrected)
    assert corrected.window.session.case is not None
    assert corrected.window.session.case.state is State.ACCEPTED


def test_esc_gives_it_up_and_ctrl_z_has_it_back(qtbot: QtBot, desk: Desk, corrected: Hands) -> None:
    page, screen = corrected.window.screen.applicant, corrected.window.screen
    corrected.press(Qt.Key.Key_Escape)
    assert not page.editing
    assert person(corrected, desk).phone == PHONE
    assert screen.checklist.list.hasFocus()
    assert "没有更正" in screen.accept_bar.undo_strip.text.text()
    corrected.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: page.correcting and page.fields["name"].line.hasFocus())
    assert page.typed.phone == OTHER_PHONE
    corrected.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.editing)
    assert person(corrected, desk).phone == OTHER_PHONE


def test_a_form_in_which_nothing_was_changed_is_closed_by_either_key_without_a_word(
    qtbot: QtBot, desk: Desk, corrected: Hands
) -> None:
    page, screen = corrected.window.screen.applicant, corrected.window.screen
    write(corrected, "phone", PHONE)
    corrected.press(Qt.Key.Key_Escape)
    assert not page.editing
    assert not screen.accept_bar.undo_strip.offered
    open_form(corrected, qtbot)
    corrected.press(Qt.Key.Key_Return)
    assert not page.editing
    assert "case.applicant_corrected" not in {step.kind for step in sheets.line(desk).steps}


def test_the_form_says_both_of_its_keys_and_ctrl_e_leads_back_into_it(
    qtbot: QtBot, desk: Desk, corrected: Hands
) -> None:
    page = corrected.window.screen.applicant
    assert page.title.text() == "更正申请人"
    assert (page.keep_button.text(), page.give_up_button.text()) == ("存下更正 Enter", "不更正 Esc")
    corrected.press(Qt.Key.Key_2, CTRL)
    assert not page.has_keys
    corrected.press(Qt.Key.Key_E, CTRL)
    assert page.fields["name"].line.hasFocus()
    assert page.typed.phone == OTHER_PHONE
    page.keep_button.click()
    qtbot.waitUntil(lambda: not page.editing)
    assert person(corrected, desk).phone == OTHER_PHONE
    assert page.title.text() == "申请人"
    assert not page.keep_button.isVisible()


@pytest.mark.parametrize(
    "step",
    [
        (Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier, "remark"),
        (Qt.Key.Key_P, CTRL, "papers"),
        (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier, "queues"),
    ],
)
def test_whatever_goes_on_from_it_keeps_it_first(
    qtbot: QtBot, desk: Desk, corrected: Hands, step: tuple[Qt.Key, Qt.KeyboardModifier, str]
) -> None:
    (key, held, panel), screen = step, corrected.window.screen
    corrected.press(key, held)
    qtbot.waitUntil(lambda: getattr(screen, panel).isVisible())
    assert person(corrected, desk).phone == OTHER_PHONE
    assert not screen.applicant.editing


def test_locking_keeps_it_and_leaves_no_number_in_full(qtbot: QtBot, desk: Desk, corrected: Hands) -> None:
    screen = corrected.window.screen
    corrected.press(Qt.Key.Key_F12)
    assert screen.cover.isVisible()
    qtbot.waitUntil(lambda: not screen.applicant.editing)
    assert person(corrected, desk).phone == OTHER_PHONE
    assert screen.cover.password.line.hasFocus()
    screen.unlock()
    assert screen.checklist.list.hasFocus(), "the keys go on where the work does"


def test_what_is_wrong_when_the_screen_is_locked_stays_below_the_cover(
    qtbot: QtBot, desk: Desk, corrected: Hands
) -> None:
    screen = corrected.window.screen
    write(corrected, "phone", "1390")
    corrected.press(Qt.Key.Key_F12)
    screen.unlock()
    assert screen.applicant.correcting
    assert screen.applicant.typed.phone == "1390"
    assert person(corrected, desk).phone == PHONE


def test_signing_out_keeps_it_or_says_why_not(qtbot: QtBot, desk: Desk, corrected: Hands) -> None:
    screen, gone = corrected.window.screen, list[int]()
    screen.offer_command("sign_out", lambda: "退出登录", lambda: gone.append(1))
    write(corrected, "phone", "1390")
    by_command(corrected, "退出登录")
    qtbot.waitUntil(lambda: "更正还没有存" in said(corrected))
    assert gone == []
    write(corrected, "phone", OTHER_PHONE)
    by_command(corrected, "退出登录")
    qtbot.waitUntil(lambda: gone == [1])
    assert person(corrected, desk).phone == OTHER_PHONE


def test_another_case_comes_only_when_it_is_kept(
    qtbot: QtBot, desk: Desk, hands: Hands, clock: office.FrozenClock
) -> None:
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    all_received(hands)
    hands.press(Qt.Key.Key_F9)
    hands.see("办完")
    first = in_journal(hands)
    clock.move(timedelta(minutes=1))
    office.issue(desk, "A013", item="ZJ-0201")
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: hands.window.session.call_number == "A013")
    qtbot.waitUntil(lambda: "退休提取" in hands.window.screen.items.name.text())
    take_in(hands, qtbot)
    second = in_journal(hands)
    hands.see("还差 3 项")
    open_form(hands, qtbot)
    write(hands, "phone", OTHER_PHONE)
    hands.window.session.take_case(first)
    qtbot.waitUntil(lambda: hands.window.session.case_id == first)
    with desk.journal.reading() as reading:
        assert reading.people(second)[0].phone == OTHER_PHONE  # type: ignore[union-attr]


def test_a_case_that_goes_by_itself_takes_what_is_sound_with_it(qtbot: QtBot, desk: Desk, corrected: Hands) -> None:
    case = in_journal(corrected)

    def phone() -> str:
        with desk.journal.reading() as reading:
            return reading.people(case)[0].phone  # type: ignore[union-attr]

    corrected.window.session.leave_case()  # another window has the ticket
    qtbot.waitUntil(lambda: phone() == OTHER_PHONE)
    assert corrected.window.screen.applicant.typed.phone == ""


def test_a_case_that_goes_by_itself_says_what_was_not_kept(qtbot: QtBot, desk: Desk, corrected: Hands) -> None:
    write(corrected, "phone", "1390")
    corrected.window.session.leave_case()
    assert "更正没有存" in said(corrected)


def test_the_numbers_do_not_open_over_the_next_person(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    hands.see("还差 3 项")
    session, answered = hands.window.session, list[None]()
    hands.press(Qt.Key.Key_E, CTRL)
    session.leave_case()  # before the journal has answered
    session.do("journal", lambda: None, answered.append)  # its lane answers in the order in which it was asked
    qtbot.waitUntil(lambda: bool(answered))
    assert "case.looked_at" in {step.kind for step in sheets.line(desk).steps}
    assert hands.window.screen.applicant.typed.id_number == ""
