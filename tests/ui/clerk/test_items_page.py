"""Finding an item with the keyboard: four letters and Enter."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.rules.catalog import Handling
from deskapp.rules.deadline import Limit, LimitUnit
from ui.clerk.items_page import ItemsPage, ItemTerms
from ui.clerk.screen import ClerkScreen
from ui.keys import key_table
from ui.parts.choices import Choice

TERMS = ItemTerms("SCJG-0101", "公司设立登记", "市场监督管理局", Handling.PROMISE, Limit(1, LimitUnit.WORKING_DAYS), 0)
FOUND = (Choice("SCJG-0101", "公司设立登记"),)


@pytest.fixture
def page(qtbot: QtBot, dressed: QApplication) -> ItemsPage:
    made = ItemsPage("F7")
    qtbot.addWidget(made)
    made.resize(320, 300)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_four_letters_and_enter_choose_the_item(qtbot: QtBot, page: ItemsPage) -> None:
    chosen: list[str] = []
    page.item_chosen.connect(chosen.append)
    page.words_typed.connect(lambda words: page.show_found(words, FOUND))
    page.open_search()
    QTest.keyClicks(page.search, "gtgs")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: chosen == ["SCJG-0101"])
    assert not page.found.isVisible()


def test_an_answer_to_words_that_were_changed_is_not_shown(page: ItemsPage) -> None:
    page.search.setText("gt")
    page.show_found("gs", FOUND)
    assert not page.found.isVisible()


def test_nothing_found_is_said(page: ItemsPage) -> None:
    page.search.setText("xyz")
    page.show_found("xyz", ())
    assert page.found.choices[0].name == "没有找到“xyz”"
    assert not page.found.choices[0].open
    assert not page.found.choices[0].barred  # said, not struck out


def test_a_cancelled_proof_is_told_whole_and_can_never_be_chosen(page: ItemsPage) -> None:
    chosen: list[str] = []
    page.item_chosen.connect(chosen.append)
    page.search.setText("ydjyzm")
    why = "2024年6月1日 起取消，不得再向群众要。原因：凭社会保障卡直接结算"
    page.show_found("ydjyzm", (Choice("", "异地就医证明", why, barred=True),))
    assert page.told.text() == f"⚠ 异地就医证明：{why}"
    assert page.told.isVisible()
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    assert chosen == []
    assert page.told.isVisible()
    page.show_found("ydjyzm", FOUND)
    assert not page.told.isVisible()
    page.show_found("ydjyzm", (Choice("", "异地就医证明", why, barred=True),))
    page.search.clear()
    assert not page.told.isVisible()


def test_the_chosen_item_shows_its_terms_and_can_be_changed(page: ItemsPage) -> None:
    page.show_item(TERMS)
    assert page.terms.text() == "市场监督管理局 · SCJG-0101\n承诺 1 个工作日 · 不收费"
    assert not page.search.isVisible()
    page.change.click()
    assert page.search.isVisible()
    assert page.close_search()
    assert not page.search.isVisible()
    assert not page.close_search()


def test_the_item_of_a_case_cannot_be_changed(page: ItemsPage) -> None:
    page.show_item(ItemTerms("X", "事项", "局", Handling.AT_ONCE, Limit(0, LimitUnit.WORKING_DAYS), 1000, fixed=True))
    page.open_search()
    assert not page.search.isVisible()
    assert not page.change.isVisible()
    assert page.terms.text().endswith("即办 · 10.00 元")


def test_the_first_painting_of_a_chosen_item_cuts_no_line(page: ItemsPage) -> None:
    """Whoever is called brings their item: a page that lays it out one painting later flickers."""
    page.show_item(TERMS)
    QCoreApplication.sendPostedEvents(page, QEvent.Type.LayoutRequest)
    assert page.terms.height() >= page.terms.heightForWidth(page.terms.width()) > page.terms.fontMetrics().height()


def test_what_was_found_is_in_sight_below_the_form(qtbot: QtBot, dressed: QApplication) -> None:
    screen = ClerkScreen(key_table())
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    screen.show()
    qtbot.waitUntil(screen.isVisible)
    items = screen.items
    items.search.setText("ydjy")
    cancelled = "2024年6月1日 起取消，不得再向群众要。原因：凭社会保障卡直接结算"
    found = (Choice("", "异地就医证明", cancelled, barred=True), Choice("YB-0201", "跨省异地就医备案", "YB-0201"))
    items.show_found("ydjy", (*found, Choice("YB-0301", "生育医疗费用报销", "YB-0301")))
    whole = items.found.rect()
    qtbot.waitUntil(lambda: items.found.isVisible() and items.found.visibleRegion().boundingRect() == whole)
    items.close_search()
    qtbot.waitUntil(lambda: not screen.applicant.visibleRegion().isEmpty())
    assert screen.applicant.title.visibleRegion().boundingRect() == screen.applicant.title.rect()
