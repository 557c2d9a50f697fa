"""Find quickly when windows opened and closed, and when the centre heard of it.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index(
        "ix_events_windows",
        "events",
        ["hall", "received_at"],
        unique=False,
        sqlite_where=sa.text("stream = 'window'"),
        postgresql_where=sa.text("stream = 'window'"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_events_windows", table_name="events")
