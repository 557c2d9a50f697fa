"""All pages of a case as one PDF/A-2b (ISO 19005-2:2011), written page by page: no more than one is in memory.

Claimed, and each held by a test: PDF 1.7 with a comment of four high bytes behind its head; an identity in the trailer;
nothing encrypted; XMP that says part 2, conformance B and what the information dictionary says; an output intent with
its profile; every font in the file, with widths that agree and a meaning for every character; no transparency, no
script, no action, no attachment, no layer; streams that begin and end as they say.

The same pages, texts and words give the same bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from xml.sax.saxutils import escape

from deskapp.archives import glyphless, srgb
from deskapp.archives.page_picture import Picture
from deskapp.archives.text_layer import Characters, PageText, drawn

CATALOG, TREE, XMP, INTENT, PROFILE, INFO, FONT, DESCENDANT, DESCRIPTOR, FONT_FILE, GLYPHS, MEANING = range(1, 13)
_FIRST_PAGE = 13
_EACH = 3  # objects: the page, what is drawn on it, its picture
_FONT_OBJECTS = (FONT, DESCENDANT, DESCRIPTOR, FONT_FILE, GLYPHS, MEANING)
_PRODUCER = "OneWindow"
# EXIF's orientation → how the picture's unit square lies on the upright page (in its widths and heights).
_LIES = {
    1: (1, 0, 0, 1, 0, 0), 2: (-1, 0, 0, 1, 1, 0), 3: (-1, 0, 0, -1, 1, 1), 4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1), 6: (0, -1, 1, 0, 0, 1), 7: (0, 1, 1, 0, 0, 0), 8: (0, 1, -1, 0, 1, 0),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself. `made` is a moment of the case, not of the writing."""

    title: str
    author: str
    made: datetime


def pdf_of(pages: Iterable[tuple[Picture, PageText]], about: About) -> Iterator[bytes]:
    """The file, in pieces; at least one page is wanted. Raises whatever `pages` raises."""
    writing = _Writing()
    yield writing.put(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    characters, count, seen = Characters(), 0, sha256()
    for count, (picture, text) in enumerate(pages, start=1):
        for piece in _page(writing, _FIRST_PAGE + (count - 1) * _EACH, picture, text, characters):
            seen.update(piece)
            yield piece
    if not count:
        raise ValueError("a PDF without a page")
    for piece in _around(writing, count, about, has_text=len(characters) > 0):
        seen.update(piece)
        yield piece
    if len(characters):
        yield from _font(writing, characters)
    yield writing.ending(seen.hexdigest()[:32])


class _Writing:
    """Where each object began."""

    def __init__(self) -> None:
        self.at = 0
        self._begun: dict[int, int] = {}

    def put(self, data: bytes) -> bytes:
        self.at += len(data)
        return data

    def object(self, number: int, body: str | bytes) -> bytes:
        self._begun[number] = self.at
        told = body.encode("ascii") if isinstance(body, str) else body
        return self.put(b"%d 0 obj\n%b\nendobj\n" % (number, told))

    def stream(self, number: int, words: str, data: bytes, *, packed: bool = True) -> bytes:
        data = zlib.compress(data, 6) if packed else data
        coded = " /Filter /FlateDecode" if packed else ""
        return self.object(
            number, f"<<{words}{coded} /Length {len(data)} >>\nstream\n".encode("ascii") + data + b"\nendstream"
        )

    def begin(self, number: int) -> None:
        self._begun[number] = self.at

    def ending(self, identity: str) -> bytes:
        last = max(self._begun)
        lines = [b"xref\n", b"0 %d\n" % (last + 1)]
        free = [number for number in range(last + 1) if number not in self._begun]
        after = dict(zip(free, [*free[1:], 0], strict=True))  # the free ones name one another in a ring
        for number in range(last + 1):
            if number in self._begun:
                lines.append(b"%010d 00000 n \n" % self._begun[number])
            else:
                lines.append(b"%010d %05d f \n" % (after[number], 65535 if number == 0 else 0))
        trailer = (
            f"trailer\n<< /Size {last + 1} /Root {CATALOG} 0 R /Info {INFO} 0 R"
            f" /ID [<{identity}> <{identity}>] >>\nstartxref\n{self.at}\n%%EOF\n"
        )
        return b"".join(lines) + trailer.encode("ascii")


def _page(writing: _Writing, number: int, picture: Picture, text: PageText, characters: Characters) -> Iterator[bytes]:
    wide, high = picture.points
    unseen = drawn(text, characters, picture.upright, picture.points)
    font = f" /Font << /F0 {FONT} 0 R >>" if unseen else ""
    yield writing.object(
        number,
        f"<< /Type /Page /Parent {TREE} 0 R /MediaBox [0 0 {wide:.3f} {high:.3f}]"
        f" /Resources << /XObject << /Im0 {number + 2} 0 R >>{font} >> /Contents {number + 1} 0 R >>",
    )
    a, b, c, d, e, f = _LIES[picture.up]
    lies = f"{a * wide:.3f} {b * high:.3f} {c * wide:.3f} {d * high:.3f} {e * wide:.3f} {f * high:.3f}"
    yield writing.stream(number + 1, "", f"q\n{lies} cm\n/Im0 Do\nQ\n{unseen}".encode("ascii"))
    writing.begin(number + 2)
    yield writing.put(
        f"{number + 2} 0 obj\n<< /Type /XObject /Subtype /Image /Width {picture.wide} /Height {picture.high}"
        f" /ColorSpace /{picture.space} /BitsPerComponent {picture.bits} {picture.coded}"
        f" /Length {picture.size} >>\nstream\n".encode("ascii")
    )
    for piece in picture.data:
        yield writing.put(bytes(piece))
    yield writing.put(b"\nendstream\nendobj\n")


def _around(writing: _Writing, count: int, about: About, *, has_text: bool) -> Iterator[bytes]:
    made = about.made.astimezone(UTC)
    yield writing.object(
        CATALOG,
        f"<< /Type /Catalog /Pages {TREE} 0 R /Metadata {XMP} 0 R /OutputIntents [{INTENT} 0 R] /Lang (zh-CN)"
        " /ViewerPreferences << /DisplayDocTitle true >> >>",
    )
    kids = " ".join(f"{_FIRST_PAGE + place * _EACH} 0 R" for place in range(count))
    yield writing.object(TREE, f"<< /Type /Pages /Count {count} /Kids [{kids}] >>")
    yield writing.stream(XMP, " /Type /Metadata /Subtype /XML", xmp(about), packed=False)
    yield writing.object(
        INTENT,
        f"<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1)"
        f" /Info (sRGB IEC61966-2.1) /DestOutputProfile {PROFILE} 0 R >>",
    )
    yield writing.stream(PROFILE, " /N 3", srgb.profile())
    yield writing.object(
        INFO,
        f"<< /Title {_text(about.title)} /Author {_text(about.author)} /Producer {_text(_PRODUCER)}"
        f" /CreationDate (D:{made:%Y%m%d%H%M%S}Z) /ModDate (D:{made:%Y%m%d%H%M%S}Z) >>",
    )


def _font(writing: _Writing, characters: Characters) -> Iterator[bytes]:
    name = glyphless.NAME
    yield writing.object(
        FONT,
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H"
        f" /DescendantFonts [{DESCENDANT} 0 R] /ToUnicode {MEANING} 0 R >>",
    )
    yield writing.object(
        DESCENDANT,
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /DW {glyphless.EM} /FontDescriptor {DESCRIPTOR} 0 R"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        f" /CIDToGIDMap {GLYPHS} 0 R >>",
    )
    yield writing.object(
        DESCRIPTOR,
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0"
        f" /Ascent 800 /Descent -200 /CapHeight 800 /StemV 80 /FontFile2 {FONT_FILE} 0 R >>",
    )
    font = glyphless.font()
    yield writing.stream(FONT_FILE, f" /Length1 {len(font)}", font)
    yield writing.stream(GLYPHS, "", characters.glyphs())
    yield writing.stream(MEANING, "", characters.meaning())


def xmp(about: About) -> bytes:
    """What the file says of itself as XMP (ISO 16684-1), the same as its information dictionary."""
    made = f"{about.made.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">\n'
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>\n"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(about.title)}</rdf:li></rdf:Alt></dc:title>\n'
        f"<dc:creator><rdf:Seq><rdf:li>{escape(about.author)}</rdf:li></rdf:Seq></dc:creator>\n"
        f"<xmp:CreateDate>{made}</xmp:CreateDate><xmp:ModifyDate>{made}</xmp:ModifyDate>\n"
        f"<pdf:Producer>{escape(_PRODUCER)}</pdf:Producer>\n"
        "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
        '<?xpacket end="w"?>'
    ).encode()


def _text(text: str) -> str:
    """A text of a PDF: UTF-16BE behind its mark (ISO 32000-1, 7.9.2.2)."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
