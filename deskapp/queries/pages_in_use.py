"""The pages that a desk must not let go of, whatever their age."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from db.tables import cases, events, pages, tickets
from deskapp.ids import CaseId, PageDigest
from deskapp.journal import arrivals
from deskapp.journal.asking import NOT_ACCEPTED
from deskapp.journal.page_names import NAMING_PAGES, pages_named
from deskapp.journal.reading import Reading
from deskapp.journal.rows import EVENT_COLUMNS, event_of
from deskapp.rules.page_places import present

# As the indexes say it, letter for letter: a few cases and tickets among all that there ever were.
_AT_A_WINDOW = "cases.state IN ('opened', 'pre_reviewed', 'correction_requested')"
_IN_HAND = "tickets.state IN ('called', 'held', 'serving')"


def pages_in_use(reading: Reading) -> frozenset[PageDigest]:
    """Pages of every case that is being taken in or in somebody's hand, what they were made of, and those that a step
    of this desk names which the centre has not accepted: sent or not, or rejected and not settled. And those that have
    come and are in no case yet, whoever else has sent the same ones to the centre.
    """
    at_windows = (
        sa.select(cases.c.case_id)
        .where(cases.c.hall == reading.hall, sa.text(_AT_A_WINDOW))
        .order_by(cases.c.case_id)  # which the small index gives, and no larger one
    )
    in_hand = sa.select(tickets.c.ticket_id).where(tickets.c.hall == reading.hall, sa.text(_IN_HAND))
    of_tickets = sa.select(cases.c.case_id).where(cases.c.hall == reading.hall, cases.c.ticket.in_(in_hand))
    found: set[PageDigest] = set(arrivals.digests(reading))
    for question in (at_windows, of_tickets):
        for case_id in reading.connection.execute(question).scalars().all():
            case = reading.case(CaseId(case_id))
            found |= present(case.pages)
            found.update(page for made in case.makings for page in (*made.sources, *made.made))
            found.update(case.result_papers)
    unsettled = sa.select(*EVENT_COLUMNS).where(
        events.c.hall == reading.hall,
        events.c.device == reading.terms.author.device,
        NOT_ACCEPTED,
        events.c.kind.in_(sorted(NAMING_PAGES)),
        ~events.c.settled,
    )
    for row in reading.connection.execute(unsettled):
        found.update(pages_named(event_of(row)))
    return frozenset(found)


def nobodys(reading: Reading, digests: Collection[PageDigest]) -> frozenset[PageDigest]:
    """Those that no scan has left here and no event of any desk names: copies that were being made when the program
    ended. Reads all events; asked for the few pages that nothing else knows of.
    """
    known = sa.select(pages.c.digest).where(pages.c.hall == reading.hall, pages.c.digest.in_(sorted(digests)))
    left = set(digests) - set(reading.connection.execute(known).scalars())
    return frozenset(page for page in left if not _named(reading, page))


def _named(reading: Reading, page: PageDigest) -> bool:
    question = sa.select(sa.literal(1)).where(
        events.c.hall == reading.hall, events.c.kind.in_(sorted(NAMING_PAGES)), events.c.payload.contains(page)
    )
    return reading.connection.execute(question.limit(1)).first() is not None


def unconfirmed(reading: Reading, digests: Collection[PageDigest]) -> frozenset[PageDigest]:
    """Those that were scanned here and that the centre has not acknowledged."""
    question = sa.select(pages.c.digest).where(
        pages.c.hall == reading.hall, pages.c.digest.in_(sorted(digests)), ~pages.c.confirmed
    )
    return frozenset(PageDigest(page) for page in reading.connection.execute(question).scalars())
