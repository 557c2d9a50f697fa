"""What happens when something is wrong with the program itself: it is written down, and said in a sentence.

The report names the place in the code and no values: no names, numbers or texts of anybody. What the clerk has typed
is safe: every step was on the disk before the screen said so.
"""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot, qVersion
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import event_log
from ui.parts.look import button, card, label
from ui.parts.spoken import Spoken

MOST_REPORTS = 20


def report_text(kind: type[BaseException], trace: TracebackType | None, when: datetime) -> str:
    """The report: when, with what, what kind of fault and where. Never the fault's own words: they may hold a name."""
    import platform  # nobody waits for it at the start

    lines = [
        f"OneWindow {when.isoformat(timespec='seconds')}",
        f"Python {platform.python_version()} · Qt {qVersion()} · {platform.system()} {platform.release()}",
        f"{kind.__module__}.{kind.__qualname__}",
    ]
    for frame in traceback.extract_tb(trace):
        place = Path(frame.filename)
        lines.append(f"  {place.parent.name}/{place.name}:{frame.lineno} {frame.name}")
    return "\n".join(lines) + "\n"


def most_reports(folder: Path) -> None:
    """Make the folder, and room in it for one report more. OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in sorted(folder.glob("crash-*.txt"))[: -MOST_REPORTS + 1]:
        old.unlink(missing_ok=True)


class CrashReport(QObject):
    """Takes the place of `sys.excepthook`. Bugs may come from any thread; they are shown on the screen's own."""

    happened = Signal(str)  # the name of the report's file

    _from_any_thread = Signal(object, object)

    def __init__(
        self,
        folder: Path,
        parent: QObject | None = None,
        now: Callable[[], datetime] | None = None,
        tell: Callable[[str, int], object] = event_log.tell,
    ) -> None:
        """`tell`: gives the report to the system's own log, where it has one."""
        super().__init__(parent)
        self._folder = folder
        self._tell = tell
        self._now = now or (lambda: datetime.now(UTC))
        self._from_any_thread.connect(self._write, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Hear of every bug from now on."""
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self._hook(args.exc_type, args.exc_value, args.exc_traceback)

    def _hook(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        self._from_any_thread.emit(kind, trace)

    @Slot(object, object)
    def _write(self, kind: type[BaseException], trace: TracebackType | None) -> None:
        when = self._now()
        name = f"crash-{when:%Y%m%d-%H%M%S-%f}.txt"
        text = report_text(kind, trace, when)
        try:
            most_reports(self._folder)
            (self._folder / name).write_text(text, encoding="utf-8")
        except OSError:
            name = ""  # a full disk must not hide that something went wrong
        self._tell(text, event_log.PROGRAM_FAULT)
        self.happened.emit(name)


class CrashScreen(Spoken):
    """Covers the screen and says what happened. The clerk can go on: nothing that was done is lost."""

    go_on_asked = Signal()

    def __init__(self, screen: QWidget) -> None:
        super().__init__(screen)
        self.setObjectName("screen")
        self.setAutoFillBackground(True)
        self._file = ""
        self.title = label(1.6, bold=True)
        self.words = label(1.05)
        self.words.setWordWrap(True)
        self.go_on = button("primary")
        self.go_on.clicked.connect(self._close)
        box = Spoken()
        box.setFixedWidth(520)
        column = card(box, margin=28, gap=14)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.go_on)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addLayout(foot)
        middle = QVBoxLayout(self)
        middle.addWidget(box, 0, Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def show_report(self, file: str) -> None:
        """Say that something went wrong, and where the report is."""
        self._file = file
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.say()
        self.show()
        self.raise_()
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self) -> None:
        """Say everything again."""
        self.title.setText(self.tr("程序出了错"))
        kept = self.tr("刚才这一步可能没有办成；之前办的都已保存。请看一眼内容，再接着办。")
        where = (
            self.tr("故障记录：{file}（不含个人信息），请交给管理员。").format(file=self._file) if self._file else ""
        )
        self.words.setText(f"{kept}\n\n{where}")
        self.go_on.setText(self.tr("接着办 Enter"))
        self.go_on.setDefault(True)
        self.go_on.setAutoDefault(True)

    @Slot()
    def _close(self) -> None:
        self.hide()
        self.go_on_asked.emit()
