"""Pages turned, cut, moved and brought back at a real desk behind the real screen, by keys, mouse and clipboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskapp.desk import Desk
from deskapp.ids import PageDigest
from tests.scans import drawn
from tests.scans.test_unfolding import pdf
from tests.ui.clerk.conftest import Hands
from tests.ui.clerk.test_a_case import call, take_in

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip


class Pages:
    """The pages of the case in hand, as the journal has them and as the screen shows them."""

    def __init__(self, qtbot: QtBot, desk: Desk, hands: Hands) -> None:
        self.qtbot, self.desk, self.hands = qtbot, desk, hands

    def kept(self) -> list[list[PageDigest]]:
        """Of each material that has any, in the order of the checklist."""
        case = self.hands.window.session.case
        assert case is not None
        with self.desk.journal.reading() as reading:
            pages = reading.case(case.case).pages
        return [list(pages[line.code]) for line in case.lines if pages.get(line.code)]

    def see(self, right: Callable[[list[list[PageDigest]]], bool]) -> list[list[PageDigest]]:
        """Wait until the journal has it so, and the screen as well."""
        self.qtbot.waitUntil(lambda: right(self.kept()) and self.shown() in (self.kept() or [[]]), timeout=15_000)
        return self.kept()

    def crafts(self) -> list[str]:
        """What was done to pages, in its order."""
        case = self.hands.window.session.case_id
        assert case is not None
        with self.desk.journal.reading() as reading:
            return [made.craft.value for made in reading.case(case).makings]

    def shown(self) -> list[PageDigest]:
        return [page.digest for page in self.hands.window.screen.pages.thumbnails.pages_model.pages]

    def said(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in self.hands.window.screen.messages.text.text(), timeout=15_000)


@pytest.fixture
def pages(qtbot: QtBot, desk: Desk, hands: Hands, tmp_path: Path) -> Pages:
    """Three pages of the first material, and an empty one that went; the strip of small pages has the focus."""
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    made = Pages(qtbot, desk, hands)
    sheets = [drawn.text(80, rows=4), drawn.text(80, rows=9), drawn.paper(80), drawn.text(80)]
    for number, sheet in enumerate(sheets):
        (tmp_path / f"{number}.jpg").write_bytes(drawn.saved(sheet, "JPEG"))
    hands.window.scans.add([tmp_path / f"{number}.jpg" for number in range(len(sheets))])
    made.said("已去掉 1 张空白页")
    made.see(lambda kept: [len(of_one) for of_one in kept] == [3])
    hands.press(Qt.Key.Key_3, CTRL)
    hands.press(Qt.Key.Key_End)
    return made


def test_an_empty_page_went_by_itself_and_is_found_again(pages: Pages, hands: Hands) -> None:
    hands.press(Qt.Key.Key_Z, CTRL)
    pages.see(lambda kept: [len(of_one) for of_one in kept] == [4])
    pages.said("已撤销：删页（1 页）")


def test_hasty_turns_are_all_done_and_all_taken_back(pages: Pages, hands: Hands) -> None:
    (before,) = pages.kept()
    for _ in range(3):
        hands.type("r")
    pages.qtbot.waitUntil(lambda: pages.crafts() == ["turn"] * 3, timeout=15_000)
    (after,) = pages.see(lambda kept: kept[0][:2] == before[:2] and kept[0][2] != before[2])
    assert pages.desk.vault.get(before[2]), "the scan is kept"
    for _ in range(3):
        hands.press(Qt.Key.Key_Z, CTRL)
    pages.see(lambda kept: kept == [before])
    assert after != before


def test_a_page_is_blackened_by_keys_and_the_screen_says_that_its_original_is_sealed(
    pages: Pages, hands: Hands, qtbot: QtBot
) -> None:
    (before,) = pages.kept()
    preview = hands.window.screen.pages.preview
    qtbot.waitUntil(lambda: not preview.empty)
    hands.type("b")
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Right, SHIFT)
    hands.press(Qt.Key.Key_Return)
    pages.said("原件封存")
    (after,) = pages.see(lambda kept: kept[0][2] != before[2])
    line = next(line for line in hands.window.session.case.lines if line.pages)  # type: ignore[union-attr]
    assert [page.blackened for page in line.pages] == [False, False, True]
    black = np.asarray(cv2.imdecode(np.frombuffer(pages.desk.vault.get(after[2]), np.uint8), cv2.IMREAD_GRAYSCALE))
    height, width = black.shape
    assert int(black[int(height * 0.48), int(width * 0.35) : int(width * 0.65)].max()) < 40


def test_escape_lays_the_tool_away_and_nothing_else(pages: Pages, hands: Hands, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not hands.window.screen.pages.preview.empty)
    hands.type("x")
    preview = hands.window.screen.pages.preview
    laid_over = preview.tool is not None
    hands.press(Qt.Key.Key_Escape)
    assert (laid_over, preview.tool) == (True, None)
    assert len(pages.kept()[0]) == 3


def test_marked_pages_go_to_another_material_by_its_digit_and_back(pages: Pages, hands: Hands) -> None:
    (before,) = pages.kept()
    hands.press(Qt.Key.Key_Left, SHIFT)
    hands.press(Qt.Key.Key_2)
    pages.see(lambda kept: kept == [before[:1], before[1:]])
    hands.press(Qt.Key.Key_Z, CTRL)
    pages.see(lambda kept: kept == [before])


def test_a_page_is_put_before_another_by_keys(pages: Pages, hands: Hands) -> None:
    (before,) = pages.kept()
    hands.press(Qt.Key.Key_Left, ALT)
    pages.see(lambda kept: kept == [[before[0], before[2], before[1]]])
    hands.press(Qt.Key.Key_Left, ALT)
    pages.see(lambda kept: kept == [[before[2], before[0], before[1]]])
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.press(Qt.Key.Key_Z, CTRL)
    pages.see(lambda kept: kept == [before])


def test_undo_after_acceptance_takes_back_the_acceptance_and_no_page(pages: Pages, hands: Hands, qtbot: QtBot) -> None:
    hands.type("r")
    qtbot.waitUntil(lambda: pages.crafts() == ["turn"], timeout=15_000)
    (turned,) = pages.kept()
    hands.press(Qt.Key.Key_2, CTRL)
    for digit in (Qt.Key.Key_2, Qt.Key.Key_3):
        hands.press(digit)
    hands.see("受理并打印回执")
    hands.press(Qt.Key.Key_F9)
    hands.see("办完")
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.see("受理并打印回执")
    assert pages.kept() == [turned]


def test_a_pdf_dropped_on_the_pages_comes_in_and_a_locked_one_is_refused_in_a_sentence(
    pages: Pages, hands: Hands, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(2))
    (tmp_path / "locked.pdf").write_bytes(pdf(1, password="geheim"))
    hands.window.screen.checklist.jump("ID-CARD")
    hands.window.screen.pages.files_asked.emit([str(tmp_path / "locked.pdf"), str(tmp_path / "a.pdf")])
    pages.said("locked.pdf：这个 PDF 加了密码")
    qtbot.waitUntil(lambda: sum(map(len, pages.kept())) == 5, timeout=15_000)


def test_a_picture_on_the_clipboard_is_pasted_as_a_page(pages: Pages, hands: Hands, qtbot: QtBot) -> None:
    words = drawn.text(100)
    picture = QImage(words.tobytes(), words.shape[1], words.shape[0], words.shape[1], QImage.Format.Format_Grayscale8)
    QGuiApplication.clipboard().setImage(picture.copy())
    hands.press(Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: sum(map(len, pages.kept())) == 4, timeout=15_000)


def test_files_on_the_clipboard_are_pasted_and_words_are_not(
    pages: Pages, hands: Hands, tmp_path: Path, qtbot: QtBot
) -> None:
    data = QMimeData()
    data.setText("words")
    QGuiApplication.clipboard().setMimeData(data)
    hands.press(Qt.Key.Key_V, CTRL)
    pages.said("剪贴板里没有图片或文件")
    (tmp_path / "b.png").write_bytes(drawn.saved(drawn.text(100), "PNG"))
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "b.png"))])
    QGuiApplication.clipboard().setMimeData(files)
    hands.press(Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: sum(map(len, pages.kept())) == 4, timeout=15_000)


def test_the_large_view_takes_the_room_of_the_form_and_gives_it_back(pages: Pages, hands: Hands) -> None:
    screen = hands.window.screen
    narrow = screen.pages.width()
    hands.press(Qt.Key.Key_B, CTRL)
    pages.qtbot.waitUntil(lambda: screen.pages.width() > 2 * narrow)
    assert not screen.checklist.isVisible()
    hands.press(Qt.Key.Key_Escape)
    pages.qtbot.waitUntil(lambda: screen.pages.width() == narrow)
    assert screen.checklist.isVisible()


def test_a_page_looked_at_closely_is_shown_dot_for_dot(pages: Pages, hands: Hands, qtbot: QtBot) -> None:
    """At 600 dots per inch an A4 page is larger than anything that is unpacked as a whole for the screen."""
    preview = hands.window.screen.pages.preview
    big = drawn.saved(drawn.noisy(drawn.text(400), 10), "JPEG", quality=80)
    path = Path(str(pages.desk.settings.home)) / "big.jpg"
    path.write_bytes(big)
    hands.window.scans.add([path])
    qtbot.waitUntil(lambda: sum(map(len, pages.kept())) == 4, timeout=15_000)
    qtbot.waitUntil(lambda: preview._full.height() > 4000, timeout=15_000)
    hands.press(Qt.Key.Key_3, CTRL)
    hands.type("zz")
    tiles = preview._tiles
    qtbot.waitUntil(lambda: len(tiles._held) > 0 and not tiles._asked, timeout=15_000)
    seen = preview.grab().toImage()
    middle = preview.rect().center()
    share = preview._place()
    x = round((middle.x() - share.left()) / share.width() * preview._full.width())
    y = round((middle.y() - share.top()) / share.height() * preview._full.height())
    page = drawn.noisy(drawn.text(400), 10)
    ink = page[y - 40 : y + 40, x - 40 : x + 40].mean()
    steps = range(-40, 40, 4)
    shown = [seen.pixelColor(middle.x() + across, middle.y() + down).red() for across in steps for down in steps]
    assert sum(shown) / len(shown) == pytest.approx(ink, abs=12)
    before = preview._place()
    QTest.keyClick(preview, Qt.Key.Key_Down)
    assert preview._place().top() < before.top()
