"""Pages that are whole in the vault and in no case yet: on their way there during a scan, or waiting for a person.

A page is noted here before the scanner is asked for the next, and leaves in the transaction that puts it into a case.
So whenever a program ends, each page it has acknowledged is either in a case or here: never in both, never in neither.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from db.tables import arrived_pages
from deskapp.ids import CaseId, ClerkId, MaterialCode, PageDigest
from deskapp.journal.chain import moment_text
from deskapp.journal.reading import Reading
from deskapp.journal.rows import insert
from deskapp.journal.writing import Writing
from deskapp.rules.spot import Spot, Why


@dataclass(frozen=True, slots=True)
class Arrived:
    """A page in no case. `arrival` sorts as the pages came; `stack` is the scan that brought it, `asked` where that was
    asked for. `why` it waits; None while nobody has decided. `put_away`: it is not offered any more, and kept.
    """

    arrival: str
    stack: str
    digest: PageDigest
    dpi: int
    asked: Spot
    both_sides: bool
    why: Why | None = None
    put_away: bool = False


def note(writing: Writing, clerk: ClerkId, page: Arrived) -> None:
    """Note a page that the vault has kept. It belongs to the clerk who scans."""
    row = {
        "hall": writing.hall, "arrival": page.arrival, "clerk": clerk, "stack": page.stack, "digest": page.digest,
        "dpi": page.dpi, "case_id": page.asked.case, "material": page.asked.material, "both_sides": page.both_sides,
        "why": page.why or "", "put_away": page.put_away, "arrived_at": moment_text(writing.terms.clock.now()),
    }  # fmt: skip
    insert(writing.connection, arrived_pages, [row])


def read(reading: Reading, clerk: ClerkId) -> tuple[Arrived, ...]:
    """The pages of a clerk that are in no case, as they came."""
    question = (
        sa.select(arrived_pages)
        .where(arrived_pages.c.hall == reading.hall, arrived_pages.c.clerk == clerk)
        .order_by(arrived_pages.c.arrival)
    )
    return tuple(map(_arrived, reading.connection.execute(question)))


def put_away_before(reading: Reading, moment: datetime) -> tuple[Arrived, ...]:
    """The pages, whoever's, that were put away and had come before this moment."""
    question = sa.select(arrived_pages).where(
        arrived_pages.c.hall == reading.hall,
        arrived_pages.c.put_away.is_(True),
        arrived_pages.c.arrived_at < moment_text(moment),
    )
    return tuple(map(_arrived, reading.connection.execute(question)))


def wait(writing: Writing, arrivals: Collection[str], why: Why) -> None:
    """Say why pages wait for a person."""
    _change(writing, arrivals, why=why.value)


def put_away(writing: Writing, arrivals: Collection[str], *, away: bool = True) -> None:
    """Offer pages no more, and keep them; or offer them again."""
    _change(writing, arrivals, put_away=away)


def leave(writing: Writing, arrivals: Collection[str]) -> None:
    """Pages have come where they belong, or were none."""
    writing.connection.execute(
        sa.delete(arrived_pages).where(
            arrived_pages.c.hall == writing.hall, arrived_pages.c.arrival.in_(sorted(arrivals))
        )
    )


def wanted_by_others(reading: Reading, pages: Collection[Arrived]) -> frozenset[PageDigest]:
    """The bytes among these pages' that another page, whoever's, has arrived with as well."""
    question = sa.select(arrived_pages.c.digest).where(
        arrived_pages.c.hall == reading.hall,
        arrived_pages.c.digest.in_(sorted({page.digest for page in pages})),
        arrived_pages.c.arrival.not_in(sorted(page.arrival for page in pages)),
    )
    return frozenset(map(PageDigest, reading.connection.execute(question).scalars()))


def digests(reading: Reading) -> frozenset[PageDigest]:
    """The bytes of every page that is in no case yet, whoever's."""
    question = sa.select(arrived_pages.c.digest).where(arrived_pages.c.hall == reading.hall)
    return frozenset(map(PageDigest, reading.connection.execute(question).scalars()))


def _arrived(row: sa.Row[Any]) -> Arrived:
    return Arrived(
        row.arrival, row.stack, PageDigest(row.digest), row.dpi,
        Spot(CaseId(row.case_id), MaterialCode(row.material)), row.both_sides,
        Why(row.why) if row.why in set(Why) else None, row.put_away,
    )  # fmt: skip


def _change(writing: Writing, arrivals: Collection[str], **values: object) -> None:
    writing.connection.execute(
        sa.update(arrived_pages)
        .where(arrived_pages.c.hall == writing.hall, arrived_pages.c.arrival.in_(sorted(arrivals)))
        .values(**values)
    )
