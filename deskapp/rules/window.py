"""The life of a window (窗口): defined, opened by a clerk, paused, closed.

Beside it, and whatever the state: a clerk calls for help without anybody at the counter seeing it (紧急呼叫), and a
manager says that somebody is coming, and that it is settled. Only a manager ends it, because whoever stands before the
clerk could make the clerk do so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from deskapp.failures import Refusal
from deskapp.ids import ClerkId, DeviceId, QueueId, WindowId
from deskapp.rules.enrolment import EnrolmentFact
from deskapp.rules.turns import Plan, Turn

NOBODY = ClerkId("")
NEVER = datetime.max.replace(tzinfo=UTC)


class WindowKind(StrEnum):
    INTAKE = "intake"  # 综合受理
    HAND_OUT = "hand_out"  # 统一出件
    HELP = "help"  # 帮办代办
    HARD_CASES = "hard_cases"  # 办不成事反映


class WindowState(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class WindowDefined:
    kind: WindowKind
    queues: tuple[QueueId, ...]


@dataclass(frozen=True, slots=True)
class WindowOpened:
    clerk: ClerkId
    device: DeviceId


@dataclass(frozen=True, slots=True)
class WindowPaused:
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WindowResumed:
    pass


@dataclass(frozen=True, slots=True)
class WindowClosed:
    pass


@dataclass(frozen=True, slots=True)
class QueuesChanged:
    """From now on; with `until`, the centre says what held before once that moment has passed."""

    queues: tuple[QueueId, ...]
    turn: Turn = Turn.DUE
    shares: tuple[int, ...] = ()
    until: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class HelpCalled:
    """The clerk is in need of somebody at once. Said again, it is as if nobody had answered."""


@dataclass(frozen=True, slots=True)
class HelpComing:
    """A manager is on the way."""


@dataclass(frozen=True, slots=True)
class HelpSettled:
    """Nobody is needed any more."""


@dataclass(frozen=True, slots=True)
class HelpStillNeeded:
    """It was settled by mistake: as if nobody had answered."""


HelpFact = HelpCalled | HelpComing | HelpSettled | HelpStillNeeded
WindowFact = (
    WindowDefined | WindowOpened | WindowPaused | WindowResumed | WindowClosed | QueuesChanged | HelpFact
    | EnrolmentFact
)  # fmt: skip


class CallForHelp(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who called for help first, when, how often since, and who answers it."""

    clerk: ClerkId
    since: datetime
    calls: int = 1
    coming: ClerkId | None = None
    coming_at: datetime | None = None
    settled: ClerkId | None = None
    settled_at: datetime | None = None

    @property
    def stands(self) -> bool:
        """Whether somebody is needed still."""
        return self.settled is None

    @property
    def loud(self) -> bool:
        """Whether nobody has answered."""
        return self.stands and self.coming is None


class Window(msgspec.Struct, frozen=True):
    """What is true of one window. `device` is the desk that opened it: one window, one desk."""

    id: WindowId
    version: int = 0
    kind: WindowKind | None = None  # None: it is not defined, whatever was said of it
    queues: tuple[QueueId, ...] = ()
    turn: Turn = Turn.DUE
    shares: tuple[int, ...] = ()
    until: datetime | None = None  # how long these queues are served
    afterwards: Plan | None = None  # what is served then
    state: WindowState = WindowState.CLOSED
    clerk: ClerkId | None = None
    device: DeviceId | None = None
    help: CallForHelp | None = None

    @property
    def defined(self) -> bool:
        """Whether there is such a window."""
        return self.kind is not None

    @property
    def plan(self) -> Plan:
        """What it serves and how."""
        return Plan(self.queues, self.turn, self.shares)


def permits(window: Window, fact: WindowFact) -> None:
    """Ask whether this may happen to the window as it stands.

    Refusal `window.unknown`, `window.wrong_state`, or `window.no_help_called` for an answer to a call that is none. A
    call for help is never refused at a window that there is.
    """
    if isinstance(fact, WindowDefined):
        return
    if not window.defined:
        raise Refusal("window.unknown", window=window.id)
    if isinstance(fact, WindowPaused) and window.state is not WindowState.OPEN:
        raise Refusal("window.wrong_state", window=window.id, state=window.state.value)
    if isinstance(fact, WindowResumed) and window.state is not WindowState.PAUSED:
        raise Refusal("window.wrong_state", window=window.id, state=window.state.value)
    if isinstance(fact, (HelpComing, HelpSettled)) and (window.help is None or not window.help.stands):
        raise Refusal("window.no_help_called", window=window.id)
    if isinstance(fact, HelpStillNeeded) and window.help is None:
        raise Refusal("window.no_help_called", window=window.id)


def fold(window: Window, fact: WindowFact, *, actor: ClerkId = NOBODY, at: datetime = NEVER) -> Window:
    """What is true after this fact, said by `actor` at a moment of theirs.

    Total: what `permits` would refuse changes nothing but the version.
    """
    after = replace(window, version=window.version + 1)
    try:
        permits(window, fact)
    except Refusal:
        return after
    if isinstance(fact, HelpFact):
        return replace(after, help=_help_after(window.help, fact, actor, at))
    if isinstance(fact, EnrolmentFact):
        return after  # remembered: which computers are its desks is known at the centre alone
    return _FOLDS[type(fact)](after, fact)


def _help_after(standing: CallForHelp | None, fact: HelpFact, actor: ClerkId, at: datetime) -> CallForHelp:
    if standing is None or (isinstance(fact, HelpCalled) and not standing.stands):
        return CallForHelp(actor, at)
    if isinstance(fact, HelpComing):
        return replace(standing, coming=actor, coming_at=at)
    if isinstance(fact, HelpSettled):
        return replace(standing, settled=actor, settled_at=at)
    calls = standing.calls + isinstance(fact, HelpCalled)
    return CallForHelp(standing.clerk, standing.since, calls)


def _defined(window: Window, fact: WindowDefined) -> Window:
    return replace(window, kind=fact.kind, queues=fact.queues, turn=Turn.DUE, shares=(), until=None, afterwards=None)


def _opened(window: Window, fact: WindowOpened) -> Window:
    return replace(window, state=WindowState.OPEN, clerk=fact.clerk, device=fact.device)


def _paused(window: Window, fact: WindowPaused) -> Window:
    return replace(window, state=WindowState.PAUSED)


def _resumed(window: Window, fact: WindowResumed) -> Window:
    return replace(window, state=WindowState.OPEN)


def _closed(window: Window, fact: WindowClosed) -> Window:
    return replace(window, state=WindowState.CLOSED, clerk=None, device=None)


def _queues_changed(window: Window, fact: QueuesChanged) -> Window:
    usual = window.afterwards or window.plan
    return replace(
        window, queues=fact.queues, turn=fact.turn, shares=fact.shares, until=fact.until,
        afterwards=usual if fact.until else None,
    )  # fmt: skip


def back_to_usual(window: Window, now: datetime) -> QueuesChanged | None:
    """What is to be said once the time of a change has passed; None before, and for a window without one."""
    if window.until is None or window.afterwards is None or now < window.until:
        return None
    usual = window.afterwards
    return QueuesChanged(usual.queues, usual.turn, usual.shares)


_FOLDS: dict[type, Callable[..., Window]] = {
    WindowDefined: _defined,
    WindowOpened: _opened,
    WindowPaused: _paused,
    WindowResumed: _resumed,
    WindowClosed: _closed,
    QueuesChanged: _queues_changed,
}
