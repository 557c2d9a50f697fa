"""What happens by the clock and by nobody's hand, as long as a centre runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from deskapp.failures import Failure
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.queries.left_over import of_earlier_days, sent_to_closed_windows
from deskapp.queries.work import unanswered
from deskapp.server import changes_of_queues, leftovers, silence
from deskapp.server.filing import NUMBERS
from deskapp.server.parts import CentreParts

_LOOK_EVERY = 2.0  # seconds
log = logging.getLogger(__name__)
T = TypeVar("T")


async def take_course(parts: CentreParts) -> None:
    """Look every other second for what is due; several processes may look, and what was said is not said again.

    What cannot be said holds up nothing else, is logged once, and is looked at again in a moment.
    """
    ended: date | None = None  # the days before this one
    logged: set[str] = set()
    while True:
        await asyncio.sleep(_LOOK_EVERY)
        today, now = parts.clock.today(), parts.clock.now()
        failed = [
            await _say(parts, partial(changes_of_queues.over, now=now), changes_of_queues.end),
            await _say(parts, sent_to_closed_windows, leftovers.send_back),
            await _say(
                parts,
                partial(unanswered, before=today - silence.LEEWAY),
                partial(silence.accept_unanswered, hall=parts.hall),
            ),
        ]
        if today != ended:
            failed.append(await _say(parts, partial(of_earlier_days, today=today), leftovers.end_day))
            ended = today if failed[-1] is None else ended
        codes = {failure.code for failure in failed if failure is not None}
        for code in sorted(codes - logged):
            log.warning("what was due could not be said: %s", code)
        logged = codes


async def _say(
    parts: CentreParts, look: Callable[[Reading], list[T]], say: Callable[[Writing, list[T]], object]
) -> Failure | None:
    """Say what is due; what kept it from being said."""

    def found() -> list[T]:
        with parts.journal.reading() as reading:
            return look(reading)

    try:
        due = await run_in_threadpool(found)
        if due:
            # what is accepted by silence is numbered from the same serials as what is filed online
            await parts.writer.write(lambda facts: say(facts, due), streams=(NUMBERS,))
    except Failure as failure:
        return failure
    return None
