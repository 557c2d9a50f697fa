"""Signing in: Enter alone is enough, faults stand beside their field, the line is said in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from deskapp.ids import AT_THE_DOOR
from deskapp.sentences import sentence_of, sentences
from tests.packaging.recipe import module
from ui import texts
from ui.sign_in.page import LineState, SignInPage


@pytest.fixture
def asked() -> list[tuple[str, str, str]]:
    return []


@pytest.fixture
def page(qtbot: QtBot, dressed: QApplication, asked: list[tuple[str, str, str]]) -> SignInPage:
    made = SignInPage()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.sign_in_asked.connect(lambda *words: asked.append(words))
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.user.line.hasFocus)
    return made


def test_a_clerk_who_was_here_before_types_the_password_and_enter(
    page: SignInPage, asked: list[tuple[str, str, str]]
) -> None:
    page.show_last("clerk3", "3")
    assert page.password.line.hasFocus()
    QTest.keyClicks(page.password.line, "demo")
    QTest.keyClick(page.password.line, Qt.Key.Key_Return)
    assert asked == [("clerk3", "demo", "3")]


def test_enter_leads_to_what_is_still_empty(page: SignInPage, asked: list[tuple[str, str, str]]) -> None:
    page.ask()
    assert page.user.line.hasFocus()
    QTest.keyClicks(page.user.line, "clerk1")
    QTest.keyClick(page.user.line, Qt.Key.Key_Return)
    assert page.password.line.hasFocus()
    page.ask()
    assert asked == []


def test_the_windows_of_the_hall_can_be_chosen_and_the_last_one_stays(page: SignInPage) -> None:
    page.show_last("", "3")
    page.show_windows(["1", "2", "3"])
    assert page.windows.currentText() == "3"
    shown = [page.windows.itemText(row) for row in range(page.windows.count())]
    assert shown == ["1", "2", "3", "大厅（值班长）", "导办台"]


def test_a_manager_chooses_the_hall_in_place_of_a_window(
    page: SignInPage, asked: list[tuple[str, str, str]], dressed: QApplication, qtbot: QtBot
) -> None:
    page.show_last("manager", "")
    page.show_windows(["1", "2"])
    assert page.windows.currentText() == "大厅（值班长）", "as it was the last time"
    texts.speak(dressed, "en")
    qtbot.waitUntil(lambda: page.windows.itemText(2) == "The hall (manager)")
    assert page.windows.currentText() == "The hall (manager)"
    page.password.set_text("demo")
    page.ask()
    assert asked == [("manager", "demo", "")]


def test_a_greeter_chooses_the_desk_at_the_door(
    page: SignInPage, asked: list[tuple[str, str, str]], dressed: QApplication, qtbot: QtBot
) -> None:
    page.show_last("greeter", AT_THE_DOOR)
    page.show_windows(["1", "2"])
    assert page.windows.currentText() == "导办台", "as it was the last time"
    texts.speak(dressed, "en")
    qtbot.waitUntil(lambda: page.windows.currentText() == "Greeter's desk")
    page.password.set_text("demo")
    page.ask()
    assert asked == [("greeter", "demo", AT_THE_DOOR)]


def test_what_somebody_has_begun_to_type_is_not_overwritten(page: SignInPage) -> None:
    QTest.keyClicks(page.user.line, "cl")
    page.show_last("manager", "1")
    assert page.user.text() == "cl"


def test_a_wrong_password_is_said_beside_it(page: SignInPage) -> None:
    page.show_wrong({"password": "用户名或密码不对。"})
    assert page.password.wrong.text() == "⚠ 用户名或密码不对。"
    assert page.password.line.hasFocus()
    page.show_wrong({"": "这台电脑没有可用的钥匙串"})
    assert page.problem.isVisible()
    assert page.password.wrong.text() == ""


def test_while_somebody_is_signed_in_enter_asks_once(page: SignInPage, asked: list[tuple[str, str, str]]) -> None:
    page.show_last("clerk3", "3")
    QTest.keyClicks(page.password.line, "demo")
    page.show_busy(True)
    QTest.keyClick(page.password.line, Qt.Key.Key_Return)
    assert asked == []
    assert page.go.text() == "正在登录…"


@pytest.mark.parametrize("state", list(LineState))
def test_the_line_is_said_with_a_shape_and_in_words(page: SignInPage, state: LineState) -> None:
    page.show_line(state)
    assert page.line.text()[0] in "○●◐"
    assert len(page.line.text()) > 3


def test_nothing_is_cut_off_when_the_line_needs_two_lines(qtbot: QtBot, page: SignInPage) -> None:
    page.show_line(LineState.OFFLINE)
    qtbot.waitUntil(lambda: page.user.height() >= page.user.minimumSizeHint().height())
    assert page.user.line.geometry().bottom() <= page.user.rect().bottom()


def test_the_language_is_switched_on_the_page_itself(qtbot: QtBot, page: SignInPage, dressed: QApplication) -> None:
    page.language_asked.connect(lambda lang: texts.speak(dressed, lang))
    page.other_language.click()
    qtbot.waitUntil(lambda: page.go.text() == "Sign in Enter")
    assert page.other_language.text() == "中文"
    page.other_language.click()
    qtbot.waitUntil(lambda: page.go.text() == "进入窗口 Enter")


def test_the_password_is_never_shown_nor_learnt_by_an_input_method(page: SignInPage) -> None:
    assert page.password.line.echoMode() is QLineEdit.EchoMode.Password
    assert page.password.line.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData


def test_enter_in_an_empty_name_stays_there(page: SignInPage) -> None:
    QTest.keyClick(page.user.line, Qt.Key.Key_Return)
    assert page.user.line.hasFocus()
    QTest.keyClicks(page.user.line, "clerk3")
    QTest.keyClick(page.user.line, Qt.Key.Key_Return)
    assert page.password.line.hasFocus()


def test_a_code_is_asked_for_where_one_is_wanted_and_goes_with_the_rest(
    page: SignInPage, asked: list[tuple[str, str, str]], qtbot: QtBot
) -> None:
    enrolments: list[tuple[str, ...]] = []
    page.enrolment_asked.connect(lambda *words: enrolments.append(words))
    page.show_windows(["3"])
    page.show_last("clerk3", "3")
    QTest.keyClicks(page.password.line, "demo")
    assert not page.code.isVisible(), "nobody is asked for what the window does not want"
    page.show_wrong({"": "这台电脑没有登记到 3 号窗。"})
    page.want_code(True)
    qtbot.waitUntil(page.code.line.hasFocus)
    QTest.keyClicks(page.code.line, "4kx7 q2mp 9tw8")
    QTest.keyClick(page.code.line, Qt.Key.Key_Return)
    assert (asked, enrolments) == ([], [("clerk3", "demo", "3", "4kx7 q2mp 9tw8")])
    page.show_wrong({"code": "登记码抄错了。"})
    assert (page.problem.text(), page.code.line.accessibleDescription()) == ("登记码抄错了。", "登记码抄错了。")
    assert page.code.line.hasFocus()
    page.want_code(False)
    page.ask()
    assert asked == [("clerk3", "demo", "3")]
    assert page.code.text() == "", "a code is not left in a line that nobody sees"


def test_without_a_code_the_clerk_may_try_another_window(page: SignInPage, asked: list[tuple[str, str, str]]) -> None:
    page.show_last("clerk3", "3")
    page.password.set_text("demo")
    page.want_code(True)
    page.choose_window("5")
    page.ask()
    assert asked == [("clerk3", "demo", "5")]


def test_a_demo_says_who_may_sign_in(page: SignInPage) -> None:
    page.show_demo()
    assert "clerk1" in page.promise.text()
    assert "demo" in page.promise.text()


def test_whoever_tries_a_setup_sees_in_a_picture_when_the_centre_answers(page: SignInPage, tmp_path: Path) -> None:
    trial = module("trial")

    def shows() -> bool:
        picture = tmp_path / "page.png"
        assert page.grab().save(str(picture))
        return bool(trial.shows(picture, trial.GOOD))

    page.show_last("clerk3", "3")
    assert not shows()
    page.show_line(LineState.OFFLINE)
    assert not shows()
    page.show_line(LineState.ONLINE)
    assert shows()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "code", [code for code in sorted(sentences()) if code.startswith(("enroll.code", "enroll.wait"))]
)
def test_whatever_is_said_of_a_code_has_room(page: SignInPage, dressed: QApplication, lang: str, code: str) -> None:
    """What is wrong with it is never cut: three lines, in each language."""
    texts.speak(dressed, lang)
    page.want_code(True)
    page.show_wrong({"code": sentence_of(code, {"window": "12", "other": "13", "seconds": 30, "number": 7}, lang)})
    assert page.problem.heightForWidth(page.code.width()) <= page.problem.height()
