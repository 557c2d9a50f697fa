"""Who applies, corrected: opened in full, kept before any step that goes on from it, given up by Esc alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from deskapp.clerk import intake
from deskapp.failures import Failure
from deskapp.ids import CaseId
from deskapp.rules.case import Person
from deskapp.rules.case_state import AT_THE_WINDOW
from ui.clerk.applicant_page import Typed
from ui.clerk.intake_wires import IntakeWires
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.messages import Tone

LANE = "journal"
WRONG = "correction.wrong"


class CorrectionWires(QObject):
    """Joins the form of a case that is there already to the use case that writes down anew who applies."""

    def __init__(self, session: Session, form: IntakeWires) -> None:
        super().__init__(session)
        self._s = session
        self._form = form
        self._page = session.screen.applicant
        self._before = Typed()  # what stood in the form when it was opened
        self._saving: Typed | None = None
        self._then: Callable[[], object] | None = None  # what was asked for while the form was open
        screen = session.screen
        screen.when(Ask.CORRECT, self.correct)
        screen.first = self.first
        screen.locking.connect(self._keep_what_is_sound)
        session.leaving.connect(self._leaving)
        session.case_shown.connect(self._shown)
        self._page.entered.connect(self.keep)
        self._page.keep_asked.connect(self.keep)
        self._page.give_up_asked.connect(self.give_up)
        self._page.opened.connect(lambda _: session.screen.messages.withdraw(WRONG))

    def correct(self) -> None:
        """Open what was taken in, in full, to correct it. That it was seen in full stands in the journal. The form that
        is open already has the keys again.
        """
        if self._page.correcting:
            self._page.go_to("name")
        elif self._s.case_id is not None and not self._page.editing:
            self._open()

    def keep(self) -> None:
        """Take in what was corrected, and go on with the materials; or say what is wrong with it."""
        if self._page.correcting and not self.first(self._to_materials):
            self._to_materials()

    def give_up(self) -> None:
        """Close the form without a word to the journal. What was typed can be had back for ten seconds."""
        case, typed = self._s.case_id, self._page.typed
        if not self._page.correcting:
            return
        if typed != self._before:
            words = self.tr("没有更正")
            self._s.screen.accept_bar.undo_strip.offer(lambda: words, lambda: self._open_again(case, typed))
        self._close()
        self._to_materials()

    def first(self, then: Callable[[], object]) -> bool:
        """Whether a correction has to be kept before `then`, which follows by itself when it was; or stands in its way,
        which is said.
        """
        if not self._page.correcting:
            return False
        if self._saving is not None:
            self._then = then  # of two keys struck in haste the later is meant
            return True
        QApplication.inputMethod().commit()
        if self._page.typed == self._before:
            self._close()
            return False
        if self._form.faults():
            self._say_wrong()
            return True
        self._then = then
        self._save()
        return True

    def _open(self, typed: Typed | None = None) -> None:
        case, desk = self._s.case_id, self._s.desk
        if case is not None:
            self._s.do(LANE, lambda: intake.look_at_both(desk, case), lambda people: self._edit(case, people, typed))

    def _open_again(self, case: CaseId | None, typed: Typed) -> None:
        now = self._s.case
        if now is not None and now.case == case and now.state in AT_THE_WINDOW and not self._page.correcting:
            self._open(typed)

    def _edit(self, case: CaseId, people: tuple[Person, Person | None], typed: Typed | None) -> None:
        if self._s.case is None or self._s.case.case != case:
            return  # it has left the screen meanwhile, and its numbers with it
        person, agent = people
        self._before = Typed(
            id_number=person.id_number,
            name=person.name,
            phone=person.phone,
            address=person.address,
            agent_name=agent.name if agent is not None else "",
            agent_id=agent.id_number if agent is not None else "",
            by_agent=self._s.case.by_agent,
        )
        self._page.edit(typed or self._before)

    def _save(self) -> None:
        case, desk, application = self._s.case_id, self._s.desk, self._form.application()
        if case is not None and application is not None:
            self._saving = self._page.typed
            self._s.do(LANE, lambda: intake.correct_applicant(desk, case, application), self._saved, self._not_saved)

    def _saved(self, _: None) -> None:
        saved, self._saving = self._saving, None
        if not self._page.correcting:
            self._then = None
            return
        if saved is not None and self._page.typed != saved:  # somebody typed on: what follows waits for that as well
            self._before, self._then = saved, None
            return
        self._close()
        self._s.read_again()

    def _shown(self) -> None:
        """The case stands there as it was corrected: what was asked for goes on from it."""
        if self._saving is None:
            then, self._then = self._then, None
            if then is not None and self._s.case is not None:
                then()

    def _not_saved(self, failure: Failure) -> None:
        self._saving = self._then = None
        if "field" in failure.values:
            self._form.fill_in()
            self._say_wrong()
        else:
            self._s.say_failure(failure)

    def _keep_what_is_sound(self) -> None:
        """The clerk goes away for a moment: what is not sound stays as it is typed, below the cover."""
        if self._page.correcting and self._saving is None and not self._faulty():
            self._then = None
            if self._page.typed == self._before:
                self._close()
            else:
                self._save()

    def _leaving(self) -> None:
        """The case leaves the screen by itself. What cannot be kept is not lost without a word."""
        if not self._page.correcting or self._saving is not None or self._page.typed == self._before:
            return
        if self._faulty():
            words = self.tr("刚才的更正没有存：填的内容不对。按 Ctrl+F 找到那件，再更正。")
            self._s.say("correction.lost", Tone.OWED, lambda: words, stays=True)
        else:
            case, desk, application = self._s.case_id, self._s.desk, self._form.application()
            if case is not None and application is not None:
                self._s.do(LANE, lambda: intake.correct_applicant(desk, case, application))

    def _faulty(self) -> bool:
        application = self._form.application()
        return application is None or bool(intake.check_application(self._s.desk, application))

    def _say_wrong(self) -> None:
        back = self._s.screen.keys.text(Ask.BACK)
        words = self.tr("更正还没有存：先改好标出的一栏；不更正了按 {key}。")
        self._s.say(WRONG, Tone.OWED, lambda: words.format(key=back))

    def _close(self) -> None:
        self._page.show_refusals({})
        self._page.show_corrected()

    def _to_materials(self) -> None:
        if not self._s.screen.cover.isVisible():
            self._s.screen.ask(Ask.MATERIALS)
