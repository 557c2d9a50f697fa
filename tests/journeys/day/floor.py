"""The floor of the hall: who stands where in truth, and whether each call was one that may be made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from deskapp.protocol.messages import TicketAnswer
from deskapp.server.leases import SILENT
from tests.journeys.day.slips import AT_A_WINDOW, WAITING, Claim, Slip

LEASE = timedelta(seconds=600)
OVERTAKEN = 10  # as the sample catalogue says


@dataclass
class Floor:
    """Everybody who came, and what was wrong with how they were treated."""

    slips: dict[str, Slip] = field(default_factory=dict)
    wrongs: list[str] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)

    def wrong(self, at: datetime, what: str) -> None:
        self.wrongs.append(f"{at:%H:%M:%S} {what}")

    def came(self, answer: TicketAnswer, queue: str, sort: str, at: datetime, visit: str = "") -> Slip:
        """Somebody has a ticket in their hand."""
        if answer.number in self.numbers:
            self.wrong(at, f"{answer.number} was given twice")
        self.numbers.add(answer.number)
        first = self.slips[visit].visit if visit else answer.id
        slip = Slip(answer.id, answer.number, queue, sort, at, datetime.fromisoformat(answer.due_at), first)
        self.slips[slip.id] = slip
        return slip

    def waiting(self) -> list[Slip]:
        return [slip for slip in self.slips.values() if slip.state == WAITING]

    def line(self, window: str, queues: Iterable[str]) -> list[Slip]:
        """Who may be called by a window, by due time: nobody who is at another one already."""
        serves = set(queues)
        mine = [s for s in self.waiting() if s.sent_to == window or (not s.sent_to and s.queue in serves)]
        busy = {slip.visit for slip in self.slips.values() if slip.state in AT_A_WINDOW}
        return sorted((slip for slip in mine if slip.visit not in busy), key=lambda slip: slip.place)

    def called(self, slip: Slip, claim: Claim, clerk: str) -> bool:
        """A window has called somebody; whether they come to it. Who was called before by another must be excused."""
        if slip.state == WAITING:
            others = [s for s in self.slips.values() if s.visit == slip.visit and s is not slip]
            if any(other.state in AT_A_WINDOW for other in others):
                self.wrong(claim.at, f"{slip.number} was called to {claim.window} while at a window by another ticket")
            slip.call(claim, clerk)
            return True
        if slip.state in AT_A_WINDOW and slip.window == claim.window:
            return True  # the same window, whose first call nobody at it had heard of
        slip.claims.append(claim)
        slip.doubled = True
        if not _excused(slip.claims):
            self.wrong(claim.at, f"{slip.number} is {slip.state} at {slip.window} and was called to {claim.window}")
        return False

    def judge_order(self, first: Slip, line: list[Slip], *, by_due: bool, at: datetime, window: str) -> None:
        """Whether this one was to be called out of such a line."""
        if first not in line:
            self.wrong(at, f"{first.number} was called to {window}, where they do not stand in line")
        earlier = [slip for slip in line if slip.place < first.place]
        if by_due and earlier:
            self.wrong(at, f"{first.number} was called to {window} before {earlier[0].number}")
        for slip in earlier:
            slip.overtaken += slip.due < first.due
            if slip.overtaken > OVERTAKEN:
                self.wrong(at, f"{slip.number} was overtaken {slip.overtaken} times, last by {first.number}")


def _excused(claims: list[Claim]) -> bool:
    """Whether the centre could not but give away what a cut window called: it did so before the cut could be known,
    or when it had left the ticket to a silent window for as long as the lease runs.
    """
    return any(
        one.offline
        and one.window != other.window
        and (other.at - one.heard <= SILENT or max(one.at, other.at) - one.heard >= LEASE)
        for one in claims
        for other in claims
    )
