"""Materials ticked, promised, put off, given back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from deskapp.clerk import intake
from deskapp.ids import CaseId, MaterialCode
from ui.clerk.checklist_rows import Way
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.messages import Tone

LANE = "journal"


class ChecklistWires(QObject):
    """Joins the checklist and the pages to the use cases of `deskapp.clerk.intake`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        self._goes_on = False
        self._pages_of = ""
        self._follows = True  # the pages in sight are those of the marked material, not those that just came
        self._refused = ""  # the material that can be neither promised nor put off, as it was said
        page, pages = session.screen.checklist, session.screen.pages
        page.receive_asked.connect(lambda code: self._settle(intake.receive, code))
        page.commit_asked.connect(lambda code: self._settle(intake.commit, code))
        page.defer_asked.connect(lambda code: self._settle(intake.defer, code))
        page.give_back_asked.connect(self._give_back)
        page.way_missing.connect(self._say_missing)
        page.current_changed.connect(self._marked)
        pages.emptied.connect(lambda: session.screen.ask(Ask.MATERIALS))
        session.case_shown.connect(self._shown)

    def go_on(self) -> None:
        """Mark what is owed next: at once when the marked one is settled, else when a sheet shows that it is."""
        marked = self._s.screen.checklist.current
        owed = {line.code for line in self._s.case.owed} if self._s.case is not None else set()
        if marked in owed:
            self._goes_on = True
        else:
            self._advance()

    def show_pages_of(self, material: str) -> None:
        """Show the pages of this material, which come or have just come: they stay in sight while the mark goes on by
        itself, and the list says where the next ones go.
        """
        self._follows, self._pages_of = False, material
        self._show_pages()

    def _marked(self, material: str) -> None:
        self._follows, self._pages_of = True, material
        self._show_pages()

    def _advance(self) -> None:
        self._s.screen.checklist.go_on()
        if self._follows:
            self._pages_of = self._s.screen.checklist.current
        self._show_pages()

    def _show_pages(self) -> None:
        self._s.screen.pages.show_sheet(self._s.case, self._pages_of)

    def _settle(self, step: Callable[..., object], code: str) -> None:
        case, desk = self._s.case_id, self._s.desk
        if case is not None:
            self._s.screen.messages.withdraw("material.no_such_way")
            self._follows = True
            self.go_on()
            self._s.do(LANE, lambda: step(desk, case, MaterialCode(code)))

    def _say_missing(self, name: str, way: str) -> None:
        words = {
            Way.COMMIT: self.tr("“{name}”不能以承诺代替：请收下，或按 Shift+F5 一次性告知。"),
            Way.DEFER: self.tr("“{name}”不能容缺：请收下，或按 Shift+F5 一次性告知。"),
        }.get(Way(way))
        if words is not None:
            self._refused = name
            self._s.say("material.no_such_way", Tone.OWED, lambda: words.format(name=name))

    def _give_back(self, code: str) -> None:
        self._of_case(lambda case: intake.give_back(self._s.desk, case, MaterialCode(code)))

    def _of_case(self, step: Callable[[CaseId], None]) -> None:
        case = self._s.case_id
        if case is not None:
            self._s.do(LANE, lambda: step(case))

    def _shown(self) -> None:
        case = self._s.case
        if case is None:
            self._pages_of = ""
        elif self._goes_on and self._s.screen.checklist.current not in {line.code for line in case.owed}:
            # a sheet that was read before the tick was written does not tell that it is settled
            self._goes_on = False
            self._advance()
        if case is not None and self._refused not in {line.name for line in case.owed}:
            self._s.screen.messages.withdraw("material.no_such_way")
        if case is not None and not case.owed:
            self._s.screen.messages.withdraw("case.incomplete")
        self._show_pages()
