"""A catalogue as its file says it: the same headings and keys that `catalog_text.read` knows, and YAML made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from deskapp.rules.booking_hours import BookingHours, hour_text
from deskapp.rules.catalog import (
    Catalog,
    Delivery,
    Demand,
    ForWhom,
    Item,
    Material,
    Need,
    Queue,
    ResultKind,
    Theme,
)
from deskapp.rules.deadline import LimitUnit
from deskapp.rules.line_terms import LineTerms
from deskapp.rules.questions import Question, QuestionKind

_WIDTH = 180


def file_form(catalog: Catalog) -> dict[str, Any]:
    """The catalogue as mappings, lists, words, numbers and flags. What is as usual is left out."""
    form: dict[str, Any] = {
        "catalog": {
            "version": catalog.version, "valid_from": catalog.valid_from.isoformat(), "hall": str(catalog.hall),
            "region": catalog.region,
        },
        "departments": {code: {"name": one.name, "en": one.en} for code, one in catalog.departments.items()},
        "queues": {str(code): _queue(queue) for code, queue in catalog.queues.items()},
        "classes": {
            code: {"name": one.name, "en": one.en, "wait": one.wait} for code, one in catalog.line.classes.items()
        },
        "line": _line(catalog.line),
        "questions": {code: _question(one) for code, one in catalog.questions.items()},
        "materials": {str(code): _material(one) for code, one in catalog.materials.items()},
        "items": [_item(item) for item in catalog.items.values()],
        "themes": [_theme(theme) for theme in catalog.themes.values()],
        "cancelled_proofs": [
            {"name": one.name, "since": one.since.isoformat(), "why": one.why} for one in catalog.cancelled
        ],
    }  # fmt: skip
    return form


def to_yaml(catalog: Catalog) -> str:
    """The catalogue as a YAML text that `catalog_text.read` reads as the same catalogue."""
    text: str = yaml.dump(
        file_form(catalog), Dumper=_Plain, allow_unicode=True, sort_keys=False, default_flow_style=None, width=_WIDTH
    )
    return text


class _Plain(yaml.SafeDumper):
    """Writes the same list twice rather than a reference to the first."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _some(**fields: Any) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, "", False, [], {})}


def _queue(queue: Queue) -> dict[str, Any]:
    hours = None if queue.booking is None else _booking(queue.booking)
    return {"name": queue.name, "en": queue.en, **_some(ends_each_day=queue.ends_each_day, booking=hours)}


def _booking(hours: BookingHours) -> dict[str, Any]:
    spans = [f"{hour_text(start)}-{hour_text(end)}" for start, end in hours.spans]
    return {"hours": spans, "every": hours.every, "places": hours.places, "ahead": hours.ahead}


def _line(line: LineTerms) -> dict[str, Any]:
    names = [name for name in LineTerms.__dataclass_fields__ if name not in ("classes", "one")]
    return {**{name: getattr(line, name) for name in names}, "one": line.one.value}


def _question(one: Question) -> dict[str, Any]:
    return {
        "name": one.name,
        "en": one.en,
        **({} if one.kind is QuestionKind.YES_NO else {"kind": one.kind.value}),
        **_some(
            choices={option.code: {"name": option.name, "en": option.en} for option in one.options},
            unit=one.unit, unit_en=one.unit_en, least=one.least, most=one.most, usual=one.usual,
        ),
    }  # fmt: skip


def _material(one: Material) -> dict[str, Any]:
    forms = [form.value for form in one.forms]
    more = _some(shared_from=one.shared_from, license=one.licence, titles=list(one.titles))
    return {"name": one.name, "form": forms, **more}


def _item(item: Item) -> dict[str, Any]:
    return {
        "code": str(item.code), "name": item.name, "en": item.en, "department": item.department,
        "queue": str(item.queue), "kind": item.kind, "regime": item.regime.value, "handling": item.handling.value,
        "statutory_days": item.statutory_days, "promised_days": item.promised_days, "fee": item.fee,
        "result": item.result,
        **_some(
            state_code=item.state_code,
            limit_unit=item.limit_unit.value if item.limit_unit is not LimitUnit.WORKING_DAYS else None,
            clock_stops={why.value: most for why, most in item.clock_stops.items()},
            fee_basis=item.fee_basis,
            result_kind=item.result_kind.value if item.result_kind is not ResultKind.APPROVAL else None,
            delivery=[one.value for one in item.delivery] if item.delivery != (Delivery.WINDOW,) else None,
            for_whom=[one.value for one in item.for_whom] if item.for_whom != tuple(ForWhom) else None,
            conditions=list(item.conditions), grounds=list(item.grounds),
            consult_phone=item.consult_phone, complaint_phone=item.complaint_phone, words=list(item.words),
        ),
        "materials": [_demand(demand) for demand in item.demands],
    }  # fmt: skip


def _demand(demand: Demand) -> dict[str, Any]:
    need = f"when: {demand.when}" if demand.need is Need.CONDITIONAL else demand.need.value
    return {
        "code": str(demand.material),
        "need": need,
        **_some(copies=demand.copies if demand.copies != 1 else None, commitment=demand.commitment),
        **_some(deferral=demand.deferral),
    }


def _theme(theme: Theme) -> dict[str, Any]:
    def plain(pairs: Mapping[Any, Any]) -> dict[str, str]:
        return {str(one): str(other) for one, other in pairs.items()}

    return {
        "code": theme.code, "name": theme.name, "en": theme.en, "queue": str(theme.queue),
        "promised_days": theme.promised_days, "items": [str(code) for code in theme.items],
        **_some(after=plain(theme.after), produces=plain(theme.produces)),
    }  # fmt: skip
