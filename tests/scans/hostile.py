"""Files that nobody should send, made here: cut short, far too large when unpacked, locked, looped, lying, rubbish.

Each is a few kilobytes. What it would become if it were believed is said beside it.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pypdfium2  # type: ignore[import-untyped]
from PIL import Image

from tests.scans import drawn

_SIDE = 100_000


def corpus() -> dict[str, bytes]:
    """Every file by its name; the part before the first stroke says what it claims to be."""
    found = {
        **dict(_pngs()), **dict(_jpegs()), **dict(_tiffs()), **dict(_pdfs()), **dict(_others()),
        **dict(_cut(seeds())),
    }  # fmt: skip
    assert all(len(data) < 3_000_000 for data in found.values()), "the corpus is small"
    return found


def seeds() -> dict[str, bytes]:
    """One good file of each kind, from which spoilt ones are made."""
    page = drawn.text(40)
    colour = np.dstack([page, page, 255 - page])
    made = {kind.lower(): drawn.saved(page, kind) for kind in ("PNG", "JPEG", "BMP", "WEBP")}
    made["jpeg-colour"] = drawn.saved(colour, "JPEG", progressive=True)
    made["png-16"] = _saved(Image.fromarray(page.astype(np.uint16) * 257), "PNG")
    made["tiff"] = _saved(Image.fromarray(page), "TIFF", compression="tiff_lzw")
    two = Image.fromarray(page)
    made["tiff-2"] = _saved(two, "TIFF", save_all=True, append_images=[two], compression="tiff_deflate")
    made["pdf"] = pdf()
    made["heic"] = heic()
    made["pnm"] = b"P5 40 30 255\n" + page[:30, :40].tobytes()
    return made


def pdf(pages: int = 2) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 300)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def heic() -> bytes:
    """A head that says HEIC, with the boxes of a picture and no picture."""
    head = _box(b"ftyp", b"heic\0\0\0\0mif1heic")
    size = _box(b"ispe", struct.pack(">III", 0, 64, 64))
    properties = _box(b"iprp", _box(b"ipco", size) + _box(b"ipma", struct.pack(">II", 0, 0)))
    handler = _box(b"hdlr", struct.pack(">II4s12x", 0, 0, b"pict") + b"\0")
    return head + _box(b"meta", b"\0" * 4 + handler + properties) + _box(b"mdat", b"\0" * 64)


def _saved(image: Image.Image, kind: str, **more: object) -> bytes:
    held = io.BytesIO()
    image.save(held, kind, **more)
    return held.getvalue()


def _cut(good: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for kind, data in good.items():
        for part in (3,) if kind in ("tiff", "tiff-2", "pdf", "heic") else (8, 3, 2):
            yield f"{kind}/cut to 1 in {part}", data[: len(data) // part]
        yield f"{kind}/without its last byte", data[:-1]
        yield f"{kind}/its middle zeros", data[: len(data) // 3] + bytes(len(data) // 3) + data[2 * len(data) // 3 :]
        yield f"{kind}/a megabyte behind it", data + b"\xff" * 1_000_000


# PNG


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(
    width: int, height: int, body: bytes, *, depth: int = 8, colour: int = 0, lace: int = 0, more: bytes = b""
) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, lace)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + more + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


_MUCH = 200_000_000  # bytes that a reader would unpack if it believed the file


@lru_cache
def _zeros(count: int) -> bytes:
    """So many zero bytes, packed to a thousandth, without ever having them."""
    packer = zlib.compressobj(9)
    piece = bytes(1_000_000)
    packed = b"".join(packer.compress(piece) for _ in range(count // len(piece)))
    return packed + packer.flush()


def _pngs() -> Iterator[tuple[str, bytes]]:
    much = _zeros(_MUCH)
    yield "png/10 gigapixels in the head", png(_SIDE, _SIDE, b"x")
    yield "png/2 gigapixels a line", png(0x7FFFFFFF, 1, zlib.compress(bytes(99)))
    yield "png/no height", png(100, 0, zlib.compress(bytes(99)))
    yield "png/hundreds of megabytes behind a small head", png(40, 40, much)
    yield "png/just below the limit", png(10_900, 11_000, _zeros(15_000_000), depth=1)
    yield "png/16 bits, laced, 100 megapixels", png(10_000, 10_000, _zeros(60_000_000), depth=16, colour=6, lace=1)
    yield (
        "png/a remark of hundreds of megabytes",
        png(40, 40, zlib.compress(bytes(1640)), more=_chunk(b"zTXt", b"k\0\0" + much)),
    )
    yield (
        "png/a profile of hundreds of megabytes",
        png(40, 40, zlib.compress(bytes(1640)), more=_chunk(b"iCCP", b"k\0\0" + much)),
    )
    yield "png/a chunk of 4 gigabytes", png(40, 40, b"")[:33] + b"\xff\xff\xff\xffIDAT" + b"x" * 64
    yield "png/100,000 empty chunks", png(40, 40, zlib.compress(bytes(1640)), more=_chunk(b"tEXt", b"k\0v") * 100_000)
    yield "png/no such colour", png(40, 40, zlib.compress(bytes(1640)), colour=5)


# JPEG


def _jpegs() -> Iterator[tuple[str, bytes]]:
    good = seeds()["jpeg"]
    at = good.index(b"\xff\xc0") + 5
    yield "jpeg/4 gigapixels in the head", good[:at] + b"\xff\xff\xff\xff" + good[at + 4 :]
    yield "jpeg/no height", good[:at] + b"\0\0" + good[at + 2 :]
    yield "jpeg/100 megapixels of nothing", good[:at] + struct.pack(">HH", 10_000, 10_000) + good[at + 4 :]
    yield "jpeg/two heads", good[: at - 5] + good[at - 5 :][:19] + good[at - 5 :]
    yield "jpeg/100,000 remarks", good[:2] + b"\xff\xfe\x00\x02" * 100_000 + good[2:]
    yield "jpeg/nothing but fill", b"\xff\xd8" + b"\xff" * 1_000_000
    yield "jpeg/no tables", good[:2] + good[at - 5 :]
    for side, scans in ((4_000, 60), (9_000, 3_000)):
        yield f"jpeg/{scans} scans of {side} by {side}", _many_scans(side, scans)


def _many_scans(side: int, scans: int) -> bytes:
    """A progressive JPEG that says one thing very often: each scan goes through all of its blocks."""
    base = _saved(Image.new("L", (64, 64), 128), "JPEG", progressive=True)
    at = base.index(b"\xff\xc2") + 5
    grown = base[:at] + struct.pack(">HH", side, side) + base[at + 4 :]
    first = grown.index(b"\xff\xda")
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x01\x05\x02" + b"\x00" * 4  # a later pass over the first coefficients
    return grown[:-2] + scan * scans + b"\xff\xd9" if first else grown


# TIFF


def tiff(*entries: tuple[int, int, int, int], link: int = 0, more: bytes = b"", big: bool = False) -> bytes:
    """One directory of (tag, type, count, value) at byte 8."""
    if big:
        listed = b"".join(struct.pack("<HHQQ", *entry) for entry in entries)
        return b"II+\0\x08\0\0\0" + struct.pack("<QQ", 16, len(entries)) + listed + struct.pack("<Q", link) + more
    listed = b"".join(struct.pack("<HHII", *entry) for entry in sorted(entries))
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + listed + struct.pack("<I", link) + more


def _tiffs() -> Iterator[tuple[str, bytes]]:
    grey = ((258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (277, 3, 1, 1))
    small = ((256, 4, 1, 40), (257, 4, 1, 40), *grey, (273, 4, 1, 8), (278, 4, 1, 40), (279, 4, 1, 1600))
    yield "tiff/a directory that leads to itself", tiff(*small, link=8, more=bytes(2000))
    yield "tiff/two that lead to each other", tiff(*small, link=122, more=tiff(*small, link=8)[8:] + bytes(2000))
    yield (
        "tiff/10 gigapixels in the head",
        tiff((256, 4, 1, _SIDE), (257, 4, 1, _SIDE), *grey, (273, 4, 1, 8), (278, 4, 1, _SIDE), (279, 4, 1, 100)),
    )
    yield "tiff/40 million strips", tiff(
        (256, 4, 1, 40), (257, 4, 1, 40_000_000), *grey, (273, 4, 40_000_000, 8), (278, 4, 1, 1),
        (279, 4, 40_000_000, 8),
    )  # fmt: skip
    yield "tiff/4 milliard values that are not there", tiff(*small, (305, 2, 0xFFFFFFFF, 8))
    yield "tiff/65,000 entries", tiff(*small, *((tag, 3, 1, 1) for tag in range(1000, 60_000)))
    yield (
        "tiff/tiles without a size",
        tiff((256, 4, 1, 40), (257, 4, 1, 40), *grey, (322, 4, 1, 0), (323, 4, 1, 0), (324, 4, 1, 8), (325, 4, 1, 100)),
    )
    yield "tiff/hundreds of megabytes packed", tiff(
        (256, 4, 1, 10_000), (257, 4, 1, 10_000), (258, 3, 1, 8), (259, 3, 1, 8), (262, 3, 1, 1), (273, 4, 1, 200),
        (277, 3, 1, 1), (278, 4, 1, 10_000), (279, 4, 1, 490_000), more=bytes(78) + _zeros(_MUCH),
    )  # fmt: skip
    yield "tiff/a big one with a head of 8 bytes", tiff(*small, big=True)
    yield "tiff/a big one that leads to itself", tiff(*small, link=16, big=True, more=bytes(2000))
    frame = Image.new("1", (8, 8))
    yield "tiff/more pages than anybody scans", _saved(frame, "TIFF", save_all=True, append_images=[frame] * 320)


# PDF


def made_pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, from 1 on; the first is its root."""
    body, places = b"%PDF-1.5\n", []
    for number, told in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, told)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    tail = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(body))
    return body + head + tail


def _stream(told: bytes, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (told, len(data), data)


_ROOT = b"<< /Type /Catalog /Pages 2 0 R >>"
_ONE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %s] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>"


def _pdfs() -> Iterator[tuple[str, bytes]]:
    much, page = _zeros(_MUCH), _PAGE % b"200 300"
    show = _stream(b"", b"q 200 0 0 300 0 0 cm /I Do Q")
    yield "pdf/contents of hundreds of megabytes", made_pdf(_ROOT, _ONE, page, _stream(b"/Filter /FlateDecode", much))
    yield (
        "pdf/contents packed twice",
        made_pdf(_ROOT, _ONE, page, _stream(b"/Filter [/FlateDecode /FlateDecode]", zlib.compress(much))),
    )
    yield (
        "pdf/objects packed to hundreds of megabytes",
        made_pdf(_ROOT, _ONE, page, _stream(b"/Type /ObjStm /N 100000 /First 10 /Filter /FlateDecode", much)),
    )
    picture = b"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
    for side in (30_000, _SIDE, 2_147_483_647):
        told = picture + b" /Width %d /Height %d" % (side, side)
        yield f"pdf/a picture of {side} by {side}", made_pdf(_ROOT, _ONE, page, show, _stream(told, much))
    yield "pdf/a page of a kilometre", made_pdf(_ROOT, _ONE, _PAGE % b"9999999 9999999", show)
    yield "pdf/a page of no size", made_pdf(_ROOT, _ONE, _PAGE % b"0 0", show)
    yield "pdf/a page turned inside out", made_pdf(_ROOT, _ONE, _PAGE % b"-500 -1e38", show)
    yield "pdf/pages that lead to themselves", made_pdf(_ROOT, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>")
    yield "pdf/a milliard pages", made_pdf(_ROOT, b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>", page)
    yield "pdf/100,000 brackets deep", made_pdf(_ROOT, _ONE, page, b"[" * 100_000 + b"]" * 100_000)
    form = _stream(
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /I 5 0 R >> >>", b"/I Do " * 9
    )
    yield "pdf/a form that draws itself", made_pdf(_ROOT, _ONE, page, show, form)
    deep = [
        _stream(
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /I %d 0 R >> >>" % (number + 1),
            b"/I Do " * 20,
        )
        for number in range(5, 20)
    ]
    yield "pdf/forms that draw forms, 20 to the 15th", made_pdf(_ROOT, _ONE, page, show, *deep)
    yield "pdf/a table that leads to itself", made_pdf(_ROOT, _ONE, page, show, trailer=b"/Prev 9")
    yield "pdf/locked", made_pdf(
        _ROOT, _ONE, page, show,
        b"<< /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >>" % (b"o" * 32, b"u" * 32),
        trailer=b"/Encrypt 5 0 R /ID [(a) (b)]",
    )  # fmt: skip
    yield "pdf/an unknown lock", made_pdf(_ROOT, _ONE, page, show, b"<< /Filter /X >>", trailer=b"/Encrypt 5 0 R")
    yield "pdf/nothing but the word", b"%PDF-1.7"
    yield "pdf/a picture that says it is one", seeds()["jpeg"][:20] + b"%PDF-1.7\n" + seeds()["jpeg"][20:]
    yield "pdf/400 pages", pdf(400)


# Others


def _others() -> Iterator[tuple[str, bytes]]:
    good = heic()
    at = good.index(b"ispe") + 8
    yield "heic/4 gigapixels", good[:at] + b"\0\0\xff\xff\0\0\xff\xff" + good[at + 8 :]
    yield "heic/a box of 4 gigabytes", good[:24] + b"\xff\xff\xff\xffmeta" + good[32:]
    yield "heic/boxes a thousand deep", good[:24] + _nested(1_000)
    yield "pnm/10 gigapixels", b"P6 100000 100000 255\n" + bytes(99)
    yield "pnm/a negative size", b"P5 -40 -40 255\n" + bytes(1600)
    yield "pnm/a size of 40 digits", b"P5 " + b"9" * 40 + b" 40 255\n" + bytes(99)
    yield "pnm/less than it says", b"P6 400 400 255\n" + bytes(99)
    yield "pnm/a remark without end", b"P5 #" + b"x" * 1_000_000
    yield (
        "bmp/4 gigapixels",
        b"BM" + struct.pack("<IIIIiiHHIIIIII", 99, 0, 54, 40, 65_535, 65_535, 1, 24, 0, 0, 0, 0, 0, 0),
    )
    yield (
        "bmp/a negative size",
        b"BM" + struct.pack("<IIIIiiHHIIIIII", 99, 0, 54, 40, -40, -40, 1, 24, 0, 0, 0, 0, 0, 0),
    )
    yield "webp/nothing but a head", b"RIFF\xff\xff\xff\xffWEBPVP8X\n\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff"
    yield "none/nothing", b""
    yield "none/one byte", b"\0"
    yield "none/words", "这不是一张图。".encode() * 1000
    yield "none/a program", b"MZ" + bytes(1000)
    yield "none/an archive", b"PK\x03\x04" + bytes(1000)
    yield "none/a drawing", b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    yield "none/a cartoon", b"GIF89a\xff\xff\xff\xff\xf7\0\0" + bytes(1000)


def _box(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data) + 8) + name + data


def _nested(depth: int) -> bytes:
    data = b""
    for _ in range(depth):
        data = _box(b"meta", b"\0\0\0\0" + data)
    return data
