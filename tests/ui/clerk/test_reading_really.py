"""The real reader behind the real window: a page that lies wrong, and a telephone that nobody typed."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskapp.desk import Desk
from deskapp.scans.reader import PageReader
from tests.scans import written
from tests.ui.clerk.conftest import Hands
from tests.ui.clerk.test_a_case import NAME, NUMBER, call

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(desk: Desk, page_reader: PageReader) -> Desk:
    return replace(desk, reader=page_reader)


def test_a_scanned_form_is_put_where_it_belongs_and_says_what_was_not_typed(
    desk: Desk, hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    call(hands, qtbot, desk)
    hands.type(NUMBER)
    hands.press(Qt.Key.Key_Return)
    hands.compose(NAME)
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Return)
    session, screen = hands.window.session, hands.window.screen
    qtbot.waitUntil(lambda: session.case is not None)
    case = session.case_id
    assert case is not None
    (tmp_path / "form.jpg").write_bytes(written.scanned(written.sheet(written.FORM)))
    hands.window.scans.add([tmp_path / "form.jpg"])

    def kept() -> tuple[set[str], str]:
        with desk.journal.reading() as reading:
            applicant, _ = reading.people(case)
            pages = {str(code) for code, pages in reading.case(case).pages.items() if pages}
        return pages, "" if applicant is None else applicant.phone

    def said(words: str) -> bool:
        return words in screen.pages.read.text.text() and not screen.keys.resting

    for words in ("像是“住房公积金提取申请表”", "读到手机 13812341234"):
        qtbot.waitUntil(partial(said, words), timeout=120_000)
        if folder := os.environ.get("DESKAPP_LOOK"):
            screen.grab().save(f"{folder}/read-{len(words)}.png")
        hands.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: kept() == ({"APP-HOUSING"}, "13812341234"), timeout=15_000)
    assert [str(page.digest) for page in screen.pages.thumbnails.pages_model.pages], "the page is shown where it lies"
