"""The one way in: facts are read, decided on and added in one transaction, and then it is told that the journal grew.

    with journal.writing() as facts:
        case = facts.case(case_id)
        facts.add(clerk, accept(case, …), of=case_id)
    # on the disk before this line

What fails inside leaves nothing behind. A full or broken disk, or a file that is no database any more, is
StoreTrouble `journal.not_kept` or `journal.not_read`, and so is a database that has no connection left for us.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from deskapp.failures import StoreTrouble
from deskapp.journal.reading import Reading
from deskapp.journal.terms import Terms
from deskapp.journal.writing import Writing

Grown = Callable[[frozenset[tuple[str, str]]], None]  # told which (stream, stream id) grew
_ABOUT_THE_STORE = (sa.exc.DatabaseError, sa.exc.InterfaceError, sa.exc.TimeoutError)


class Journal:
    """The journal of one hall in one database."""

    def __init__(self, engine: sa.Engine, terms: Terms) -> None:
        self.engine = engine
        self.terms = terms
        self._one_writer = threading.Lock()  # fair among our own threads; other processes wait in the database
        self._told: list[Grown] = []

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """One transaction that may read, decide and add. Commits on leaving; rolls back when anything is raised."""
        with self._one_writer if self.engine.dialect.name == "sqlite" else _nobody_else():
            try:
                with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
                    facts = Writing(connection, self.terms)
                    yield facts
                    facts.finish()
            except _ABOUT_THE_STORE as error:
                if not _of_the_disk(error):
                    raise
                raise StoreTrouble("journal.not_kept") from error
        if facts.grown:
            for tell in tuple(self._told):
                tell(frozenset(facts.grown))

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """One view of the journal that does not change while it is read."""
        try:
            with self._of_one_moment() as connection, connection.begin():
                yield Reading(connection, self.terms)
        except _ABOUT_THE_STORE as error:
            if not _of_the_disk(error):
                raise
            raise StoreTrouble("journal.not_read") from error

    def _of_one_moment(self) -> sa.Connection:
        """SQLite reads one moment in each transaction; PostgreSQL when it is asked to."""
        connection = self.engine.connect()
        if self.engine.dialect.name == "postgresql":
            return connection.execution_options(isolation_level="REPEATABLE READ")
        return connection

    def on_growth(self, tell: Grown) -> Callable[[], None]:
        """Be told after each commit, on the thread that committed. Returns what ends it."""
        self._told.append(tell)
        return lambda: self._told.remove(tell)


def _of_the_disk(error: sa.exc.SQLAlchemyError) -> bool:
    """Whether the store is to blame. A damaged SQLite file is told as a bare DatabaseError and as nothing finer; a
    connection that is gone as an InterfaceError, and a pool that has none left as a TimeoutError.
    """
    told = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)
    return isinstance(error, told) or type(error) is sa.exc.DatabaseError


@contextmanager
def _nobody_else() -> Iterator[None]:
    """PostgreSQL keeps writers apart by itself."""
    yield
