"""What a browser sends from a form: fields, and files where there are some (RFC 7578). Read strictly, to a limit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request

from deskapp.failures import ContentTrouble, Refusal
from deskapp.server.uploads.receiving import whole_body

_FIELDS = 40
_LONGEST = 8 * 1024  # bytes of a field
_SILENCE = 30.0  # seconds
_SMALL = 64 * 1024  # bytes of a form without files
_BOUNDARY = re.compile(
    r"multipart/form-data;\s*boundary=\"?([0-9A-Za-z'()+_,./:=?-]{1,70})\"?\s*(?:;.*)?", re.IGNORECASE
)
_NAME = re.compile(rb'form-data;(?:[^"]|"[^"]*")*?\bname="([A-Za-z_]{1,40})"', re.IGNORECASE)
_FILE = re.compile(rb"\bfilename\*?=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled in. `files`: what was chosen, in its order, without the names it had elsewhere."""

    fields: Mapping[str, str]
    files: tuple[bytes, ...] = ()


async def filled_form(request: Request, largest: int = _SMALL) -> Filled:
    """Read a form; `largest`: bytes of it with its files. ContentTrouble `request.wrong_form`; Refusal
    `request.too_large`.
    """
    kind = request.headers.get("content-type", "")
    boundary = _BOUNDARY.fullmatch(kind)
    limit = largest if boundary else _SMALL
    data = await whole_body(request, limit, _SILENCE, Refusal("request.too_large", limit=limit))
    if boundary:
        return _parts(data, boundary[1].encode())
    if kind.partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise ContentTrouble("request.wrong_form")
    try:
        pairs = parse_qsl(data.decode("ascii"), keep_blank_values=True, max_num_fields=_FIELDS, errors="strict")
    except (ValueError, UnicodeDecodeError) as error:
        raise ContentTrouble("request.wrong_form") from error
    return Filled({name: _one_line_end(value) for name, value in reversed(pairs)})


def _parts(data: bytes, boundary: bytes) -> Filled:
    fields: dict[str, str] = {}
    files: list[bytes] = []
    mark = b"--" + boundary
    if not data.startswith(mark) or not data.rstrip(b"\r\n").endswith(mark + b"--"):
        raise ContentTrouble("request.wrong_form")
    for part in (b"\r\n" + data).split(b"\r\n" + mark)[1:-1]:
        head, between, body = part.partition(b"\r\n\r\n")
        named = _NAME.search(head)
        if not between or named is None or len(head) > _LONGEST or len(fields) + len(files) >= _FIELDS:
            raise ContentTrouble("request.wrong_form")
        if _FILE.search(head):
            if body:  # nothing was chosen
                files.append(body)
        elif len(body) > _LONGEST:
            raise ContentTrouble("request.wrong_form")
        else:
            fields.setdefault(named[1].decode(), _text(body))
    return Filled(fields, tuple(files))


def _text(body: bytes) -> str:
    try:
        return _one_line_end(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ContentTrouble("request.wrong_form") from error


def _one_line_end(text: str) -> str:
    """As typed: a browser sends the end of a line as two characters."""
    return text.replace("\r\n", "\n")
