"""The life of a ticket (号票): issued, called, arrived, finished.

    issued → called → arrived ⇄ held → finished
               ↑  ↓      called → no_show → (back in line)
               └──┘ call undone        any time before the end → cancelled, transferred

A call made by a window whose line is cut may meet a call that another window made of the same ticket. Both services
then stand: the fold keeps the first as the ticket's window and names the others, so that both can be told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode, QueueId, TicketId, WindowId
from deskapp.rules.ticket_facts import (
    FROM_THE_LINE,
    Arrived,
    BackInLine,
    Called,
    CalledAgain,
    CallUndone,
    Cancelled,
    CarriedOver,
    Finished,
    Held,
    Issued,
    Joined,
    NoShow,
    Shown,
    Spoken,
    TakenUp,
    TicketFact,
    Transferred,
)

__all__ = [
    "ENDED", "FROM_THE_LINE", "IN_HAND", "WITH_SOMEBODY", "Arrived", "BackInLine", "CallUndone", "Called",
    "CalledAgain", "Cancelled", "CarriedOver", "Finished", "Held", "Issued", "Joined", "NoShow", "Shown", "Spoken",
    "TakenUp", "Ticket", "TicketFact", "TicketState", "Transferred", "fold", "permits",
]  # fmt: skip


class TicketState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    FINISHED = "finished"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


IN_HAND = frozenset({TicketState.CALLED, TicketState.SERVING})
WITH_SOMEBODY = IN_HAND | {TicketState.HELD}
ENDED = frozenset({TicketState.FINISHED, TicketState.NO_SHOW, TicketState.CANCELLED})


class Ticket(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is true of one ticket. `version` 0 means it was never issued.

    `window` has the person; of those that called them as well, the part of `beside_ended` is over; `sent_to` is the one
    window that may call them; `heard` says that a board or a speaker has confirmed the last call.
    """

    id: TicketId
    version: int = 0
    state: TicketState | None = None
    number: str = ""
    queue: QueueId | None = None
    ticket_class: str = ""
    issued_at: datetime | None = None
    due_at: datetime | None = None
    item: ItemCode | None = None
    window: WindowId | None = None
    also_called_by: tuple[WindowId, ...] = ()
    beside_ended: tuple[WindowId, ...] = ()
    calls: int = 0
    heard: bool = False
    sent_to: WindowId | None = None
    remark: str = ""
    held_until: datetime | None = None
    appointment: datetime | None = None
    visit: TicketId | None = None
    case: CaseId | None = None
    person: str | None = None
    carried: date | None = None  # the last day to which they were carried over


_FROM: dict[type, frozenset[TicketState]] = {
    Joined: frozenset(TicketState),
    CalledAgain: frozenset({TicketState.CALLED, TicketState.HELD}),
    Shown: frozenset(TicketState),
    Spoken: frozenset(TicketState),
    CallUndone: IN_HAND,
    Arrived: frozenset({TicketState.CALLED}),
    Held: IN_HAND | {TicketState.FINISHED},
    TakenUp: frozenset({TicketState.HELD}),
    Finished: IN_HAND | {TicketState.HELD},
    NoShow: frozenset({TicketState.CALLED, TicketState.HELD}),
    BackInLine: frozenset({TicketState.NO_SHOW, TicketState.HELD, TicketState.CANCELLED}),
    Transferred: IN_HAND | {TicketState.WAITING, TicketState.HELD},
    CarriedOver: frozenset({TicketState.WAITING}),
    Cancelled: IN_HAND | {TicketState.WAITING, TicketState.HELD, TicketState.NO_SHOW},
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
    whose = _whose(fact)
    if whose == FROM_THE_LINE and ticket.state in WITH_SOMEBODY:
        raise Refusal("ticket.taken", ticket=ticket.number, window=ticket.window)
    if whose:
        if whose in ticket.also_called_by:
            return
        if ticket.window not in (None, whose):
            raise Refusal("ticket.taken", ticket=ticket.number, window=ticket.window)
        if ticket.state is TicketState.FINISHED and not isinstance(fact, (CallUndone, TakenUp, Transferred)):
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
    if whose := _whose(fact):
        if whose in ticket.also_called_by:
            return _beside(after, fact, whose)
        if ticket.state is TicketState.FINISHED and not isinstance(fact, Held):
            return after  # held late still holds: the person is on their way back, whatever the next call ended
    other = next((w for w in ticket.also_called_by if w not in ticket.beside_ended), None)
    if (
        other is not None
        and isinstance(fact, (CallUndone, NoShow, Transferred))
        and not _sent_by_whom_they_came_to(ticket, fact)
    ):
        # the person is at the other window that called: it keeps them, and nobody calls a third time
        return replace(after, window=other, also_called_by=_without(ticket.also_called_by, other))
    return _FOLDS[type(fact)](after, fact)


_OF_A_WINDOW = (CalledAgain, CallUndone, Arrived, Held, TakenUp, Finished, NoShow)


def _whose(fact: TicketFact) -> WindowId | None:
    """The window that has the person and whose step this is; None for a step that is no window's."""
    if isinstance(fact, Transferred):
        return fact.by
    return fact.window if isinstance(fact, _OF_A_WINDOW) else None


def _beside(ticket: Ticket, fact: TicketFact, window: WindowId) -> Ticket:
    """A window that called the ticket beside another ends its own part only; but the person is at the one where they
    arrived, and a window to which nobody came has nobody.
    """
    others = _without(ticket.also_called_by, window)
    if isinstance(fact, CallUndone):
        return replace(ticket, also_called_by=others, beside_ended=_without(ticket.beside_ended, window))
    if ticket.state in _NOBODY_CAME and ticket.window is not None and isinstance(fact, (Arrived, Finished)):
        now = replace(ticket, window=window, also_called_by=(ticket.window, *others))
        return _FOLDS[type(fact)](now, fact)
    if isinstance(fact, (NoShow, Finished)) and window not in ticket.beside_ended:
        return replace(ticket, beside_ended=(*ticket.beside_ended, window))
    return ticket


def _without(windows: tuple[WindowId, ...], gone: WindowId) -> tuple[WindowId, ...]:
    return tuple(window for window in windows if window != gone)


def _sent_by_whom_they_came_to(ticket: Ticket, fact: TicketFact) -> bool:
    """Whether the person stood at the window that sends them on, whoever else called."""
    return isinstance(fact, Transferred) and ticket.state is not TicketState.CALLED


_NOBODY_CAME = frozenset({TicketState.CALLED, TicketState.NO_SHOW})


def _issued(ticket: Ticket, fact: Issued) -> Ticket:
    return replace(
        ticket, state=TicketState.WAITING, number=fact.number, queue=fact.queue, ticket_class=fact.ticket_class,
        issued_at=fact.issued_at, due_at=fact.due_at, item=fact.item, appointment=fact.appointment, visit=fact.visit,
        case=fact.case, person=fact.person,
    )  # fmt: skip


def _joined(ticket: Ticket, fact: Joined) -> Ticket:
    return replace(ticket, visit=ticket.visit or ticket.id)


def _called(ticket: Ticket, fact: Called) -> Ticket:
    if ticket.state is TicketState.WAITING:
        return replace(
            ticket, state=TicketState.CALLED, window=fact.window, sent_to=None, calls=ticket.calls + 1, heard=False,
            also_called_by=_without(ticket.also_called_by, fact.window),
            beside_ended=_without(ticket.beside_ended, fact.window),
        )  # fmt: skip
    if fact.window == ticket.window or fact.window in ticket.also_called_by:
        return ticket
    return replace(ticket, also_called_by=(*ticket.also_called_by, fact.window))


def _called_again(ticket: Ticket, fact: CalledAgain) -> Ticket:
    return replace(ticket, calls=ticket.calls + 1, heard=False)


def _heard(ticket: Ticket, fact: Shown | Spoken) -> Ticket:
    return replace(ticket, heard=True) if fact.call == ticket.calls else ticket


def _call_undone(ticket: Ticket, fact: CallUndone) -> Ticket:
    return replace(ticket, state=TicketState.WAITING, window=None)


def _held(ticket: Ticket, fact: Held) -> Ticket:
    return replace(ticket, state=TicketState.HELD, window=fact.window, held_until=fact.until)


def _taken_up(ticket: Ticket, fact: TakenUp) -> Ticket:
    return replace(ticket, state=TicketState.SERVING, held_until=None)


def _back_in_line(ticket: Ticket, fact: BackInLine) -> Ticket:
    return replace(ticket, state=TicketState.WAITING, window=None, due_at=fact.due_at, held_until=None)


def _transferred(ticket: Ticket, fact: Transferred) -> Ticket:
    return replace(
        ticket, state=TicketState.WAITING, window=None, queue=fact.queue, sent_to=fact.window, remark=fact.remark,
        held_until=None, beside_ended=ticket.also_called_by,
    )  # fmt: skip


def _carried_over(ticket: Ticket, fact: CarriedOver) -> Ticket:
    return replace(ticket, carried=fact.day)


def _to(state: TicketState) -> Callable[[Ticket, TicketFact], Ticket]:
    return lambda ticket, fact: replace(ticket, state=state, held_until=None)


_FOLDS: dict[type, Callable[..., Ticket]] = {
    Issued: _issued,
    Joined: _joined,
    Called: _called,
    CalledAgain: _called_again,
    Shown: _heard,
    Spoken: _heard,
    CallUndone: _call_undone,
    Arrived: _to(TicketState.SERVING),
    Held: _held,
    TakenUp: _taken_up,
    Finished: _to(TicketState.FINISHED),
    NoShow: _to(TicketState.NO_SHOW),
    BackInLine: _back_in_line,
    Transferred: _transferred,
    CarriedOver: _carried_over,
    Cancelled: _to(TicketState.CANCELLED),
}
