"""The first shape of the database.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "applicants",
    "case_keys",
    "cases",
    "catalogs",
    "counters",
    "devices",
    "drafts",
    "events",
    "local_facts",
    "pages",
    "presence",
    "quarantine",
    "tickets",
    "tokens",
    "users",
    "windows",
)


def upgrade() -> None:
    """Make every table."""
    _applicants()
    _case_keys()
    _cases()
    _catalogs()
    _counters()
    _devices()
    _drafts()
    _events()
    _local_facts()
    _pages()
    _presence()
    _quarantine()
    _tickets()
    _tokens()
    _users()
    _windows()


def downgrade() -> None:
    """Drop every table, and with them their indexes."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _applicants() -> None:
    op.create_table(
        "applicants",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("id_number", sa.String(length=32), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "case_id", name="pk_applicants"),
    )
    op.create_index("ix_applicants_hall_id_number", "applicants", ["hall", "id_number"], unique=False)
    op.create_index("ix_applicants_hall_name", "applicants", ["hall", "name"], unique=False)


def _case_keys() -> None:
    op.create_table(
        "case_keys",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("hall", "case_id", name="pk_case_keys"),
    )


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("window", sa.String(length=16), nullable=False),
        sa.Column("clerk", sa.String(length=64), nullable=False),
        sa.Column("ticket", sa.String(length=64), nullable=True),
        sa.Column("track", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.String(length=27), nullable=False),
        sa.Column("promised_day", sa.Date(), nullable=True),
        sa.Column("statutory_day", sa.Date(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "case_id", name="pk_cases"),
        sa.UniqueConstraint("hall", "track", name="uq_cases_hall_track"),
    )
    op.create_index("ix_cases_hall_clerk_state", "cases", ["hall", "clerk", "state"], unique=False)
    op.create_index("ix_cases_hall_number", "cases", ["hall", "number"], unique=False)
    op.create_index("ix_cases_hall_ticket", "cases", ["hall", "ticket"], unique=False)
    op.create_index("ix_cases_hall_window_day", "cases", ["hall", "window", "day"], unique=False)


def _catalogs() -> None:
    op.create_table(
        "catalogs",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("valid_from", sa.String(length=10), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "version", name="pk_catalogs"),
    )


def _counters() -> None:
    op.create_table(
        "counters",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("hall", name="pk_counters"),
    )


def _devices() -> None:
    op.create_table(
        "devices",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("window", sa.String(length=16), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("first_seen", sa.String(length=27), nullable=False),
        sa.Column("clerks", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "device", name="pk_devices"),
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("clerk", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("hall", "clerk", "name", name="pk_drafts"),
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("stream", sa.String(length=16), nullable=False),
        sa.Column("stream_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("device_seq", sa.BigInteger(), nullable=False),
        sa.Column("occurred_at", sa.String(length=27), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.String(length=27), nullable=True),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("settled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "id", name="pk_events"),
        sa.UniqueConstraint("hall", "device", "epoch", "device_seq", name="uq_events_hall_device_epoch_device_seq"),
        sa.UniqueConstraint("hall", "seq", name="uq_events_hall_seq"),
    )
    op.create_index("ix_events_hall_stream_id_seq", "events", ["hall", "stream_id", "seq"], unique=False)
    op.create_index(
        "ix_events_unsent",
        "events",
        ["hall", "device_seq"],
        unique=False,
        sqlite_where=sa.text("verdict <> 'accepted'"),
        postgresql_where=sa.text("verdict <> 'accepted'"),
    )


def _local_facts() -> None:
    op.create_table(
        "local_facts",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "name", name="pk_local_facts"),
    )


def _pages() -> None:
    op.create_table(
        "pages",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("dpi", sa.Integer(), nullable=False),
        sa.Column("blank", sa.Boolean(), nullable=False),
        sa.Column("blurred", sa.Boolean(), nullable=False),
        sa.Column("kept_at", sa.String(length=27), nullable=False),
        sa.Column("confirmed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "digest", name="pk_pages"),
    )
    op.create_index(
        "ix_pages_unconfirmed",
        "pages",
        ["hall", "kept_at"],
        unique=False,
        sqlite_where=sa.text("NOT confirmed"),
        postgresql_where=sa.text("NOT confirmed"),
    )


def _presence() -> None:
    op.create_table(
        "presence",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("window", sa.String(length=16), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.String(length=27), nullable=False),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "window", name="pk_presence"),
        sa.UniqueConstraint("hall", "device", name="uq_presence_hall_device"),
    )


def _quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("received_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("hall", "id", "digest", name="pk_quarantine"),
    )


def _tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("ticket_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("queue", sa.String(length=8), nullable=False),
        sa.Column("ticket_class", sa.String(length=16), nullable=False),
        sa.Column("issued_at", sa.String(length=27), nullable=False),
        sa.Column("due_at", sa.String(length=27), nullable=False),
        sa.Column("called_at", sa.String(length=27), nullable=True),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.Column("item", sa.String(length=64), nullable=True),
        sa.Column("window", sa.String(length=16), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "ticket_id", name="pk_tickets"),
        sa.UniqueConstraint("hall", "day", "number", name="uq_tickets_hall_day_number"),
    )
    op.create_index("ix_tickets_hall_window_state", "tickets", ["hall", "window", "state"], unique=False)
    op.create_index(
        "ix_tickets_waiting",
        "tickets",
        ["hall", "due_at", "ticket_id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )


def _tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("window", sa.String(length=16), nullable=True),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("sends_only", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("expires_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("hall", "digest", name="pk_tokens"),
    )
    op.create_index("ix_tokens_hall_device_user", "tokens", ["hall", "device", "user"], unique=False)


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("roles", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=16), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("disabled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "user", name="pk_users"),
    )


def _windows() -> None:
    op.create_table(
        "windows",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("window", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "window", name="pk_windows"),
    )
