"""Every day and moment that a fact names, however deep inside: found by its type, so that a new field is looked at too.

A moment without a zone compares with none of ours, and one at the calendar's end overflows in the first sum that is
made with it: either would break whoever reads it, at the centre and at every desk, for good.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, get_args, get_type_hints

YEARS = range(2020, 2200)  # in which an office of ours can do anything


def timely(fact: object) -> bool:
    """Whether each moment a fact names has a zone, and each day and moment lies in our years."""
    return all(_is_ours(day) for day in days_in(fact))


def days_in(value: object) -> Iterator[date]:
    """The days and moments in a fact, or in what a fact holds."""
    if isinstance(value, date):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from days_in(inner)
    elif isinstance(value, tuple | list | frozenset):
        for inner in value:
            yield from days_in(inner)
    else:
        shape: Any = type(value)
        for name in _holding(shape):
            yield from days_in(getattr(value, name))


def _is_ours(day: date) -> bool:
    if not isinstance(day, datetime):
        return day.year in YEARS
    if day.tzinfo is None:
        return False
    try:
        return day.astimezone(UTC).year in YEARS
    except OverflowError:
        return False


@cache
def _holding(shape: Any) -> tuple[str, ...]:
    """The fields of a shape in which a day may stand; most facts have none, and cost nothing more than this answer."""
    if not hasattr(shape, "__dataclass_fields__") and not hasattr(shape, "__struct_fields__"):
        return ()
    return tuple(name for name, hint in get_type_hints(shape).items() if _may_hold(hint))


def _may_hold(hint: Any) -> bool:
    return hint in (date, datetime) or bool(_holding(hint)) or any(_may_hold(inner) for inner in get_args(hint))
