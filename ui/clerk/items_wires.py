"""What is applied for: found, chosen, brought by the ticket, or fixed by the case."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal

from deskapp.clerk import sheets
from deskapp.desk import Desk
from deskapp.failures import Failure
from deskapp.ids import CaseId, ItemCode
from deskapp.queries import catalogs
from deskapp.rules.bundle_steps import theme_of
from deskapp.rules.catalog import Catalog, Handling, Item, Theme
from deskapp.rules.finding import Found, FoundKind
from ui import texts
from ui.clerk.bundle_list import WHOLE, bundle_words, choices_of, in_hand
from ui.clerk.find_rows import THEME
from ui.clerk.items_page import ItemTerms
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.choices import Choice


def read_item(desk: Desk, code: str) -> tuple[ItemTerms, tuple[Choice, ...]]:
    """The item in today's catalogue, or the theme with its items. Refusal `item.unknown`, `bundle.no_theme`."""
    with desk.journal.reading() as reading:
        catalog = catalogs.in_force(reading, desk.clock.today())
    if code.startswith(THEME) or code in catalog.themes:
        return _theme(catalog, code.removeprefix(THEME))
    item = catalog.item(ItemCode(code))
    name = _name(item)
    department = catalog.departments[item.department].name
    return ItemTerms(item.code, name, department, item.handling, item.promised, item.fee), ()


def _theme(catalog: Catalog, code: str) -> tuple[ItemTerms, tuple[Choice, ...]]:
    theme = theme_of(code, catalog)
    items = [catalog.item(one) for one in theme.in_order]
    departments = [catalog.departments[item.department].name for item in items]
    at_once = all(item.handling is Handling.AT_ONCE for item in items)
    about = QCoreApplication.translate("ItemsWires", "一件事 · {n} 个事项 · {m} 个部门")
    terms = ItemTerms(
        THEME + code, _name(theme), "、".join(dict.fromkeys(departments)),
        Handling.AT_ONCE if at_once else Handling.PROMISE, theme.promised, sum(item.fee for item in items),
        theme=code, about=about.format(n=len(items), m=len(set(departments))),
    )  # fmt: skip
    parts = (Choice("", _name(item), where, note=True) for item, where in zip(items, departments, strict=True))
    return terms, tuple(parts)


def _name(one: Item | Theme) -> str:
    return one.en if texts.language() == "en" and one.en else one.name


class ItemsWires(QObject):
    """Joins the items page to the catalogue."""

    chosen = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        self.item: str | None = None
        self.coming = False  # the ticket brings an item that is still being read
        self.chosen_by_hand = False
        self._leaving = False  # the list of the cases is left as soon as the chosen one is shown
        page = session.screen.items
        page.words_typed.connect(self._find)
        page.item_chosen.connect(self.take)
        page.part_chosen.connect(self._part_chosen)
        session.call_shown.connect(self._from_ticket)
        session.case_shown.connect(self._from_case)
        session.cleared.connect(self._clear)

    def choose(self, code: str) -> None:
        """Choose this item."""
        desk = self._s.desk
        self._s.do("reading", lambda: read_item(desk, code), self._show, self._not_found)

    def take(self, code: str) -> None:
        """A person chose this item, or this theme (`theme:CODE`), which is served as one."""
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
            return Choice(THEME + found.code, name, self.tr("全部事项一次申请，材料只交一次"), self.tr("一件事"))
        return Choice(found.code, name, found.code)

    def _not_found(self, failure: Failure) -> None:
        self.coming = False
        self._s.say_failure(failure)

    def _show(self, chosen: tuple[ItemTerms, tuple[Choice, ...]]) -> None:
        terms, parts = chosen
        self.coming = False
        if self._s.case is not None:
            return
        self.item = terms.code
        self._s.screen.items.show_item(terms)
        self._s.screen.items.show_parts(parts)
        self.chosen.emit()
        if self.chosen_by_hand:
            self._s.screen.applicant.go_to_empty()

    def _from_ticket(self) -> None:
        call = self._s.call
        found = self.item is not None or self.chosen_by_hand
        if call is not None and call.item is not None and not found and call.case is None:
            self.coming = True
            self.choose(call.item)

    def _from_case(self) -> None:
        case = self._s.case
        if case is not None:
            self.item = case.item
            about = "" if case.bundle is None or case.alone else bundle_words(case.bundle)
            terms = ItemTerms(
                case.item, case.item_name, case.department, case.handling, case.promised, case.fee, fixed=True,
                about=about,
            )  # fmt: skip
            self._s.screen.items.show_parts(choices_of(case), in_hand(case))
            self._s.screen.items.show_item(terms)
            if self._leaving:  # only now: a digit meant for the chosen case would take a material of the other
                self._leaving = False
                self._s.screen.ask(Ask.MATERIALS)

    def _part_chosen(self, key: str) -> None:
        """One case of the bundle is looked at by itself, or all of them as one again; then to its materials."""
        case = self._s.case
        if case is not None and key == in_hand(case):
            self._s.screen.ask(Ask.MATERIALS)
        elif case is not None and not self._leaving:
            whole, self._leaving = key == WHOLE, True
            self._s.take_case(case.case if whole else CaseId(key), alone=not whole)

    def _clear(self) -> None:
        self.item, self.coming, self.chosen_by_hand, self._leaving = None, False, False, False
        self._s.screen.items.show_item(None)
        self._s.screen.items.close_search()
