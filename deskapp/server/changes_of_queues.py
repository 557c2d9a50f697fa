"""Ends what was to hold for a while: a window that serves other queues until an hour goes back to its own."""

from __future__ import annotations

import asyncio
import logging

from starlette.concurrency import run_in_threadpool

from deskapp.failures import StoreTrouble
from deskapp.ids import ClerkId, WindowId
from deskapp.journal.writing import Writing
from deskapp.queries.roster import changed_for_a_while
from deskapp.rules.window import back_to_usual
from deskapp.server.parts import CentreParts

CENTRE = ClerkId("centre")  # nobody's hand: what was decided before takes its course
_LOOK_EVERY = 2.0  # seconds
log = logging.getLogger(__name__)


async def end_in_time(parts: CentreParts) -> None:
    """Look for changes whose hour has come, as long as the centre runs."""
    while True:
        await asyncio.sleep(_LOOK_EVERY)
        try:
            over = await run_in_threadpool(_over, parts)
            if over:
                await parts.writer.write(lambda facts, over=over: end(facts, over))  # type: ignore[misc]
        except StoreTrouble as trouble:  # looked at again in a moment
            log.warning("no change of queues was ended: %s", trouble.code)


def end(facts: Writing, windows: list[WindowId]) -> int:
    """Say what holds again at those of these windows whose hour has come; returns how many. Twice does no harm."""
    now = facts.terms.clock.now()
    said = [(window, back) for window in windows if (back := back_to_usual(facts.window(window), now)) is not None]
    for window, back in said:
        facts.add(CENTRE, back, of=window)
    return len(said)


def _over(parts: CentreParts) -> list[WindowId]:
    now = parts.clock.now()
    with parts.journal.reading() as reading:
        return [window.id for window in changed_for_a_while(reading) if back_to_usual(window, now) is not None]
