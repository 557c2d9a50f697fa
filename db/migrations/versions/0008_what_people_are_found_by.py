"""The words by which somebody's cases are found, who came for them, case numbers from their end, and whom windows have.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_WITH_A_WINDOW = "state IN ('called', 'held', 'serving')"


def upgrade() -> None:
    """Make the index of people anew; it is written when the lists are folded anew, and so are the numbers."""
    op.drop_table("applicants")
    op.create_table(
        "applicants",
        sa.Column("hall", sa.String(16), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("id_number", sa.String(32), nullable=False),
        sa.Column("phone", sa.String(32), nullable=False),
        sa.Column("agent", sa.String(200), nullable=False),
        sa.Column("agent_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "case_id", name="pk_applicants"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_applicants_hall_id_number", "applicants", ["hall", "id_number"], unique=False)
    op.create_table(
        "person_words",
        sa.Column("hall", sa.String(16), nullable=False),
        sa.Column("word", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("hall", "word", "case_id", name="pk_person_words"),
        sqlite_with_rowid=False,
    )
    op.add_column("cases", sa.Column("number_from_end", sa.String(32)))
    op.create_index("ix_cases_hall_number_from_end", "cases", ["hall", "number_from_end"], unique=False)
    op.create_index(
        "ix_tickets_with_a_window",
        "tickets",
        ["hall", "called_at"],
        unique=False,
        sqlite_where=sa.text(_WITH_A_WINDOW),
        postgresql_where=sa.text(_WITH_A_WINDOW),
    )


def downgrade() -> None:
    """Back to the index of applicants' names."""
    op.drop_index("ix_tickets_with_a_window", table_name="tickets")
    op.drop_index("ix_cases_hall_number_from_end", table_name="cases")
    op.drop_column("cases", "number_from_end")
    op.drop_table("person_words")
    op.drop_table("applicants")
    op.create_table(
        "applicants",
        sa.Column("hall", sa.String(16), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("id_number", sa.String(32), nullable=False),
        sa.Column("phone", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "case_id", name="pk_applicants"),
    )
    op.create_index("ix_applicants_hall_id_number", "applicants", ["hall", "id_number"], unique=False)
    op.create_index("ix_applicants_hall_name", "applicants", ["hall", "name"], unique=False)
