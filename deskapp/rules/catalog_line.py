"""The rules of a hall's lines, as a catalogue's file says them: `classes` of people and `line`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as fields_of
from typing import Any

from deskapp.rules.announcement import One
from deskapp.rules.catalog_fields import Entry, Faults, entry
from deskapp.rules.catalog_nodes import Node, TextNode
from deskapp.rules.line_terms import ALWAYS, LineTerms, PersonClass

CLASS_CODE = r"[a-z][a-z0-9_]{0,15}"
_MOST_MINUTES = 480
# the least and the most of each number that a hall may set
_BOUNDS: Mapping[str, tuple[int, int]] = {
    "call_again_after": (5, 600), "calls": (1, 20), "held": (0, 20), "held_for": (1, _MOST_MINUTES),
    "early": (0, _MOST_MINUTES), "late": (0, _MOST_MINUTES), "confirm_within": (0, 300), "overtaken": (0, 1000),
    "unheard": (0, _MOST_MINUTES), "idle": (0, _MOST_MINUTES), "overlong": (0, 20),
}  # fmt: skip


def person_class(code: TextNode, node: Node, _known: object, faults: Faults) -> PersonClass:
    """A class of people, under its code."""
    said = entry(node, code.text, ("name", "en", "wait"), (), faults)
    return PersonClass(code.text, said.text("name"), said.text("en"), said.whole("wait", 0, _MOST_MINUTES))


def line_terms(root: Entry, classes: Mapping[str, PersonClass]) -> LineTerms:
    """What stands under `line`, each number as it always was where the file does not say it; and the classes."""
    numbers: dict[str, Any] = {}
    one = One.YI
    if "line" in root.nodes:
        said = entry(root.nodes["line"], "line", (), (*_BOUNDS, "one"), root.faults)
        one = said.choice("one", One, one)
        always = {field.name: field.default for field in fields_of(LineTerms)}
        numbers = {name: said.whole(name, *_BOUNDS[name], default=always[name]) for name in _BOUNDS}  # type: ignore[arg-type]
    return LineTerms(classes={**ALWAYS, **classes}, one=one, **numbers)
