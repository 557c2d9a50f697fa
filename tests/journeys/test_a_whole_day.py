"""A whole day of a hall, in compressed time: real centre over HTTP, real desks, and a count that asks no journal.

A day is played from a seed. What fails is told with it; `DAY_SEED=7 pytest -k whole_day` plays that day again.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from db.tables import tickets as rows
from deskapp.clock import office_day
from deskapp.desk import Station
from deskapp.ids import QueueId, TicketId
from deskapp.journal.reading import Reading
from deskapp.protocol.json import plain
from deskapp.queries.day_replay import day_frames
from deskapp.queries.reports import report
from deskapp.queries.ticket_timeline import timeline
from deskapp.rules.figures import By
from deskapp.rules.ticket import Ticket, TicketState
from tests.clerk.office import FrozenClock
from tests.journeys.day.counts import differences, ended, figures, lived, unlike
from tests.journeys.day.hall import day_hall
from tests.journeys.day.hours import OPENS, Day, Scale
from tests.journeys.day.seat import MINUTE

BY: tuple[tuple[str, ...], ...] = (("queue",), ("window",), ("clerk",), ("hour",), ("queue", "hour"))
FOUR = ("A", "B", "CD", "AB")  # which queues each window serves
THIRTY = ("A", "B", "C", "AB", "BC", "ABC", "CD", "AC", "ABC", "AB") * 3
TODAY = office_day(OPENS)


@dataclass
class Played:
    """A day that is over."""

    day: Day
    evening: Mapping[tuple[str, ...], Mapping[str, Any]]  # what the centre told of it before the night

    def apart(self, ticket: str) -> bool:
        """Whether two windows had somebody at once: until both were heard of, the journal could know of one only."""
        return self.day.floor.slips[ticket].doubled


def play(home: Path, seed: int, windows: Sequence[str], scale: Scale, database: str | None = None) -> Iterator[Played]:
    """Play the day of a seed and judge how people were treated, before anything is asked of the journal."""
    serves = {str(place): tuple(map(QueueId, queues)) for place, queues in enumerate(windows, start=1)}
    with day_hall(home, seed, FrozenClock(OPENS), serves, database) as hall:
        day = Day(hall, seed, scale)
        day.play()
        manager = hall.line_of("manager")
        evening = {by: manager.get("/api/v1/figures", params={"by": ",".join(by)}).json() for by in BY}
        counted = {by: figures(lived(day.floor.slips.values()), by) for by in BY}
        told = [line for by in BY for line in differences(counted[by], evening[by]["rows"])]
        assert not told, f"seed {seed}: the evening's figures:\n" + "\n".join(told[:20])
        day.night()
        yield Played(day, evening)


def judge(played: Played) -> None:
    """Everything that has to hold after any day."""
    day, seed = played.day, played.day.seed
    for what, wrongs in (
        ("how people were treated", day.floor.wrongs),
        ("fates", _fates(day)),
        ("who was told", _not_told(day)),
        ("what was rejected", _rejected(day)),
        ("figures", _figures(day)),
        ("replay", _replay(played)),
    ):
        assert not wrongs, f"seed {seed}: {what}, {len(wrongs)}:\n" + "\n".join(wrongs[:20])


def _fates(day: Day) -> list[str]:
    """Each ticket that was given has come to the one end that its person had, at the centre and at every desk."""
    wrongs = []
    with day.hall.parts.journal.reading() as reading:
        kept = {row.ticket_id: row.number for row in reading.connection.execute(sa.select(rows))}
        standing = _tickets(reading, kept)
    if kept.keys() != day.floor.slips.keys():
        wrongs.append(f"{len(day.floor.slips)} tickets were given, {len(kept)} are kept")
    for slip in day.floor.slips.values():
        ticket = standing[slip.id]
        carried = ticket.carried == office_day(day.now)
        if (ticket.state, carried) != (slip.state, slip.carried) or ticket.number != slip.number:
            wrongs.append(f"{slip.number} is {slip.state}, kept as {ticket.state}")
        if slip.state != TicketState.WAITING and ticket.window != (slip.window or None):
            wrongs.append(f"{slip.number} was at {slip.window}, kept is {ticket.window}")
    for name, station in _stations(day):
        with station.journal.reading() as reading:
            here = _tickets(reading, kept)
        other = [ticket.number for key, ticket in standing.items() if here[key] != ticket]
        wrongs += [f"{number} is something else at {name}" for number in other]
    return wrongs


def _tickets(reading: Reading, kept: Mapping[str, str]) -> dict[str, Ticket]:
    found = {key: standing.state for key, standing in reading.standings("ticket", list(kept)).items()}
    return {key: ticket for key, ticket in found.items() if isinstance(ticket, Ticket)}


def _not_told(day: Day) -> list[str]:
    """Whom two windows called, of those both know at both desks and at the manager's."""
    wrongs = []
    places = dict(_stations(day))
    for slip in day.floor.slips.values():
        windows = {claim.window for claim in slip.claims}
        for name in [*windows, "manager"] if slip.doubled else []:
            with places[name].journal.reading() as reading:
                told = {m.where for m in timeline(reading, TicketId(slip.id)) if m.kind == "ticket.called"}
                ticket = reading.ticket(TicketId(slip.id))
            if not windows <= told:
                wrongs.append(f"{slip.number}: {windows} called, {name} knows of {told}")
            if not windows <= {ticket.window, *ticket.also_called_by}:
                wrongs.append(f"{slip.number}: {windows} called, {name} shows {ticket.window}, {ticket.also_called_by}")
    return wrongs


def _rejected(day: Day) -> list[str]:
    """Nothing is refused but a manager's word about somebody who had been called by then."""
    late = {("manager", "ticket.transferred: ticket.taken"), ("manager", "ticket.transferred: ticket.wrong_state")}
    return [f"{who}: {what}" for who, what in day.rejected() if (who, what) not in late]


def _figures(day: Day) -> list[str]:
    wrongs = []
    told = lived(day.floor.slips.values())
    with day.hall.parts.journal.reading() as reading:
        for by in BY:
            read = plain(report(reading, TODAY, TODAY, tuple(map(By, by))))
            wrongs += differences(figures(told, by), read["rows"])
    return wrongs


def _replay(played: Played) -> list[str]:
    seen = played.day.seen
    doubled = sum(slip.doubled for slip in played.day.floor.slips.values())
    with played.day.hall.parts.journal.reading() as reading:
        shown = list(day_frames(reading, TODAY, [one.at for one in seen]))
    pairs = list(zip(seen, shown, strict=True))
    wrongs = [line for one, frame in pairs for line in unlike(one, frame, played.apart)]
    return wrongs + [line for one, frame in pairs for line in ended(one, frame, doubled)]


def _stations(day: Day) -> list[tuple[str, Station]]:
    seats = [(seat.name, seat.station) for seat in day.seats.values()]
    return [(name, station) for name, station in seats if station is not None] + [("manager", day.manager)]


SMALL = Scale(people=110, beat=4 * MINUTE, cuts=4, arranges=3)
WHOLE = Scale(people=2000, beat=5 * MINUTE)
SEEDS = [int(os.environ["DAY_SEED"])] if "DAY_SEED" in os.environ else [1, 2, 3]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_day_of_a_small_hall_comes_out_even(tmp_path: Path, seed: int) -> None:
    for played in play(tmp_path, seed, FOUR, SMALL):
        judge(played)


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.timeout(1800)  # a minute and a half of work; on a machine that is busy with other things many more
def test_a_whole_day_of_thirty_windows_comes_out_even(tmp_path: Path, database_url: Callable[[], str]) -> None:
    for played in play(tmp_path, SEEDS[0], THIRTY, WHOLE, database_url()):
        judge(played)
        did = sum((seat.did for seat in played.day.seats.values()), Counter[str]())
        missing = [what for what in WANTED if not (did + played.day.did)[what]]
        assert not missing, f"the day had none of: {missing}"


WANTED = (
    "called", "offline", "called again", "no show", "no show undone", "call undone", "by name", "held", "taken up",
    "sent on", "finished", "second service", "cut", "crash", "answer lost", "had been called", "moved",
    "moved too late", "arranged order", "arranged share", "appointment", "two lines", "same person", "asked again",
)  # fmt: skip
