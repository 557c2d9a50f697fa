"""Which cases have named which page (who may look at one is asked by it), and which cases lie at a window.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_WHERE = "state IN ('opened', 'pre_reviewed', 'correction_requested')"


def upgrade() -> None:
    """Make the table, empty: it is filled when the program folds its lists anew."""
    op.create_table(
        "case_pages",
        sa.Column("hall", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("hall", "digest", "case_id", name="pk_case_pages"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_cases_at_a_window",
        "cases",
        ["hall", "case_id"],
        unique=False,
        sqlite_where=sa.text(_WHERE),
        postgresql_where=sa.text(_WHERE),
    )


def downgrade() -> None:
    """Drop it: the events say the same."""
    op.drop_index("ix_cases_at_a_window", table_name="cases")
    op.drop_table("case_pages")
