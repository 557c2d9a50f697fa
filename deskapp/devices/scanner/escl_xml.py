"""Reads the XML that a device in the network sends: no document types, no entities, bounded size and depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

MOST_BYTES = 512 * 1024  # the longest capabilities of real devices have 60 KB
_DEEPEST = 32
_MOST_NODES = 20_000


class NotXml(Exception):
    """What came is no XML that a scanner has reason to send."""


@dataclass(slots=True)
class Node:
    """One element by its name without a namespace: devices differ in the namespaces, not in the names."""

    name: str
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def every(self, name: str) -> Iterator[Node]:
        """The elements of this name, however deep, in their order."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.every(name)

    def first(self, name: str) -> Node | None:
        """The first element of this name, however deep."""
        return next(self.every(name), None)

    def word(self, name: str) -> str:
        """What the first element of this name says; "" where there is none."""
        found = self.first(name)
        return "" if found is None else found.text.strip()

    def words(self, name: str) -> list[str]:
        """What each element of this name says."""
        return [found.text.strip() for found in self.every(name)]


def read(data: bytes) -> Node:
    """The outermost element. Raises NotXml."""
    if len(data) > MOST_BYTES:
        raise NotXml("too long")
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reading.begin
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.said
    parser.StartDoctypeDeclHandler = reading.refuse  # without a document type there are no entities to unfold
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NotXml(type(error).__name__) from error
    return reading.outermost.children[0]


class _Reading:
    def __init__(self) -> None:
        self.outermost = Node("")
        self._open = [self.outermost]
        self._nodes = 0

    def begin(self, name: str, _: object) -> None:
        self._nodes += 1
        if len(self._open) > _DEEPEST or self._nodes > _MOST_NODES:
            raise NotXml("too much of it")
        node = Node(name.rpartition(" ")[2])
        self._open[-1].children.append(node)
        self._open.append(node)

    def end(self, _: str) -> None:
        self._open.pop()

    def said(self, text: str) -> None:
        self._open[-1].text += text

    def refuse(self, *_: object) -> None:
        raise NotXml("a document type")
