"""Puts a case that was found or scanned into hand, unless another is half done."""

from __future__ import annotations

from PySide6.QtCore import QObject

from deskapp.ids import CaseId
from ui.clerk.intake_wires import IntakeWires
from ui.clerk.session import Session
from ui.parts.messages import Tone


class OpenWires(QObject):
    """One way to the case in hand, for whoever found another."""

    def __init__(self, session: Session, intake: IntakeWires) -> None:
        super().__init__(session)
        self._s = session
        self._intake = intake

    def open(self, case: str) -> bool:
        """Put this case into hand; False, and said, when the one of the ticket is not accepted yet."""
        current, call = self._s.case, self._s.call
        of_ticket = call is not None and call.ticket is not None and current is not None and call.case == current.case
        if current is not None and of_ticket and current.case != case and current.number is None:
            self._s.say("scan.case_open", Tone.OWED, lambda: self.tr("先办完手上这件，再打开另一件。"))
            return False
        if self._s.case_id is None:
            self._intake.set_aside()
        self._s.take_case(CaseId(case))
        return True
