"""How fast pages reach the centre by tus, held against a bare PUT that only writes and flushes.

`python -m tests.bench.upload`: 100 MB in pages of 10 MB (A4 at 300 dpi in colour, hardly compressed), each
begun, sent in one PATCH, checked, sealed and flushed; against one PUT of 100 MB to the same process, without any check.
The wanted share is 0.60. Told as well: the same with PATCHes of 4 MB, each of them flushed. Client and server share the
machine's cores; all are measured in turns and the medians compared.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

import uvicorn
from anyio import to_thread
from fastapi import Request, Response

from tests.server.uploads.centre import page_centre
from tests.server.uploads.serving import free_port, wait_for_port

TOTAL = 100 * 1024 * 1024  # bytes
PAGE = 10 * 1024 * 1024  # bytes
SMALL_PATCH = 4 * 1024 * 1024  # bytes
ROUNDS = 7
WANTED = 0.60
_SIGNED_IN = {"Authorization": "Bearer bench", "Tus-Resumable": "1.0.0"}


def main() -> dict[str, float]:
    """Measure, print one JSON line, return it: MB/s of each and their shares."""
    Path("build").mkdir(exist_ok=True)  # on the disk of the checkout: /tmp may be memory
    with tempfile.TemporaryDirectory(dir="build") as folder:
        port = free_port()
        server = subprocess.Popen([sys.executable, "-m", "tests.bench.upload", "serve", folder, str(port)])
        try:
            wait_for_port(port)
            told = _measured(port)
        finally:
            server.kill()
            server.wait()
    sys.stdout.write(json.dumps(told) + "\n")
    return told


def _measured(port: int) -> dict[str, float]:
    plain, whole, small = [], [], []
    for turn in range(ROUNDS + 1):
        pages = [os.urandom(PAGE) for _ in range(TOTAL // PAGE)]
        digests = [hashlib.sha256(page).hexdigest() for page in pages]
        others = [page[::-1] for page in pages]
        their_digests = [hashlib.sha256(page).hexdigest() for page in others]
        taken_plain = _plain(port, b"".join(pages))
        taken_whole = _by_tus(port, pages, digests)
        taken_small = _by_tus(port, others, their_digests, patch=SMALL_PATCH)
        if turn:  # the first warms up
            plain.append(taken_plain)
            whole.append(taken_whole)
            small.append(taken_small)
    seconds = {"plain": statistics.median(plain), "tus": statistics.median(whole), "small": statistics.median(small)}
    speed = {name: round(TOTAL / 1e6 / taken) for name, taken in seconds.items()}
    return {
        "plain_put_mb_s": speed["plain"],
        "tus_mb_s": speed["tus"],
        "tus_share": round(seconds["plain"] / seconds["tus"], 2),
        "tus_4mb_patches_mb_s": speed["small"],
        "tus_4mb_patches_share": round(seconds["plain"] / seconds["small"], 2),
        "wanted_share": WANTED,
    }


def _plain(port: int, data: bytes) -> float:
    line = HTTPConnection("127.0.0.1", port)
    begun = time.perf_counter()
    _ask(line, "PUT /bare", data, {}, 204)
    taken = time.perf_counter() - begun
    line.close()
    return taken


def _by_tus(port: int, pages: list[bytes], digests: list[str], patch: int = PAGE) -> float:
    line = HTTPConnection("127.0.0.1", port)
    begun = time.perf_counter()
    for page, digest in zip(pages, digests, strict=True):
        metadata = "sha256 " + base64.b64encode(digest.encode()).decode()
        headers = {"Upload-Length": str(len(page)), "Upload-Metadata": metadata}
        where = _ask(line, "POST /files/", b"", headers, 201)["Location"]
        for offset in range(0, len(page), patch):
            headers = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
            _ask(line, f"PATCH {where}", memoryview(page)[offset : offset + patch], headers, 204)
    taken = time.perf_counter() - begun
    line.close()
    return taken


def _ask(
    line: HTTPConnection, asked: str, data: bytes | memoryview, headers: dict[str, str], wanted: int
) -> dict[str, str]:
    method, _, path = asked.partition(" ")
    headers = {**_SIGNED_IN, **headers, "Content-Length": str(len(data))}
    line.request(method, path, data, headers)
    answer = line.getresponse()
    told = answer.read()
    if answer.status != wanted:
        raise AssertionError(f"{asked}: {answer.status} {told!r}")
    return {name.title(): value for name, value in answer.getheaders()}


def serve(folder: Path, port: int) -> None:
    """The centre's routes and a bare one beside them, in one process."""
    centre = page_centre(folder)

    async def bare(request: Request) -> Response:
        with (folder / "bare").open("wb", buffering=0) as file:
            async for part in request.stream():
                file.write(part)
            await to_thread.run_sync(os.fsync, file.fileno())
        (folder / "bare").rename(folder / f"bare-{time.monotonic_ns()}")  # each time a new file, as the pages are
        return Response(status_code=204)

    centre.app.add_api_route("/bare", bare, methods=["PUT"])
    uvicorn.run(centre.app, host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
