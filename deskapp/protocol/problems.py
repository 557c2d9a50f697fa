"""How the centre says no over HTTP: RFC 9457 problem documents with a stable `type`.

`{"type": "urn:onewindow:problem:upload.busy", "title": "Locked", "status": 423, "values": {…}}`. The code is that of
the `Failure` on either side; its sentence stands in the translations, so a document carries the values and no words of
ours. Pure: the centre makes an answer of it (`server/answers.py`), a desk reads it back into a Refusal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import msgspec

from deskapp.failures import ContentTrouble, Failure, Trouble

MEDIA_TYPE = "application/problem+json"
URN = "urn:onewindow:problem:"
_CAP = 64 * 1024  # bytes of a document that a desk is willing to read
_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_CHECKSUM_MISMATCH = 460  # tus 1.0, extension "checksum"; HTTP itself has no such status

# A code that is not named here is answered by the kind of its failure, see `status_of`.
STATUS: Mapping[str, int] = MappingProxyType(
    {
        "access.not_signed_in": 401,
        "access.denied": 403,
        "upgrade_required": 426,
        "request.too_large": 413,
        "request.no_such_place": 404,
        "request.wrong_method": 405,
        "request.wrong": 400,
        "request.wrong_key": 400,
        "request.wrong_packing": 415,
        "request.headers_too_large": 431,
        "sign_in.wait": 429,
        "sign_in.not_enrolled": 403,
        "sign_in.no_desk": 403,
        "sign_in.other_window": 403,
        "sign_in.not_this_desk": 403,
        "enroll.wait": 429,
        "enroll.code_wrong": 403,
        "enroll.code_misread": 403,
        "figures.wrong_days": 400,
        "replay.nothing": 404,
        "window.unknown": 404,
        "update.withdrawn": 404,
        "update.desks_only": 403,
        "archive.not_archived": 404,
        "upload.unknown": 404,
        "upload.busy": 423,
        "upload.expired": 410,
        "upload.offset_differs": 409,
        "upload.wrong_type": 415,
        "upload.wrong_header": 400,
        "upload.no_digest": 400,
        "upload.too_large": 413,
        "upload.empty": 400,
        "upload.wrong_version": 412,
        "upload.checksum_unknown": 400,
        "upload.checksum_differs": _CHECKSUM_MISMATCH,
        "upload.silent": 408,
        "case.unknown": 404,
        "case.changed_since": 412,
        "request.key_reused": 422,
        "request.not_our_form": 400,
        "request.wrong_form": 400,
        "sign_in.not_of_department": 403,
        "access.no_department": 403,
        "form.none": 404,
        "paper.too_large": 413,
        "page.unknown": 404,
        "page.digest_differs": 422,
        "page.wrong_digest": 400,
        "page.too_large": 413,
        "page.wrong_question": 400,
        "page.damaged": 500,
        "page.no_room": 507,
        "page.not_kept": 503,
    }
)


def status_of(failure: Failure) -> int:
    """The HTTP status of a failure: by its code, else 422 (content), 503 (trouble) or 409 (the office refuses).

    Every code that begins with `sign_in.` is 401, unless the table says otherwise.
    """
    if failure.code in STATUS:
        return STATUS[failure.code]
    if failure.code.startswith("sign_in."):
        return 401
    if isinstance(failure, ContentTrouble):
        return 422
    return 503 if isinstance(failure, Trouble) else 409


def problem_document(code: str, status: int, values: Mapping[str, object]) -> dict[str, object]:
    """The document as a plain dict, ready for JSON."""
    document: dict[str, object] = {"type": URN + code, "title": _title(status), "status": status}
    return document | {"values": dict(values)} if values else document


def read_problem(data: bytes) -> tuple[str | None, Mapping[str, Any]]:
    """The code and the values of a problem document; `(None, {})` when it is not one that our centre wrote."""
    if len(data) > _CAP:
        return None, {}
    try:
        read = msgspec.json.decode(data, type=_Document)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None, {}
    code = read.type.removeprefix(URN)
    if not read.type.startswith(URN) or not _CODE.fullmatch(code):
        return None, {}
    return code, read.values


class _Document(msgspec.Struct):
    type: str
    values: dict[str, Any] = {}


def _title(status: int) -> str:
    return "Checksum Mismatch" if status == _CHECKSUM_MISMATCH else HTTPStatus(status).phrase
