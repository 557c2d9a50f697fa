"""The citizen's screen beside a real clerk's screen and a real desk: what shows, what is kept, who learns what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec.structs import replace as changed
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from deskapp import settings
from deskapp.clerk import sheets
from deskapp.journal.kinds import from_payload, unread
from deskapp.journal.verify import verify
from deskapp.rules.case import Signed
from deskapp.rules.case_state import State
from deskapp.rules.rating import Opinion, Reason
from deskapp.rules.signing import digest_of
from tests.ui.citizen.conftest import NAME, Beside, read_at_the_centre, touch
from tests.ui.citizen.test_screen import words_on
from tests.ui.citizen.test_signature_pad import NAME as STROKES
from tests.ui.citizen.test_signature_pad import with_mouse
from ui.citizen.displays import OFF
from ui.keys import Ask


def test_what_the_clerk_types_shows_as_it_is_typed(beside: Beside, qtbot: QtBot) -> None:
    beside.call()
    beside.hands.type("990105198802293371")
    qtbot.waitUntil(lambda: "9901" in words_on(beside.screen))
    assert "990105198802293371" not in words_on(beside.screen), "others stand behind them"


def test_a_case_is_mirrored_to_the_person_it_is_about_and_masked_for_the_clerk(beside: Beside, qtbot: QtBot) -> None:
    beside.call()
    beside.take_in()
    qtbot.waitUntil(lambda: NAME in words_on(beside.screen))
    qtbot.waitUntil(lambda: "19900007221" in words_on(beside.screen))
    beside.receive()
    qtbot.waitUntil(lambda: "已收材料" in words_on(beside.screen))


def test_the_clerk_is_told_in_words_and_goes_on_meanwhile(beside: Beside, qtbot: QtBot) -> None:
    beside.call()
    beside.take_in()
    qtbot.waitUntil(lambda: NAME in words_on(beside.screen))
    touch(beside.screen.confirm.not_right)
    assert beside.told() == "群众说有不对，正在指出"
    beside.receive()
    touch(beside.screen.confirm.rows[1])
    shown = beside.window.screen.messages.shown
    assert shown is not None
    assert shown.words() == "群众说“姓名”不对，请当面核对。"
    touch(beside.screen.confirm.is_right)
    assert beside.told() == "群众已确认"


def test_a_service_is_rated_by_who_was_served_and_only_the_centre_can_read_it(beside: Beside, qtbot: QtBot) -> None:
    beside.accept()
    beside.asked_to_rate()
    assert beside.told() == "请群众评价"
    touch(beside.screen.rating.faces[1])
    QApplication.sendPostedEvents()
    touch(beside.screen.rating.reasons[Reason.UNFRIENDLY])
    touch(beside.screen.rating.send)
    qtbot.waitUntil(lambda: len(beside.ratings()) == 1)
    (event,) = beside.ratings()
    assert event.actor == "applicant", "and not the clerk"
    assert read_at_the_centre(event) == Opinion(1, (Reason.UNFRIENDLY,))
    assert set(event.payload) == {"case", "occasion", "rated", "letter", "window"}
    assert beside.told() == "评价已结束"
    with beside.desk.journal.reading() as reading:
        assert verify(reading).faults == ()


def test_the_clerk_learns_that_and_not_how_somebody_rated(beside: Beside, qtbot: QtBot) -> None:
    """The same words, the same sizes, whichever face was touched."""
    told: list[str] = []
    beside.accept()
    for score in (5, 1):
        beside.asked_to_rate()
        touch(beside.screen.rating.faces[score])
        told.append(beside.told())
        beside.screen.rating.choose(score)
        told.append(beside.told())
        if score == 5:
            beside.screen.rating.stop()
            beside.screen.ask_to_rate()
    assert set(told) == {"群众正在评价"}
    touch(beside.screen.rating.send)
    qtbot.waitUntil(lambda: len(beside.ratings()) == 1)
    line = sheets.line(beside.desk)
    assert [(step.kind, step.case) for step in line.steps if step.kind == "rating.given"] == []
    assert "rating" not in str(
        sheets.case(beside.desk, beside.window.session.case_id or beside.ratings()[0].payload["case"])
    )


def test_nobody_asks_a_second_time_for_the_same_service(beside: Beside, qtbot: QtBot) -> None:
    beside.accept()
    beside.asked_to_rate()
    touch(beside.screen.rating.faces[5])
    touch(beside.screen.rating.send)
    qtbot.waitUntil(lambda: len(beside.ratings()) == 1)
    beside.hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    beside.hands.see("受理并打印回执")
    beside.hands.press(Qt.Key.Key_F9)
    beside.hands.see("办完，叫下一位")
    beside.window.screen.ask(Ask.PRINT_AGAIN)
    beside.looked_through()
    assert beside.screen.page is not beside.screen.rating
    assert len(beside.ratings()) == 1


def test_fifteen_seconds_untouched_are_kept_as_not_rated(beside: Beside, qtbot: QtBot) -> None:
    beside.screen.rating.untouched.setInterval(200)
    beside.accept()
    qtbot.waitUntil(lambda: len(beside.ratings()) == 1)
    (event,) = beside.ratings()
    assert event.payload["rated"] is False
    assert read_at_the_centre(event) == Opinion(None)


def test_an_acceptance_taken_back_takes_its_question_back(beside: Beside, qtbot: QtBot) -> None:
    beside.accept()
    beside.asked_to_rate()
    beside.hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    beside.hands.see("受理并打印回执")
    qtbot.waitUntil(lambda: beside.screen.page is not beside.screen.rating)
    assert beside.ratings() == []


def test_calling_the_next_does_not_skip_the_question_but_the_next_person_ends_it(beside: Beside, qtbot: QtBot) -> None:
    beside.accept()
    beside.asked_to_rate()
    beside.case = str(beside.window.session.case_id)
    beside.call("A013")
    qtbot.waitUntil(lambda: beside.window.session.case is None)
    assert beside.screen.page is beside.screen.rating, "the clerk cannot call it away"
    assert NAME not in " ".join(part.text() for part in beside.screen.findChildren(QLabel))
    beside.window.screen.ask(Ask.ARRIVED)
    qtbot.waitUntil(lambda: len(beside.ratings()) == 1)
    assert read_at_the_centre(beside.ratings()[0]) == Opinion(None)
    assert beside.screen.page is not beside.screen.rating


def test_it_is_blank_at_once_when_the_clerk_locks(beside: Beside, qtbot: QtBot) -> None:
    beside.call()
    beside.take_in()
    qtbot.waitUntil(lambda: NAME in words_on(beside.screen))
    beside.window.look.lock.lock()
    assert NAME not in words_on(beside.screen)
    assert "3 号窗口" in words_on(beside.screen)
    beside.window.screen.unlock()
    qtbot.waitUntil(lambda: NAME in words_on(beside.screen))


def test_it_is_blank_when_somebody_is_put_back_and_when_something_breaks(beside: Beside, qtbot: QtBot) -> None:
    beside.call()
    beside.take_in()
    qtbot.waitUntil(lambda: NAME in words_on(beside.screen))
    beside.window.screen.ask(Ask.HOLD)
    qtbot.waitUntil(lambda: beside.window.session.case is None)
    assert NAME not in words_on(beside.screen)
    beside.call("A014")
    beside.take_in()
    qtbot.waitUntil(lambda: NAME in words_on(beside.screen))
    beside.window.citizen.blank()
    assert NAME not in " ".join(part.text() for part in beside.screen.findChildren(QLabel))


def sign(beside: Beside, qtbot: QtBot) -> str:
    """Ask for a signature and give it; returns the words it stands under."""
    qtbot.waitUntil(lambda: beside.window.citizen._sheet is not None)
    beside.window.screen.ask(Ask.CITIZEN)
    assert beside.window.citizen.box.isVisible()
    beside.hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: beside.screen.page is beside.screen.sign)
    text = beside.screen.sign.text.text()
    qtbot.waitUntil(lambda: beside.screen.sign.pad.width() > 300)
    with_mouse(beside.screen.sign.pad, STROKES)
    assert beside.told() == "群众正在签名"
    return text


def signatures(beside: Beside) -> list[Signed]:
    case = beside.window.session.case_id
    assert case is not None
    with beside.desk.journal.reading() as reading:
        facts = [from_payload(event.kind, event.schema, event.payload, unread) for event in reading.events_of(case)]
    return [fact for fact in facts if isinstance(fact, Signed)]


def test_a_signature_is_kept_sealed_with_the_digest_of_the_words_and_stands_on_the_receipt(
    beside: Beside, qtbot: QtBot
) -> None:
    beside.call()
    beside.take_in()
    beside.receive()
    text = sign(beside, qtbot)
    assert NAME in text
    touch(beside.screen.sign.done)
    qtbot.waitUntil(lambda: beside.told() == "群众已签名")
    (signed,) = signatures(beside)
    assert signed.text == digest_of(text)
    assert signed.papers == ("receipt",)
    assert beside.desk.vault.get(signed.signature).startswith(b"\x89PNG")
    beside.hands.see("受理并打印回执")
    beside.hands.press(Qt.Key.Key_F9)
    beside.hands.see("办完，叫下一位")
    tray = beside.desk.printer
    (receipt,) = [paper for paper in tray.papers if paper.name.startswith("receipt")]  # type: ignore[attr-defined]
    assert receipt.pdf.count(b"/Subtype /Image") == 2, "the strokes and what of the ground they cover"


def test_what_changed_while_somebody_signed_is_not_signed(beside: Beside, qtbot: QtBot) -> None:
    beside.call()
    beside.take_in()
    beside.receive()
    sign(beside, qtbot)
    beside.window.screen.checklist.setFocus()
    beside.hands.press(Qt.Key.Key_1)
    beside.hands.see("还差 1 项")
    touch(beside.screen.sign.done)
    qtbot.waitUntil(lambda: beside.told() == "签名没有采用")
    assert signatures(beside) == []
    shown = beside.window.screen.messages.shown
    assert shown is not None
    assert shown.code == "signing.text_changed"


def test_who_would_rather_sign_on_paper_says_so(beside: Beside, qtbot: QtBot) -> None:
    beside.call()
    beside.take_in()
    sign(beside, qtbot)
    touch(beside.screen.sign.paper)
    assert beside.told() == "群众要在纸上签"
    assert beside.screen.page is not beside.screen.sign
    assert signatures(beside) == []


def test_they_sign_the_words_of_their_own_language(beside: Beside, qtbot: QtBot) -> None:
    beside.call()
    beside.take_in()
    beside.receive()
    sign(beside, qtbot)
    touch(beside.screen.language)
    qtbot.waitUntil(lambda: "Applicant:" in beside.screen.sign.text.text())
    assert beside.screen.sign.pad.empty, "what was written under other words is gone"


def test_the_citizens_keys_never_reach_the_clerk_and_the_clerks_never_the_citizen(beside: Beside, qtbot: QtBot) -> None:
    beside.call()
    beside.take_in()
    beside.receive()
    before = sheets.case(beside.desk, beside.window.session.case_id)  # type: ignore[arg-type]
    for key in (Qt.Key.Key_F9, Qt.Key.Key_F2, Qt.Key.Key_1, Qt.Key.Key_F12, Qt.Key.Key_Tab):
        QTest.keyClick(beside.screen, key)
    beside.looked_through()
    after = sheets.case(beside.desk, beside.window.session.case_id)  # type: ignore[arg-type]
    assert (after.state, after.owed) == (before.state, before.owed) == (State.OPENED, ())
    assert not beside.window.screen.cover.isVisible()


def test_f11_opens_it_small_where_there_is_one_display_and_offers_what_can_be_asked(beside: Beside) -> None:
    citizen = beside.window.citizen
    assert citizen.displays.shown
    assert citizen.displays.on_display == ""
    assert beside.screen.width() < 1024
    beside.window.screen.ask(Ask.CITIZEN)
    assert [one.name for one in citizen._choices()] == ["关掉群众屏"]
    citizen._chosen("hide")
    assert not beside.screen.isVisible()


def test_where_it_stood_is_remembered(beside: Beside, qtbot: QtBot) -> None:
    home = beside.desk.settings.home
    qtbot.waitUntil(lambda: settings.read({}, home=home).citizen == "window")
    beside.screen.close_asked.emit()  # its cross
    assert not beside.screen.isVisible()
    qtbot.waitUntil(lambda: settings.read({}, home=home).citizen == OFF)


def test_without_a_screen_nobody_is_asked_and_nothing_is_said_of_it(beside: Beside, qtbot: QtBot) -> None:
    beside.window.citizen.displays.choose(OFF)
    beside.accept()
    beside.looked_through()
    assert beside.ratings() == []
    assert beside.told() == ""


def test_without_the_centres_address_nothing_is_asked(beside: Beside) -> None:
    """An open rating must never lie at a desk, not even for a moment."""
    beside.window.session.desk = replace(beside.desk, facts=changed(beside.desk.facts, letters=""))
    beside.accept()
    beside.looked_through()
    assert beside.screen.page is not beside.screen.rating


@pytest.mark.parametrize("state", ["signing", "rating"])
def test_hiding_it_in_the_middle_leaves_the_clerk_where_they_are(beside: Beside, qtbot: QtBot, state: str) -> None:
    if state == "rating":
        beside.accept()
        beside.asked_to_rate()
    else:
        beside.call()
        beside.take_in()
        sign(beside, qtbot)
    beside.window.citizen.displays.choose(OFF)
    assert beside.told() in ("", "评价已结束")
    if state == "rating":
        qtbot.waitUntil(lambda: len(beside.ratings()) == 1)
        assert read_at_the_centre(beside.ratings()[0]) == Opinion(None), "hiding it is no way to skip it unseen"


def test_a_citizen_who_touches_the_screen_does_not_keep_the_clerks_unlocked(beside: Beside) -> None:
    idle = beside.window.look.lock.idle
    idle.stop()
    touch(beside.screen.language)
    QTest.keyClick(beside.screen, Qt.Key.Key_5)
    assert not idle.isActive()
    touch(beside.window.screen)
    assert idle.isActive()
