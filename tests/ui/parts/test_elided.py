"""A line that gives way: words may be cut, a number never."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.parts.elided import Elided

NUMBER = "330000012026112300300014"
WORDS = "▲ 快到期 · 已受理 · 承诺 11月30日（暂定） · 还剩 2 个工作日"


@pytest.fixture
def line(qtbot: QtBot, dressed: QApplication) -> Elided:
    made = Elided()
    qtbot.addWidget(made)
    made.show_with(WORDS, NUMBER)
    return made


def test_with_room_enough_everything_stands_there(line: Elided) -> None:
    line.resize(line.sizeHint().width() + 2, 20)
    assert line.fitting() == line.text() == f"{WORDS} · {NUMBER}"


def test_whatever_the_width_the_number_stands_there_whole_and_nothing_is_beyond_the_edge(line: Elided) -> None:
    least, seen = line.fontMetrics().horizontalAdvance(NUMBER), set()
    for width in range(least, line.sizeHint().width(), 7):
        line.resize(width, 20)
        fits = line.fitting()
        seen.add(fits)
        assert fits.endswith(NUMBER)
        assert line.fontMetrics().horizontalAdvance(fits) <= width
    assert NUMBER in seen, "at the least width there is nothing but the number"
    assert any("…" in fits and fits.startswith("▲") for fits in seen)


def test_where_there_is_no_room_for_the_number_it_is_not_cut_but_left_out(line: Elided) -> None:
    line.resize(line.fontMetrics().horizontalAdvance(NUMBER) - 1, 20)
    assert not any(figure in line.fitting() for figure in ("3300", "…3", "0012"))
    assert line.fitting().startswith("▲ 快到期")


def test_words_alone_are_cut_as_before(line: Elided) -> None:
    line.show_with(WORDS, "")
    assert line.text() == WORDS
    line.resize(80, 20)
    assert line.fitting().endswith("…")
    line.setText(NUMBER)
    line.resize(60, 20)
    assert line.fitting().endswith("…"), "what is not said to be a number is words"
