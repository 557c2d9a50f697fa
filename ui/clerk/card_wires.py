"""The card reader: a card that is laid on says who is here, wherever the keys are; and who was here before is known."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from deskapp.clerk import reading_cards
from deskapp.clerk.reading_cards import Holder, Known
from deskapp.failures import Failure
from deskapp.rules.id_card import Card
from ui.clerk.hand_out_wires import HandOutWires
from ui.clerk.intake_wires import IntakeWires
from ui.clerk.session import Session
from ui.parts.messages import Tone

LANE = "card"
LOOK_MS = 400  # how often the reader is asked for a card
LATER_MS = 5000  # after it failed


class CardWires(QObject):
    """Joins the card reader to whatever is in hand: a form, a case, the hand-out panel."""

    def __init__(self, session: Session, intake: IntakeWires, hand_out: HandOutWires) -> None:
        super().__init__(session)
        self._s = session
        self._intake = intake
        self._hand_out = hand_out
        self._said = ""  # the fault that was said last
        intake.identified.connect(self._recall)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._ask)
        if session.desk.card_reader is not None:
            self._pause.start(LOOK_MS)

    def end(self) -> None:
        """Ask no more."""
        self._pause.stop()

    def take(self, card: Card) -> None:
        """A card was laid on."""
        if self._hand_out.takes_card(card):
            return
        case, desk = self._s.case_id, self._s.desk
        if case is None:
            self._fill_in(card)
        else:
            self._s.do("reading", lambda: reading_cards.holder(desk, case, card.number), self._tell_holder)

    def _ask(self) -> None:
        desk = self._s.desk
        if self._s.screen.cover.isVisible():
            self._pause.start(LOOK_MS)
        else:
            self._s.do(LANE, lambda: reading_cards.read_card(desk), self._looked, self._failed)

    def _looked(self, card: Card | None) -> None:
        self._said = ""
        self._pause.start(LOOK_MS)
        if card is not None and not self._s.screen.cover.isVisible():
            self._s.screen.messages.withdraw("card.failed")
            self.take(card)

    def _failed(self, failure: Failure) -> None:
        """Each fault is said once; the reader is asked again, so that a cable that is put back needs nobody's word."""
        self._pause.start(LATER_MS)
        if failure.code != self._said:
            self._said = failure.code
            self._s.say_failure(failure)

    def _fill_in(self, card: Card) -> None:
        typed = self._s.screen.applicant.typed
        if typed.by_agent and typed.id_number not in ("", card.number):
            self._intake.take_person({"agent_id": card.number, "agent_name": card.name})
            return
        self._intake.take_person({"id_number": card.number, "name": card.name, "address": card.address})
        until = card.until
        if until is not None and card.expired(self._s.desk.clock.today()):
            words = self.tr("这张身份证已于 {day} 到期，请核对能否使用。").format(day=until.isoformat())
            self._s.say("card.expired", Tone.OWED, lambda: words)

    def _tell_holder(self, holder: Holder) -> None:
        if holder is Holder.APPLICANT:
            self._s.say("card.holder", Tone.GOOD, lambda: self.tr("身份证是申请人本人的。"))
        elif holder is Holder.AGENT:
            self._s.say("card.holder", Tone.GOOD, lambda: self.tr("身份证是代办人的。"))
        else:
            self._s.say("card.holder", Tone.OWED, lambda: self.tr("这张身份证不是这件的申请人的，请核对来人。"))

    def _recall(self, number: str) -> None:
        desk = self._s.desk
        self._s.do(
            "journal",
            lambda: reading_cards.known(desk, number),
            lambda known: self._recalled(number, known),
            lambda _: None,  # who may not look types
        )

    def _recalled(self, number: str, known: Known | None) -> None:
        typed = self._s.screen.applicant.typed
        if known is None or self._s.case_id is not None or typed.id_number.upper() != number:
            return
        person = known.person
        if self._intake.take_remembered({"name": person.name, "phone": person.phone, "address": person.address}):
            words = self.tr("已填上 {day} 办件时留的信息，请当面核对。").format(day=known.on.isoformat())
            self._s.say("applicant.recalled", Tone.GOOD, lambda: words)
