"""Ratings, which the centre alone keeps.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_WHERE = "close_by IS NOT NULL"


def upgrade() -> None:
    """Make the table, empty: nothing was rated before."""
    op.create_table(
        "ratings",
        sa.Column("hall", sa.String(16), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("occasion", sa.String(16), nullable=False),
        sa.Column("event_id", sa.String(36), nullable=False),
        sa.Column("score", sa.Integer()),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("window", sa.String(16)),
        sa.Column("clerk", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at_home", sa.Boolean(), nullable=False),
        sa.Column("step", sa.String(16)),
        sa.Column("contact_by", sa.Date()),
        sa.Column("close_by", sa.Date()),
        sa.Column("closed_on", sa.Date()),
        sa.PrimaryKeyConstraint("hall", "case_id", "occasion", name="pk_ratings"),
        sa.UniqueConstraint("hall", "event_id", name="uq_ratings_hall_event_id"),
    )
    op.create_index("ix_ratings_hall_day", "ratings", ["hall", "day"], unique=False)
    op.create_index(
        "ix_ratings_followed",
        "ratings",
        ["hall", "close_by"],
        unique=False,
        sqlite_where=sa.text(_WHERE),
        postgresql_where=sa.text(_WHERE),
    )


def downgrade() -> None:
    """Drop it with what is in it."""
    op.drop_index("ix_ratings_followed", table_name="ratings")
    op.drop_index("ix_ratings_hall_day", table_name="ratings")
    op.drop_table("ratings")
