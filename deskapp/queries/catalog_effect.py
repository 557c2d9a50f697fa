"""What publishing a catalogue would do: from when it holds, what it changes, and the open cases that keep theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from db.tables import cases
from deskapp.ids import ItemCode
from deskapp.journal.reading import Reading
from deskapp.queries import catalogs
from deskapp.rules.case_state import State
from deskapp.rules.catalog import Catalog
from deskapp.rules.catalog_difference import Change, differences
from deskapp.rules.publishing import ask_publishable, held_on

_ENDED = tuple(state.value for state in (State.DECLINED, State.WITHDRAWN, State.DELIVERED, State.ARCHIVED))


@dataclass(frozen=True, slots=True)
class Effect:
    """Everything an administrator is told before publishing, as changes that each have a sentence."""

    version: str
    before: str | None  # the version it is compared with; None when it is the first
    changes: tuple[Change, ...]
    told: tuple[Change, ...]  # from when it holds, and what becomes of open cases


def effect_of(reading: Reading, catalog: Catalog, today: date) -> Effect:
    """What publishing this would do. Refusal as `publishing.ask_publishable`."""
    ask_publish(reading, catalog, today)
    known = catalogs.versions(reading)
    before = held_on(known, max(today, catalog.valid_from))
    old = catalogs.of_version(reading, before.version) if before is not None else None
    return Effect(
        version=catalog.version,
        before=before.version if before is not None else None,
        changes=differences(old, catalog) if old is not None else (),
        told=(_when(catalog, today), *_open_cases(reading, old, catalog)),
    )


def ask_publish(reading: Reading, catalog: Catalog, today: date) -> None:
    """Whether it may be published here. Refusal as `publishing.ask_publishable`."""
    ask_publishable(catalog, catalogs.versions(reading), reading.hall, today)


def _when(catalog: Catalog, today: date) -> Change:
    values = {"version": catalog.version, "day": catalog.valid_from.isoformat()}
    return Change("catalog.holds_later" if catalog.valid_from > today else "catalog.holds_now", values)


def _open_cases(reading: Reading, old: Catalog | None, new: Catalog) -> list[Change]:
    question = (
        sa.select(cases.c.item, sa.func.count())
        .where(cases.c.hall == reading.hall, cases.c.state.not_in(_ENDED))
        .group_by(cases.c.item)
        .order_by(cases.c.item)
    )
    counted = {ItemCode(item): count for item, count in reading.connection.execute(question)}
    if not counted:
        return [Change("catalog.no_open_cases")]
    told = [Change("catalog.open_cases", {"count": sum(counted.values())})]
    for code, count in counted.items():
        if code not in new.items:
            name = old.items[code].name if old is not None and code in old.items else ""
            told.append(Change("catalog.open_cases_of_removed", {"item": f"{code} {name}".strip(), "count": count}))
    return told
