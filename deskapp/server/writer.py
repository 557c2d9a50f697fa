"""The one writer of a process, with a queue in front: what waits is written in one transaction.

A commit costs the same for one step as for sixty, and on SQLite many writers starve one another. Calls for the next
ticket are taken together, so that they share their questions too. What one job refuses leaves nothing of it behind and
does not touch the others; when a transaction breaks, each of its jobs is done again alone, a few times at most.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from deskapp.failures import Failure, StoreTrouble
from deskapp.journal.journal import Journal
from deskapp.journal.writing import Writing

T = TypeVar("T")
_TOGETHER = 64  # jobs in one transaction: with more, the first would wait for the last
_TRIES = 5
Outcome = Any  # a value, or a Failure that is raised to whoever asked


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Writing], Any] | None  # None: an ask that is answered together with others
    ask: Any
    future: Future[Any]


class _Again(Exception):
    """The transaction holds something of a job that refused: do each alone."""


class Writer:
    """Takes jobs from any thread or task; writes on a thread of its own."""

    def __init__(self, journal: Journal, together: Callable[[Writing, Sequence[Any]], Sequence[Outcome]]) -> None:
        self._journal = journal
        self._together = together
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    async def write(self, work: Callable[[Writing], T]) -> T:
        """Do this in a transaction; answers after the commit. Raises what the work refuses."""
        value: T = await asyncio.wrap_future(self._put(_Job(work, None, Future())))
        return value

    async def answer_together(self, ask: Any) -> Outcome:
        """Ask what is answered for many at once; answers after the commit."""
        return await asyncio.wrap_future(self._put(_Job(None, ask, Future())))

    def write_now(self, work: Callable[[Writing], T]) -> T:
        """The same for a thread that may wait."""
        value: T = self._put(_Job(work, None, Future())).result()
        return value

    def close(self) -> None:
        """Do what waits, and end."""
        self._jobs.put(None)
        self._thread.join()

    def _put(self, job: _Job) -> Future[Any]:
        self._jobs.put(job)
        return job.future

    def _run(self) -> None:
        while (first := self._jobs.get()) is not None:
            batch = [first]
            ended = False
            while len(batch) < _TOGETHER:
                try:
                    job = self._jobs.get_nowait()
                except queue.Empty:
                    break
                if job is None:
                    ended = True
                    break
                batch.append(job)
            self._write(batch)
            if ended:
                return

    def _write(self, batch: list[_Job]) -> None:
        try:
            outcomes = self._transaction(batch)
        except (_Again, StoreTrouble, sa.exc.SQLAlchemyError):
            for job in batch:
                self._alone(job)
        except Exception as bug:
            if len(batch) == 1:
                batch[0].future.set_exception(bug)
                return
            for job in batch:
                self._write([job])  # the one that breaks is found alone; the others go through
        else:
            for job, outcome in zip(batch, outcomes, strict=True):
                _tell(job, outcome)

    def _alone(self, job: _Job) -> None:
        for tries in range(1, _TRIES + 1):
            try:
                (outcome,) = self._transaction([job])
            except (StoreTrouble, sa.exc.SQLAlchemyError) as trouble:
                if tries == _TRIES:  # deadlocks and races for a number pass; a full disk does not
                    job.future.set_exception(StoreTrouble("journal.not_kept"))
                    job.future.exception()
                    del trouble
            except _Again as again:
                job.future.set_exception(again.__cause__ or again)
                return
            except Exception as bug:
                job.future.set_exception(bug)
                return
            else:
                _tell(job, outcome)
                return

    def _transaction(self, batch: list[_Job]) -> list[Outcome]:
        outcomes: dict[int, Outcome] = {}
        with self._journal.writing() as facts:
            for place, job in enumerate(batch):
                if job.work is None:
                    continue
                before = facts.additions
                try:
                    outcomes[place] = job.work(facts)
                except Failure as failure:
                    if facts.additions != before:
                        raise _Again from failure
                    outcomes[place] = failure
            asks = [place for place, job in enumerate(batch) if job.work is None]
            if asks:
                answers = self._together(facts, [batch[place].ask for place in asks])
                outcomes.update(zip(asks, answers, strict=True))
        return [outcomes[place] for place in range(len(batch))]


def _tell(job: _Job, outcome: Outcome) -> None:
    if isinstance(outcome, Failure):
        job.future.set_exception(outcome)
    else:
        job.future.set_result(outcome)
