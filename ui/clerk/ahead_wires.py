"""Pages that came while the application was being filled in: shown, and put into the case as soon as it is opened."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from deskapp.clerk import left_over, scanning_ahead, tidying
from deskapp.clerk.left_over import Arrived
from deskapp.clerk.stacking import Taken, Told
from deskapp.failures import Failure
from deskapp.ids import CaseId, new_id
from deskapp.queries.case_sheet import PageLine
from deskapp.rules.spot import Why
from ui.clerk.checklist_wires import ChecklistWires
from ui.clerk.intake_wires import IntakeWires
from ui.clerk.page_wires import PageWires
from ui.clerk.session import Session
from ui.clerk.stack_wires import StackWires
from ui.parts.messages import Tone

SCANNER = "scanner"
SAID = "scan.ahead"


class AheadWires(QObject):
    """Joins the pages of no case yet to `deskapp.clerk.scanning_ahead`, while their form is on the screen."""

    changed = Signal()
    typed = Signal()  # something stands in the form, whoever has written it: a hand, a card, a code

    def __init__(
        self, session: Session, intake: IntakeWires, checklist: ChecklistWires, pages: PageWires, stacks: StackWires
    ) -> None:
        super().__init__(session)
        self._s = session
        self._checklist = checklist
        self._steps = pages
        self._stacks = stacks
        self._scans: list[str] = []
        self.pages: tuple[Arrived, ...] = ()
        self.placing = False  # they are on their way into the case
        screen = session.screen
        screen.pages.remove_asked.connect(self._put_away)
        screen.stack.away_asked.connect(lambda *_: self.came())
        intake.opened.connect(self._opened)
        intake.begun.connect(self.typed)
        session.cleared.connect(self._clear)

    def begin(self) -> str:
        """A scan begins: the name by which its pages are known."""
        self._scans.append(new_id())
        return self._scans[-1]

    def holds(self, scan: str) -> bool:
        """Whether the pages of a scan are for the form on the screen, or on their way into the case it has opened."""
        return scan in self._scans or self.placing

    def came(self) -> None:
        """Look again for what waits for the form on the screen; behind whatever is under way with pages."""
        if self._scans:
            desk, scans = self._s.desk, tuple(self._scans)
            self._s.do(SCANNER, lambda: scanning_ahead.waiting(desk, scans), lambda found: self._show(scans, found))

    def _show(self, scans: tuple[str, ...], found: tuple[Arrived, ...]) -> None:
        if scans != tuple(self._scans):
            return  # the person has gone meanwhile, or another scan has begun, which asks again
        more = len(found) > len(self.pages)
        self.pages = found
        self._s.screen.pages.show_ahead(tuple(PageLine(page.digest, blank=False, blurred=False) for page in found))
        self.changed.emit()
        if not found:
            self._s.screen.messages.withdraw(SAID)
        elif more:
            count = len(found)
            self._s.say(SAID, Tone.GOOD, lambda: self.tr("先扫的 {n} 页已收好，打开办件时放进材料。").format(n=count))

    def _put_away(self, digests: list[str]) -> None:
        if self._s.case_id is None and self.pages:
            desk, away = self._s.desk, [page.arrival for page in self.pages if page.digest in digests]
            self._s.do(SCANNER, lambda: left_over.put_away(desk, away))
            self.came()

    def _opened(self) -> None:
        case, desk, scans = self._s.case_id, self._s.desk, tuple(self._scans)
        self._forget()
        if case is None or not scans:
            return
        self.placing = True

        def place() -> tuple[Taken, int, int]:
            taken = scanning_ahead.place(desk, case, scans, Told(lambda _: None))
            blank = sum(tidying.tidy(desk, there.case, pages) for there, pages in taken.placed.items())
            return taken, blank, len(scanning_ahead.waiting(desk, scans))

        self._s.do(SCANNER, place, lambda done: self._placed(case, *done), self._not_placed)

    def _placed(self, case: CaseId, taken: Taken, blank: int, left: int) -> None:
        self.placing = False
        if blank or taken.turned or taken.straightened or taken.cropped:
            self._steps.stepped()
        count = sum(map(len, taken.placed.values()))
        names = {str(line.code): line.name for line in self._s.case.lines} if self._s.case is not None else {}
        material = next((str(spot.material) for spot in taken.placed), "")
        if count and case == self._s.case_id:
            words = (
                self.tr("先扫的 {n} 页已放进“{name}”。") if material in names else self.tr("先扫的 {n} 页已放进材料。")
            )
            self._s.say(SAID, Tone.GOOD, lambda: words.format(n=count, name=names.get(material, "")))
            self._checklist.show_pages_of(material)
            self._checklist.go_on()
        waiting = [*taken.waiting, *[Why.AHEAD] * left]
        if waiting:
            self._stacks.say_waiting(waiting)
        self._s.refresh.stale("case")

    def _not_placed(self, failure: Failure) -> None:
        self.placing = False
        self._s.say_failure(failure)
        self._s.refresh.stale("case")

    def _clear(self) -> None:
        """The person has gone, and no case was opened: the pages wait where all wait that are in none."""
        left = len(self.pages)
        self._forget()
        if left:
            self._stacks.say_waiting([Why.AHEAD] * left)

    def _forget(self) -> None:
        self._scans.clear()
        self.pages = ()
        self._s.screen.pages.show_ahead(())
        self._s.screen.messages.withdraw(SAID)
