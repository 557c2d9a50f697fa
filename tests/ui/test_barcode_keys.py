"""A wedge scanner among the keys: a burst of digits is a scan, and nothing that somebody types is ever lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.barcode_keys import GAP_MS, BarcodeKeys

TICKET = "01012026112301000120"


class Hand:
    """Types with a clock that stands still between the keys."""

    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    def type(self, widget: QWidget, text: str, gap_ms: float) -> None:
        for letter in text:
            self.now += gap_ms / 1000
            if letter == "\n":
                QTest.keyClick(widget, Qt.Key.Key_Return)
            else:
                QTest.keyClicks(widget, letter)


class Desk(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.line, self.list = QLineEdit(), QListView()
        column = QVBoxLayout(self)
        column.addWidget(self.line)
        column.addWidget(self.list)


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def scanned() -> list[str]:
    return []


@pytest.fixture
def keys(qapp: QApplication, hand: Hand, scanned: list[str]) -> Iterator[BarcodeKeys]:
    made = BarcodeKeys(clock=hand.clock)
    made.known = lambda digits: digits == TICKET
    made.scanned.connect(scanned.append)
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


@pytest.fixture
def desk(qtbot: QtBot, keys: BarcodeKeys) -> Desk:
    made = Desk()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.line.setFocus()
    qtbot.waitUntil(made.line.hasFocus)
    return made


def test_a_ticket_scanned_while_a_name_is_typed_does_not_end_up_in_the_name(
    desk: Desk, hand: Hand, scanned: list[str]
) -> None:
    hand.type(desk.line, "Li", 120)
    hand.type(desk.line, TICKET + "\n", 5)
    assert scanned == [TICKET]
    assert desk.line.text() == "Li"


def test_a_scanner_that_sends_no_enter_is_heard_after_a_pause(
    qtbot: QtBot, desk: Desk, hand: Hand, scanned: list[str]
) -> None:
    hand.type(desk.line, TICKET, 5)
    qtbot.waitUntil(lambda: scanned == [TICKET])
    assert desk.line.text() == ""


def test_digits_that_are_typed_arrive_each_in_its_place(
    qtbot: QtBot, desk: Desk, hand: Hand, scanned: list[str]
) -> None:
    hand.type(desk.line, "19900003967", 90)
    qtbot.waitUntil(lambda: desk.line.text() == "19900003967")
    assert scanned == []


def test_a_fast_hand_on_two_keys_loses_neither(qtbot: QtBot, desk: Desk, hand: Hand, scanned: list[str]) -> None:
    hand.type(desk.line, "12", 10)
    hand.type(desk.line, "a", 10)
    assert desk.line.text() == "12a"
    assert scanned == []


def test_a_telephone_number_pasted_by_a_wedge_stays_in_its_field(desk: Desk, hand: Hand, scanned: list[str]) -> None:
    returned = []
    desk.line.returnPressed.connect(lambda: returned.append(1))
    hand.type(desk.line, "19900003967\n", 5)
    assert desk.line.text() == "19900003967"
    assert (scanned, returned) == ([], [1])


def test_a_burst_into_a_list_ticks_nothing_and_is_told(
    qtbot: QtBot, desk: Desk, hand: Hand, scanned: list[str]
) -> None:
    desk.list.setFocus()
    qtbot.waitUntil(desk.list.hasFocus)
    hand.type(desk.list, "123456789\n", 5)
    assert scanned == ["123456789"]


def test_five_digits_are_no_scan(qtbot: QtBot, desk: Desk, hand: Hand, scanned: list[str]) -> None:
    hand.type(desk.line, "12345\n", 5)
    assert scanned == []
    assert desk.line.text() == "12345"


def test_letters_are_never_held_back(desk: Desk, hand: Hand) -> None:
    hand.type(desk.line, "gtgs", 1)
    assert desk.line.text() == "gtgs"


def test_a_digit_with_control_is_a_command_and_not_held(desk: Desk, keys: BarcodeKeys) -> None:
    QTest.keyClick(desk.line, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert desk.line.text() == ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("0123456789ab"), st.sampled_from([5, 20, 60, 200])), max_size=25))
def test_whatever_is_typed_at_whatever_speed_arrives_in_its_order(
    qtbot: QtBot, desk: Desk, hand: Hand, scanned: list[str], typed: list[tuple[str, int]]
) -> None:
    desk.line.clear()
    for letter, gap in typed:
        hand.type(desk.line, letter, gap)
    hand.type(desk.line, "z", GAP_MS * 3)
    assert desk.line.text() == "".join(letter for letter, _ in typed) + "z"
    assert scanned == []


ADDRESS = "https://hall.example/track/uF3-x_Q9aBcDeFgHiJkLmNoPqRs"


def test_the_address_of_a_qr_is_told_whole_and_typed_nowhere(
    desk: Desk, keys: BarcodeKeys, hand: Hand, scanned: list[str]
) -> None:
    keys.known = lambda text: text == ADDRESS
    hand.type(desk.line, ADDRESS + "\n", 5)
    assert scanned == [ADDRESS]
    assert desk.line.text() == ""


def test_an_address_without_enter_is_told_when_nothing_follows(
    qtbot: QtBot, desk: Desk, keys: BarcodeKeys, hand: Hand, scanned: list[str]
) -> None:
    keys.known = lambda text: text == ADDRESS
    hand.type(desk.line, ADDRESS, 5)
    qtbot.waitUntil(lambda: scanned == [ADDRESS])
    assert desk.line.text() == ""


@pytest.mark.parametrize("text", ["http", "he", "hhh", "https:x", "huang", "h1", "hTTps://a b", "12h34"])
def test_what_only_begins_like_an_address_stands_where_it_was_typed(
    qtbot: QtBot, desk: Desk, hand: Hand, scanned: list[str], text: str
) -> None:
    for gap in (5, 80):
        desk.line.clear()
        hand.type(desk.line, text, gap)
        qtbot.waitUntil(lambda: desk.line.text() == text)
    assert scanned == []


def test_an_address_that_is_none_of_ours_stands_where_it_was_typed(
    qtbot: QtBot, desk: Desk, hand: Hand, scanned: list[str]
) -> None:
    hand.type(desk.line, "https://elsewhere.example/page", 5)
    qtbot.waitUntil(lambda: desk.line.text() == "https://elsewhere.example/page")
    assert scanned == []
