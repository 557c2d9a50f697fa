"""Pages a desk has scanned, those that wait to be placed, and forms it has half typed. Local: none is ever sent."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, String, Table, Text, false, text

from db.tables.journal import MOMENT
from db.tables.metadata import metadata

pages = Table(
    "pages",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("dpi", Integer, nullable=False),
    Column("blank", Boolean, nullable=False),
    Column("blurred", Boolean, nullable=False),
    Column("kept_at", MOMENT, nullable=False),
    Column("confirmed", Boolean, nullable=False, server_default=false()),  # the centre has the whole page
    PrimaryKeyConstraint("hall", "digest"),
    Index(
        "ix_pages_unconfirmed",
        "hall",
        "kept_at",
        sqlite_where=text("NOT confirmed"),
        postgresql_where=text("NOT confirmed"),
    ),
)

arrived_pages = Table(  # whole in the vault and in no case yet: on their way there, or waiting for a person
    "arrived_pages",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("arrival", String(36), nullable=False),  # sorts in the order of the feeder
    Column("clerk", String(64), nullable=False),
    Column("stack", String(36), nullable=False),  # one scan
    Column("digest", String(64), nullable=False),
    Column("dpi", Integer, nullable=False),
    Column("case_id", String(64), nullable=False),  # where the scan was asked for
    Column("material", String(64), nullable=False),
    Column("both_sides", Boolean, nullable=False),
    Column("why", String(16), nullable=False),  # it waits; "" while its scan goes on
    Column("put_away", Boolean, nullable=False, server_default=false()),
    Column("arrived_at", MOMENT, nullable=False),
    PrimaryKeyConstraint("hall", "arrival"),
    Index(None, "hall", "clerk", "arrival"),
)

case_pages = Table(  # at the centre: every page that a case has ever named, also one that was taken out since
    "case_pages",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("case_id", String(64), nullable=False),
    PrimaryKeyConstraint("hall", "digest", "case_id"),
    sqlite_with_rowid=False,
)

drafts = Table(
    "drafts",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("clerk", String(64), nullable=False),
    Column("name", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("kept_at", MOMENT, nullable=False),
    PrimaryKeyConstraint("hall", "clerk", "name"),
)
