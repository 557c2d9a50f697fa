"""The box that finds everything by one line of typing, the one that finds cases, and one person's cases."""

from __future__ import annotations

from PySide6.QtCore import QObject

from deskapp.clerk import looking, sheets
from deskapp.clerk.looking import Seen
from deskapp.ids import CaseId, TicketId
from deskapp.queries.found import FoundCase
from deskapp.queries.found_all import FindSheet
from ui.clerk import find_rows
from ui.clerk.find_rows import AGENT, CASE, ITEM, PERSON, TICKET
from ui.clerk.items_wires import ItemsWires
from ui.clerk.open_wires import OpenWires
from ui.clerk.put_away_wires import PutAwayWires
from ui.clerk.session import Session
from ui.parts.choices import Choice
from ui.parts.find_box import FindBox
from ui.parts.story_wires import StoryWires

_OF_PEOPLE = (CASE, PERSON, AGENT)


class FindWires(QObject):
    """Joins both boxes and the panel of a person to the queries, and what is chosen to whoever opens it."""

    def __init__(
        self, session: Session, cases: OpenWires, items: ItemsWires, stories: StoryWires, aside: PutAwayWires
    ) -> None:
        super().__init__(session)
        self._s = session
        self._holding = False
        self._cases, self._items, self._stories, self._aside = cases, items, stories, aside
        screen = session.screen
        self._boxes = (screen.commands, screen.find_case)
        self._person = screen.person
        screen.commands.words_typed.connect(self._find)
        screen.commands.chosen.connect(self._open)
        screen.find_case.words_typed.connect(self._find_case)
        screen.find_case.chosen.connect(self._open)
        screen.person.chosen.connect(cases.open)
        desk = session.desk
        session.do("reading", lambda: sheets.get_ready_to_find(desk))

    def look(self) -> bool:
        """Show what was found in full, and note it in the journal. False when nothing that was found is on top."""
        box = next((box for box in self._boxes if box.isVisible()), None)
        if box is not None:
            self._look_at_list(box)
        elif self._person.isVisible():
            self._look_at_person()
        return box is not None or self._person.isVisible()

    def mask(self) -> None:
        """Mask it again."""
        self._holding = False
        for box in self._boxes:
            box.found.show_in_full({})
        self._person.show_in_full("")

    def _look_at_list(self, box: FindBox) -> None:
        self._holding = True
        desk, shown = self._s.desk, box.found.choices
        cases = [CaseId(line.key.partition(":")[2]) for line in shown if line.key.startswith(_OF_PEOPLE)]

        def show(seen: tuple[Seen, ...]) -> None:
            if self._holding and box.isVisible() and box.found.choices == shown:
                box.found.show_in_full(find_rows.in_full(shown, seen))

        if cases:
            self._s.do("journal", lambda: looking.look_at(desk, cases, looking.FOUND_LIST), show)

    def _look_at_person(self) -> None:
        self._holding = True
        desk, sheet = self._s.desk, self._person.sheet
        if sheet is None:
            return

        def show(seen: tuple[Seen, ...]) -> None:
            if self._holding and self._person.isVisible() and self._person.sheet is sheet:
                one = seen[0]
                who = one.agent if sheet.as_agent and one.agent is not None else one.applicant
                self._person.show_in_full(find_rows.said_in_full(who))

        self._s.do("journal", lambda: looking.look_at(desk, [sheet.case], looking.PERSON_LIST), show)

    def _find(self, words: str) -> None:
        desk, box = self._s.desk, self._s.screen.commands
        commands = self._s.screen.commands_of(words)
        if not words:
            box.show_found(words, commands)
            return

        def show(sheet: FindSheet) -> None:
            found = find_rows.rows(sheet, commands)
            if len(words) < 2 and words.isascii():  # a digit says nothing of a case; a surname does
                found.append(Choice("", self.tr("找办件请再输入几位"), note=True))
            box.show_found(words, found)

        self._s.do("reading", lambda: sheets.find(desk, words), show)

    def _find_case(self, words: str) -> None:
        desk, box = self._s.desk, self._s.screen.find_case
        typed = self._s.screen.applicant.typed.id_number if self._s.case is None else ""

        def show(found: tuple[FoundCase, ...]) -> None:
            box.show_found(words, [find_rows.case_row(case) for case in found])

        if not words and typed:
            self._s.do("reading", lambda: sheets.cases_to_continue(desk, typed), show)
        elif len(words) < 2 and words.isascii():
            hint = Choice("", self.tr("请再输入几位"), note=True)
            box.show_found(words, (hint,) if words else ())
        else:
            self._s.do("reading", lambda: sheets.find_cases(desk, words), show)

    def _open(self, key: str) -> None:
        sort, _, name = key.partition(":")
        if f"{sort}:" == CASE:
            self._cases.open(name)
        elif key.startswith((PERSON, AGENT)):
            self._show_person(CaseId(name), as_agent=key.startswith(AGENT))
        elif key.startswith(TICKET):
            self._stories.tell(TicketId(name))
        elif key.startswith(ITEM):
            self._take_item(name)
        else:
            self._s.screen.command(key)

    def _show_person(self, case: CaseId, *, as_agent: bool) -> None:
        desk = self._s.desk
        self._s.do("reading", lambda: sheets.person(desk, case, as_agent=as_agent), self._person.show_person)

    def _take_item(self, code: str) -> None:
        if self._aside.make_room():
            self._items.take(code)
