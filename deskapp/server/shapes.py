"""Bodies in and answers out, in the shapes of the protocol."""

from __future__ import annotations

import zlib
from typing import TypeVar

from fastapi import Request, Response

from deskapp.failures import ContentTrouble, Refusal
from deskapp.protocol.json import decode, encode, shaped_loosely
from deskapp.server.uploads.receiving import whole_body

T = TypeVar("T")
_BODY = 8 * 1024 * 1024  # bytes of a request, also when unpacked
_SILENCE = 30.0  # seconds a client may say nothing in the middle of a request
_GZIP = 16 + zlib.MAX_WBITS


def json_answer(value: object, status: int = 200) -> Response:
    """A value as JSON."""
    return Response(encode(value), status, {"Cache-Control": "no-store"}, "application/json")


async def words_of(request: Request, shape: type[T], *, limit: int = _BODY) -> T:
    """The body of a request in its shape; it may be packed by gzip.

    ContentTrouble `json.not_this_shape`, `request.wrong_packing`; Refusal `request.too_large`.
    """
    return decode(await body_of(request, limit=limit) or b"{}", shape)


def query_of(request: Request, shape: type[T]) -> T:
    """What stands behind the question mark, in its shape. ContentTrouble `json.not_this_shape`."""
    return shaped_loosely(dict(request.query_params), shape)


async def body_of(request: Request, *, limit: int) -> bytes:
    """The body of a request, unpacked. Raises what `words_of` says."""
    data = await whole_body(request, limit, _SILENCE, Refusal("request.too_large", limit=limit))
    packing = request.headers.get("content-encoding", "identity")
    if packing not in ("identity", "gzip"):
        raise ContentTrouble("request.wrong_packing")
    return _unpacked(data, limit) if packing == "gzip" else data


def _unpacked(data: bytes, limit: int) -> bytes:
    """A small packed body may unpack to any size: it is never unpacked further than the limit."""
    unpacker = zlib.decompressobj(_GZIP)
    try:
        plain = unpacker.decompress(data, limit)
    except zlib.error as error:
        raise ContentTrouble("request.wrong_packing") from error
    if unpacker.unconsumed_tail:
        raise Refusal("request.too_large", limit=limit)
    if not unpacker.eof or unpacker.unused_data:
        raise ContentTrouble("request.wrong_packing")
    return plain
