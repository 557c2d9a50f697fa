"""The first day that something about a case runs out, for the list of what is late.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_WHERE = "watch_day IS NOT NULL"


def upgrade() -> None:
    """Add the column; the days of what is kept already are written when the lists are folded anew."""
    op.add_column("cases", sa.Column("watch_day", sa.Date()))
    op.create_index(
        "ix_cases_watch",
        "cases",
        ["hall", "watch_day"],
        unique=False,
        sqlite_where=sa.text(_WHERE),
        postgresql_where=sa.text(_WHERE),
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_index("ix_cases_watch", table_name="cases")
    op.drop_column("cases", "watch_day")
