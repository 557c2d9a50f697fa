"""A wedge scanner at the keys: faster than any person, however slow the machine is that plays it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ui import barcode_keys


def scan(digits: str, at: Callable[[], QWidget]) -> None:
    """Type a code without a pause and Enter at the end, always into what has the focus then."""
    with pytest.MonkeyPatch.context() as machine:
        machine.setattr(barcode_keys, "GAP_MS", 10_000)  # a busy machine makes pauses where no scanner does
        for letter in digits:
            QTest.keyClicks(at(), letter)
        QTest.keyClick(at(), Qt.Key.Key_Return)
