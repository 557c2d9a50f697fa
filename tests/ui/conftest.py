"""A screen for the tests: offscreen unless somebody wants to watch, with the letters and the look of the product."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.jobs.lanes import Lanes
from ui import fonts, texts, theme
from ui.background import Background

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True, scope="module")
def _garbage_on_this_thread() -> Iterator[None]:
    """As in the program: Python looks for garbage here and never in a lane (`ui.garbage`)."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    made = Lanes()
    yield made
    assert made.stop(10) == ()


@pytest.fixture
def background(qtbot: QtBot, lanes: Lanes) -> Iterator[Background]:
    door = Background(lanes)
    yield door
    qtbot.waitUntil(lambda: door.idle)


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The program's letters, colours and language; Chinese and light, whatever a test did before."""
    fonts.load_first(qapp)
    texts.speak(qapp, "zh")
    theme.wear(qapp, "light")
    yield qapp
    if texts.language() != "zh":
        texts.speak(qapp, "zh")
