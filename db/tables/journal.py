"""The journal: what happened, in whose order, and what became of it."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from db.tables.metadata import metadata

MOMENT = String(27)

events = Table(
    "events",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("id", String(36), nullable=False),
    Column("stream", String(16), nullable=False),
    Column("stream_id", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String(48), nullable=False),
    Column("schema", Integer, nullable=False),
    Column("payload", Text, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("device", String(64), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("device_seq", BigInteger, nullable=False),
    Column("occurred_at", MOMENT, nullable=False),
    Column("prev", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("seq", BigInteger),  # given by the centre, gapless per hall
    Column("received_at", MOMENT),
    Column("verdict", String(12), nullable=False),  # pending | accepted | rejected | held
    Column("reason", Text),  # why the centre rejected it: code and values
    Column("settled", Boolean, nullable=False, server_default=false()),  # a person has dealt with the rejection
    PrimaryKeyConstraint("hall", "id"),
    UniqueConstraint("hall", "device", "epoch", "device_seq"),
    UniqueConstraint("hall", "seq"),
    Index(None, "hall", "stream_id", "seq"),
    Index(
        "ix_events_windows",  # few among many: which windows opened and closed, and when the centre heard it
        "hall",
        "received_at",
        sqlite_where=text("stream = 'window'"),
        postgresql_where=text("stream = 'window'"),
    ),
    Index(
        "ix_events_unsent",
        "hall",
        "device_seq",
        sqlite_where=text("verdict <> 'accepted'"),
        postgresql_where=text("verdict <> 'accepted'"),
    ),
)

counters = Table(
    "counters",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("seq", BigInteger, nullable=False),  # the last number given
    Column("head", String(64), nullable=False),  # digest over every accepted event up to it, in order
    PrimaryKeyConstraint("hall"),
)

case_keys = Table(
    "case_keys",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("case_id", String(64), nullable=False),
    Column("secret", LargeBinary),  # wrapped; NULL once destroyed: the person is erased
    PrimaryKeyConstraint("hall", "case_id"),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("id", String(36), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("device", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("received_at", MOMENT, nullable=False),
    PrimaryKeyConstraint("hall", "id", "digest"),
)

local_facts = Table(
    "local_facts",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("name", String(64), nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("hall", "name"),
)
