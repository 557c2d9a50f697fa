"""What was read on pages is offered under the page, taken by one key, left by another, and taken back by a third."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.desk import Desk
from deskapp.ids import PageDigest
from tests.clerk import office
from tests.fakes.told_reader import ToldReader, line
from tests.scans import drawn
from tests.ui.clerk.conftest import Hands
from tests.ui.clerk.test_a_case import NAME, NUMBER, call, take_in
from ui import texts
from ui.clerk.reading_wires import LANE, ReadingWires
from ui.keys import Ask
from ui.theme import worn

CTRL = Qt.KeyboardModifier.ControlModifier
OTHER_NUMBER = "990105198802290031"
FORM = (
    line("住房公积金提取申请表", 0.08, left=0.3, high=0.035),
    line("申请人 " + NAME, 0.2),
    line("联系电话 13812341234", 0.3),
)


@pytest.fixture
def reader() -> ToldReader:
    return ToldReader()


@pytest.fixture
def desk(desk: Desk, reader: ToldReader) -> Iterator[Desk]:
    yield replace(desk, reader=reader)
    reader.end()


class Read:
    """Pages that come, what is offered of them, and what the journal has."""

    def __init__(self, qtbot: QtBot, desk: Desk, hands: Hands, reader: ToldReader, folder: Path) -> None:
        self.qtbot, self.desk, self.hands, self.reader, self.folder = qtbot, desk, hands, reader, folder
        self.screen = hands.window.screen
        self.strip = self.screen.pages.read
        self.wires: ReadingWires = hands.window.reading
        self._rows = 3

    def comes(self, *lines: object, into: str = "") -> PageDigest:
        """A page comes with these lines on it, into a material, the marked one unless it is named."""
        self._rows += 2
        page = drawn.saved(drawn.text(80, rows=self._rows), "PNG")
        self.reader.tell(page, *lines)  # type: ignore[arg-type]
        path = self.folder / f"{self._rows}.png"
        path.write_bytes(page)
        before = self._pages()
        self.qtbot.waitUntil(lambda: not self.hands.window.scans.busy)
        self.hands.window.scans.add([path], into)
        self.qtbot.waitUntil(lambda: len(self._pages() - before) == 1, timeout=15_000)
        return (self._pages() - before).pop()

    def kept(self) -> dict[str, tuple[PageDigest, ...]]:
        case = self.hands.window.session.case_id
        assert case is not None
        with self.desk.journal.reading() as reading:
            return {str(code): pages for code, pages in reading.case(case).pages.items() if pages}

    def person(self) -> tuple[str, str, str]:
        case = self.hands.window.session.case_id
        assert case is not None
        with self.desk.journal.reading() as reading:
            applicant, _ = reading.people(case)
        assert applicant is not None
        return applicant.name, applicant.id_number, applicant.phone

    def said(self, words: str) -> None:
        """Wait until this is offered, and its keys are awake."""
        self.qtbot.waitUntil(
            lambda: self.strip.isVisible() and words in self.strip.text.text() and not self.screen.keys.resting,
            timeout=15_000,
        )

    def nothing_said(self) -> None:
        """Everything was read, and nothing is offered."""
        self.qtbot.waitUntil(lambda: not self.wires.busy, timeout=15_000)
        background = self.hands.window.session.background
        lanes = ("reading", "journal", "pages", "scanner", LANE)
        self.qtbot.waitUntil(lambda: not background.working(*lanes), timeout=15_000)
        assert not self.strip.isVisible(), self.strip.text.text()

    def journal_has(self, right: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(right, timeout=15_000)

    def _pages(self) -> set[PageDigest]:
        return {page for pages in self.kept().values() for page in pages}


@pytest.fixture
def read(qtbot: QtBot, desk: Desk, hands: Hands, reader: ToldReader, tmp_path: Path) -> Read:
    """A case in hand, its applicant taken in, its first material marked."""
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    return Read(qtbot, desk, hands, reader, tmp_path)


def test_a_page_in_the_wrong_place_is_moved_by_one_key_and_brought_back_by_another(read: Read, hands: Hands) -> None:
    page = read.comes(*FORM)
    focus = QApplication.focusWidget()
    read.said("像是“住房公积金提取申请表”")
    assert read.strip.take.text() == f"移过去 {read.screen.keys.text(Ask.TAKE_READ)}"
    assert read.strip.leave.text() == "不用 Ctrl+N"
    assert QApplication.focusWidget() is focus, "an offer takes no focus"
    assert read.kept() == {"ID-CARD": (page,)}, "and does nothing by itself"
    hands.press(Qt.Key.Key_Return, CTRL)
    read.journal_has(lambda: read.kept() == {"APP-HOUSING": (page,)})
    read.nothing_said()
    hands.press(Qt.Key.Key_Z, CTRL)
    read.journal_has(lambda: read.kept() == {"ID-CARD": (page,)})
    read.nothing_said()


def test_an_offer_that_was_left_is_not_made_again(read: Read, hands: Hands) -> None:
    page = read.comes(*FORM)
    read.said("像是")
    hands.press(Qt.Key.Key_N, CTRL)
    assert not read.strip.isVisible()
    read.comes(line("别的"))
    read.nothing_said()
    assert page in read.kept()["ID-CARD"]


def test_a_name_on_a_page_with_the_applicants_number_corrects_the_applicant_and_is_taken_back(
    read: Read, hands: Hands
) -> None:
    before = read.person()
    read.comes(line("姓名 李䶮龙", 0.3), line("公民身份号码 " + NUMBER, 0.5))
    read.said("读到姓名 / 名称 李䶮龙")
    assert read.person() == before
    hands.press(Qt.Key.Key_Return, CTRL)
    read.journal_has(lambda: read.person() == ("李䶮龙", *before[1:]))
    read.qtbot.waitUntil(lambda: read.screen.accept_bar.undo_strip.offered)
    hands.press(Qt.Key.Key_Z, CTRL)
    read.journal_has(lambda: read.person() == before)
    read.nothing_said()


def test_what_was_filled_is_not_taken_back_over_what_somebody_typed_since(read: Read, hands: Hands) -> None:
    read.comes(line("姓名 李䶮龙", 0.3), line("公民身份号码 " + NUMBER, 0.5))
    read.said("李䶮龙")
    hands.press(Qt.Key.Key_Return, CTRL)
    read.journal_has(lambda: read.person()[0] == "李䶮龙")
    read.qtbot.waitUntil(lambda: read.screen.accept_bar.undo_strip.offered)
    take_back = read.screen.accept_bar.undo_strip.undo
    hands.press(Qt.Key.Key_E, CTRL)
    read.qtbot.waitUntil(lambda: read.screen.applicant.editing)
    read.screen.applicant.fields["name"].set_text("李䶮虎")
    hands.press(Qt.Key.Key_Return)
    read.journal_has(lambda: read.person()[0] == "李䶮虎")
    take_back()
    read.qtbot.waitUntil(lambda: "这一栏后来又改过了" in read.screen.messages.text.text())
    assert read.person()[0] == "李䶮虎"


def test_fields_that_are_open_are_filled_where_they_are_empty_and_a_number_is_shown_masked(
    read: Read, hands: Hands
) -> None:
    hands.press(Qt.Key.Key_E, CTRL)
    fields = read.screen.applicant.fields
    read.qtbot.waitUntil(lambda: read.screen.applicant.editing)
    for field in ("id_number", "phone"):
        fields[field].set_text("")
    read.screen.applicant.changed.emit(read.screen.applicant.typed)
    fields["address"].set_text("半条街")
    read.comes(line("申请人 " + NAME, 0.2), line("身份证号 " + OTHER_NUMBER, 0.3), line("手机 13812341234", 0.4))
    read.said("读到证件号码 990105********0031")
    hands.press(Qt.Key.Key_Return, CTRL)
    assert fields["id_number"].text() == OTHER_NUMBER
    read.said("读到手机 13812341234")
    hands.press(Qt.Key.Key_Z, CTRL)
    read.qtbot.waitUntil(lambda: fields["id_number"].text() == "")
    assert fields["address"].text() == "半条街"
    assert read.screen.applicant.editing, "the case was read again, and the fields stayed open"
    assert read.person()[1] == NUMBER, "what is typed is not taken in before it is entered"


def test_a_document_that_has_run_out_is_said_and_only_heard(read: Read, hands: Hands) -> None:
    read.comes(line("公民身份号码 " + NUMBER, 0.5), line("有效期限 2006.01.01-2026.01.01", 0.6))
    read.said("有效期到 2026-01-01，已经过了")
    assert not read.strip.take.isVisible()
    assert read.strip.leave.text() == "知道了 Ctrl+N"
    hands.press(Qt.Key.Key_N, CTRL)
    read.nothing_said()


def test_the_place_is_shown_on_the_page_as_long_as_it_is_spoken_of(read: Read, hands: Hands) -> None:
    read.comes(*FORM)
    read.said("像是")
    preview = read.screen.pages.preview
    read.qtbot.waitUntil(lambda: not preview.empty)
    accent = worn().colour("accent")

    def framed() -> int:
        seen = preview.grab().toImage()
        colours = (QColor(seen.pixel(x, y)) for x in range(seen.width()) for y in range(seen.height()))
        return sum(colour == accent for colour in colours)

    read.qtbot.waitUntil(lambda: framed() > 40)
    hands.press(Qt.Key.Key_N, CTRL)
    assert framed() == 0


def test_nothing_is_read_while_pages_come_or_are_worked_on(read: Read, hands: Hands, qtbot: QtBot) -> None:
    held = threading.Event()
    hands.window.session.do("pages", lambda: held.wait(20))
    read.comes(*FORM)
    qtbot.waitUntil(lambda: read.wires.busy)
    turns = QSignalSpy(read.wires._turn.timeout)
    qtbot.waitUntil(lambda: turns.count() >= 2)
    assert read.reader.asked == []
    held.set()
    read.said("像是")


def test_a_reader_that_does_not_answer_holds_nothing_up(
    read: Read, hands: Hands, qtbot: QtBot, tray: office.Tray
) -> None:
    read.reader.may_answer.clear()
    read.comes(*FORM)
    qtbot.waitUntil(lambda: len(read.reader.asked) == 1, timeout=15_000)
    read.comes(line("别的"), into="APP-HOUSING")
    hands.press(Qt.Key.Key_2, CTRL)
    hands.press(Qt.Key.Key_3)
    hands.see("受理并打印回执")
    hands.press(Qt.Key.Key_F9)
    hands.see("办完")
    assert len(tray.papers) == 2
    read.reader.may_answer.set()
    read.nothing_said()  # an accepted case is changed no more
    assert len(read.reader.asked) == 1


def test_a_page_that_cannot_be_read_is_tried_once_and_the_next_one_is_read(read: Read) -> None:
    page = drawn.saved(drawn.text(80, rows=4), "PNG")
    path = read.folder / "unread.png"
    path.write_bytes(page)
    read.hands.window.scans.add([path])
    read.qtbot.waitUntil(lambda: len(read.reader.asked) == 1, timeout=15_000)
    read.comes(*FORM, into="ID-CARD")
    read.said("像是")
    assert len(read.reader.asked) == len(set(read.reader.asked)) == 2


def test_the_keys_do_nothing_under_a_panel_and_without_an_offer(read: Read, hands: Hands) -> None:
    page = read.comes(line("别的"))
    read.nothing_said()
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.press(Qt.Key.Key_N, CTRL)
    assert read.kept() == {"ID-CARD": (page,)}
    read.comes(*FORM, into="ID-CARD")
    read.said("像是")
    hands.press(Qt.Key.Key_F1)
    assert read.screen.help.isVisible()
    hands.press(Qt.Key.Key_Return, CTRL)
    assert read.screen.help.isVisible()
    hands.press(Qt.Key.Key_Escape)
    read.said("像是")
    assert set(read.kept()) == {"ID-CARD"}


def test_an_offer_of_a_page_that_is_not_looked_at_says_where_that_page_lies(read: Read, hands: Hands) -> None:
    read.comes(*FORM)
    read.said("这一页像是")
    read.screen.checklist.jump("BANK-CARD")
    read.comes(line("别的"), into="BANK-CARD")
    read.said("“居民身份证”第 1 页像是“住房公积金提取申请表”")
    read.strip.take.click()
    read.journal_has(lambda: set(read.kept()) == {"APP-HOUSING", "BANK-CARD"})


def test_what_was_read_is_forgotten_with_the_case(read: Read, hands: Hands) -> None:
    read.comes(*FORM)
    read.said("像是")
    hands.window.session.leave_case()
    assert not read.strip.isVisible()
    assert read.strip.text.text() == ""
    assert not read.wires._readings


def test_the_strip_speaks_english(read: Read, dressed: QApplication) -> None:
    read.comes(*FORM)
    read.said("像是")
    try:
        texts.speak(dressed, "en")
        read.qtbot.waitUntil(lambda: "looks like" in read.strip.text.text())
        assert read.strip.take.text().startswith("Move it there")
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in read.strip.leave.text())
    finally:
        texts.speak(dressed, "zh")
