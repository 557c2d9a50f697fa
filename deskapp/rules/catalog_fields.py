"""The fields of one entry of a catalogue, read as the type that is wanted. Every fault is noted and reading goes on.

A field that is missing or wrong reads as something harmless: once a fault is noted, no catalogue comes of it.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from deskapp.rules.catalog_nodes import (
    MOST_FAULTS,
    CatalogFaults,
    Fault,
    ListNode,
    MapNode,
    Node,
    TextNode,
    unprintable,
)

LONGEST_TEXT = 200
LONGEST_CLAUSE = 500  # letters of a law's title or of a condition
_MOST_TEXTS = 50  # in one list

_WHOLE = re.compile(r"0|[1-9][0-9]{0,9}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(slots=True)
class Faults:
    """What was found wrong so far."""

    found: list[Fault] = field(default_factory=list)

    def note(self, line: int, code: str, **values: object) -> None:
        """Note a fault. CatalogFaults at once when there are so many that the file is no catalogue."""
        self.found.append(Fault(line, code, values))
        if len(self.found) >= MOST_FAULTS:
            self.tell()

    def tell(self) -> None:
        """CatalogFaults, in the order of the lines, when anything was noted."""
        if self.found:
            raise CatalogFaults(tuple(sorted(self.found, key=lambda fault: fault.line)))


@dataclass(slots=True)
class Entry:
    """One mapping whose keys are known. `name` is what a fault calls it."""

    line: int
    name: str
    nodes: dict[str, Node]
    faults: Faults

    def line_of(self, key: str) -> int:
        """Where the field stands, or the entry when it has none."""
        return self.nodes[key].line if key in self.nodes else self.line

    def text(self, key: str) -> str:
        """Words; "" when there are none, which is a fault."""
        return text_of(self.nodes[key], key, self.faults) if key in self.nodes else ""

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if key in self.nodes else None

    def matching(self, key: str, pattern: str, code: str) -> str:
        """Words of one shape; a fault `code` when they have another."""
        text = self.text(key)
        if text and not re.fullmatch(pattern, text):
            self.faults.note(self.line_of(key), code, text=text[:40])
        return text

    def whole(self, key: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number in figures."""
        if key not in self.nodes:
            return least if default is None else default
        node = self.nodes[key]
        if isinstance(node, TextNode) and not node.quoted and _WHOLE.fullmatch(node.text):
            number = int(node.text)
            if least <= number <= most:
                return number
        self.faults.note(node.line, "catalog.not_a_number", key=key, least=least, most=most)
        return least

    def flag(self, key: str) -> bool:
        """true or false, false when unsaid."""
        node = self.nodes.get(key)
        if node is None:
            return False
        if not isinstance(node, TextNode) or node.quoted or node.text not in {"true", "false"}:
            self.faults.note(node.line, "catalog.not_a_flag", key=key)
            return False
        return node.text == "true"

    def day(self, key: str) -> date:
        """A day written 2026-11-01."""
        text = self.text(key)
        if not text:
            return date.min
        try:
            return date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError:
            self.faults.note(self.line_of(key), "catalog.not_a_day", key=key)
            return date.min

    def choice(self, key: str, kind: type[_Choice], default: _Choice) -> _Choice:
        """One of a few words; `default` when unsaid."""
        if key not in self.nodes:
            return default
        return choice_of(self.nodes[key], key, kind, self.faults) or default

    def list(self, key: str) -> builtins.list[Node]:
        node = self.nodes.get(key)
        return [] if node is None else list_of(node, key, self.faults)

    def filled_list(self, key: str) -> builtins.list[Node]:
        """A list that holds something."""
        items = self.list(key)
        if isinstance(node := self.nodes.get(key), ListNode) and not items:
            self.faults.note(node.line, "catalog.empty", key=key)
        return items

    def texts(self, key: str, longest: int = LONGEST_TEXT) -> tuple[str, ...]:
        """A list of words. A fault when one stands twice, or when there are more than anybody reads."""
        first: dict[str, int] = {}
        nodes = self.list(key)
        if len(nodes) > _MOST_TEXTS:
            self.faults.note(self.line_of(key), "catalog.too_many", key=key, most=_MOST_TEXTS)
        for node in nodes:
            text = text_of(node, key, self.faults, longest)
            if text in first:
                self.faults.note(node.line, "catalog.said_twice", text=text[:40], first=first[text])
            elif text:
                first[text] = node.line
        return tuple(first)

    def choices(self, key: str, kind: type[_Choice], default: tuple[_Choice, ...]) -> tuple[_Choice, ...]:
        """Some of a few words; `default` when unsaid."""
        if key not in self.nodes:
            return default
        chosen = [choice_of(node, key, kind, self.faults) for node in self.filled_list(key)]
        return tuple(dict.fromkeys(one for one in chosen if one is not None))

    def pairs(self, key: str) -> Iterator[tuple[int, str, str]]:
        """A mapping of words to words, each pair with its line."""
        node = self.nodes.get(key)
        if node is None:
            return
        for name, value in pairs_of(node, key, self.faults):
            yield value.line, name.text, text_of(value, name.text, self.faults)


def entry(node: Node, name: str, required: Collection[str], optional: Collection[str], faults: Faults) -> Entry:
    """A mapping as an entry: every key known, none twice, none of the required ones missing."""
    nodes: dict[str, Node] = {}
    if not isinstance(node, MapNode):
        faults.note(node.line, "catalog.not_a_map", key=name)
        return Entry(node.line, name, nodes, faults)
    for key, value in pairs_of(node, name, faults):
        if key.text in required or key.text in optional:
            nodes[key.text] = value
        else:
            faults.note(key.line, "catalog.unknown_key", key=key.text[:40], entry=name)
    for key_name in required:
        if key_name not in nodes:
            faults.note(node.line, "catalog.missing_key", key=key_name, entry=name)
    return Entry(node.line, name, nodes, faults)


def pairs_of(node: Node, name: str, faults: Faults) -> list[tuple[TextNode, Node]]:
    """The pairs of a mapping; a key that stands twice is a fault, and the first one holds."""
    if not isinstance(node, MapNode):
        faults.note(node.line, "catalog.not_a_map", key=name)
        return []
    pairs: dict[str, tuple[TextNode, Node]] = {}
    for key, value in node.pairs:
        if not isinstance(key, TextNode) or not key.text:
            faults.note(key.line, "catalog.not_a_text", key=name)
        elif key.text in pairs:
            faults.note(key.line, "catalog.said_twice", text=key.text[:40], first=pairs[key.text][0].line)
        else:
            pairs[key.text] = (key, value)
    return list(pairs.values())


def list_of(node: Node, key: str, faults: Faults) -> list[Node]:
    """What a list holds; nothing, and a fault, when it is none."""
    if isinstance(node, ListNode):
        return node.items
    faults.note(node.line, "catalog.not_a_list", key=key)
    return []


def text_of(node: Node, key: str, faults: Faults, longest: int = LONGEST_TEXT) -> str:
    """Words without the blanks around them; "", and a fault, when there are none. A text stands on one line."""
    if not isinstance(node, TextNode):
        faults.note(node.line, "catalog.not_a_text", key=key)
        return ""
    text = node.text.strip()
    if not text or (not node.quoted and text in {"~", "null"}):
        faults.note(node.line, "catalog.empty", key=key)
        return ""
    if len(text) > longest:
        faults.note(node.line, "catalog.too_long", key=key, longest=longest)
    if unprintable(text) or len(text.splitlines()) > 1:  # by an escape in quotes; the file itself was looked at
        faults.note(node.line, "catalog.unprintable")
    return text


def choice_of(node: Node, key: str, kind: type[_Choice], faults: Faults) -> _Choice | None:
    """One of a few words; None, and a fault, when it is another."""
    text = text_of(node, key, faults)
    if not text:
        return None
    try:
        return kind(text)
    except ValueError:
        faults.note(node.line, "catalog.not_a_choice", key=key, choices=[one.value for one in kind])
        return None
