"""What people in the hall lived through, noted by themselves and by nobody's journal: the independent count's book."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

WAITING, CALLED, SERVING, HELD = "waiting", "called", "serving", "held"
FINISHED, NO_SHOW, CANCELLED = "finished", "no_show", "cancelled"
AT_A_WINDOW = (CALLED, SERVING, HELD)
OVER = (FINISHED, NO_SHOW, CANCELLED)


@dataclass
class Stay:
    """One wait in line and what came of it. `outcome` is "" as long as nothing has."""

    queue: str
    since: datetime
    outcome: str = ""
    window: str = ""
    clerk: str = ""
    due: datetime | None = None
    called: datetime | None = None
    arrived: datetime | None = None
    held: datetime | None = None
    away: timedelta = timedelta(0)  # while they were held
    ended: datetime | None = None

    def forget_call(self) -> None:
        self.called = self.arrived = self.held = self.ended = None
        self.window = self.clerk = self.outcome = ""
        self.away = timedelta(0)

    def back(self, at: datetime) -> None:
        if self.held is not None:
            self.away += at - self.held
            self.held = None

    def end(self, outcome: str, at: datetime) -> None:
        self.back(at)
        self.outcome, self.ended = outcome, at

    @property
    def waited(self) -> timedelta | None:
        there = self.outcome in ("served", "sent_on")
        return self.called - self.since if there and self.called else None

    @property
    def served(self) -> timedelta | None:
        begun = self.arrived or self.called
        if self.outcome not in ("served", "sent_on") or begun is None or self.ended is None:
            return None
        return self.ended - begun - self.away


@dataclass(frozen=True)
class Claim:
    """A window took somebody. `heard`: when the centre had last heard of that window."""

    window: str
    at: datetime
    offline: bool
    heard: datetime


@dataclass
class Slip:
    """A person's ticket, and what became of it."""

    id: str
    number: str
    queue: str
    sort: str
    issued: datetime
    due: datetime
    visit: str
    state: str = WAITING
    window: str = ""
    sent_to: str = ""
    stays: list[Stay] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)  # since they last stood in line
    overtaken: int = 0
    doubled: bool = False  # two windows took them, neither could know of the other
    carried: bool = False

    def __post_init__(self) -> None:
        self.stays.append(Stay(self.queue, self.issued))

    @property
    def stay(self) -> Stay:
        return self.stays[-1]

    @property
    def place(self) -> tuple[datetime, str]:
        """Their place in the order of calling."""
        return self.due, self.id

    def call(self, claim: Claim, clerk: str) -> None:
        """A window took them out of the line."""
        self.claims.append(claim)
        self.state, self.window, self.sent_to = CALLED, claim.window, ""
        self.stay.window, self.stay.clerk, self.stay.called, self.stay.due = claim.window, clerk, claim.at, self.due

    def arrive(self, at: datetime) -> None:
        self.state, self.stay.arrived = SERVING, at

    def hold(self, at: datetime) -> None:
        self.state, self.stay.held = HELD, at

    def take_up(self, at: datetime) -> None:
        self.state = SERVING
        self.stay.back(at)

    def finish(self, at: datetime) -> None:
        self.state = FINISHED
        self.stay.end("served", at)

    def miss(self, at: datetime) -> None:
        """Nobody came."""
        self.state = NO_SHOW
        self.stay.end("no_show", at)

    def back_in_line(self) -> None:
        """As if nobody had called."""
        self.state, self.window = WAITING, ""
        self.claims.clear()
        self.stay.forget_call()

    def send(self, queue: str, window: str, at: datetime) -> None:
        """Sent on: by the window that had them a new wait begins, from the line it is the same one."""
        if self.state in AT_A_WINDOW:
            self.stay.end("sent_on", at)
            self.stays.append(Stay(queue, at))
        self.stay.queue = self.queue = queue
        self.state, self.window, self.sent_to = WAITING, "", window
        self.claims.clear()

    def go_home(self, at: datetime) -> None:
        """The day ended, and the queue is not carried over."""
        self.state = CANCELLED
        self.stay.end("cancelled", at)

    def come_tomorrow(self, at: datetime) -> None:
        """The day ended, and they keep their place."""
        self.carried = True
        self.stay.end("carried_over", at)
