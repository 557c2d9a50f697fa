"""Questions answered: kept in the case at once, so that the checklist says what is owed and what is not."""

from __future__ import annotations

from PySide6.QtCore import QObject

from deskapp.clerk import intake
from deskapp.failures import Failure, Refusal
from deskapp.rules.questions import Asked
from deskapp.sentences import sentence
from ui import office_words, texts
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.messages import Tone, Way

LANE = "journal"
NAMED = 3  # open questions that get a button of their own in the message
_TO_QUESTION = "ask:"


class QuestionsWires(QObject):
    """Joins the questions to the use case that notes their answers."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        self._asked_of = ""  # the case whose first question was gone to already
        self._goes_on = False  # all that was on the screen is answered; an answer may bring another question
        page = session.screen.questions
        self._went = ""  # the question to which a sheet has moved the keys
        page.answered.connect(self._answered)
        page.gone_on.connect(self._go_on)
        session.screen.messages.chosen.connect(self._way_chosen)
        session.case_shown.connect(self._shown)
        session.cleared.connect(self._clear)
        session.screen.when(Ask.QUESTIONS, self.go_to_questions)
        session.screen.when(Ask.MATERIALS, self.go_to_materials)

    def go_to_questions(self) -> None:
        """Put the keys to the first open question, else to the first of all."""
        page = self._s.screen.questions
        self._went = ""
        first = page.next_open() or next(iter(page.rows), None)
        if first is not None:
            page.go_to(first)

    def go_to_materials(self) -> None:
        """Put the keys to the checklist; to the question before it, while it is open what the checklist is."""
        page = self._s.screen.questions
        onward = page.next_open() if page.isVisible() else None
        if onward is not None:
            page.go_to(onward)
        else:
            self._s.screen.checklist.setFocus()

    def come_first(self) -> bool:
        """While a question is open nobody knows what is owed: say so, go to it, and return whether there is one."""
        left = self._s.case.unanswered if self._s.case is not None else ()
        if left:
            words = self.tr("还有 {n} 个问题没有回答：")
            ways = tuple(_way_to(one) for one in left[:NAMED])
            self._s.say("case.unanswered", Tone.OWED, lambda: words.format(n=len(left)), *ways)
            self._s.screen.questions.go_to(left[0].question.code)
        return bool(left)

    def _answered(self, question: str, answer: object) -> None:
        case, desk = self._s.case_id, self._s.desk
        said = None if answer is None else str(answer)
        if case is not None:
            self._s.do(
                LANE,
                lambda: intake.answer(desk, case, question, said),
                failed=lambda failure: self._refused(question, failure),
            )

    def _refused(self, question: str, failure: Failure) -> None:
        page = self._s.screen.questions
        if isinstance(failure, Refusal) and question in page.rows:
            page.say_wrong(question, sentence(failure, texts.language()))
            page.rows[question].answer = None
            page.go_to(question)
        else:
            self._s.say_failure(failure)

    def _way_chosen(self, _: str, way: str) -> None:
        if way.startswith(_TO_QUESTION):
            self._s.screen.questions.go_to(way.removeprefix(_TO_QUESTION))

    def _go_on(self) -> None:
        self._goes_on = True
        self._s.screen.checklist.setFocus()

    def _shown(self) -> None:
        case, page = self._s.case, self._s.screen.questions
        if case is None:
            return
        onward = page.next_open()
        began = self._asked_of != case.case
        sisters = case.bundle.lines if case.bundle is not None else ()
        browsing = self._asked_of in {one.case for one in sisters}  # the list of the bundle keeps the keys
        self._asked_of = case.case
        # a sheet that was read before the answer was written sends the keys back to the question: go on from there
        row = page.rows.get(self._went)
        back = row is not None and row.hasFocus() and self._went not in {one.question.code for one in case.unanswered}
        if onward is not None and (self._goes_on or began or back) and not self._s.screen.applicant.editing:
            page.go_to(onward)
            self._went = onward
        elif back:
            self._went = ""
            self._s.screen.checklist.setFocus()
        elif began and not browsing:
            self._take_keys()
        self._goes_on = False
        if not case.unanswered:
            self._s.screen.messages.withdraw("case.unanswered")

    def _take_keys(self) -> None:
        """A case has come into hand, and the form that had the keys has closed: numbers tick its materials now."""
        screen = self._s.screen
        if not (screen.covered or screen.cover.isVisible() or screen.applicant.editing):
            screen.checklist.setFocus()

    def _clear(self) -> None:
        self._asked_of, self._goes_on, self._went = "", False, ""


def _way_to(asked: Asked) -> Way:
    return Way(f"{_TO_QUESTION}{asked.question.code}", lambda: office_words.asked(asked.question))
