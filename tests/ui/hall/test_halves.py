"""The halves of the board: neither is ever pushed out of sight, and columns stand in the left one."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ui.hall.halves import halves


def test_columns_stand_at_the_left_and_no_half_goes_out_of_sight(qtbot: QtBot, dressed: QApplication) -> None:
    windows, column = QLabel("3 号窗"), QLabel("A 个人事项")
    both, columns = halves(windows)
    qtbot.addWidget(both)
    columns.addWidget(column)
    both.resize(1300, 400)
    both.show()
    both.setSizes([0, 1300])
    assert both.widget(1) is windows
    left = both.widget(0)
    assert left is not None
    assert left.isAncestorOf(column)
    assert column.isVisible()
    assert left.width() > 0
