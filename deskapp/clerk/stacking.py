"""From the feeder into the cases: each page of a stack is kept as it comes, and put where it belongs once looked at.

A page is acknowledged when it is whole in the vault and noted as arrived; only then is the scanner asked for the next.
It leaves that note in the transaction that puts it into a case. What is between the two when the program ends, and what
nobody can be sure of, is kept and offered (`clerk.left_over`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from deskapp.clerk import together
from deskapp.clerk.arriving import Copy, drop, keep, put, show_copies
from deskapp.desk import Desk
from deskapp.failures import ContentTrouble, Refusal
from deskapp.ids import CaseId, PageDigest, new_id
from deskapp.journal import arrivals
from deskapp.journal.arrivals import Arrived
from deskapp.journal.reading import Reading
from deskapp.rules import separator_goal
from deskapp.rules import stack as stacks
from deskapp.rules.barcode import ScannedSeparator
from deskapp.rules.case import checklist_of
from deskapp.rules.page_making import Craft
from deskapp.rules.spot import NOWHERE, Spot, Why
from deskapp.rules.stack import Side, Stack
from deskapp.scans import clean, looking, taking
from deskapp.scans.looking import Look
from deskapp.scans.overlap import overlapped
from deskapp.scans.taking import Came, TakenPage

SMALL = 240  # pixels on the longer side of the small picture that is shown as a page arrives


@dataclass(frozen=True, slots=True)
class ComingPage:
    """A page that was kept a moment ago and is being looked at; `picture` is a small JPEG of it."""

    digest: PageDigest
    picture: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """What a stack brought: the pages of each place, why others wait, how many were turned upright, set straight, and
    freed of the scanner's margin.

    `goal` is where the next page would go, None unless there were separators: paper that is still in the feeder belongs
    there, and not where the scan was asked for.
    """

    placed: Mapping[Spot, tuple[TakenPage, ...]] = field(default_factory=dict)
    waiting: tuple[Why, ...] = ()
    separators: int = 0
    turned: int = 0
    straightened: int = 0
    cropped: int = 0
    goal: Spot | Why | None = None

    @property
    def pages(self) -> int:
        """How many pages came, separators not counted."""
        return sum(map(len, self.placed.values())) + len(self.waiting)


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told of a page: when it has arrived, and when it stands where it belongs."""

    placed: Callable[[TakenPage], None]
    coming: Callable[[ComingPage], None] | None = None


@dataclass
class Run:
    """One scan, on its way into cases. `taken` can be asked for at any time, also when `take` has raised."""

    desk: Desk
    asked: Spot
    told: Told
    both_sides: bool = False
    goal: Spot | Why | None = None  # where the first page goes, when not where it was asked for
    as_taken: bool = False  # nothing is made of a page by itself: whoever took the picture knows what lies in it
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        asked = Why.AHEAD if self.asked == NOWHERE else self.asked
        start = asked if self.goal is None else self.goal
        self._stack = Stack(start, self.both_sides, separated=self.goal is not None)
        self._placed: dict[Spot, list[TakenPage]] = {}
        self._waiting: list[Why] = []
        self._separators: list[Arrived] = []
        self._copies: list[Copy] = []
        self._turned = self._straightened = self._cropped = self._count = 0

    @property
    def taken(self) -> Taken:
        """What came of it so far."""
        placed = {spot: tuple(pages) for spot, pages in self._placed.items()}
        goal = self._stack.goal if self._stack.separated else None
        copies = self._turned, self._straightened, self._cropped
        return Taken(placed, tuple(self._waiting), self._count, *copies, goal)

    def take(self, arriving: Iterable[tuple[bytes, int]], over: threading.Event) -> None:
        """Take pages, each with its dots per inch (0 when nobody knows), until no more come.

        What the source raises is raised when all that came before it stands where it belongs; so is ContentTrouble of
        what is no picture, and of that page nothing is kept. `over` is set when no more is wanted. `end` comes last.
        """
        try:
            for (page, size), look in overlapped(_coming(arriving), self._land, self._look, over):
                if isinstance(look, ContentTrouble):
                    drop(self.desk, [page])
                    raise look
                self.lay(page, size, look)
        except ContentTrouble:
            self._stack = stacks.torn(self._stack)
            raise

    def lay(self, page: Arrived, size: int, look: Look) -> None:
        """Put a page that was looked at where it belongs."""
        side = Side(look.codes.separators, look.framed, look.seen.blank)
        laid = stacks.lay(self._stack, side, self._goal)
        self._stack = laid.stack
        if laid.goal is None:
            self._separators.append(page)
            self._count += 1
        elif page.why is not None:  # somebody was to decide on it, and has not yet
            self._waiting.append(page.why)
        elif isinstance(laid.goal, Why):
            self._wait(page, laid.goal)
        else:
            self._place(page, size, look, laid.goal)

    def end(self) -> None:
        """Show the copies; and let go of the separators, which told until now where the pages behind them belong."""
        show_copies(self.desk, self._copies)
        self._copies.clear()
        drop(self.desk, self._separators)
        self._separators.clear()

    def _land(self, came: Came) -> tuple[Arrived, int]:
        digest = PageDigest(sha256(came.data).hexdigest())
        page = Arrived(new_id(), self.id, digest, came.dpi, self.asked, self.both_sides)
        keep(self.desk, page, came.data)
        if self.told.coming is not None:
            seen = came.picture
            enough = seen if seen is not None and max(seen.shape) >= SMALL else clean.at_least(came.data, SMALL)
            self.told.coming(ComingPage(page.digest, clean.small_picture(enough, SMALL)))
        return page, len(came.data)

    def _look(self, came: Came) -> Look | ContentTrouble:
        try:
            look = looking.look_at(came.data, came.dpi, came.head)
            return replace(look, made=()) if self.as_taken else look
        except ContentTrouble as trouble:
            return trouble

    def _goal(self, separator: ScannedSeparator) -> Spot | Why:
        with self.desk.journal.reading() as reading:
            return goal_of(self.desk, reading, separator, self.asked.case)

    def _wait(self, page: Arrived, why: Why) -> None:
        with self.desk.journal.writing() as facts:
            arrivals.wait(facts, [page.arrival], why)
        self._waiting.append(why)

    def _place(self, page: Arrived, size: int, look: Look, spot: Spot) -> None:
        taken = taking.taken_page(page.digest, size, look.seen)
        try:
            self._copies += put(self.desk, page, taken, look, spot)
        except Refusal:  # the case went on while its pages came: they wait, and it is said
            self._wait(page, Why.CLOSED)
            return
        self._placed.setdefault(spot, []).append(taken)
        crafts = [made.making.craft for made in look.made]
        self._turned += Craft.TURN in crafts
        self._straightened += Craft.STRAIGHTEN in crafts or Craft.FLATTEN in crafts
        self._cropped += Craft.CROP in crafts or Craft.FLATTEN in crafts  # a sheet laid flat is both
        self.told.placed(taken)


def _coming(arriving: Iterable[tuple[bytes, int]]) -> Iterator[Came]:
    """The source is put to rest with this one, by the thread that used it."""
    try:
        for raw, dpi in arriving:
            yield taking.came(raw, dpi)
    finally:
        close = getattr(arriving, "close", None)
        if close is not None:
            close()


def goal_of(desk: Desk, reading: Reading, separator: ScannedSeparator, in_hand: CaseId) -> Spot | Why:
    """Where a separator sends pages, by what is true of its case now."""
    case = reading.case(separator.case)
    try:
        checklist = None if case.state is None else checklist_of(case, together.catalog_of(reading, case))
    except Refusal:  # of a catalogue that never came here nobody knows the materials
        checklist = None
    return separator_goal.goal_of(
        separator, case, checklist, clerk=desk.clerk.id, window=desk.clerk.window, in_hand=in_hand
    )  # fmt: skip
