"""真实性: is this what was archived? Digests, the chain of the steps, the list, the record and the signature agree."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from deskapp.archives import contents, manifest, package, parts
from deskapp.archives.contents import Closed
from deskapp.archives.findings import Check, Fault, Note
from deskapp.archives.inside import Inside, data_of
from deskapp.failures import ContentTrouble
from deskapp.journal.chain import digest_of
from deskapp.journal.kinds import CASE
from deskapp.journal.personal import PERSONAL, people_in


def faults(inside: Inside) -> Iterator[Fault]:
    """Everything that does not agree."""
    yield from _manifest(inside)
    if inside.closed is not None:
        yield from _steps(inside, inside.closed)
        yield from _list(inside, inside.closed)
        yield from _record(inside, inside.closed)
    yield from _signature(inside)


def notes(inside: Inside, trusted: str) -> Iterator[Note]:
    """What the digests alone cannot say: whose they are."""
    if inside.signature is None:
        yield Note("package.unsigned")
    elif not trusted:
        yield Note("package.signed_by", {"key": fingerprint(inside.signature.key)})


def stranger(inside: Inside, trusted: str) -> Iterator[Fault]:
    """Whether the centre's key, which whoever checks has from elsewhere, stands for the package."""
    if not trusted:
        return
    if inside.signature is None:
        yield _wrong(parts.SIGNATURE, "package.unsigned")
    elif inside.signature.key != trusted:
        yield _wrong(parts.SIGNATURE, "package.signed_by_other", key=fingerprint(inside.signature.key))


def fingerprint(key: str) -> str:
    """A public key as people compare it: the first 16 digits of its SHA-256."""
    from hashlib import sha256

    try:
        return sha256(base64.b64decode(key, validate=True)).hexdigest()[:16]
    except (ValueError, binascii.Error):
        return "?"


def _manifest(inside: Inside) -> Iterator[Fault]:
    told = inside.manifest
    data = data_of(inside, parts.MANIFEST)
    line = data_of(inside, parts.MANIFEST_DIGEST)
    if data is not None and line is not None and line != manifest.digest_line(data):
        yield _wrong(parts.MANIFEST_DIGEST, "package.manifest_digest")
    if told is None:
        return
    for listed in told.parts:
        found = inside.measured.get(listed.name)
        if found is not None and (found.sha256, found.size) != (listed.sha256, listed.size):
            yield _wrong(listed.name, "package.part_changed")
        if listed.media != parts.media_of(listed.name):
            yield _wrong(listed.name, "package.says_other", field="media")
    if inside.closed is not None:
        case, archived = inside.closed.case, inside.closed.archived
        expected = {
            "form": parts.FORM, "hall": archived.hall, "case": archived.stream_id,
            "number": case.number or case.reserved or "", "package": inside.closed.fact.package,
            "retention": inside.closed.fact.keep, "archived_at": archived.occurred_at,
        }  # fmt: skip
        for field, value in expected.items():
            if getattr(told, field) != value:
                yield _wrong(parts.MANIFEST, "package.says_other", field=field)


def _steps(inside: Inside, closed: Closed) -> Iterator[Fault]:
    """Each step's digest, computed anew; where two steps of one desk follow each other, the link between them."""
    events = (*closed.steps, closed.archived)
    if inside.opened.read(parts.EVENTS) != b"".join(package.line_of(event) for event in events):
        yield _wrong(parts.EVENTS, "package.not_as_written")
    places = {(event.device, event.epoch, event.device_seq): event for event in events}
    if len(places) != len(events):
        yield _wrong(parts.EVENTS, "package.step_twice")
    for place, event in enumerate(events, start=1):
        where = f"{parts.EVENTS}:{place}"
        if digest_of(event) != event.digest:
            yield _wrong(where, "package.step_changed")
        if (event.stream, event.stream_id, event.hall) != (CASE, closed.archived.stream_id, closed.archived.hall):
            yield _wrong(where, "package.other_case")
        before = places.get((event.device, event.epoch, event.device_seq - 1))
        if before is not None and event.prev != before.digest:
            yield _wrong(where, "package.step_unlinked")
    for event in closed.steps:
        if event.kind in PERSONAL and not _opens(inside, closed, event.digest):
            yield _wrong(parts.KEY, "package.seal_does_not_open")
            return


def _opens(inside: Inside, closed: Closed, digest: str) -> bool:
    event = next(step for step in closed.steps if step.digest == digest)
    try:
        people_in(event, inside.key)
    except ContentTrouble:
        return False
    return True


def _list(inside: Inside, closed: Closed) -> Iterator[Fault]:
    """The list of what was archived is the one that the steps tell, and its digest is the one that closed the case."""
    listed = data_of(inside, parts.CONTENTS)
    if listed is None:
        return
    if contents.digest_of(listed) != closed.fact.package:
        yield _wrong(parts.CONTENTS, "package.list_digest")
    if listed != contents.listed_of(closed):
        yield _wrong(parts.CONTENTS, "package.list_differs")


def _record(inside: Inside, closed: Closed) -> Iterator[Fault]:
    """What the record says of case, people and steps is what the journal says."""
    told = inside.record
    if told is None:
        return
    case, archived = closed.case, closed.archived
    expected: list[tuple[str, object, object]] = [
        ("form", told.form, parts.FORM),
        ("archive.digest", told.archive.digest, closed.fact.package),
        ("archive.retention", told.archive.retention, closed.fact.keep),
        ("archive.archived_at", told.archive.archived_at, archived.occurred_at),
        ("archive.archived_by", told.archive.archived_by, archived.actor),
        ("archive.pages", told.archive.pages, inside.page_count),
        ("case.number", told.case.number, case.number or case.reserved or ""),
        ("case.id", told.case.id, archived.stream_id),
        ("case.hall_code", told.case.hall_code, archived.hall),
        ("item.code", told.item.code, case.item or ""),
        ("item.catalog", told.item.catalog, case.catalog),
        ("process", [step.event for step in told.process], [one.digest for one in (*closed.steps, archived)]),
        ("process", [step.action for step in told.process], [one.kind for one in (*closed.steps, archived)]),
        ("people", [(one.name, one.number, one.phone, one.address) for one in told.people], _people(inside, closed)),
    ]  # fmt: skip
    for field in dict.fromkeys(name for name, said, right in expected if said != right):
        yield _wrong(parts.METADATA_JSON, "package.says_other", field=field)


def _people(inside: Inside, closed: Closed) -> list[tuple[str, str, str, str]]:
    told = next((step for step in reversed(closed.steps) if step.kind in PERSONAL), None)
    if told is None:
        return []
    try:
        found = people_in(told, inside.key)
    except ContentTrouble:
        return []
    return [(one.name, one.id_number, one.phone, one.address) for one in found if one is not None]


def _signature(inside: Inside) -> Iterator[Fault]:
    data = data_of(inside, parts.MANIFEST)
    if inside.signature is None or data is None:
        return
    hall = inside.manifest.hall if inside.manifest is not None else ""
    if not manifest.is_signed(inside.signature, data) or inside.signature.hall != hall:
        yield _wrong(parts.SIGNATURE, "package.signature")


def _wrong(place: str, code: str, **values: object) -> Fault:
    return Fault(Check.AUTHENTICITY, place, code, values)
