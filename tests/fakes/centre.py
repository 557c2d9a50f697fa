"""A centre without HTTP: real judging and calling over a real journal, with faults planted in it and in the line."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import NoReturn

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deskapp.failures import ContentTrouble, Failure, LineTrouble, Refusal, StoreTrouble
from deskapp.ids import CaseId, ClerkId, DeviceId, PageDigest, QueueId, TicketId, WindowId
from deskapp.journal import people, presence
from deskapp.journal.chain import moment_text
from deskapp.journal.journal import Journal
from deskapp.journal.kinds import CASE
from deskapp.journal.people import Principal
from deskapp.protocol.messages import (
    Batch,
    HallPresence,
    Hints,
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
from deskapp.rules.window import WindowDefined, WindowKind, WindowOpened
from deskapp.server import accept_events, call_next, checkpoints, issuing

LEASE = timedelta(minutes=10)
SIGNING = Ed25519PrivateKey.generate()


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
    """Implements `protocol.messages.Centre` for one device; several share one journal, and the pages it keeps.

    `hasty` plants the fault of a centre that answers before it has kept anything; `few` is the most events that one
    answer to a pull holds.
    """

    journal: Journal
    device: DeviceId
    window: WindowId
    line: Line = field(default_factory=Line)
    hasty: bool = False
    few: int | None = 5
    pages: set[PageDigest] = field(default_factory=set)

    def presence(self, *, token: str) -> HallPresence:
        _not_asked()

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
        who = replace(self._who(), sends_only=True)
        with self.journal.writing() as facts:
            judged = accept_events.accept(facts, who, words, frozenset(self.pages))
        return PushAnswer(verdicts=judged.numbered())

    def pull(self, *, token: str, after: int, limit: int) -> Batch:
        self.line.go()
        few = limit if self.few is None else self.line.chance.randrange(1, self.few + 1)
        with self.journal.reading() as reading:
            events = reading.numbered(after, min(limit, few))
            keys, erased = reading.keys_of({CaseId(e.stream_id) for e in events if e.stream == CASE})
            last, head = reading.last()
        now = self.journal.terms.clock.now()
        with self.journal.writing() as facts:
            presence.hear(facts, self.window, self.device, moment_text(now))
        self.line.come_back()
        upto = events[-1].seq or after if events else after
        word = checkpoints._signed(SIGNING, self.journal.terms.hall, last, head, moment_text(now)[:16])
        return Batch(events=events, keys=keys, erased=erased, upto=upto, last=last, checkpoint=word)

    def known_pages(self, digests: Sequence[PageDigest], *, token: str) -> frozenset[PageDigest]:
        self.line.go()
        return frozenset(digests) & self.pages

    def upload(self, pages: Sequence[Upload], *, token: str) -> Mapping[PageDigest, Failure]:
        """One after the other, so that what a schedule cuts is the same each time."""
        failed: dict[PageDigest, Failure] = {}
        for page in pages:
            try:
                self.keep(page)
            except (StoreTrouble, ContentTrouble, Refusal) as failure:
                failed[page.digest] = failure
        return failed

    def keep(self, page: Upload) -> None:
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
        self.line.go()
        answer = self.give(words)
        self.line.come_back()
        return answer

    def give(self, words: IssueTicket) -> TicketAnswer:
        """Issue a ticket at the centre itself: no line is in between."""
        answer = self._answered(issuing.Issue(self._who(), words))
        assert answer is not None
        return answer

    def call(
        self, *, token: str, finish: bool, ticket: TicketId | None = None, hand: TicketId | None = None
    ) -> TicketAnswer | None:
        self.line.go()
        answer = self._answered(call_next.Call(self._who(), finish, ticket=ticket, hand=hand))
        self.line.come_back()
        return answer

    def _answered(self, ask: call_next.Call | issuing.Issue) -> TicketAnswer | None:
        with self.journal.writing() as facts:
            (outcome,) = issuing.answer_asks(facts, [ask], lease=LEASE)
        if isinstance(outcome, Failure):
            raise outcome
        return None if outcome is None else issuing.answer(outcome, outcome.events, self.journal.terms.hall)

    def _who(self) -> Principal:
        return Principal(ClerkId("clerk3"), "", ("clerk",), self.window, self.device, sends_only=False)

    def release(self, window: WindowId, *, token: str) -> None:
        _not_asked()

    def seal(self, digest: str, *, token: str) -> bytes:
        _not_asked()

    def fetch_page(self, digest: PageDigest, *, token: str) -> bytes:
        _not_asked()

    def listen(self, *, token: str, after: int) -> Hints:
        _not_asked()


def admit(journal: Journal, device: DeviceId, clerk: ClerkId, window: str = "3") -> None:
    """Let a clerk be known at a desk, and open its window there."""
    with journal.writing() as facts:
        people.put_user(facts, people.User(clerk, "陈三", ("clerk",), "no password"))
        people.note_device(facts, people.Computer(device), clerk, WindowId(window))
        facts.add(ClerkId("admin"), WindowDefined(WindowKind.INTAKE, (QueueId("A"),)), of=window)
        facts.add(clerk, WindowOpened(clerk, device), of=window)


def _not_asked() -> NoReturn:
    raise AssertionError("a round does not ask this")
