"""The materials of the case: each row is a target as a whole, by mouse, by its number, by space."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView

from deskapp.queries.case_sheet import CaseSheet, MaterialLine
from deskapp.rules.case_state import AT_THE_WINDOW, ENDED, RUNNING
from deskapp.rules.material_state import Standing
from ui.clerk.checklist_rows import TICKED, ChecklistModel, ChecklistRow, Way
from ui.parts.look import card, label, set_tone
from ui.parts.spoken import Spoken

_CLICKED = frozenset({Standing.OWED, Standing.OPTIONAL})  # a click takes these in
_NOT_COUNTED = frozenset({Standing.NOT_NEEDED, Standing.PRODUCED, Standing.OPTIONAL, Standing.UNDECIDED})


Index = QModelIndex | QPersistentModelIndex


class ChecklistList(QListView):
    """The rows. Tells which row was ticked, or which of its ways out was chosen."""

    ticked = Signal(int)
    way_chosen = Signal(int, str)
    way_missing = Signal(int, str)  # this material has no such way out
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows = ChecklistModel(self)
        self.row_look = ChecklistRow(self)
        self.setModel(self.rows)
        self.setItemDelegate(self.row_look)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setDragDropOverwriteMode(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The mark moved to another row."""
        super().currentChanged(current, previous)
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits tick their row, space the marked one; C, R and Backspace are its ways out."""
        row, key = self.currentIndex().row(), event.key()
        letters = {Qt.Key.Key_C: Way.COMMIT, Qt.Key.Key_R: Way.DEFER, Qt.Key.Key_Backspace: Way.GIVE_BACK}
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self._tick(key - Qt.Key.Key_1)
        elif key == Qt.Key.Key_Space:
            self._tick(row)
        elif key in letters and 0 <= row < len(self.rows.lines):
            self._choose(row, letters[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in an owed row ticks it; a settled row is only marked, to look at its pages."""
        where = event.position().toPoint()
        way = self.way_at(where)
        super().mousePressEvent(event)
        row = self.indexAt(where).row()
        if row < 0 or event.button() is not Qt.MouseButton.LeftButton:
            return
        if way is not None:
            self._choose(row, way)
        elif self.rows.lines[row].standing in _CLICKED:
            self._tick(row)

    def way_at(self, where: QPoint) -> Way | None:
        """The small button at this point."""
        index = self.indexAt(where)
        if not index.isValid():
            return None
        line, chosen = self.rows.lines[index.row()], index.row() == self.currentIndex().row()
        return self.row_look.way_at(self.visualRect(index), self.rows.ways(line, chosen=chosen), where)

    def _tick(self, row: int) -> None:
        if 0 <= row < len(self.rows.lines):
            self.setCurrentIndex(self.rows.index(row))
            self.ticked.emit(row)

    def _choose(self, row: int, way: Way) -> None:
        line = self.rows.lines[row]
        told = self.way_chosen if way in self.rows.ways(line, chosen=True) else self.way_missing
        told.emit(row, way.value)


class ChecklistPage(Spoken):
    """In: the case sheet. Out: what was asked of a material, by its code."""

    receive_asked = Signal(str)
    give_back_asked = Signal(str)
    commit_asked = Signal(str)
    defer_asked = Signal(str)
    pages_move_asked = Signal(list, str)
    files_asked = Signal(list, str)
    way_missing = Signal(str, str)  # the name of the material, and what it does not allow
    current_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._case: CaseSheet | None = None
        self._told = ""
        self.title = label(1.15, bold=True)
        self.progress = label(1.0)
        self.hint = label(0.88, tone="quiet")
        self.nothing = label(tone="quiet")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.list = ChecklistList()
        column = card(self, margin=6, gap=4)
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 0)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.progress)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 8, 4)
        foot.addWidget(self.hint)
        column.addLayout(head)
        column.addWidget(self.nothing, 1)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self.setFocusProxy(self.list)
        self.list.ticked.connect(self._ticked)
        self.list.way_chosen.connect(self._way_chosen)
        self.list.way_missing.connect(self._way_missing)
        self.list.moved.connect(self._moved)
        self.list.rows.pages_dropped.connect(self._pages_dropped)
        self.list.rows.files_dropped.connect(self._files_dropped)
        self.say()

    def show_sheet(self, sheet: CaseSheet | None) -> None:
        """Show the materials of this case; None shows an empty list."""
        other = sheet is None or self._case is None or sheet.case != self._case.case
        self._case = sheet
        lines: Sequence[MaterialLine] = () if sheet is None else sheet.lines
        ended = sheet is not None and sheet.state in ENDED
        self.list.rows.show_lines(lines, at_the_window=sheet is not None and sheet.state in AT_THE_WINDOW, ended=ended)
        here = next((row for row, line in enumerate(lines) if line.code == self._told), -1)
        if not other and here >= 0:  # the list is another one, the mark stays with its material
            self.list.setCurrentIndex(self.list.rows.index(here))
        elif other or not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.list.rows.index(0))
            self.go_on()
            self.current_changed.emit(self.current)
        self.say()

    def go_on(self) -> None:
        """Mark the next material that is owed. Not told: what was just scanned stays in sight."""
        lines = self.list.rows.lines
        here = max(0, self.list.currentIndex().row())
        owed = [row for row, line in enumerate(lines) if line.standing is Standing.OWED]
        onward = next((row for row in owed if row >= here), owed[0] if owed else here)
        if onward < len(lines):
            self._told = lines[onward].code
            self.list.setCurrentIndex(self.list.rows.index(onward))

    def jump(self, material: str) -> None:
        """Mark this material and take the focus."""
        for row, line in enumerate(self.list.rows.lines):
            if line.code == material:
                self.list.setCurrentIndex(self.list.rows.index(row))
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def current(self) -> str:
        """The code of the marked material, "" when there is none."""
        line = self._line(self.list.currentIndex().row())
        return line.code if line is not None else ""

    def say(self) -> None:
        """Say everything again."""
        self.title.setText(self.tr("材料"))
        self.list.setAccessibleName(self.tr("材料清单"))
        self.nothing.setText(self.tr("收件后，材料在这里逐项收齐。"))
        self.nothing.setVisible(self._case is None)
        self.list.setVisible(self._case is not None)
        self._say_keys()
        lines = self.list.rows.lines
        asked = [line for line in lines if line.standing not in _NOT_COUNTED]
        owed = sum(line.standing is Standing.OWED for line in lines)
        undecided = sum(line.standing is Standing.UNDECIDED for line in lines)  # may turn out not to be needed
        words = []
        if owed:
            words.append(self.tr("还差 {n} 项 · {done}/{all}").format(n=owed, done=len(asked) - owed, all=len(asked)))
        if undecided:
            words.append(self.tr("{k} 项看回答").format(k=undecided))
        if lines and not words:
            words.append(self.tr("✓ 已齐 {n}/{n}").format(n=len(asked)))
        ended = self._case is not None and self._case.state in ENDED  # nothing is owed of it any more
        if ended:
            words = [self.tr("收过 {done}/{all}").format(done=len(asked) - owed - undecided, all=len(asked))]
        self.progress.setText(" · ".join(words))
        set_tone(self.progress, "quiet" if ended else "owed" if owed or undecided else "good")
        self.list.viewport().update()

    def _line(self, row: int) -> MaterialLine | None:
        lines = self.list.rows.lines
        return lines[row] if 0 <= row < len(lines) else None

    def _ticked(self, row: int) -> None:
        line = self._line(row)
        if line is None:
            return
        if self._case is not None and self._case.state in RUNNING:  # accepted: only what was put off may still come
            if line.standing is Standing.DEFERRED:
                self.receive_asked.emit(line.code)
        elif line.standing in TICKED:
            self.give_back_asked.emit(line.code)
        else:
            self.receive_asked.emit(line.code)

    def _way_chosen(self, row: int, way: str) -> None:
        line = self._line(row)
        if line is not None:
            told = {Way.COMMIT: self.commit_asked, Way.DEFER: self.defer_asked, Way.GIVE_BACK: self.give_back_asked}
            told[Way(way)].emit(line.code)

    def _way_missing(self, row: int, way: str) -> None:
        line = self._line(row)
        if line is not None and line.standing is Standing.OWED:
            self.way_missing.emit(line.name, way)

    def _say_keys(self) -> None:
        """What the keys do, and into which material the next page goes: the pages in sight may be the last one's."""
        late = self._case is not None and self._case.state in RUNNING and bool(self._case.deferred)
        marked = self.list.currentIndex().row() + 1
        self.hint.setVisible(late or (marked > 0 and self._case is not None and self._case.state in AT_THE_WINDOW))
        usual = self.tr("1–9 或空格：收下 / 退回　F5：扫到第 {n} 项　C：承诺　R：容缺").format(n=marked)
        self.hint.setText(self.tr("容缺的材料补来了：按它的数字收下") if late else usual)

    def _moved(self) -> None:
        self._say_keys()
        if self.current != self._told:
            self._told = self.current
            self.current_changed.emit(self._told)

    def _pages_dropped(self, digests: list[str], row: int) -> None:
        line = self._line(row)
        if line is not None:
            self.pages_move_asked.emit(digests, line.code)

    def _files_dropped(self, files: list[str], row: int) -> None:
        line = self._line(row)
        if line is not None:
            self.files_asked.emit(files, line.code)
