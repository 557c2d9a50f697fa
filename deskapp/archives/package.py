"""Writes a package: part by part, in one order, never more than one page in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deskapp.archives import case_file, manifest, parts, record
from deskapp.archives.case_file import CaseFile, DrawnPaper, Page, ReadPage, Redraw
from deskapp.archives.manifest import Manifest
from deskapp.archives.page_picture import Picture, blank, picture_of
from deskapp.archives.pdf_pages import About, pdf_of
from deskapp.archives.record import Filed
from deskapp.archives.store import Layout, keep, sweep
from deskapp.archives.text_layer import PageText, TextOf, no_text
from deskapp.failures import ContentTrouble
from deskapp.journal.chain import moment_of
from deskapp.protocol.json import canonical
from deskapp.protocol.messages import Event


def name_of(file: CaseFile) -> str:
    """What the package of a case is called."""
    return f"{file.number}{parts.SUFFIX}"


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a package gets from what the journal does not hold: pages, papers drawn anew, the text of pages, and the
    key that signs it (None at a desk).
    """

    read_page: ReadPage
    redraw: Redraw
    text: TextOf = no_text
    signing: Ed25519PrivateKey | None = None


def write(file: CaseFile, folder: Path, sources: Sources) -> Path:
    """Write the package of a case into a folder, whole or not at all; returns where it is.

    Raises what `pieces` raises, and StoreTrouble `page.no_room` or `page.not_kept`.
    """
    path = folder / name_of(file)
    sweep(folder)
    keep(path, pieces(file, sources))
    return path


def pieces(file: CaseFile, sources: Sources) -> Iterator[bytes]:
    """The package, piece by piece; no more than one page is held.

    Raises whatever `read_page` raises for a page that cannot be had, ContentTrouble `page.damaged` for one that is not
    the one that was archived, StoreTrouble `archive.too_large`.
    """
    layout = Layout()
    yield from layout.part(parts.CONTENTS, file.contents)
    yield from layout.part(parts.EVENTS, b"".join(line_of(one) for one in (*file.closed.steps, file.closed.archived)))
    if file.key is not None:
        yield from layout.part(parts.KEY, file.key)
    filed: list[Filed] = []
    for page in (*file.pages, *file.signatures):
        data = _read(page, sources.read_page)
        name = parts.original(len(filed) + 1, page.digest, data)
        yield from layout.part(name, data)
        filed.append(case_file.filed(len(filed) + 1, name, page, data))
    for place, result in enumerate(file.results, start=1):
        data = _read(result, sources.read_page)
        name = parts.result(place, result.digest)
        yield from layout.part(name, data)
        filed.append(case_file.filed(len(filed) + 1, name, result, data))
    papers, cover = sources.redraw(file, sources.read_page)
    for place, paper in enumerate(papers, start=1):
        yield from _paper(layout, place, paper, filed)
    told = case_file.record_of(file, filed)
    yield from layout.part(parts.METADATA_JSON, record.json_of(told))
    yield from layout.part(parts.METADATA_XML, record.xml_of(told))
    if file.pages:
        yield from layout.made(
            parts.PAGES_PDF, lambda: pdf_of(_pictures(file.pages, sources), _about(file))
        )  # fmt: skip
    yield from layout.part(parts.COVER, cover)
    listed = _manifest(file, layout)
    yield from layout.part(parts.MANIFEST, listed)
    yield from layout.part(parts.MANIFEST_DIGEST, manifest.digest_line(listed))
    if sources.signing is not None:
        yield from layout.part(parts.SIGNATURE, manifest.signed(listed, file.hall.id, sources.signing))
    yield layout.ending()


def line_of(event: Event) -> bytes:
    """An event as a line: what its writer said and its digest, but not the number that the centre gave it, which a
    desk that archived while its line was cut does not know.
    """
    said = msgspec.to_builtins(event)
    del said["seq"], said["received_at"]
    return canonical(said) + b"\n"


def _paper(layout: Layout, place: int, paper: DrawnPaper, filed: list[Filed]) -> Iterator[bytes]:
    name = ""
    if paper.pdf is not None:
        name = parts.paper(place, paper.kind.replace("_", "-"))
        yield from layout.part(name, paper.pdf)
    pdf = paper.pdf or b""
    filed.append(
        Filed(
            order=len(filed) + 1, part=name, title=paper.title, kind="paper", material=paper.kind, size=len(pdf),
            format=parts.media_of(name) if name else "", sha256=sha256(pdf).hexdigest() if pdf else "",
            made_at=paper.made_at,
        )
    )  # fmt: skip


def _pictures(pages: Sequence[Page], sources: Sources) -> Iterator[tuple[Picture, PageText]]:
    for page in pages:
        data = _read(page, sources.read_page)
        try:
            yield picture_of(data), sources.text(page.digest)
        except ContentTrouble:  # a portal may have filed anything: the original stays, and the checks name it
            yield blank(), ()


def _read(page: Page, read_page: ReadPage) -> bytes:
    data = read_page(page.digest)
    if sha256(data).hexdigest() != page.digest:
        raise ContentTrouble("page.damaged")
    return data


def _about(file: CaseFile) -> About:
    return About(f"归档 {file.number} {file.item.name}", file.hall.name, moment_of(file.closed.archived.occurred_at))


def _manifest(file: CaseFile, layout: Layout) -> bytes:
    archived = file.closed.archived
    return manifest.bytes_of(
        Manifest(
            form=parts.FORM, hall=file.hall.id, case=file.closed.case.id,
            number=file.closed.case.number or file.closed.case.reserved or "", package=file.closed.fact.package,
            retention=file.closed.fact.keep, archived_at=archived.occurred_at, parts=manifest.listed(layout.parts),
        )
    )  # fmt: skip
