"""What a computer shows at each sign-in, so that no other one signs in under its name.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, empty: a computer that worked before is known by what it shows at its next sign-in."""
    op.add_column("devices", sa.Column("credential", sa.String(64), nullable=True))


def downgrade() -> None:
    """Drop it: a name is all that a computer is known by."""
    op.drop_column("devices", "credential")
