"""Codes that make computers desks, and the computers that showed one. At the centre alone."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, String, Table, UniqueConstraint

from db.tables.journal import MOMENT
from db.tables.metadata import metadata

enrolment_codes = Table(
    "enrolment_codes",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("number", Integer, nullable=False),
    Column("digest", String(64), nullable=False),  # HMAC-SHA-256 under a key of the centre's: the code is kept nowhere
    Column("window", String(16), nullable=False),
    Column("made_by", String(64), nullable=False),
    Column("made_at", MOMENT, nullable=False),
    Column("expires_at", MOMENT, nullable=False),
    Column("used_at", MOMENT),
    Column("device", String(64)),
    Column("revoked_at", MOMENT),
    PrimaryKeyConstraint("hall", "number"),
    UniqueConstraint("hall", "digest"),
    Index(None, "hall", "window"),
)

enrolled_desks = Table(
    "enrolled_desks",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("device", String(64), nullable=False),
    Column("window", String(16), nullable=False),
    Column("credential", String(64), nullable=False),  # SHA-256 of what the desk shows when somebody signs in there
    Column("enrolled_at", MOMENT, nullable=False),
    Column("dismissed_at", MOMENT),
    PrimaryKeyConstraint("hall", "device"),
)
