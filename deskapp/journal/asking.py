"""Questions about many values at once, made once and asked often."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# Said aloud and not as a parameter, so that the index of those who wait can be used.
WAITING: sa.ColumnElement[str] = sa.literal_column("'waiting'", sa.String)
# And so that of those whom a window has called, serves or holds.
WITH_A_WINDOW = tuple(sa.literal_column(f"'{state}'", sa.String) for state in ("called", "held", "serving"))
# The index of what the centre has not accepted is asked for by its own words, beside whatever verdict is wanted.
NOT_ACCEPTED: sa.ColumnElement[bool] = sa.literal_column("verdict <> 'accepted'")
NOT_CONFIRMED: sa.ColumnElement[bool] = sa.literal_column("NOT confirmed")


class _Listed(sa.types.TypeDecorator[Sequence[str]]):
    """Many texts as one parameter: as JSON, where a database has no arrays."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: sa.Dialect) -> Any:
        return None if value is None else msgspec.json.encode(list(value)).decode()


def among(dialect: str, column: sa.Column[Any], name: str = "among") -> sa.ColumnElement[bool]:
    """Whether a column has one of the values that are given, as a list, by this name when the question is asked.

    They are one parameter: with one for each of them, the question would be written down, prepared and planned anew for
    every number of them.
    """
    if dialect == "postgresql":
        return column == sa.any_(sa.bindparam(name, type_=postgresql.ARRAY(sa.Text)))
    each = sa.func.json_each(sa.bindparam(name, type_=_Listed())).table_valued("value")
    return column.in_(sa.select(each.c.value))
