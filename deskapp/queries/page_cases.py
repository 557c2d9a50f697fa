"""The cases that have named a page: by them it is decided who may look at it."""

from __future__ import annotations

import sqlalchemy as sa

from db.tables import case_pages
from deskapp.ids import CaseId, PageDigest
from deskapp.journal.reading import Reading
from deskapp.rules.case import Case

_MOST = 50  # a page is one case's, or a bundle's


def cases_with(reading: Reading, page: PageDigest) -> tuple[Case, ...]:
    """Every case that has ever named a page; none for one that was only put here."""
    question = (
        sa.select(case_pages.c.case_id)
        .where(case_pages.c.hall == reading.hall, case_pages.c.digest == page)
        .order_by(case_pages.c.case_id)
        .limit(_MOST)
    )
    return tuple(reading.case(CaseId(case_id)) for case_id in reading.connection.execute(question).scalars())
