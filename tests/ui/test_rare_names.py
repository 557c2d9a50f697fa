"""Two hundred rare names on the screen: every letter drawn that is promised, and never half a letter when cut."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGlyphRun, QTextLayout
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.rare import RareName, rare_names
from ui import fonts
from ui.parts.elided import Elided
from ui.parts.field import Field

NAMES = rare_names()


@pytest.fixture
def letters(dressed: QApplication) -> QApplication:
    for name in fonts.rare_files():
        fonts.load_rare(name)
    return dressed


def glyphs(text: str, app: QApplication) -> list[QGlyphRun]:
    layout = QTextLayout(text, app.font())
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return layout.glyphRuns()


def empty_boxes(text: str, app: QApplication) -> int:
    """How many letters are drawn as the empty box of their font: its glyph 0."""
    return sum(list(run.glyphIndexes()).count(0) for run in glyphs(text, app))


@pytest.mark.parametrize(
    "one", [one for one in NAMES if one.printable and one.group != "variation"], ids=lambda one: one.group
)
def test_every_letter_of_a_promised_name_is_really_drawn(one: RareName, letters: QApplication) -> None:
    assert empty_boxes(one.name, letters) == 0


def test_a_letter_that_no_font_has_would_be_seen_by_this_test(letters: QApplication) -> None:
    assert empty_boxes("\U00032b00", letters) == 1


def test_cut_short_a_name_is_never_cut_inside_a_letter(letters: QApplication, qtbot: QtBot) -> None:
    label = Elided(1.5)
    qtbot.addWidget(label)
    metrics: QFontMetrics = label.fontMetrics()
    for one in NAMES:
        for room in range(10, 200, 23):
            shown = metrics.elidedText(one.name, Qt.TextElideMode.ElideRight, room)
            assert not any("\ud800" <= letter <= "\udfff" for letter in shown), (one.name, room)
            assert one.name.startswith(shown.rstrip("…\u200d")), (
                one.name,
                room,
            )  # a joiner keeps its last letter’s form


def test_a_field_gives_back_what_was_put_in(letters: QApplication, qtbot: QtBot) -> None:
    field = Field(chinese=True)
    qtbot.addWidget(field)
    for one in NAMES:
        field.set_text("")
        field.line.insert(one.name)
        assert field.text() == one.name
