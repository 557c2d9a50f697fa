"""What a package says, read once for all checks: its manifest, its list, its steps, its record. Any of it may be
spoilt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from deskapp.archives import contents, parts, record
from deskapp.archives.contents import Closed
from deskapp.archives.findings import Check, Fault
from deskapp.archives.manifest import Manifest, Signature
from deskapp.archives.opened import Opened
from deskapp.archives.parts import Part
from deskapp.archives.record import Record
from deskapp.ids import PageDigest
from deskapp.journal.seals import KEY_BYTES
from deskapp.protocol.json import canonical
from deskapp.protocol.messages import Event
from deskapp.rules.case import Archived, PaperPrinted

T = TypeVar("T")
MOST_WORDS = 64 * 1024 * 1024  # bytes of a part that is read as a whole


class _Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event as a package holds it."""

    id: str
    hall: str
    stream: str
    stream_id: str
    version: int
    kind: str
    schema: int
    payload: dict[str, Any]
    actor: str
    device: str
    epoch: int
    device_seq: int
    occurred_at: str
    prev: str
    digest: str


@dataclass(slots=True)
class Inside:
    """What was read. None where there is nothing, or nothing that can be read: then a fault says so."""

    opened: Opened
    measured: Mapping[str, Part]
    manifest: Manifest | None = None
    signature: Signature | None = None
    record: Record | None = None
    closed: Closed | None = None
    key: bytes | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def pages(self) -> tuple[PageDigest, ...]:
        """Every page of the case and every signature, in the order of the originals."""
        if self.closed is None:
            return ()
        pages = [digest for digests in self.closed.case.pages.values() for digest in digests]
        return (*pages, *contents.signatures_of(self.closed.facts))

    @property
    def results(self) -> tuple[PageDigest, ...]:
        """The papers that the department made of its decision."""
        return () if self.closed is None else self.closed.case.result_papers

    @property
    def page_count(self) -> int:
        """Pages without the signatures."""
        return 0 if self.closed is None else sum(len(digests) for digests in self.closed.case.pages.values())

    @property
    def papers(self) -> tuple[str, ...]:
        """The kinds of the papers that came out, in their order."""
        facts = () if self.closed is None else self.closed.facts
        return tuple(fact.paper[:40] for fact in facts if isinstance(fact, PaperPrinted))


def read(opened: Opened) -> Inside:
    """Read what can be read, and measure every part."""
    measured: dict[str, Part] = {}
    inside = Inside(opened, measured)
    for one in opened.entries:
        measured[one.name], right = opened.measured(one.name)
        if not right:
            inside.faults.append(Fault(Check.AUTHENTICITY, one.name, "package.part_changed"))
    inside.manifest = _shaped(inside, parts.MANIFEST, Manifest)
    inside.signature = _shaped(inside, parts.SIGNATURE, Signature) if opened.has(parts.SIGNATURE) else None
    inside.record = _shaped(inside, parts.METADATA_JSON, Record)
    inside.key = _key(inside)
    inside.closed = _closed(inside)
    return inside


def data_of(inside: Inside, name: str) -> bytes | None:
    """A part of words as a whole; None when it is not there or far too large."""
    if not inside.opened.has(name):
        return None
    if inside.opened.size(name) > MOST_WORDS:
        inside.faults.append(Fault(Check.SAFETY, name, "package.part_too_large"))
        return None
    return inside.opened.read(name)


def _shaped(inside: Inside, name: str, shape: type[T]) -> T | None:
    data = data_of(inside, name)
    if data is None:
        return None
    try:
        found = msgspec.json.decode(data, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        inside.faults.append(Fault(Check.USABILITY, name, "package.not_readable"))
        return None
    if _written(found) != data:
        inside.faults.append(Fault(Check.AUTHENTICITY, name, "package.not_as_written"))
    return found


def _written(found: object) -> bytes:
    """What a writer would have written of this."""
    return record.json_of(found) if isinstance(found, Record) else canonical(found)


def _key(inside: Inside) -> bytes | None:
    if not inside.opened.has(parts.KEY):
        return None
    if inside.opened.size(parts.KEY) != KEY_BYTES:
        inside.faults.append(Fault(Check.USABILITY, parts.KEY, "package.not_readable"))
        return None
    return inside.opened.read(parts.KEY)


def _closed(inside: Inside) -> Closed | None:
    """The case as its steps tell it. What they say is folded by the same rules as at the desk and at the centre."""
    data = data_of(inside, parts.EVENTS)
    if data is None:
        return None
    events = []
    for place, line in enumerate(data.splitlines(), start=1):
        event = _event(line)
        if event is None:
            inside.faults.append(Fault(Check.USABILITY, f"{parts.EVENTS}:{place}", "package.not_readable"))
            return None
        events.append(event)
    last = contents.fact_in(events[-1], inside.key) if events else None
    if not isinstance(last, Archived):
        inside.faults.append(Fault(Check.INTEGRITY, parts.EVENTS, "package.never_archived"))
        return None
    steps = tuple(events[:-1])
    facts = tuple(contents.fact_in(step, inside.key) for step in steps)
    return Closed(contents.folded(steps, facts), steps, events[-1], last, facts)


def _event(line: bytes) -> Event | None:
    try:
        said = msgspec.json.decode(line, type=_Line)
        return msgspec.convert(msgspec.to_builtins(said), Event)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
