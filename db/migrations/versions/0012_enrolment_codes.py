"""Codes that make computers desks of windows, and the computers that showed one.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, empty: no window of a hall that works already is bound to anything by this."""
    op.create_table(
        "enrolment_codes",
        sa.Column("hall", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("window", sa.String(16), nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("expires_at", sa.String(27), nullable=False),
        sa.Column("used_at", sa.String(27), nullable=True),
        sa.Column("device", sa.String(64), nullable=True),
        sa.Column("revoked_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("hall", "number", name="pk_enrolment_codes"),
        sa.UniqueConstraint("hall", "digest", name="uq_enrolment_codes_hall_digest"),
    )
    op.create_index("ix_enrolment_codes_hall_window", "enrolment_codes", ["hall", "window"], unique=False)
    op.create_table(
        "enrolled_desks",
        sa.Column("hall", sa.String(16), nullable=False),
        sa.Column("device", sa.String(64), nullable=False),
        sa.Column("window", sa.String(16), nullable=False),
        sa.Column("credential", sa.String(64), nullable=False),
        sa.Column("enrolled_at", sa.String(27), nullable=False),
        sa.Column("dismissed_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("hall", "device", name="pk_enrolled_desks"),
    )


def downgrade() -> None:
    """Drop both: every computer may be the desk of any window again."""
    op.drop_table("enrolled_desks")
    op.drop_index("ix_enrolment_codes_hall_window", table_name="enrolment_codes")
    op.drop_table("enrolment_codes")
