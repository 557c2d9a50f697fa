"""The one writer of a process, with a queue in front: what waits is written in one transaction.

A commit costs the same for one step as for sixty, and on SQLite many writers starve one another. Calls for the next
ticket are answered together, so that they share their questions too. What one job refuses leaves nothing of it behind
and does not touch the others: whoever had written before it refused is done again alone, where its refusal undoes all.
When a transaction breaks, each of its jobs is done again alone, a few times at most.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from deskapp.failures import Failure, StoreTrouble
from deskapp.journal import judging
from deskapp.journal.journal import Journal
from deskapp.journal.writing import Writing

T = TypeVar("T")
_TOGETHER = 64  # jobs in one transaction: with more, the first would wait for the last
_TRIES = 5
_GATHER = 0.004  # seconds that a crowd is waited for at the most
_PAUSE = 0.0015  # seconds without anybody else asking: this is all of the crowd
_WRITTEN = "written"
Outcome = Any  # a value, or a Failure that is raised to whoever asked


@dataclass(slots=True)
class _Job:
    work: Callable[[Writing], Any] | None  # None: an ask that is answered together with others
    ask: Any
    streams: Sequence[str]
    future: asyncio.Future[Any] | Future[Any]
    outcome: Outcome = None
    failed: BaseException | None = None


class _Undone(Exception):
    """A job refused after it had written. Its cause is the refusal."""


class Writer:
    """Takes jobs from any thread or task; writes on a thread of its own."""

    def __init__(self, journal: Journal, together: Callable[[Writing, Sequence[Any]], Sequence[Outcome]]) -> None:
        self._journal = journal
        self._together = together
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._ended = False
        sa.event.listen(journal.engine, "after_cursor_execute", _count_writes)
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    async def write(self, work: Callable[[Writing], T], *, streams: Sequence[str] = ()) -> T:
        """Do this in a transaction; answers after the commit. Raises what the work refuses.

        `streams` are kept from other processes until the commit; naming them here, all of a transaction's are asked
        for in one order, so that no two processes wait for each other. StoreTrouble `journal.not_kept` when the
        database did not take it, `journal.unfit` when it would never take these very values.
        """
        value: T = await self._put(_Job(work, None, streams, asyncio.get_running_loop().create_future()))
        return value

    async def answer_together(self, ask: Any, *, streams: Sequence[str] = ()) -> Outcome:
        """Ask what is answered for many at once; answers after the commit."""
        return await self._put(_Job(None, ask, streams, asyncio.get_running_loop().create_future()))

    def write_now(self, work: Callable[[Writing], T]) -> T:
        """The same for a thread that may wait."""
        future: Future[T] = Future()
        self._put(_Job(work, None, (), future))
        return future.result()

    def close(self) -> None:
        """Do what waits, and end. What is asked afterwards is StoreTrouble `centre.closing`."""
        self._ended = True
        self._jobs.put(None)
        self._thread.join()
        if sa.event.contains(self._journal.engine, "after_cursor_execute", _count_writes):
            sa.event.remove(self._journal.engine, "after_cursor_execute", _count_writes)

    def _put(self, job: _Job) -> Any:
        if self._ended:
            raise StoreTrouble("centre.closing")
        self._jobs.put(job)
        return job.future

    def _run(self) -> None:
        many = False
        while (first := self._jobs.get()) is not None:
            waiting = [first, *self._more(many=many)]
            # who asked and went away before it was begun gets nothing done
            batch = [job for job in waiting if job is not None and not job.future.cancelled()]
            many = len(batch) > 1
            if batch:
                self._write(batch)
                _tell_all(batch)
            if waiting[-1] is None:
                return

    def _more(self, *, many: bool) -> list[_Job | None]:
        """What else waits, up to the most that goes into one transaction; None at its end when all is to end.

        After a transaction for many, those who were just answered are about to ask again: they are waited for, each for
        a moment, so that a crowd shares one commit instead of two. Whoever asks alone never waits.
        """
        more: list[_Job | None] = []
        until = time.monotonic() + _GATHER
        while len(more) < _TOGETHER - 1 and (not more or more[-1] is not None):
            try:
                left = min(until - time.monotonic(), _PAUSE)
                more.append(self._jobs.get(timeout=left) if many and left > 0 else self._jobs.get_nowait())
            except queue.Empty:
                break
        return more

    def _write(self, batch: list[_Job]) -> None:
        try:
            outcomes = self._transaction(batch)
        except (_Undone, StoreTrouble, sa.exc.SQLAlchemyError):
            for job in batch:
                self._alone(job)
        except Exception as bug:
            if len(batch) == 1:
                batch[0].failed = bug
                return
            for job in batch:
                self._write([job])  # the one that breaks is found alone; the others go through
        else:
            for job, outcome in zip(batch, outcomes, strict=True):
                _note(job, outcome)

    def _alone(self, job: _Job) -> None:
        """Do one job again. Deadlocks and races for a number pass when tried again; a full disk does not."""
        why = "journal.not_kept"
        for _ in range(_TRIES):
            try:
                (outcome,) = self._transaction([job])
            except sa.exc.DataError:
                why = "journal.unfit"
                break
            except (StoreTrouble, sa.exc.SQLAlchemyError) as trouble:
                why = "journal.unfit" if isinstance(trouble, sa.exc.IntegrityError) else "journal.not_kept"
            except _Undone as undone:
                job.failed = undone.__cause__ or undone
                return
            except Exception as bug:
                job.failed = bug
                return
            else:
                _note(job, outcome)
                return
        job.failed = StoreTrouble(why)

    def _transaction(self, batch: list[_Job]) -> list[Outcome]:
        outcomes: dict[int, Outcome] = {}
        with self._journal.writing() as facts:
            judging.lock_streams(facts, [stream for job in batch for stream in job.streams])
            for place, job in enumerate(batch):
                if job.work is None:
                    continue
                before = _changes(facts)
                try:
                    outcomes[place] = job.work(facts)
                except Failure as failure:
                    if _changes(facts) != before:
                        raise _Undone from failure
                    outcomes[place] = failure
            asks = [place for place, job in enumerate(batch) if job.work is None]
            if asks:
                answers = self._together(facts, [batch[place].ask for place in asks])
                outcomes.update(zip(asks, answers, strict=True))
        return [outcomes[place] for place in range(len(batch))]


def _changes(facts: Writing) -> tuple[int, int]:
    """How much has been added or written so far: whether a job that refuses leaves anything behind."""
    return len(facts.additions), facts.connection.info.get(_WRITTEN, 0)


def _count_writes(connection: sa.Connection, *rest: Any) -> None:
    context = rest[3]
    if context is not None and (context.isinsert or context.isupdate or context.isdelete):
        connection.info[_WRITTEN] = connection.info.get(_WRITTEN, 0) + 1


def _note(job: _Job, outcome: Outcome) -> None:
    if isinstance(outcome, Failure):
        job.failed = outcome
    else:
        job.outcome = outcome


def _tell_all(batch: Sequence[_Job]) -> None:
    """Tell everybody what came of it: one word to each loop, which is woken once and not for each."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in batch:
        if isinstance(job.future, asyncio.Future):
            by_loop.setdefault(job.future.get_loop(), []).append(job)
        else:
            _tell(job)
    for loop, jobs in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop has ended, and with it everybody who asked
            loop.call_soon_threadsafe(_tell_some, jobs)


def _tell_some(jobs: Sequence[_Job]) -> None:
    for job in jobs:
        _tell(job)


def _tell(job: _Job) -> None:
    if job.future.done():
        return  # who asked has gone away
    if job.failed is not None:
        job.future.set_exception(job.failed)
    else:
        job.future.set_result(job.outcome)
