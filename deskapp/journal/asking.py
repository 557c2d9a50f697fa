"""Questions about many values at once, made once and asked often."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# Said aloud and not as a parameter, so that the index of those who wait can be used.
WAITING: sa.ColumnElement[str] = sa.literal_column("'waiting'", sa.String)


def among(dialect: str, column: sa.Column[Any], name: str = "among") -> sa.ColumnElement[bool]:
    """Whether a column has one of the values that are given by this name when the question is asked.

    PostgreSQL is given one array: a parameter for each of them is written down, prepared and planned anew for every
    number of them.
    """
    if dialect == "postgresql":
        return column == sa.any_(sa.bindparam(name, type_=postgresql.ARRAY(sa.Text)))
    return column.in_(sa.bindparam(name, expanding=True))
