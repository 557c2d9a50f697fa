"""Takes the body of a request into an upload, as it comes, and copes with clients that vanish, dawdle or lie."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from anyio import to_thread
from starlette.requests import Request

from deskapp.failures import Refusal
from deskapp.scans.page_file import PIECE
from deskapp.server.uploads.headers import ALGORITHMS, Checksum
from deskapp.server.uploads.writing import Place, UploadWriter


class ClientGone(Exception):
    """The client hung up before its body was whole. Nobody is left to be answered."""


async def body(request: Request, silence: float) -> AsyncIterator[bytes]:
    """The body in parts, as they come.

    ClientGone when the line is closed; Refusal `upload.silent` when nothing came for `silence` seconds, so that a
    client whose cable was pulled does not hold its upload for ever.
    """
    more = True
    while more:
        try:
            async with asyncio.timeout(silence):
                message = await request.receive()
        except TimeoutError as error:
            raise Refusal("upload.silent") from error
        if message["type"] == "http.disconnect":
            raise ClientGone
        more = message.get("more_body", False)
        if part := message.get("body", b""):
            yield part


async def whole_body(request: Request, limit: int, silence: float, too_large: Refusal) -> bytes:
    """A small body in one. `too_large` by what the client declares, else as soon as too much has come."""
    if declared_length(request) > limit:
        raise too_large
    held = bytearray()
    async for part in body(request, silence):
        held += part
        if len(held) > limit:
            raise too_large
    return bytes(held)


def declared_length(request: Request) -> int:
    """Content-Length, or 0 when none is declared (a chunked body). The server has seen to it that it is a number."""
    text = request.headers.get("content-length", "0")
    return int(text) if text.isdecimal() and text.isascii() else 0


async def receive_into(writer: UploadWriter, request: Request, checksum: Checksum | None, silence: float) -> None:
    """Add the body to an upload and settle it: what this returns after is on the disk.

    What has arrived when a client vanishes or falls silent counts (the digest of the whole page is the judge in the
    end). Refusal `upload.too_large` and `upload.checksum_differs` leave the offset where it was.
    """
    limit = writer.length - writer.offset
    too_large = Refusal("upload.too_large", limit=writer.length)
    if declared_length(request) > limit:
        raise too_large
    if limit == 0:
        await to_thread.run_sync(writer.settle)
        return
    begun = writer.place()
    adding = _Adding(writer, checksum)
    try:
        received = 0
        async for part in body(request, silence):
            received += len(part)
            if received > limit:
                raise too_large
            await adding.take(part)
    except (ClientGone, Refusal) as failure:
        await adding.stop(begun if failure is too_large else None)
        raise
    except BaseException:
        await adding.stop(begun)
        raise
    if not await adding.end():
        await to_thread.run_sync(writer.back_to, begun)
        raise Refusal("upload.checksum_differs", offered=list(ALGORITHMS))


class _Adding:
    """Adds one piece in a thread while the next one comes over the line: hashing and receiving cost about the same."""

    def __init__(self, writer: UploadWriter, checksum: Checksum | None) -> None:
        self._writer = writer
        self._checksum = checksum
        self._summed = checksum.begun() if checksum else None
        self._held = bytearray()
        self._under_way: asyncio.Task[None] | None = None

    async def take(self, part: bytes) -> None:
        """Add a part, some time."""
        self._held += part
        if len(self._held) >= PIECE:
            await self._waited()
            piece, self._held = self._held, bytearray()
            self._under_way = asyncio.create_task(to_thread.run_sync(self._add, piece))

    async def end(self) -> bool:
        """Add and settle all that came. False, and not settled, when it is not what the client's checksum says."""
        await self._waited()
        return await to_thread.run_sync(self._end)

    async def stop(self, back_to: Place | None) -> None:
        """After a failure: settle what has come, though no checksum can be held against it, or go back to a place."""
        await self._waited()
        if back_to is None:
            self._checksum = None
            await to_thread.run_sync(self._end)
        else:
            await to_thread.run_sync(self._writer.back_to, back_to)

    def _end(self) -> bool:
        self._add(self._held)
        if self._checksum and self._summed and self._summed.digest() != self._checksum.digest:
            return False
        self._writer.settle()
        return True

    async def _waited(self) -> None:
        if self._under_way is not None:
            under_way, self._under_way = self._under_way, None
            await under_way

    def _add(self, data: bytearray) -> None:
        self._writer.add(data)
        if self._summed is not None:
            self._summed.update(data)
