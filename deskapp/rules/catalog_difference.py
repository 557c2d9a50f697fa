"""What a new catalogue changes, one sentence for each change, in the order in which an office reads it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from deskapp.rules.catalog import Catalog, Demand, Item, Need, Theme
from deskapp.rules.deadline import Limit, LimitUnit

_Value = TypeVar("_Value")
_UNITS = {LimitUnit.WORKING_DAYS: "working_days", LimitUnit.CALENDAR_DAYS: "calendar_days", LimitUnit.HOURS: "hours"}


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the code of its sentence, and the values the sentence names."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


def differences(old: Catalog, new: Catalog) -> tuple[Change, ...]:
    """Everything that is another in the new catalogue; nothing for the same catalogue under another version."""
    return (
        *_named("department", old.departments, new.departments, ("name", "en")),
        *_named("queue", old.queues, new.queues, ("name", "en", "ends_each_day", "booking")),
        *_items(old, new),
        *_materials(old, new),
        *_named("question", old.questions, new.questions, _QUESTION),
        *_themes(old, new),
        *_cancelled(old, new),
        *_line(old, new),
    )


_QUESTION = ("name", "en", "kind", "options", "unit", "unit_en", "least", "most", "usual")
# What of an item is told as "changed" alone: its words matter to nobody who reads a list of changes.
_ELSE = (
    "en", "handling", "regime", "kind", "department", "queue", "result", "words", "clock_stops", "state_code",
    "result_kind", "delivery", "for_whom", "conditions", "grounds", "consult_phone", "complaint_phone", "fee_basis",
)  # fmt: skip


def _items(old: Catalog, new: Catalog) -> Iterator[Change]:
    for code, item in new.items.items():
        before = old.items.get(code)
        if before is None:
            yield Change("catalog.diff_item_added", {"item": _of(code, item.name)})
        else:
            yield from _item(before, item, old, new)
    for code, item in old.items.items():
        if code not in new.items:
            yield Change("catalog.diff_item_removed", {"item": _of(code, item.name)})


def _item(old: Item, new: Item, before: Catalog, after: Catalog) -> Iterator[Change]:
    named: dict[str, object] = {"item": _of(new.code, new.name)}
    if old.name != new.name:
        yield Change("catalog.diff_item_renamed", {**named, "old": old.name, "new": new.name})
    for what, was, now in (("statutory", old.statutory, new.statutory), ("promised", old.promised, new.promised)):
        if was != now:
            yield Change(f"catalog.diff_{what}", {**named, "old": _limit(was), "new": _limit(now)})
    if old.fee != new.fee:
        yield Change("catalog.diff_fee", {**named, "old": _yuan(old.fee), "new": _yuan(new.fee)})
    yield from _demands(old, new, before, after, named)
    others = _changed(old, new, _ELSE)
    if others:
        yield Change("catalog.diff_item_other", {**named, "fields": others})


def _demands(old: Item, new: Item, before: Catalog, after: Catalog, named: Mapping[str, object]) -> Iterator[Change]:
    was, now = ({demand.material: demand for demand in item.demands} for item in (old, new))
    for code, demand in now.items():
        told: dict[str, object] = {**named, "material": _of(code, after.materials[code].name)}
        if code not in was:
            yield Change("catalog.diff_demand_added", {**told, "need": _need(demand)})
        elif was[code] != demand:
            if _need(was[code]) != _need(demand):
                yield Change("catalog.diff_need", {**told, "old": _need(was[code]), "new": _need(demand)})
            others = _changed(was[code], demand, ("copies", "commitment", "deferral"))
            if others:
                yield Change("catalog.diff_demand_other", {**told, "fields": others})
    for code in was:
        if code not in now:
            told = {**named, "material": _of(code, before.materials[code].name)}
            yield Change("catalog.diff_demand_removed", told)


def _materials(old: Catalog, new: Catalog) -> Iterator[Change]:
    for code, material in new.materials.items():
        before = old.materials.get(code)
        if before is None:
            yield Change("catalog.diff_material_added", {"material": _of(code, material.name)})
        else:
            fields = _changed(before, material, ("name", "forms", "shared_from", "licence", "titles"))
            if fields:
                told = {"material": _of(code, material.name), "fields": fields}
                yield Change("catalog.diff_material_changed", told)
    for code, material in old.materials.items():
        if code not in new.materials:
            yield Change("catalog.diff_material_removed", {"material": _of(code, material.name)})


def _themes(old: Catalog, new: Catalog) -> Iterator[Change]:
    def fields(was: Theme, now: Theme) -> list[str]:
        return _changed(was, now, ("name", "en", "queue", "promised_days", "items", "after", "produces"))

    yield from _each("theme", old.themes, new.themes, fields)


def _cancelled(old: Catalog, new: Catalog) -> Iterator[Change]:
    was, now = ({proof.name: proof for proof in catalog.cancelled} for catalog in (old, new))
    for name, proof in now.items():
        if was.get(name) != proof:
            values = {"proof": name, "since": proof.since.isoformat(), "why": proof.why}
            yield Change("catalog.diff_proof_cancelled", values)
    for name in was:
        if name not in now:
            yield Change("catalog.diff_proof_back", {"proof": name})


def _line(old: Catalog, new: Catalog) -> Iterator[Change]:
    fields = [
        name for name in type(new.line).__dataclass_fields__ if getattr(old.line, name) != getattr(new.line, name)
    ]
    if fields:
        yield Change("catalog.diff_line", {"fields": fields})
    if (old.hall, old.region) != (new.hall, new.region):
        yield Change("catalog.diff_place", {"old": f"{old.hall} {old.region}", "new": f"{new.hall} {new.region}"})


def _named(kind: str, old: Mapping[Any, Any], new: Mapping[Any, Any], names: Collection[str]) -> Iterator[Change]:
    yield from _each(kind, old, new, lambda was, now: _changed(was, now, names))


def _each(
    kind: str, old: Mapping[Any, _Value], new: Mapping[Any, _Value], fields: Callable[[_Value, _Value], list[str]]
) -> Iterator[Change]:
    for code, value in new.items():
        told: dict[str, object] = {"named": _of(code, getattr(value, "name", ""))}
        if code not in old:
            yield Change(f"catalog.diff_{kind}_added", told)
        elif changed := fields(old[code], value):
            yield Change(f"catalog.diff_{kind}_changed", {**told, "fields": changed})
    for code, value in old.items():
        if code not in new:
            yield Change(f"catalog.diff_{kind}_removed", {"named": _of(code, getattr(value, "name", ""))})


def _changed(old: object, new: object, names: Collection[str]) -> list[str]:
    return [name for name in names if getattr(old, name) != getattr(new, name)]


def _of(code: object, name: str) -> str:
    return f"{code} {name}"


def _need(demand: Demand) -> str:
    return f"when: {demand.when}" if demand.need is Need.CONDITIONAL else demand.need.value


def _limit(limit: Limit) -> str:
    return f"{limit.amount} {_UNITS[limit.unit]}"


def _yuan(fen: int) -> str:
    return f"{fen / 100:.2f}"
