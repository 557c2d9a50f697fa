"""What is applied for: found, chosen, brought by the ticket, or fixed by the case."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from deskapp.clerk import sheets
from deskapp.desk import Desk
from deskapp.failures import Failure
from deskapp.ids import ItemCode
from deskapp.queries import catalogs
from deskapp.rules.finding import Found, FoundKind
from ui import texts
from ui.clerk.find_rows import THEME
from ui.clerk.items_page import ItemTerms
from ui.clerk.session import Session
from ui.parts.choices import Choice


def read_item(desk: Desk, code: str) -> ItemTerms:
    """The item in today's catalogue. Refusal `item.unknown`."""
    with desk.journal.reading() as reading:
        catalog = catalogs.in_force(reading, desk.clock.today())
    item = catalog.item(ItemCode(code))
    name = item.en if texts.language() == "en" and item.en else item.name
    department = catalog.departments[item.department].name
    return ItemTerms(item.code, name, department, item.handling, item.promised, item.fee)


def read_theme(desk: Desk, code: str) -> tuple[str, tuple[Choice, ...]]:
    """A theme's name, and its items to choose from. Refusal `item.unknown`."""
    with desk.journal.reading() as reading:
        catalog = catalogs.in_force(reading, desk.clock.today())
    theme = catalog.themes[code]
    english = texts.language() == "en"
    items = [catalog.item(item) for item in theme.items]
    choices = tuple(Choice(item.code, item.en if english else item.name, item.code) for item in items)
    return (theme.en if english else theme.name), choices


class ItemsWires(QObject):
    """Joins the items page to the catalogue."""

    chosen = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        self.item: str | None = None
        self.coming = False  # the ticket brings an item that is still being read
        self.chosen_by_hand = False
        page = session.screen.items
        page.words_typed.connect(self._find)
        page.item_chosen.connect(self.take)
        session.call_shown.connect(self._from_ticket)
        session.case_shown.connect(self._from_case)
        session.cleared.connect(self._clear)

    def choose(self, code: str) -> None:
        """Choose this item."""
        desk = self._s.desk
        self._s.do("reading", lambda: read_item(desk, code), self._show, self._not_found)

    def take(self, code: str) -> None:
        """A person chose this item, or this theme (`theme:CODE`), whose items are then to be chosen from."""
        if code.startswith(THEME):
            desk, theme = self._s.desk, code.removeprefix(THEME)
            self._s.do("reading", lambda: read_theme(desk, theme), self._show_theme)
            return
        self.chosen_by_hand = True
        self.choose(code)

    def _find(self, words: str) -> None:
        desk = self._s.desk
        self._s.do(
            "reading",
            lambda: sheets.find_items(desk, words),
            lambda found: self._s.screen.items.show_found(words, [self._choice(one) for one in found]),
        )

    def _choice(self, found: Found) -> Choice:
        name = found.en if texts.language() == "en" and found.en else found.name
        if found.kind is FoundKind.CANCELLED:
            return Choice("", name, texts.cancelled(found.since, found.why or ""), barred=True)
        if found.kind is FoundKind.THEME:
            return Choice(THEME + found.code, name, self.tr("一件事：选其中的事项"), self.tr("一件事"))
        return Choice(found.code, name, found.code)

    def _show_theme(self, theme: tuple[str, tuple[Choice, ...]]) -> None:
        name, items = theme
        page = self._s.screen.items
        page.search.setText(name)
        page.show_found(name, items)
        page.search.setFocus()

    def _not_found(self, failure: Failure) -> None:
        self.coming = False
        self._s.say_failure(failure)

    def _show(self, terms: ItemTerms) -> None:
        self.coming = False
        if self._s.case is not None:
            return
        self.item = terms.code
        self._s.screen.items.show_item(terms)
        self.chosen.emit()
        if self.chosen_by_hand:
            self._s.screen.applicant.setFocus()

    def _from_ticket(self) -> None:
        call = self._s.call
        if call is not None and call.item is not None and self.item is None and call.case is None:
            self.coming = True
            self.choose(call.item)

    def _from_case(self) -> None:
        case = self._s.case
        if case is not None:
            self.item = case.item
            terms = ItemTerms(
                case.item, case.item_name, case.department, case.handling, case.promised, case.fee, fixed=True
            )
            self._s.screen.items.show_item(terms)

    def _clear(self) -> None:
        self.item, self.coming, self.chosen_by_hand = None, False, False
        self._s.screen.items.show_item(None)
        self._s.screen.items.close_search()
