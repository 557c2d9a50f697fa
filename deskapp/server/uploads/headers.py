"""Reads what a tus client says in its headers. Pure, and trusts nothing."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from deskapp.failures import Refusal
from deskapp.ids import PageDigest
from deskapp.server.page_store import as_digest

VERSION = "1.0.0"
ALGORITHMS = ("sha256", "sha1")
_METADATA_CAP = 4096  # characters; a digest and a file name need 400
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")
_KEY = re.compile(r"[!-+\--~]+")  # printable ASCII without blank and comma


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the bytes of one request add up to, by the client's word."""

    algorithm: str
    digest: bytes

    def begun(self) -> Any:
        """A hash object of the algorithm."""
        return hashlib.new(self.algorithm, usedforsecurity=False)


def number(name: str, text: str | None) -> int:
    """A whole number of bytes. Refusal `upload.wrong_header` when it is missing or anything but plain digits."""
    if text is None or not _NUMBER.fullmatch(text):
        raise Refusal("upload.wrong_header", header=name)
    return int(text)


def announced_digest(text: str | None) -> PageDigest:
    """The digest in Upload-Metadata (tus 1.0: `key base64,key base64`; its key `sha256` holds hex).

    Refusal `upload.no_digest` without one, `page.wrong_digest` for one that is none, `upload.wrong_header` when the
    header is not as tus says.
    """
    if text is None:
        raise Refusal("upload.no_digest")
    wrong = Refusal("upload.wrong_header", header="Upload-Metadata")
    if len(text) > _METADATA_CAP:
        raise wrong
    values: dict[str, bytes] = {}
    for pair in text.split(","):
        key, _, value = pair.strip().partition(" ")
        if not _KEY.fullmatch(key) or key in values:
            raise wrong
        values[key] = _base64(value, wrong)
    if "sha256" not in values:
        raise Refusal("upload.no_digest")
    return as_digest(values["sha256"].decode("ascii", "replace"))


def checksum(text: str | None) -> Checksum | None:
    """Upload-Checksum, `sha256 base64`. Refusal `upload.checksum_unknown` for an algorithm that is not offered."""
    if text is None:
        return None
    algorithm, _, value = text.strip().partition(" ")
    if algorithm not in ALGORITHMS:
        raise Refusal("upload.checksum_unknown", offered=list(ALGORITHMS))
    return Checksum(algorithm, _base64(value, Refusal("upload.wrong_header", header="Upload-Checksum")))


def http_date(moment: datetime) -> str:
    """A moment in UTC as HTTP writes it (RFC 9110, 5.6.7)."""
    return format_datetime(moment, usegmt=True)


def _base64(text: str, wrong: Refusal) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise wrong from error
