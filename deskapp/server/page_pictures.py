"""A case's pages as files for a department: what they are is seen by their first bytes, and nothing of them runs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import closing

from fastapi.responses import Response, StreamingResponse

from deskapp.failures import Refusal, StoreTrouble
from deskapp.ids import PageDigest
from deskapp.scans.clean import thumbnail
from deskapp.server.parts import CentreParts

_KINDS = (
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"%PDF-", "application/pdf", "pdf"),
)
_SMALL = 220  # pixels of the longer side
_MADE_AT_ONCE = 2  # the largest page that is let in unpacks to 360 MB
# shown by the reader's own viewer and by nothing else: no script, no form, no word to anywhere
_SANDBOX = "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'; sandbox"


async def page_file(parts: CentreParts, digest: PageDigest, name: str, *, shown: bool = False) -> Response:
    """A page whole, as a file of this name, or `shown` in a browser. Refusal `page.unknown`."""
    size, first, rest = await parts.shelf.threads.run(_opened, parts, digest)
    kind, ending = next(
        ((kind, end) for head, kind, end in _KINDS if first.startswith(head)), ("application/octet-stream", "bin")
    )
    way = "inline" if shown and ending != "bin" else "attachment"
    headers = {
        "Cache-Control": "no-store", "Content-Length": str(size), "ETag": f'"{digest}"',
        "Content-Disposition": f'{way}; filename="{name}.{ending}"',
    }  # fmt: skip
    if ending != "pdf":  # a browser's own reader of PDF does not run in a sandbox
        headers["Content-Security-Policy"] = _SANDBOX
    return StreamingResponse(parts.shelf.threads.each(_joined(first, rest)), headers=headers, media_type=kind)


def pictures_of(parts: CentreParts, digests: Iterable[PageDigest]) -> frozenset[PageDigest]:
    """Those that are kept, and pictures by their first bytes; none while the store does not answer."""
    try:
        return frozenset(digest for digest in parts.pages.known(digests) if _is_picture(parts, digest))
    except StoreTrouble:
        return frozenset()


def _is_picture(parts: CentreParts, digest: PageDigest) -> bool:
    with closing(parts.pages.open(digest)) as pieces:
        return next(pieces, b"").startswith((_KINDS[0][0], _KINDS[1][0]))


class SmallPictures:
    """Makes small pictures of pages, a few at once: whoever asks for more waits, and holds no thread meanwhile."""

    def __init__(self, parts: CentreParts) -> None:
        self._parts = parts
        self._making = asyncio.Semaphore(_MADE_AT_ONCE)

    async def of(self, digest: PageDigest) -> Response:
        """A page, small, too small to be read. Refusal `page.unknown`; ContentTrouble as of `scans.page.unpacked`."""
        async with self._making:
            data = await self._parts.shelf.threads.run(_thumbnail, self._parts, digest)
        return Response(data, headers={"Cache-Control": "no-store"}, media_type="image/jpeg")


def _thumbnail(parts: CentreParts, digest: PageDigest) -> bytes:
    if not parts.pages.has(digest):
        raise Refusal("page.unknown")
    return thumbnail(b"".join(parts.pages.open(digest)), _SMALL)


def _opened(parts: CentreParts, digest: PageDigest) -> tuple[int, bytes, Iterator[bytes]]:
    size, pieces = parts.pages.size(digest), parts.pages.open(digest)
    return size, next(pieces, b""), pieces


def _joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
