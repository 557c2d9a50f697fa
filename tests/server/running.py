"""A real centre on a real port, in this process, for the tests that talk to it over HTTP."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import uvicorn

from deskapp.assemble.centre import CentreWords, open_centre
from deskapp.clock import Clock
from deskapp.server import app
from deskapp.server.parts import CentreParts


@dataclass(frozen=True)
class RunningCentre:
    address: str
    parts: CentreParts


@contextmanager
def running_centre(
    home: Path,
    *,
    database: str | None = None,
    clock: Clock | None = None,
    kiosks: Mapping[str, str] = MappingProxyType({}),
    headings: Mapping[str, str] = MappingProxyType({}),
    seals: Mapping[str, str] = MappingProxyType({}),
    public_address: str = "",
    office: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[RunningCentre]:
    """A centre with the sample hall, until the block ends. `kiosks`: account → address of the printer beside it;

    `headings`, `seals`: office → what stands on top of its papers, the file of its seal; `public_address`: where its QR
    codes lead; `office`: what its administrator says of it.
    """
    words = CentreWords(
        home=home,
        database=database or f"sqlite:///{home / 'centre.db'}",
        pages=home / "pages",
        sample=True,
        kiosks=kiosks,
        headings=headings,
        seals=seals,
        public_address=public_address,
        office=office,
    )
    parts = open_centre(words, clock)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app.create(parts), log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield RunningCentre(f"http://127.0.0.1:{listening.getsockname()[1]}", parts)
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()
        parts.journal.engine.dispose()
