"""Sends a large page by tus 1.0, going on from where an earlier try had got to."""

from __future__ import annotations

import base64
import contextlib
import re
from collections.abc import Generator, Iterator

import httpx

from deskapp.failures import LineTrouble
from deskapp.protocol.messages import Upload
from deskapp.sync.answers import failure

_VERSION = {"Tus-Resumable": "1.0.0"}
# Where an upload stands, whatever host an answer names: pages go to our centre only.
_PLACE = re.compile(r"(?:https?://[^/\s]+)?(/files/[A-Za-z0-9_.~-]+)", re.ASCII)
_CAP = 64 * 1024  # bytes of an answer that says everything in its headers
_BUSY = 423  # an earlier try's connection is not known to be gone yet
_CENTRE_ILL = 500


def send(http: httpx.Client, page: Upload, *, token: str) -> None:
    """Upload a page, as far as it may go. LineTrouble when the centre answers what tus does not allow, or when its
    store is ill (`page.…`); httpx errors pass through.
    """
    headers = {**_VERSION, "Authorization": f"Bearer {token}"}
    location = page.location
    offset = _offset(http, location, page.size, headers) if location else None
    if location is None or offset is None:
        location, offset = _create(http, page, headers), 0
        page.located(location)
    with contextlib.closing(_Bytes(page.read_from(offset))) as left:
        begun = False  # something goes each time
        while offset < page.size:
            if begun and not page.go_on():
                return
            begun = True
            size = min(page.chunk, page.size - offset)
            said = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
            said |= {**headers, "Content-Length": str(size)}
            answer = _asked(http, "PATCH", location, said, left.take(size))
            if answer.status_code in (404, 409, 410, 422, 460):
                page.located(None)  # begun anew at the next round
                raise LineTrouble("line.upload_lost")
            if answer.status_code == _BUSY:
                raise LineTrouble("line.upload_lost")
            offset += size
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
    http: httpx.Client, method: str, place: str, headers: dict[str, str], content: Iterator[bytes] | None = None
) -> httpx.Response:
    """The head of an answer; of its body no more than a cap, and only for what is wrong with the centre's store."""
    with http.stream(method, place, headers=headers, content=content) as answer:
        read = bytearray()
        for part in answer.iter_raw():
            read += part
            if len(read) > _CAP:
                raise LineTrouble("line.not_our_centre", status=answer.status_code)
    if answer.status_code >= _CENTRE_ILL:
        raise failure(answer, bytes(read))
    return answer


class _Bytes:
    """A page's bytes, as many as are wanted at a time; the last only when the page has said that it is whole."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = next(pieces, b"")
        self._next = next(pieces, None)

    def take(self, size: int) -> Iterator[bytes]:
        """So many bytes, in parts."""
        left = size
        while left and self._held:
            part, self._held = self._held[:left], self._held[left:]
            left -= len(part)
            if not self._held and self._next is not None:
                self._held, self._next = self._next, next(self._pieces, None)
            yield part

    def close(self) -> None:
        """Let go of what is read from."""
        if isinstance(self._pieces, Generator):
            self._pieces.close()
