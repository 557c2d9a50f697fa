"""An S3-compatible store of others (moto) behind a real socket, which compares checksums as S3 does."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import threading
from collections.abc import Callable, Iterable
from typing import Any

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

BUCKET = "pages"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "hall", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "cn-north-1"}


class _Compares:
    """Refuses a body that is not what its checksum says. moto believes the checksum and does not look."""

    def __init__(self, inner: Callable[..., Iterable[bytes]]) -> None:
        self._inner = inner
        self._one = threading.Lock()  # what is asked at once may not touch one object in moto
        self.knows_checksums = True
        self.asked: list[str] = []  # METHOD NAME, in order
        self.ranges: list[int] = []  # from which byte on an object was read

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        if environ["REQUEST_METHOD"] == "GET" and "kept/" in environ["PATH_INFO"]:
            self.ranges.append(int(environ.get("HTTP_RANGE", "bytes=0-").removeprefix("bytes=").removesuffix("-")))
        said = environ.get("HTTP_X_AMZ_CHECKSUM_SHA256")
        if said is not None and environ["REQUEST_METHOD"] == "PUT":
            if not self.knows_checksums:
                for word in ("HTTP_X_AMZ_CHECKSUM_SHA256", "HTTP_X_AMZ_SDK_CHECKSUM_ALGORITHM"):
                    environ.pop(word, None)
                return self._answered(environ, start_response)
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            if base64.b64encode(hashlib.sha256(body).digest()).decode() != said:
                told = b"<Error><Code>BadDigest</Code><Message>not what it says</Message></Error>"
                start_response("400 Bad Request", [("Content-Type", "application/xml")])
                return [told]
        return self._answered(environ, start_response)

    def _answered(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self._one:
            return list(self._inner(environ, start_response))


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's own name
        """Nothing."""


class Peer:
    """The store, and the client of its administrator."""

    def __init__(self) -> None:
        self.app = _Compares(DomainDispatcherApplication(create_backend_app))
        self._server = make_server("127.0.0.1", 0, self.app, threaded=True, request_handler=_Quiet)
        self.port = int(self._server.server_port)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.client: Any = boto3.client(
            "s3", endpoint_url=f"http://127.0.0.1:{self.port}", region_name="cn-north-1", aws_access_key_id="hall",
            aws_secret_access_key="secret",
        )  # fmt: skip

    def empty(self) -> None:
        """One bucket, and nothing in it."""
        with contextlib.suppress(self.client.exceptions.NoSuchBucket):
            for name in self.names():
                self.client.delete_object(Bucket=BUCKET, Key=name)
            for left in self.client.list_multipart_uploads(Bucket=BUCKET).get("Uploads", []):
                self.client.abort_multipart_upload(Bucket=BUCKET, Key=left["Key"], UploadId=left["UploadId"])
        with contextlib.suppress(self.client.exceptions.BucketAlreadyOwnedByYou):
            self.client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "cn-north-1"})
        self.app.knows_checksums = True
        self.app.asked.clear()
        self.app.ranges.clear()

    def names(self) -> list[str]:
        return [one["Key"] for one in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]

    def read(self, name: str) -> bytes:
        return bytes(self.client.get_object(Bucket=BUCKET, Key=name)["Body"].read())

    def write(self, name: str, data: bytes) -> None:
        """Put other bytes under a name, and leave what is said of them as it is."""
        told = self.client.head_object(Bucket=BUCKET, Key=name)["Metadata"]
        self.client.put_object(Bucket=BUCKET, Key=name, Body=data, Metadata=told)

    def unfinished(self) -> int:
        """Uploads in parts that nobody ended."""
        return len(self.client.list_multipart_uploads(Bucket=BUCKET).get("Uploads", []))

    def end(self) -> None:
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()
        self.client.close()
