"""Who applies for what: checked as it is typed, kept as a draft, taken in when it is whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict

from PySide6.QtCore import QObject, QTimer, Signal

from deskapp.clerk import drafting, intake, sheets
from deskapp.clerk.intake import Application
from deskapp.failures import Failure, Refusal
from deskapp.ids import CaseId, ItemCode, TicketId
from deskapp.queries.found import FoundCase
from deskapp.rules.condition import YES
from deskapp.rules.questions import BY_AGENT
from deskapp.sentences import sentence
from ui import texts
from ui.clerk.applicant_page import Typed
from ui.clerk.find_rows import THEME
from ui.clerk.items_wires import ItemsWires
from ui.clerk.primary import Entered
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.messages import Tone, Way

CHECK_MS = 120
DRAFT_MS = 400
DRAFT = "applicant"
ID_LENGTH = 18
_ITEM = "item"


class IntakeWires(QObject):
    """Joins the applicant page to the use cases of `deskapp.clerk.intake`."""

    begun = Signal()  # somebody began to type: the person is here
    opened = Signal()  # the application was taken in
    identified = Signal(str)  # a whole number stands in its field, of a person or an organisation

    def __init__(self, session: Session, items: ItemsWires) -> None:
        super().__init__(session)
        self._s = session
        self._items = items
        self._gaps = 0
        self._then: Callable[[CaseId], None] | None = None
        self._opening = False
        self._in_haste: Callable[[], None] | None = None  # asked before the ticket's item was there
        self._touched: set[str] = set()
        self._aside: Mapping[str, str] | None = None  # half typed when another case was scanned
        self._resuming = False
        page = session.screen.applicant
        self._check_pause = _once(self, CHECK_MS, self._check)
        self._draft_pause = _once(self, DRAFT_MS, self._keep_draft)
        page.changed.connect(self._typed)
        page.entered.connect(self.enter)
        page.sound = self._sound
        for name, field in page.fields.items():
            field.left.connect(lambda name=name: self._left(name))
        items.chosen.connect(self._item_chosen)
        session.cleared.connect(self._clear)
        session.call_shown.connect(self._tell_entered)
        session.case_shown.connect(self._case_shown)
        session.screen.messages.chosen.connect(self._way_chosen)
        session.do("reading", lambda: drafting.draft(session.desk, DRAFT), self._take_draft)

    def application(self) -> Application | None:
        """What stands on the screen as an application; None while no item is chosen."""
        item, call = self._items.item, self._s.call
        if item is None:
            return None
        return _application(item, self._s.screen.applicant.typed, call.ticket if call is not None else None)

    @property
    def unknown(self) -> bool:
        """Whether nobody knows yet who applies: a page may tell it."""
        typed = self._s.screen.applicant.typed
        return self._s.case_id is None and not self._opening and not (typed.id_number and typed.name)

    def enter(self) -> None:
        """Enter after the last field: take in what is whole, or look for the item. Of a case that is there already
        it is a correction, which is somebody else's.
        """
        if self._s.case is not None:
            return
        if self._items.coming:
            self._in_haste = self.enter
        elif self._items.item is None:
            self._s.screen.items.open_search()
        else:
            self.with_case(lambda _: self._s.screen.ask(Ask.MATERIALS))

    def with_case(self, then: Callable[[CaseId], None]) -> None:
        """Do something with the case in hand, opening it first when it is whole enough to be opened."""
        if self._s.case is not None:
            then(self._s.case.case)
            return
        if self._items.coming:
            self._in_haste = lambda: self.with_case(then)
            return
        application = self.application()
        if application is None:
            self._s.screen.ask(Ask.FIND_ITEM)
            return
        self._then = then
        if self._opening or self._s.case_id is not None:
            return
        self._opening = True
        desk = self._s.desk
        self._s.do("journal", lambda: intake.open_case(desk, application), self._opened, self._not_opened)

    def fill_in(self) -> None:
        """Go to the first field that is missing or wrong, with its reason beside it."""
        self._touched = set(self._s.screen.applicant.fields)
        self._check()
        application = self.application()
        if application is not None:
            desk = self._s.desk
            self._s.do("reading", lambda: intake.check_application(desk, application), self._go_to_first)

    def faults(self) -> tuple[Refusal, ...]:
        """What is wrong with what stands in the fields, said beside each; the keys go to the first."""
        self._touched = set(self._s.screen.applicant.fields)
        refusals = intake.check_application(self._s.desk, self._applied())
        self._go_to_first(refusals)
        return refusals

    def take_id_number(self, number: str) -> None:
        """An ID number was scanned: it goes to its field, whatever had the focus."""
        page = self._s.screen.applicant
        if self._s.case is None:
            page.fields["id_number"].set_text(number)
            page.go_to("name")
            self._typed(page.typed)
            self._look_for_more()

    def take_person(self, said: Mapping[str, str]) -> None:
        """A card was read: what it says takes the place of what was typed, and the keys go on to what is missing."""
        page = self._s.screen.applicant
        for name, words in said.items():
            page.fields[name].set_text(words)
        self._typed(page.typed)
        self._check()
        self._look_for_more()
        if self._items.item is None and not self._items.coming:
            self._s.screen.items.open_search()
        else:
            page.go_to_empty()

    def take_remembered(self, said: Mapping[str, str]) -> bool:
        """What is known of this person is written where nothing was typed; False when that is nowhere.

        Keys that stand in a field that is filled now go on to the next step: a number that was left out the last time
        is not asked for again.
        """
        page = self._s.screen.applicant
        filled = [name for name, words in said.items() if words and not page.fields[name].text()]
        waits = any(page.fields[name].line.hasFocus() for name in filled)
        for name in filled:
            page.fields[name].set_text(said[name])
        if filled:
            self._typed(page.typed)
            self._check()
        if waits:
            self.enter()
        return bool(filled)

    def set_aside(self) -> None:
        """Another case comes into hand: what is half typed is kept, and offered again, while its person is here."""
        typed, desk = self._s.screen.applicant.typed, self._s.desk
        if self._s.case_id is not None or not typed.begun:
            return
        self._draft_pause.stop()
        values = self._draft_values()
        self._aside = values
        self._s.do("journal", lambda: drafting.keep_draft(desk, DRAFT, values))
        words = self.tr("没填完的申请存好了。")
        self._s.say("form.aside", Tone.OWED, lambda: words, Way("form", lambda: self.tr("接着填")))

    def go_on_with_aside(self) -> None:
        """When the case in hand is left, what was set aside for it stands in the form again."""
        self._resuming = self._aside is not None

    def _typed(self, typed: Typed) -> None:
        if typed.begun:
            self.begun.emit()
        self._check_pause.start()
        self._draft_pause.start()
        self._tell_entered()

    def _left(self, name: str) -> None:
        self._touched.add(name)
        if name == "id_number":
            self._look_for_more()
        if self._s.screen.applicant.typed.begun:
            self._check_pause.start()

    def _look_for_more(self) -> None:
        """Whether something of this person's waits already: filed over the net, to be completed, to be handed out."""
        number, desk = self._s.screen.applicant.typed.id_number, self._s.desk
        if self._s.case is None and len(number) == ID_LENGTH:
            self._s.do("reading", lambda: sheets.cases_to_continue(desk, number), self._tell_more)
            self.identified.emit(number.upper())

    def _tell_more(self, found: tuple[FoundCase, ...]) -> None:
        if not found or self._s.case is not None:
            return
        first, key = found[0], self._s.screen.keys.text(Ask.FIND_CASE)
        words = self.tr("此人有 {n} 件待续办：{item}（{state}）")
        self._s.say(
            "case.to_continue",
            Tone.OWED,
            lambda: words.format(n=len(found), item=first.item_name, state=texts.state(first.state)),
            Way(f"open:{first.case}", lambda: self.tr("接着办"), key),
        )

    def _way_chosen(self, _: str, way: str) -> None:
        if way.startswith("open:"):
            self._s.take_case(CaseId(way.removeprefix("open:")))
        elif way == "form" and self._aside is not None:
            self.go_on_with_aside()
            self._s.leave_case()

    def _sound(self, name: str) -> bool:
        """Whether what stands in a field may be left as it is; what is wrong with it is said."""
        self._touched.add(name)
        refusals = intake.check_application(self._s.desk, self._applied())
        self._show_refusals(refusals)
        typed = asdict(self._s.screen.applicant.typed)
        return not typed[name] or all(refusal.values.get("field") != name for refusal in refusals)

    def _applied(self) -> Application:
        return self.application() or _application("", self._s.screen.applicant.typed)

    def _item_chosen(self) -> None:
        self._check()
        self._keep_draft()
        self._tell_entered()
        asked, self._in_haste = self._in_haste, None
        if asked is not None:
            asked()

    def _check(self) -> None:
        application, desk = self._applied(), self._s.desk
        self._s.do("reading", lambda: intake.check_application(desk, application), self._show_refusals)

    def _show_refusals(self, refusals: tuple[Refusal, ...]) -> None:
        page = self._s.screen.applicant
        values = asdict(page.typed)
        self._gaps = len(refusals)
        wrong = {}
        for refusal in refusals:
            field = str(refusal.values.get("field", ""))
            # an empty field is wrong only once somebody has asked for the next step
            if field in self._touched and (values.get(field) or len(self._touched) == len(page.fields)):
                wrong[field] = sentence(refusal, texts.language())
        page.show_refusals(wrong)
        self._tell_entered()

    def _go_to_first(self, refusals: tuple[Refusal, ...]) -> None:
        self._show_refusals(refusals)
        if refusals:
            self._s.screen.applicant.go_to(str(refusals[0].values.get("field", "")))

    def _tell_entered(self) -> None:
        begun = self._s.screen.applicant.typed.begun or self._items.chosen_by_hand
        self._s.enter(Entered(begun, self._items.item is not None, self._gaps))

    def _opened(self, case_id: CaseId) -> None:
        self._opening = False
        self._draft_pause.stop()
        self._s.opened_here = case_id
        self._s.take_case(case_id)
        self.opened.emit()

    def _case_shown(self) -> None:
        """The case stands on the screen: go on with what waited for it."""
        then, self._then = self._then, None
        if then is not None and self._s.case is not None:
            then(self._s.case.case)

    def _not_opened(self, failure: Failure) -> None:
        self._opening = False
        self._then = None
        if "field" in failure.values:
            self.fill_in()
        else:
            self._s.say_failure(failure)

    def _keep_draft(self) -> None:
        if self._s.case_id is not None or self._opening:
            return
        desk, values = self._s.desk, self._draft_values()
        if any(values.values()):
            self._s.do("journal", lambda: drafting.keep_draft(desk, DRAFT, values))

    def _draft_values(self) -> Mapping[str, str]:
        typed = self._s.screen.applicant.typed
        values = {name: getattr(typed, name) for name in self._s.screen.applicant.fields}
        return {**values, "answers": BY_AGENT if typed.by_agent else "", _ITEM: self._items.item or ""}

    def _take_draft(self, values: dict[str, str] | None) -> None:
        if not values or self._s.case_id is not None or self._s.screen.applicant.typed.begun:
            return
        kept = {name: values.get(name, "") for name in self._s.screen.applicant.fields}
        self._s.screen.applicant.show_typed(Typed(**kept, by_agent=BY_AGENT in values.get("answers", "").split()))
        if values.get(_ITEM):
            self._items.choose(values[_ITEM])
        self._check()

    def _clear(self) -> None:
        self._touched.clear()
        self._gaps = 0
        self._in_haste = None
        self._draft_pause.stop()
        page = self._s.screen.applicant
        page.show_typed(Typed())
        page.show_refusals({})
        page.setFocus()
        self._tell_entered()
        aside, self._aside = self._aside, None
        resuming, self._resuming = self._resuming, False
        self._s.screen.messages.withdraw("form.aside")
        if aside is not None and resuming:
            self._take_draft(dict(aside))
            return
        desk = self._s.desk
        self._s.do("journal", lambda: drafting.drop_draft(desk, DRAFT))


def _application(item: str, typed: Typed, ticket: TicketId | None = None) -> Application:
    fields = asdict(typed)
    answers = {BY_AGENT: YES} if fields.pop("by_agent") else {}
    theme = item.removeprefix(THEME) if item.startswith(THEME) else ""
    return Application(item=ItemCode("" if theme else item), theme=theme, ticket=ticket, answers=answers, **fields)


def _once(owner: QObject, milliseconds: int, what: Callable[[], None]) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(what)
    return timer
