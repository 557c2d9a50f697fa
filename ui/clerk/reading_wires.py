"""Pages are read while nothing else is to be done, and what was read is offered: taken by one key, left by another.

Nothing waits for it and nothing is done by it. Reading itself happens in a process of its own; here one page at a time
is handed to it, never while pages come in or somebody works on pages, and the answer is held in memory until the case
leaves the screen.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from deskapp.clerk import filling_in, reading_pages
from deskapp.ids import CaseId, PageDigest
from deskapp.rules.page_reading import PageReading
from deskapp.rules.read_offer import Fields, Fill, Move, Offer, RunOut
from deskapp.rules.spot import NOWHERE
from ui.clerk import page_wires, picture_wires, scan_wires
from ui.clerk.checklist_wires import ChecklistWires
from ui.clerk.scan_wires import ScanWires
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.messages import Tone

LANE = "reading-pages"
SHEET = "read"
PAUSE_MS = 300  # between one page and the next: what was waiting for the processor has it
MOST = 200  # pages of one case that are read
# While something is under way in these, somebody waits for the processor.
_FIRST = (scan_wires.SCANNER, page_wires.LANE, picture_wires.PICTURES, picture_wires.TILES, "journal")


class ReadingWires(QObject):
    """Joins the strip under the page to `deskapp.clerk.reading_pages`."""

    def __init__(self, session: Session, scans: ScanWires, checklist: ChecklistWires) -> None:
        super().__init__(session)
        self._s = session
        self._scans = scans
        self._checklist = checklist
        self._ahead = ahead = scans.ahead
        self._case: CaseId | None = None  # the case that pages are read for; NOWHERE's while its form is filled in
        self._readings: dict[PageDigest, PageReading] = {}
        self._tried: set[PageDigest] = set()  # read, or not to be read
        self._left: set[tuple[object, ...]] = set()  # offers that were answered
        self._offers: tuple[Offer, ...] = ()
        self._first: Offer | None = None
        self._typed: Fields | None = None
        self._reading = False
        self._turn = QTimer(self)
        self._turn.setInterval(PAUSE_MS)
        self._turn.timeout.connect(self._read_next)
        screen = session.screen
        strip = screen.pages.read
        strip.take_key, strip.leave_key = screen.keys.text(Ask.TAKE_READ), screen.keys.text(Ask.LEAVE_READ)
        strip.taken.connect(lambda: screen.keys.press(Ask.TAKE_READ, self.take))
        strip.left.connect(lambda: screen.keys.press(Ask.LEAVE_READ, self.leave))
        screen.when(Ask.TAKE_READ, self.take)
        screen.when(Ask.LEAVE_READ, self.leave)
        screen.applicant.opened.connect(self._fields_opened)
        screen.applicant.changed.connect(self._fields_changed)
        screen.pages.picture_wanted.connect(lambda _: self._show(self._offers))
        session.case_shown.connect(self._look)
        ahead.changed.connect(self._look)
        ahead.typed.connect(self._fields_changed)
        session.cleared.connect(self._forget)

    @property
    def busy(self) -> bool:
        """Whether a page is being read, or waits to be."""
        return self._reading or self._turn.isActive()

    def end(self) -> None:
        """Begin no further page."""
        self._turn.stop()

    def take(self) -> None:
        """Do what is offered first."""
        offer = self._answered()
        if isinstance(offer, Move):
            self._move(offer)
        elif isinstance(offer, Fill):
            self._fill(offer)

    def leave(self) -> None:
        """Leave what is offered first as it is, and say no more of it."""
        self._answered()

    def _look(self) -> None:
        """The case was read again: which of its pages are still to be read?"""
        case, of = self._s.case, self._read_for()
        if of is None or of != self._case:
            self._go_over_to(of)
        if of is None or (case is not None and not case.editable) or self._s.desk.reader is None:
            self._turn.stop()
            self._withdraw()
            return
        if case is None:
            self._typed = self._fields()
            self._s.refresh.stale(SHEET)
        if self._waiting() and not self._turn.isActive():
            self._turn.start()

    def _read_for(self) -> CaseId | None:
        """The case in hand; before there is one, the form whose pages came ahead of it."""
        case = self._s.case
        if case is not None:
            return case.case
        return NOWHERE.case if self._ahead.pages or (self._case == NOWHERE.case and self._s.case_id) else None

    def _go_over_to(self, of: CaseId | None) -> None:
        """Forget what was read for another case. What was read for the form goes into the case that it has opened."""
        kept = (dict(self._readings), set(self._tried), set(self._left)) if self._case == NOWHERE.case else None
        self._forget()
        self._case = of
        if kept is not None and of is not None:
            self._readings, self._tried, self._left = kept
            if self._readings:
                self._watch(of)

    def _waiting(self) -> list[PageDigest]:
        case = self._s.case
        if self._case is None or (case is not None and not case.editable) or len(self._tried) >= MOST:
            return []
        here = [page.digest for line in case.lines for page in line.pages if not page.blank] if case is not None else []
        if self._case == NOWHERE.case:
            here = [page.digest for page in self._ahead.pages]
        shown = PageDigest(self._s.screen.pages.shown)
        return sorted((page for page in dict.fromkeys(here) if page not in self._tried), key=lambda one: one != shown)

    def _read_next(self) -> None:
        waiting = self._waiting()
        if not waiting:
            self._turn.stop()
        elif not (self._reading or self._scans.busy or self._s.background.working(*_FIRST)):
            page, desk, case = waiting[0], self._s.desk, self._case
            self._reading = True
            self._tried.add(page)
            self._s.do(
                LANE, lambda: reading_pages.read(desk, page),
                lambda read: self._was_read(case, page, read), lambda _: self._was_read(case, page, None),
            )  # fmt: skip

    def _was_read(self, case: CaseId | None, page: PageDigest, read: PageReading | None) -> None:
        self._reading = False
        if read is None or case is None or case != self._case:
            return
        self._readings[page] = read
        if len(self._readings) == 1:
            self._watch(case)
        else:
            self._s.refresh.stale(SHEET)

    def _watch(self, of: CaseId) -> None:
        desk = self._s.desk

        def offered() -> tuple[Offer, ...]:
            if of == NOWHERE.case:
                return reading_pages.offered_to_form(desk, dict(self._readings), self._typed or Fields(open=True))
            return reading_pages.offered(desk, of, dict(self._readings), self._typed)

        self._s.refresh.watch(SHEET, offered, self._show)

    def _fields_opened(self, opened: bool) -> None:
        self._typed = self._fields() if opened else None
        self._s.refresh.stale(SHEET)

    def _fields_changed(self) -> None:
        self._typed = self._fields()
        self._s.refresh.stale(SHEET)

    def _fields(self) -> Fields:
        typed = self._s.screen.applicant.typed
        return Fields(typed.name, typed.id_number, typed.phone, open=True)

    def _show(self, offers: tuple[Offer, ...]) -> None:
        """What is said of the page that is looked at comes first."""
        shown = self._s.screen.pages.shown
        self._offers = tuple(
            sorted((one for one in offers if _key(one) not in self._left), key=lambda one: one.page != shown)
        )
        first = self._offers[0] if self._offers else None
        if first is None or not self._may_be_said(first):
            self._withdraw()
            return
        if first != self._first:
            for ask in (Ask.TAKE_READ, Ask.LEAVE_READ):  # a finger on its way meant what was offered before
                self._s.screen.keys.rest(ask)
        self._first = first
        words, take = self._words(first)
        pages = self._s.screen.pages
        pages.read.offer(words, take, len(self._offers) - 1)
        pages.light(first.page, first.box)

    def _may_be_said(self, offer: Offer) -> bool:
        return self._place(offer) is not None

    def _place(self, offer: Offer) -> tuple[str, int] | None:
        """The material that the page of an offer lies in, and which of its pages it is."""
        for line in self._s.case.lines if self._s.case is not None else ():
            for number, page in enumerate(line.pages, start=1):
                if page.digest == offer.page:
                    return line.name, number
        ahead = [page.digest for page in self._ahead.pages] if self._s.case_id is None else []
        return (self.tr("先扫的页"), ahead.index(offer.page) + 1) if offer.page in ahead else None

    def _words(self, offer: Offer) -> tuple[Callable[[], str], Callable[[], str] | None]:
        take = None
        if isinstance(offer, Move):
            take = self._move_words
        elif isinstance(offer, Fill):
            take = self._fill_words
        return lambda: self._where(offer, self._said(offer)), take

    def _move_words(self) -> str:
        return self.tr("移过去")

    def _fill_words(self) -> str:
        return self.tr("填入")

    def _said(self, offer: Offer) -> str:
        if isinstance(offer, Move):
            return self.tr("像是“{name}”").format(name=self._name_of(offer))
        if isinstance(offer, RunOut):
            return self.tr("有效期到 {day}，已经过了").format(day=offer.day.isoformat())
        fields = {"name": self.tr("姓名 / 名称"), "id_number": self.tr("证件号码"), "phone": self.tr("手机")}
        return self.tr("读到{field} {value}").format(field=fields[offer.field], value=offer.shown)

    def _where(self, offer: Offer, said: str) -> str:
        place = self._place(offer)
        if place is None or offer.page == self._s.screen.pages.shown:
            return self.tr("这一页{said}").format(said=said)
        return self.tr("“{name}”第 {n} 页{said}").format(name=place[0], n=place[1], said=said)

    def _name_of(self, offer: Move) -> str:
        lines = self._s.case.lines if self._s.case is not None else ()
        return next((line.name for line in lines if line.code == offer.material), "")

    def _answered(self) -> Offer | None:
        """The offer that can be seen now, which is not made again; None when none can."""
        offer = self._first
        if offer is None or self._s.screen.covered or not self._s.screen.pages.read.isVisible():
            return None
        self._left.add(_key(offer))
        self._show(self._offers)
        return offer

    def _move(self, offer: Move) -> None:
        name = self._name_of(offer)
        self._s.screen.pages.move_asked.emit([str(offer.page)], str(offer.material))
        if offer.page == self._s.screen.pages.shown:
            self._checklist.show_pages_of(str(offer.material))  # who looks at the page goes on looking at it
        words = self.tr("已移到“{name}”。Ctrl+Z 撤销")
        self._s.say("read.moved", Tone.GOOD, lambda: words.format(name=name))

    def _fill(self, offer: Fill) -> None:
        page, case, desk = self._s.screen.applicant, self._s.case_id, self._s.desk
        if page.editing:
            before = page.fields[offer.field].text()
            self._write(offer.field, offer.text)
            self._offer_back(lambda: self._write(offer.field, before))
        elif case is not None:
            self._s.do(
                "journal", lambda: filling_in.fill(desk, case, offer),
                lambda before: self._offer_back(lambda: self._take_back(case, offer, before)),
            )  # fmt: skip

    def _write(self, field: str, text: str) -> None:
        page = self._s.screen.applicant
        page.fields[field].set_text(text)
        page.changed.emit(page.typed)
        if self._s.case_id is None and text:
            # left, it is held against the rules, and whoever was here before is found
            if page.fields[field].line.hasFocus():
                page.go_to_empty()
            else:
                page.fields[field].left.emit()

    def _take_back(self, case: CaseId, offer: Fill, before: str) -> None:
        desk = self._s.desk
        self._s.do("journal", lambda: filling_in.take_back(desk, case, offer, before))

    def _offer_back(self, take_back: Callable[[], None]) -> None:
        words = self.tr("已填入读到的内容")
        self._s.screen.accept_bar.undo_strip.offer(lambda: words, take_back)

    def _withdraw(self) -> None:
        self._first = None
        pages = self._s.screen.pages
        pages.read.withdraw()
        pages.light("", None)

    def _forget(self) -> None:
        """The case has left the screen, and with it everything that was read of it."""
        self._case = None
        self._readings.clear()
        self._tried.clear()
        self._left.clear()
        self._offers = ()
        self._s.refresh.forget(SHEET)
        self._withdraw()


def _key(offer: Offer) -> tuple[object, ...]:
    what = offer.material if isinstance(offer, Move) else offer.field if isinstance(offer, Fill) else ""
    return type(offer), offer.page, what
