"""The two halves of the board, which a replayed day has as well: queues as columns, windows as cards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QWidget

_SHARES = [740, 560]


def halves(windows: QWidget) -> tuple[QSplitter, QHBoxLayout]:
    """Both halves, and where the columns of the queues are to be put."""
    inside = QWidget()
    columns = QHBoxLayout(inside)
    columns.setContentsMargins(0, 0, 0, 0)
    columns.setSpacing(8)
    scroll = QScrollArea()
    scroll.setWidget(inside)
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made = QSplitter(Qt.Orientation.Horizontal)
    made.addWidget(scroll)
    made.addWidget(windows)
    made.setSizes(_SHARES)
    made.setChildrenCollapsible(False)
    return made, columns
