"""What stands under each heading of a catalogue's file, as values; what is named must be there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from deskapp.failures import Refusal
from deskapp.ids import ItemCode, MaterialCode, QueueId
from deskapp.rules.case_facts import Procedure
from deskapp.rules.catalog import (
    CancelledProof,
    Delivery,
    Demand,
    Department,
    ForWhom,
    Handling,
    Item,
    Material,
    Need,
    Queue,
    Regime,
    ResultKind,
    Theme,
)
from deskapp.rules.catalog_booking import booking_hours
from deskapp.rules.catalog_fields import LONGEST_CLAUSE, Entry, Faults, choice_of, entry, text_of
from deskapp.rules.catalog_nodes import Node, TextNode
from deskapp.rules.catalog_questions import condition_of
from deskapp.rules.deadline import LimitUnit
from deskapp.rules.identity import read_credit_code
from deskapp.rules.material_state import Form
from deskapp.rules.questions import Question

CODE = r"[A-Z0-9][A-Z0-9-]{0,39}"
_WHEN = "when:"
_LICENCE = "行政许可"
_STATE_CODE = r"[0-9A-Z]{18}[1-9][0-9A-Z]{12}"
_STATE_LENGTH = 31
_PHONE = r"[0-9+][0-9 -]{2,24}"
_MOST_DAYS = 3_650  # or hours; longer than any limit a law sets
_MOST_FEE = 10**9  # fen
_MOST_COPIES = 99

_ITEM_REQUIRED = (
    "code", "name", "en", "department", "queue", "kind", "handling", "statutory_days", "promised_days", "result",
    "materials",
)  # fmt: skip
_ITEM_OPTIONAL = (
    "regime", "fee", "fee_basis", "words", "limit_unit", "clock_stops", "state_code", "result_kind", "delivery",
    "for_whom", "conditions", "grounds", "consult_phone", "complaint_phone",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """Codes that may be named. None where the heading itself is missing: that fault is told once, by itself."""

    departments: Collection[str] | None = None
    queues: Collection[str] | None = None
    materials: Collection[str] | None = None
    items: Collection[str] | None = None
    questions: Mapping[str, Question] | None = None


def department(code: TextNode, node: Node, known: Known, faults: Faults) -> Department:
    """A department, under its code."""
    fields = entry(node, code.text, ("name", "en"), (), faults)
    return Department(code.text, fields.text("name"), fields.text("en"))


def queue(code: TextNode, node: Node, known: Known, faults: Faults) -> Queue:
    """A queue, under its letter."""
    fields = entry(node, code.text, ("name", "en"), ("ends_each_day", "booking"), faults)
    return Queue(
        QueueId(code.text), fields.text("name"), fields.text("en"), fields.flag("ends_each_day"),
        booking_hours(fields.nodes["booking"], faults) if "booking" in fields.nodes else None,
    )  # fmt: skip


def material(code: TextNode, node: Node, known: Known, faults: Faults) -> Material:
    """A material, under its code, with at least one form it may have."""
    fields = entry(node, code.text, ("name", "form"), ("shared_from", "license", "titles"), faults)
    forms = [choice_of(form, "form", Form, faults) for form in fields.filled_list("form")]
    shared_from = fields.optional_text("shared_from")
    _named(shared_from or "", fields.line_of("shared_from"), known.departments, "department", faults)
    return Material(
        MaterialCode(code.text), fields.text("name"), tuple(form for form in forms if form), shared_from,
        fields.optional_text("license"), fields.texts("titles"),
    )  # fmt: skip


def item(node: Node, known: Known, faults: Faults) -> tuple[int, Item]:
    """An item, and the line its code stands on."""
    fields = entry(node, "items", _ITEM_REQUIRED, _ITEM_OPTIONAL, faults)
    kind = fields.text("kind")
    statutory = fields.whole("statutory_days", 0, _MOST_DAYS)
    promised = fields.whole("promised_days", 0, _MOST_DAYS)
    if {"statutory_days", "promised_days"} <= fields.nodes.keys() and promised > statutory:
        faults.note(
            fields.line_of("promised_days"), "catalog.promised_too_long", promised=promised, statutory=statutory
        )
    read = Item(
        ItemCode(fields.matching("code", CODE, "catalog.bad_code")), fields.text("name"), fields.text("en"),
        _text_named(fields, "department", known.departments), QueueId(_text_named(fields, "queue", known.queues)), kind,
        fields.choice("handling", Handling, Handling.PROMISE),
        fields.choice("regime", Regime, Regime.LICENCE if kind == _LICENCE else Regime.SERVICE),
        statutory, promised, _fee(fields), fields.text("result"), fields.texts("words"), _demands(fields, known),
        limit_unit=fields.choice("limit_unit", LimitUnit, LimitUnit.WORKING_DAYS), clock_stops=_clock_stops(fields),
        state_code=_state_code(fields), fee_basis=fields.optional_text("fee_basis"),
        result_kind=fields.choice("result_kind", ResultKind, ResultKind.APPROVAL),
        delivery=fields.choices("delivery", Delivery, (Delivery.WINDOW,)),
        for_whom=fields.choices("for_whom", ForWhom, tuple(ForWhom)),
        conditions=fields.texts("conditions", LONGEST_CLAUSE), grounds=fields.texts("grounds", LONGEST_CLAUSE),
        consult_phone=_phone(fields, "consult_phone"), complaint_phone=_phone(fields, "complaint_phone"),
    )  # fmt: skip
    return fields.line_of("code"), read


def _fee(fields: Entry) -> int:
    """A fee in fen. Nobody may ask for one without saying what allows it."""
    fee = fields.whole("fee", 0, _MOST_FEE, default=0)
    if fee and "fee_basis" not in fields.nodes:
        fields.faults.note(fields.line_of("fee"), "catalog.fee_without_basis")
    return fee


def _state_code(fields: Entry) -> str | None:
    if "state_code" not in fields.nodes:
        return None
    code = fields.matching("state_code", _STATE_CODE, "catalog.bad_state_code")
    if len(code) == _STATE_LENGTH:
        try:
            read_credit_code(code[:18])
        except Refusal:
            fields.faults.note(fields.line_of("state_code"), "catalog.bad_state_code", text=code)
    return code


def _phone(fields: Entry, key: str) -> str | None:
    return fields.matching(key, _PHONE, "catalog.bad_phone") if key in fields.nodes else None


def _clock_stops(fields: Entry) -> dict[Procedure, int]:
    stops = (
        entry(fields.nodes["clock_stops"], "clock_stops", (), tuple(Procedure), fields.faults)
        if ("clock_stops" in fields.nodes)
        else None
    )
    if stops is None:
        return {}
    return {Procedure(why): stops.whole(why, 1, _MOST_DAYS) for why in stops.nodes}


def _demands(item_fields: Entry, known: Known) -> tuple[Demand, ...]:
    faults = item_fields.faults
    first: dict[str, int] = {}
    demands = []
    for node in item_fields.list("materials"):
        fields = entry(node, "materials", ("code", "need"), ("commitment", "deferral", "copies"), faults)
        code = _text_named(fields, "code", known.materials, "material")
        line = fields.line_of("code")
        if code in first:
            faults.note(line, "catalog.said_twice", text=code, first=first[code])
        elif code:
            first[code] = line
        need, when = _need(fields, known)
        demands.append(
            Demand(
                MaterialCode(code), need, when, fields.whole("copies", 1, _MOST_COPIES, default=1),
                fields.flag("commitment"), fields.flag("deferral"),
            )
        )  # fmt: skip
    return tuple(demands)


def _need(demand: Entry, known: Known) -> tuple[Need, str | None]:
    text = demand.text("need")
    if text.startswith(_WHEN):
        line = demand.line_of("need")
        return Need.CONDITIONAL, condition_of(text.removeprefix(_WHEN), line, known.questions, demand.faults)
    if text in {Need.REQUIRED, Need.OPTIONAL}:
        return Need(text), None
    if text:
        demand.faults.note(demand.line_of("need"), "catalog.bad_need")
    return Need.REQUIRED, None


def theme(node: Node, known: Known, faults: Faults) -> tuple[int, Theme]:
    """A theme, and the line its code stands on."""
    required = ("code", "name", "en", "queue", "promised_days", "items")
    fields = entry(node, "themes", required, ("after", "produces"), faults)
    items: dict[ItemCode, int] = {}
    for item_node in fields.filled_list("items"):
        code = ItemCode(text_of(item_node, "items", faults))
        _named(code, item_node.line, known.items, "item", faults)
        if code in items:
            faults.note(item_node.line, "catalog.said_twice", text=code, first=items[code])
        items.setdefault(code, item_node.line)
    produces = {}
    for line, maker, made in fields.pairs("produces"):
        _inside(maker, line, items, faults)
        _named(made, line, known.materials, "material", faults)
        produces[ItemCode(maker)] = MaterialCode(made)
    read = Theme(
        fields.matching("code", CODE, "catalog.bad_code"), fields.text("name"), fields.text("en"),
        QueueId(_text_named(fields, "queue", known.queues)), fields.whole("promised_days", 0, _MOST_DAYS),
        tuple(items), _after(fields, items), produces,
    )  # fmt: skip
    return fields.line_of("code"), read


def _after(theme_fields: Entry, items: Collection[str]) -> dict[ItemCode, ItemCode]:
    faults = theme_fields.faults
    after: dict[ItemCode, ItemCode] = {}
    lines: dict[ItemCode, int] = {}
    for line, later, earlier in theme_fields.pairs("after"):
        _inside(later, line, items, faults)
        _inside(earlier, line, items, faults)
        after[ItemCode(later)], lines[ItemCode(later)] = ItemCode(earlier), line
    for circle in _circles(after):
        faults.note(lines[circle[0]], "catalog.circle", items=circle)
    return after


def _circles(after: Mapping[ItemCode, ItemCode]) -> list[list[ItemCode]]:
    """Items that wait for one another in a ring, each ring once, from its first item in the file on."""
    seen: set[ItemCode] = set()
    circles = []
    for start in after:
        way: list[ItemCode] = []
        at: ItemCode | None = start
        while at is not None and at not in seen:
            seen.add(at)
            way.append(at)
            at = after.get(at)
        if at in way:
            circles.append(way[way.index(at) :])
    return circles


def cancelled_proof(node: Node, faults: Faults) -> CancelledProof:
    """A proof that may no longer be asked for, since when and why."""
    fields = entry(node, "cancelled_proofs", ("name", "since", "why"), (), faults)
    return CancelledProof(fields.text("name"), fields.day("since"), fields.text("why"))


def _text_named(fields: Entry, key: str, known: Collection[str] | None, kind: str | None = None) -> str:
    text = fields.text(key)
    _named(text, fields.line_of(key), known, kind or key, fields.faults)
    return text


def _named(text: str, line: int, known: Collection[str] | None, kind: str, faults: Faults) -> None:
    if text and known is not None and text not in known:
        faults.note(line, f"catalog.unknown_{kind}", text=text[:40])


def _inside(code: str, line: int, items: Collection[str], faults: Faults) -> None:
    if code and code not in items:
        faults.note(line, "catalog.not_in_theme", text=code[:40])
