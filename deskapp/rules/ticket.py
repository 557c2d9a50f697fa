"""The life of a ticket (号票): issued, called, arrived, finished.

    issued → called → arrived → finished
               ↑  ↓      called → no_show → (back in line)
               └──┘ call undone        any time before the end → cancelled, transferred

A call made by a window whose line is cut may meet a call that another window made of the same ticket. Both services
then stand: the fold keeps the first as the ticket's window and names the others, so that both can be told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from deskapp.failures import Refusal
from deskapp.ids import ItemCode, QueueId, TicketId, WindowId


class TicketClass(StrEnum):
    NORMAL = "normal"
    PRIORITY = "priority"  # elderly, disabled, pregnant, soldiers …
    APPOINTMENT = "appointment"


class TicketState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    FINISHED = "finished"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


IN_HAND = frozenset({TicketState.CALLED, TicketState.SERVING})


@dataclass(frozen=True, slots=True)
class Issued:
    number: str  # "A012"
    queue: QueueId
    ticket_class: TicketClass
    issued_at: datetime
    due_at: datetime  # fixed here and for good: the order of calling
    item: ItemCode | None = None


@dataclass(frozen=True, slots=True)
class Called:
    window: WindowId
    offline: bool = False  # called by its owner while the line was cut


@dataclass(frozen=True, slots=True)
class CalledAgain:
    window: WindowId


@dataclass(frozen=True, slots=True)
class CallUndone:
    window: WindowId


@dataclass(frozen=True, slots=True)
class Arrived:
    window: WindowId


@dataclass(frozen=True, slots=True)
class Finished:
    window: WindowId


@dataclass(frozen=True, slots=True)
class NoShow:
    window: WindowId


@dataclass(frozen=True, slots=True)
class BackInLine:
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Transferred:
    queue: QueueId
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Cancelled:
    reason: str = ""


TicketFact = (
    Issued | Called | CalledAgain | CallUndone | Arrived | Finished | NoShow | BackInLine | Transferred | Cancelled
)


class Ticket(msgspec.Struct, frozen=True):
    """What is true of one ticket. `version` 0 means it was never issued."""

    id: TicketId
    version: int = 0
    state: TicketState | None = None
    number: str = ""
    queue: QueueId | None = None
    ticket_class: TicketClass = TicketClass.NORMAL
    issued_at: datetime | None = None
    due_at: datetime | None = None
    item: ItemCode | None = None
    window: WindowId | None = None
    also_called_by: tuple[WindowId, ...] = ()
    calls: int = 0


_FROM: dict[type, frozenset[TicketState]] = {
    CalledAgain: frozenset({TicketState.CALLED}),
    CallUndone: IN_HAND,
    Arrived: frozenset({TicketState.CALLED}),
    Finished: IN_HAND,
    NoShow: frozenset({TicketState.CALLED}),
    BackInLine: frozenset({TicketState.NO_SHOW}),
    Transferred: IN_HAND | {TicketState.WAITING},
    Cancelled: IN_HAND | {TicketState.WAITING, TicketState.NO_SHOW},
}


def permits(ticket: Ticket, fact: TicketFact) -> None:
    """Ask whether this may happen to the ticket as it stands.

    Refusal `ticket.exists`, `ticket.unknown`, `ticket.taken` (with the window that has it) or `ticket.wrong_state`.
    A call made offline is never refused on account of another call: the service has been given (promise 5).
    """
    if isinstance(fact, Issued):
        if ticket.version:
            raise Refusal("ticket.exists", ticket=ticket.number)
        return
    if ticket.state is None:
        raise Refusal("ticket.unknown")
    if isinstance(fact, Called):
        if ticket.state is not TicketState.WAITING and not fact.offline:
            raise Refusal("ticket.taken", ticket=ticket.number, window=ticket.window)
        return
    if isinstance(fact, _OF_A_WINDOW):
        if fact.window in ticket.also_called_by:
            return
        if ticket.window not in (None, fact.window):
            raise Refusal("ticket.taken", ticket=ticket.number, window=ticket.window)
        if ticket.state is TicketState.FINISHED and not isinstance(fact, CallUndone):
            return  # its word comes late: the next call ended the service before "arrived" got to the centre
    if ticket.state not in _FROM[type(fact)]:
        raise Refusal("ticket.wrong_state", ticket=ticket.number, state=ticket.state.value, step=type(fact).__name__)


def fold(ticket: Ticket, fact: TicketFact) -> Ticket:
    """What is true after this fact. Total: what `permits` would refuse changes nothing but the version."""
    after = replace(ticket, version=ticket.version + 1)
    try:
        permits(ticket, fact)
    except Refusal:
        return after
    if isinstance(fact, _OF_A_WINDOW):
        if fact.window in ticket.also_called_by:
            return _beside(after, fact)
        if ticket.state is TicketState.FINISHED:
            return after
    if ticket.also_called_by and isinstance(fact, (CallUndone, NoShow, Transferred)):
        # the person is at the other window that called: it keeps them, and nobody calls a third time
        return replace(after, window=ticket.also_called_by[0], also_called_by=ticket.also_called_by[1:])
    return _FOLDS[type(fact)](after, fact)


_OF_A_WINDOW = (CalledAgain, CallUndone, Arrived, Finished, NoShow)


def _beside(ticket: Ticket, fact: TicketFact) -> Ticket:
    """A window that served the ticket beside another ends its own part only."""
    if not isinstance(fact, CallUndone):
        return ticket
    return replace(ticket, also_called_by=tuple(w for w in ticket.also_called_by if w != fact.window))


def _issued(ticket: Ticket, fact: Issued) -> Ticket:
    return replace(
        ticket, state=TicketState.WAITING, number=fact.number, queue=fact.queue, ticket_class=fact.ticket_class,
        issued_at=fact.issued_at, due_at=fact.due_at, item=fact.item,
    )  # fmt: skip


def _called(ticket: Ticket, fact: Called) -> Ticket:
    if ticket.state is TicketState.WAITING:
        return replace(ticket, state=TicketState.CALLED, window=fact.window, calls=ticket.calls + 1)
    if fact.window == ticket.window or fact.window in ticket.also_called_by:
        return ticket
    return replace(ticket, also_called_by=(*ticket.also_called_by, fact.window))


def _called_again(ticket: Ticket, fact: CalledAgain) -> Ticket:
    return replace(ticket, calls=ticket.calls + 1)


def _call_undone(ticket: Ticket, fact: CallUndone) -> Ticket:
    return replace(ticket, state=TicketState.WAITING, window=None)


def _back_in_line(ticket: Ticket, fact: BackInLine) -> Ticket:
    return replace(ticket, state=TicketState.WAITING, window=None, due_at=fact.due_at)


def _transferred(ticket: Ticket, fact: Transferred) -> Ticket:
    return replace(ticket, state=TicketState.WAITING, window=None, queue=fact.queue)


def _to(state: TicketState) -> Callable[[Ticket, TicketFact], Ticket]:
    return lambda ticket, fact: replace(ticket, state=state)


_FOLDS: dict[type, Callable[..., Ticket]] = {
    Issued: _issued,
    Called: _called,
    CalledAgain: _called_again,
    CallUndone: _call_undone,
    Arrived: _to(TicketState.SERVING),
    Finished: _to(TicketState.FINISHED),
    NoShow: _to(TicketState.NO_SHOW),
    BackInLine: _back_in_line,
    Transferred: _transferred,
    Cancelled: _to(TicketState.CANCELLED),
}
