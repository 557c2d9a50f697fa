"""The citizen's screen by itself: one question at a time, large, by finger, mouse or keypad."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from deskapp.rules.rating import Opinion, Reason
from tests.ui.citizen.conftest import touch
from tests.ui.citizen.test_signature_pad import NAME, with_mouse
from tests.ui.look_citizen import LINES, TEXT, stages
from ui import theme
from ui.citizen.confirm_page import Line
from ui.citizen.screen import CitizenScreen
from ui.citizen.words import LANGUAGES


def texts_of(screen: CitizenScreen) -> list[QLabel | QPushButton]:
    """Whatever carries words, seen or not."""
    return [*screen.findChildren(QLabel), *screen.findChildren(QPushButton)]


def words_on(screen: CitizenScreen) -> str:
    """Every word that can be read there now."""
    return " ".join(part.text() for part in texts_of(screen) if part.isVisible() and part.text())


def page_of(screen: CitizenScreen) -> str:
    """Which page is shown."""
    return type(screen.page).__name__


def said_by(screen: CitizenScreen) -> list[Opinion]:
    said: list[Opinion] = []
    screen.rated.connect(said.append)
    return said


def test_between_two_people_it_shows_the_hall_and_the_window_alone(screen: CitizenScreen) -> None:
    assert words_on(screen) == "示例县政务服务大厅 3 号窗口 办事请看叫号屏 English"


@pytest.mark.parametrize("size", [(1024, 600), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("stage", sorted(stages()))
def test_everything_is_large_whole_and_inside(
    screen: CitizenScreen, qtbot: QtBot, stage: str, lang: str, size: tuple[int, int]
) -> None:
    screen.resize(*size)
    screen.speak(lang)
    stages()[stage](screen)
    language = screen.language  # laid out last of all
    qtbot.waitUntil(
        lambda: (
            language.height() >= 52
            and language.width() >= language.fontMetrics().horizontalAdvance(language.text())
            and (not screen.rating.send.isVisible() or screen.rating.send.height() >= 52)
        )
    )
    for part in texts_of(screen):
        if not part.isVisible() or not part.text():
            continue
        assert part.font().pointSizeF() >= 24, part.text()
        if isinstance(part, QPushButton):
            assert part.height() >= 52, f"{part.text()} is too low for a finger"
            assert part.width() >= part.fontMetrics().horizontalAdvance(part.text()), f"{part.text()} is cut off"
            assert screen.rect().contains(part.mapTo(screen, part.rect().bottomRight()) - QPoint(1, 1)), part.text()
            assert part.height() >= part.fontMetrics().height(), f"{part.text()} is cut off"
    for face in screen.rating.faces.values():
        if face.isVisible():
            assert min(face.width(), face.height()) >= 120


@pytest.mark.parametrize("look", theme.NAMES)
def test_it_wears_every_look(screen: CitizenScreen, dressed: QApplication, look: str) -> None:
    worn = theme.wear(dressed, look)
    screen.show_lines(LINES)
    QApplication.sendPostedEvents()
    image = screen.grab().toImage()
    assert image.pixelColor(4, screen.height() - 4) == worn.colour("window")
    theme.wear(dressed, "light")


def test_what_is_entered_shows_live_and_right_is_one_touch(screen: CitizenScreen, qtbot: QtBot) -> None:
    right: list[bool] = []
    screen.confirmed.connect(lambda: right.append(True))
    screen.show_lines(LINES[:2])
    assert page_of(screen) == "ConfirmPage"
    screen.show_lines(LINES)
    qtbot.waitUntil(lambda: "租赁合同（2026-11-30 前）" in words_on(screen))
    touch(screen.confirm.is_right)
    assert right == [True]
    assert page_of(screen) == "WaitingPage"


def test_what_changes_after_it_was_right_is_asked_anew(screen: CitizenScreen, qtbot: QtBot) -> None:
    screen.show_lines(LINES[:2])
    touch(screen.confirm.is_right)
    screen.show_lines(LINES[:2])
    screen._thanked.timeout.emit()
    screen._thanked.stop()
    assert screen.page is screen.waiting, "nothing is new"
    screen.show_lines([*LINES[:1], Line("name", "王五")])
    qtbot.waitUntil(lambda: screen.page is screen.confirm)


def test_who_says_it_is_wrong_touches_the_line(screen: CitizenScreen) -> None:
    wrong: list[str] = []
    screen.wrong.connect(wrong.append)
    screen.show_lines(LINES)
    touch(screen.confirm.rows[3])
    assert wrong == [], "a line is no button before it is asked for"
    touch(screen.confirm.not_right)
    assert "哪一行不对" in words_on(screen)
    touch(screen.confirm.rows[3])
    touch(screen.confirm.not_right)
    touch(screen.confirm.is_right)
    assert wrong == ["phone", ""]


def test_a_keypad_does_what_a_finger_does(screen: CitizenScreen) -> None:
    wrong: list[str] = []
    screen.wrong.connect(wrong.append)
    said = said_by(screen)
    screen.show_lines(LINES)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_2):
        QTest.keyClick(screen, key)
    assert wrong == ["name"]
    screen.ask_to_rate()
    QTest.keyClick(screen, Qt.Key.Key_5)
    QTest.keyClick(screen, Qt.Key.Key_Return)
    assert said == [Opinion(5)]


def test_nothing_is_chosen_before_somebody_chooses(screen: CitizenScreen) -> None:
    said = said_by(screen)
    screen.ask_to_rate()
    assert [face.chosen for face in screen.rating.faces.values()] == [False] * 5
    assert not screen.rating.send.isEnabled()
    QTest.keyClick(screen, Qt.Key.Key_Return)
    touch(screen.rating.send)
    assert said == []
    assert screen.page is screen.rating


@pytest.mark.parametrize("score", [5, 4, 3])
def test_a_face_and_one_more_touch(screen: CitizenScreen, score: int) -> None:
    said = said_by(screen)
    screen.ask_to_rate()
    touch(screen.rating.faces[1])
    touch(screen.rating.again)
    touch(screen.rating.faces[score])
    assert not screen.rating.why.isVisible()
    touch(screen.rating.send)
    assert said == [Opinion(score)]
    assert "谢谢您的评价" in words_on(screen)


def test_after_a_bad_one_reasons_are_ready_and_words_are_written_by_hand(screen: CitizenScreen) -> None:
    said = said_by(screen)
    screen.ask_to_rate()
    touch(screen.rating.faces[2])
    QApplication.sendPostedEvents()
    touch(screen.rating.reasons[Reason.TOO_SLOW])
    touch(screen.rating.reasons[Reason.OTHER])
    with_mouse(screen.rating.note, NAME)
    touch(screen.rating.send)
    (opinion,) = said
    assert (opinion.score, opinion.reasons) == (2, (Reason.TOO_SLOW, Reason.OTHER))
    assert opinion.drawing.startswith("iVBOR")
    assert screen.rating.note.empty


def test_reasons_of_a_face_that_was_changed_for_a_better_one_are_not_sent(screen: CitizenScreen) -> None:
    said = said_by(screen)
    screen.ask_to_rate()
    touch(screen.rating.faces[1])
    QApplication.sendPostedEvents()
    touch(screen.rating.reasons[Reason.OTHER])
    touch(screen.rating.again)
    touch(screen.rating.faces[4])
    touch(screen.rating.send)
    assert said == [Opinion(4)]


def test_fifteen_seconds_untouched_are_not_rated_and_never_satisfied(screen: CitizenScreen, qtbot: QtBot) -> None:
    said = said_by(screen)
    assert screen.rating.untouched.interval() == 15_000
    screen.rating.untouched.setInterval(60)
    screen.ask_to_rate()
    qtbot.waitUntil(lambda: len(said) == 1)
    assert said == [Opinion(None)]
    assert screen.page is screen.waiting
    assert "谢谢" not in words_on(screen)


def test_a_face_that_was_touched_counts_though_nobody_sent_it(screen: CitizenScreen, qtbot: QtBot) -> None:
    said = said_by(screen)
    screen.rating.untouched.setInterval(60)
    screen.ask_to_rate()
    touch(screen.rating.faces[1])
    qtbot.waitUntil(lambda: len(said) == 1)
    assert said == [Opinion(1)]


def test_once_it_is_answered_it_cannot_be_answered_again(screen: CitizenScreen) -> None:
    said = said_by(screen)
    screen.ask_to_rate()
    touch(screen.rating.faces[5])
    touch(screen.rating.send)
    screen.rating.choose(1)
    screen.rating.send.click()
    screen.rating.cut_short()
    assert said == [Opinion(5)]


def test_the_rating_comes_before_all_other_questions_and_one_is_asked_at_a_time(screen: CitizenScreen) -> None:
    screen.show_lines(LINES)
    screen.ask_to_rate()
    screen.ask_to_sign(TEXT)
    assert page_of(screen) == "RatingPage"
    touch(screen.rating.faces[5])
    touch(screen.rating.send)
    screen._thanked.stop()
    screen._thanked_enough()
    assert page_of(screen) == "SignPage"


def test_covered_it_is_blank_at_once_and_goes_on_afterwards(screen: CitizenScreen) -> None:
    screen.show_lines(LINES)
    screen.ask_to_sign(TEXT)
    with_mouse(screen.sign.pad, NAME)
    screen.cover(True)
    assert words_on(screen) == "示例县政务服务大厅 3 号窗口 办事请看叫号屏 English"
    screen.cover(False)
    assert screen.page is screen.sign


def test_the_time_of_a_rating_stands_still_while_it_is_covered(screen: CitizenScreen) -> None:
    screen.ask_to_rate()
    screen.cover(True)
    assert not screen.rating.untouched.isActive(), "nobody skips a rating by locking the screen"
    screen.cover(False)
    assert screen.rating.untouched.isActive()
    assert screen.page is screen.rating


def test_when_somebody_leaves_nothing_of_theirs_stays(screen: CitizenScreen) -> None:
    screen.show_lines(LINES)
    screen.ask_to_sign(TEXT)
    with_mouse(screen.sign.pad, NAME)
    screen.leave()
    hidden = " ".join(part.text() for part in screen.findChildren(QLabel))
    for of_theirs in ("欧阳", "13800001234", "个体工商户"):
        assert of_theirs not in hidden
    assert screen.sign.pad.empty


def test_the_language_is_the_citizens_own(screen: CitizenScreen) -> None:
    screen.show_lines(LINES)
    touch(screen.language)
    assert "Please check" in words_on(screen)
    assert "请核对" not in words_on(screen)
    touch(screen.language)
    assert "请核对" in words_on(screen)


def test_it_takes_no_focus_from_the_clerk(screen: CitizenScreen) -> None:
    for part in screen.findChildren(QPushButton):
        assert part.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert screen.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert not screen.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)


def test_building_it_shows_no_window_and_takes_no_focus(qtbot: QtBot, dressed: QApplication) -> None:
    typing = QLineEdit()
    qtbot.addWidget(typing)
    typing.show()
    typing.activateWindow()
    typing.setFocus()
    qtbot.waitUntil(typing.hasFocus)
    shown = [window for window in dressed.topLevelWindows() if window.isVisible()]
    seen: list[object] = []
    dressed.focusWindowChanged.connect(seen.append)
    screen = CitizenScreen()
    qtbot.addWidget(screen)
    turned: list[None] = []
    QTimer.singleShot(0, lambda: turned.append(None))
    qtbot.waitUntil(lambda: bool(turned))
    dressed.focusWindowChanged.disconnect(seen.append)
    assert seen == []
    assert [window for window in dressed.topLevelWindows() if window.isVisible()] == shown
    assert typing.hasFocus()
