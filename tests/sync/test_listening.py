"""The centre tells, and a round is made at once; nothing waits for the stream, and nothing is lost by it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from db.tables import tickets
from deskapp.clerk import signing_in
from deskapp.desk import Station
from deskapp.failures import LineTrouble
from deskapp.ids import QueueId
from deskapp.journal import taking_in
from deskapp.protocol import link as links
from deskapp.protocol.messages import IssueTicket, SignIn
from deskapp.sync import listening as listening_room
from deskapp.sync import round as rounds
from deskapp.sync.client import HttpCentre
from deskapp.sync.listening import Listening
from tests.clerk import office
from tests.fakes.faults import swapped
from tests.fakes.streams import HEAD, HERE, Server, chunk, goes, serving, stays, told
from tests.fakes.true_time import TrueTime
from tests.server.running import RunningCentre, running_centre
from tests.sync import rubbish
from tests.sync.desks import DeskClock, hall
from tests.waiting import eventually
from ui.demo.relay import Relay

NEVER = timedelta(hours=1)


@dataclass
class LiveDesk:
    """A desk with both of its lanes: one that makes rounds, and one that listens."""

    station: Station
    rounds: int = 0
    pulled: int = 0
    _over: bool = False
    _lanes: list[threading.Thread] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.listening = Listening(self.station)
        for lane in (self._make_rounds, self.listening.keep_open):
            self._lanes.append(threading.Thread(target=lane, daemon=True))
            self._lanes[-1].start()

    def _make_rounds(self) -> None:
        line = self.station.line
        while not self._over:
            line.wait_for_want(links.beat(line.link, told=self.listening.open).total_seconds())
            if not self._over and links.may_try(line.link, self.station.clock.now()):
                self.rounds += 1
                with suppress(LineTrouble):
                    self.pulled += rounds.run(self.station).pulled

    def waiting(self) -> int:
        """How many tickets its own journal knows."""
        with self.station.journal.reading() as reading:
            return int(reading.connection.execute(sa.select(sa.func.count()).select_from(tickets)).scalar_one())

    def end(self) -> None:
        self._over = True
        self.listening.end()
        self.station.line.want_round()
        for lane in self._lanes:
            lane.join(10)
            assert not lane.is_alive()


@dataclass
class Office:
    """A centre, the line to it, and as many desks as sign in."""

    centre: RunningCentre
    relay: Relay
    folder: Path
    closing: ExitStack
    token: str = ""

    def __post_init__(self) -> None:
        self.greeter = HttpCentre(self.centre.address)
        self.closing.callback(self.greeter.close)
        self.token = self.greeter.sign_in(SignIn(user="greeter", password="demo")).token

    def issue(self) -> None:
        """Somebody takes a ticket, at the centre itself."""
        self.greeter.issue(IssueTicket(queue=QueueId("A")), token=self.token)

    def desk(self, window: str = "3") -> LiveDesk:
        """Somebody signs in, and the centre is heard."""
        http = HttpCentre(f"http://127.0.0.1:{self.relay.port}")
        station = office.station(self.folder / window, TrueTime(), centre=http, furnished=False)
        signing_in.sign_in(station, f"clerk{window}", "demo", window)
        made = LiveDesk(station)
        self.closing.callback(http.close)
        self.closing.callback(station.journal.engine.dispose)
        self.closing.callback(made.end)
        eventually(lambda: made.listening.open, "the stream")
        return made


@pytest.fixture
def open_office(tmp_path: Path) -> Iterator[Office]:
    with running_centre(tmp_path / "centre") as centre, ExitStack() as closing:
        relay = Relay(int(centre.address.rpartition(":")[2]))
        closing.callback(relay.close)
        yield Office(centre, relay, tmp_path, closing)


@pytest.fixture
def no_beat() -> Iterator[None]:
    """While the stream is open nobody asks by himself."""
    with swapped(links, "SLOW_BEAT", NEVER):
        yield


def test_a_ticket_is_at_the_desk_at_once_though_nobody_asked(open_office: Office, no_beat: None) -> None:
    desk = open_office.desk()
    open_office.issue()
    eventually(desk.waiting)
    assert desk.station.line.online


def test_without_the_hint_nobody_would_have_asked(open_office: Office, no_beat: None) -> None:
    """That the test before can fail: a stream that tells of nothing leaves the desk without the ticket."""
    with swapped(Listening, "_told", lambda *_: None):
        desk = open_office.desk()
        settled = eventually(lambda: desk.rounds)
        open_office.issue()
        open_office.issue()
        assert not threading.Event().wait(0.6)
        assert desk.waiting() == 0
        assert desk.rounds - settled <= 1


def test_every_window_of_the_hall_hears_of_it_together(open_office: Office, no_beat: None) -> None:
    desks = [open_office.desk(window) for window in "12345678"]
    open_office.issue()
    eventually(lambda: all(desk.waiting() for desk in desks))


def test_many_hints_are_one_round(open_office: Office, no_beat: None) -> None:
    desk = open_office.desk()
    before = desk.rounds
    for _ in range(40):
        open_office.issue()
    eventually(lambda: desk.waiting() == 40)
    assert desk.rounds - before < 20


def test_what_was_pulled_already_asks_for_nothing(open_office: Office, no_beat: None) -> None:
    desk = open_office.desk()
    eventually(lambda: desk.pulled)
    with desk.station.journal.reading() as reading:
        reached = taking_in.cursor(reading)
    desk.listening.end()
    eventually(lambda: not desk.listening.open)
    desk.station.line.wait_for_want(0)
    before = desk.rounds
    desk.listening._reached = 0  # it does not know: it looks
    desk.listening._told(reached)
    assert desk.rounds == before
    assert desk.listening._reached == reached
    desk.listening._told(reached + 1)
    eventually(lambda: desk.rounds > before)


def test_a_line_that_was_cut_is_listened_to_again_and_nothing_is_missed(open_office: Office, no_beat: None) -> None:
    desk = open_office.desk()
    open_office.relay.cut()
    eventually(lambda: not desk.station.line.online)
    assert not desk.listening.open
    open_office.issue()
    open_office.relay.restore()
    eventually(lambda: desk.waiting() == 1, patience=20)
    eventually(lambda: desk.listening.open, patience=20)
    open_office.issue()
    eventually(lambda: desk.waiting() == 2)


def test_a_stream_that_dies_alone_leaves_the_quick_beat(open_office: Office) -> None:
    """Other requests go through, and the stream does not: as behind a proxy that ends what lasts long."""
    desk = open_office.desk()
    with swapped(HttpCentre, "listen", lambda *_, **__: _dies()), swapped(links, "SLOW_BEAT", NEVER):
        hints = desk.listening._hints
        assert hints is not None
        hints.close()
        eventually(lambda: not desk.listening.open)
        open_office.issue()
        eventually(lambda: desk.waiting() == 1)
        assert desk.station.line.online


@dataclass
class _Dead:
    open: bool = False

    def __iter__(self) -> Iterator[int]:
        raise LineTrouble("line.down")

    def close(self) -> None:
        """There is nothing to close."""


def _dies() -> _Dead:
    return _Dead()


@dataclass
class Alone:
    """A desk that listens to a server that is not our centre, by a clock that stands."""

    server: Server
    station: Station
    clock: DeskClock
    listening: Listening
    lane: threading.Thread

    def gone(self) -> bool:
        """Whether the lane ends when it is told to, whatever it waits for."""
        self.listening.end()
        self.lane.join(5)
        return not self.lane.is_alive()

    def tries(self, number: int) -> bool:
        return len(self.server.asked) >= number

    def move(self, seconds: float) -> None:
        self.clock.moment += timedelta(seconds=seconds)


@contextmanager
def alone(folder: Path, answer: Callable[..., None], *, online: bool = True) -> Iterator[Alone]:
    clock = DeskClock()
    there, (desk,) = hall(folder, [("D1", "3")], clock)
    desk.clock = clock
    desk.restart()
    with serving(answer) as server:
        http = HttpCentre(server.address)
        station = replace(desk.station, centre=http)
        if online:
            station.line.answered()
        listening = Listening(station)
        lane = threading.Thread(target=listening.keep_open, daemon=True)
        lane.start()
        made = Alone(server, station, clock, listening, lane)
        try:
            yield made
        finally:
            assert made.gone()
            http.close()
            desk.close()
            there.engine.dispose()


HOSTILE: dict[str, Callable[..., None]] = {
    "gone at once": goes(),
    "a captive portal": rubbish.PORTAL,
    "open, and gone at once": goes(HEAD, chunk(HERE), b"0\r\n\r\n"),
    "gone in the middle of an event": goes(HEAD, chunk(told(5)[:-4])),
    "rubbish as a stream": goes(HEAD, chunk(b"\x00\xff" * 900 + b"\n\n" * 99)),
}


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_a_stream_that_fails_is_begun_again_later_and_never_in_a_hurry(kind: str, tmp_path: Path) -> None:
    with alone(tmp_path, HOSTILE[kind]) as desk:
        eventually(lambda: desk.tries(1))
        eventually(lambda: desk.listening._link.failures == 1)
        assert not desk.listening.open
        assert not threading.Event().wait(1.2)  # longer than the first wait: but no time has passed by its clock
        assert not desk.tries(2)
        for failures in range(2, 5):
            left = links.wait_left(desk.listening._link, desk.clock.moment)
            assert left >= timedelta(seconds=0.5) * 2 ** (failures - 2)
            desk.move(left.total_seconds())
            desk.station.line.failed("line.slow")  # and up again: it need not sit the wait out in this test
            desk.station.line.answered()
            eventually(lambda n=failures: desk.listening._link.failures == n)  # type: ignore[misc]
        assert desk.tries(4)
        assert not desk.tries(5)


def test_hints_without_an_end_are_not_rounds_without_an_end(tmp_path: Path) -> None:
    """A stream that tells of numbers that nobody can pull asks for two rounds a second, and no more."""
    with alone(tmp_path, stays(HEAD, *[chunk(b"".join(told(n) for n in range(1, 999)))] * 20)) as desk:
        wanted = 0
        until = time.monotonic() + 2
        while time.monotonic() < until:
            wanted += desk.station.line.wait_for_want(0.05)
        assert 1 <= wanted <= 6


def test_nobody_listens_over_a_line_that_is_down(tmp_path: Path) -> None:
    with alone(tmp_path, stays(HEAD, chunk(HERE)), online=False) as desk:
        desk.station.line.failed("line.down")
        assert not threading.Event().wait(0.3)
        assert not desk.tries(1)
        desk.station.line.answered()
        eventually(lambda: desk.listening.open)
        desk.station.line.failed("line.slow")
        eventually(lambda: desk.listening._link.failures)
        desk.station.line.answered()
        assert not desk.tries(2), "and not before a moment has passed"
        desk.move(1)
        desk.station.line.failed("line.slow")
        desk.station.line.answered()
        eventually(lambda: desk.listening.open)


def test_the_end_of_a_stream_wakes_the_lane_that_asks(tmp_path: Path) -> None:
    with alone(tmp_path, stays(HEAD, chunk(HERE))) as desk:
        eventually(lambda: desk.listening.open)
        desk.station.line.wait_for_want(0)
        desk.server.drop()
        assert desk.station.line.wait_for_want(5)
        assert not desk.listening.open


@pytest.mark.parametrize(
    "answer", [stays(), stays(HEAD, chunk(HERE)), goes()], ids=["while it waits", "while it reads", "while it rests"]
)
def test_signing_out_does_not_wait_for_it(answer: Callable[..., None], tmp_path: Path) -> None:
    with alone(tmp_path, answer) as desk:
        eventually(lambda: desk.tries(1))
        assert desk.gone()
        desk.move(60)
        desk.station.line.failed("line.down")
        desk.station.line.answered()
        assert len(desk.server.asked) == 1


def test_it_may_be_ended_before_it_began_and_twice(tmp_path: Path) -> None:
    with alone(tmp_path, stays(HEAD, chunk(HERE)), online=False) as desk:
        desk.listening.end()
        desk.listening.end()
        other = Listening(desk.station)
        other.end()
        other.keep_open()
    assert desk.server.asked == []


def test_nothing_that_a_stream_says_gets_into_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with alone(tmp_path, goes(HEAD, chunk(told(3, '{"name": "张伟"}')), chunk("id: 张伟".encode()))) as desk:
        eventually(lambda: desk.listening._link.failures)
    said = [record.getMessage() for record in caplog.records if record.name.startswith("deskapp")]
    assert said == ["the centre's stream ended after 0 s: line.down"]
    assert "张" not in caplog.text


def test_a_hint_waits_for_the_others_of_its_moment_only() -> None:
    assert timedelta(seconds=1) > listening_room.SPREAD + listening_room.PAUSE
