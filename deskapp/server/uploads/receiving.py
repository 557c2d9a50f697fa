"""Takes the body of a request into an upload, as it comes, and copes with clients that vanish, dawdle or lie."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request

from deskapp.failures import Refusal
from deskapp.scans.page_file import PIECE
from deskapp.server.store_threads import StoreThreads
from deskapp.server.uploads.headers import ALGORITHMS, Checksum
from deskapp.server.uploads.shelf import Shelf
from deskapp.server.uploads.writing import Place, UploadWriter

_ROOMS = 4  # pieces of one upload in memory
_SPARE = 16  # rooms kept for the next uploads: fresh memory costs as much as what is received into it
_spare: list[bytearray] = []  # the event loop's alone


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


async def receive_into(writer: UploadWriter, request: Request, checksum: Checksum | None, shelf: Shelf) -> None:
    """Add the body to an upload and settle it: what this returns after is on the disk.

    What has arrived when a client vanishes or falls silent counts (the digest of the whole page is the judge in the
    end). Refusal `upload.too_large` and `upload.checksum_differs` leave the offset where it was.
    """
    limit = writer.length - writer.offset
    too_large = Refusal("upload.too_large", limit=writer.length)
    if declared_length(request) > limit:
        raise too_large
    if limit == 0:
        await shelf.threads.run(writer.settle)
        return
    begun = writer.place()
    adding = _Adding(writer, checksum, shelf.threads)
    try:
        received = 0
        async for part in body(request, shelf.limits.silence):
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
        await shelf.threads.run(writer.back_to, begun)
        raise Refusal("upload.checksum_differs", offered=list(ALGORITHMS))


class _Adding:
    """Adds pieces in a thread while the next ones come over the line: hashing and receiving cost about the same.

    What is ready when the thread comes back goes to it together, and its rooms are filled again: to grow one anew for
    each piece costs more than to receive it. A client that is slow holds no thread while it is waited for.
    """

    def __init__(self, writer: UploadWriter, checksum: Checksum | None, threads: StoreThreads) -> None:
        self._writer = writer
        self._threads = threads
        self._checksum = checksum
        self._summed = checksum.begun() if checksum else None
        self._filling = bytearray()
        self._held = 0  # bytes in the room that is being filled
        self._ready: list[bytearray] = []
        self._free: list[bytearray] = []
        self._rooms = 0
        self._under_way: asyncio.Task[None] | None = None

    async def take(self, part: bytes) -> None:
        """Add a part, some time."""
        left = memoryview(part)
        while left:
            if not self._filling:
                self._filling = await self._room()
            some = left[: PIECE - self._held]
            self._filling[self._held : self._held + len(some)] = some
            self._held += len(some)
            left = left[len(some) :]
            if self._held == PIECE:
                self._ready.append(self._filling)
                self._filling, self._held = bytearray(), 0
                self._go_on()

    async def end(self) -> bool:
        """Add and settle all that came. False, and not settled, when it is not what the client's checksum says."""
        await self._waited()
        right = await self._threads.run(self._end)
        self._give_back()
        return right

    async def stop(self, back_to: Place | None) -> None:
        """After a failure: settle what has come, though no checksum can be held against it, or go back to a place."""
        if back_to is not None:
            self._ready.clear()
        await self._waited()
        if back_to is None:
            self._checksum = None
            await self._threads.run(self._end)
        else:
            await self._threads.run(self._writer.back_to, back_to)

    def _give_back(self) -> None:
        rooms = [*self._free, *([self._filling] if self._filling else [])]
        _spare.extend(rooms[: _SPARE - len(_spare)])
        self._filling, self._held, self._free = bytearray(), 0, []

    async def _room(self) -> bytearray:
        while not self._free and self._rooms == _ROOMS:
            await self._waited(once=True)
        if self._free:
            return self._free.pop()
        self._rooms += 1
        return _spare.pop() if _spare else bytearray(PIECE)

    def _go_on(self) -> None:
        if self._under_way is None and self._ready:
            ready, self._ready = self._ready, []
            self._under_way = asyncio.create_task(self._add_ready(ready))

    async def _add_ready(self, pieces: list[bytearray]) -> None:
        await self._threads.run(self._add_all, pieces)
        self._free += pieces
        self._under_way = None
        self._go_on()

    async def _waited(self, *, once: bool = False) -> None:
        while self._under_way is not None:
            under_way = self._under_way
            try:
                await under_way
            except BaseException:
                self._under_way = None
                raise
            if once:
                return

    def _end(self) -> bool:
        self._add(memoryview(self._filling)[: self._held])
        if self._checksum and self._summed and self._summed.digest() != self._checksum.digest:
            return False
        self._writer.settle()
        return True

    def _add_all(self, pieces: list[bytearray]) -> None:
        for piece in pieces:
            self._add(piece)

    def _add(self, data: bytearray | memoryview) -> None:
        self._writer.add(data)
        if self._summed is not None:
            self._summed.update(data)
