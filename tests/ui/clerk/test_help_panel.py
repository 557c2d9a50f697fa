"""The card of keys: all of it can be read by scrolling down, in either language and on the smallest screen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui import texts
from ui.clerk.help_panel import HelpPanel
from ui.keys import key_table


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(1280, 720), (1366, 768)], ids=str)
def test_nothing_of_the_keys_stands_beyond_the_edge(
    qtbot: QtBot, dressed: QApplication, language: str, size: tuple[int, int]
) -> None:
    texts.speak(dressed, language)
    screen = QWidget()
    screen.resize(*size)
    qtbot.addWidget(screen)
    screen.show()
    panel = HelpPanel(screen, key_table())
    panel.start()
    qtbot.waitUntil(panel.isVisible)
    inside = panel.area.widget()
    assert inside is not None
    qtbot.waitUntil(lambda: inside.width() >= panel.area.viewport().width() > 600)
    assert panel.area.horizontalScrollBar().maximum() == 0
