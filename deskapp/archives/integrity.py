"""完整性: is everything here, and nothing else? Every part that is listed, every page of the case, every paper."""

from __future__ import annotations

from collections.abc import Iterator

from deskapp.archives import parts
from deskapp.archives.findings import Check, Fault
from deskapp.archives.inside import Inside

_ALWAYS = (
    parts.CONTENTS, parts.EVENTS, parts.METADATA_JSON, parts.METADATA_XML, parts.COVER, parts.MANIFEST,
    parts.MANIFEST_DIGEST,
)  # fmt: skip
_LAST = (parts.MANIFEST, parts.MANIFEST_DIGEST, parts.SIGNATURE)  # listed nowhere: they are about the list


def faults(inside: Inside) -> Iterator[Fault]:
    """Everything that is missing or too much."""
    for name in _ALWAYS:
        if not inside.opened.has(name):
            yield _wrong(name, "package.part_missing")
    yield from _listed(inside)
    if inside.closed is not None:
        yield from _pages(inside)
        yield from _results(inside)
        if inside.record is not None:
            yield from _papers(inside)
    if inside.record is not None:
        yield from _files(inside)


def _listed(inside: Inside) -> Iterator[Fault]:
    if inside.manifest is None:
        return
    told = [one.name for one in inside.manifest.parts]
    here = [one.name for one in inside.opened.entries]
    for name in told:
        if name not in inside.measured:
            yield _wrong(name, "package.part_missing")
    for name in here:
        if name not in told and name not in _LAST:
            yield _wrong(name, "package.part_unlisted")
    last = [name for name in _LAST if inside.opened.has(name)]
    if sorted(told) == sorted(set(here) - set(_LAST)) and here != [*told, *last]:
        yield _wrong(parts.MANIFEST, "package.other_order")


def _pages(inside: Inside) -> Iterator[Fault]:
    """Each page of the case once, in its place, with its own digest; no original that is no page."""
    originals = [one.name for one in inside.opened.entries if one.name.startswith("originals/")]
    for place, digest in enumerate(inside.pages, start=1):
        begin = f"originals/{place:04}-{digest[:16]}."
        name = next((one for one in originals if one.startswith(begin)), None)
        if name is None:
            yield _wrong(f"{begin}*", "package.page_missing", page=place)
        elif inside.measured[name].sha256 != digest:
            yield _wrong(name, "package.page_changed", page=place)
    if len(originals) > len(inside.pages):
        yield _wrong("originals/", "package.page_too_many", count=len(originals) - len(inside.pages))
    if inside.page_count and not inside.opened.has(parts.PAGES_PDF):
        yield _wrong(parts.PAGES_PDF, "package.part_missing")


def _results(inside: Inside) -> Iterator[Fault]:
    """Each paper of the department once, byte for byte as it gave it."""
    kept = {one.name for one in inside.opened.entries if one.name.startswith("results/")}
    for place, digest in enumerate(inside.results, start=1):
        name = parts.result(place, digest)
        if name not in kept:
            yield _wrong(name, "package.part_missing")
        elif inside.measured[name].sha256 != digest:
            yield _wrong(name, "package.part_changed")
    for name in sorted(kept - {parts.result(place, digest) for place, digest in enumerate(inside.results, start=1)}):
        yield _wrong(name, "package.part_unlisted")


def _papers(inside: Inside) -> Iterator[Fault]:
    told = [file for file in inside.record.files if file.kind == "paper"] if inside.record else []
    if [file.material for file in told] != list(inside.papers):
        yield _wrong(parts.METADATA_JSON, "package.papers_differ")
    kept = {one.name for one in inside.opened.entries if one.name.startswith("papers/")}
    for name in sorted(kept - {file.part for file in told}):
        yield _wrong(name, "package.part_unlisted")


def _files(inside: Inside) -> Iterator[Fault]:
    """What the record says of each file is what the file is."""
    for file in inside.record.files if inside.record else ():
        if not file.part and file.kind == "paper":
            continue  # it can no longer be drawn, and the record says so
        found = inside.measured.get(file.part)
        if found is None:
            yield _wrong(file.part or parts.METADATA_JSON, "package.part_missing")
        elif (found.size, found.sha256) != (file.size, file.sha256):
            yield _wrong(file.part, "package.part_changed")


def _wrong(place: str, code: str, **values: object) -> Fault:
    return Fault(Check.INTEGRITY, place, code, values)
