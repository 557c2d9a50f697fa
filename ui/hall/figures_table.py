"""Figures as rows of a table: who, how many, how long they waited and were served; too few samples said as such."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from deskapp.queries.reports import Report
from deskapp.rules.figures import By, Figures, Spread
from ui import fonts, texts

Index = QModelIndex | QPersistentModelIndex
_NAME = 0
_ROOM = 12  # points between two columns


class FiguresModel(QAbstractTableModel):
    """One row for each group, and one for everybody last."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._report: Report | None = None
        self.rows: tuple[tuple[str, ...], ...] = ()

    def show_report(self, report: Report) -> None:
        """Show these figures in place of those before."""
        self.beginResetModel()
        self._report = report
        cells = [(group_name(row.key, report), *self._cells(row)) for row in report.rows]
        self.rows = (*cells, (self.tr("合计"), *self._cells(report.everybody)))
        self.endResetModel()

    def say(self) -> None:
        """Say everything again."""
        if self._report is not None:
            self.show_report(self._report)

    def headings(self) -> tuple[str, ...]:
        """What stands above the columns."""
        return (
            "", self.tr("人数"), self.tr("办结"), self.tr("过号"), self.tr("等候中位数"), self.tr("九成等候不超过"),
            self.tr("最长等候"), self.tr("办理中位数"), self.tr("九成办理不超过"), self.tr("按时叫到"),
        )  # fmt: skip

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        """How many groups, and one."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        """How many columns."""
        return 0 if parent.isValid() else len(self.headings())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The cell, to look at and to hear with its heading."""
        words, heading = self.rows[index.row()][index.column()], self.headings()[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{heading} {words}".strip()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(index.column())
        if role == Qt.ItemDataRole.FontRole and index.row() == len(self.rows) - 1:
            parent = self.parent()
            return fonts.sized(parent.font(), 1.0, bold=True) if isinstance(parent, QWidget) else None
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What stands above a column."""
        if way is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headings()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return None

    def _cells(self, row: Figures) -> tuple[str, ...]:
        waits, services = self._times(row.waits), self._times(row.services)
        share = self.tr("样本不足") if row.in_time is None else f"{row.in_time * 100:.0f} %"
        return (str(row.people), str(row.served), str(row.no_shows), *waits, *services[:2], share)

    def _times(self, spread: Spread) -> tuple[str, ...]:
        few = self.tr("样本不足（{n}）").format(n=spread.samples)
        return tuple(few if one is None else self._minutes(one) for one in (spread.median, spread.p90, spread.longest))

    def _minutes(self, minutes: float) -> str:
        return self.tr("{n} 分").format(n=f"{minutes:.1f}" if minutes < 10 else f"{minutes:.0f}")


def _side(column: int) -> int:
    side = Qt.AlignmentFlag.AlignLeft if column == _NAME else Qt.AlignmentFlag.AlignRight
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def group_name(key: tuple[str, ...], report: Report) -> str:
    """What a group is called: its code and its name, an hour as its span."""
    names = report.en if texts.language() == "en" else report.names
    return " · ".join(_part(part, by, names) for part, by in zip(key, report.by, strict=True))


def _part(part: str, by: By, names: Mapping[str, str]) -> str:
    if not part:
        return "—"
    if by is By.HOUR:
        return f"{part}:00–{part}:59"
    return f"{part} {names[part]}" if names.get(part) else part


class FiguresTable(QTableView):
    """The table. Whole rows are marked; it is read with the arrow keys."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("figuresTable")
        self.figures = FiguresModel(self)
        self.setModel(self.figures)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(64)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.6))

    def sizeHintForColumn(self, column: int) -> int:
        """Room beside the widest cell: a number must not run into the words beside it."""
        return super().sizeHintForColumn(column) + _ROOM
