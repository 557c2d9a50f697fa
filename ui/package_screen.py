"""An archive package that somebody opened: is it whole? The four checks of `deskapp verify`, on a screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget

from deskapp.archives import checking
from deskapp.archives.findings import Check, Findings
from deskapp.failures import Failure
from deskapp.jobs.lanes import Lanes
from deskapp.sentences import sentence, sentence_of
from ui.background import Background
from ui.parts.look import card, label, set_tone
from ui.parts.spoken import Spoken

_LANE = "reading"
_MOST_SHOWN = 200  # faults; a package with more is not mended by reading on


class PackageScreen(QWidget):
    """Shows what was found in one file. It is looked into in a lane, and never unpacked."""

    def __init__(self, path: Path, background: Background, lang: str) -> None:
        super().__init__()
        self.setObjectName("screen")
        self._path = path
        self._lang = lang
        self.setWindowTitle(self.tr("归档包检测"))
        self.name = label(1.3, bold=True)
        self.name.setText(path.name)
        self.verdict = label(1.1, bold=True)
        self.verdict.setWordWrap(True)
        self.checks = label()
        self.faults = QPlainTextEdit()
        self.faults.setReadOnly(True)
        self.faults.setTabChangesFocus(True)
        self.faults.setAccessibleName(self.tr("问题"))
        box = Spoken()
        column = card(box, margin=20, gap=12)
        for part in (self.name, self.checks, self.faults, self.verdict):  # the sentence says "told above"
            column.addWidget(part)
        QVBoxLayout(self).addWidget(box)
        self.resize(760, 480)
        self.verdict.setText(self.tr("正在检测……"))
        background.run(_LANE, lambda: checking.check(path), owner=self, then=self.show_findings, failed=self._not_read)

    @Slot(object)
    def show_findings(self, findings: Findings) -> None:
        """Say what was found: the four checks, and each fault with its place."""
        code = "archive.sound" if findings.sound else "archive.unsound"
        values = {"file": self._path.name, "count": len(findings.faults), "digest": findings.digest}
        self.verdict.setText(sentence_of(code, values, self._lang))
        set_tone(self.verdict, "good" if findings.sound else "bad")
        names = {
            Check.AUTHENTICITY: self.tr("真实性"),
            Check.INTEGRITY: self.tr("完整性"),
            Check.USABILITY: self.tr("可用性"),
            Check.SAFETY: self.tr("安全性"),
        }
        passed = {check: findings.opened and not findings.of(check) for check in Check}
        self.checks.setText("    ".join(f"{'✓' if passed[check] else '✗'} {names[check]}" for check in Check))
        lines = [
            f"{names[fault.check]} · {ascii(fault.place)[1:-1]} · {sentence_of(fault.code, fault.values, self._lang)}"
            for fault in findings.faults[:_MOST_SHOWN]
        ]
        lines += [sentence_of(note.code, note.values, self._lang) for note in findings.notes]
        self.faults.setPlainText("\n".join(lines))
        self.faults.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _not_read(self, failure: Failure) -> None:
        self.verdict.setText(sentence(failure, self._lang))
        set_tone(self.verdict, "bad")


def run(app: QApplication, path: Path, lang: str) -> int:
    """Open the screen for one file and stay until it is closed. 0."""
    lanes = Lanes()
    screen = PackageScreen(path, Background(lanes), lang)
    screen.show()
    app.exec()
    lanes.stop(5.0)
    return 0
