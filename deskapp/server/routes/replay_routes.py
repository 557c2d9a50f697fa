"""The hall's board as it stood at any moment of a day."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from deskapp.queries.hall_board import HallBoard
from deskapp.queries.replay_board import DayTape, day_tape
from deskapp.rules.access import Permission, allows
from deskapp.server.describing import described
from deskapp.server.parts import CentreParts
from deskapp.server.shapes import json_answer, query_of

_HOLDS = 5.0  # seconds for which a day that was read is looked at again without reading it anew
_MOST = 2  # days held


class ReplayWords(msgspec.Struct, frozen=True):
    """Which day (today, where none is said), and when on it (at its end)."""

    day: date | None = None
    at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class ReplayAnswer(msgspec.Struct, frozen=True):
    """The board `at` a moment between the `first` and `last` at which anything happened that day.

    `next`: when something happened next; null at the end. Who sits at which window is told to the manager alone.
    """

    day: date
    first: datetime
    last: datetime
    at: datetime
    next: datetime | None
    board: HallBoard


class _Tapes:
    """The days that were looked at last. Asked by one at a time."""

    def __init__(self, parts: CentreParts) -> None:
        self._parts = parts
        self._held: dict[date, tuple[float, DayTape]] = {}

    def of(self, day: date) -> DayTape:
        """A day. Refusal `replay.nothing` or `catalog.none`."""
        read_at, held = self._held.get(day, (float("-inf"), None))
        if held is not None and time.monotonic() - read_at < _HOLDS:
            return held
        with self._parts.journal.reading() as reading:
            made = day_tape(reading, day)
        self._held.pop(day, None)
        self._held[day] = (time.monotonic(), made)
        while len(self._held) > _MOST:
            self._held.pop(next(iter(self._held)))
        return made


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1/replay`."""
    routes = APIRouter(prefix="/api/v1", tags=["figures"])
    one_at_a_time = asyncio.Semaphore(1)
    tapes = _Tapes(parts)

    @routes.get(
        "/replay",
        **described("The hall's board at a moment of a day", query=ReplayWords, answers=ReplayAnswer),
    )
    async def replay(request: Request) -> Response:
        who = await parts.passes.admit(request)
        words = query_of(request, ReplayWords)
        async with one_at_a_time:
            answer = await run_in_threadpool(_at, tapes, words.day or parts.clock.today(), words.at)
        if not allows(who.roles, Permission.ARRANGE_WINDOWS):
            cards = tuple(replace(card, clerk=None) for card in answer.board.windows)
            answer = msgspec.structs.replace(answer, board=replace(answer.board, windows=cards))
        return json_answer(answer)

    return routes


def _at(tapes: _Tapes, day: date, at: datetime | None) -> ReplayAnswer:
    tape = tapes.of(day)
    moment = min(max(at or tape.last, tape.first), tape.last)
    following = tape.replay.next_after(moment)
    after = following if following is not None and following <= tape.last else None
    return ReplayAnswer(day, tape.first, tape.last, moment, after, tape.board(moment))
