"""Which pages this desk has kept, what was seen of them, and whether the centre has them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from db.tables import pages
from deskapp.ids import PageDigest
from deskapp.journal.chain import moment_text
from deskapp.journal.reading import Reading
from deskapp.journal.rows import upsert
from deskapp.journal.writing import Writing


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page that is whole in the vault. Width and height in pixels, size in bytes."""

    digest: PageDigest
    size: int
    width: int
    height: int
    dpi: int
    blank: bool
    blurred: bool


def keep(writing: Writing, page: KeptPage) -> None:
    """Note a page that the vault has kept. A page scanned twice is one page."""
    known = writing.connection.execute(
        sa.select(pages.c.digest).where(pages.c.hall == writing.hall, pages.c.digest == page.digest)
    ).first()
    if known is None:
        row = {
            "hall": writing.hall, "digest": page.digest, "size": page.size, "width": page.width,
            "height": page.height, "dpi": page.dpi, "blank": page.blank, "blurred": page.blurred,
            "kept_at": moment_text(writing.terms.clock.now()),
        }  # fmt: skip
        upsert(writing.connection, pages, [row])


def read(reading: Reading, digests: Collection[PageDigest]) -> dict[PageDigest, KeptPage]:
    """What is known of pages; one scanned at another desk is missing here."""
    question = sa.select(
        pages.c.digest, pages.c.size, pages.c.width, pages.c.height, pages.c.dpi, pages.c.blank, pages.c.blurred
    ).where(pages.c.hall == reading.hall, pages.c.digest.in_(sorted(digests)))
    return {PageDigest(row[0]): KeptPage(*row) for row in reading.connection.execute(question)}
