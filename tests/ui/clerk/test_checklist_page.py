"""The checklist: whole rows by mouse, number and space; the ways out; what is owed is coloured and said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.ids import MaterialCode
from deskapp.rules.case_state import ENDED, State
from deskapp.rules.material_state import Standing
from tests.ui import sheets
from ui.clerk.checklist_page import ChecklistPage
from ui.clerk.checklist_rows import PAGE_MIME, Way, detail_words, standing_words, ways


@pytest.fixture
def asked() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def page(qtbot: QtBot, dressed: QApplication, asked: list[tuple[str, str]]) -> ChecklistPage:
    made = ChecklistPage()
    qtbot.addWidget(made)
    made.resize(560, 560)
    made.receive_asked.connect(lambda code: asked.append(("receive", code)))
    made.give_back_asked.connect(lambda code: asked.append(("give_back", code)))
    made.commit_asked.connect(lambda code: asked.append(("commit", code)))
    made.defer_asked.connect(lambda code: asked.append(("defer", code)))
    made.pages_move_asked.connect(lambda digests, code: asked.append((" ".join(digests), code)))
    made.files_asked.connect(lambda files, code: asked.append((" ".join(files), code)))
    made.show_sheet(sheets.case())
    made.show()
    return made


def press(page: ChecklistPage, key: Qt.Key) -> None:
    QTest.keyClick(page.list, key)


def test_the_first_owed_material_is_marked(page: ChecklistPage) -> None:
    assert page.current == "LAYOUT"


def test_a_digit_ticks_its_row(page: ChecklistPage, asked: list[tuple[str, str]]) -> None:
    press(page, Qt.Key.Key_5)
    assert asked == [("receive", "FOOD-RULES")]


def test_a_digit_unticks_what_was_ticked(page: ChecklistPage, asked: list[tuple[str, str]]) -> None:
    press(page, Qt.Key.Key_2)
    assert asked == [("give_back", "APP-FOOD")]


def test_space_ticks_the_marked_row_and_nine_is_no_row(page: ChecklistPage, asked: list[tuple[str, str]]) -> None:
    press(page, Qt.Key.Key_9)
    press(page, Qt.Key.Key_Space)
    assert asked == [("receive", "LAYOUT")]


def test_a_promise_is_taken_only_where_the_item_allows_it(page: ChecklistPage, asked: list[tuple[str, str]]) -> None:
    press(page, Qt.Key.Key_C)
    assert asked == []
    press(page, Qt.Key.Key_Down)
    press(page, Qt.Key.Key_C)
    assert asked == [("commit", "FOOD-RULES")]


def test_a_deferral_can_be_taken_back(page: ChecklistPage, asked: list[tuple[str, str]]) -> None:
    page.jump("HEALTH-CERT")
    press(page, Qt.Key.Key_R)
    assert asked == []
    press(page, Qt.Key.Key_Backspace)
    assert asked == [("give_back", "HEALTH-CERT")]


def test_a_click_anywhere_in_an_owed_row_ticks_it(page: ChecklistPage, asked: list[tuple[str, str]]) -> None:
    row = page.list.visualRect(page.list.rows.index(3))
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.left() + 200, row.center().y()))
    assert asked == [("receive", "LAYOUT")]


def test_a_click_on_a_settled_row_only_marks_it(page: ChecklistPage, asked: list[tuple[str, str]]) -> None:
    row = page.list.visualRect(page.list.rows.index(1))
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert asked == []
    assert page.current == "APP-FOOD"


def test_the_small_button_of_a_row_takes_a_promise(page: ChecklistPage, asked: list[tuple[str, str]]) -> None:
    row = page.list.visualRect(page.list.rows.index(4))
    spot = next(
        QPoint(x, row.center().y())
        for x in range(row.right(), row.left(), -2)
        if page.list.way_at(QPoint(x, row.center().y())) is Way.COMMIT
    )
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert asked == [("commit", "FOOD-RULES")]


def test_what_is_owed_is_counted_in_words(page: ChecklistPage) -> None:
    assert page.progress.text() == "还差 2 项 · 4/6"
    page.show_sheet(sheets.complete())
    assert page.progress.text() == "✓ 已齐 6/6"


def test_the_mark_stays_where_it_is_when_the_same_case_is_read_again(page: ChecklistPage) -> None:
    page.jump("HEALTH-CERT")
    page.show_sheet(sheets.case())
    assert page.current == "HEALTH-CERT"


def test_the_mark_goes_on_to_what_is_owed_next_without_telling(page: ChecklistPage) -> None:
    told: list[str] = []
    page.current_changed.connect(told.append)
    lines = tuple(
        replace(line, standing=Standing.RECEIVED) if line.code == "LAYOUT" else line for line in sheets.food_lines()
    )
    page.show_sheet(sheets.case(lines))
    page.go_on()
    assert (page.current, told) == ("FOOD-RULES", [])


def test_a_page_dropped_on_a_row_is_asked_to_move_there(page: ChecklistPage, asked: list[tuple[str, str]]) -> None:
    data = QMimeData()
    data.setData(PAGE_MIME, b"p2 p1")
    rows = page.list.rows
    rows.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, rows.index(3))
    assert asked == [("p2 p1", "LAYOUT")]


def test_files_dropped_on_a_row_come_to_its_material_and_addresses_of_the_net_do_not(
    page: ChecklistPage, asked: list[tuple[str, str]]
) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.pdf"), QUrl.fromLocalFile("/tmp/a.pdf")])
    rows = page.list.rows
    rows.dropMimeData(data, Qt.DropAction.CopyAction, -1, -1, rows.index(3))
    assert asked == [("/tmp/a.pdf", "LAYOUT")]


def test_anything_else_dropped_on_a_row_is_refused(page: ChecklistPage, asked: list[tuple[str, str]]) -> None:
    data = QMimeData()
    data.setText("p2")
    rows = page.list.rows
    assert not rows.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, rows.index(3))
    assert not rows.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, QModelIndex())
    assert asked == []


def test_a_screen_reader_hears_the_whole_row(page: ChecklistPage) -> None:
    rows = page.list.rows
    heard = rows.data(rows.index(5), Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "6 从业人员健康证明 容缺 12月3日 原件、电子件"


@pytest.mark.parametrize("standing", list(Standing))
def test_every_standing_has_words_and_a_drawing(standing: Standing) -> None:
    from ui import icons

    line = sheets.material("X", "材料", standing)
    assert standing_words(line)
    assert icons.renderer(standing.value, "#123456").isValid()


def test_a_received_row_offers_the_way_back_only_when_it_is_chosen() -> None:
    line = sheets.material("X", "材料", Standing.RECEIVED)
    assert ways(line, chosen=False) == ()
    assert ways(line, chosen=True) == (Way.GIVE_BACK,)


def test_once_the_case_has_left_the_window_a_row_offers_nothing(
    page: ChecklistPage, asked: list[tuple[str, str]]
) -> None:
    page.show_sheet(sheets.accepted())
    page.jump("HEALTH-CERT")
    press(page, Qt.Key.Key_Backspace)
    assert asked == []
    rows = page.list.rows
    assert [rows.ways(line, chosen=True) for line in rows.lines] == [()] * len(rows.lines)


@pytest.mark.parametrize("state", sorted(ENDED))
def test_nothing_is_owed_of_a_case_that_has_ended(page: ChecklistPage, state: State) -> None:
    page.show_sheet(sheets.case(state=state))
    assert "还差" not in page.progress.text()
    assert page.progress.text().startswith("收过")
    assert page.progress.property("tone") == "quiet"
    assert page.list.rows.ended


def test_without_a_case_it_says_when_materials_come(page: ChecklistPage) -> None:
    page.show_sheet(None)
    assert page.nothing.isVisible()
    assert page.current == ""


def test_a_row_says_which_answer_decides_on_it() -> None:
    lines = {line.code: line for line in sheets.asking().lines}
    assert standing_words(lines[MaterialCode("MARRIAGE")]) == "不需要 · 父母是否已婚：否"
    assert detail_words(lines[MaterialCode("PATERNITY")]) == "原件、电子件 · 父母是否已婚：否"
    assert standing_words(lines[MaterialCode("ADDRESS-OUT")]) == "先回答上面的问题"


def test_what_is_not_decided_yet_is_counted_by_itself_and_cannot_be_put_off(page: ChecklistPage) -> None:
    page.show_sheet(sheets.asking())
    assert page.progress.text() == "还差 1 项 · 1/2 · 2 项看回答"
    rows = page.list.rows
    undecided = next(line for line in rows.lines if line.code == "ADDRESS-OUT")
    assert rows.ways(undecided, chosen=True) == ()


def test_it_says_into_which_material_the_next_page_goes(page: ChecklistPage) -> None:
    page.show_sheet(sheets.case())
    for row, line in enumerate(page.list.rows.lines, start=1):
        page.jump(line.code)
        assert f"F5：扫到第 {row} 项" in page.hint.text()
    page.jump(page.list.rows.lines[0].code)
    page.go_on()
    marked = [line.code for line in page.list.rows.lines].index(MaterialCode(page.current)) + 1
    assert f"F5：扫到第 {marked} 项" in page.hint.text()
