"""Sends a large page by tus 1.0, going on from where an earlier try had got to."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx

from deskapp.failures import LineTrouble
from deskapp.protocol.messages import Upload

_VERSION = {"Tus-Resumable": "1.0.0"}
_CHUNK = 16 * 1024 * 1024  # bytes in one PATCH: what a cut line makes us send twice at the most


def send(http: httpx.Client, page: Upload, *, token: str) -> None:
    """Upload a page whole. LineTrouble when the centre answers what tus does not allow; httpx errors pass through."""
    headers = {**_VERSION, "Authorization": f"Bearer {token}"}
    location = page.location
    offset = _offset(http, location, headers) if location else None
    if location is None or offset is None:
        location, offset = _create(http, page, headers), 0
        page.located(location)
    chunks = _chunked(page, offset)
    for chunk in chunks:
        answer = http.patch(
            location,
            content=chunk,
            headers={**headers, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"},
        )
        if answer.status_code in (404, 409, 410, 422, 460):
            page.located(None)  # begun anew at the next round
            raise LineTrouble("line.upload_lost")
        offset += len(chunk)
        if answer.status_code != 204 or answer.headers.get("Upload-Offset") != str(offset):
            raise LineTrouble("line.not_our_centre", status=answer.status_code)
    page.located(None)


def _create(http: httpx.Client, page: Upload, headers: dict[str, str]) -> str:
    digest = base64.b64encode(page.digest.encode()).decode()
    answer = http.post(
        "/files/", headers={**headers, "Upload-Length": str(page.size), "Upload-Metadata": f"sha256 {digest}"}
    )
    location = answer.headers.get("Location", "")
    path = urlsplit(location).path
    if answer.status_code != 201 or not path.startswith("/files/"):
        raise LineTrouble("line.not_our_centre", status=answer.status_code)
    return str(path)  # never the host that an answer names: pages go to our centre only


def _offset(http: httpx.Client, location: str, headers: dict[str, str]) -> int | None:
    answer = http.head(location, headers=headers)
    offset = answer.headers.get("Upload-Offset", "")
    return int(offset) if answer.status_code in (200, 204) and offset.isdecimal() else None


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
