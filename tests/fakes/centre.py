"""A centre without HTTP: the real judging over a real journal, with faults planted in it and in the line."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from deskapp.failures import LineTrouble
from deskapp.ids import CaseId, ClerkId, DeviceId, PageDigest, WindowId
from deskapp.journal import people
from deskapp.journal.journal import Journal
from deskapp.journal.kinds import CASE
from deskapp.journal.people import Principal
from deskapp.protocol.messages import (
    Batch,
    IssueTicket,
    Push,
    PushAnswer,
    SignedInAnswer,
    SignIn,
    Status,
    TicketAnswer,
    Upload,
    Verdict,
)
from deskapp.server import accept_events


@dataclass
class Line:
    """What happens to requests and answers on their way."""

    chance: random.Random = field(default_factory=lambda: random.Random(1))
    lose_request: float = 0.0
    lose_answer: float = 0.0
    twice: float = 0.0
    late: list[Push] = field(default_factory=list)  # duplicates that come again later

    def go(self) -> None:
        if self.chance.random() < self.lose_request:
            raise LineTrouble("line.down")

    def come_back(self) -> None:
        if self.chance.random() < self.lose_answer:
            raise LineTrouble("line.slow")


@dataclass
class JournalCentre:
    """Implements `protocol.messages.Centre` for one device; several share one journal.

    `hasty` plants the fault of a centre that answers before it has kept anything.
    """

    journal: Journal
    device: DeviceId
    line: Line = field(default_factory=Line)
    hasty: bool = False
    pages: set[PageDigest] = field(default_factory=set)

    def push(self, words: Push, *, token: str) -> PushAnswer:
        self.line.go()
        if self.line.chance.random() < self.line.twice:
            self.line.late.append(words)
        answer = self.take(words)
        self.line.come_back()
        return answer

    def take(self, words: Push) -> PushAnswer:
        """Judge a batch, however it came here."""
        if self.hasty and self.line.chance.random() < 0.3:
            with self.journal.reading() as reading:
                last = reading.last()[0]
            return PushAnswer(
                verdicts=[
                    Verdict(id=event.id, status=Status.ACCEPTED, seq=last + place)
                    for place, event in enumerate(words.events, start=1)
                ]
            )
        who = Principal(ClerkId("clerk3"), "", ("clerk",), WindowId("3"), self.device, sends_only=True)
        with self.journal.writing() as facts:
            judged = accept_events.accept(facts, who, words, frozenset(self.pages))
        return PushAnswer(verdicts=judged.numbered())

    def pull(self, *, token: str, after: int, limit: int) -> Batch:
        self.line.go()
        few = self.line.chance.randrange(1, 6)
        with self.journal.reading() as reading:
            events = reading.numbered(after, min(limit, few))
            keys, erased = reading.keys_of({CaseId(e.stream_id) for e in events if e.stream == CASE})
            last, _ = reading.last()
        self.line.come_back()
        upto = events[-1].seq or after if events else after
        return Batch(events=events, keys=keys, erased=erased, upto=upto, last=last)

    def known_pages(self, digests: Sequence[PageDigest], *, token: str) -> frozenset[PageDigest]:
        self.line.go()
        return frozenset(digests) & self.pages

    def upload(self, page: Upload, *, token: str) -> None:
        self.line.go()
        self.pages.add(page.digest)
        self.line.come_back()

    def sign_in(self, words: SignIn) -> SignedInAnswer:
        _not_asked()

    def sign_out(self, *, token: str) -> None:
        _not_asked()

    def windows(self) -> Sequence[WindowId]:
        _not_asked()

    def issue(self, words: IssueTicket, *, token: str) -> TicketAnswer:
        _not_asked()

    def call(self, *, token: str, finish: bool) -> TicketAnswer | None:
        _not_asked()

    def listen(self, *, token: str, after: int) -> Iterator[int]:
        _not_asked()


def admit(journal: Journal, device: DeviceId, clerk: ClerkId) -> None:
    """Let a clerk be known at a desk."""
    with journal.writing() as facts:
        people.put_user(facts, people.User(clerk, "陈三", ("clerk",), "no password"))
        people.note_device(facts, device, clerk, WindowId("3"), 1)


def _not_asked() -> NoReturn:
    raise AssertionError("a round does not ask this")
