"""A case that was looked up is put away again: whoever was called is still here, and has not been served."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from ui.clerk.intake_wires import IntakeWires
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.messages import Tone


class PutAwayWires(QObject):
    """Joins the keys that lead back from a case that was looked up to the form of the ticket in hand."""

    def __init__(self, session: Session, intake: IntakeWires) -> None:
        super().__init__(session)
        self._s = session
        self._intake = intake
        screen = session.screen
        screen.put_away = self.put_away
        screen.offer_command("put_away", lambda: self.tr("收起查到的办件，回到叫到的号"), self._asked)
        screen.when(Ask.FIND_ITEM, self._find_item)

    def put_away(self) -> bool:
        """Leave the case that was looked up, for the one of the ticket in hand or its form; for ten seconds it can be
        had back. False when the case in hand is what is being served.
        """
        case, call = self._s.case, self._s.call
        if case is None or not self._s.looked_up:
            return False
        words = self.tr("已收起“{item}”").format(item=case.item_name)
        self._s.screen.accept_bar.undo_strip.offer(
            lambda: words, partial(self._s.take_case, case.case, alone=case.alone)
        )
        if call is not None and call.case is not None:
            self._s.take_case(call.case)
        else:
            self._intake.go_on_with_aside()
            self._s.leave_case()
            self._s.refresh.stale("call")  # the ticket brings its item again
        return True

    def make_room(self) -> bool:
        """Whether another item can be taken up: there is no case in hand, or it was put away for that. If not, why not
        is said.
        """
        if self._s.case_id is not None:
            self.put_away()
        if self._s.case_id is not None:
            words = self.tr("手上这件的事项已经定了。先办完，再找别的事项。")
            self._s.say("find.item_fixed", Tone.OWED, lambda: words)
        return self._s.case_id is None

    def _find_item(self) -> None:
        """Look for an item; in a bundle, for one of its cases."""
        case = self._s.case
        if (case is not None and case.bundle is not None) or self.make_room():
            self._s.screen.items.open_search()

    def _asked(self) -> None:
        if not self.put_away():
            words = self.tr("手上没有查出来的办件。办完这件，按 F2 叫下一位。")
            self._s.say("case.not_looked_up", Tone.OWED, lambda: words)
