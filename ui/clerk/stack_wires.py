"""Stacks with separators: their sheets printed, and what could not be placed looked at and put where it belongs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from deskapp.clerk import left_over, printing, tidying
from deskapp.clerk.left_over import Arrived
from deskapp.clerk.printing import Paper
from deskapp.clerk.stacking import Taken, Told
from deskapp.desk import Desk
from deskapp.failures import Failure
from deskapp.rules.spot import Spot, Why
from ui import texts
from ui.clerk.session import Session
from ui.clerk.stack_panel import WaitingPage, why_words
from ui.keys import Ask
from ui.page_images import decode
from ui.parts.messages import Tone, Way

JOURNAL, SCANNER, PICTURES = "journal", "scanner", "pictures"
LARGE = 900  # pixels on the longer side of the page that is looked at


class StackWires(QObject):
    """Joins what waits to be placed to `deskapp.clerk.left_over`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        self._spot: Spot | None = None  # where the open panel's pages go
        screen = session.screen
        screen.when(Ask.STACK, self.open)
        screen.when(Ask.STACK_AWAY, self._put_all_away)
        screen.when(Ask.SEPARATORS, self._print)
        panel = screen.stack
        panel.picture_wanted.connect(self._show_picture)
        panel.place_asked.connect(self._place)
        panel.away_asked.connect(self._put_away)
        screen.messages.chosen.connect(self._way_chosen)

    def offer(self) -> None:
        """Say what an earlier scan has left, and what is to be done about it."""
        desk = self._s.desk
        self._s.do(SCANNER, lambda: _left(desk), self._offer)

    def say_waiting(self, why: Sequence[Why]) -> None:
        """Say that pages of a scan wait, each reason once."""
        key = self._s.screen.keys.text(Ask.STACK)
        count, reasons = len(why), tuple(dict.fromkeys(why))

        def words() -> str:
            said = self.tr("{n} 页没有归类：{why}。").format(n=count, why=texts.listed(list(map(why_words, reasons))))
            return said + self.tr("都已收好，按 {key} 看一看。").format(key=key)

        self._s.say("stack.waiting", Tone.OWED, words, Way("stack", lambda: self.tr("看一看"), key), stays=True)

    def open(self) -> None:
        """Put what a scan that was interrupted had taken where it belongs; then show what still waits for a person."""
        desk = self._s.desk
        self._s.do(SCANNER, lambda: _sorted(desk), lambda done: self._went_on(*done))

    def _offer(self, pages: tuple[Arrived, ...]) -> None:
        undecided = sum(page.why is None for page in pages)
        if undecided:
            keys = self._s.screen.keys
            count = len(pages)
            self._s.say(
                "stack.waiting",
                Tone.OWED,
                lambda: self.tr("上次扫描有 {n} 页还没归类，都已收好。").format(n=count),
                Way("stack", lambda: self.tr("归类"), keys.text(Ask.STACK)),
                Way("stack_away", lambda: self.tr("收起"), keys.text(Ask.STACK_AWAY)),
                stays=True,
            )
        elif pages:
            self.say_waiting([page.why for page in pages if page.why is not None])

    def _went_on(self, taken: Taken, pages: tuple[Arrived, ...]) -> None:
        self._s.screen.messages.withdraw("stack.waiting")
        placed = sum(map(len, taken.placed.values()))
        if placed:
            self._s.refresh.stale("case")
            self._s.say("stack.sorted", Tone.GOOD, lambda: self.tr("已归类 {n} 页。").format(n=placed))
        if pages:
            self._spot, words = self._target()
            self._s.screen.stack.start(_lines(pages), words)
        elif not placed:
            self._s.say("stack.nothing", Tone.GOOD, lambda: self.tr("没有等待归类的页。"))

    def _place(self, arrivals: list[str]) -> None:
        desk, spot = self._s.desk, self._spot
        if spot is None:
            return
        self._s.do(
            SCANNER,
            lambda: (left_over.place(desk, arrivals, spot), left_over.waiting(desk)),
            lambda done: self._placed(*done),
            self._not_placed,
        )

    def _placed(self, count: int, pages: tuple[Arrived, ...]) -> None:
        self._s.refresh.stale("case")
        self._s.screen.stack.show_pages(_lines(pages))
        self._s.say("stack.sorted", Tone.GOOD, lambda: self.tr("已归类 {n} 页。").format(n=count))

    def _not_placed(self, failure: Failure) -> None:
        self._s.screen.stack.close_panel()
        self._s.say_failure(failure)

    def _put_away(self, arrivals: list[str], away: bool) -> None:
        desk = self._s.desk

        def work() -> tuple[Arrived, ...]:
            left_over.put_away(desk, arrivals, away=away)
            return left_over.waiting(desk)

        self._s.do(SCANNER, work, lambda pages: self._s.screen.stack.show_pages(_lines(pages)))

    def _put_all_away(self) -> None:
        desk = self._s.desk

        def work() -> int:
            here = [page.arrival for page in left_over.waiting(desk) if not page.put_away]
            left_over.put_away(desk, here)
            return len(here)

        self._s.do(SCANNER, work, self._all_away)

    def _all_away(self, count: int) -> None:
        screen = self._s.screen
        screen.messages.withdraw("stack.waiting")
        screen.stack.close_panel()
        if count:
            key = screen.keys.text(Ask.STACK)
            words = self.tr("{n} 页已收起，按 {key} 还能找回，保留 {days} 天。")
            days = left_over.KEPT_AWAY.days
            self._s.say("stack.sorted", Tone.GOOD, lambda: words.format(n=count, key=key, days=days))

    def _show_picture(self, arrival: str) -> None:
        desk, panel = self._s.desk, self._s.screen.stack
        self._s.do(
            PICTURES,
            lambda: decode(left_over.picture(desk, arrival, LARGE), LARGE),
            lambda picture: panel.show_picture(arrival, picture),
            lambda _: None,  # one that cannot be shown is still in the list, to be put away
        )

    def _target(self) -> tuple[Spot | None, str]:
        """The marked material of the case in hand, and its words: the mark may go on while pages are placed there."""
        case, code = self._s.case, self._s.screen.checklist.current
        line = next((line for line in case.lines if line.code == code), None) if case is not None else None
        if case is None or line is None:
            return None, ""
        return Spot(case.case, line.code), " · ".join((line.name, case.applicant, case.item_name))

    def _print(self) -> None:
        case, desk = self._s.case_id, self._s.desk
        if case is None:
            words = self.tr("先打开办件，再打它的分隔页。")
            self._s.say("paper.no_case", Tone.OWED, lambda: words)
            return
        self._s.do(JOURNAL, lambda: printing.print_paper(desk, case, "separators"), lambda done: self._printed(*done))

    def _printed(self, _: Paper, trouble: Failure | None) -> None:
        if trouble is not None:
            key = self._s.screen.keys.text(Ask.SEPARATORS)
            self._s.say_failure(trouble, Way("separators", lambda: self.tr("再打"), key))
            return
        words = self.tr("分隔页已打印：放在每项材料前面，一叠放进进纸器，按 F5。")
        self._s.say("paper.printed", Tone.GOOD, lambda: words)

    def _way_chosen(self, _: str, way: str) -> None:
        asked = {"stack": Ask.STACK, "stack_away": Ask.STACK_AWAY, "separators": Ask.SEPARATORS}.get(way)
        if asked is not None:
            self._s.screen.ask(asked)


def _left(desk: Desk) -> tuple[Arrived, ...]:
    left_over.let_go_of_old(desk)
    return tuple(page for page in left_over.waiting(desk) if not page.put_away)


def _sorted(desk: Desk) -> tuple[Taken, tuple[Arrived, ...]]:
    taken = left_over.go_on(desk, Told(lambda _: None))
    for spot, pages in taken.placed.items():
        tidying.tidy(desk, spot.case, pages)
    return taken, left_over.waiting(desk)


def _lines(pages: Sequence[Arrived]) -> list[WaitingPage]:
    """Those that wait first, then those that were put away."""
    lines = [WaitingPage(page.arrival, page.why or Why.INTERRUPTED, page.put_away) for page in pages]
    return sorted(lines, key=lambda line: line.put_away)
