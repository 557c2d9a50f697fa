"""One step of a case at a time: a second key while the first step is on its way does nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from deskapp.clerk.accepting import AcceptedCase
from deskapp.failures import Failure
from ui.clerk.primary import Primary, Step
from ui.clerk.session import Session
from ui.parts.messages import Way

T = TypeVar("T")
LANE = "journal"


class OneStep(QObject):
    """Runs a step in the journal's lane, and says what becomes of its papers."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        self._waiting: Callable[[], None] | None = None
        self._begun_as = session.step

    @property
    def busy(self) -> bool:
        """Whether a step is under way."""
        return self._s.under_way

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Failure], object] | None = None,
        *,
        patient: bool = False,
    ) -> None:
        """Do it, unless another is on its way; what was answered in a panel is `patient` and waits for that one."""
        if self.busy:
            if patient:
                self._waiting = lambda: self.run(work, then, failed)
            return
        self._begun_as = self._s.step
        self._under_way(True)

        def done(value: T) -> None:
            self._under_way(False)
            then(value)
            self._go_on()

        def not_done(failure: Failure) -> None:
            self._under_way(False)
            (failed or self._s.say_failure)(failure)
            self._go_on()

        self._s.do(LANE, work, done, not_done)

    def wait_with(self, what: Callable[[], None]) -> None:
        """Whoever strikes the key that the button shows by now means that: it is done when the step is over, unless
        the button says something else then. The same words as before the step are the same key struck twice.
        """
        shown = self._s.step
        if shown not in (self._begun_as, Primary(Step.PRINTING, shown.count)):
            self._waiting = lambda: what() if self._s.step == shown else None

    def _under_way(self, so: bool) -> None:
        self._s.under_way = so
        self._s.show_primary()

    def _go_on(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()

    def say_papers(self, done: AcceptedCase) -> bool:
        """Say what the printer did not do; whether all is well."""
        if done.trouble is not None:
            self._s.say_failure(done.trouble, Way("again", lambda: self.tr("再打"), "Shift+F9"))
            return False
        if done.papers:
            self._s.screen.messages.withdraw("printer")
        return True
