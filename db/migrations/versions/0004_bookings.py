"""Bookings: an hour in a line, kept for somebody beforehand.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "bookings",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("booking_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("begins", sa.String(length=27), nullable=False),
        sa.Column("queue", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "booking_id", name="pk_bookings"),
        sa.UniqueConstraint("hall", "code", name="uq_bookings_hall_code"),
    )
    op.create_index("ix_bookings_hall_day_queue_begins", "bookings", ["hall", "day", "queue", "begins"], unique=False)
    told = sa.text("person IS NOT NULL")
    op.create_index(
        "ix_bookings_person", "bookings", ["hall", "person"], unique=False, sqlite_where=told, postgresql_where=told
    )


def downgrade() -> None:
    """Drop it, and with it its indexes."""
    op.drop_table("bookings")
