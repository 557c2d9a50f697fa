"""What was read on pages is offered under the page, taken by one key, left by another, and taken back by a third."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.desk import Desk
from deskapp.ids import PageDigest
from deskapp.rules.read_offers import Fill, Move, RunOut
from tests.fakes.told_reader import ToldReader, line
from tests.scans import drawn
from tests.ui.clerk.conftest import Hands
from tests.ui.clerk.test_a_case import NAME, NUMBER, call, take_in
from ui.clerk.reading_wires import ReadingWires
from ui.theme import worn

CTRL = Qt.KeyboardModifier.ControlModifier
OTHER_NUMBER = "99010519880229003X"
FORM = (line("住房公积金提取申请表", 0.08, left=0.3, high=0.035), line("申请人 " + NAME, 0.2), line("联系电话 13812341234", 0.3))
CARD = (line("姓名 李䶮龙", 0.3), line("公民身份号码 " + NUMBER, 0.5), line("有效期限 2006.01.01-2026.01.01", 0.6))


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
        before = sum(map(len, self.kept().values()))
        self.qtbot.waitUntil(lambda: not self.hands.window.scans.busy)
        self.hands.window.scans.add([path], into)
        self.qtbot.waitUntil(lambda: sum(map(len, self.kept().values())) == before + 1, timeout=15_000)
        return next(page for page, digest in self._digests() if digest)

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
        self.qtbot.waitUntil(lambda: self.hands.window.session.background.idle, timeout=15_000)
        assert not self.strip.isVisible(), self.strip.text.text()

    def journal_has(self, right: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(right, timeout=15_000)

    def _digests(self) -> list[tuple[PageDigest, str]]:
        return [(page, str(page)) for pages in self.kept().values() for page in pages]


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
    assert "移过去 Ctrl+Return" in read.strip.take.text()
    assert "不用 Ctrl+N" in read.strip.leave.text()
    assert QApplication.focusWidget() is focus, "an offer takes no focus"
    assert read.kept() == {"ID-CARD": (page,)}, "and does nothing by itself"
    hands.press(Qt.Key.Key_Return, CTRL)
    read.journal_has(lambda: read.kept() == {"APP-HOUSING": (page,)})
    read.nothing_said()
    hands.press(Qt.Key.Key_Z, CTRL)
    read.journal_has(lambda: read.kept() == {"ID-CARD": (page,)})
    read.nothing_said()
