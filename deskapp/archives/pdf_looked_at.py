"""A PDF from outside, looked at and never shown: is it whole, how many pages has it, would it do anything by itself?

Read by qpdf (through pikepdf), which repairs nothing here. Only the old kind of cross-reference table is let in, which
is the one that our papers have: so no object lies packed in another, and nothing has to be unpacked in order to be
seen.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from deskapp.archives.findings import Check

_TAIL = 2048  # bytes at the end in which the place of the table stands
_MOST_TABLE = 32 * 1024 * 1024
_MOST_OBJECTS = 200_000
_MOST_DEPTH = 64
_STARTS = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\s*\Z")
# Anything that acts, opens something else, or carries something along (ISO 32000-1, 12.6, 7.11.4, 13; ISO 19005-2,
# 6.5).
_ACTIVE = frozenset({
    "/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/AcroForm", "/XFA", "/RichMedia", "/RichMediaContent",
    "/Rendition", "/Movie", "/Sound", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/URI", "/Annots", "/3D",
    "/NeedsRendering", "/PieceInfo", "/OPI", "/Ref", "/Collection",
})  # fmt: skip
_CARRIED = frozenset({"/EmbeddedFiles", "/EmbeddedFile", "/EF", "/Filespec", "/AF", "/FileAttachment"})
_NAMED_IN = ("/S", "/Type", "/Subtype")


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen. `pages` is 0 for what does not open; `pictures` are the pixels of each page's one picture."""

    pages: int
    faults: tuple[tuple[Check, str], ...]
    pictures: tuple[tuple[int, int], ...] = ()
    part: str = ""


def look(stream: BinaryIO) -> Looked:
    """Look at a PDF."""
    import pikepdf  # 0.2 s that only whoever checks a package waits for

    wrong = _tail(stream)
    if wrong is not None:
        return Looked(0, (wrong,))
    stream.seek(0)
    try:
        with pikepdf.open(stream, attempt_recovery=False, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                return Looked(0, ((Check.SAFETY, "package.encrypted"),))
            if len(pdf.objects) > _MOST_OBJECTS:
                return Looked(0, ((Check.SAFETY, "package.too_many"),))
            faults = dict.fromkeys(_active(pdf))
            if pdf.get_warnings():
                faults[Check.USABILITY, "package.pdf_damaged"] = None
            return Looked(len(pdf.pages), tuple(faults), tuple(_pictures(pdf)), _part(pdf))
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError, RuntimeError):
        return Looked(0, ((Check.USABILITY, "package.pdf_damaged"),))


def opens(data: bytes) -> bool:
    """Whether a PDF of any program opens and has a page."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
            return len(pdf.pages) > 0
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError, RuntimeError):
        return False


def _tail(stream: BinaryIO) -> tuple[Check, str] | None:
    """Whether the file ends as ours do: one table, one trailer, no older one behind it, nothing packed, no password."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if not stream.read(8).startswith(b"%PDF-"):
        return Check.USABILITY, "package.pdf_damaged"
    stream.seek(max(0, size - _TAIL))
    found = _STARTS.search(stream.read(_TAIL))
    at = int(found[1]) if found else size
    if at >= size or size - at > _MOST_TABLE:
        return Check.USABILITY, "package.pdf_damaged"
    stream.seek(at)
    table, trailer, words = stream.read(size - at).partition(b"trailer")
    if not table.startswith(b"xref") or not trailer:
        return Check.SAFETY, "package.pdf_packed"
    if b"/Encrypt" in words:
        return Check.SAFETY, "package.encrypted"
    if b"#" in words or b"/XRefStm" in words or b"/Prev" in words:
        return Check.SAFETY, "package.pdf_packed"
    return None


def _active(pdf: Any) -> Iterator[tuple[Check, str]]:
    for whole in pdf.objects:
        left = [(whole, 0)]
        while left:
            one, depth = left.pop()
            if depth > _MOST_DEPTH:
                yield Check.SAFETY, "package.too_many"
                continue
            yield from _named(one)
            left += [(inner, depth + 1) for inner in _inner(one)]


def _named(one: Any) -> Iterator[tuple[Check, str]]:
    if not _is_dictionary(one):
        return
    names = set(one.keys()) | {str(one.get(key, "")) for key in _NAMED_IN}
    if names & _CARRIED:
        yield Check.SAFETY, "package.pdf_carries"
    if names & _ACTIVE:
        yield Check.SAFETY, "package.pdf_acts"


def _inner(one: Any) -> list[Any]:
    """What stands in an object itself; what it only points to is looked at in its own turn."""
    import pikepdf

    if _is_dictionary(one):
        inner = [value for _, value in one.items()]
    elif isinstance(one, pikepdf.Array):
        inner = list(one)
    else:
        return []
    return [value for value in inner if isinstance(value, pikepdf.Object) and not value.is_indirect]


def _is_dictionary(one: Any) -> bool:
    import pikepdf

    return isinstance(one, (pikepdf.Dictionary, pikepdf.Stream))


def _pictures(pdf: Any) -> Iterator[tuple[int, int]]:
    for page in pdf.pages:
        named = page.obj.get("/Resources", {}).get("/XObject", {})
        found = [one for _, one in named.items() if _is_dictionary(one) and one.get("/Subtype") == "/Image"]
        yield (int(found[0].get("/Width", 0)), int(found[0].get("/Height", 0))) if len(found) == 1 else (0, 0)


def _part(pdf: Any) -> str:
    """Which part and conformance of PDF/A the file says it keeps to, such as "2B"."""
    packet = pdf.Root.get("/Metadata")
    if packet is None:
        return ""
    told = re.search(
        rb"<pdfaid:part>(\d)</pdfaid:part><pdfaid:conformance>([A-Z])</pdfaid:conformance>", packet.read_raw_bytes()
    )
    return (told[1] + told[2]).decode() if told else ""
