"""From which of its queues a window calls: from all by due time, from one before another, or in shares.

By due time nobody is overtaken but by who was due earlier. With an order or shares somebody may wait behind many who
came later: whoever was overtaken as often as the hall allows goes first, whatever their queue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from deskapp.ids import QueueId
from deskapp.rules.ticket import Ticket


class Turn(StrEnum):
    DUE = "due"  # whoever is due first, in any of the queues
    ORDER = "order"  # the first queue as long as anybody waits in it, then the second …
    SHARE = "share"  # so many of the one for so many of the other


@dataclass(frozen=True, slots=True)
class Plan:
    """Which queues a window serves and how it goes about them. `shares`: one for each queue, in their order."""

    queues: tuple[QueueId, ...]
    turn: Turn = Turn.DUE
    shares: tuple[int, ...] = ()


def turns(plan: Plan, served: Mapping[QueueId, int], *, enough: bool = False) -> tuple[frozenset[QueueId], ...]:
    """The queues to call from, one set after the other: the next only when nobody waits in those before it.

    `served`: how many this window has called from each today. Of queues with shares the one comes first that is
    furthest behind its share; a queue without a share comes last. `enough`: whoever is due first of all was overtaken
    as often as the hall allows, and goes now.
    """
    if plan.turn is Turn.DUE or enough or len(plan.queues) < 2:
        return (frozenset(plan.queues),) if plan.queues else ()
    if plan.turn is Turn.ORDER:
        return tuple(frozenset((queue,)) for queue in plan.queues)
    shares = {queue: share for queue, share in zip(plan.queues, plan.shares, strict=False) if share > 0}
    place = {queue: number for number, queue in enumerate(plan.queues)}
    behind = sorted(shares, key=lambda queue: ((served.get(queue, 0) + 1) / shares[queue], place[queue]))
    rest = [queue for queue in plan.queues if queue not in shares]
    return tuple(frozenset((queue,)) for queue in (*behind, *rest))


def in_turn(
    line: Sequence[Ticket], plan: Plan, served: Mapping[QueueId, int], *, enough: bool, most: int
) -> list[Ticket]:
    """The first of those who wait (given by due time) as this window would call them, one after the other.

    `enough`: the first of the line was overtaken as often as the hall allows. Whoever was sent to this window stands in
    its own line and is called by due time with the first set of queues.
    """
    left, counts, called = list(line), dict(served), list[Ticket]()
    while left and len(called) < most:
        sets = turns(plan, counts, enough=enough and not called)
        found = next((t for queues in sets for t in left if t.sent_to or t.queue in queues), None)
        if found is None:
            return called
        left.remove(found)
        called.append(found)
        if found.queue is not None:
            counts[found.queue] = counts.get(found.queue, 0) + 1
    return called


def why_next(first: Ticket, plan: Plan, *, enough: bool) -> str:
    """Why this one is called next, in a word: `due`, `sent`, `overtaken`, `order` or `share`."""
    if first.sent_to is not None:
        return "sent"
    if plan.turn is Turn.DUE or len(plan.queues) < 2:
        return "due"
    return "overtaken" if enough else plan.turn.value
