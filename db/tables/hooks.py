"""Where a department's own program is told that something happened to its cases. At the centre alone."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, PrimaryKeyConstraint, String, Table, Text

from db.tables.journal import MOMENT
from db.tables.metadata import metadata

hooks = Table(
    "hooks",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("hook", String(36), nullable=False),
    Column("department", String(16), nullable=False),
    Column("url", Text, nullable=False),
    Column("secret", LargeBinary, nullable=False),  # wrapped
    Column("secret_before", LargeBinary),  # wrapped; signs as well until `before_until`
    Column("before_until", MOMENT),
    Column("made_at", MOMENT, nullable=False),
    Column("position", BigInteger, nullable=False),  # the number up to which everything was told
    Column("failures", Integer, nullable=False),  # in a row
    Column("last_fault", String(64)),  # what kept the last word from being taken
    Column("next_at", MOMENT, nullable=False),  # not before
    Column("held_until", MOMENT, nullable=False),  # a process is telling it: nobody else does so before
    Column("given_up_at", MOMENT),
    PrimaryKeyConstraint("hall", "hook"),
)
