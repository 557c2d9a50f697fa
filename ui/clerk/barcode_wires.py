"""A scan goes where it belongs, by what it is: a ticket, a receipt, a separator, an ID number."""

from __future__ import annotations

from PySide6.QtCore import QObject

from deskapp.clerk import sheets
from deskapp.ids import CaseId
from deskapp.queries.found import FoundCase
from deskapp.rules import barcode
from ui import texts
from ui.barcode_keys import BarcodeKeys
from ui.clerk.calling_wires import CallingWires
from ui.clerk.hand_out_wires import HandOutWires
from ui.clerk.intake_wires import IntakeWires
from ui.clerk.session import Session
from ui.parts.choices import Choice
from ui.parts.find_box import FindBox
from ui.parts.messages import Tone

ID_LENGTH = 18


class BarcodeWires(QObject):
    """Joins the scanner, and the box that finds cases, to the case in hand."""

    def __init__(
        self,
        session: Session,
        keys: BarcodeKeys,
        calling: CallingWires,
        intake: IntakeWires,
        hand_out: HandOutWires,
    ) -> None:
        super().__init__(session)
        self._hand_out = hand_out
        self._s = session
        self._calling = calling
        self._intake = intake
        keys.known = lambda digits: barcode.read(digits) is not None
        keys.scanned.connect(self.scanned)
        box = session.screen.find_case
        box.words_typed.connect(lambda words: self._find(box, words))
        box.chosen.connect(self._open)

    def scanned(self, digits: str) -> None:
        """Somebody scanned something."""
        if self._s.screen.cover.isVisible():
            return
        seen = barcode.read(digits)
        if self._hand_out.takes(digits, seen):
            return
        if isinstance(seen, barcode.ScannedTicket):
            self._ticket(seen.number)
        elif isinstance(seen, barcode.ScannedReceipt):
            self._receipt(seen.number)
        elif isinstance(seen, barcode.ScannedSeparator):
            self._separator(seen)
        elif isinstance(seen, barcode.ScannedNotice):
            self._notice(seen.case)
        elif len(digits) == ID_LENGTH:
            self._intake.take_id_number(digits)
        else:
            self._s.say(
                "scan.not_ours", Tone.OWED, lambda: self.tr("扫到的不是本系统的码。号票、回执、分隔页都可以扫。")
            )

    def _ticket(self, number: str) -> None:
        call = self._s.call
        if call is not None and call.number == number:
            self._calling.arrive()
        elif call is not None and call.ticket is not None:
            words = self.tr("扫到 {scanned}，本窗正在办 {number}。")
            self._s.say("scan.other_ticket", Tone.OWED, lambda: words.format(scanned=number, number=call.number))
        else:
            words = self.tr("扫到 {scanned}。按 F2 按顺序叫号。")
            self._s.say("scan.other_ticket", Tone.OWED, lambda: words.format(scanned=number))

    def _receipt(self, number: str) -> None:
        desk = self._s.desk
        self._s.do("reading", lambda: sheets.find_cases(desk, number), lambda found: self._found_receipt(number, found))

    def _found_receipt(self, number: str, found: tuple[FoundCase, ...]) -> None:
        if found:
            self._open(found[0].case)
        else:
            words = self.tr("本机没有 {number} 这件。").format(number=number)
            self._s.say("scan.unknown_receipt", Tone.OWED, lambda: words)

    def _notice(self, case: CaseId) -> None:
        """Somebody has brought what was missing, and their paper: their case, where it stood."""
        desk = self._s.desk
        unknown = self.tr("本机没有这张告知单的件。请稍后再扫，或按 Ctrl+F 查找。")
        self._s.do(
            "reading",
            lambda: sheets.case(desk, case),
            lambda sheet: self._open(sheet.case),
            lambda _: self._s.say("scan.unknown_notice", Tone.OWED, lambda: unknown),
        )

    def _separator(self, seen: barcode.ScannedSeparator) -> None:
        """A separator names a case and one of its materials: that material becomes the marked one."""
        self._open(seen.case)
        case = self._s.case
        if case is not None and case.case == seen.case and case.bundle is not None and not case.alone:
            self._s.take_case(seen.case, alone=True)  # the place is one in the list of its own item
        elif case is not None and case.case == seen.case and 0 < seen.place <= len(case.lines):
            self._s.screen.checklist.jump(case.lines[seen.place - 1].code)

    def _find(self, box: FindBox, words: str) -> None:
        desk = self._s.desk
        typed = self._s.screen.applicant.typed.id_number if self._s.case is None else ""
        if not words and typed:
            self._s.do(
                "reading",
                lambda: sheets.cases_to_continue(desk, typed),
                lambda found: box.show_found(words, [self._choice(case) for case in found]),
            )
            return
        if len(words) < 2 and words.isascii():  # a digit says nothing; a surname does
            hint = Choice("", self.tr("请再输入几位"), note=True)
            box.show_found(words, (hint,) if words else ())
            return
        self._s.do(
            "reading",
            lambda: sheets.find_cases(desk, words),
            lambda found: box.show_found(words, [self._choice(case) for case in found]),
        )

    def _choice(self, case: FoundCase) -> Choice:
        when = f"{texts.day(case.opened_at.date())} {texts.clock_time(case.opened_at)}"
        detail = case.number or when
        if case.bundle:
            detail += self.tr(" · 联办件 …{tail}").format(tail=case.bundle[-6:])
        return Choice(case.case, f"{case.applicant} · {case.item_name}", detail, texts.state(case.state))

    def _open(self, case: str) -> None:
        """Put this case into hand, unless another is half done."""
        current, call = self._s.case, self._s.call
        of_ticket = call is not None and call.ticket is not None and current is not None and call.case == current.case
        if current is not None and of_ticket and current.case != case and current.number is None:
            self._s.say("scan.case_open", Tone.OWED, lambda: self.tr("先办完手上这件，再打开另一件。"))
        else:
            self._s.take_case(CaseId(case))
