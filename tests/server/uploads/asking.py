"""What a desk says over HTTP, in the words of tus."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

import httpx

TUS = {"Tus-Resumable": "1.0.0"}
PATCH_TYPE = {"Content-Type": "application/offset+octet-stream"}


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def metadata(digest: str, **more: str) -> str:
    """Upload-Metadata as tus wants it."""
    return ",".join(
        f"{name} {base64.b64encode(text.encode()).decode()}" for name, text in {"sha256": digest, **more}.items()
    )


def code_of(answer: httpx.Response) -> str:
    """The code of a problem document."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    document = answer.json()
    assert document["status"] == answer.status_code
    return str(document["type"]).removeprefix("urn:onewindow:problem:")


@dataclass(frozen=True, slots=True)
class Desk:
    line: httpx.Client

    def create(self, data: bytes, digest: str | None = None) -> httpx.Response:
        headers = {"Upload-Length": str(len(data)), "Upload-Metadata": metadata(digest or digest_of(data))}
        return self.line.post("/files/", headers=TUS | headers)

    def begun(self, data: bytes, digest: str | None = None) -> str:
        answer = self.create(data, digest)
        assert answer.status_code == 201, answer.text
        return str(answer.headers["location"])

    def patch(self, where: str, offset: int | str, data: bytes, **headers: str) -> httpx.Response:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.line.patch(where, content=data, headers=TUS | PATCH_TYPE | {"Upload-Offset": str(offset)} | said)

    def head(self, where: str) -> httpx.Response:
        return self.line.head(where, headers=TUS)

    def offset(self, where: str) -> int:
        answer = self.head(where)
        assert answer.status_code == 200
        return int(answer.headers["upload-offset"])

    def end(self, where: str) -> httpx.Response:
        return self.line.delete(where, headers=TUS)

    def page(self, data: bytes) -> bytes | None:
        answer = self.line.get(f"/pages/{digest_of(data)}")
        return answer.content if answer.status_code == 200 else None
