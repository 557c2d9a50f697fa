"""A scan goes where it belongs, by what it is and whatever stands on the screen; or it is said why it goes nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from deskapp.clerk import sheets
from deskapp.failures import Refusal
from deskapp.ids import CaseId
from deskapp.rules import barcode
from deskapp.rules.barcode import ScannedNotice, ScannedReceipt, ScannedSeparator, ScannedTrack
from deskapp.rules.numbering import read_case_number
from ui.barcode_keys import BarcodeKeys
from ui.clerk.calling_wires import CallingWires
from ui.clerk.hand_out_wires import HandOutWires
from ui.clerk.intake_wires import IntakeWires
from ui.clerk.open_wires import OpenWires
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.messages import Tone
from ui.parts.story_wires import StoryWires

ID_LENGTH = 18
_OfCase = ScannedReceipt | ScannedTrack | ScannedNotice | ScannedSeparator


@dataclass(frozen=True, slots=True)
class GoesTo:
    """Where a scan may belong."""

    calling: CallingWires
    intake: IntakeWires
    hand_out: HandOutWires
    cases: OpenWires
    stories: StoryWires


class BarcodeWires(QObject):
    """Joins the scanner to the case in hand."""

    def __init__(self, session: Session, keys: BarcodeKeys, goes_to: GoesTo) -> None:
        super().__init__(session)
        self._s = session
        self._calling, self._intake, self._hand_out = goes_to.calling, goes_to.intake, goes_to.hand_out
        self._cases, self._stories = goes_to.cases, goes_to.stories
        self._material: tuple[CaseId, int] | None = None  # of a separator whose case is not on the screen yet
        keys.known = lambda digits: barcode.read(digits) is not None
        keys.scanned.connect(self.scanned)
        session.case_shown.connect(self._mark_material)

    def scanned(self, digits: str) -> None:
        """Somebody scanned something. A locked screen tells nobody what a paper is."""
        if self._s.screen.cover.isVisible():
            return
        seen = barcode.read(digits)
        if self._hand_out.takes(digits, seen):
            return
        if self._s.screen.half_said:
            self._say("scan.panel_open", self.tr("先办完或关上（Esc）打开的这一步，再扫。"))
            return
        self._s.screen.close_overlays()
        if isinstance(seen, barcode.ScannedTicket):
            self._ticket(seen)
        elif isinstance(seen, _OfCase):
            self._paper(seen)
        elif isinstance(seen, barcode.ScannedBooking):
            self._say("scan.booking", self.tr("这是预约码：请在导办台或取号机上取号，再来窗口。"))
        elif len(digits) == ID_LENGTH:
            self._id_number(digits)
        else:
            self._say("scan.not_ours", self.tr("扫到的不是本系统的码。号票、回执、告知单、分隔页都可以扫。"))

    def _say(self, code: str, words: str) -> None:
        self._s.say(code, Tone.OWED, lambda: words)

    def _id_number(self, digits: str) -> None:
        if self._s.case_id is None:
            self._intake.take_id_number(digits)
        else:
            key = self._s.screen.keys.text(Ask.CORRECT)
            words = self.tr("手上这件已有申请人，扫到的证件号没有填。要更正按 {key}。")
            self._say("scan.has_applicant", words.format(key=key))

    def _ticket(self, seen: barcode.ScannedTicket) -> None:
        call, desk = self._s.call, self._s.desk
        if seen.hall != desk.hall:
            self._say("scan.other_hall", self.tr("这张号票是别的大厅的。"))
        elif seen.day != desk.clock.today():
            self._say("scan.other_day", self.tr("{number} 不是今天的号票，请重新取号。").format(number=seen.number))
            self._stories.scanned(barcode.ticket_digits_of(seen))
        elif call is not None and call.number == seen.number:
            self._calling.arrive()
        elif call is not None and call.ticket is not None:
            words = self.tr("扫到 {scanned}，本窗正在办 {number}。")
            self._say("scan.other_ticket", words.format(scanned=seen.number, number=call.number))
        else:
            words = self.tr("扫到 {scanned}。按 F2 按顺序叫号。")
            self._say("scan.other_ticket", words.format(scanned=seen.number))

    def _paper(self, seen: _OfCase) -> None:
        """A paper of a case: the case, where it stands; of a separator, its material marked."""
        desk = self._s.desk
        self._s.do("reading", lambda: sheets.scanned_case(desk, seen), lambda case: self._open(seen, case))

    def _open(self, seen: _OfCase, case: CaseId | None) -> None:
        if case is None:
            self._say(*self._unknown(seen))
            return
        self._material = (case, seen.place) if isinstance(seen, ScannedSeparator) else None
        if self._cases.open(case):
            self._mark_material()
        else:
            self._material = None

    def _unknown(self, seen: _OfCase) -> tuple[str, str]:
        if isinstance(seen, ScannedReceipt):
            if _hall_of(seen.number) != self._s.desk.hall:
                return "scan.other_hall", self.tr("{number} 是别的大厅办的。").format(number=seen.number)
            return "scan.unknown_receipt", self.tr("本机没有 {number} 这件。").format(number=seen.number)
        if isinstance(seen, ScannedTrack):
            return "scan.unknown_track", self.tr("本机没有这个进度码的件。请扫条码，或按 Ctrl+F 查找。")
        if isinstance(seen, ScannedNotice):
            return "scan.unknown_notice", self.tr("本机没有这张告知单的件。请稍后再扫，或按 Ctrl+F 查找。")
        return "scan.unknown_separator", self.tr("本机没有这张分隔页的件。请稍后再扫。")

    def _mark_material(self) -> None:
        """A separator names a case and one of its materials: that material becomes the marked one."""
        case = self._s.case
        if self._material is None or case is None or case.case != self._material[0]:
            return
        if case.bundle is not None and not case.alone:
            self._s.take_case(case.case, alone=True)  # the place is one in the list of its own item
            return
        place, self._material = self._material[1], None
        if 0 < place <= len(case.lines):
            self._s.screen.checklist.jump(case.lines[place - 1].code)


def _hall_of(number: str) -> str:
    try:
        return read_case_number(number).hall
    except Refusal:
        return ""
