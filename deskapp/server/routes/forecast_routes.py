"""What the next two hours are expected to bring, and what would come of a window opened, moved or closed."""

from __future__ import annotations

import asyncio
import random
from datetime import date, timedelta
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from deskapp.ids import QueueId, WindowId
from deskapp.queries.forecast_error import Recorded, recorded
from deskapp.queries.forecast_sheet import line_now
from deskapp.rules.forecast import Forecast, forecast, widened
from deskapp.rules.forecast_line import Line, if_closed, if_moved, if_opened
from deskapp.rules.turns import Plan
from deskapp.server.describing import described
from deskapp.server.parts import CentreParts
from deskapp.server.shapes import json_answer, query_of

_SEED = 20_261_123  # the same chance for both sides of a what-if, so that they meet the same people


class ForecastWords(msgspec.Struct, frozen=True):
    """What if: a step with a window, and the queues that it would serve (with commas between)."""

    step: Literal["", "open", "move", "close"] = ""
    window: Annotated[str, msgspec.Meta(max_length=16)] = ""
    queues: Annotated[str, msgspec.Meta(max_length=80, examples=["A", "A,C"])] = ""


class ForecastAnswer(msgspec.Struct, frozen=True):
    """`then` is null without a what-if. `recorded`: how far the forecasts of the last days were off, and how many times
    as wide the ranges were made for that; null until that has been worked out, some seconds after it was first asked.
    """

    now: Forecast
    then: Forecast | None
    recorded: Recorded | None


class _Past:
    """What the recorded days say, worked out once a day."""

    def __init__(self, parts: CentreParts) -> None:
        self._parts = parts
        self._of: tuple[date, Recorded] | None = None
        self._working: asyncio.Task[None] | None = None

    def known(self) -> Recorded | None:
        """What is known of the days before today; None while it is worked out."""
        today = self._parts.clock.today()
        if self._of is not None and self._of[0] == today:
            return self._of[1]
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work_out(today))
        return None

    async def _work_out(self, today: date) -> None:
        self._of = (today, await run_in_threadpool(self._read))

    def _read(self) -> Recorded:
        with self._parts.journal.reading() as reading:
            return recorded(reading, random.Random(_SEED))  # noqa: S311 - chance that is played, not a secret


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1/forecast`."""
    routes = APIRouter(prefix="/api/v1", tags=["figures"])
    one_at_a_time = asyncio.Semaphore(1)  # it is played for a second: the windows' calls come between
    past = _Past(parts)

    @routes.get(
        "/forecast",
        **described(
            "The waits of the next two hours as ranges; with a step, also as they would be after it",
            query=ForecastWords, answers=ForecastAnswer,
        ),
    )  # fmt: skip
    async def foresee(request: Request) -> Response:
        await parts.passes.admit(request)
        words = query_of(request, ForecastWords)
        known = past.known()
        async with one_at_a_time:
            now, then = await run_in_threadpool(_played, parts, words, known.widening if known else 1.0)
        return json_answer(ForecastAnswer(now, then, known))

    return routes


def _played(parts: CentreParts, words: ForecastWords, widening: float) -> tuple[Forecast, Forecast | None]:
    with parts.journal.reading() as reading:
        line = line_now(reading, timedelta(seconds=parts.hall.offline_lease))
    changed = _changed(line, words)
    now, then = (
        None if one is None else widened(forecast(one, random.Random(_SEED)), widening)  # noqa: S311 - played chance
        for one in (line, changed)
    )
    assert now is not None  # noqa: S101 - the line as it is is always played
    return now, then


def _changed(line: Line, words: ForecastWords) -> Line | None:
    """Refusal `forecast.window_open` or `forecast.window_closed`."""
    if not words.step:
        return None
    window = WindowId(words.window)
    if words.step == "close":
        return if_closed(line, window)
    plan = Plan(tuple(QueueId(queue) for queue in dict.fromkeys(words.queues.split(",")) if queue in line.queues))
    return (if_opened if words.step == "open" else if_moved)(line, window, plan)
