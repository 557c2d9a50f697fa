"""The package of an archived case, put where the archivist wants it: beside the journal's lane, which goes on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from deskapp.clerk import archiving
from deskapp.failures import Failure
from deskapp.rules.case_state import State
from ui.clerk.session import Session
from ui.parts.messages import Tone

LANE = "archive"
SAID = "archive.package"


class ArchiveWires(QObject):
    """Joins the command to `deskapp.clerk.archiving`. One package at a time; it is whole, or it is not there."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        self._busy = False
        self._wrong = ""  # what the last try failed for
        session.screen.offer_command("export_package", lambda: self.tr("导出归档包"), self.choose_folder)

    def choose_folder(self) -> None:
        """Ask where the package is to go."""
        case = self._s.case
        if case is None or case.state is not State.ARCHIVED:
            self._s.say("case.no_way", Tone.OWED, lambda: self.tr("先归档，再导出归档包。"))
            return
        dialog = QFileDialog(self._s.screen, self.tr("归档包存到哪个文件夹"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self.export(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export(self, folder: Path) -> None:
        """Write the package of the case in hand into a folder."""
        case, desk = self._s.case, self._s.desk
        if case is None or self._busy:
            return
        case_id = case.case
        self._busy = True
        self._s.screen.messages.withdraw(self._wrong)
        self._s.say(SAID, Tone.GOOD, lambda: self.tr("正在写归档包，可以接着办别的。"))
        self._s.do(LANE, lambda: archiving.put_package(desk, case_id, folder), self._written, self._not_written)

    def _written(self, path: Path) -> None:
        self._busy = False
        words = self.tr("归档包已存为 {file}。里面是完整的个人信息，请按档案保管。")
        self._s.say(SAID, Tone.GOOD, lambda: words.format(file=path.name))

    def _not_written(self, failure: Failure) -> None:
        self._busy = False
        self._wrong = failure.code
        self._s.screen.messages.withdraw(SAID)
        self._s.say_failure(failure)
