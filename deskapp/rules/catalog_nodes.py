"""YAML from outside as plain nodes that know their lines.

Built from the parser's events in a loop, so that no text can exhaust the stack; what a catalogue never needs (anchors,
aliases, tags, a second document, tabs) is refused, so that nothing can grow beyond its own size. Values stay the text
they were: the reader of a field says what type it wants, and `NO`, `1.10` or `1_0` are never taken for something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeAlias

import yaml

from deskapp.failures import ContentTrouble

LARGEST = 4 * 1024 * 1024  # bytes; a city's catalogue of 2,000 items has under one
DEEPEST = 16
MOST_FAULTS = 1_000  # named at once; a file with more is no catalogue
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a catalogue: where (lines count from 1), what, and the values its sentence needs.

    `cell`: its place in a workbook, where the catalogue came from one.
    """

    line: int
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    cell: str | None = None

    @property
    def where(self) -> str:
        return self.cell or str(self.line)


class CatalogFaults(ContentTrouble):
    """Everything that is wrong with a catalogue, in the order of its lines."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        code = "catalog.faults" if faults[0].cell is None else "catalog.faults_in_workbook"
        super().__init__(code, count=len(faults), line=faults[0].where)
        self.faults = faults


@dataclass(slots=True)
class TextNode:
    """A word or a sentence, as written; `quoted` when it stood in quotes."""

    line: int
    text: str
    quoted: bool


@dataclass(slots=True)
class ListNode:
    """A list, in its order."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class MapNode:
    """Names and their values, in their order; a name may still stand twice."""

    line: int
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    key: Node | None = None  # the key whose value has not come yet


Node: TypeAlias = TextNode | ListNode | MapNode


def read_nodes(text: str) -> Node:
    """The one document of this text. CatalogFaults when it is too large, not YAML, or uses what is refused."""
    if len(text.encode(errors="surrogatepass")) > LARGEST:
        raise CatalogFaults((Fault(1, "catalog.too_large", {"largest": LARGEST // (1024 * 1024)}),))
    text = text.removeprefix("\ufeff")
    faults = tuple(islice(_faulty_letters(text), MOST_FAULTS))
    if faults:
        raise CatalogFaults(faults)
    try:
        return _built(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        problem = error.problem or ""
        # what runs to the end of the file is mended where it began
        began = error.context_mark if "end of stream" in problem else None
        mark = began or error.problem_mark
        raise _refused(mark.line + 1 if mark else 1, "catalog.not_yaml", problem=problem) from None


def decoded(data: bytes) -> str:
    """The text of a file. CatalogFaults `catalog.not_utf8` with the line of the first byte that is none."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refused(data[: error.start].count(b"\n") + 1, "catalog.not_utf8") from None


def _refused(line: int, code: str, **values: object) -> CatalogFaults:
    return CatalogFaults((Fault(line, code, values),))


def unprintable(text: str) -> bool:
    """Whether the text holds what no file of ours may hold: control characters, half signs, tabs."""
    return "\t" in text or _UNPRINTABLE.search(text) is not None


def _faulty_letters(text: str) -> Iterator[Fault]:
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line:
            yield Fault(number, "catalog.tab")
        if _UNPRINTABLE.search(line):
            yield Fault(number, "catalog.unprintable")


def _built(events: Iterator[Any]) -> Node:
    """Nodes from events, with a stack of our own instead of the machine's."""
    open_nodes: list[ListNode | MapNode] = []
    root: Node | None = None
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _refused(line, "catalog.alias")
        if getattr(event, "tag", None) is not None:
            raise _refused(line, "catalog.tag")
        if isinstance(event, yaml.DocumentStartEvent) and root is not None:
            raise _refused(line, "catalog.second_document")
        node = _node(event, line)
        if node is not None:
            if open_nodes:
                _put(open_nodes[-1], node)
            root = root or node
            if not isinstance(node, TextNode):
                open_nodes.append(node)
                if len(open_nodes) > DEEPEST:
                    raise _refused(line, "catalog.too_deep", deepest=DEEPEST)
        elif isinstance(event, yaml.CollectionEndEvent):
            open_nodes.pop()
    return root or MapNode(1)


def _node(event: Any, line: int) -> Node | None:
    if isinstance(event, yaml.ScalarEvent):
        return TextNode(line, event.value, quoted=event.style in ("'", '"'))
    if isinstance(event, yaml.SequenceStartEvent):
        return ListNode(line)
    return MapNode(line) if isinstance(event, yaml.MappingStartEvent) else None


def _put(parent: ListNode | MapNode, node: Node) -> None:
    if isinstance(parent, ListNode):
        parent.items.append(node)
    elif parent.key is None:
        parent.key = node
    else:
        parent.pairs.append((parent.key, node))
        parent.key = None
