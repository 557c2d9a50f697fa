"""The identity card lies on the scanner first: F5 before there is a case, and keys that confirm fill the form."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.clerk import intake, left_over, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Abilities, Page, ScanRequest
from deskapp.devices.scanner.pretend import PretendScanner
from deskapp.failures import DeviceTrouble
from deskapp.ids import ItemCode, PageDigest
from deskapp.rules.page_reading import ReadLine
from deskapp.rules.spot import Why
from tests.clerk import office
from tests.fakes.told_reader import ToldReader, line
from tests.papers import stack_of
from tests.scans import drawn
from tests.ui.clerk.conftest import Hands
from tests.ui.clerk.test_a_case import NAME, NUMBER, PHONE, call
from ui import texts
from ui.clerk.stack_panel import why_words
from ui.keys import Ask

CTRL = Qt.KeyboardModifier.ControlModifier
CARD = (line("姓名 " + NAME, 0.3), line("公民身份号码 " + NUMBER, 0.5))


@dataclass
class Glass:
    """A scanner on which the test lays paper; it may be held up before it gives the first page, or jam behind it."""

    paper: list[bytes] = field(default_factory=list)
    may_go_on: threading.Event = field(default_factory=threading.Event)
    jams: bool = False

    def __post_init__(self) -> None:
        self.may_go_on.set()

    def abilities(self) -> Abilities:
        return PretendScanner().abilities()

    def scan(self, request: ScanRequest) -> Iterator[Page]:
        self.may_go_on.wait(20)
        if not self.paper:
            raise DeviceTrouble(ScannerCode.EMPTY)
        while self.paper:
            yield Page(self.paper.pop(0), "image/png", 0, 0, 0)
            if self.jams:
                raise DeviceTrouble(ScannerCode.JAMMED, page=2)


@pytest.fixture
def reader() -> ToldReader:
    return ToldReader()


@pytest.fixture
def glass() -> Iterator[Glass]:
    made = Glass()
    yield made
    made.may_go_on.set()


@pytest.fixture
def desk(
    tmp_path: Path, clock: office.FrozenClock, tray: office.Tray, reader: ToldReader, glass: Glass
) -> Iterator[Desk]:
    station = office.station(tmp_path / "desk", clock, printer=tray)
    yield office.desk(replace(station, reader=reader, scanner=lambda _: glass, sources=lambda: ("pretend:",)))
    reader.end()
    station.journal.engine.dispose()


class Ahead:
    """What lies on the glass, what is offered of it, and where it is kept."""

    def __init__(self, qtbot: QtBot, desk: Desk, hands: Hands, reader: ToldReader, glass: Glass) -> None:
        self.qtbot, self.desk, self.hands, self.reader, self.glass = qtbot, desk, hands, reader, glass
        self.window, self.screen = hands.window, hands.window.screen
        self.strip, self.form = self.screen.pages.read, self.screen.applicant.fields
        self._drawn = 3

    def lay(self, *lines: ReadLine) -> bytes:
        """Lay a page with these lines on the glass."""
        self._drawn += 2
        page = drawn.saved(drawn.text(80, rows=self._drawn), "PNG")
        self.reader.tell(page, *lines)
        self.glass.paper.append(page)
        return page

    def scanned(self, pages: int) -> None:
        """F5, and so many pages are shown that wait for their case."""
        self.hands.press(Qt.Key.Key_F5)
        self.shown(pages)

    def shown(self, pages: int) -> None:
        model = self.screen.pages.thumbnails.pages_model
        self.qtbot.waitUntil(
            lambda: not self.window.scans.busy and len(model.pages) == pages, timeout=15_000
        )  # fmt: skip

    def offered(self, words: str) -> None:
        self.qtbot.waitUntil(
            lambda: self.strip.isVisible() and words in self.strip.text.text() and not self.screen.keys.resting,
            timeout=15_000,
        )

    def take(self, words: str, name: str, text: str) -> None:
        """What is offered in these words is confirmed by its key, and stands in its field then and not before."""
        self.offered(words)
        assert self.form[name].text() == ""
        self.hands.press(Qt.Key.Key_Return, CTRL)
        assert self.form[name].text() == text

    def waiting(self) -> list[Why | None]:
        return [page.why for page in left_over.waiting(self.desk) if not page.put_away]

    def kept(self) -> dict[str, tuple[PageDigest, ...]]:
        case = self.window.session.case_id
        if case is None:
            return {}
        with self.desk.journal.reading() as reading:
            return {str(code): pages for code, pages in reading.case(case).pages.items() if pages}

    def said(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in self.screen.messages.text.text(), timeout=15_000)

    def still(self) -> None:
        """Everything that was asked for is over."""
        background = self.window.session.background
        self.qtbot.waitUntil(
            lambda: not self.window.reading.busy and not background.working("scanner", "journal", "reading"),
            timeout=15_000,
        )


@pytest.fixture
def ahead(qtbot: QtBot, desk: Desk, hands: Hands, reader: ToldReader, glass: Glass) -> Ahead:
    """Somebody was called; their ticket has brought the item, and the form is empty."""
    call(hands, qtbot, desk)
    return Ahead(qtbot, desk, hands, reader, glass)


def test_a_card_on_the_scanner_fills_the_form_by_two_keys_and_lies_in_the_case_that_is_opened(ahead: Ahead) -> None:
    ahead.lay(*CARD)
    ahead.scanned(1)
    ahead.said("先扫的 1 页已收好")
    assert ahead.screen.pages.title.text() == "先扫的页"
    assert ahead.waiting() == [Why.AHEAD]
    assert ahead.kept() == {}
    ahead.take("读到证件号码 990105********3371", "id_number", NUMBER)
    ahead.take("读到姓名 / 名称 " + NAME, "name", NAME)
    ahead.qtbot.waitUntil(lambda: QApplication.focusWidget() is ahead.form["phone"].line)
    ahead.hands.type(PHONE)
    ahead.hands.press(Qt.Key.Key_Return)
    ahead.qtbot.waitUntil(lambda: list(ahead.kept()) == ["ID-CARD"], timeout=15_000)
    ahead.said("先扫的 1 页已放进“居民身份证”")
    assert ahead.waiting() == []
    case = ahead.window.session.case_id
    assert case is not None
    with ahead.desk.journal.reading() as reading:
        applicant, _ = reading.people(case)
    assert applicant is not None
    assert (applicant.name, applicant.id_number) == (NAME, NUMBER)
    ahead.hands.see("还差 2 项")
    ahead.still()
    assert len(ahead.reader.asked) == 1, "what was read for the form is not read again for its case"


def test_nothing_is_filled_before_the_key_and_its_place_is_shown_on_the_page(ahead: Ahead) -> None:
    focus = QApplication.focusWidget()
    ahead.lay(*CARD)
    ahead.scanned(1)
    ahead.offered("这一页读到证件号码")
    assert QApplication.focusWidget() is focus
    assert not ahead.screen.applicant.typed.begun
    ahead.qtbot.waitUntil(lambda: not ahead.screen.pages.preview.empty)
    assert ahead.screen.pages._lit[1] is not None
    ahead.hands.press(Qt.Key.Key_N, CTRL)
    ahead.offered("读到姓名")
    ahead.hands.press(Qt.Key.Key_N, CTRL)
    ahead.qtbot.waitUntil(lambda: not ahead.strip.isVisible())
    assert not ahead.screen.applicant.typed.begun
    assert ahead.screen.pages._lit == ("", None)


def test_what_was_filled_is_taken_back_and_what_is_typed_is_held_against_the_page(ahead: Ahead) -> None:
    ahead.lay(*CARD)
    ahead.scanned(1)
    ahead.take("读到证件号码", "id_number", NUMBER)
    ahead.qtbot.waitUntil(lambda: ahead.screen.accept_bar.undo_strip.offered)
    ahead.hands.press(Qt.Key.Key_Z, CTRL)
    assert ahead.form["id_number"].text() == ""
    ahead.form["id_number"].line.setFocus()
    ahead.hands.type("990105198802290031")  # of somebody else: the card is not theirs
    ahead.qtbot.waitUntil(lambda: not ahead.strip.isVisible(), timeout=15_000)


def test_a_number_that_was_read_finds_who_was_here_before(ahead: Ahead) -> None:
    found: list[str] = []
    ahead.lay(*CARD)
    ahead.scanned(1)
    ahead.qtbot.waitUntil(ahead.strip.isVisible, timeout=15_000)
    intake = next(one for one in ahead.window.session.children() if type(one).__name__ == "IntakeWires")
    intake.identified.connect(found.append)  # type: ignore[attr-defined]
    ahead.take("读到证件号码", "id_number", NUMBER)
    assert found == [NUMBER]


def test_an_f5_at_a_whole_form_opens_the_case_and_scans_into_what_is_owed_behind_the_card(ahead: Ahead) -> None:
    ahead.lay(*CARD)
    ahead.scanned(1)
    ahead.take("读到证件号码", "id_number", NUMBER)
    ahead.take("读到姓名", "name", NAME)
    ahead.hands.type(PHONE)
    ahead.lay(line("别的"))
    ahead.hands.press(Qt.Key.Key_F5)
    ahead.qtbot.waitUntil(lambda: len(ahead.kept()) == 2, timeout=15_000)
    assert list(map(len, ahead.kept().values())) == [1, 1]
    assert "ID-CARD" in ahead.kept()


def test_pages_of_somebody_who_goes_wait_with_their_reason_and_touch_nobody_else(ahead: Ahead) -> None:
    ahead.lay(*CARD)
    ahead.scanned(1)
    ahead.offered("读到证件号码")
    ahead.window.session.leave_case()
    ahead.said("1 页没有归类：扫的时候还没打开办件")
    assert not ahead.strip.isVisible()
    assert ahead.strip.text.text() == ""
    assert ahead.screen.pages.thumbnails.pages_model.pages == ()
    assert ahead.waiting() == [Why.AHEAD]
    assert not ahead.window.reading._readings
    ahead.lay(line("手机 13812341234"))
    ahead.scanned(1)
    assert len(ahead.waiting()) == 2


def test_a_page_that_is_not_wanted_is_put_away_by_del_and_found_again(ahead: Ahead) -> None:
    ahead.lay(*CARD)
    ahead.lay(line("别的"))
    ahead.scanned(2)
    ahead.screen.pages.thumbnails.setFocus()
    ahead.hands.press(Qt.Key.Key_Delete)
    ahead.shown(1)
    assert ahead.waiting() == [Why.AHEAD]
    assert [page.put_away for page in left_over.waiting(ahead.desk)] == [False, True]
    ahead.hands.press(Qt.Key.Key_M, CTRL)
    ahead.qtbot.waitUntil(ahead.screen.stack.isVisible, timeout=15_000)
    assert ahead.screen.stack.list.model().rowCount() == 2


def test_a_jam_behind_the_card_keeps_the_card_and_is_said(ahead: Ahead, glass: Glass) -> None:
    glass.jams = True
    ahead.lay(*CARD)
    ahead.lay(line("别的"))
    ahead.scanned(1)
    assert ahead.waiting() == [Why.AHEAD]
    ahead.take("读到证件号码", "id_number", NUMBER)


def test_a_scan_that_ends_when_the_person_has_gone_says_that_its_pages_wait(ahead: Ahead, glass: Glass) -> None:
    glass.may_go_on.clear()
    ahead.lay(*CARD)
    ahead.hands.press(Qt.Key.Key_F5)
    assert ahead.window.scans.busy
    ahead.window.session.leave_case()
    glass.may_go_on.set()
    ahead.said("扫的时候还没打开办件")
    assert ahead.waiting() == [Why.AHEAD]
    assert ahead.screen.pages.thumbnails.pages_model.pages == ()


def test_an_empty_scanner_says_so_and_the_form_stays_as_it_was(ahead: Ahead) -> None:
    ahead.hands.press(Qt.Key.Key_F5)
    ahead.qtbot.waitUntil(lambda: not ahead.window.scans.busy, timeout=15_000)
    assert ahead.screen.messages.isVisible()
    assert ahead.waiting() == []
    assert ahead.window.session.case_id is None


def test_files_and_the_clipboard_come_ahead_as_well(ahead: Ahead, tmp_path: Path) -> None:
    path = tmp_path / "card.png"
    path.write_bytes(ahead.lay(*CARD))
    ahead.screen.pages.files_asked.emit([str(path)])
    ahead.shown(1)
    mime = QMimeData()
    other = tmp_path / "other.png"
    other.write_bytes(ahead.lay(line("别的")))
    mime.setUrls([QUrl.fromLocalFile(str(other))])
    QGuiApplication.clipboard().setMimeData(mime)
    ahead.screen.ask(Ask.PASTE)
    ahead.shown(2)
    assert ahead.waiting() == [Why.AHEAD] * 2


def test_a_separator_among_them_sends_what_lies_behind_it_where_it_says(ahead: Ahead, desk: Desk, glass: Glass) -> None:
    other = intake.open_case(desk, Application(ItemCode("SCJG-0102"), "𬭎子轩", "990108200101011158", "19900006024"))
    lines = sheets.case(desk, other).lines
    ahead.lay(*CARD)
    glass.paper += [stack_of.separator(other, 1), stack_of.page(4)]
    ahead.scanned(1)
    assert ahead.waiting() == [Why.AHEAD]
    assert [len(line.pages) for line in sheets.case(desk, other).lines] == [1] + [0] * (len(lines) - 1)


def test_what_came_ahead_is_said_in_english(ahead: Ahead, dressed: QApplication) -> None:
    ahead.lay(*CARD)
    ahead.scanned(1)
    ahead.offered("读到证件号码")
    texts.speak(dressed, "en")
    try:
        ahead.qtbot.waitUntil(lambda: ahead.screen.pages.title.text() == "Scanned first")
        assert why_words(Why.AHEAD) == "No case was open when it was scanned"
        ahead.said("1 page(s) came first and are kept")
    finally:
        texts.speak(dressed, "zh")
