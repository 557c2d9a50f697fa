"""A centre that only takes pages, for the tests: `python -m tests.server.uploads.centre FOLDER PORT`.

Whoever says `Authorization: Bearer NAME` is NAME. Everything else is the real thing.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request

from deskapp.clock import Clock, wall_clock
from deskapp.failures import Refusal
from deskapp.server import bucket_address, uploads
from deskapp.server.answers import answer_failures
from deskapp.server.bucket_line import Bucket, Patience
from deskapp.server.bucket_store import BucketStore
from deskapp.server.page_store import FolderStore, PageStore

KEY = bytes(range(32))


@dataclass(frozen=True, slots=True)
class Person:
    user: str


async def by_name(request: Request) -> Person:
    """Somebody called by the token. Refusal `sign_in.wanted` without one."""
    kind, _, name = request.headers.get("authorization", "").partition(" ")
    if kind != "Bearer" or not name:
        raise Refusal("sign_in.wanted")
    return Person(name)


@dataclass(frozen=True, slots=True)
class PageCentre:
    """The app, and the parts of it that tests look into."""

    app: FastAPI
    store: PageStore
    shelf: uploads.Shelf
    folder: Path


def page_centre(
    folder: Path, *, limits: uploads.Limits | None = None, clock: Clock | None = None, bucket: str = ""
) -> PageCentre:
    """A centre over a folder, which may hold what an earlier one left; with a bucket its pages are kept there."""
    store: PageStore = FolderStore(folder / "pages", KEY)
    if bucket:
        patience = Patience(connect=1.0, answer=2.0, question=2.0, tries=2, rest=0.1, part=5 * 1024 * 1024)
        store = BucketStore(Bucket(bucket_address.read(bucket), patience), KEY)
    shelf = uploads.Shelf(folder / "unfinished", KEY, store, clock or wall_clock(), limits)
    app = FastAPI()
    answer_failures(app)
    app.include_router(uploads.router(store, shelf, by_name, by_name))
    return PageCentre(app, store, shelf, folder)


def main() -> None:
    """Serve until killed."""
    words = argparse.ArgumentParser()
    words.add_argument("folder", type=Path)
    words.add_argument("port", type=int)
    words.add_argument("--silence", type=float, default=30.0)
    words.add_argument("--largest-file", type=int, default=0, help="bytes after which the disk is full (POSIX)")
    words.add_argument("--bucket", default="")
    said = words.parse_args()
    if said.largest_file:
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (said.largest_file, said.largest_file))
    limits = replace(uploads.Limits(), silence=said.silence)
    app = page_centre(said.folder, limits=limits, bucket=said.bucket).app
    uvicorn.run(app, host="127.0.0.1", port=said.port, log_level="warning")


if __name__ == "__main__":
    main()
