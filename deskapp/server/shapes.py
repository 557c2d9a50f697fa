"""Bodies in and answers out, in the shapes of the protocol."""

from __future__ import annotations

from typing import TypeVar

from fastapi import Request, Response

from deskapp.failures import Refusal
from deskapp.protocol.json import decode, encode
from deskapp.server.uploads.receiving import whole_body

T = TypeVar("T")
_BODY = 8 * 1024 * 1024  # bytes of a request
_SILENCE = 30.0  # seconds a client may say nothing in the middle of a request


def json_answer(value: object, status: int = 200) -> Response:
    """A value as JSON."""
    return Response(encode(value), status, {"Cache-Control": "no-store"}, "application/json")


async def words_of(request: Request, shape: type[T]) -> T:
    """The body of a request in its shape. ContentTrouble `json.not_this_shape`, Refusal `request.too_large`."""
    data = await whole_body(request, _BODY, _SILENCE, Refusal("request.too_large", limit=_BODY))
    return decode(data or b"{}", shape)
