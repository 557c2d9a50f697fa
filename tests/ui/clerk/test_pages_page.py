"""Pages are seen: the last one large, doubtful ones marked in words, moved and removed by key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import sheets
from ui.clerk.checklist_rows import PAGE_MIME
from ui.clerk.pages_page import PagesPage
from ui.clerk.preview import NEAREST, Preview


def picture() -> QImage:
    image = QImage(400, 600, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    return image


@pytest.fixture
def wanted() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def page(qtbot: QtBot, dressed: QApplication, wanted: list[tuple[str, str]]) -> PagesPage:
    made = PagesPage()
    qtbot.addWidget(made)
    made.resize(420, 600)
    made.picture_wanted.connect(lambda digest: wanted.append(("large", digest)))
    made.thumbnail_wanted.connect(lambda digest: wanted.append(("small", digest)))
    made.remove_asked.connect(lambda digest: wanted.append(("remove", digest)))
    made.move_asked.connect(lambda digest, code: wanted.append((digest, code)))
    made.show()
    return made


def test_the_page_that_came_last_is_shown_large(page: PagesPage, wanted: list[tuple[str, str]]) -> None:
    page.show_sheet(sheets.case(), "APP-FOOD")
    assert wanted == [("small", "p1"), ("small", "p2"), ("small", "p3"), ("large", "p3")]
    page.show_picture("p3", picture())
    assert not page.preview.empty
    assert page.count.text() == "3 页"


def test_nothing_is_asked_for_twice(page: PagesPage, wanted: list[tuple[str, str]]) -> None:
    page.show_sheet(sheets.case(), "APP-FOOD")
    page.show_thumbnail("p1", picture())
    wanted.clear()
    page.show_sheet(sheets.case(), "APP-FOOD")
    assert wanted == []


def test_a_picture_that_comes_too_late_is_not_shown(page: PagesPage) -> None:
    page.show_sheet(sheets.case(), "APP-FOOD")
    page.show_picture("p1", picture())
    assert page.preview.empty


def test_a_blurred_page_is_said_to_be_blurred_while_the_person_is_here(page: PagesPage) -> None:
    page.show_sheet(sheets.case(), "APP-FOOD")
    page.thumbnails.setCurrentIndex(page.thumbnails.pages_model.index(1))
    assert "看不清" in page._warning("p2")
    model = page.thumbnails.pages_model
    assert model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole) == "第 2 页 模糊"


def test_delete_removes_and_alt_with_a_digit_moves(page: PagesPage, wanted: list[tuple[str, str]]) -> None:
    page.show_sheet(sheets.case(), "APP-FOOD")
    wanted.clear()
    QTest.keyClick(page.thumbnails, Qt.Key.Key_Delete)
    QTest.keyClick(page.thumbnails, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(page.thumbnails, Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
    assert wanted == [("remove", "p3"), ("p3", "LAYOUT")]


def test_a_dragged_thumbnail_carries_its_page(page: PagesPage) -> None:
    page.show_sheet(sheets.case(), "APP-FOOD")
    model = page.thumbnails.pages_model
    data = model.mimeData([model.index(0)])
    assert bytes(data.data(PAGE_MIME).data()) == b"p1"
    assert model.supportedDragActions() is Qt.DropAction.MoveAction


def test_without_pages_it_says_how_to_get_them(page: PagesPage) -> None:
    page.show_sheet(sheets.case(), "LAYOUT")
    assert not page.thumbnails.isVisible()
    assert "F5" in page.preview._nothing
    page.show_busy(True)
    assert page.count.text() == "扫描中…"


def test_on_a_low_screen_the_small_pages_give_way(page: PagesPage) -> None:
    high = page.thumbnails.height()
    page.resize(300, 330)
    assert page.thumbnails.height() < high


def test_zooming_stays_within_the_page(qtbot: QtBot, dressed: QApplication) -> None:
    preview = Preview()
    qtbot.addWidget(preview)
    preview.resize(300, 400)
    preview.show_picture(picture(), "", "")
    preview.show()
    for _ in range(30):
        QTest.keyClick(preview, Qt.Key.Key_Plus)
        QTest.keyClick(preview, Qt.Key.Key_Left)
    assert preview.near == NEAREST
    assert preview._place().left() <= 0
    for _ in range(60):
        QTest.keyClick(preview, Qt.Key.Key_Right)
    assert preview._place().right() >= preview.width()
    QTest.keyClick(preview, Qt.Key.Key_0)
    assert preview.near == 1.0
    assert preview.rect().contains(preview._place().toRect())


def test_the_wheel_comes_nearer_and_the_hand_moves_the_page(qtbot: QtBot, dressed: QApplication) -> None:
    preview = Preview()
    qtbot.addWidget(preview)
    preview.resize(300, 400)
    preview.show_picture(picture(), "空白", "")
    preview.show()
    turn = QWheelEvent(
        QPointF(10, 10), QPointF(10, 10), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    for _ in range(4):
        QApplication.sendEvent(preview, turn)
    assert preview.near > 2
    before = preview._place()
    QTest.mousePress(preview, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseMove(preview, QPoint(120, 130))
    QTest.mouseRelease(preview, Qt.MouseButton.LeftButton, pos=QPoint(120, 130))
    assert preview._place() != before
    QTest.mouseDClick(preview, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert preview.near == 1.0
