"""Papers seen before they are printed: Ctrl+P wherever there is a case, or by themselves where settings say so."""

from __future__ import annotations

from PySide6.QtCore import QObject

from deskapp.clerk import printing
from deskapp.clerk.printing import Offer, Paper
from deskapp.desk import Desk
from deskapp.failures import DeviceTrouble, Failure
from deskapp.ids import CaseId
from ui import paper_images
from ui.clerk.paper_names import paper_name
from ui.clerk.session import Session
from ui.keys import Ask
from ui.paper_images import PaperPage
from ui.parts.messages import Tone, Way

JOURNAL, READING, PICTURES = "journal", "reading", "pictures"
LARGE = 1800  # pixels on the longer side: sharp at the nearest
ALWAYS = "always"


class PaperWires(QObject):
    """Joins the panel to `deskapp.clerk.printing`. What is printed is what was seen, byte for byte."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        self._case: CaseId | None = None
        self._paper: Paper | None = None
        self._offers: tuple[Offer, ...] = ()
        self._busy = False
        self._shown_for: object = None  # the state for which the panel came up by itself
        panel = session.screen.papers
        session.screen.when(Ask.PREVIEW, self.open)
        panel.paper_wanted.connect(self._draw)
        panel.page_wanted.connect(self._turn)
        panel.print_asked.connect(self._print)
        session.case_shown.connect(self._by_itself)

    def open(self) -> None:
        """Show the papers of the case in hand."""
        case, desk = self._s.case_id, self._s.desk
        if case is None or self._s.case is None:
            self._s.say("paper.no_case", Tone.OWED, lambda: self.tr("手上没有办件，没有可打的文书。"))
            return
        self._s.do(
            READING,
            lambda: (printing.offered(desk, case), _printers(desk)),
            lambda got: self._show(case, *got),
        )

    def _show(self, case: CaseId, offers: tuple[Offer, ...], printers: tuple[str, ...]) -> None:
        if case == self._s.case_id and offers:
            self._case, self._paper, self._offers = case, None, offers
            self._s.screen.papers.start(offers, printers)

    def _by_itself(self) -> None:
        """Where settings say so, what waits to be printed is shown as soon as the step is taken, once."""
        sheet = self._s.case
        if sheet is None:
            self._shown_for = None
            return
        now = (sheet.case, sheet.state)
        if self._s.desk.settings.preview == ALWAYS and sheet.papers_waiting and self._shown_for != now:
            self._shown_for = now
            self.open()

    def _draw(self, kind: str) -> None:
        case, desk = self._case, self._s.desk
        before = next((offer.before for offer in self._offers if offer.kind == kind), 0)
        if case is not None:
            self._paper = None
            self._s.do(
                READING,
                lambda: printing.draw_paper(desk, case, kind, again=before > 0),
                self._drawn,
            )

    def _drawn(self, paper: Paper) -> None:
        if paper.kind == self._s.screen.papers.kind:
            self._paper = paper
            self._turn(1)

    def _turn(self, number: int) -> None:
        paper = self._paper
        if paper is None:
            return

        def show(page: PaperPage) -> None:
            if self._paper is paper:
                self._s.screen.papers.show_page(paper.kind, page)

        self._s.do(PICTURES, lambda: paper_images.page(paper.pdf, number, LARGE), show)

    def _print(self, kind: str, printer: str) -> None:
        case, desk, paper = self._case, self._s.desk, self._paper
        if self._busy or case is None or paper is None or paper.kind != kind:
            return
        self._busy = True
        self._s.do(
            JOURNAL,
            lambda: (printing.put_out(desk, case, paper, printer=printer), printing.offered(desk, case)),
            lambda came: self._came(case, paper, *came),
            self._failed,
        )

    def _came(self, case: CaseId, paper: Paper, trouble: Failure | None, offers: tuple[Offer, ...]) -> None:
        self._busy = False
        panel = self._s.screen.papers
        if trouble is not None:
            panel.close_panel()
            self._s.say_failure(trouble, Way("again", lambda: self.tr("再打"), "Shift+F9"))
            return
        self._s.screen.messages.withdraw("printer")
        kind = paper.kind
        self._s.say("paper.printed", Tone.GOOD, lambda: self.tr("已打印：{name}").format(name=paper_name(kind)))
        waiting = next((offer.kind for offer in offers if offer.waiting), "")
        if waiting and panel.isVisible() and case == self._case:
            self._offers, self._paper = offers, None
            panel.show_offers(offers, waiting)
        else:
            panel.close_panel()

    def _failed(self, failure: Failure) -> None:
        self._busy = False
        self._s.say_failure(failure)


def _printers(desk: Desk) -> tuple[str, ...]:
    """The printers found; where they do not answer, the usual one is all there is."""
    try:
        return desk.printers()
    except DeviceTrouble:
        return ()
