"""The small charts: round numbers along the axis, what is drawn where, and all of it in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.rules.forecast import Quarter
from ui.hall.axis import Chart, steps
from ui.hall.band_chart import Band, BandChart
from ui.hall.bar_chart import Bar, BarChart
from ui.theme import worn

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("most", "marks"),
    [
        (0, [0, 1]), (4, [0, 1, 2, 3, 4]), (9.6, [0, 2, 4, 6, 8, 10]), (48, [0, 10, 20, 30, 40, 50]),
        (0.3, [0, 0.1, 0.2, 0.3]), (360, [0, 100, 200, 300, 400]),
    ],
)  # fmt: skip
def test_an_axis_has_round_numbers_and_few_of_them(most: float, marks: list[float]) -> None:
    assert steps(most) == pytest.approx(marks)


def picture(chart: Chart, qtbot: QtBot) -> QImage:
    qtbot.addWidget(chart)
    chart.resize(QSize(500, 300))
    chart.show()
    return chart.grab().toImage()


def near(image: QImage, place: QPoint, colour: QColor) -> bool:
    seen = image.pixelColor(place)
    parts = (seen.red(), seen.green(), seen.blue()), (colour.red(), colour.green(), colour.blue())
    return all(abs(a - b) < 90 for a, b in zip(*parts, strict=True))


def test_a_bar_reaches_its_median_and_the_line_what_nine_of_ten_kept_within(
    dressed: QApplication, qtbot: QtBot
) -> None:
    chart = BarChart()
    chart.show_bars([Bar("A", 30, 10.0, 20.0), Bar("B", 3, None, None)])
    chart.call("等候", "分钟", "A 中位数 10 分钟")
    image, ground = picture(chart, qtbot), chart.ground()
    middle = round(ground.left() + ground.width() / 4)
    below, above = round(ground.bottom() - ground.height() * 0.4), round(ground.bottom() - ground.height() * 0.75)
    assert near(image, QPoint(middle - 10, below), worn().colour("accent"))
    assert not near(image, QPoint(middle - 10, above), worn().colour("accent"))
    assert any(near(image, QPoint(middle + off, above), worn().colour("text")) for off in (-1, 0, 1))
    other = round(ground.left() + ground.width() * 3 / 4)
    assert not near(image, QPoint(other, round(ground.bottom() - 30)), worn().colour("accent"))
    assert (chart.accessibleName(), chart.accessibleDescription()) == ("等候", "A 中位数 10 分钟")


def test_a_band_lies_between_its_edges(dressed: QApplication, qtbot: QtBot) -> None:
    chart = BandChart()
    quarters = tuple(Quarter(NINE + timedelta(minutes=15 * n), 10, 20, 30) for n in range(8))
    chart.show_bands([Band("现在这样", quarters)])
    chart.call("A", "分钟", "10–30 分钟")
    image, ground = picture(chart, qtbot), chart.ground()
    middle = round(ground.center().x())
    bare = image.pixelColor(QPoint(middle, round(ground.bottom() - ground.height() * 5 / 30)))
    inside = image.pixelColor(QPoint(middle, round(ground.bottom() - ground.height() * 15 / 30)))
    assert bare != inside


def test_charts_without_anything_to_show_are_drawn_too(dressed: QApplication, qtbot: QtBot) -> None:
    for chart in (BarChart(), BandChart()):
        assert not picture(chart, qtbot).isNull()
