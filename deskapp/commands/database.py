"""The centre's database as a command line names it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from deskapp.assemble.centre import CentreWords, open_journal, words_from
from deskapp.failures import Refusal, StoreTrouble
from deskapp.journal.journal import Journal
from deskapp.settings import Settings

_KINDS = ("sqlite", "postgresql")


def centre_of(settings: Settings) -> CentreWords:
    """What the centre is told. Refusal `database.not_a_name` for an address that no database of ours can have."""
    words = words_from(settings)
    try:
        kind = sa.make_url(words.database).get_backend_name()
    except (sa.exc.ArgumentError, ValueError) as error:
        raise Refusal("database.not_a_name") from error
    if kind not in _KINDS:
        raise Refusal("database.not_a_name")
    return words


def found_database(words: CentreWords) -> None:
    """StoreTrouble `database.not_there` rather than a new and empty one."""
    url = sa.make_url(words.database)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise StoreTrouble("database.not_there")


@contextmanager
def journal_of(settings: Settings, *, begun: bool) -> Iterator[Journal]:
    """The centre's journal. With `begun`, StoreTrouble `database.not_there` rather than a new and empty one."""
    words = centre_of(settings)
    if begun:
        found_database(words)
    journal = open_journal(words)
    try:
        yield journal
    finally:
        journal.engine.dispose()
