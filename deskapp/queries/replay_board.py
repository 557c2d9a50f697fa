"""The manager's board as it stood at any moment of a day, folded from the journal."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deskapp.clock import day_begins
from deskapp.failures import Refusal
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.journal.reading import Reading
from deskapp.queries.catalogs import in_force
from deskapp.queries.day_replay import happened_until
from deskapp.queries.hall_board import BoardTicket, HallBoard, QueueColumn, WindowCard
from deskapp.queries.reports import lived
from deskapp.rules.calling import serving
from deskapp.rules.catalog import Catalog
from deskapp.rules.legs import Leg, Outcome
from deskapp.rules.line_terms import NORMAL
from deskapp.rules.replay import Frame, Replay
from deskapp.rules.ticket import IN_HAND, Ticket, TicketState
from deskapp.rules.window import Window, WindowState

_KEPT = timedelta(days=36_525)  # no hall has been open as long
_MOST = 200  # services of a queue that say how long the next will take


@dataclass(frozen=True, slots=True)
class DayTape:
    """A day of the hall, to be looked at from its `first` moment to its `last`. One thread at a time."""

    day: date
    first: datetime
    last: datetime
    replay: Replay
    catalog: Catalog
    calls: Mapping[TicketId, Sequence[datetime]]
    ended: Mapping[WindowId, Sequence[datetime]]  # services of the day, in order
    services: Mapping[QueueId, tuple[Sequence[datetime], Sequence[float]]]  # when they ended, and their minutes

    def board(self, moment: datetime) -> HallBoard:
        """The board at a moment. What was proposed then is not shown again."""
        frame = self.replay.at(moment)
        opened = {w.id: w.queues for w in frame.windows.values() if w.state is WindowState.OPEN}
        waiting = {queue: tuple(map(_board_ticket, line)) for queue, line in frame.waiting.items()}
        columns = tuple(
            QueueColumn(
                queue=code,
                name=queue.name,
                en=queue.en,
                waiting=waiting.get(code, ()),
                windows=tuple(sorted(serving(opened, code), key=_as_counted)),
                services=self._lately(code, moment),
            )
            for code, queue in self.catalog.queues.items()
        )
        sent = [one.sent_to for line in frame.waiting.values() for one in line if one.sent_to is not None]
        cards = tuple(
            self._card(frame, frame.windows[name], sent.count(name)) for name in sorted(frame.windows, key=_as_counted)
        )
        limit = timedelta(minutes=self.catalog.line.person_class(NORMAL).wait)
        return HallBoard(columns, cards, (), sum(card.served for card in cards), limit)

    def _card(self, frame: Frame, window: Window, own_line: int) -> WindowCard:
        has = frame.with_window.get(window.id, ())
        held = sum(one.state is TicketState.HELD for one in has)
        hand = next((one for one in has if one.state in IN_HAND), None)
        calls = self.calls.get(hand.id, ()) if hand is not None else ()
        place = bisect_right(calls, frame.at)
        return WindowCard(
            window=window.id, state=window.state, clerk=window.clerk, plan=window.plan, until=window.until,
            number=hand.number if hand is not None else "",
            serving=hand is not None and hand.state is TicketState.SERVING,
            since=calls[place - 1] if place else None, held=held, own_line=own_line,
            served=bisect_right(self.ended.get(window.id, ()), frame.at),
        )  # fmt: skip

    def _lately(self, queue: QueueId, moment: datetime) -> tuple[float, ...]:
        ended, minutes = self.services.get(queue, ((), ()))
        place = bisect_right(ended, moment)
        return tuple(minutes[max(0, place - _MOST) : place])


def day_tape(reading: Reading, day: date) -> DayTape:
    """Read a day. Refusal `replay.nothing` when nothing happened on it, `catalog.none` before a catalogue came."""
    today = reading.terms.clock.today()
    if not today - _KEPT <= day <= today:
        raise Refusal("replay.nothing", day=day.isoformat())
    happened, legs = happened_until(reading, day), lived(reading, day, day)
    begins, ends = day_begins(day), day_begins(day + timedelta(days=1))
    replay = Replay(happened)
    first, last = replay.next_after(begins - timedelta(microseconds=1)), replay.last_before(ends)
    if first is None or last is None or first >= ends:
        raise Refusal("replay.nothing", day=day.isoformat())
    catalog = in_force(reading, day)
    calls: dict[TicketId, list[datetime]] = {}
    ended: dict[WindowId, list[datetime]] = {}
    for leg in legs:
        if leg.called_at is not None:
            calls.setdefault(leg.ticket, []).append(leg.called_at)
        if leg.outcome is Outcome.SERVED and leg.window is not None and leg.ended_at is not None:
            ended.setdefault(leg.window, []).append(leg.ended_at)
    return DayTape(
        day=day,
        first=first,
        last=last,
        replay=replay,
        catalog=catalog,
        calls={ticket: sorted(moments) for ticket, moments in calls.items()},
        ended={window: sorted(moments) for window, moments in ended.items()},
        services=_took(legs),
    )


def _took(legs: Sequence[Leg]) -> dict[QueueId, tuple[list[datetime], list[float]]]:
    found: dict[QueueId, list[tuple[datetime, float]]] = {}
    for leg in legs:
        if leg.outcome is Outcome.SERVED and leg.called_at is not None and leg.ended_at is not None:
            took = max(0.0, (leg.ended_at - leg.called_at) / timedelta(minutes=1))
            found.setdefault(leg.queue, []).append((leg.ended_at, took))
    ordered = {queue: sorted(each) for queue, each in found.items()}
    return {queue: ([at for at, _ in each], [minutes for _, minutes in each]) for queue, each in ordered.items()}


def _board_ticket(ticket: Ticket) -> BoardTicket:
    assert ticket.issued_at is not None  # noqa: S101 - whoever waits was issued a ticket
    queue = ticket.queue or QueueId("")
    return BoardTicket(ticket.id, ticket.number, queue, ticket.ticket_class, ticket.issued_at, ticket.sent_to)


def _as_counted(window: WindowId) -> tuple[int, str]:
    return len(window), window
