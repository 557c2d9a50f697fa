"""What the wires of the clerk's screen share: the desk, the screen, the door to the background, the case in hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from deskapp.clerk import sheets
from deskapp.desk import Desk
from deskapp.failures import Failure, Trouble
from deskapp.ids import CaseId
from deskapp.queries.call_sheet import CallSheet
from deskapp.queries.case_sheet import CaseSheet
from deskapp.sentences import sentence
from ui import texts
from ui.background import Background
from ui.clerk.looked_up import at_an_end, looked_up
from ui.clerk.primary import Entered, Primary, primary
from ui.clerk.screen import ClerkScreen
from ui.keys import Ask
from ui.parts.messages import Message, Tone, Way
from ui.refresh import CASE, Refresh

T = TypeVar("T")


class Session(QObject):
    """One clerk at one screen. Holds no truth: every sheet is read again when the journal has grown."""

    call_shown = Signal()
    case_shown = Signal()  # the case in hand was read again, or there is none any more
    leaving = Signal()  # the case in hand is about to leave the screen
    cleared = Signal()  # the person before has gone

    def __init__(self, desk: Desk, screen: ClerkScreen, background: Background) -> None:
        super().__init__(screen)
        self.desk = desk
        self.screen = screen
        self.background = background
        self.refresh = Refresh(background, self.say_failure, self)
        self.call: CallSheet | None = None
        self.case: CaseSheet | None = None
        self.case_id: CaseId | None = None
        self._alone = self._ended = False
        self._came_over = False  # the case in hand was over when it came
        self.opened_here: CaseId | None = None  # the case that was taken in from the form
        self.under_way = False  # a step of the case has been asked for and is not over
        self.entered = Entered()
        self._state: tuple[object, ...] | None = None
        self._stop_hearing = desk.journal.on_growth(lambda _: self.refresh.grew())
        self.refresh.watch("call", lambda: sheets.call(self.desk), self._show_call, first=True)

    def end(self) -> None:
        """Hear of the journal no more."""
        self.leaving.emit()
        self._ended = True
        self.desk.pace.serve(False)
        self._stop_hearing()
        self._stop_hearing = _nothing

    def do(
        self,
        lane: str,
        work: Callable[[], T],
        then: Callable[[T], None] | None = None,
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """Do something in a lane; what fails is said in the message strip unless somebody else says it."""
        self.background.run(
            lane,
            work,
            owner=self,
            then=_ignored if then is None else then,
            failed=failed or self.say_failure,
        )

    def say_failure(self, failure: Failure, *ways: Way) -> None:
        """Say what the office refuses or the world did not do."""
        tone = Tone.BAD if isinstance(failure, Trouble) else Tone.OWED
        self.say(failure.code, tone, lambda: sentence(failure, texts.language()), *ways)

    def say(self, code: str, tone: Tone, words: Callable[[], str], *ways: Way, stays: bool = False) -> None:
        """Say something in the message strip. What is owed goes with the case and the person, unless it `stays`."""
        self.screen.messages.show_message(Message(code, tone, words, ways, stays))

    def take_case(self, case_id: CaseId, *, alone: bool = False) -> None:
        """Put this case into hand; one of a bundle with all of it as one, unless it is to be looked at `alone`. What is
        being typed of the one in hand is kept first.
        """
        if (case_id, alone) == (self.case_id, self._alone):
            return
        if self.screen.first(partial(self.take_case, case_id, alone=alone)):
            return
        self.case_id, self._alone = case_id, alone
        self.read_again()

    def read_again(self) -> None:
        """Read the case in hand now. An answer that is on its way is dropped: what is shown next is not older than this
        moment.
        """
        if self.case_id is not None:
            read = partial(sheets.case, self.desk, self.case_id, alone=self._alone)
            self.refresh.watch(CASE, read, self._show_case, first=True)

    def leave_case(self) -> None:
        """The person has gone: empty the screen for the next."""
        self.leaving.emit()
        self.case_id = self.case = self.opened_here = None
        self._alone = False
        self.refresh.forget(CASE)
        for code in ("case.incomplete", "case.unanswered", "accepted", "undone", "case.to_continue", "case.no_way"):
            self.screen.messages.withdraw(code)
        self.screen.messages.withdraw_of_person()
        self._show_parts(None)
        self.cleared.emit()
        self.case_shown.emit()
        self.show_primary()

    def enter(self, entered: Entered) -> None:
        """The application on the screen has come this far."""
        self.entered = entered
        self.show_primary()

    @property
    def looked_up(self) -> bool:
        """Whether the case in hand can be put away, because it is not what is being served."""
        return self.case is not None and not self.under_way and looked_up(self.call, self.case, self.opened_here)

    @property
    def only_seen(self) -> bool:
        """Whether the case was over when it was looked up, and whoever was called is still to be served."""
        served = self.call is not None and self.call.ticket is not None
        return served and self._came_over and self.looked_up

    @property
    def call_number(self) -> str:
        """The number of the ticket in hand, "" when there is none."""
        return self.call.number if self.call is not None else ""

    @property
    def step(self) -> Primary:
        """What the primary action is now."""
        return primary(self.call, self.case, self.entered, under_way=self.under_way, only_seen=self.only_seen)

    def show_primary(self) -> None:
        """Show the primary action; when the ticket or the state of the case has changed, its key sleeps a moment."""
        state = (
            self.call.ticket if self.call is not None else None,
            self.call.window_state if self.call is not None else None,
            self.case.state if self.case is not None else None,
        )
        if self._state not in (None, state):
            self.screen.keys.rest(Ask.PRIMARY)
        self._state = state
        here = state[0] is not None or self.case_id is not None
        self.desk.pace.serve(here and not self._ended)  # pages leave the line to this person
        self.screen.accept_bar.show_primary(self.step, self.case)

    def _show_call(self, sheet: CallSheet) -> None:
        before, self.call = self.call, sheet
        now = self.desk.clock.now()
        self.screen.calling_bar.show_sheet(sheet, now)
        self.screen.status.show_call(sheet)
        if before is not None and before.ticket is not None and before.ticket != sheet.ticket:
            self.leave_case()
        if sheet.case is not None and (before is None or before.case != sheet.case):
            self.take_case(sheet.case)
        self.call_shown.emit()
        self.show_primary()

    def _show_case(self, sheet: CaseSheet) -> None:
        if self.case is None or self.case.case != sheet.case:
            self._came_over = at_an_end(sheet)
        self.case = sheet
        self._show_parts(sheet)
        self.case_shown.emit()
        self.show_primary()

    def _show_parts(self, sheet: CaseSheet | None) -> None:
        screen = self.screen
        screen.calling_bar.show_case(sheet)
        screen.applicant.show_sheet(sheet)
        screen.questions.show_sheet(sheet)
        screen.checklist.show_sheet(sheet)


def _ignored(_: object) -> None:
    """What came of it shows in the sheet that is read next."""


def _nothing() -> None:
    """There is nothing left to end."""
