"""A field: its fault beside it, input methods only where Chinese belongs, Ctrl+Z for what was typed first."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.parts.field import Field


@pytest.fixture
def field(qtbot: QtBot, dressed: QApplication) -> Field:
    made = Field()
    made.call("证件号码")
    qtbot.addWidget(made)
    return made


def test_the_fault_is_said_beside_the_field_with_a_sign(field: Field) -> None:
    field.say_wrong("校验位不对")
    assert field.wrong.text() == "⚠ 校验位不对"
    assert field.line.accessibleDescription() == "校验位不对"
    assert field.line.property("wrong") is True
    field.say_wrong("")
    assert field.wrong.text() == ""


def test_a_screen_reader_hears_the_name_and_never_loses_the_value(field: Field) -> None:
    assert field.line.accessibleName() == "证件号码"
    assert field.wrong.accessibleName() == ""


@pytest.mark.parametrize("chinese", [True, False])
def test_input_methods_are_on_only_where_chinese_belongs(qtbot: QtBot, chinese: bool) -> None:
    made = Field(chinese=chinese)
    qtbot.addWidget(made)
    assert made.line.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled) is chinese


def test_ctrl_z_takes_back_typing_first_and_then_the_step(qtbot: QtBot, dressed: QApplication) -> None:
    screen, field = QWidget(), Field()
    steps: list[str] = []
    QVBoxLayout(screen).addWidget(field)
    QShortcut(QKeySequence("Ctrl+Z"), screen).activated.connect(lambda: steps.append("undone"))
    qtbot.addWidget(screen)
    screen.show()
    screen.activateWindow()
    field.line.setFocus()
    qtbot.waitUntil(field.line.hasFocus)
    QTest.keyClicks(field.line, "12")
    QTest.keyClick(field.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (field.text(), steps) == ("", [])
    QTest.keyClick(field.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert steps == ["undone"]


def test_an_override_for_another_key_is_left_to_qt(field: Field) -> None:
    event = QKeyEvent(QKeyEvent.Type.ShortcutOverride, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert field.line.event(event)


def test_words_that_do_not_fit_beside_the_name_stand_whole_below_the_line(qtbot: QtBot, dressed: QApplication) -> None:
    field = Field()
    qtbot.addWidget(field)
    field.call("证件号码")
    field.resize(300, field.sizeHint().height())
    field.show()
    long = "身份证号校验不符，有一位可能打错了。请逐位核对。"
    field.say_wrong(long)
    assert field.below.isVisible()
    assert field.below.text() == f"⚠ {long}"
    assert not field.wrong.isVisible()
    field.say_wrong("太短")
    assert field.wrong.isVisible()
    assert not field.below.isVisible()
    field.say_wrong(long)
    field.resize(900, field.height())
    assert field.wrong.isVisible()
    field.say_wrong("")
    assert not field.below.isVisible()
