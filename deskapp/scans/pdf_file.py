"""A PDF from outside, looked through before it is kept: it will be opened by others, and printed for whoever comes.

What a paper needs (text, pictures, fonts) passes; what acts on whoever opens it does not: scripts, programs to be
started, files inside, forms that send, jumps elsewhere. Nothing is parsed, because whoever hides something can make two
parsers disagree: every byte of the file is searched, a name read as a reader reads it (its `#xx` undone), and where
objects can stand in compressed parts (`ObjStm`), every such part as well. A file that cannot be looked through is not
taken: locked, packed in another way than all programs do today, or without end when unpacked.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from deskapp.failures import ContentTrouble

LARGEST = 20 * 1024 * 1024  # bytes
_HEAD = re.compile(rb"%PDF-[12]\.[0-9]")
_TAIL = 2048  # bytes in which the end has to stand
_UNPACKED = 256 * 1024 * 1024  # bytes of all compressed parts of a file together
_PIECE = 1024 * 1024  # bytes unpacked at once
_FED = 64 * 1024  # packed bytes given to the unpacker at once
_OVERLAP = 64
_STREAMS = 50_000
_NAME = re.compile(rb"/((?:#[0-9A-Fa-f]{2}|[A-Za-z0-9]){4,24})")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream[ \t\r\n\x00\x0c]{1,4}")
# what is done when something is opened or closed (AA), a form that is a program (XFA): names too short to be searched
# for by themselves, and so with what follows them
_SHORT = re.compile(
    rb"/((?:A|#41){2}|(?:X|#58)(?:F|#46)(?:A|#41))"
    rb"[ \t\r\n\0\f]*(?:<<|\[|[0-9]{1,10}[ \t\r\n\0\f]+[0-9]{1,5}[ \t\r\n\0\f]+R\b)"
)
_ACTS = frozenset({
    b"JavaScript", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"SubmitForm", b"ImportData", b"GoToR", b"GoToE",
    b"RichMedia", b"Movie", b"Rendition", b"XFAResources",
})  # fmt: skip
_OTHERWISE_PACKED = frozenset({b"LZWDecode", b"ASCII85Decode", b"ASCIIHexDecode", b"RunLengthDecode", b"Crypt"})


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
    names = list(_names(data))
    if b"Encrypt" in names:
        raise ContentTrouble("paper.locked")
    _ask_part(data, names)
    if b"ObjStm" in names:
        # a prediction moves bytes about; the table of a file has one, and anything else may hide behind it
        foreseen = names.count(b"Predictor") > names.count(b"XRef")
        if foreseen or not _OTHERWISE_PACKED.isdisjoint(names):
            raise ContentTrouble("paper.locked")
        for part in _unpacked(data):
            _ask_part(part, list(_names(part)))


def _ask_part(part: bytes, names: list[bytes]) -> None:
    if acting := sorted(_ACTS.intersection(names)):
        raise ContentTrouble("paper.acts", what=acting[0].decode("ascii"))
    if short := _SHORT.search(part):
        raise ContentTrouble("paper.acts", what=_plain(short[1]).decode("ascii"))


def _names(part: bytes) -> Iterator[bytes]:
    for found in _NAME.finditer(part):
        yield _plain(found[1])


def _plain(name: bytes) -> bytes:
    """A name as a reader reads it."""
    return _HEX.sub(lambda code: bytes([int(code[1], 16)]), name) if b"#" in name else name


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Whatever can be unpacked behind each word that may begin a stream, in pieces that overlap by a name's length.

    Where a stream ends is its own word and not asked: what it was packed with ends by itself.
    """
    left = _UNPACKED
    for count, begin in enumerate(_STREAM.finditer(data)):
        if count >= _STREAMS:
            raise ContentTrouble("paper.locked")
        kept = b""
        try:
            for piece in _inflated(data, begin.end()):
                left -= len(piece)
                if left < 0:
                    raise ContentTrouble("paper.locked")
                yield kept + piece
                kept = piece[-_OVERLAP:]
        except zlib.error:
            continue  # a picture, or no stream at all


def _inflated(data: bytes, at: int) -> Iterator[bytes]:
    """What stands packed from a place on. zlib.error where it is not packed at all, or no further."""
    unpacker = zlib.decompressobj()
    while at < len(data) and not unpacker.eof:
        packed = data[at : at + _FED]
        at += _FED
        while packed and not unpacker.eof:
            yield unpacker.decompress(packed, _PIECE)
            packed = unpacker.unconsumed_tail
