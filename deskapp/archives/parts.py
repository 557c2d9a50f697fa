"""The parts of a package by their names: one small grammar, so that no name can lead anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

METADATA_JSON = "metadata/metadata.json"
METADATA_XML = "metadata/metadata.xml"
CONTENTS = "metadata/contents.json"
EVENTS = "journal/events.ndjson"
KEY = "journal/case.key"
PAGES_PDF = "pages.pdf"
COVER = "cover.pdf"
MANIFEST = "manifest.json"
MANIFEST_DIGEST = "manifest.sha256"
SIGNATURE = "signature.json"
SUFFIX = ".deskapp"

FORM = "onewindow-archive-1"
LONGEST_NAME = 100  # bytes
MOST_PARTS = 10_000
SOUND = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)?")
_MEDIA = {
    "json": "application/json", "xml": "application/xml", "ndjson": "application/x-ndjson", "pdf": "application/pdf",
    "key": "application/octet-stream", "sha256": "text/plain", "jpg": "image/jpeg", "png": "image/png",
    "tif": "image/tiff", "bmp": "image/bmp", "webp": "image/webp", "bin": "application/octet-stream",
}  # fmt: skip
_BY_HEAD = (
    (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"II*\x00", "tif"), (b"MM\x00*", "tif"), (b"BM", "bmp"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it was written: its size in bytes and the SHA-256 of its bytes as hexadecimal digits."""

    name: str
    size: int
    sha256: str


def is_sound(name: str) -> bool:
    """Whether a part may be called so: no way up, no root, no drive, nothing but small letters, digits and `._-`."""
    return len(name) <= LONGEST_NAME and ".." not in name and SOUND.fullmatch(name) is not None


def media_of(name: str) -> str:
    """The media type that the end of a part's name stands for."""
    return _MEDIA.get(name.rpartition(".")[2], "application/octet-stream")


def ending_of(data: bytes) -> str:
    """The end of the name of a page's original, by its first bytes; `bin` for what is no picture of a page."""
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    return next((ending for head, ending in _BY_HEAD if data.startswith(head)), "bin")


def original(place: int, digest: str, data: bytes) -> str:
    """The name of a page's original: its place in the file, from 1, and the beginning of its digest."""
    return f"originals/{place:04}-{digest[:16]}.{ending_of(data)}"


def result(place: int, digest: str) -> str:
    """The name of a paper that a department made of its decision: its place, from 1, and its digest's beginning."""
    return f"results/{place:03}-{digest[:16]}.pdf"


def paper(place: int, kind: str) -> str:
    """The name of a paper: its place among those that came out, from 1, and its kind."""
    return f"papers/{place:03}-{kind}.pdf"
