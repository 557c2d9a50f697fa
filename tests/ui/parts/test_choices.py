"""A list to choose from: by Enter or a click, never what is barred; the mark goes with the arrows and stays inside."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui import theme
from ui.parts.choices import Choice, Choices

OPEN, BARRED, NOTE = (
    Choice("a", "公司设立登记", "市场监管局", "F7"),
    Choice("b", "户籍证明", "已取消", barred=True),
    Choice("", "没有找到", note=True),
)
LAST = Choice("z", "个体工商户注册登记")


@pytest.fixture
def chosen() -> list[str]:
    return []


@pytest.fixture
def choices(qtbot: QtBot, dressed: QApplication, chosen: list[str]) -> Choices:
    made = Choices()
    made.resize(320, 260)
    qtbot.addWidget(made)
    made.chosen.connect(chosen.append)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def marked(choices: Choices) -> int:
    return choices.currentIndex().row()


@pytest.mark.parametrize(
    ("shown", "mark", "told"),
    [
        ((), -1, []),
        ((NOTE,), -1, []),
        ((BARRED,), -1, []),
        ((OPEN, LAST), 0, ["a"]),
        ((BARRED, OPEN), 1, ["a"]),
        ((NOTE, BARRED, LAST), 2, ["z"]),
    ],
)
def test_enter_takes_the_first_that_may_be_chosen(
    choices: Choices, chosen: list[str], shown: tuple[Choice, ...], mark: int, told: list[str]
) -> None:
    choices.show_choices(shown)
    assert marked(choices) == mark
    QTest.keyClick(choices, Qt.Key.Key_Return)
    assert chosen == told


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_both_enters_are_one(choices: Choices, chosen: list[str], key: Qt.Key) -> None:
    choices.show_choices((OPEN, LAST))
    QTest.keyClick(choices, Qt.Key.Key_Down)
    QTest.keyClick(choices, key)
    assert chosen == ["z"]


def test_arrows_may_go_to_what_is_barred_to_read_why_and_enter_does_not_take_it(
    choices: Choices, chosen: list[str]
) -> None:
    choices.show_choices((OPEN, BARRED))
    QTest.keyClick(choices, Qt.Key.Key_Down)
    assert marked(choices) == 1
    QTest.keyClick(choices, Qt.Key.Key_Return)
    assert chosen == []


def test_a_click_takes_what_lies_under_it_and_nothing_of_what_is_barred(choices: Choices, chosen: list[str]) -> None:
    choices.show_choices((OPEN, BARRED, LAST))
    for row in (1, 2, 0):
        place: QPoint = choices.visualRect(choices.model().index(row, 0)).center()
        QTest.mouseClick(choices.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert chosen == ["z", "a"]
    below = QPoint(40, choices.viewport().height() - 5)
    QTest.mouseClick(choices.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, below)
    assert chosen == ["z", "a"], "where nothing is, nothing is chosen"


@pytest.mark.parametrize(("steps", "row"), [((1,), 1), ((-1,), 0), ((99,), 2), ((99, -1), 1), ((-99,), 0), ((2, 2), 2)])
def test_the_mark_moved_from_elsewhere_stays_in_the_list(choices: Choices, steps: tuple[int, ...], row: int) -> None:
    choices.show_choices((OPEN, BARRED, LAST))
    for step in steps:
        choices.step(step)
    assert marked(choices) == row


def test_a_mark_in_an_empty_list_moves_nowhere(choices: Choices, chosen: list[str]) -> None:
    choices.show_choices(())
    choices.step(1)
    choices.step(-1)
    choices.enter()
    assert (marked(choices), chosen) == (-1, [])


def test_what_was_marked_before_is_not_marked_in_what_comes_after(choices: Choices, chosen: list[str]) -> None:
    choices.show_choices((OPEN, LAST))
    choices.step(1)
    choices.show_choices((NOTE,))
    choices.enter()
    assert chosen == []
    choices.show_choices((LAST, OPEN))
    choices.enter()
    assert chosen == ["z"]


def test_a_screen_reader_hears_all_that_is_seen(choices: Choices) -> None:
    choices.show_choices((OPEN, LAST))
    heard = [choices.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 1)]
    assert heard == ["公司设立登记 市场监管局 F7", "个体工商户注册登记"]
    assert choices.model().index(0, 0).data() == "公司设立登记"


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_what_is_marked_looks_otherwise_and_so_does_what_is_barred(
    choices: Choices, dressed: QApplication, look: str
) -> None:
    theme.wear(dressed, look)

    def drawn(*shown: Choice, mark: int) -> QImage:
        choices.show_choices(shown)
        choices.setCurrentIndex(choices.model().index(mark, 0))
        return choices.grab(choices.visualRect(choices.model().index(0, 0))).toImage()

    same = Choice("b", OPEN.name, OPEN.detail, OPEN.hint)
    plain, chosen = drawn(OPEN, LAST, mark=1), drawn(OPEN, LAST, mark=0)
    barred = drawn(Choice("c", OPEN.name, OPEN.detail, OPEN.hint, barred=True), LAST, mark=1)
    assert plain != chosen
    assert plain != barred
    assert drawn(same, LAST, mark=1) == plain, "the same words look the same"


def test_a_long_name_never_runs_into_the_key_at_the_right(choices: Choices) -> None:
    """What stands at the right is painted whole, however long the name is."""
    hint = Choice("a", "长" * 60, "", "Shift+F9")
    alone = Choice("a", "", "", "Shift+F9")
    width = choices.viewport().width()
    pictures = []
    for choice in (hint, alone):
        choices.show_choices((choice, LAST))
        choices.setCurrentIndex(choices.model().index(1, 0))
        row = choices.visualRect(choices.model().index(0, 0))
        shown = choices.grab(row).toImage()
        pictures.append(shown.copy(width - 50, 0, 50, shown.height() // 2))
    assert pictures[0] == pictures[1]


HEADED = (
    Choice("", "人 · 1", heading=True),
    Choice("person:1", "王**", "990102********0248"),
    Choice("", "办件 · 2", heading=True),
    Choice("case:1", "王** · 登记"),
    Choice("case:2", "王** · 变更"),
)


@pytest.fixture
def headed(qtbot: QtBot, dressed: QApplication) -> Choices:
    made = Choices()
    qtbot.addWidget(made)
    made.show_choices(HEADED)
    return made


def test_a_heading_is_never_marked_nor_chosen(headed: Choices) -> None:
    told: list[str] = []
    headed.chosen.connect(told.append)
    assert headed.currentIndex().row() == 1
    headed.step(1)
    assert headed.currentIndex().row() == 3
    headed.step(-1)
    assert headed.currentIndex().row() == 1
    headed.step(-1)
    assert headed.currentIndex().row() == 1, "above the first line there is only its heading"
    headed.enter()
    assert told == ["person:1"]
    assert not headed.model().flags(headed.model().index(0, 0)) & Qt.ItemFlag.ItemIsEnabled


def test_the_keys_of_the_list_itself_step_over_headings_too(headed: Choices) -> None:
    headed.show()
    QTest.keyClick(headed, Qt.Key.Key_Down)
    assert headed.currentIndex().row() == 3


def test_what_is_shown_in_full_is_painted_and_told_to_nobody_else(headed: Choices) -> None:
    headed.resize(400, 300)
    masked = headed.grab().toImage()
    headed.show_in_full({"case:1": "王秀英 990102194902030248"})
    assert headed.grab().toImage() != masked
    model = headed.model()
    said = [str(model.data(model.index(row, 0), role)) for row in range(model.rowCount()) for role in Qt.ItemDataRole]
    assert "990102194902030248" not in " ".join(said)
    headed.show_in_full({})
    assert headed.grab().toImage() == masked


def test_other_lines_are_masked_from_the_start(headed: Choices) -> None:
    headed.show_in_full({"case:1": "王秀英"})
    headed.show_choices(HEADED)
    assert not headed.in_full
