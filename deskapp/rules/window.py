"""The life of a window (窗口): defined, opened by a clerk, paused, closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from deskapp.failures import Refusal
from deskapp.ids import ClerkId, DeviceId, QueueId, WindowId
from deskapp.rules.turns import Plan, Turn


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


WindowFact = WindowDefined | WindowOpened | WindowPaused | WindowResumed | WindowClosed | QueuesChanged


class Window(msgspec.Struct, frozen=True):
    """What is true of one window. `device` is the desk that opened it: one window, one desk."""

    id: WindowId
    version: int = 0
    kind: WindowKind = WindowKind.INTAKE
    queues: tuple[QueueId, ...] = ()
    turn: Turn = Turn.DUE
    shares: tuple[int, ...] = ()
    until: datetime | None = None  # how long these queues are served
    afterwards: Plan | None = None  # what is served then
    state: WindowState = WindowState.CLOSED
    clerk: ClerkId | None = None
    device: DeviceId | None = None

    @property
    def plan(self) -> Plan:
        """What it serves and how."""
        return Plan(self.queues, self.turn, self.shares)


def permits(window: Window, fact: WindowFact) -> None:
    """Ask whether this may happen to the window as it stands. Refusal `window.unknown` or `window.wrong_state`."""
    if isinstance(fact, WindowDefined):
        return
    if not window.version:
        raise Refusal("window.unknown", window=window.id)
    if isinstance(fact, WindowPaused) and window.state is not WindowState.OPEN:
        raise Refusal("window.wrong_state", window=window.id, state=window.state.value)
    if isinstance(fact, WindowResumed) and window.state is not WindowState.PAUSED:
        raise Refusal("window.wrong_state", window=window.id, state=window.state.value)


def fold(window: Window, fact: WindowFact) -> Window:
    """What is true after this fact. Total: what `permits` would refuse changes nothing but the version."""
    after = replace(window, version=window.version + 1)
    try:
        permits(window, fact)
    except Refusal:
        return after
    return _FOLDS[type(fact)](after, fact)


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
