"""Tickets sent to one window, of one visit, of one person.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COLUMNS = {"line": 24, "visit": 64, "person": 64}


def upgrade() -> None:
    """Add the columns; who waits already waits in the line of their queue."""
    for name, length in _COLUMNS.items():
        op.add_column("tickets", sa.Column(name, sa.String(length)))
    op.execute("UPDATE tickets SET line = queue")
    for name in ("visit", "person"):
        told = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            f"ix_tickets_{name}", "tickets", ["hall", name], unique=False, sqlite_where=told, postgresql_where=told
        )


def downgrade() -> None:
    """Drop them."""
    for name in ("visit", "person"):
        op.drop_index(f"ix_tickets_{name}", table_name="tickets")
    for name in _COLUMNS:
        op.drop_column("tickets", name)
