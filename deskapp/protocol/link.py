"""Is the line up, and when to try again. Pure: moments and chance are given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(seconds=30)
LOOK = timedelta(seconds=0.2)  # while the line is down: is it time to try again?
QUICK_BEAT = timedelta(seconds=2)  # while nobody tells this desk that there is something to pull
# While somebody does, a round is also the word that this window is there. The centre notes it at most every 5 s and
# takes a window for silent after 15 s: with 4 s between two rounds 9 s pass between two notes, so that one round may
# be lost. The open stream itself is no such word: only a pull comes after the desk has sent what it had. And a
# connection that has been idle for 5 s is given up by both sides, so that longer beats would pay for a new one.
SLOW_BEAT = timedelta(seconds=4)


@dataclass(frozen=True, slots=True)
class Link:
    """How the line stands. `since` is when that last changed; `next_try` is None while it is up."""

    online: bool = False
    since: datetime | None = None
    failures: int = 0
    next_try: datetime | None = None
    why: str | None = None  # the code of what was wrong with the last answer


def answered(link: Link, now: datetime) -> Link:
    """The centre answered as only our centre does."""
    return Link(online=True, since=link.since if link.online else now)


def failed(link: Link, now: datetime, *, why: str, chance: float) -> Link:
    """Nothing came, or not our centre's answer.

    Waits double up to half a minute; `chance` (0 to 1) spreads them, so that three hundred desks do not come back at
    one instant.
    """
    wait = min(FIRST_WAIT * 2 ** min(link.failures, 10), LONGEST_WAIT)
    return replace(
        link,
        online=False,
        since=now if link.online or link.since is None else link.since,
        failures=link.failures + 1,
        next_try=now + wait * (0.5 + chance / 2),
        why=why,
    )


def may_try(link: Link, now: datetime) -> bool:
    """Whether a round is due. A clock that was set back never keeps a desk waiting longer than the longest wait."""
    return wait_left(link, now) == timedelta(0)


def wait_left(link: Link, now: datetime) -> timedelta:
    """How long it still is until the next try; nothing when it is due."""
    if link.next_try is None or now >= link.next_try or link.next_try - now > LONGEST_WAIT:
        return timedelta(0)
    return link.next_try - now


def beat(link: Link, *, told: bool) -> timedelta:
    """At most how long between two rounds. `told`: whether the open stream tells when there is something to pull."""
    if not link.online:
        return LOOK
    return SLOW_BEAT if told else QUICK_BEAT
