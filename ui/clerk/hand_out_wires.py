"""Handing results out: from the case in hand, or for whoever comes with a receipt, a ticket or an ID card."""

from __future__ import annotations

from PySide6.QtCore import QObject

from deskapp.clerk import handing_out, sheets
from deskapp.clerk.handing_out import HandedOut, Handing
from deskapp.failures import Failure
from deskapp.ids import CaseId
from deskapp.queries.to_hand_out import HandOut
from deskapp.rules import barcode
from deskapp.rules.barcode import Scanned
from deskapp.rules.case_ways import Way as CaseWay
from deskapp.rules.id_card import Card
from deskapp.sentences import sentence
from ui import texts
from ui.clerk.hand_out_panel import Handover
from ui.clerk.one_step import LANE, OneStep
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.messages import Tone, Way

ID_LENGTH = 18


class HandOutWires(QObject):
    """Joins the hand-out panel to the use cases of `deskapp.clerk.handing_out`."""

    def __init__(self, session: Session, steps: OneStep) -> None:
        super().__init__(session)
        self._s = session
        self._steps = steps
        panel = session.screen.hand_out
        session.screen.when(Ask.HAND_OUT, self.open)
        panel.words_typed.connect(self._find)
        panel.handed.connect(self._hand_out)

    def open(self) -> None:
        """Open it with what lies ready for the person of the case in hand; empty when there is none."""
        panel, case, desk = self._s.screen.hand_out, self._s.case, self._s.desk
        panel.start()
        if case is not None and CaseWay.DELIVER in case.ways:
            case_id = case.case
            self._s.do("reading", lambda: handing_out.of_case(desk, case_id), self._show)
        elif case is None and self._s.call_number:
            panel.search.setText(self._s.call_number)
            self._find(self._s.call_number)

    def takes(self, digits: str, seen: Scanned | None) -> bool:
        """Whether a scan was for the panel: while it is open, everything is."""
        panel = self._s.screen.hand_out
        if not panel.isVisible():
            return False
        desk = self._s.desk
        if isinstance(seen, (barcode.ScannedTicket, barcode.ScannedReceipt)):
            panel.take_scan(seen.number, of_agent=False)
        elif isinstance(seen, (barcode.ScannedTrack, barcode.ScannedNotice, barcode.ScannedSeparator)):
            self._s.do("reading", lambda: sheets.scanned_case(desk, seen), self._show_of_case)
        else:
            panel.take_scan(digits, of_agent=len(digits) == ID_LENGTH)
        return True

    def takes_card(self, card: Card) -> bool:
        """Whether a card was for the panel: the agent's, or of whoever came for a result."""
        panel = self._s.screen.hand_out
        if panel.isVisible():
            panel.take_scan(card.number, of_agent=True)
            panel.take_name(card.name)
        return panel.isVisible()

    def _show_of_case(self, case: CaseId | None) -> None:
        """What lies ready for the person of a paper that names its case; nothing, where that never came here."""
        desk = self._s.desk
        if case is None:
            self._s.screen.hand_out.show_found(())
        else:
            self._s.do("reading", lambda: handing_out.of_case(desk, case), self._show)

    def _show(self, found: tuple[HandOut, ...]) -> None:
        self._s.screen.hand_out.show_found(found)

    def _find(self, words: str) -> None:
        panel, desk = self._s.screen.hand_out, self._s.desk
        words = words.strip()
        if len(words) < 2:
            panel.show_found((), words)
            return
        self._s.do("reading", lambda: handing_out.find(desk, words), lambda found: panel.show_found(found, words))

    def _hand_out(self, asked: Handover) -> None:
        desk, cases = self._s.desk, tuple(CaseId(case) for case in asked.cases)
        handing = Handing(asked.how, asked.agent_name, asked.agent_id, asked.checked, asked.remark)
        self._s.screen.accept_bar.undo_strip.withdraw()  # what it offers is the last step no more
        self._steps.run(lambda: handing_out.deliver(desk, cases, handing), self._handed, self._not_handed, patient=True)

    def _handed(self, done: HandedOut) -> None:
        self._s.screen.hand_out.close_panel()
        count, desk = len(done.cases), self._s.desk

        def words() -> str:
            return self.tr("已发 {n} 件").format(n=count)

        if done.trouble is not None:
            self._s.say_failure(done.trouble, Way("again", lambda: self.tr("再打"), "Shift+F9"))
        else:
            self._s.say("accepted", Tone.GOOD, words)
        if self._s.case is None:
            self._s.take_case(done.cases[0])
        self._s.screen.accept_bar.undo_strip.offer(
            words, lambda: self._s.do(LANE, lambda: handing_out.take_back(desk, done.cases))
        )

    def _not_handed(self, failure: Failure) -> None:
        field = str(failure.values.get("field", ""))
        if field:
            self._s.screen.hand_out.show_refusals({field: sentence(failure, texts.language())})
        else:
            self._s.say_failure(failure)
