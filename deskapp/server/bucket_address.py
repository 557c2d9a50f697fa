"""Where a bucket is: `s3://BUCKET/PREFIX?endpoint=https://…&region=…`. Never with a key in it.

Such an address stands in settings, in the environment of processes and in what `doctor` says. Who may open the bucket
is therefore found where the S3 library looks by itself: the environment, its own files, the machine's role.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from deskapp.failures import Refusal

SCHEME = "s3://"
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_REGION = re.compile(r"[a-z0-9-]{1,40}")
_PREFIX = re.compile(r"[A-Za-z0-9!_.*'()/-]*")


@dataclass(frozen=True, slots=True)
class BucketAddress:
    """`prefix` ends in a slash unless it is empty; `endpoint` is "" for the provider the library knows by itself."""

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""

    def __str__(self) -> str:
        told = f"{SCHEME}{self.bucket}/{self.prefix}"
        return f"{told} ({self.endpoint})" if self.endpoint else told


def is_one(text: str) -> bool:
    """Whether pages are meant to be kept in a bucket, and not in a folder."""
    return text.lower().startswith(SCHEME)


def read(text: str) -> BucketAddress:
    """The address. Refusal `pages.bad_address` for what is none, `pages.secret_in_address` when a key stands in it."""
    try:
        parts = urlsplit(text)
        words = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)) if parts.query else {}
        asked_port = parts.port
    except ValueError as error:
        raise Refusal("pages.bad_address") from error
    endpoint, region = words.pop("endpoint", ""), words.pop("region", "")
    secret = parts.username is not None or any("key" in name.lower() or "secret" in name.lower() for name in words)
    if secret or "@" in endpoint:
        raise Refusal("pages.secret_in_address")
    prefix = parts.path.strip("/")
    sound = (
        parts.scheme == "s3" and asked_port is None and _BUCKET.fullmatch(parts.netloc) and not parts.fragment
        and not words and _PREFIX.fullmatch(prefix) and not {"", ".", ".."}.intersection(prefix.split("/")[:-1])
        and (not region or _REGION.fullmatch(region)) and (not endpoint or _is_site(endpoint))
    )  # fmt: skip
    if not sound:
        raise Refusal("pages.bad_address")
    return BucketAddress(parts.netloc, f"{prefix}/" if prefix else "", endpoint.rstrip("/"), region)


def _is_site(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in ("https", "http")
            and bool(parts.hostname)
            and (parts.port is None or parts.port > 0)
            and not (parts.query or parts.fragment)
        )
    except ValueError:
        return False
