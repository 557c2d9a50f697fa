"""The large view of a page: what is much larger than the view is made smaller with its thin strokes kept."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.clerk.preview import Preview


def striped(side: int) -> QImage:
    """White, with a black line one pixel thin every forty pixels: painted small, most of them used to vanish."""
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setPen(QColor("black"))
    for place in range(20, side, 40):
        painter.drawLine(QPoint(0, place), QPoint(side, place))
    painter.end()
    return image


@pytest.fixture
def preview(qtbot: QtBot, dressed: QApplication) -> Preview:
    made = Preview()
    qtbot.addWidget(made)
    made.resize(416, 416)
    made.show()
    return made


def lines(preview: Preview) -> int:
    """How many lines can be told apart, down the middle of the view."""
    shown = preview.grab().toImage()
    shades = [shown.pixelColor(shown.width() // 2, y).lightness() for y in range(12, shown.height() - 12)]
    return sum(before >= 235 > shade for before, shade in pairwise(shades))


def test_thin_strokes_of_a_large_page_are_all_there_when_it_is_small(preview: Preview) -> None:
    preview.show_picture(striped(2000), "", "")
    assert lines(preview) >= 48


def test_near_the_page_is_shown_as_sharp_as_it_is(preview: Preview) -> None:
    preview.show_picture(striped(2000), "", "")
    whole = lines(preview)
    preview.come_nearer(5.0)
    assert 8 <= lines(preview) <= 12 < whole


def test_another_page_takes_the_place_of_the_one_before(preview: Preview) -> None:
    preview.show_picture(striped(2000), "", "")
    assert lines(preview) > 0
    blank = QImage(2000, 2000, QImage.Format.Format_RGB32)
    blank.fill(Qt.GlobalColor.white)
    preview.show_picture(blank, "", "")
    assert lines(preview) == 0
    assert not preview.empty


def test_a_small_page_is_painted_as_it_is(preview: Preview) -> None:
    preview.show_picture(striped(400), "", "")
    assert lines(preview) == 10
