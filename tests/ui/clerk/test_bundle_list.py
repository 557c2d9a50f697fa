"""The cases of a bundle on the screen: each told with its department and state, one chosen by its digit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.ids import BundleId, CaseId
from deskapp.queries.bundle_sheet import BundleSheet, SisterLine
from deskapp.queries.case_sheet import CaseSheet
from deskapp.rules.bundle_state import BundleState
from deskapp.rules.case_state import State
from deskapp.rules.catalog import Handling
from deskapp.rules.deadline import Limit
from tests.ui import sheets
from ui import texts
from ui.clerk.bundle_list import WHOLE, BundleList, bundle_words, choices_of, in_hand
from ui.clerk.items_page import ItemsPage, ItemTerms

DAY = date(2026, 11, 24)
FIRST = SisterLine(
    CaseId("a"), "公司设立登记", "Company registration", "市场监督管理局", "330000012026112300300027", State.ACCEPTED,
    None, DAY, "", "",
)  # fmt: skip
SECOND = replace(
    FIRST, case=CaseId("b"), item_name="公章刻制备案", item_en="Seal registration", department="公安局",
    number="330000012026112300300035", waits_for="公司设立登记", waits_for_en="Company registration",
)  # fmt: skip
BUNDLE = BundleSheet(
    BundleId("x"), "330000012026112300300019", "企业开办一件事", "Starting a business", BundleState.RUNNING,
    (FIRST, SECOND), (),
)  # fmt: skip


def case(*, alone: bool = False, bundle: BundleSheet | None = BUNDLE) -> CaseSheet:
    return replace(sheets.accepted(), case=CaseId("b"), bundle=bundle, alone=alone)


@pytest.fixture
def made(qtbot: QtBot, dressed: QApplication) -> BundleList:
    found = BundleList()
    qtbot.addWidget(found)
    found.show()
    return found


def test_each_case_is_told_with_its_department_its_number_and_what_it_waits_for(dressed: QApplication) -> None:
    lines = choices_of(case())
    assert [line.name for line in lines] == ["▸ 整个联办件", "公司设立登记", "公章刻制备案"]
    assert [line.hint for line in lines] == ["0", "1", "2"]
    assert lines[1].detail == "已受理 · 市场监督管理局 · …300027"
    assert lines[2].detail == "等“公司设立登记” · 公安局 · …300035"


def test_one_that_was_refused_says_so(dressed: QApplication) -> None:
    lost = replace(BUNDLE, lines=(replace(FIRST, state=State.DECIDED, granted=False), SECOND))
    assert choices_of(case(bundle=lost))[1].detail.startswith("已办结（不予）")


def test_one_that_is_looked_at_alone_is_marked_and_there_is_a_way_back(dressed: QApplication) -> None:
    lines = choices_of(case(alone=True))
    assert (lines[0].key, lines[0].hint, lines[0].detail) == (WHOLE, "0", "企业开办一件事")
    assert lines[2].name == "▸ 公章刻制备案"


def test_a_case_of_no_bundle_has_no_list(dressed: QApplication) -> None:
    assert choices_of(case(bundle=None)) == ()


def test_english_is_complete(dressed: QApplication) -> None:
    texts.speak(dressed, "en")
    assert bundle_words(BUNDLE) == "Bundle · 2 services · 2 departments · with the departments"
    assert choices_of(case(alone=True))[0].detail == "Starting a business"
    assert "waits for “Company registration”" in choices_of(case())[2].detail


@pytest.mark.parametrize(
    ("key", "chosen"), [(Qt.Key.Key_1, ["a"]), (Qt.Key.Key_2, ["b"]), (Qt.Key.Key_0, [WHOLE]), (Qt.Key.Key_9, [])]
)
def test_a_digit_chooses(made: BundleList, key: Qt.Key, chosen: list[str]) -> None:
    told: list[str] = []
    made.chosen.connect(told.append)
    made.show_choices(choices_of(case(alone=True)))
    QTest.keyClick(made, key)
    assert told == chosen


@pytest.mark.parametrize(("alone", "row"), [(False, 0), (True, 2)])
def test_the_line_of_what_is_in_hand_is_the_marked_one(made: BundleList, *, alone: bool, row: int) -> None:
    made.clearFocus()
    made.show_choices(choices_of(case(alone=alone)))
    made.show_in_hand(in_hand(case(alone=alone)))
    assert made.currentIndex().row() == row
    made.setCurrentIndex(made.model().index(1, 0))
    made.show_in_hand("")
    assert made.currentIndex().row() == 1, "a list of no bundle is left as it is"
    assert in_hand(case(bundle=None)) == ""


def test_the_mark_stays_where_it_was_when_the_list_is_read_again(qtbot: QtBot, dressed: QApplication) -> None:
    page = ItemsPage("F7")
    qtbot.addWidget(page)
    page.show()
    terms = ItemTerms("GA-0301", "企业开办一件事", "公安局", Handling.PROMISE, Limit(1), 0, fixed=True, about="…")
    page.show_parts(choices_of(case()))
    page.show_item(terms)
    page.parts.setCurrentIndex(page.parts.model().index(1, 0))
    page.show_parts(choices_of(case(bundle=replace(BUNDLE, lines=(replace(FIRST, state=State.PAUSED), SECOND)))))
    assert page.parts.currentIndex().row() == 1
    assert "F7" in page.title.text()
    page.show_item(None)
    assert page.parts.isHidden()
