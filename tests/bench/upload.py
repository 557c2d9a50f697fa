"""How fast pages reach the centre by tus, held against a bare PUT that only writes and flushes.

`python -m tests.bench.upload`: 100 MB in pages of 10 MB (A4 at 300 dpi in colour, hardly compressed), each
begun, sent in one PATCH, checked, sealed and flushed, as many on their way at once as a desk sends; against one PUT of
100 MB to the same process, without any check.
The wanted share is 0.60. Told as well: the same with one page after the other, and with PATCHes of 4 MB, each of them
flushed. Client and server share the
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
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import uvicorn
from anyio import to_thread
from fastapi import Request, Response

from deskapp.sync.under_way import AT_ONCE
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
    seconds: dict[str, list[float]] = {}
    for turn in range(ROUNDS + 1):
        pages = [os.urandom(PAGE) for _ in range(TOTAL // PAGE)]
        digests = [hashlib.sha256(page).hexdigest() for page in pages]
        taken = {
            "plain_put": _plain(port, b"".join(pages)),
            "tus": _together(port, pages, digests, PAGE),
            "tus_one_by_one": _by_tus(port, *_others(pages, 1), PAGE),
            "tus_4mb_patches": _together(port, *_others(pages, 2), SMALL_PATCH),
        }
        if turn:  # the first warms up
            for name, time_taken in taken.items():
                seconds.setdefault(name, []).append(time_taken)
    middle = {name: statistics.median(taken) for name, taken in seconds.items()}
    speed = {f"{name}_mb_s": float(round(TOTAL / 1e6 / taken)) for name, taken in middle.items()}
    share = {f"{name}_share": round(middle["plain_put"] / taken, 2) for name, taken in middle.items()}
    del share["plain_put_share"]
    return {**speed, **share, "wanted_share": WANTED}


def _others(pages: list[bytes], mark: int) -> tuple[list[bytes], list[str]]:
    """Pages that the centre has never seen, of the same bytes but one each, and their digests."""
    others = [bytes([mark ^ page[0]]) + page[1:] for page in pages]
    return others, [hashlib.sha256(page).hexdigest() for page in others]


def _plain(port: int, data: bytes) -> float:
    line = HTTPConnection("127.0.0.1", port)
    begun = time.perf_counter()
    _ask(line, "PUT /bare", data, {}, 204)
    taken = time.perf_counter() - begun
    line.close()
    return taken


def _together(port: int, pages: list[bytes], digests: list[str], patch: int) -> float:
    """As a desk does: AT_ONCE pages on their way, each hand with a line of its own."""
    begun = time.perf_counter()
    hands = range(AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        one = partial(_by_tus, port, patch=patch)
        list(pool.map(one, [pages[hand::AT_ONCE] for hand in hands], [digests[hand::AT_ONCE] for hand in hands]))
    return time.perf_counter() - begun


def _by_tus(port: int, pages: list[bytes], digests: list[str], patch: int) -> float:
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
