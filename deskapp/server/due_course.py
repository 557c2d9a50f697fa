"""What happens by the clock and by nobody's hand, as long as a centre runs."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import date

from starlette.concurrency import run_in_threadpool

from deskapp.failures import StoreTrouble
from deskapp.ids import TicketId, WindowId
from deskapp.queries.left_over import of_earlier_days, sent_to_closed_windows
from deskapp.server import changes_of_queues, leftovers
from deskapp.server.parts import CentreParts

_LOOK_EVERY = 2.0  # seconds
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Due:
    """What was found: windows whose change has ended, people sent to a window that closed, people of earlier days."""

    over: list[WindowId]
    stranded: list[TicketId]
    left: list[TicketId]


async def take_course(parts: CentreParts) -> None:
    """Look every other second for what is due; several processes may look, and what was said is not said again."""
    ended: date | None = None  # the days before this one
    while True:
        await asyncio.sleep(_LOOK_EVERY)
        try:
            today = parts.clock.today()
            due = await run_in_threadpool(_look, parts, today, new_day=today != ended)
            await _say(parts, due)
            ended = today
        except StoreTrouble as trouble:  # looked at again in a moment
            log.warning("what was due could not be said: %s", trouble.code)


def _look(parts: CentreParts, today: date, *, new_day: bool) -> _Due:
    with parts.journal.reading() as reading:
        return _Due(
            over=changes_of_queues.over(reading, parts.clock.now()),
            stranded=sent_to_closed_windows(reading),
            left=of_earlier_days(reading, today) if new_day else [],
        )


async def _say(parts: CentreParts, due: _Due) -> None:
    if due.over:
        await parts.writer.write(lambda facts: changes_of_queues.end(facts, due.over))
    if due.stranded:
        await parts.writer.write(lambda facts: leftovers.send_back(facts, due.stranded))
    if due.left:
        await parts.writer.write(lambda facts: leftovers.end_day(facts, due.left))
