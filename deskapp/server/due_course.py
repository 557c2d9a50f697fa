"""What happens by the clock and by nobody's hand, as long as a centre runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.queries.left_over import of_earlier_days, sent_to_closed_windows
from deskapp.queries.work import unanswered
from deskapp.server import changes_of_queues, leftovers, silence
from deskapp.server.filing import NUMBERS
from deskapp.server.parts import CentreParts
from deskapp.server.standing_work import WrittenDown, wrong_with

_LOOK_EVERY = 2.0  # seconds
T = TypeVar("T")


async def take_course(parts: CentreParts) -> None:
    """Look every other second for what is due; several processes may look, and what was said is not said again.

    What cannot be said, or breaks, holds up nothing else, is logged once, and is looked at again in a moment.
    """
    ended: date | None = None  # the days before this one
    written = WrittenDown("what was due could not be said")
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
        written.after_turn(failed)


async def _say(
    parts: CentreParts, look: Callable[[Reading], list[T]], say: Callable[[Writing, list[T]], object]
) -> BaseException | None:
    """Say what is due; what kept it from being said."""

    def found() -> list[T]:
        with parts.journal.reading() as reading:
            return look(reading)

    async def found_and_said() -> None:
        due = await run_in_threadpool(found)
        if due:
            # what is accepted by silence is numbered from the same serials as what is filed online
            await parts.writer.write(lambda facts: say(facts, due), streams=(NUMBERS,))

    return await wrong_with(found_and_said())
