"""How services were rated: counts and averages of the hall, its items and its windows. Never of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from db.tables import cases, ratings
from deskapp.failures import Failure
from deskapp.ids import ItemCode
from deskapp.journal.reading import Reading
from deskapp.protocol.ratings import RatingFigure, RatingFigures
from deskapp.queries import catalogs
from deskapp.queries.working_days import working_days
from deskapp.rules.deadline import Lamp
from deskapp.rules.rating import SATISFIED, Deadlines, Step, lamp


def rating_figures(reading: Reading, first: date, last: date, today: date) -> RatingFigures:
    """Those of services rated, or asked about in vain, from one day to another."""
    rows = reading.connection.execute(
        sa.select(
            ratings.c.item,
            ratings.c.window,
            sa.func.count(ratings.c.score).label("rated"),
            sa.func.count().label("asked"),
            sa.func.coalesce(sa.func.sum(ratings.c.score), 0).label("points"),
            sa.func.sum(sa.case((ratings.c.score >= SATISFIED, 1), else_=0)).label("satisfied"),
        )
        .where(ratings.c.hall == reading.hall, ratings.c.day >= first, ratings.c.day <= last)
        .group_by(ratings.c.item, ratings.c.window)
    ).all()
    names = {row.item: _item_name(reading, row.item) for row in rows}
    opened = open_lamps(reading, today)
    return RatingFigures(
        first=first,
        last=last,
        hall=_figure("", "", rows),
        items=_by(rows, lambda row: str(row.item), names.get),
        windows=_by(rows, lambda row: str(row.window or ""), lambda _: None),
        open=len(opened),
        late=sum(one is Lamp.RED for one in opened),
    )


def open_lamps(reading: Reading, today: date) -> list[Lamp]:
    """How each follow-up stands that is not closed."""
    calendar = working_days(reading)
    rows = reading.connection.execute(
        sa.select(ratings.c.step, ratings.c.contact_by, ratings.c.close_by).where(
            ratings.c.hall == reading.hall, ratings.c.close_by.is_not(None), ratings.c.closed_on.is_(None)
        )
    )
    return [
        lamp(Step(row.step) if row.step else None, Deadlines(row.contact_by, row.close_by), today, calendar)
        for row in rows
    ]


def _by(
    rows: Sequence[sa.Row[Any]], key: Callable[[sa.Row[Any]], str], named: Callable[[str], str | None]
) -> tuple[RatingFigure, ...]:
    keys = sorted({key(row) for row in rows}, key=lambda one: (len(one), one))
    return tuple(_figure(one, named(one) or one, [row for row in rows if key(row) == one]) for one in keys)


def _figure(key: str, name: str, rows: Iterable[sa.Row[Any]]) -> RatingFigure:
    some = list(rows)
    rated = sum(int(row.rated) for row in some)
    points = sum(int(row.points) for row in some)
    return RatingFigure(
        key=key,
        name=name,
        rated=rated,
        unrated=sum(int(row.asked) for row in some) - rated,
        satisfied=sum(int(row.satisfied or 0) for row in some),
        average=round(points / rated, 2) if rated else None,
    )


def _item_name(reading: Reading, item: str) -> str:
    """By the catalogue that the newest case of this item keeps."""
    version = reading.connection.execute(
        sa.select(cases.c.case_id)
        .where(cases.c.hall == reading.hall, cases.c.item == item)
        .order_by(cases.c.opened_at.desc())
        .limit(1)
    ).scalar()
    if version is None:
        return item
    try:
        return catalogs.of_version(reading, reading.case(version).catalog).item(ItemCode(item)).name
    except Failure:
        return item
