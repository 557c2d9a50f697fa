"""One writer with a queue in front: many share a commit, and nobody pays for what another did."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from db import engines, upgrade
from db.tables import case_keys, local_facts
from deskapp.failures import Refusal, StoreTrouble
from deskapp.ids import CaseId, WindowId
from deskapp.journal.journal import Journal
from deskapp.journal.writing import Writing
from deskapp.rules.window import WindowDefined, WindowKind, WindowPaused
from deskapp.server.writer import Writer
from tests import builders


def all_together(facts: Writing, asks: Sequence[Any]) -> list[Any]:
    return [ask(facts) for ask in asks]


@pytest.fixture
def journal(database: str) -> Iterator[Journal]:
    engine = engines.centre(database)
    upgrade.upgrade(engine)
    yield builders.journal(engine, "centre", numbers=True)
    engine.dispose()


@pytest.fixture
def writer(journal: Journal) -> Iterator[Writer]:
    made = Writer(journal, all_together)
    yield made
    made.close()


class Held:
    """Holds the writer inside a transaction, so that what is asked meanwhile waits together."""

    def __init__(self, writer: Writer) -> None:
        self.began, self.go_on = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=writer.write_now, args=(self._wait,))

    def __enter__(self) -> Held:
        self._thread.start()
        assert self.began.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self.go_on.set()
        self._thread.join(10)

    def _wait(self, _: Writing) -> None:
        self.began.set()
        assert self.go_on.wait(10)


def noting(name: str, value: str = "x") -> Callable[[Writing], str]:
    def note(facts: Writing) -> str:
        facts.note(name, value)
        return name

    return note


def together(writer: Writer, *jobs: Callable[[Writing], Any]) -> list[Any]:
    """What becomes of jobs that came at once: their values, or what they raised."""

    async def ask() -> list[Any]:
        with Held(writer) as held:
            asked = [asyncio.ensure_future(writer.write(job)) for job in jobs]
            await asyncio.sleep(0)  # let each of them be put into the queue
            held.go_on.set()
            return await asyncio.gather(*asked, return_exceptions=True)

    return asyncio.run(ask())


def notes(journal: Journal) -> set[str]:
    with journal.reading() as reading:
        return set(reading.connection.execute(sa.select(local_facts.c.name)).scalars())


def commits(journal: Journal) -> list[int]:
    """Grows by one with each commit."""
    counted: list[int] = []
    sa.event.listen(journal.engine, "commit", lambda _: counted.append(1))
    return counted


def test_what_waits_is_written_in_one_transaction(journal: Journal, writer: Writer) -> None:
    writer.write_now(noting("first"))
    counted = commits(journal)
    assert together(writer, *(noting(f"n{n}") for n in range(40))) == [f"n{n}" for n in range(40)]
    assert len(notes(journal)) == 41
    assert len(counted) <= 4, "one for the holder, one for the forty, one to look"


def test_who_refuses_leaves_nothing_behind_and_takes_nobody_along(journal: Journal, writer: Writer) -> None:
    def refuse_after_writing(facts: Writing) -> None:
        facts.keep_key(CaseId("c1"), b"k" * 32)
        facts.add(builders.CLERK, WindowDefined(WindowKind.INTAKE, ()), of="7")
        raise Refusal("window.none")

    def refuse_after_a_quiet_write(facts: Writing) -> None:
        facts.note("leftover", "x")
        raise Refusal("window.none")

    told = together(writer, noting("a"), refuse_after_writing, noting("b"), refuse_after_a_quiet_write, noting("c"))
    assert [getattr(one, "code", one) for one in told] == ["a", "window.none", "b", "window.none", "c"]
    assert notes(journal) == {"a", "b", "c"}
    with journal.reading() as reading:
        assert reading.last()[0] == 0
        assert reading.connection.execute(sa.select(case_keys)).all() == []


def test_a_bug_in_one_job_does_not_take_the_others_along(journal: Journal, writer: Writer) -> None:
    def bug(facts: Writing) -> None:
        facts.note("half", "x")
        raise ZeroDivisionError

    told = together(writer, noting("a"), bug, noting("b"))
    assert [type(one) for one in told] == [str, ZeroDivisionError, str]
    assert notes(journal) == {"a", "b"}
    assert writer.write_now(noting("after")) == "after"


def test_what_the_rules_refuse_is_told_to_who_asked(writer: Writer) -> None:
    def pause(facts: Writing) -> None:
        facts.add(builders.CLERK, WindowPaused(), of=WindowId("9"))

    (told,) = together(writer, pause)
    assert isinstance(told, Refusal)
    assert told.code == "window.unknown"


def test_who_asked_and_went_away_ends_nothing_but_their_own(journal: Journal, writer: Writer) -> None:
    async def ask() -> str:
        with Held(writer) as held:
            gone = asyncio.ensure_future(writer.write(noting("gone")))
            stays = asyncio.ensure_future(writer.write(noting("stays")))
            await asyncio.sleep(0)
            gone.cancel()
            await asyncio.sleep(0)
            held.go_on.set()
            return await stays

    assert asyncio.run(ask()) == "stays"
    assert notes(journal) == {"stays"}
    assert writer.write_now(noting("after")) == "after"


def test_a_race_that_the_database_refused_is_run_again(journal: Journal, writer: Writer) -> None:
    tries: list[int] = []

    def race(facts: Writing) -> int:
        tries.append(1)
        if len(tries) < 3:  # another process was first, as the unique index says
            row = {"hall": "H1", "name": "twice", "value": "x"}
            facts.connection.execute(sa.insert(local_facts), [row, row])
        facts.note("won", "x")
        return len(tries)

    assert together(writer, noting("a"), race) == ["a", 3]
    assert notes(journal) == {"a", "won"}


def test_what_the_database_never_takes_is_told_apart_from_a_full_disk(journal: Journal, writer: Writer) -> None:
    def never(facts: Writing) -> None:
        row = {"hall": "H1", "name": "twice", "value": "x"}
        facts.connection.execute(sa.insert(local_facts), [row, row])

    told = together(writer, noting("a"), never)
    assert told[0] == "a"
    assert isinstance(told[1], StoreTrouble)
    assert told[1].code == "journal.unfit"


def test_what_is_asked_together_is_answered_together_and_after_the_others(writer: Writer) -> None:
    async def ask() -> list[Any]:
        with Held(writer) as held:
            asked = [
                asyncio.ensure_future(writer.answer_together(lambda facts: facts.local("n"))),
                asyncio.ensure_future(writer.write(noting("n", "told"))),
            ]
            await asyncio.sleep(0)
            held.go_on.set()
            return await asyncio.gather(*asked)

    assert asyncio.run(ask()) == ["told", "n"]


def test_once_closed_it_takes_nothing_and_has_done_what_waited(journal: Journal) -> None:
    writer = Writer(journal, all_together)
    done = [threading.Thread(target=writer.write_now, args=(noting(f"n{n}"),)) for n in range(20)]
    for thread in done:
        thread.start()
    for thread in done:
        thread.join(10)
    writer.close()
    assert len(notes(journal)) == 20
    with pytest.raises(StoreTrouble) as closed:
        writer.write_now(noting("late"))
    assert closed.value.code == "centre.closing"
