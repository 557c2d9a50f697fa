"""Rare characters in the clerk's window: by keys alone, by mouse alone, into whatever is being filled in."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from tests.ui.clerk.conftest import Hands
from ui import fonts
from ui.clerk.opening import ClerkWindow
from ui.keys import Ask, key_table
from ui.parts.character_box import CharacterBox
from ui.parts.character_grid import has_letter

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def letters(dressed: QApplication) -> QApplication:
    for name in fonts.rare_files():
        fonts.load_rare(name)
    return dressed


def box_of(window: ClerkWindow, qtbot: QtBot) -> CharacterBox:
    qtbot.waitUntil(lambda: window.screen.characters is not None and window.screen.characters.isVisible())
    assert window.screen.characters is not None
    qtbot.waitUntil(window.screen.characters.search.hasFocus)
    return window.screen.characters


def ask(hands: Hands, box: CharacterBox, words: str, first: str) -> None:
    """What an input method composes, or what keys type; then the answer."""
    if words.isascii():
        hands.type(words)
    else:
        hands.compose(words)
    hands.qtbot.waitUntil(lambda: bool(box.found.characters) and box.found.characters[0].letter == first)


def name_line(window: ClerkWindow) -> QLineEdit:
    return window.screen.applicant.fields["name"].line


@pytest.mark.parametrize(
    ("words", "letter"),
    [
        ("三个金", "鑫"),
        ("王民", "珉"),
        ("钅宏", "𬭎"),
        ("U+3AB0", "㪰"),
        ("9838F537", "𫖯"),
        ("long2", "龙"),
    ],
)
def test_a_character_is_found_and_put_in_by_keys_alone(
    window: ClerkWindow, hands: Hands, qtbot: QtBot, words: str, letter: str
) -> None:
    line = name_line(window)
    line.setFocus()
    hands.compose("李明")
    line.setCursorPosition(1)
    hands.press(Qt.Key.Key_U, CTRL)
    ask(hands, box_of(window, qtbot), words, letter)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: line.text() == f"李{letter}明")  # an Enter that is faster than the answer waits for it
    assert line.hasFocus()
    assert line.cursorPosition() == len(f"李{letter}".encode("utf-16-le")) // 2
    assert window.screen.applicant.typed.name == f"李{letter}明"


def test_what_was_put_in_counts_as_typed_and_is_kept_as_a_draft(
    window: ClerkWindow, hands: Hands, qtbot: QtBot
) -> None:
    told: list[str] = []
    window.screen.applicant.changed.connect(lambda typed: told.append(typed.name))
    name_line(window).setFocus()
    hands.press(Qt.Key.Key_U, CTRL)
    ask(hands, box_of(window, qtbot), "三个龙", "𮹝")
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: told == ["龘"])


def test_the_mouse_alone_is_enough(window: ClerkWindow, qtbot: QtBot) -> None:
    """The small box in the line, a part three times, and the character itself."""
    line = name_line(window)
    mark = line.findChild(QToolButton)
    assert isinstance(mark, QToolButton)
    QTest.mouseClick(mark, Qt.MouseButton.LeftButton)
    box = box_of(window, qtbot)
    for _ in range(3):
        QTest.mouseClick(box.parts["木"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(box.found.characters) and box.found.characters[0].letter == "森")
    place = box.found.visualRect(box.found.model().index(0, 0)).center()
    QTest.mouseClick(box.found.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert line.text() == "森"
    assert not box.isVisible()


def test_strokes_narrow_down_what_is_too_much(window: ClerkWindow, hands: Hands, qtbot: QtBot) -> None:
    name_line(window).setFocus()
    hands.press(Qt.Key.Key_U, CTRL)
    box = box_of(window, qtbot)
    ask(hands, box, "口木", "呆")
    box.strokes.setCurrentIndex(19)
    qtbot.waitUntil(lambda: {one.strokes for one in box.found.characters} == {19})


def test_escape_closes_the_box_alone_and_leaves_the_line_as_it_was(
    window: ClerkWindow, hands: Hands, qtbot: QtBot
) -> None:
    window.screen.ask(Ask.HAND_OUT)
    panel = window.screen.hand_out
    qtbot.waitUntil(panel.isVisible)
    panel.by_agent.setChecked(True)
    panel.agent_name.line.setFocus()
    hands.press(Qt.Key.Key_U, CTRL)
    box = box_of(window, qtbot)
    assert panel.isVisible(), "the panel that is being filled in stays"
    hands.press(Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert panel.isVisible()
    assert panel.agent_name.line.hasFocus()


def test_the_receiver_of_a_result_may_have_a_rare_name_too(window: ClerkWindow, hands: Hands, qtbot: QtBot) -> None:
    window.screen.ask(Ask.HAND_OUT)
    panel = window.screen.hand_out
    qtbot.waitUntil(panel.isVisible)
    panel.by_agent.setChecked(True)
    panel.agent_name.line.setFocus()
    hands.press(Qt.Key.Key_U, CTRL)
    ask(hands, box_of(window, qtbot), "2B5AF", "𫖯")
    hands.press(Qt.Key.Key_F9)  # the key of the step chooses in the box, and hands nothing out
    qtbot.waitUntil(lambda: panel.agent_name.text() == "𫖯")


@pytest.mark.parametrize("name", ["name", "address", "agent_name"])
def test_every_field_of_a_name_or_an_address_has_the_small_box(window: ClerkWindow, name: str) -> None:
    assert window.screen.applicant.fields[name].line.findChild(QToolButton) is not None
    assert window.screen.applicant.fields["id_number"].line.findChild(QToolButton) is None


def test_what_no_font_has_is_said_before_it_is_chosen(
    window: ClerkWindow, hands: Hands, qtbot: QtBot, letters: QApplication
) -> None:
    name_line(window).setFocus()
    hands.press(Qt.Key.Key_U, CTRL)
    box = box_of(window, qtbot)
    ask(hands, box, "U+32B00", "\U00032b00")
    qtbot.waitUntil(lambda: "没有字体" in box.warned.text(), timeout=15_000)
    assert not has_letter(box.found.font(), "\U00032b00")


def test_a_look_alike_is_said_so_that_the_card_is_compared(window: ClerkWindow, hands: Hands, qtbot: QtBot) -> None:
    name_line(window).setFocus()
    hands.press(Qt.Key.Key_U, CTRL)
    box = box_of(window, qtbot)
    ask(hands, box, "U+F9DC", "\uf9dc")
    qtbot.waitUntil(lambda: "隆" in box.warned.text(), timeout=15_000)


def test_nothing_found_says_how_else_to_look(window: ClerkWindow, hands: Hands, qtbot: QtBot) -> None:
    name_line(window).setFocus()
    hands.press(Qt.Key.Key_U, CTRL)
    box = box_of(window, qtbot)
    hands.type("zzz")
    qtbot.waitUntil(lambda: "没有找到" in box.told.text())
    hands.press(Qt.Key.Key_Return)
    assert box.isVisible()
    assert name_line(window).text() == ""


def test_the_key_can_be_another() -> None:
    assert key_table({"character": "Ctrl+Shift+U"})[Ask.CHARACTER] == "Ctrl+Shift+U"


def test_the_box_is_not_made_before_somebody_asks(window: ClerkWindow) -> None:
    assert window.screen.characters is None
    assert window.screen.findChild(CharacterBox) is None


def test_a_name_that_cannot_be_printed_is_said_before_any_paper(
    window: ClerkWindow, hands: Hands, qtbot: QtBot
) -> None:
    def told() -> str:
        return " ".join(label.text() for label in window.screen.messages.findChildren(QLabel))

    name_line(window).setFocus()
    hands.compose("张\U00032b00")
    hands.press(Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: "U+32B00" in told(), timeout=15_000)
    window.session.leave_case()
    assert "U+32B00" not in told()


def test_a_rare_name_that_can_be_printed_is_not_spoken_of(window: ClerkWindow, hands: Hands, qtbot: QtBot) -> None:
    name_line(window).setFocus()
    hands.compose("李𫖯")
    hands.press(Qt.Key.Key_Tab)
    answered: list[None] = []
    window.session.do("reading", lambda: None, answered.append)  # behind the question of the letters
    qtbot.waitUntil(lambda: answered == [None], timeout=15_000)
    assert not any("U+" in label.text() for label in window.screen.messages.findChildren(QLabel))
