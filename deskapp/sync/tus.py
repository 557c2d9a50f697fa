"""Sends a large page by tus 1.0, going on from where an earlier try had got to."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import httpx

from deskapp.failures import LineTrouble
from deskapp.protocol.messages import Upload

_VERSION = {"Tus-Resumable": "1.0.0"}
# Where an upload stands, whatever host an answer names: pages go to our centre only.
_PLACE = re.compile(r"(?:https?://[^/\s]+)?(/files/[A-Za-z0-9_.~-]+)", re.ASCII)
_CAP = 64 * 1024  # bytes of an answer that says everything in its headers
_BUSY = 423  # an earlier try's connection is not known to be gone yet
_CHUNK = 16 * 1024 * 1024  # bytes in one PATCH: what a cut line makes us send twice at the most


def send(http: httpx.Client, page: Upload, *, token: str) -> None:
    """Upload a page whole. LineTrouble when the centre answers what tus does not allow; httpx errors pass through."""
    headers = {**_VERSION, "Authorization": f"Bearer {token}"}
    location = page.location
    offset = _offset(http, location, page.size, headers) if location else None
    if location is None or offset is None:
        location, offset = _create(http, page, headers), 0
        page.located(location)
    chunks = _chunked(page, offset)
    for chunk in chunks:
        said = {**headers, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        answer = _asked(http, "PATCH", location, said, chunk)
        if answer.status_code in (404, 409, 410, 422, 460):
            page.located(None)  # begun anew at the next round
            raise LineTrouble("line.upload_lost")
        if answer.status_code == _BUSY:
            raise LineTrouble("line.upload_lost")
        offset += len(chunk)
        if answer.status_code != 204 or answer.headers.get("Upload-Offset") != str(offset):
            raise LineTrouble("line.not_our_centre", status=answer.status_code)
    page.located(None)


def _create(http: httpx.Client, page: Upload, headers: dict[str, str]) -> str:
    digest = base64.b64encode(page.digest.encode()).decode()
    wanted = {**headers, "Upload-Length": str(page.size), "Upload-Metadata": f"sha256 {digest}"}
    answer = _asked(http, "POST", "/files/", wanted)
    place = _PLACE.fullmatch(answer.headers.get("Location", ""))
    if answer.status_code != 201 or place is None:
        raise LineTrouble("line.not_our_centre", status=answer.status_code)
    return place[1]


def _offset(http: httpx.Client, location: str, size: int, headers: dict[str, str]) -> int | None:
    """How much of the page is there; None when nothing is known of this upload any more."""
    answer = _asked(http, "HEAD", location, headers)
    told = answer.headers.get("Upload-Offset", "")
    if answer.status_code not in (200, 204) or not (told.isascii() and told.isdecimal()):
        return None
    if len(told) > len(str(size)) or int(told) > size:
        raise LineTrouble("line.not_our_centre", status=answer.status_code)
    return int(told)


def _asked(
    http: httpx.Client, method: str, place: str, headers: dict[str, str], content: bytes | None = None
) -> httpx.Response:
    """The head of an answer. Its body says nothing, and is not read beyond a cap."""
    with http.stream(method, place, headers=headers, content=content) as answer:
        read = 0
        for part in answer.iter_raw():
            read += len(part)
            if read > _CAP:
                raise LineTrouble("line.not_our_centre", status=answer.status_code)
    return answer


def _chunked(page: Upload, offset: int) -> Iterator[bytes]:
    """The page's bytes from an offset on, in pieces of one size whatever sizes they are read in."""
    held = bytearray()
    for piece in page.read_from(offset):
        held += piece
        while len(held) >= _CHUNK:
            yield bytes(held[:_CHUNK])
            del held[:_CHUNK]
    if held:
        yield bytes(held)
