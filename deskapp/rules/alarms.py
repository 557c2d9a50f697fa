"""What at a window asks for the manager's eye, and the one step that is proposed: never done by itself.

Most urgent first: a clerk who called for help; a window of which nothing is heard; one where nobody is called although
people wait; one that has had the same person in hand far beyond the usual. How long is too long stands in the hall's
line terms (`unheard`, `idle`, `overlong`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from deskapp.ids import ClerkId, WindowId
from deskapp.rules.line_terms import LineTerms
from deskapp.rules.window import CallForHelp, WindowState

QUIET = timedelta(seconds=15)  # a desk asks every few seconds: after this much nothing is known of what it does


class Sort(StrEnum):
    HELP = "help"
    UNHEARD = "unheard"  # the centre has not heard of its desk
    IDLE = "idle"  # open, nobody in hand, people wait, and nobody is called
    OVERLONG = "overlong"  # the same ticket in hand far beyond the usual


class Step(StrEnum):
    """What is proposed."""

    COME = "come"  # say that somebody is coming
    SETTLE = "settle"  # say that it is settled
    RELEASE = "release"  # let other windows call what is left to it
    PAUSE = "pause"  # so that it is not counted on; whoever it has in hand it keeps
    CLOSE = "close"  # so that those sent to it alone stand in the queue again


@dataclass(frozen=True, slots=True)
class Silence:
    """Since when the centre has not heard of a window, and until when tickets are left to it."""

    since: datetime
    left_until: datetime


@dataclass(frozen=True, slots=True)
class WindowNow:
    """A window as the hall's board knows it.

    `usual`: minutes in which nine of ten services of the queue of the ticket in hand end, None while they are too few;
    `waiting`, `waits_since`: who may be called here, and since when the first of them has waited; `sent_here`: those
    whom no other window may call; `acted_at`: when anything was last done here.
    """

    window: WindowId
    state: WindowState
    help: CallForHelp | None = None
    number: str = ""
    in_hand_since: datetime | None = None
    usual: float | None = None
    waiting: int = 0
    waits_since: datetime | None = None
    sent_here: int = 0
    acted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """`number`, `usual`, `waiting`: of the ticket in hand and of those who wait, where it is about them; `clerk`: who
    called for help; `coming`: who answers it.
    """

    window: WindowId
    sort: Sort
    since: datetime
    step: Step
    number: str = ""
    usual: int = 0
    waiting: int = 0
    clerk: ClerkId | None = None
    coming: ClerkId | None = None

    @property
    def loud(self) -> bool:
        """Whether somebody called for help and nobody has answered."""
        return self.sort is Sort.HELP and self.coming is None


def alarms(
    windows: Sequence[WindowNow], terms: LineTerms, now: datetime, silences: Mapping[WindowId, Silence] | None
) -> tuple[Alarm, ...]:
    """The most urgent first, of equal ones the oldest.

    `silences`: the windows of which the centre has not heard just now; None while that is not known here, because our
    own line is cut or has only just come back: then nothing is said but calls for help, which do not become untrue.
    """
    found = [_help(window.window, window.help) for window in windows if window.help and window.help.stands]
    if silences is not None:
        judged = (_judged(window, terms, now, silences.get(window.window)) for window in windows)
        found += [alarm for alarm in judged if alarm is not None]
    order = list(Sort)
    return tuple(sorted(found, key=lambda alarm: (not alarm.loud, order.index(alarm.sort), alarm.since, alarm.window)))


def _help(window: WindowId, called: CallForHelp) -> Alarm:
    step = Step.COME if called.loud else Step.SETTLE
    return Alarm(window, Sort.HELP, called.since, step, clerk=called.clerk, coming=called.coming)


def _judged(window: WindowNow, terms: LineTerms, now: datetime, silence: Silence | None) -> Alarm | None:
    if window.state is not WindowState.OPEN:
        return None
    if silence is not None and now - silence.since >= QUIET:
        return _unheard(window, terms, now, silence)  # of what it does nothing else is known
    if window.in_hand_since is not None:
        return _overlong(window, terms, now, window.in_hand_since)
    return _idle(window, terms, now)


def _unheard(window: WindowNow, terms: LineTerms, now: datetime, silence: Silence) -> Alarm | None:
    if not terms.unheard or now - silence.since < timedelta(minutes=terms.unheard):
        return None
    step = Step.RELEASE if now < silence.left_until else _out_of_the_way(window)
    return Alarm(window.window, Sort.UNHEARD, silence.since, step, waiting=window.sent_here)


def _overlong(window: WindowNow, terms: LineTerms, now: datetime, since: datetime) -> Alarm | None:
    if not terms.overlong or window.usual is None:
        return None
    if now - since <= timedelta(minutes=window.usual * terms.overlong):
        return None
    usual = max(1, round(window.usual))
    return Alarm(window.window, Sort.OVERLONG, since, Step.PAUSE, number=window.number, usual=usual)


def _idle(window: WindowNow, terms: LineTerms, now: datetime) -> Alarm | None:
    if not terms.idle or not window.waiting or window.waits_since is None or window.acted_at is None:
        return None
    since = max(window.waits_since, window.acted_at)
    if now - since < timedelta(minutes=terms.idle):
        return None
    return Alarm(window.window, Sort.IDLE, since, _out_of_the_way(window), waiting=window.waiting)


def _out_of_the_way(window: WindowNow) -> Step:
    return Step.CLOSE if window.sent_here else Step.PAUSE
