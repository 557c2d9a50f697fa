"""What a window serves and how; pausing, closing and releasing it: the manager's word, in force at the next call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import WindowId
from deskapp.queries import catalogs
from deskapp.rules import access
from deskapp.rules import window as windows
from deskapp.rules.access import Permission
from deskapp.rules.turns import Plan
from deskapp.rules.window import QueuesChanged


@dataclass(frozen=True, slots=True)
class Changed:
    """What a window served before, so that it can be put back."""

    window: WindowId
    plan: Plan
    until: datetime | None
    afterwards: Plan | None = None  # what it would have served once `until` had come


def change_queues(desk: Desk, window: WindowId, plan: Plan, until: datetime | None = None, why: str = "") -> Changed:
    """Let a window serve other queues, or the same in another way; until an hour, or from now on.

    Refusal `access.denied`, `window.unknown`, `window.no_queue`, `queue.unknown`, or `window.hour_past`.
    """
    access.require(desk.clerk.roles, Permission.ARRANGE_WINDOWS)
    if not plan.queues:
        raise Refusal("window.no_queue", window=window)
    if until is not None and until <= desk.clock.now():
        raise Refusal("window.hour_past")
    with desk.journal.writing() as facts:
        known = catalogs.in_force(facts, desk.clock.today()).queues
        for queue in plan.queues:
            if queue not in known:
                raise Refusal("queue.unknown", queue=queue[:8])
        before = facts.window(window)
        facts.add(desk.clerk.id, QueuesChanged(plan.queues, plan.turn, plan.shares, until, why), of=window)
    desk.line.want_round()
    return Changed(window, before.plan, before.until, before.afterwards)


def put_back(desk: Desk, changed: Changed) -> None:
    """Take a change of queues back: with its hour and what was to follow, or that alone if the hour has come since."""
    access.require(desk.clerk.roles, Permission.ARRANGE_WINDOWS)
    usual, until = changed.afterwards or changed.plan, changed.until
    said = [QueuesChanged(usual.queues, usual.turn, usual.shares)]
    if until is not None and until > desk.clock.now():
        # said after the usual one, so that it is that which follows
        said.append(QueuesChanged(changed.plan.queues, changed.plan.turn, changed.plan.shares, until))
    _say(desk, changed.window, *said)


def pause(desk: Desk, window: WindowId) -> None:
    """Close a window's shutter for a moment. Refusal `window.wrong_state`."""
    access.require(desk.clerk.roles, Permission.OPEN_WINDOW)
    _say(desk, window, windows.WindowPaused())


def resume(desk: Desk, window: WindowId) -> None:
    """Let a paused window go on. Refusal `window.wrong_state`."""
    access.require(desk.clerk.roles, Permission.OPEN_WINDOW)
    _say(desk, window, windows.WindowResumed())


def close(desk: Desk, window: WindowId) -> None:
    """Close a window whose clerk has left; who was sent to it waits in the queue again."""
    access.require(desk.clerk.roles, Permission.OPEN_WINDOW)
    _say(desk, window, windows.WindowClosed())


def release(desk: Desk, window: WindowId) -> None:
    """Let the others call what is left to a window whose line is cut, before its lease ends.

    Raises LineTrouble while our own line is cut; Refusal `access.denied`, `window.unknown`.
    """
    access.require(desk.clerk.roles, Permission.ARRANGE_WINDOWS)
    desk.centre.release(window, token=desk.clerk.token)


def _say(desk: Desk, window: WindowId, *said: windows.WindowFact) -> None:
    with desk.journal.writing() as facts:
        for fact in said:
            facts.add(desk.clerk.id, fact, of=window)
    desk.line.want_round()
