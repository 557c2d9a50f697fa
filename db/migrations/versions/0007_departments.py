"""Departments: where their programs are told of what happens, and the list of what is with each of them.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_WITH_DEPARTMENT = "state IN ('accepted', 'paused', 'decided', 'ready')"


def upgrade() -> None:
    """Make the table and the index."""
    op.create_table(
        "hooks",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("hook", sa.String(length=36), nullable=False),
        sa.Column("department", sa.String(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("secret_before", sa.LargeBinary(), nullable=True),
        sa.Column("before_until", sa.String(length=27), nullable=True),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_fault", sa.String(length=64), nullable=True),
        sa.Column("next_at", sa.String(length=27), nullable=False),
        sa.Column("held_until", sa.String(length=27), nullable=False),
        sa.Column("given_up_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("hall", "hook", name="pk_hooks"),
    )
    here = sa.text(_WITH_DEPARTMENT)
    op.create_index(
        "ix_cases_with_department", "cases", ["hall", "item", "watch_day"], unique=False, sqlite_where=here,
        postgresql_where=here,
    )  # fmt: skip


def downgrade() -> None:
    """Drop both."""
    op.drop_index("ix_cases_with_department", table_name="cases")
    op.drop_table("hooks")
