"""The message strip: never stacked, stays until dismissed, a success fades, each way has its key."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ui import texts
from ui.parts import messages as strip
from ui.parts.messages import Message, Messages, Tone, Way


def said(code: str, tone: Tone, *ways: Way) -> Message:
    return Message(code, tone, lambda: f"{code}!", ways)


@pytest.fixture
def messages(qtbot: QtBot, dressed: QApplication) -> Messages:
    made = Messages()
    qtbot.addWidget(made)
    made.guide(lambda: "按 F2 叫下一位")
    made.show()
    return made


def test_with_nothing_to_say_it_says_what_can_be_done_now(messages: Messages) -> None:
    assert messages.text.text() == "按 F2 叫下一位"
    assert not messages.dismiss_button.isVisible()


def test_a_trouble_stays_until_it_is_dismissed(messages: Messages) -> None:
    messages.show_message(said("printer.out_of_paper", Tone.BAD))
    assert not messages._fade.isActive()
    assert messages.text.text() == "printer.out_of_paper!"
    messages.dismiss_button.click()
    assert messages.text.text() == "按 F2 叫下一位"


def test_a_success_fades(qtbot: QtBot, messages: Messages) -> None:
    messages._fade.setInterval(1)
    messages.show_message(said("accepted", Tone.GOOD))
    assert messages.shown is not None
    qtbot.waitUntil(lambda: messages.shown is None)
    assert strip.FADE_MS >= 3000


def test_what_came_last_is_seen_and_what_was_there_before_comes_again(messages: Messages) -> None:
    messages.show_message(said("one", Tone.BAD))
    messages.show_message(said("two", Tone.OWED))
    assert messages.text.text() == "two!"
    assert messages._more.text() == "还有 1 条"
    messages.dismiss()
    assert messages.text.text() == "one!"


def test_a_message_is_renewed_where_it_stands_and_not_after_it_was_dismissed(messages: Messages) -> None:
    messages.show_message(said("case.incomplete", Tone.OWED))
    messages.show_message(said("two", Tone.OWED))
    messages.renew(Message("case.incomplete", Tone.OWED, lambda: "还有 1 项"))
    assert messages.text.text() == "two!"
    messages.dismiss()
    assert messages.text.text() == "还有 1 项"
    messages.dismiss()
    messages.renew(said("case.incomplete", Tone.OWED))
    assert messages.shown is None


def test_what_was_refused_goes_with_the_person_and_what_ails_the_window_stays(messages: Messages) -> None:
    messages.show_message(Message("work.open", Tone.OWED, lambda: "work.open!", stays=True))
    messages.show_message(said("printer.out_of_paper", Tone.BAD))
    messages.show_message(said("case.wrong_state", Tone.OWED))
    messages.withdraw_of_person()
    assert messages.text.text() == "printer.out_of_paper!"
    messages.dismiss()
    assert messages.text.text() == "work.open!"
    messages.dismiss()
    assert messages.shown is None


def test_the_same_trouble_again_takes_the_place_of_the_first(messages: Messages) -> None:
    for _ in range(3):
        messages.show_message(said("scanner.empty", Tone.BAD))
    messages.dismiss()
    assert messages.shown is None


def test_a_success_does_not_push_a_trouble_away(messages: Messages) -> None:
    messages.show_message(said("printer.jammed", Tone.BAD))
    messages.show_message(said("accepted", Tone.GOOD))
    assert messages.text.text() == "printer.jammed!"
    messages.dismiss()
    assert messages.shown is None


def test_what_is_no_longer_so_is_withdrawn_even_while_it_waits(messages: Messages) -> None:
    messages.show_message(said("one", Tone.BAD))
    messages.show_message(said("case.incomplete", Tone.OWED))
    messages.withdraw("case.incomplete")
    messages.dismiss()
    assert messages.shown is None


def test_each_way_on_is_a_button_with_its_key(qtbot: QtBot, messages: Messages) -> None:
    chosen: list[tuple[str, str]] = []
    messages.chosen.connect(lambda code, way: chosen.append((code, way)))
    messages.show_message(said("scanner.silent", Tone.BAD, Way("scan", lambda: "重试", "F5")))
    button = next(b for b in messages.findChildren(QPushButton) if b.text() == "重试 F5")
    button.click()
    assert chosen == [("scanner.silent", "scan")]


def test_a_message_is_said_again_in_the_other_language(qtbot: QtBot, messages: Messages, dressed: QApplication) -> None:
    messages.show_message(Message("x", Tone.BAD, lambda: {"zh": "缺纸", "en": "No paper"}[texts.language()]))
    texts.speak(dressed, "en")
    qtbot.waitUntil(lambda: messages.text.text() == "No paper")
    assert messages.dismiss_button.text() == "Dismiss Esc"


def test_a_tone_has_a_sign_and_not_a_colour_alone(messages: Messages) -> None:
    messages.show_message(said("x", Tone.OWED))
    assert messages._sign.isVisible()
    assert not messages._sign.pixmap().isNull()


def test_what_waits_for_a_time_to_be_done_pushes_no_trouble_away(messages: Messages) -> None:
    messages.show_message(said("scanner.jammed", Tone.BAD))
    messages.show_message(Message("stack.waiting", Tone.OWED, lambda: "还有 4 页没归类", stays=True))
    assert messages.text.text() == "scanner.jammed!"
    assert messages._more.text() == "还有 1 条"
    messages.dismiss()
    assert messages.text.text() == "还有 4 页没归类"
