"""One ticket, one window (promise 5): random calls, cuts and clocks over the real calling of desk and centre."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskapp.clerk import calling, signing_in
from deskapp.desk import Clerk, Desk
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.journal.journal import Journal
from deskapp.journal.reading import Reading
from deskapp.protocol.messages import IssueTicket
from deskapp.rules.calling import owner
from deskapp.rules.ticket import Ticket
from deskapp.rules.window import WindowClosed, WindowOpened
from deskapp.server.leases import SILENT
from deskapp.sync import round as rounds
from tests import builders
from tests.clerk.office import FACTS
from tests.fakes.centre import LEASE
from tests.sync.desks import DeskAlone, DeskClock, hall

WINDOWS = ("3", "5", "7")


@dataclass
class Call:
    window: str
    offline: bool
    at: datetime
    heard: datetime  # when the centre had last heard of the window


@dataclass
class Office:
    """Three windows, one centre, and what was called."""

    folder: Path
    clock: DeskClock = field(default_factory=DeskClock)
    calls: dict[TicketId, list[Call]] = field(default_factory=lambda: defaultdict(list))
    heard: dict[str, datetime] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        devices = [(f"D{window}", window) for window in WINDOWS]
        self.centre, made = hall(self.folder, devices, self.clock)
        self.made = dict(zip(WINDOWS, made, strict=True))
        self.desks = {window: self._desk(desk) for window, desk in self.made.items()}
        for desk in made:
            desk.centre.few = None
        self.all_rounds()

    def _desk(self, desk: DeskAlone) -> Desk:
        clerk = Clerk(id=builders.CLERK, name="陈三", roles=("clerk",), window=WindowId(desk.window), token="token")
        return signing_in.desk_of(desk.station, clerk, FACTS)

    def issue(self) -> TicketId:
        return self.made[WINDOWS[0]].centre.give(IssueTicket(queue=QueueId("A"))).id

    def round(self, window: str) -> None:
        rounds.run(self.desks[window])
        self.heard[window] = self.clock.moment

    def all_rounds(self) -> None:
        """Every desk whose line is up asks what is new, as it does every other second."""
        for window in WINDOWS:
            if window not in self.cut:
                self.round(window)

    def pass_time(self, seconds: int) -> None:
        self.clock.moment += timedelta(seconds=seconds)
        for desk in self.made.values():
            desk.clock.moment += timedelta(seconds=seconds)
        self.all_rounds()

    def cut_line(self, window: str) -> None:
        self.cut.add(window)
        self.made[window].centre.line.lose_request = 1.0

    def mend_line(self, window: str) -> None:
        self.cut.discard(window)
        self.made[window].centre.line.lose_request = 0.0

    def call(self, window: str) -> calling.Called | None:
        called = calling.call_next(self.desks[window])
        if called is not None and not called.had_been:
            self.calls[called.ticket].append(Call(window, called.offline, self.clock.moment, self.heard[window]))
        return called

    def ticket(self, kept: Journal, ticket: TicketId) -> Ticket:
        with kept.reading() as reading:
            return reading.ticket(ticket)

    def end(self) -> None:
        for window in WINDOWS:
            self.mend_line(window)
        for _ in range(3):
            self.all_rounds()

    def close(self) -> None:
        for desk in self.made.values():
            desk.close()
        self.centre.engine.dispose()


@contextmanager
def office() -> Iterator[Office]:
    with TemporaryDirectory() as folder:
        made = Office(Path(folder))
        try:
            yield made
        finally:
            made.close()


def excused(calls: list[Call]) -> bool:
    """Whether the centre could not but give away what a cut window called: it did so before the cut could be known,
    or when it had left the ticket to a silent window for as long as the lease runs.
    """
    return any(
        one.offline
        and one.window != other.window
        and (other.at - one.heard <= SILENT or max(one.at, other.at) - one.heard >= LEASE)
        for one in calls
        for other in calls
    )


STEP = st.tuples(
    st.sampled_from(["call", "call", "call", "come", "cut", "mend", "wait", "wait", "wait long", "set clock"]),
    st.sampled_from(WINDOWS),
    st.integers(1, 400),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEP, min_size=10, max_size=30))
def test_no_ticket_is_called_twice_but_where_nobody_could_know(
    steps: list[tuple[str, str, int]],
) -> None:
    with office() as hall_of_three:
        for _ in range(4):
            hall_of_three.issue()
        hall_of_three.all_rounds()
        for what, window, amount in steps:
            _do(hall_of_three, what, window, amount)
        hall_of_three.end()
        _judge(hall_of_three)


def _do(made: Office, what: str, window: str, amount: int) -> None:
    if what == "come":
        made.issue()
    elif what == "cut":
        made.cut_line(window)
    elif what == "mend":
        made.mend_line(window)
    elif what in ("wait", "wait long"):
        made.pass_time(amount if what == "wait" else amount * 3)
    elif what == "set clock":
        made.made[window].clock.moment += timedelta(minutes=amount - 200)  # of the desk: the lease is the centre's
    else:
        if window in made.cut and made.clock.moment - made.heard[window] <= SILENT:
            made.pass_time(int(SILENT.total_seconds()) + 1)
        made.call(window)


def _judge(made: Office) -> None:
    for ticket, calls in made.calls.items():
        assert sum(not call.offline for call in calls) <= 1, "two windows were given one ticket by the centre"
        windows = {call.window for call in calls}
        if len(windows) > 1:
            assert excused(calls), calls
        for kept in (made.centre, *(desk.journal for desk in made.desks.values())):
            state = made.ticket(kept, ticket)
            assert windows <= {state.window, *state.also_called_by}, "both services stand, and both are told"
    for desk in made.desks.values():
        assert _rejected(desk) == 0


def _rejected(desk: Desk) -> int:
    with desk.journal.reading() as reading:
        return sum(_verdict(reading, ticket) for ticket in ("rejected",))


def _verdict(reading: Reading, verdict: str) -> int:
    found = reading.connection.exec_driver_sql("SELECT count(*) FROM events WHERE verdict = ?", (verdict,))
    return int(found.scalar_one())


@pytest.fixture
def three() -> Iterator[Office]:
    with office() as made:
        yield made


def own_tickets(made: Office, window: str, count: int = 12) -> set[TicketId]:
    """Issue some, and say which of them are a window's own."""
    issued = [made.issue() for _ in range(count)]
    made.all_rounds()
    return {ticket for ticket in issued if owner(ticket, [WindowId(name) for name in WINDOWS]) == window}


def call_all(made: Office, window: str) -> list[TicketId]:
    found = []
    while (called := made.call(window)) is not None:
        found.append(called.ticket)
    return found


def test_what_is_a_silent_windows_own_is_left_to_it_and_to_nobody_else(three: Office) -> None:
    own = own_tickets(three, "3")
    assert own
    three.cut_line("3")
    three.pass_time(60)
    others = {*call_all(three, "5"), *call_all(three, "7")}
    assert not own & others
    assert set(call_all(three, "3")) == own
    three.end()
    _judge(three)


def test_after_the_lease_nobody_waits_for_a_silent_window_any_more(three: Office) -> None:
    own = own_tickets(three, "3")
    three.cut_line("3")
    three.pass_time(int(LEASE.total_seconds()) + 1)
    assert own <= set(call_all(three, "5"))


def test_two_who_served_one_person_both_stand_and_are_both_told(three: Office) -> None:
    own = own_tickets(three, "3")
    three.cut_line("3")
    first = three.call("3")
    assert first is not None
    assert first.ticket in own
    three.pass_time(int(LEASE.total_seconds()) + 1)
    assert first.ticket in call_all(three, "5")
    three.end()
    _judge(three)
    state = three.ticket(three.centre, first.ticket)
    assert {state.window, *state.also_called_by} == {"3", "5"}


def test_a_window_that_closes_moves_no_ticket_between_the_others(three: Office) -> None:
    own_tickets(three, "3", 30)
    three.cut_line("3")
    three.pass_time(1)
    with three.centre.writing() as facts:
        facts.add(builders.CLERK, WindowClosed(), of="7")
    three.pass_time(60)
    others = set(call_all(three, "5"))
    mine = set(call_all(three, "3"))
    assert not mine & others
    assert mine


def test_a_window_that_opens_takes_nothing_of_what_was_left_to_a_silent_one(three: Office) -> None:
    with three.centre.writing() as facts:
        facts.add(builders.CLERK, WindowClosed(), of="7")
    own_tickets(three, "3", 30)
    three.cut_line("3")
    three.pass_time(1)
    with three.centre.writing() as facts:
        facts.add(builders.CLERK, WindowOpened(builders.CLERK, three.desks["7"].journal.terms.author.device), of="7")
    three.pass_time(60)
    others = {*call_all(three, "7"), *call_all(three, "5")}
    mine = set(call_all(three, "3"))
    assert not mine & others
    assert mine
