"""可用性: does it open? Pictures within bounds, PDFs whole, words in their form."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from deskapp.archives import parts, record
from deskapp.archives.findings import Check, Fault
from deskapp.archives.inside import Inside, data_of
from deskapp.archives.page_picture import picture_of
from deskapp.archives.pdf_looked_at import Looked, look, opens
from deskapp.failures import ContentTrouble
from deskapp.scans import pdf_file

_MOST_PAGE = 64 * 1024 * 1024  # bytes; as `scans.page` lets in


def faults(inside: Inside) -> Iterator[Fault]:
    """Everything that does not open, and everything that acts when it is opened."""
    yield from _xml(inside)
    sizes: list[tuple[int, int]] = []
    for one in inside.opened.entries:
        if one.name.startswith("originals/"):
            yield from _original(inside, one.name, sizes)
    for one in inside.opened.entries:
        if one.name.startswith("results/"):
            yield from _result(inside, one.name)
        elif one.name.endswith(".pdf"):
            looked = look(inside.opened.stream(one.name))
            yield from (Fault(check, one.name, code) for check, code in looked.faults)
            if one.name == parts.PAGES_PDF and not looked.faults:
                yield from _pages(inside, looked, sizes)
            elif looked.pages == 0 and not looked.faults:
                yield _wrong(one.name, "package.pdf_damaged")


def _original(inside: Inside, name: str, sizes: list[tuple[int, int]]) -> Iterator[Fault]:
    if inside.opened.size(name) > _MOST_PAGE:
        yield Fault(Check.SAFETY, name, "package.part_too_large")
        sizes.append((0, 0))
        return
    data = inside.opened.read(name)
    if parts.ending_of(data) != name.rpartition(".")[2]:
        yield _wrong(name, "package.says_other", field="format")
    try:
        shown = picture_of(data, whole=True)
        sizes.append((shown.wide, shown.high))
    except ContentTrouble as trouble:
        sizes.append((1, 1))  # of a page that cannot be shown a white one stands in the PDF
        bomb = trouble.code == "page.too_large"
        yield Fault(
            Check.SAFETY if bomb else Check.USABILITY, name,
            "package.part_too_large" if bomb else "package.picture_damaged",
        )  # fmt: skip


def _result(inside: Inside, name: str) -> Iterator[Fault]:
    """A department's own paper, made by whatever program it has: as harmless as when it was taken in, and it opens."""
    if inside.opened.size(name) > pdf_file.LARGEST:
        yield Fault(Check.SAFETY, name, "package.part_too_large")
        return
    data = inside.opened.read(name)
    try:
        pdf_file.ask_harmless(data)
    except ContentTrouble as trouble:
        acts = trouble.code in ("paper.acts", "paper.locked")
        yield Fault(Check.SAFETY, name, "package.pdf_acts") if acts else _wrong(name, "package.pdf_damaged")
        return
    if not opens(data):
        yield _wrong(name, "package.pdf_damaged")


def _pages(inside: Inside, looked: Looked, sizes: list[tuple[int, int]]) -> Iterator[Fault]:
    """The PDF of the pages has each page once, in its order and size."""
    if looked.part != "2B":
        yield _wrong(parts.PAGES_PDF, "package.pdf_not_archival")
    if inside.closed is None:
        return
    if looked.pages != inside.page_count:
        yield _wrong(parts.PAGES_PDF, "package.pdf_pages", count=looked.pages, pages=inside.page_count)
    elif looked.pictures != tuple(sizes[: inside.page_count]):
        yield _wrong(parts.PAGES_PDF, "package.pdf_other_pages")


def _xml(inside: Inside) -> Iterator[Fault]:
    """Well-formed, without a type of document of its own, and the same as the record in JSON, field by field."""
    data = data_of(inside, parts.METADATA_XML)
    if data is None:
        return
    declared: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *told: declared.append("doctype")
    parser.EntityDeclHandler = lambda *told: declared.append("entity")
    if b"<!" in data:  # also in a comment: ours have none, and so no entity is ever opened
        yield Fault(Check.SAFETY, parts.METADATA_XML, "package.xml_declares")
        return
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        yield _wrong(f"{parts.METADATA_XML}:{error.lineno}", "package.xml_damaged")
        return
    if declared:
        yield Fault(Check.SAFETY, parts.METADATA_XML, "package.xml_declares")
    if inside.record is not None and data != record.xml_of(inside.record):
        yield Fault(Check.AUTHENTICITY, parts.METADATA_XML, "package.xml_differs")


def _wrong(place: str, code: str, **values: object) -> Fault:
    return Fault(Check.USABILITY, place, code, values)
