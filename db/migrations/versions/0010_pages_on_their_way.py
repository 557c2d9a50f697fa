"""Pages that have arrived and are in no case yet.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty: pages went into their case as they came."""
    op.create_table(
        "arrived_pages",
        sa.Column("hall", sa.String(16), nullable=False),
        sa.Column("arrival", sa.String(36), nullable=False),
        sa.Column("clerk", sa.String(64), nullable=False),
        sa.Column("stack", sa.String(36), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("dpi", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("material", sa.String(64), nullable=False),
        sa.Column("both_sides", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(16), nullable=False),
        sa.Column("put_away", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("arrived_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("hall", "arrival", name="pk_arrived_pages"),
    )
    op.create_index("ix_arrived_pages_hall_clerk_arrival", "arrived_pages", ["hall", "clerk", "arrival"], unique=False)


def downgrade() -> None:
    """Drop it with what is in it; the pages stay in the vault."""
    op.drop_index("ix_arrived_pages_hall_clerk_arrival", table_name="arrived_pages")
    op.drop_table("arrived_pages")
