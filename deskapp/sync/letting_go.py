"""Lets go of pages that the centre keeps and nobody here needs: piece by piece, while nobody works.

A page goes when it has been here for as long as the office has set, no case in hand and no unsettled step names it, it
is not one of this desk's own that was never acknowledged, and the centre says *now* that it keeps it. What was scanned
and belongs nowhere yet stays as well, until somebody has placed it or its note goes. Nothing is written down of it: the
file is gone or it is not, a kill between two pages costs nothing, and whoever looks at the page later fetches it again.

What a program that was ended has left, and neither the centre nor anything here knows of, goes after a month: it is a
copy that was never shown to anybody.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from deskapp.desk import DESK_TOKEN, Station
from deskapp.failures import LineTrouble, StoreTrouble
from deskapp.ids import PageDigest
from deskapp.queries.pages_in_use import nobodys, pages_in_use, unconfirmed
from deskapp.rules.letting_go import NOBODYS, RESERVE, before, read_days
from deskapp.scans.vault import KeptFile
from deskapp.sync.answers import PAGES_ILL

_PIECE = 200  # pages looked at in one go
_REST = timedelta(hours=6)  # between two looks through the whole vault
_REST_LOW = timedelta(minutes=10)  # the same, when the disk is nearly full


@dataclass(frozen=True, slots=True)
class LetGo:
    """What one piece of work has done. `early`: because the disk is nearly full, before their time."""

    pages: int = 0
    size: int = 0
    early: bool = False
    more: bool = False  # there is another piece to do


class LettingGo:
    """Looks through the vault again and again, the oldest pages first. For one lane."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._left: deque[KeptFile] = deque()
        self._next: datetime | None = None

    def piece(self, *, busy: bool = False) -> LetGo:
        """Do a bounded piece of it; while somebody is `busy`, only when the disk is nearly full.

        LineTrouble when the line broke off: nothing goes without the centre's word. StoreTrouble when the disk does not
        do its part. After that, and after whatever else breaks it off, it rests: the rounds it comes between go on.
        """
        now = self._station.clock.now()
        if not self._left and self._next is not None and now < self._next:
            return LetGo()
        try:
            low = self._disk_low
            return LetGo() if busy and not low else self._piece(now, low=low)
        except LineTrouble:
            raise
        except BaseException:
            self._left.clear()
            self._next = now + _REST_LOW
            raise

    @property
    def _disk_low(self) -> bool:
        return self._station.vault.room_left() < RESERVE

    def _piece(self, now: datetime, *, low: bool) -> LetGo:
        if not self._left and not self._begin(now, low=low):
            return LetGo()
        some = [self._left.popleft() for _ in range(min(_PIECE, len(self._left)))]
        may = self._may_go([file.page for file in some], [file.page for file in some if file.since < now - NOBODYS])
        gone = [file for file in some if file.page in may]
        done = 0
        for file in gone:
            if low and not self._disk_low and file.since >= before(now, self._days, disk_low=False):
                self._left.clear()  # there is room again: the others have their time
                break
            self._station.vault.forget(file.page, file.since)
            done += 1
        early = any(file.since >= before(now, self._days, disk_low=False) for file in gone[:done])
        return LetGo(done, sum(file.size for file in gone[:done]), early, bool(self._left))

    @property
    def _days(self) -> int:
        return read_days(self._station.settings.page_days)

    def _begin(self, now: datetime, *, low: bool) -> bool:
        """Look through the vault; whether there is something to do."""
        self._next = now + (_REST_LOW if low else _REST)
        limit = before(now, self._days, disk_low=low)
        old = (file for file in self._station.vault.kept() if file.since < limit)
        self._left.extend(sorted(old, key=lambda file: (file.since, file.page)))
        return bool(self._left)

    def _may_go(self, pages: list[PageDigest], old: list[PageDigest]) -> frozenset[PageDigest]:
        with self._station.journal.reading() as reading:
            token = reading.local(DESK_TOKEN)
            asked = set(pages) - pages_in_use(reading) - unconfirmed(reading, pages)
        if token is None or not asked:
            return frozenset()
        try:
            known = self._station.centre.known_pages(sorted(asked), token=token)
        except LineTrouble as trouble:
            if trouble.code.startswith(PAGES_ILL):
                return frozenset()
            raise
        strange = (asked & set(old)) - known
        with self._station.journal.reading() as reading:
            return (frozenset(asked) & known) | (nobodys(reading, strange) if strange else frozenset())


def ask_room(done: LetGo) -> None:
    """StoreTrouble `page.let_go_early` when pages went before their time: somebody has to make room."""
    if done.early:
        raise StoreTrouble("page.let_go_early", count=done.pages)
