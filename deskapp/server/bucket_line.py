"""One bucket of an S3-compatible store over the network: the one place that imports its library.

Everything that can go wrong there is told as one of four troubles, and nothing waits for ever: each request has its
times, is tried again a few times, and when the store fell silent whoever comes next is told so at once for a while,
instead of waiting for the same silence in a row.
"""

from __future__ import annotations

import base64
import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
    ReadTimeoutError,
)

from deskapp.failures import Refusal, StoreTrouble
from deskapp.server.bucket_address import BucketAddress

_NO_SUCH_PAGE = frozenset({"404", "NoSuchKey", "NotFound"})
_NO_SUCH_BUCKET = frozenset({"NoSuchBucket", "InvalidBucketName"})
_DENIED = frozenset({
    "401", "403", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "AllAccessDisabled", "ExpiredToken",
    "InvalidToken", "AuthorizationHeaderMalformed", "RequestTimeTooSkewed", "Forbidden",
})  # fmt: skip
_FULL = frozenset({
    "507", "InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded",
    "EntityTooLarge",
})  # fmt: skip
_SILENT = (ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds, how often one thing is tried, and bytes in one part of a large object."""

    connect: float = 2.0
    answer: float = 10.0  # without a byte
    question: float = 3.0  # the same, when no page is moved
    tries: int = 3
    rest: float = 5.0  # after a silence nobody asks anew
    part: int = 8 * 1024 * 1024  # S3 wants 5 MiB at least


@dataclass(frozen=True, slots=True)
class Kept:
    """What a bucket holds under a name: bytes there, bytes of the page, the SHA-256 of what lies there."""

    size: int
    plain: int
    sealed: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What lies under a name, as a stream that whoever has it closes: how long it is, of which edition, and the SHA-256
    that it had when it was put there.
    """

    stream: Any
    size: int
    edition: str
    sealed: str


class Bucket:
    """Puts, looks at and reads objects. Safe to use from several threads."""

    def __init__(
        self, address: BucketAddress, patience: Patience | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        """Nothing is asked yet."""
        self.patience = patience or Patience()
        self._address = address
        self._now = now
        self._silent_until = 0.0
        session = boto3.session.Session()
        self._client = _client(session, address, self.patience.connect, self.patience.answer, self.patience.tries)
        # a question is asked while a desk waits for the answer to something else
        self._asks = _client(session, address, self.patience.connect, self.patience.question, 2)

    def close(self) -> None:
        self._client.close()
        self._asks.close()

    def ask(self) -> None:
        """Return when the bucket is there and opens to us. StoreTrouble as everything here."""
        try:
            with self._told():
                self._asks.head_bucket(Bucket=self._address.bucket)
        except Refusal as error:
            raise StoreTrouble("page.store_missing") from error

    def look(self, name: str) -> Kept | None:
        """What lies under a name; None when nothing does, or something that we never put there."""
        try:
            with self._told():
                found = self._asks.head_object(Bucket=self._address.bucket, Key=self._address.prefix + name)
        except Refusal:
            return None
        told = found.get("Metadata", {})
        plain, sealed, size = told.get("plain-bytes", ""), told.get("sealed-sha256", ""), found.get("ContentLength", 0)
        if not (plain.isascii() and plain.isdecimal() and len(plain) < 16 and len(sealed) == 64 and size > int(plain)):
            return None  # whatever answers yes to everything is no store of ours
        return Kept(size, int(plain), sealed)

    def put(self, name: str, file: Path, plain: int) -> None:
        """Put a file under a name, whole or not at all: on return the store has said that it holds these very bytes.

        StoreTrouble as everything here, `page.no_room` when the store has none.
        """
        size, sealed = file.stat().st_size, _digest_of(file)
        words = {
            "Bucket": self._address.bucket, "Key": self._address.prefix + name,
            "Metadata": {"plain-bytes": str(plain), "sealed-sha256": sealed.hex()},
            "ContentType": "application/octet-stream",
        }  # fmt: skip
        with self._told(), file.open("rb") as data:
            if size <= self.patience.part:
                summed = {"ChecksumAlgorithm": "SHA256", "ChecksumSHA256": _base64(sealed)}
                told = self._client.put_object(Body=data.read(), **summed, **words)
                compared = told.get("ChecksumSHA256") == _base64(sealed)
            else:
                compared = self._put_in_parts(data, words)
        kept = self.look(name)
        if kept is None or (kept.sealed == sealed.hex() and kept.size != size):
            raise StoreTrouble("page.not_kept")
        if not compared:  # or it is another's by now, who has put the same page under its name at this moment
            self._read_back(name)

    def read(self, name: str, position: int = 0, *, edition: str = "") -> Opened:
        """What lies under a name from a byte on.

        Refusal `page.unknown`; StoreTrouble, also when another edition has come to lie there.
        """
        words: dict[str, str] = {"Range": f"bytes={position}-"} if position else {}
        words |= {"IfMatch": edition} if edition else {}
        with self._told():
            found = self._client.get_object(Bucket=self._address.bucket, Key=self._address.prefix + name, **words)
            sealed = str(found.get("Metadata", {}).get("sealed-sha256", ""))
            return Opened(found["Body"], int(found["ContentLength"]), str(found.get("ETag", "")), sealed)

    def names(self, beginning: str) -> Iterator[str]:
        """Every name with this beginning, in order, some at a time."""
        whole = self._address.prefix + beginning
        with self._told():
            listed = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._address.bucket, Prefix=whole)
            for some in listed:
                for one in some.get("Contents", ()):
                    yield str(one["Key"]).removeprefix(self._address.prefix)

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Tell what goes wrong while a stream is read as what goes wrong here is told."""
        with self._told():
            yield

    def _put_in_parts(self, data: IO[bytes], words: dict[str, Any]) -> bool:
        """Whether the store said of each part that it holds those very bytes; one that knows no checksums does not."""
        place = {name: words[name] for name in ("Bucket", "Key")}
        begun = self._client.create_multipart_upload(ChecksumAlgorithm="SHA256", **words)["UploadId"]
        try:
            parts: list[dict[str, Any]] = []
            compared = True
            while part := data.read(self.patience.part):
                summed = _base64(sha256(part).digest())
                number = len(parts) + 1
                told = self._client.upload_part(
                    UploadId=begun,
                    PartNumber=number,
                    Body=part,
                    ChecksumAlgorithm="SHA256",
                    ChecksumSHA256=summed,
                    **place,
                )
                compared = compared and told.get("ChecksumSHA256") == summed
                parts.append({"PartNumber": number, "ETag": told["ETag"], "ChecksumSHA256": summed})
            self._client.complete_multipart_upload(UploadId=begun, MultipartUpload={"Parts": parts}, **place)
        except BaseException:
            # its parts cost room until somebody says so; where nobody can, the bucket's own rule clears them away
            with contextlib.suppress(BotoCoreError, ClientError):
                self._client.abort_multipart_upload(UploadId=begun, **place)
            raise
        return compared

    def _read_back(self, name: str) -> None:
        opened = self.read(name)
        with contextlib.closing(opened.stream), self._told():
            hashed = sha256()
            for part in opened.stream.iter_chunks(1024 * 1024):
                hashed.update(part)
        if hashed.hexdigest() != opened.sealed:
            raise StoreTrouble("page.not_kept")

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """StoreTrouble `page.store_silent`, `page.store_denied`, `page.store_missing`, `page.no_room` or
        `page.not_kept`; Refusal `page.unknown` for a name under which nothing lies.
        """
        if self._now() < self._silent_until:
            raise StoreTrouble("page.store_silent")
        try:
            yield
        except ClientError as error:
            raise _failure(error) from error
        except (NoCredentialsError, PartialCredentialsError) as error:
            raise StoreTrouble("page.store_denied") from error
        except _SILENT as error:
            self._silent_until = self._now() + self.patience.rest
            raise StoreTrouble("page.store_silent") from error
        except HTTPClientError as error:  # one connection broke: the next may not
            raise StoreTrouble("page.store_silent") from error
        except (BotoCoreError, KeyError, ValueError) as error:  # half a sentence of XML, no length, no tag
            raise StoreTrouble("page.not_kept") from error


def _client(session: Any, address: BucketAddress, connect: float, answer: float, tries: int) -> Any:
    return session.client(
        "s3",
        endpoint_url=address.endpoint or None,
        region_name=address.region or None,
        config=Config(
            connect_timeout=connect,
            read_timeout=answer,
            retries={"total_max_attempts": max(tries, 1), "mode": "standard"},
            max_pool_connections=32,
            # whoever names an endpoint has one host, and no name for each bucket
            s3={"addressing_style": "path" if address.endpoint else "auto"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


def _failure(error: ClientError) -> Refusal | StoreTrouble:
    code = str(error.response.get("Error", {}).get("Code", ""))
    if code in _NO_SUCH_PAGE:
        return Refusal("page.unknown")
    for codes, told in (
        (_NO_SUCH_BUCKET, "page.store_missing"),
        (_DENIED, "page.store_denied"),
        (_FULL, "page.no_room"),
    ):
        if code in codes:
            return StoreTrouble(told)
    return StoreTrouble("page.not_kept")


def _digest_of(file: Path) -> bytes:
    with file.open("rb") as data:
        hashed = sha256()
        while part := data.read(1024 * 1024):
            hashed.update(part)
    return hashed.digest()


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
