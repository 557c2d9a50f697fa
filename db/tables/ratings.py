"""What the centre alone keeps of ratings: how each service was rated, and how far a bad one has been followed up.

Nobody's words stand here: those are in the letters of the events. At a desk the table stays empty.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    text,
)

from db.tables.metadata import metadata

_OPEN = text("close_by IS NOT NULL")

ratings = Table(
    "ratings",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("case_id", String(64), nullable=False),
    Column("occasion", String(16), nullable=False),
    Column("event_id", String(36), nullable=False),
    Column("score", Integer),  # NULL: asked, and not answered
    Column("item", String(64), nullable=False),
    Column("window", String(16)),
    Column("clerk", String(64), nullable=False),  # who served
    Column("day", Date, nullable=False),  # at the office
    Column("at_home", Boolean, nullable=False),
    Column("step", String(16)),  # the last one of the follow-up
    Column("contact_by", Date),  # NULL for what is not followed up
    Column("close_by", Date),
    Column("closed_on", Date),
    PrimaryKeyConstraint("hall", "case_id", "occasion"),
    UniqueConstraint("hall", "event_id"),
    Index(None, "hall", "day"),
    Index("ix_ratings_followed", "hall", "close_by", sqlite_where=_OPEN, postgresql_where=_OPEN),
)
