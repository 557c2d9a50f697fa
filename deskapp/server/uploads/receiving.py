"""Takes the body of a request into an upload, as it comes, and copes with clients that vanish, dawdle or lie."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from anyio import to_thread
from starlette.requests import Request

from deskapp.failures import Refusal
from deskapp.server.page_file import PIECE
from deskapp.server.uploads.headers import Checksum
from deskapp.server.uploads.writing import UploadWriter


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
    summed = checksum.begun() if checksum else None
    held = bytearray()
    received = 0
    try:
        async for part in body(request, silence):
            received += len(part)
            if received > limit:
                raise too_large
            held += part
            if len(held) >= PIECE:
                await to_thread.run_sync(_add, writer, held, summed)
                held = bytearray()
        await to_thread.run_sync(_add, writer, held, summed)
    except (ClientGone, Refusal) as failure:
        if failure is too_large:
            await to_thread.run_sync(writer.back_to, begun)
        else:
            await to_thread.run_sync(_keep_what_came, writer, held)
        raise
    if checksum and summed and summed.digest() != checksum.digest:
        await to_thread.run_sync(writer.back_to, begun)
        raise Refusal("upload.checksum_differs", algorithm=checksum.algorithm)
    await to_thread.run_sync(writer.settle)


def _add(writer: UploadWriter, data: bytearray, summed: Any) -> None:
    writer.add(data)
    if summed is not None:
        summed.update(data)


def _keep_what_came(writer: UploadWriter, data: bytearray) -> None:
    writer.add(data)
    writer.settle()
