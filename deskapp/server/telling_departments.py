"""Tells departments' programs what happened to their cases, in its order, until each has it.

How far a receiver was told stands in the database (`journal.hooks`): nothing is kept in memory, and a centre that was
stopped goes on where it was. Of several processes one takes a receiver on itself for a while. A word that was sent
and whose answer was lost is sent again under the same name: the receiver knows it by that.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import httpx
from starlette.concurrency import run_in_threadpool

from deskapp.failures import Refusal
from deskapp.journal import hooks
from deskapp.journal.chain import moment_text
from deskapp.journal.hooks import Hook
from deskapp.journal.writing import Writing
from deskapp.protocol.json import encode
from deskapp.queries.department_news import News, NewsBehind, news_behind
from deskapp.rules import telling_hooks
from deskapp.server.parts import CentreParts
from deskapp.server.standing_work import WrittenDown, wrong_with

_LOOK_EVERY = 2.0  # seconds
_HELD = timedelta(minutes=2)  # for so long one process tells a receiver
_AT_ONCE = 20  # words before others have their turn
_TOGETHER = 8  # receivers
_WHOLE = 15.0  # seconds for a word and its answer
_TIMES = httpx.Timeout(10.0, connect=5.0)
_ANSWER = 64 * 1024  # bytes of an answer that are read; nothing of it is needed
_GONE = 410
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Telling:
    """One receiver, as it is told now."""

    hook: Hook
    secrets: tuple[bytes, ...]


async def tell_departments(parts: CentreParts) -> None:
    """Tell whoever is to be told, as long as this centre runs; each by itself: a slow one holds up no other, and
    neither does one whose telling breaks.
    """
    room = asyncio.Semaphore(_TOGETHER)
    under_way: dict[str, asyncio.Task[None]] = {}
    written = WrittenDown("departments could not be told")
    async with httpx.AsyncClient(follow_redirects=False, timeout=_TIMES, trust_env=False) as line:
        try:
            while not parts.bell.ended:
                strikes = parts.bell.strikes
                under_way, wrong = _those_not_done(under_way)
                wrong.append(await wrong_with(_begin(parts, line, room, under_way)))
                written.after_turn(wrong)
                await parts.bell.wait(strikes, _LOOK_EVERY)
        finally:
            for task in under_way.values():
                task.cancel()
            await asyncio.gather(*under_way.values(), return_exceptions=True)


async def _begin(
    parts: CentreParts, line: httpx.AsyncClient, room: asyncio.Semaphore, under_way: dict[str, asyncio.Task[None]]
) -> None:
    """Begin to tell those for whom there may be something, and who are not being told already."""
    for hook in await run_in_threadpool(_due, parts):
        if hook.hook not in under_way:
            under_way[hook.hook] = asyncio.create_task(_tell(parts, line, room, hook))


def _those_not_done(
    tasks: dict[str, asyncio.Task[None]],
) -> tuple[dict[str, asyncio.Task[None]], list[BaseException | None]]:
    """The tellings that go on, and what was wrong with those that ended."""
    ended = [task for task in tasks.values() if task.done() and not task.cancelled()]
    return {hook: task for hook, task in tasks.items() if not task.done()}, [task.exception() for task in ended]


def _due(parts: CentreParts) -> list[Hook]:
    """The receivers for whom there may be something: nothing is written while there is not."""
    now = moment_text(parts.clock.now())
    with parts.journal.reading() as reading:
        last, _ = reading.last()
        return [
            hook
            for hook in hooks.listed(reading)
            if not hook.given_up_at and hook.next_at <= now and hook.position < last
        ]


async def _tell(parts: CentreParts, line: httpx.AsyncClient, room: asyncio.Semaphore, hook: Hook) -> None:
    async with room:
        behind = await run_in_threadpool(_behind, parts, hook)
        if not behind.news and behind.upto - hook.position < _AT_ONCE * 10:
            return  # a place is not written down for every call of a ticket
        now = parts.clock.now()
        taken = await parts.writer.write(
            partial(hooks.hold, hook=hook.hook, now=moment_text(now), until=moment_text(now + _HELD))
        )
        if taken is None:
            return
        # what was told meanwhile by another process is not told again
        behind = await run_in_threadpool(_behind, parts, taken)
        secrets = await run_in_threadpool(_secrets, parts, taken)
        for news in behind.news[:_AT_ONCE]:
            fault = await _send(parts, line, _Telling(taken, secrets), news)
            if fault is not None:
                await parts.writer.write(partial(_note_fault, hook=taken, fault=fault))
                return
            await parts.writer.write(partial(hooks.was_told, hook=taken.hook, position=news.seq))
            taken = Hook(taken.hook, taken.department, taken.url, news.seq, 0, "", "", "")
        if len(behind.news) <= _AT_ONCE:
            await parts.writer.write(partial(hooks.was_told, hook=taken.hook, position=behind.upto))
        await parts.writer.write(partial(hooks.let_go, hook=taken.hook))


def _behind(parts: CentreParts, hook: Hook) -> NewsBehind:
    with parts.journal.reading() as reading:
        return news_behind(reading, hook.department, hook.position)


def _secrets(parts: CentreParts, hook: Hook) -> tuple[bytes, ...]:
    with parts.journal.reading() as reading:
        return hooks.secrets_of(reading, hook.hook, moment_text(parts.clock.now()))


async def _send(parts: CentreParts, line: httpx.AsyncClient, telling: _Telling, news: News) -> str | None:
    """Send one word; what kept the receiver from taking it, or None."""
    body = encode(
        {
            "type": news.type,
            "timestamp": news.at,
            "data": {
                "case": news.case, "number": news.number, "department": telling.hook.department, "seq": news.seq,
            },
        }
    )  # fmt: skip
    at = int(parts.clock.now().timestamp())
    headers = {
        "content-type": "application/json",
        "webhook-id": news.word,
        "webhook-timestamp": str(at),
        "webhook-signature": telling_hooks.signature(telling.secrets, news.word, at, body),
        "user-agent": "OneWindow",
    }
    try:
        async with (
            asyncio.timeout(_WHOLE),
            line.stream("POST", telling.hook.url, content=body, headers=headers) as said,
        ):
            read = 0
            async for piece in said.aiter_raw():
                read += len(piece)
                if read > _ANSWER:
                    break
            return None if said.is_success else f"status.{said.status_code}"
    except TimeoutError:
        return "silent"
    except httpx.TimeoutException:
        return "silent"
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError):
        return "line"


def _note_fault(facts: Writing, hook: Hook, fault: str) -> None:
    """When to try again, or that it is given up: after days of failures, or because the receiver says it is gone."""
    pause = None if fault == f"status.{_GONE}" else telling_hooks.pause_after(hook.failures + 1)
    if pause is None:
        log.warning("a department's program is told nothing any more: %s", hook.hook)
    next_at = None if pause is None else moment_text(facts.terms.clock.now() + pause)
    try:
        hooks.did_not_take(facts, hook, fault, next_at)
    except Refusal:
        return  # taken out meanwhile
