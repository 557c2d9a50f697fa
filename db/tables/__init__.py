"""One schema for every installation: the encrypted cache at a desk, and the centre on SQLite or PostgreSQL.

Every primary key and every unique index begins with `hall`, so that halls can be spread over databases by it.
Moments are kept as text of one width (`2026-11-23T02:10:00.123456Z`): they sort as they are, read as they are, and
are to the letter what the digests cover.
"""

from __future__ import annotations

from db.tables.enrolment import enrolled_desks, enrolment_codes
from db.tables.hooks import hooks
from db.tables.journal import case_keys, counters, events, local_facts, quarantine
from db.tables.metadata import metadata
from db.tables.pages import arrived_pages, case_pages, drafts, pages
from db.tables.people import devices, presence, tokens, users
from db.tables.projections import applicants, bookings, cases, catalogs, person_words, tickets, windows
from db.tables.ratings import ratings

__all__ = [
    "applicants",
    "arrived_pages",
    "bookings",
    "case_keys",
    "case_pages",
    "cases",
    "catalogs",
    "counters",
    "devices",
    "drafts",
    "enrolled_desks",
    "enrolment_codes",
    "events",
    "hooks",
    "local_facts",
    "metadata",
    "pages",
    "person_words",
    "presence",
    "quarantine",
    "ratings",
    "tickets",
    "tokens",
    "users",
    "windows",
]
