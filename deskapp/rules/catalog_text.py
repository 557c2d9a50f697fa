"""A catalogue as a file that people write (YAML), and as plain data that the journal keeps.

Reading names everything that is wrong, with its line, so that an administrator mends a file in one go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

import msgspec

from deskapp.failures import ContentTrouble
from deskapp.ids import HallId, ItemCode, MaterialCode, QueueId
from deskapp.rules import catalog_entries as entries
from deskapp.rules.catalog import CancelledProof, Catalog, Item
from deskapp.rules.catalog_entries import Known
from deskapp.rules.catalog_fields import Entry, Faults, entry, pairs_of
from deskapp.rules.catalog_line import CLASS_CODE, line_terms, person_class
from deskapp.rules.catalog_nodes import CatalogFaults, Fault, Node, TextNode, decoded, read_nodes
from deskapp.rules.catalog_questions import question
from deskapp.rules.condition import QUESTION

__all__ = ["CatalogFaults", "Fault", "from_plain", "read", "read_bytes", "read_tree", "to_plain"]

_REGION = r"[1-9][0-9]{5}"
_HALL = r"H[1-9][0-9]?"
_QUEUE = r"[A-Z]"
_VERSION = r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}"

_HEADINGS = ("catalog", "departments", "queues", "materials", "items")
_MORE_HEADINGS = ("themes", "cancelled_proofs", "classes", "line", "questions")

_Value = TypeVar("_Value")
_Build = Callable[[TextNode, Node, Known, Faults], _Value]


def read_bytes(data: bytes) -> Catalog:
    """The catalogue in a file's bytes. As `read`, and CatalogFaults `catalog.not_utf8`."""
    return read(decoded(data))


def read(text: str) -> Catalog:
    """The catalogue in a YAML text. CatalogFaults names all that is wrong with it."""
    return read_tree(read_nodes(text))


def read_tree(tree: Node) -> Catalog:
    """The catalogue that a tree of nodes tells, wherever they came from. CatalogFaults as `read`."""
    faults = Faults()
    root = entry(tree, "file", _HEADINGS, _MORE_HEADINGS, faults)
    head = _head(root, faults)
    departments = _by_key(root, "departments", entries.CODE, entries.department, Known())
    queues = _by_key(root, "queues", _QUEUE, entries.queue, Known())
    materials = _by_key(root, "materials", entries.CODE, entries.material, Known(departments))
    questions = _by_key(root, "questions", QUESTION, question, Known(), code="catalog.bad_question") or {}
    known = Known(departments, queues, materials, questions=questions)
    items = _each_once(((item.code, at, item) for at, item in _all(root, "items", entries.item, known)), faults)
    known = Known(departments, queues, materials, items if "items" in root.nodes else None)
    themes = _each_once(((theme.code, at, theme) for at, theme in _all(root, "themes", entries.theme, known)), faults)
    cancelled = tuple(entries.cancelled_proof(node, faults) for node in root.list("cancelled_proofs"))
    valid_from = head.day("valid_from")
    _still_asked(root, items, cancelled, valid_from, faults)
    classes = _by_key(root, "classes", CLASS_CODE, person_class, known)
    catalog = Catalog(
        version=head.matching("version", _VERSION, "catalog.bad_version"),
        valid_from=valid_from,
        hall=HallId(head.matching("hall", _HALL, "catalog.bad_hall")),
        region=head.matching("region", _REGION, "catalog.bad_region"),
        departments=departments or {},
        queues={QueueId(code): queue for code, queue in (queues or {}).items()},
        materials={MaterialCode(code): material for code, material in (materials or {}).items()},
        items=items,
        themes=themes,
        cancelled=cancelled,
        line=line_terms(root, classes or {}),
        questions=questions,
    )
    faults.tell()
    return catalog


def to_plain(catalog: Catalog) -> dict[str, Any]:
    """The catalogue as JSON would hold it; loses nothing."""
    plain: dict[str, Any] = msgspec.to_builtins(catalog)
    return plain


def from_plain(plain: Mapping[str, Any]) -> Catalog:
    """A catalogue from its plain form. ContentTrouble `catalog.not_plain` when it is no catalogue."""
    try:
        return msgspec.convert(dict(plain), Catalog)
    except (msgspec.ValidationError, RecursionError) as error:
        raise ContentTrouble("catalog.not_plain") from error


def _head(root: Entry, faults: Faults) -> Entry:
    if "catalog" not in root.nodes:
        return Entry(root.line, "catalog", {}, faults)
    return entry(root.nodes["catalog"], "catalog", ("version", "valid_from", "hall", "region"), (), faults)


def _still_asked(
    root: Entry, items: Mapping[ItemCode, Item], cancelled: Iterable[CancelledProof], day: date, faults: Faults
) -> None:
    """A cancelled proof that an item asks for all the same."""
    gone = {proof.name: proof.since for proof in cancelled if proof.since <= day}
    asked = {demand.material for item in items.values() for demand in item.demands}
    if not gone or "materials" not in root.nodes:
        return
    for code, node in pairs_of(root.nodes["materials"], "materials", Faults()):
        name = next((v for k, v in getattr(node, "pairs", ()) if isinstance(k, TextNode) and k.text == "name"), None)
        if isinstance(name, TextNode) and name.text.strip() in gone and code.text in asked:
            since = gone[name.text.strip()].isoformat()
            faults.note(name.line, "catalog.cancelled_still_asked", text=name.text.strip()[:40], since=since)


def _by_key(
    root: Entry,
    heading: str,
    pattern: str,
    build: _Build[_Value],
    known: Known,
    *,
    code: str = "catalog.bad_code",
) -> dict[str, _Value] | None:
    """What stands under a heading that maps codes to entries; None when the heading is missing."""
    if heading not in root.nodes:
        return None
    built: dict[str, _Value] = {}
    for named, node in pairs_of(root.nodes[heading], heading, root.faults):
        if not re.fullmatch(pattern, named.text):
            root.faults.note(named.line, code, text=named.text[:40])
        built[named.text] = build(named, node, known, root.faults)
    return built


def _all(
    root: Entry, heading: str, build: Callable[[Node, Known, Faults], tuple[int, _Value]], known: Known
) -> list[tuple[int, _Value]]:
    return [build(node, known, root.faults) for node in root.list(heading)]


_Code = TypeVar("_Code", bound=str)


def _each_once(coded: Iterable[tuple[_Code, int, _Value]], faults: Faults) -> dict[_Code, _Value]:
    """By code, each from the line where it stood first; a second one is a fault."""
    first: dict[_Code, int] = {}
    kept: dict[_Code, _Value] = {}
    for code, line, value in coded:
        if code in first:
            faults.note(line, "catalog.said_twice", text=code, first=first[code])
        elif code:
            first[code], kept[code] = line, value
    return kept
