"""The figures page, worked by keys, over a day that was lived; the file that is taken away holds what is shown."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from deskapp.rules.figures import By
from tests.clerk import office
from tests.ui.hall import days
from tests.ui.hall.conftest import Hall
from ui import texts
from ui.hall.figures_page import FiguresPage
from ui.keys import Ask

CTRL = Qt.KeyboardModifier.ControlModifier
OPENS = office.MORNING - timedelta(minutes=30)


@pytest.fixture
def lived(hall: Hall) -> Hall:
    days.live(hall.desk, hall.clock, OPENS, OPENS + timedelta(hours=3))
    return hall


@pytest.fixture
def page(lived: Hall) -> FiguresPage:
    lived.press(Qt.Key.Key_D, CTRL)
    page = lived.screen.pages.figures
    lived.qtbot.waitUntil(lambda: page.sheet is not None)
    return page


def names(page: FiguresPage) -> list[str]:
    return [row[0] for row in page.table.figures.rows]


def choose(hall: Hall, page: FiguresPage, by: By) -> None:
    """Choose by the arrow keys of a list, from the first on."""
    page.by.setFocus()
    QTest.keyClick(page.by, Qt.Key.Key_Home)
    for _ in range(list(By).index(by)):
        QTest.keyClick(page.by, Qt.Key.Key_Down)
    page.by.activated.emit(page.by.currentIndex())
    hall.qtbot.waitUntil(lambda: page.sheet is not None and page.sheet.report.by == (by,))


def test_today_is_told_by_queue_with_what_cannot_be_said_left_out(page: FiguresPage) -> None:
    assert names(page) == ["A 个人事项", "B 企业事项", "C 社保医保", "D 出件领证", "合计"]
    assert page.sheet is not None
    told = dict(zip(page.table.figures.headings(), page.table.figures.rows[3], strict=True))
    few = page.sheet.report.rows[3].waits.samples
    assert told["九成等候不超过"] == f"样本不足（{few}）"
    assert page.summary.text().startswith(f"{page.sheet.report.everybody.people} 人")
    assert "样本不足" not in page.table.figures.rows[0][4]


def test_no_cell_runs_into_the_one_beside_it(page: FiguresPage) -> None:
    table = page.table
    for column in range(1, len(table.figures.headings())):
        wide = max(table.fontMetrics().horizontalAdvance(row[column]) for row in table.figures.rows[:-1])
        assert table.columnWidth(column) >= wide + 12, table.figures.headings()[column]


@pytest.mark.parametrize(
    ("by", "first"),
    [(By.WINDOW, "1"), (By.CLERK, "clerk1"), (By.HOUR, "09:00–09:59"), (By.ITEM, "GA-0301 公章刻制备案")],
)
def test_they_are_told_apart_by_what_is_chosen(lived: Hall, page: FiguresPage, by: By, first: str) -> None:
    choose(lived, page, by)
    assert names(page)[0] == first


def test_charts_say_in_words_what_they_show(page: FiguresPage) -> None:
    said = page.waits.accessibleDescription()
    assert said.startswith("A 个人事项 中位数 ")
    assert "分钟" in said
    assert page.services.accessibleName() == "办理"


def test_days_are_chosen_and_a_wrong_span_is_said(lived: Hall, page: FiguresPage) -> None:
    page.days.setCurrentIndex(1)
    page.days.activated.emit(1)
    lived.qtbot.waitUntil(lambda: page.summary.text() == "这些天没有人取号")
    page.last.setDate(QDate(2026, 11, 1))
    lived.qtbot.waitUntil(lambda: page.messages.shown is not None)
    assert page.messages.shown is not None
    assert page.messages.shown.code == "figures.wrong_days"
    page.days.setCurrentIndex(2)
    page.days.activated.emit(2)
    lived.qtbot.waitUntil(lambda: page.messages.shown is None)
    assert (page.first.date(), page.last.date()) == (QDate(2026, 11, 23), QDate(2026, 11, 23)), "a Monday"


def test_with_the_line_cut_it_says_how_old_it_is(lived: Hall, page: FiguresPage) -> None:
    assert page.sheet is not None
    page.show_sheet(replace(page.sheet, online=True, cut_since=None))
    assert page.stands_on.text().startswith("本机日志 12:00 读出")
    page.show_sheet(replace(page.sheet, online=False, cut_since=OPENS))
    assert "线路 11月23日 09:00 起中断" in page.stands_on.text()
    page.show_sheet(replace(page.sheet, online=False, cut_since=None))
    assert "还没有连上中心" in page.stands_on.text()


def test_what_is_shown_is_taken_away_by_one_key(lived: Hall, page: FiguresPage, tmp_path: Path) -> None:
    lived.press(Qt.Key.Key_F9)
    dialogs = page.findChildren(QFileDialog)
    assert len(dialogs) == 1
    dialogs[0].fileSelected.emit(str(tmp_path / "今天.csv"))
    dialogs[0].done(0)
    lived.qtbot.waitUntil(lambda: page.messages.text.text() == "已导出到 今天.csv")
    rows = list(csv.reader(StringIO((tmp_path / "今天.csv").read_bytes().decode("utf-8-sig"), newline="")))
    assert page.sheet is not None
    assert [row[0] for row in rows[1:]] == ["A", "B", "C", "D", "合计 All"]


def test_a_file_that_cannot_be_written_is_a_sentence(lived: Hall, page: FiguresPage, tmp_path: Path) -> None:
    lived.window.session.pages.figures.export(tmp_path / "nowhere" / "a.xlsx")
    lived.qtbot.waitUntil(lambda: page.messages.shown is not None)
    assert "请检查文件夹和写权限" in page.messages.text.text()


def test_esc_leads_back_and_the_page_speaks_english(lived: Hall, page: FiguresPage, dressed: QApplication) -> None:
    texts.speak(dressed, "en")
    lived.qtbot.waitUntil(lambda: page.title.text() == "Figures of the hall")
    assert names(page)[0] == "A Personal"
    assert page.by.itemText(0) == "Queue"
    lived.press(Qt.Key.Key_Escape)
    assert not page.isVisible()


def test_the_tab_opens_it_by_a_click(lived: Hall) -> None:
    lived.screen.pages.tabs.buttons[Ask.FIGURES].click()
    assert lived.screen.pages.figures.isVisible()
