"""What an item owes here and now, and what of it is settled."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from deskapp.ids import MaterialCode
from deskapp.rules.catalog import Catalog, Demand, Item, Need
from deskapp.rules.material_state import Form, Standing


@dataclass(frozen=True, slots=True)
class Line:
    material: MaterialCode
    name: str
    standing: Standing
    demand: Demand
    forms: tuple[Form, ...]
    shared_from: str | None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Checklist:
    lines: tuple[Line, ...]

    @property
    def owed(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.standing is Standing.OWED)

    @property
    def complete(self) -> bool:
        return not self.owed


@dataclass(frozen=True, slots=True)
class Mark:
    """What the clerk has noted about a material."""

    standing: Standing  # RECEIVED, COMMITTED or DEFERRED
    due: date | None = None


def check(
    item: Item, catalog: Catalog, *, marks: Mapping[MaterialCode, Mark], answers: Collection[str], shared: bool = False
) -> Checklist:
    """Hold what was brought against what the item asks for.

    `answers` are the conditions that hold ("by_agent"); `shared` says that the line is up and shared materials may be
    fetched from the department that holds them, so that nobody need bring them.
    """
    return Checklist(
        tuple(_line(demand, catalog, marks.get(demand.material), answers, shared) for demand in item.demands)
    )


def _line(demand: Demand, catalog: Catalog, mark: Mark | None, answers: Collection[str], shared: bool) -> Line:
    material = catalog.materials[demand.material]
    due = None
    if mark is not None:
        standing, due = mark.standing, mark.due
    elif demand.need is Need.CONDITIONAL and demand.when not in answers:
        standing = Standing.NOT_NEEDED
    elif shared and material.shared_from:
        standing = Standing.SHARED
    elif demand.need is Need.OPTIONAL:
        standing = Standing.OPTIONAL
    else:
        standing = Standing.OWED
    return Line(demand.material, material.name, standing, demand, material.forms, material.shared_from, due)
