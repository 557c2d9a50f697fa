"""The first case of the day, as a clerk works it: called, taken in, scanned, the line cut, accepted, the line back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from deskapp.ids import CaseId
from deskapp.queries.line_sheet import LineSheet
from ui.clerk.opening import ClerkWindow
from ui.clerk.screen import ClerkScreen
from ui.demo.hall import PASSWORD, SmallHall, TestScanner
from ui.demo.keyboard import Keyboard
from ui.demo.player import Stage
from ui.shell import Shell

PERSON = ("李䶮", "990105198802293371", "19900007221")  # of the sample people: a rare character on purpose
USER, WINDOW = "clerk3", "3"
_MATERIALS = 3


@dataclass
class Noted:
    """What is noted on the way for the summary."""

    case_keys: int = 0
    queued: int = 0
    left: int = -1
    case: CaseId | None = None


@dataclass(frozen=True, slots=True)
class Props:
    """What stands around the desk: the hall, the scanner, the first person's ticket."""

    hall: SmallHall
    scanner: TestScanner
    ticket: str


class Story:
    """The stages, over one shell and one small hall."""

    def __init__(self, shell: Shell, props: Props) -> None:
        self.noted = Noted()
        self._shell = shell
        self.props = props
        self._keys = Keyboard(shell)

    def stages(self) -> list[Stage]:
        """In their order."""
        key = Qt.Key
        return [
            Stage("first-sight", lambda: None, lambda: self._shell.page.windows.count() > 0),
            Stage("signed-in", self._sign_in, self._at_the_window, 60),
            Stage("called", self._call, self._called),
            Stage("applicant", self._type_applicant, lambda: self._owed() == _MATERIALS),
            Stage("first-page", self._scan, lambda: self._owed() == _MATERIALS - 1 and self._page_seen(), 60),
            Stage("line-cut", self._cut, lambda: not self._line.online, 30),
            Stage("second-page", self._next_sheet, lambda: self._owed() == _MATERIALS - 2 and self._page_seen(), 60),
            Stage("third-page", self._next_sheet, lambda: self._owed() == 0 and self._page_seen(), 60),
            Stage("accepted-offline", self._accept, self._printed),
            Stage("outbox", self._open_outbox, self._outbox_seen),
            Stage("line-restored", self._restore, self._all_sent, 60),
            Stage("next", lambda: self._keys.press(key.Key_F2), self._next_called),
        ]

    @property
    def _window(self) -> ClerkWindow:
        window = self._shell.clerk
        if window is None:
            raise RuntimeError("nobody has signed in")
        return window

    @property
    def _screen(self) -> ClerkScreen:
        return self._window.screen

    @property
    def _line(self) -> LineSheet:
        sheet = self._window.line.sheet
        if sheet is None:
            raise RuntimeError("the line has not been shown yet")
        return sheet

    def _called(self) -> bool:
        call = self._window.session.call
        return call is not None and call.number == self.props.ticket

    def _sign_in(self) -> None:
        self._keys.type(USER)
        self._keys.press(Qt.Key.Key_Tab)
        self._keys.type(PASSWORD)
        self._keys.press(Qt.Key.Key_Tab)
        self._keys.press(Qt.Key.Key_A, ctrl=True)
        self._keys.type(WINDOW)
        self._keys.press(Qt.Key.Key_Return)

    def _at_the_window(self) -> bool:
        if self._shell.clerk is None or self._window.line.sheet is None:
            return False
        call = self._window.session.call
        return self._line.online and call is not None and call.waiting > 0 and bool(call.next_numbers[0].item_name)

    def _call(self) -> None:
        self._keys.struck = 0
        self._keys.press(Qt.Key.Key_F2)

    def _type_applicant(self) -> None:
        name, number, phone = PERSON
        self._keys.type(number)
        self._keys.press(Qt.Key.Key_Return)
        self._keys.commit(name)
        self._keys.press(Qt.Key.Key_Return)
        self._keys.type(phone)
        self._keys.press(Qt.Key.Key_Return)

    def _owed(self) -> int:
        case = self._window.session.case
        return -1 if case is None else len(case.owed)

    def _scan(self) -> None:
        self._keys.press(Qt.Key.Key_F5)

    def _next_sheet(self) -> None:
        self.props.scanner.lay_sheet()
        self._scan()

    def _page_seen(self) -> bool:
        """Whether the large page and the small ones beside it are on the screen."""
        pages = self._screen.pages
        small = pages.thumbnails.pages_model
        return len(small.pictures) == small.rowCount() and pages.preview.empty == (small.rowCount() == 0)

    def _cut(self) -> None:
        self.props.hall.relay.cut()

    def _accept(self) -> None:
        self._keys.press(Qt.Key.Key_F9)

    def _printed(self) -> bool:
        case = self._window.session.case
        self.noted.case_keys = self._keys.struck
        done = case is not None and case.number is not None and case.papers_waiting == 0
        if done:
            self.noted.queued = self._line.pending
            self.noted.case = self._window.session.case_id
        return done

    def _open_outbox(self) -> None:
        self._screen.status.lamp.lamp.click()

    def _outbox_seen(self) -> bool:
        return self._screen.outbox.isVisible()

    def _restore(self) -> None:
        self._keys.press(Qt.Key.Key_Escape)
        self.props.hall.relay.restore()

    def _all_sent(self) -> bool:
        self.noted.left = self._line.pending
        return self._line.online and self._line.pending == 0 and self._line.pages_pending == 0

    def _next_called(self) -> bool:
        call = self._window.session.call
        return call is not None and call.number not in ("", self.props.ticket)
