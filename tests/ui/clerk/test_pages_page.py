"""Pages are seen: the last one large, doubtful ones marked in words, moved and removed by key."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.ids import PageDigest
from deskapp.queries.case_sheet import CaseSheet, PageLine
from deskapp.rules.case_state import State
from deskapp.rules.material_state import Standing
from deskapp.rules.page_making import WHOLE, Making
from tests.ui import sheets
from ui.clerk.checklist_rows import PAGE_MIME
from ui.clerk.pages_page import PagesPage
from ui.clerk.preview import NEAREST, Fit, Preview


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
    made.remove_asked.connect(lambda digests: wanted.append(("remove", " ".join(digests))))
    made.move_asked.connect(lambda digests, code: wanted.append((" ".join(digests), code)))
    made.order_asked.connect(lambda digests, code, before: wanted.append((" ".join(digests), f"{code}<{before}")))
    made.making_asked.connect(lambda digests, making: wanted.append((" ".join(digests), f"{making.craft}")))
    made.files_asked.connect(lambda files: wanted.append(("files", " ".join(files))))
    made.original_wanted.connect(lambda digest: wanted.append(("original", digest)))
    made.large_asked.connect(lambda: wanted.append(("large view", "")))
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


def ready(page: PagesPage, wanted: list[tuple[str, str]]) -> None:
    page.show_sheet(sheets.case(), "APP-FOOD")
    page.show_picture("p3", picture())
    page.thumbnails.setFocus()
    wanted.clear()


@pytest.mark.parametrize(("key", "craft"), [("R", "turn"), ("L", "turn"), ("U", "straighten")])
def test_a_letter_does_its_deed_to_every_marked_page(
    page: PagesPage, wanted: list[tuple[str, str]], key: str, craft: str
) -> None:
    ready(page, wanted)
    QTest.keyClick(page.thumbnails, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    wanted.clear()
    QTest.keyClicks(page.thumbnails, key)
    assert wanted == [("p2", craft), ("p3", craft)]


def test_a_button_does_what_its_key_does(page: PagesPage, wanted: list[tuple[str, str]]) -> None:
    ready(page, wanted)
    page.thumbnails.selectAll()
    QTest.mouseClick(page.bar.buttons[Qt.Key.Key_M], Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.bar.buttons[Qt.Key.Key_Delete], Qt.MouseButton.LeftButton)
    assert wanted == [("p1 p2 p3", "merge"), ("remove", "p1 p2 p3")]
    assert all(made.text() for made in page.bar.buttons.values())


def test_one_page_alone_is_merged_with_nothing(page: PagesPage, wanted: list[tuple[str, str]]) -> None:
    ready(page, wanted)
    QTest.keyClicks(page.thumbnails, "m")
    assert wanted == []


def test_a_digit_cuts_what_is_marked_to_the_material_of_that_number(
    page: PagesPage, wanted: list[tuple[str, str]]
) -> None:
    ready(page, wanted)
    page.thumbnails.selectAll()
    QTest.keyClick(page.thumbnails, Qt.Key.Key_4)
    assert wanted == [("p1 p2 p3", "LAYOUT")]


def test_alt_and_an_arrow_move_a_page_within_its_material_and_no_further(
    page: PagesPage, wanted: list[tuple[str, str]]
) -> None:
    ready(page, wanted)
    alt = Qt.KeyboardModifier.AltModifier
    QTest.keyClick(page.thumbnails, Qt.Key.Key_Right, alt)
    assert wanted == [], "it is the last already"
    QTest.keyClick(page.thumbnails, Qt.Key.Key_Left, alt)
    page.thumbnails.setCurrentIndex(page.thumbnails.pages_model.index(0))
    QTest.keyClick(page.thumbnails, Qt.Key.Key_Left, alt)
    QTest.keyClick(page.thumbnails, Qt.Key.Key_Right, alt)
    assert [one for one in wanted if "<" in one[1]] == [("p3", "APP-FOOD<p2"), ("p1", "APP-FOOD<p3")]


NO_KEYS = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def drop(target: QWidget, data: QMimeData, at: QPointF, action: Qt.DropAction) -> bool:
    """What Qt sends when something is dragged over a widget and let go."""
    enter = QDragEnterEvent(at.toPoint(), action, data, *NO_KEYS)
    enter.ignore()  # as Qt does before it asks a widget
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(target, QDragMoveEvent(at.toPoint(), action, data, *NO_KEYS))
    dropped = QDropEvent(at, action, data, *NO_KEYS)
    QApplication.sendEvent(target, dropped)
    return dropped.isAccepted()


def test_pages_dropped_between_others_are_put_there(page: PagesPage, wanted: list[tuple[str, str]]) -> None:
    ready(page, wanted)
    strip = page.thumbnails
    data = strip.pages_model.mimeData([strip.pages_model.index(2)])
    first = strip.visualRect(strip.pages_model.index(0))
    assert drop(strip.viewport(), data, QPointF(first.left() + 4, 40), Qt.DropAction.MoveAction)
    assert wanted == [("p3", "APP-FOOD<p1")]
    wanted.clear()
    last = strip.visualRect(strip.pages_model.index(2))
    assert drop(strip.viewport(), data, QPointF(last.right() - 2, 40), Qt.DropAction.MoveAction)
    assert wanted == [], "where it stands it stays"


def test_files_dropped_anywhere_on_the_pages_come_to_the_material(
    page: PagesPage, wanted: list[tuple[str, str]]
) -> None:
    ready(page, wanted)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/a.pdf"), QUrl.fromLocalFile("/tmp/b.heic")])
    assert drop(page, data, QPointF(50, 200), Qt.DropAction.CopyAction)
    assert wanted == [("files", "/tmp/a.pdf /tmp/b.heic")]
    page.thumbnails.dragEnterEvent(over := QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, *NO_KEYS))
    assert not over.isAccepted(), "the strip leaves files to the area around it"
    words = QMimeData()
    words.setText("not a file")
    assert not drop(page, words, QPointF(50, 200), Qt.DropAction.CopyAction)


def test_a_tool_is_used_by_keys_and_its_keys_are_no_others(page: PagesPage, wanted: list[tuple[str, str]]) -> None:
    ready(page, wanted)
    QTest.keyClicks(page.thumbnails, "x")
    assert page.preview.hasFocus()
    assert page.bar.finish.isVisible()
    assert not page.bar.buttons[Qt.Key.Key_R].isVisible()
    QTest.keyClicks(page.preview, "r")
    assert wanted == [], "while a frame is laid over the page, letters turn nothing"
    QTest.keyClick(page.preview, Qt.Key.Key_Return)
    assert wanted == [("p3", "crop")]
    assert page.thumbnails.hasFocus()
    QTest.keyClicks(page.thumbnails, "b")
    QTest.keyClick(page.preview, Qt.Key.Key_Escape)
    assert wanted == [("p3", "crop")]


def test_a_tool_is_used_by_the_mouse_alone(page: PagesPage, wanted: list[tuple[str, str]]) -> None:
    ready(page, wanted)
    QTest.mouseClick(page.bar.buttons[Qt.Key.Key_B], Qt.MouseButton.LeftButton)
    place = page.preview._place()
    made: list[Making] = []
    page.making_asked.connect(lambda _, making: made.append(making))
    begin, end = place.center().toPoint(), place.center().toPoint() + QPoint(40, 30)
    QTest.mousePress(page.preview, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(page.preview, end)
    QTest.mouseRelease(page.preview, Qt.MouseButton.LeftButton, pos=end)
    QTest.mouseClick(page.bar.finish, Qt.MouseButton.LeftButton)
    (box,) = made[0].boxes
    assert box.left == pytest.approx(50_000, abs=600)
    assert (box.right - box.left) * place.width() / WHOLE == pytest.approx(40, abs=6)
    assert (box.bottom - box.top) * place.height() / WHOLE == pytest.approx(30, abs=8)


def test_after_acceptance_there_is_nothing_to_be_done_to_pages(page: PagesPage) -> None:
    page.show_sheet(replace(sheets.case(), state=State.ACCEPTED), "APP-FOOD")
    assert not page.bar.isVisible()
    page.show_picture("p3", picture())
    QTest.keyClicks(page.thumbnails, "b")
    assert page.preview.tool is None


def with_pages(*pages: PageLine) -> CaseSheet:
    sheet = sheets.case()
    return replace(
        sheet, lines=tuple(replace(line, pages=pages) if line.code == "APP-FOOD" else line for line in sheet.lines)
    )


def test_the_page_that_was_made_is_chosen_in_place_of_what_it_was_made_of(
    page: PagesPage, wanted: list[tuple[str, str]]
) -> None:
    first, second, third = sheets.APPLICATION_PAGES
    page.show_sheet(with_pages(first, second, third), "APP-FOOD")
    page.thumbnails.mark([], "p2")
    wanted.clear()
    page.show_sheet(with_pages(first, sheets.page("p2-turned"), third), "APP-FOOD")
    assert ("large", "p2-turned") in wanted
    assert page.thumbnails.marked == ["p2-turned"]


def test_what_is_marked_stays_marked_when_pages_come_and_go(page: PagesPage) -> None:
    first, second, third = sheets.APPLICATION_PAGES
    page.show_sheet(with_pages(first, second, third), "APP-FOOD")
    page.thumbnails.mark(["p1", "p3"], "p3")
    page.show_sheet(with_pages(first, third, sheets.page("p4")), "APP-FOOD")
    assert page.thumbnails.marked == ["p1", "p3"]
    QTest.keyClick(page.thumbnails, Qt.Key.Key_Left)
    assert page.thumbnails.marked == ["p1"], "and keys go on from where they were"


DOUBTS = {
    "空白": PageLine(PageDigest("p9"), blank=True, blurred=False),
    "看不清": PageLine(PageDigest("p9"), blank=False, blurred=True),
    "太暗": PageLine(PageDigest("p9"), blank=False, blurred=True, dark=True),
    "切掉": PageLine(PageDigest("p9"), blank=False, blurred=False, cut_off=True),
}


@pytest.mark.parametrize("words", DOUBTS)
def test_what_is_wrong_with_a_page_is_said_on_it(page: PagesPage, words: str) -> None:
    page.show_sheet(with_pages(DOUBTS[words]), "APP-FOOD")
    page.show_picture("p9", picture())
    assert words in page._warning("p9")
    assert DOUBTS[words].doubtful
    assert page.thumbnails.pages_model.doubts(DOUBTS[words])


def test_the_scan_is_shown_while_its_key_is_held(page: PagesPage, wanted: list[tuple[str, str]]) -> None:
    made = PageLine(PageDigest("p9"), blank=False, blurred=False, made=True, blackened=True)
    page.show_sheet(with_pages(made), "APP-FOOD")
    wanted.clear()
    QTest.keyPress(page.thumbnails, Qt.Key.Key_O)
    assert wanted == [("original", "p9")]
    page.show_original("p9", picture(), picture().size())
    assert "原件" in page.preview._warning
    QTest.keyRelease(page, Qt.Key.Key_O)
    assert wanted[-1] == ("large", "p9")
    page.show_sheet(sheets.case(), "APP-FOOD")
    wanted.clear()
    QTest.keyClicks(page.thumbnails, "o")
    assert wanted == [], "a page as it was scanned has no other original"


def test_looking_closer_is_asked_of_the_strip_as_well(page: PagesPage, wanted: list[tuple[str, str]]) -> None:
    ready(page, wanted)
    QTest.keyClicks(page.thumbnails, "z")
    assert page.preview.fitted is Fit.WIDTH
    assert page.preview._place().width() == pytest.approx(page.preview.width() - 16, abs=1)
    QTest.keyClicks(page.thumbnails, "z")
    assert page.preview._place().width() == pytest.approx(400, abs=1), "a dot for a dot"
    QTest.keyClicks(page.thumbnails, "+")
    fits = [page.preview.fitted, QTest.keyClicks(page.thumbnails, "0"), page.preview.fitted]
    assert fits == [Fit.FREE, None, Fit.PAGE]
    QTest.keyClick(page.thumbnails, Qt.Key.Key_Return)
    assert wanted == [("large view", "")]


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
    QTest.mouseMove(preview, QPoint(80, 70))
    QTest.mouseRelease(preview, Qt.MouseButton.LeftButton, pos=QPoint(80, 70))
    assert preview._place() != before
    QTest.mouseDClick(preview, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert preview.near == 1.0


@pytest.mark.parametrize(("state", "asks"), [(State.OPENED, True), (State.DECLINED, False), (State.WITHDRAWN, False)])
def test_pages_are_asked_for_only_while_they_are_wanted(page: PagesPage, state: State, *, asks: bool) -> None:
    page.show_sheet(sheets.case((sheets.material("X", "材料", Standing.OWED),), state=state), "X")
    assert ("F5" in page.preview.nothing) is asks
