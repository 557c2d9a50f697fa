"""A PDF from outside, looked through before it is kept: it will be opened by others, and printed for whoever comes.

What a paper needs (text, pictures, fonts) passes; what acts on whoever opens it does not: scripts, programs to be
started, files inside, forms that send, pages of the net. Names are read as a reader reads them, their `#xx` undone,
and in compressed parts too, where a file hides what it does not want to be seen; a locked file cannot be looked
through and is not taken.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from deskapp.failures import ContentTrouble

LARGEST = 20 * 1024 * 1024  # bytes
_HEAD = re.compile(rb"%PDF-[12]\.[0-9]")
_TAIL = 2048  # bytes in which the end has to stand
_UNPACKED = 64 * 1024 * 1024  # bytes of all compressed parts of a file together
_NAME = re.compile(rb"/((?:#[0-9A-Fa-f]{2}|[^\x00-\x20()<>\[\]{}/%])+)")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"\bstream(?:\r\n|\n|\r)")
_ACTS = frozenset({
    b"JavaScript", b"JS", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"SubmitForm", b"ImportData", b"GoToR",
    b"GoToE", b"RichMedia", b"Movie", b"Sound", b"Rendition", b"XFA", b"AA",
})  # fmt: skip
_LOOKED_BACK = 2048  # bytes before a stream in which its dictionary stands


def ask_harmless(data: bytes) -> None:
    """ContentTrouble `paper.too_large`, `paper.not_pdf`, `paper.cut_short`, `paper.locked`, or `paper.acts` with the
    name of what it would do.
    """
    if len(data) > LARGEST:
        raise ContentTrouble("paper.too_large", megabytes=LARGEST // 1024**2)
    if not _HEAD.match(data):
        raise ContentTrouble("paper.not_pdf")
    if b"%%EOF" not in data[-_TAIL:] or b"startxref" not in data[-_TAIL:]:
        raise ContentTrouble("paper.cut_short")
    names: set[bytes] = set()
    for part in _parts(data):
        names.update(_names(part))
    if b"Encrypt" in names:
        raise ContentTrouble("paper.locked")
    if acting := sorted(names & _ACTS):
        raise ContentTrouble("paper.acts", what=acting[0].decode("ascii"))
    if b"Page" not in names:
        raise ContentTrouble("paper.not_pdf")


def _names(part: bytes) -> Iterator[bytes]:
    for found in _NAME.finditer(part):
        yield _HEX.sub(lambda code: bytes([int(code[1], 16)]), found[1])


def _parts(data: bytes) -> Iterator[bytes]:
    """What a reader takes for objects: everything outside streams, and the streams in which objects are packed."""
    left = _UNPACKED
    at = 0
    for begin in _STREAM.finditer(data):
        if begin.start() < at:
            continue  # inside the stream before
        yield data[at : begin.start()]
        end = data.find(b"endstream", begin.end())
        at = len(data) if end < 0 else end
        said = {*_names(data[max(0, begin.start() - _LOOKED_BACK) : begin.start()].rpartition(b" obj")[2])}
        if b"ObjStm" in said:
            unpacked = _unpacked(data[begin.end() : at], left)
            left -= len(unpacked)
            yield unpacked
    yield data[at:]


def _unpacked(packed: bytes, most: int) -> bytes:
    """The objects in a packed stream. ContentTrouble `paper.locked` when they cannot be looked through."""
    if most <= 0:
        raise ContentTrouble("paper.locked")
    try:
        unpacker = zlib.decompressobj()
        plain = unpacker.decompress(packed, most)
    except zlib.error as error:
        raise ContentTrouble("paper.locked") from error
    if unpacker.unconsumed_tail:
        raise ContentTrouble("paper.locked")
    return plain
