"""What the centre does by itself, over and over: what goes wrong in one turn is written down, and is no turn's end but
its own.

A bug is no reason to stop: whatever else was due would not happen any more, and nobody would hear of it, because nobody
has asked for it. It stands in the log with its place, as a request's does.
"""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Awaitable, Callable, Iterable

from deskapp.failures import Failure
from deskapp.server.guard import note_fault

_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0  # seconds before work that broke is begun anew; each wait doubles
_GONE = 60.0  # seconds after which what was wrong is over: when it comes back, it is written again
log = logging.getLogger("deskapp.server")


async def wrong_with(work: Awaitable[object]) -> BaseException | None:
    """Do it; what it raised, or None. When whoever waits here is cancelled, so is the work."""
    (outcome,) = await asyncio.gather(work, return_exceptions=True)
    return outcome if isinstance(outcome, BaseException) else None


async def keep_up(work: Callable[[], Awaitable[None]]) -> None:
    """Do work that goes on as long as the centre runs, and begin it anew whenever it broke, after a wait."""
    loop = asyncio.get_running_loop()
    wait = _FIRST_WAIT
    while True:
        begun = loop.time()
        wrong = await wrong_with(work())
        if wrong is None:
            return
        note_fault(wrong, "what the centre does by itself broke")
        wait = _FIRST_WAIT if loop.time() - begun > _LONGEST_WAIT else wait
        await asyncio.sleep(wait)
        wait = min(wait * 2, _LONGEST_WAIT)


class WrittenDown:
    """The log of one piece of standing work: what goes wrong is written when it begins, and not with every turn.

    Turns are of every length, and not in each does it come to what is wrong: it stays so until it was not seen for a
    minute.
    """

    def __init__(self, words: str) -> None:
        """`words`: what it means when something is wrong, "the journal could not be looked at"."""
        self._words = words
        self._seen: dict[str, float] = {}

    def after_turn(self, wrong: Iterable[BaseException | None]) -> None:
        """Write what was not wrong lately: the code of a failure, the place of a bug."""
        now = time.monotonic()
        named = {_name(error): error for error in wrong if error is not None}
        lately = {name: seen for name, seen in self._seen.items() if now - seen < _GONE}
        for name in sorted(named.keys() - lately.keys()):
            error = named[name]
            if isinstance(error, Failure):
                log.warning("%s: %s", self._words, error.code)
            else:
                note_fault(error, self._words)
        self._seen = lately | dict.fromkeys(named, now)


def _name(error: BaseException) -> str:
    if isinstance(error, Failure):
        return error.code
    return "".join((type(error).__name__, *traceback.format_tb(error.__traceback__)))
