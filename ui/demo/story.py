"""The first cases of the day, as a clerk works them.

The first: called, known by the card, scanned, the line cut, accepted, the line back. The second person's ticket
brings no item, which is looked up. The third has no card at hand but was here before. The keys of each are counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt

from deskapp.devices.id_card.pretend import PretendReader, record
from deskapp.ids import CaseId
from deskapp.queries.line_sheet import LineSheet
from ui.clerk.opening import ClerkWindow
from ui.clerk.screen import ClerkScreen
from ui.demo.hall import PASSWORD, SmallHall, TestScanner
from ui.demo.keyboard import Keyboard
from ui.demo.player import Stage
from ui.shell import Shell

PERSON = ("李䶮", "990105198802293371")  # of the sample people: a rare character on purpose
SECOND = ("买买提·吐尔逊江", "990102198505051318")
ITEM = "gtgs"  # the initials of 个体工商户注册登记, which is handled at once and asks for three materials
USER, WINDOW = "clerk3", "3"
_MATERIALS = 3


@dataclass
class Noted:
    """What is noted on the way for the summary."""

    keys: dict[str, int] = field(default_factory=dict)
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
        return [
            Stage("first-sight", lambda: None, lambda: self._shell.page.windows.count() > 0),
            Stage("signed-in", self._sign_in, self._at_the_window, 60),
            Stage("called", self._call, self._called),
            Stage("applicant", lambda: self._lay(PERSON), lambda: self._read(PERSON)),
            Stage("first-page", self._scan, self._scanned(1), 60),
            Stage("line-cut", self._cut, lambda: not self._line.online, 30),
            Stage("second-page", self._next_sheet, self._scanned(2), 60),
            Stage("third-page", self._next_sheet, self._scanned(3), 60),
            Stage("accepted-offline", self._accept, lambda: self._accepted("ticket_and_card")),
            Stage("outbox", self._open_outbox, self._outbox_seen),
            Stage("line-restored", self._restore, self._all_sent, 60),
            Stage("next", self._call, lambda: self._next_called(1)),
            Stage("item-asked", lambda: self._lay(SECOND), self._item_asked),
            *self._looked_up("second", "item_looked_up"),
            Stage("third-called", self._call, lambda: self._next_called(2)),
            Stage("typed", self._type_number, self._item_asked),
            *self._looked_up("third", "number_typed"),
        ]

    def _looked_up(self, name: str, counted_as: str) -> list[Stage]:
        """The rest of a case whose item is looked up: found, three sheets, accepted."""
        return [
            Stage(f"{name}-item", self._find_item, self._item_found),
            *(Stage(f"{name}-page-{at}", self._next_sheet, self._scanned(at), 60) for at in range(1, _MATERIALS + 1)),
            Stage(f"{name}-accepted", self._accept, lambda: self._accepted(counted_as)),
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

    def _lay(self, person: tuple[str, str]) -> None:
        """Somebody lays their card on the reader."""
        reader = self._window.session.desk.card_reader
        if isinstance(reader, PretendReader):
            reader.lay(record(*person))

    def _read(self, person: tuple[str, str]) -> bool:
        typed = self._screen.applicant.typed
        return (typed.name, typed.id_number) == person

    def _type_number(self) -> None:
        """The first person is here again, without a card."""
        self._keys.type(PERSON[1])
        self._keys.press(Qt.Key.Key_Return)

    def _item_asked(self) -> bool:
        known = bool(self._screen.applicant.typed.name) and not self._window.session.entered.gaps
        return known and self._screen.items.search.hasFocus()

    def _find_item(self) -> None:
        self._keys.type(ITEM)
        self._keys.press(Qt.Key.Key_Return)

    def _item_found(self) -> bool:
        items = self._screen.items
        return not items.search.hasFocus() and bool(items.name.text())

    def _owed(self) -> int:
        case = self._window.session.case
        return -1 if case is None else len(case.owed)

    def _scan(self) -> None:
        self._keys.press(Qt.Key.Key_F5)

    def _next_sheet(self) -> None:
        self.props.scanner.lay_sheet()
        self._scan()

    def _scanned(self, sheets: int) -> Callable[[], bool]:
        """Whether so many sheets are in, and ticked."""
        return lambda: self._owed() == _MATERIALS - sheets and self._page_seen()

    def _page_seen(self) -> bool:
        """Whether the large page and the small ones beside it are on the screen."""
        pages = self._screen.pages
        small = pages.thumbnails.pages_model
        return len(small.pictures) == small.rowCount() and pages.preview.empty == (small.rowCount() == 0)

    def _cut(self) -> None:
        self.props.hall.relay.cut()

    def _accept(self) -> None:
        self._keys.press(Qt.Key.Key_F9)

    def _accepted(self, counted_as: str) -> bool:
        """Whether the case is accepted and its papers are out; its keys are counted then."""
        case = self._window.session.case
        done = case is not None and case.number is not None and case.papers_waiting == 0
        if done:
            self.noted.keys.setdefault(counted_as, self._keys.struck)
        if done and self.noted.case is None:
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

    def _next_called(self, people: int) -> bool:
        """Whether the person after so many others is called."""
        call, first = self._window.session.call, self.props.ticket
        return call is not None and call.number == f"{first[0]}{int(first[1:]) + people:03d}"
