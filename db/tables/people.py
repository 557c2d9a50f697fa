"""Who works here, at which desks, and who is signed in. At the centre; a desk keeps none of it."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from db.tables.journal import MOMENT
from db.tables.metadata import metadata

users = Table(
    "users",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("user", String(64), nullable=False),
    Column("name", String(100), nullable=False),
    Column("roles", String(200), nullable=False),  # separated by spaces
    Column("department", String(16)),
    Column("password_hash", Text, nullable=False),
    Column("disabled", Boolean, nullable=False, server_default=false()),
    PrimaryKeyConstraint("hall", "user"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("digest", String(64), nullable=False),  # SHA-256 of the token: the token itself is kept nowhere
    Column("user", String(64), nullable=False),
    Column("window", String(16)),
    Column("device", String(64), nullable=False),
    Column("sends_only", Boolean, nullable=False, server_default=false()),  # a desk's own: sends what was done there
    Column("expires_at", MOMENT, nullable=False),
    PrimaryKeyConstraint("hall", "digest"),
    Index(None, "hall", "device", "user"),
)

devices = Table(
    "devices",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("device", String(64), nullable=False),
    Column("window", String(16)),
    Column("epoch", Integer, nullable=False),
    Column("first_seen", MOMENT, nullable=False),
    Column("clerks", Text, nullable=False),  # everybody who has signed in there, separated by spaces
    # The SHA-256 of what it shows at each sign-in; "" when it shows nothing; none: of before anything was shown.
    Column("credential", String(64)),
    PrimaryKeyConstraint("hall", "device"),
)

presence = Table(
    "presence",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("window", String(16), nullable=False),
    Column("device", String(64), nullable=False),
    Column("seen_at", MOMENT, nullable=False),
    Column("lease", Integer, nullable=False),  # seconds for which a silent window's own tickets are left to it
    PrimaryKeyConstraint("hall", "window"),
    UniqueConstraint("hall", "device"),
)
