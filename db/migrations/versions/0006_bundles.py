"""Which bundle a case belongs to, and the number and the progress code that all cases of a bundle share.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_COLUMNS = {"bundle": 64, "bundle_number": 32, "bundle_track": 64}


def upgrade() -> None:
    """Add the columns; no case that is kept already belongs to a bundle."""
    for name, length in _COLUMNS.items():
        op.add_column("cases", sa.Column(name, sa.String(length)))
        op.create_index(
            f"ix_cases_{name}",
            "cases",
            ["hall", name],
            unique=False,
            sqlite_where=sa.text(f"{name} IS NOT NULL"),
            postgresql_where=sa.text(f"{name} IS NOT NULL"),
        )


def downgrade() -> None:
    """Drop them."""
    for name in _COLUMNS:
        op.drop_index(f"ix_cases_{name}", table_name="cases")
        op.drop_column("cases", name)
