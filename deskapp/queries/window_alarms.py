"""What at the windows asks for the manager's eye, from the cards and queues of the hall's board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from db.tables import events
from deskapp.ids import DeviceId, QueueId, WindowId
from deskapp.journal.chain import moment_of
from deskapp.journal.reading import Reading
from deskapp.journal.rows import own_line
from deskapp.queries.roster import OF_A_WINDOW
from deskapp.rules.alarms import Alarm, Silence, WindowNow, alarms
from deskapp.rules.figures import spread
from deskapp.rules.line_terms import LineTerms
from deskapp.rules.window import Window, WindowState


@dataclass(frozen=True, slots=True)
class AtWindow:
    """What is in a window's hands, and since when; when a ticket of its was last called or ended."""

    number: str = ""
    queue: QueueId | None = None
    since: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waits:
    """Somebody who waits: since when, in which queue, and for which window alone."""

    since: datetime
    queue: QueueId
    sent_to: WindowId | None


@dataclass(frozen=True, slots=True)
class HallNow:
    """`services`: minutes that services of each queue took lately."""

    windows: Sequence[Window]
    at: Mapping[WindowId, AtWindow]
    waiting: Sequence[Waits]
    services: Mapping[QueueId, Sequence[float]]


def window_alarms(
    reading: Reading, hall: HallNow, terms: LineTerms, silences: Mapping[WindowId, Silence] | None
) -> tuple[Alarm, ...]:
    """The most urgent first. `silences`: None while it is not known here which windows are heard of."""
    now = reading.terms.clock.now()
    usual = {queue: spread(minutes).p90 for queue, minutes in hall.services.items()}
    first = _first_of_each(hall.waiting)
    found = [_now(window, hall.at.get(window.id, AtWindow()), first, usual) for window in hall.windows]
    if silences is None or not terms.idle:
        return alarms(found, terms, now, silences)
    # only of those that seem idle by their tickets it is asked what else was done there
    since = now - timedelta(minutes=terms.idle)
    pairs = zip(hall.windows, found, strict=True)
    acted = _acted(reading, [window for window, seen in pairs if _seems_idle(seen, since)])
    return alarms([_acted_too(seen, acted) for seen in found], terms, now, silences)


_Lines = Mapping[str, tuple[int, datetime]]


def _first_of_each(waiting: Sequence[Waits]) -> _Lines:
    """How many wait in each line, and since when the first of them does."""
    first: dict[str, tuple[int, datetime]] = {}
    for one in waiting:
        line: str = own_line(one.sent_to) if one.sent_to is not None else one.queue
        count, since = first.get(line, (0, one.since))
        first[line] = (count + 1, min(since, one.since))
    return first


def _now(
    window: Window,
    at: AtWindow,
    first: _Lines,
    usual: Mapping[QueueId, float | None],
) -> WindowNow:
    lines = [first[line] for line in (*window.queues, own_line(window.id)) if line in first]
    return WindowNow(
        window=window.id,
        state=window.state,
        help=window.help,
        number=at.number,
        in_hand_since=at.since,
        usual=usual.get(at.queue) if at.queue is not None else None,
        waiting=sum(count for count, _ in lines),
        waits_since=min((since for _, since in lines), default=None),
        sent_here=first.get(own_line(window.id), (0, None))[0],
        acted_at=at.last,
    )


def _seems_idle(seen: WindowNow, since: datetime) -> bool:
    if seen.state is not WindowState.OPEN or seen.in_hand_since is not None or seen.waits_since is None:
        return False
    return seen.waits_since <= since and (seen.acted_at is None or seen.acted_at <= since)


def _acted(reading: Reading, windows: Sequence[Window]) -> dict[WindowId, datetime]:
    """When anything was last said of these windows, or done at their desks: a case without a ticket is work too."""
    if not windows:
        return {}
    names = sorted(window.id for window in windows)
    said = (
        sa.select(events.c.stream_id, sa.func.max(events.c.occurred_at))
        .where(events.c.hall == reading.hall, events.c.stream_id.in_(names), events.c.stream == OF_A_WINDOW)
        .group_by(events.c.stream_id)
    )
    acted = {WindowId(name): moment_of(at) for name, at in reading.connection.execute(said)}
    for window in windows:
        done = _last_step(reading, window.device) if window.device is not None else None
        if done is not None:
            acted[window.id] = max(done, acted.get(window.id, done))
    return acted


def _last_step(reading: Reading, device: DeviceId) -> datetime | None:
    at = reading.connection.execute(_last_of_device(), {"hall": reading.hall, "device": device}).scalar()
    return None if at is None else moment_of(at)


@cache
def _last_of_device() -> sa.Select[Any]:
    return (
        sa.select(events.c.occurred_at)
        .where(events.c.hall == sa.bindparam("hall"), events.c.device == sa.bindparam("device"))
        .order_by(events.c.epoch.desc(), events.c.device_seq.desc())
        .limit(1)
    )


def _acted_too(seen: WindowNow, acted: Mapping[WindowId, datetime]) -> WindowNow:
    done = acted.get(seen.window)
    if done is None:
        return seen
    return replace(seen, acted_at=max(done, seen.acted_at or done))
