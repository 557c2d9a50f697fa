"""What an item owes here and now, and what of it is settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from deskapp.ids import ItemCode, MaterialCode
from deskapp.rules.catalog import Catalog, Demand, Item, Need
from deskapp.rules.material_state import Form, Standing
from deskapp.rules.questions import Because, Inquiry


@dataclass(frozen=True, slots=True)
class Line:
    material: MaterialCode
    name: str
    standing: Standing
    demand: Demand
    forms: tuple[Form, ...]
    shared_from: str | None
    due: date | None = None
    because: tuple[Because, ...] = ()  # the answers that say it is not needed, or that it is
    produced_by: ItemCode | None = None  # the item of the same theme whose result it is


@dataclass(frozen=True, slots=True)
class Checklist:
    lines: tuple[Line, ...]

    @property
    def owed(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.standing is Standing.OWED)

    @property
    def undecided(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.standing is Standing.UNDECIDED)

    @property
    def complete(self) -> bool:
        return not self.owed and not self.undecided


@dataclass(frozen=True, slots=True)
class Mark:
    """What the clerk has noted about a material."""

    standing: Standing  # RECEIVED, COMMITTED or DEFERRED
    due: date | None = None


def check(
    item: Item,
    catalog: Catalog,
    *,
    marks: Mapping[MaterialCode, Mark],
    answers: Mapping[str, str],
    shared: bool = False,
    produced: Mapping[MaterialCode, ItemCode] | None = None,
) -> Checklist:
    """Hold what was brought against what the item asks for.

    `answers` are what was said to the catalogue's questions; `shared` says that the line is up and shared materials
    may be fetched from the department that holds them, so that nobody need bring them. `produced` are the materials
    that earlier items of the same theme result in (`Theme.produced_for`).
    """
    inquiry = catalog.inquiry(answers)
    lines = (_line(demand, catalog, marks.get(demand.material), inquiry, shared) for demand in item.demands)
    return Checklist(tuple(_produced(line, produced or {}) for line in lines))


def _produced(line: Line, produced: Mapping[MaterialCode, ItemCode]) -> Line:
    maker = produced.get(line.material)
    if maker is None or line.standing is Standing.NOT_NEEDED:
        return line
    return replace(line, standing=Standing.PRODUCED, due=None, because=(), produced_by=maker)


def _line(demand: Demand, catalog: Catalog, mark: Mark | None, inquiry: Inquiry, shared: bool) -> Line:
    material = catalog.materials[demand.material]
    conditional = demand.when if demand.need is Need.CONDITIONAL else None
    needed = True if conditional is None else inquiry.holds(conditional)
    due = None
    if mark is not None:
        standing, due = mark.standing, mark.due
    elif needed is None:
        standing = Standing.UNDECIDED
    elif not needed:
        standing = Standing.NOT_NEEDED
    elif shared and material.shared_from:
        standing = Standing.SHARED
    elif demand.need is Need.OPTIONAL:
        standing = Standing.OPTIONAL
    else:
        standing = Standing.OWED
    because = () if conditional is None else inquiry.because(conditional)
    return Line(demand.material, material.name, standing, demand, material.forms, material.shared_from, due, because)
