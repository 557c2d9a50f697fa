"""The greeter's desk, worked by keys alone and by the mouse alone, over a real centre."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from deskapp.devices.errors import PrinterCode
from deskapp.failures import DeviceTrouble
from deskapp.ids import ClerkId, QueueId, TicketId, WindowId
from deskapp.rules.ticket import CalledAgain, NoShow, Shown
from tests.ui.greeter.conftest import Hands
from ui import texts
from ui.keys import Ask

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
A, C = QueueId("A"), QueueId("C")
ZHANG, WITH_X = "990108200101011158", "99010319701231090X"


def click(hands: Hands, widget: Any) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_one_key_gives_a_ticket_and_prints_it(hands: Hands) -> None:
    hands.type("c")
    hands.until(lambda: hands.given() == "C001")
    assert hands.screen.given.queue.text() == "C 社保医保"
    assert hands.screen.given.ahead.text() == "前面 0 人 · 不详"
    assert hands.screen.given.paper.text() == "号票已打印"
    (paper,) = hands.door.tray.papers
    assert paper.name == "queue_ticket-C001.pdf"
    assert paper.strip is not None
    hands.until(lambda: hands.screen.queues[C].waiting.text() == "等候 1 人")


def test_two_keys_give_it_to_somebody_who_goes_first_and_the_next_is_for_everybody(hands: Hands) -> None:
    hands.type("2a")
    hands.until(lambda: hands.given() == "A001")
    hands.type("a")
    hands.until(lambda: hands.given() == "A002")
    assert hands.waiting() == ["A001 disabled", "A002 normal"]


def test_the_mouse_alone_is_enough(hands: Hands) -> None:
    click(hands, hands.screen.classes["disabled"])
    click(hands, hands.screen.queues[A])
    hands.until(lambda: hands.given() == "A001")
    click(hands, hands.screen.given.buttons[Ask.ISSUE])
    click(hands, hands.screen.queues[C])
    hands.until(lambda: hands.given() == "C001")
    assert hands.waiting() == ["A001 disabled", "C001 normal"]
    click(hands, hands.screen.undo_strip.undo_button)
    hands.until(lambda: hands.message() == "已撤销。")
    assert hands.waiting() == ["A001 disabled"]


def test_a_hasty_finger_gives_one_ticket(hands: Hands) -> None:
    hands.type("aaa")
    hands.until(lambda: hands.given() == "A001" and not hands.opened.session.giving)
    assert hands.waiting() == ["A001 normal"]


def test_every_button_shows_its_key(hands: Hands) -> None:
    screen = hands.screen
    shown = [screen.find_item.text(), screen.check_in.text(), screen.story_button.text()]
    shown += [made.text() for made in screen.given.buttons.values()]
    assert [words.rpartition(" ")[2] for words in shown] == ["F7", "Ctrl+F", "Ctrl+G", "Shift+F9", "Ctrl+T", "F6"]
    assert [made.text()[0] for made in screen.classes.values()] == list("123456")[: len(screen.classes)]
    assert [made.key.text() for made in screen.queues.values()] == list("ABCD")


def test_an_item_by_its_initials_leads_to_its_queue(hands: Hands) -> None:
    hands.press(Qt.Key.Key_F7)
    hands.until(hands.screen.items.isVisible)
    hands.type("gtgs")
    hands.until(lambda: len(hands.screen.items.found.choices) > 0)
    hands.press(ENTER)
    hands.until(lambda: hands.given() == "B001")
    told = hands.door.person("greeter").get("/tickets/waiting").json()["tickets"]
    assert told[0]["item"] == "SCJG-0102"


def test_the_same_person_stands_in_a_second_line(hands: Hands) -> None:
    hands.type("a")
    hands.until(lambda: hands.given() == "A001")
    hands.press(Qt.Key.Key_T, CTRL)
    hands.screen.messages.dismiss()
    assert "为 A001 再排一队" in hands.message()
    hands.type("c")
    hands.until(lambda: hands.given() == "C001")
    clerk = hands.door.person("clerk3", "3")
    clerk.call()
    assert hands.door.hall.sign_in("clerk5", "5").call().status_code == 204, "they are at a window"


def test_a_second_line_that_was_asked_for_is_left_by_esc(hands: Hands) -> None:
    hands.type("a")
    hands.until(lambda: hands.given() == "A001")
    hands.press(Qt.Key.Key_T, CTRL)
    hands.press(ESC)
    assert hands.opened.session.visit is None


def test_a_ticket_given_by_a_wrong_key_is_taken_back_by_undo(hands: Hands) -> None:
    hands.type("a")
    hands.until(lambda: hands.screen.undo_strip.offered)
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.until(lambda: hands.message() == "已撤销。")
    assert hands.waiting() == []
    assert hands.given() == "—"


def test_a_printer_without_paper_costs_no_place_and_is_offered_again(hands: Hands) -> None:
    hands.door.tray.broken = DeviceTrouble(PrinterCode.OUT_OF_PAPER)
    hands.type("a")
    hands.until(lambda: "没有打出来，号码有效" in hands.message())
    assert "缺纸" in hands.message()
    assert hands.screen.given.paper.text() == "⚠ 号票没有打出来"
    assert hands.waiting() == ["A001 normal"]
    hands.door.tray.broken = None
    hands.press(Qt.Key.Key_F9, SHIFT)
    hands.until(lambda: len(hands.door.tray.papers) == 1)
    hands.until(lambda: hands.screen.given.paper.text() == "号票已打印")


def passed(hands: Hands) -> TicketId:
    """A001, called twice and passed."""
    hands.type("a")
    hands.until(lambda: hands.given() == "A001")
    hands.door.hall.clock.move(timedelta(minutes=32, seconds=11))
    ticket = TicketId(hands.door.person("clerk3", "3").call().json()["id"])

    def add(facts: Any) -> None:
        facts.add(ClerkId("board"), Shown("1", 1), of=ticket)
        facts.add(ClerkId("clerk3"), CalledAgain(WindowId("3")), of=ticket)
        facts.add(ClerkId("clerk3"), NoShow(WindowId("3")), of=ticket)

    hands.door.hall.parts.writer.write_now(add)
    return ticket


def look_up(hands: Hands, number: str) -> None:
    hands.press(Qt.Key.Key_G, CTRL)
    box = hands.opened.people.stories.box
    hands.until(box.isVisible)
    hands.type(number)
    hands.until(lambda: len(box.found.choices) > 0 and box.found.choices[0].name.startswith(number.upper()))
    hands.press(ENTER)
    hands.until(hands.screen.story.isVisible)


def test_nobody_called_me_is_settled_at_the_desk_and_they_wait_again(hands: Hands) -> None:
    passed(hands)
    look_up(hands, "a001")
    story = hands.screen.story
    assert story.standing.text() == "已过号 · 3 号窗"
    assert [(row.name, row.hint) for row in story.moments.choices] == [
        ("取号，A 队列", "09:30:00"),
        ("3 号窗 叫号", "10:02:11"),
        ("叫号屏 1 显示了第 1 次叫号", "10:02:11"),
        ("3 号窗 再叫，第 2 次", "10:02:11"),
        ("3 号窗 过号：叫了没来", "10:02:11"),
    ]
    assert [ask for ask, made in story.buttons.items() if made.isEnabled()] == [Ask.CALL_AGAIN]
    hands.press(Qt.Key.Key_F6)  # nothing to be moved
    hands.press(Qt.Key.Key_F3)
    hands.until(lambda: hands.screen.undo_strip.text.text().startswith("A001 已回到队列"))
    assert hands.waiting() == ["A001 normal"]
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.until(lambda: hands.message() == "已撤销。")
    assert hands.waiting() == []


def test_somebody_in_the_wrong_line_is_moved_by_keys_and_moved_back(hands: Hands) -> None:
    hands.type("a")
    hands.until(lambda: hands.given() == "A001")
    look_up(hands, "A001")
    hands.press(Qt.Key.Key_F6)
    places = hands.screen.places
    hands.until(lambda: places.isVisible() and len(places.found.choices) > 4)
    hands.type("C ")
    hands.until(lambda: len(places.found.choices) == 1)
    hands.press(ENTER)
    hands.until(lambda: hands.screen.undo_strip.text.text() == "A001 已改到 C 队列")
    ticket = hands.door.person("greeter").get("/tickets/waiting").json()["tickets"][0]
    assert ticket["queue"] == "C"
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.until(lambda: hands.message() == "已撤销。")
    assert hands.door.person("greeter").get("/tickets/waiting").json()["tickets"][0]["queue"] == "A"


def test_who_went_home_is_cancelled_and_put_back(hands: Hands) -> None:
    hands.type("a")
    hands.until(lambda: hands.given() == "A001")
    look_up(hands, "A001")
    hands.press(Qt.Key.Key_F4)
    hands.until(lambda: hands.screen.undo_strip.text.text() == "A001 已退号")
    assert hands.waiting() == []
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.until(lambda: hands.message() == "已撤销。")
    assert hands.waiting() == ["A001 normal"]


def test_a_scanned_ticket_tells_its_story(hands: Hands) -> None:
    digits = hands.door.hall.issue(hands.door.person("greeter"), "C")["digits"]
    hands.scan(digits)
    hands.until(hands.screen.story.isVisible)
    assert hands.screen.story.title.text() == "C001 的经过"
    assert hands.waiting() == ["C001 normal"]


def test_a_scanned_booking_is_checked_in_and_one_by_hand_too(hands: Hands) -> None:
    first, second = hands.door.book(), hands.door.book("10:30")
    hands.scan(first)
    hands.until(lambda: hands.given() == "A001")
    assert hands.screen.given.how.text() == "预约 10:00，按约定的时间叫号"
    hands.press(Qt.Key.Key_F, CTRL)
    hands.until(hands.screen.codes.isVisible)
    hands.screen.codes.search.setText(second)
    hands.screen.codes.search.textEdited.emit(second)
    hands.until(lambda: len(hands.screen.codes.found.choices) == 1)
    hands.press(ENTER)
    hands.until(lambda: hands.given() == "A002")
    hands.scan(first)
    hands.until(lambda: "已经取过号" in hands.message())
    hands.until(lambda: [row.hint for row in hands.screen.booked.choices] == ["已签到", "已签到"])


@pytest.mark.parametrize("person", [ZHANG, WITH_X])
def test_an_id_card_on_the_reader_finds_the_booking(hands: Hands, person: str) -> None:
    hands.door.book(person=person)
    hands.scan(person)
    hands.until(lambda: hands.given() == "A001")
    assert person not in hands.message()


def test_who_comes_too_early_is_told_when(hands: Hands) -> None:
    hands.scan(hands.door.book("11:00"))
    hands.until(lambda: "10:00 起可以签到" in hands.message())
    assert hands.waiting() == []


def test_what_is_none_of_ours_is_said(hands: Hands) -> None:
    hands.scan("1234567890")
    hands.until(lambda: "不是预约码" in hands.message())


def test_without_the_line_the_desk_says_so_and_goes_on_by_itself(hands: Hands) -> None:
    hands.door.line.cut = True
    hands.type("a")
    hands.until(lambda: "线路中断" in hands.message())
    assert not hands.screen.queues[A].isEnabled()
    assert hands.screen.line.text() == "○ 线路中断，取不了号"
    hands.door.line.cut = False
    hands.until(hands.screen.queues[A].isEnabled)
    hands.until(lambda: "线路中断" not in hands.message())
    assert hands.waiting() == []
    hands.type("a")
    hands.until(lambda: hands.given() == "A001")


def test_an_answer_that_the_line_took_away_costs_no_second_ticket(hands: Hands) -> None:
    hands.door.line.lose_answers = True
    hands.type("a")
    hands.until(lambda: not hands.opened.session.giving)
    hands.door.line.lose_answers = False
    assert hands.waiting() == ["A001 normal"], "asked for twice, by one key"


def test_a_letter_that_is_no_queue_and_a_key_that_is_held_do_nothing(hands: Hands) -> None:
    hands.type("zx9")
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", autorep=True)
    QApplication.sendEvent(hands.screen, held)
    assert not hands.opened.session.giving
    assert hands.waiting() == []


def test_the_desk_speaks_english_too(hands: Hands, dressed: QApplication) -> None:
    hands.type("a")
    hands.until(lambda: hands.given() == "A001")
    texts.speak(dressed, "en")
    hands.until(lambda: hands.screen.queues[A].name.text() == "Personal")
    assert hands.screen.given.head.text() == "Given last"
    assert hands.screen.classes["elderly"].text() == "3 Elderly"
    assert hands.screen.line.text() == "● Online"
