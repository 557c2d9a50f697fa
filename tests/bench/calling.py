"""How fast the next person is called over HTTP, held against a bare endpoint with nothing but the selecting statement.

`python -m tests.bench.calling`: 32 and 200 windows that keep calling, on a PostgreSQL whose commits reach the disk.
Ours signs, chains, numbers and folds each call, and ends the service before; the bare one (FastAPI and psycopg, the
same server settings, one worker, uvloop and httptools) marks one waiting row as called and commits. The wanted share is
0.70. Both are measured in turns, over the same tickets waiting, and the medians compared. Counted as well: tickets that
were given to two windows (there must be none).
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import psycopg_pool
import uvicorn
from fastapi import FastAPI, Request, Response

from deskapp.assemble.centre import CentreWords, open_centre
from deskapp.server import app
from deskapp.server.parts import CentreParts
from tests import postgres
from tests.bench.load import Caller, Load, press
from tests.bench.windows import many_windows, waiting_line
from tests.server.uploads.serving import free_port, wait_for_port

SECONDS = 3.0
ROUNDS = 3
WANTED = 0.70
_LINE = 60_000  # tickets waiting: more than are called in a round
_BARE = (
    "UPDATE waiting SET state = 'called', win = %s WHERE id = (SELECT id FROM waiting WHERE state = 'waiting'"
    " ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id, number"
)


def main() -> dict[str, float]:
    """Measure, print one JSON line, return it."""
    told: dict[str, float] = {}
    with postgres.running() as cluster, tempfile.TemporaryDirectory() as folder:
        for windows in (32, 200):
            ours_at, bare_at = cluster.create(shaped=False), cluster.create(shaped=False)
            tokens = _furnish(Path(folder), ours_at, bare_at, windows)
            ours, bare = [], []
            for _ in range(ROUNDS):
                with _serving("bare", bare_at, folder) as port:
                    bare.append(asyncio.run(press(port, [Caller("/call")] * windows, SECONDS)))
                with _serving("ours", ours_at, folder) as port:
                    callers = [Caller("/api/v1/tickets/call", f"Authorization: Bearer {token}\r\n") for token in tokens]
                    ours.append(asyncio.run(press(port, callers, SECONDS)))
            told |= _told(windows, ours, bare)
    sys.stdout.write(json.dumps(told) + "\n")
    return told


def _told(windows: int, ours: list[Load], bare: list[Load]) -> dict[str, float]:
    statuses = Counter(status for load in ours for status, _ in load.answers)
    assert set(statuses) == {200}, statuses
    called = Counter(json.loads(body)["id"] for load in ours for _, body in load.answers)
    assert max(called.values()) == 1, "a ticket was given to two windows"
    mine = statistics.median(load.per_second for load in ours)
    theirs = statistics.median(load.per_second for load in bare)
    return {
        f"calls_per_second_{windows}": round(mine),
        f"bare_per_second_{windows}": round(theirs),
        f"share_{windows}": round(mine / theirs, 2),
        f"p50_ms_{windows}": round(statistics.median(load.quantile(0.50) for load in ours), 1),
        f"p99_ms_{windows}": round(statistics.median(load.quantile(0.99) for load in ours), 1),
        f"bare_p99_ms_{windows}": round(statistics.median(load.quantile(0.99) for load in bare), 1),
    }


def _furnish(folder: Path, ours_at: str, bare_at: str, windows: int) -> list[str]:
    parts = open_centre(_words(folder, ours_at, sample=True))
    tokens = many_windows(parts, windows)
    waiting_line(parts, _LINE)
    parts.writer.close()
    parts.journal.engine.dispose()
    with psycopg.connect(_plain(ours_at), autocommit=True) as connection:
        connection.execute("ANALYZE")  # as the database does by itself within a minute
    with psycopg.connect(_plain(bare_at), autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE waiting (id text PRIMARY KEY, number text, state text, win text, due_at text);"
            "CREATE INDEX ON waiting (due_at, id) WHERE state = 'waiting'"
        )
        connection.execute(
            "INSERT INTO waiting SELECT 't' || lpad(n::text, 8, '0'), 'A' || n, 'waiting', NULL,"
            " lpad(n::text, 8, '0') FROM generate_series(1, %s) n",
            (_LINE,),
        )
        connection.execute("ANALYZE")
    return tokens


def _plain(url: str) -> str:
    """The URL as libpq reads it."""
    return url.replace("+psycopg", "")


def _words(folder: Path, database: str, *, sample: bool = False) -> CentreWords:
    return CentreWords(home=folder, database=database, pages=folder / "pages", sample=sample)


@contextmanager
def _serving(which: str, database: str, folder: str) -> Iterator[int]:
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "tests.bench.calling", which, database, folder, str(port)])
    try:
        wait_for_port(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _bare(database: str) -> FastAPI:
    made = FastAPI()
    pool = psycopg_pool.AsyncConnectionPool(_plain(database), min_size=8, max_size=8, open=False)

    @made.post("/call")
    async def call(request: Request) -> Response:
        await request.body()
        if pool.closed:
            await pool.open()
        async with pool.connection() as connection:
            row = await (await connection.execute(_BARE, ("1",))).fetchone()
        return Response(json.dumps({"id": row[0], "number": row[1]}) if row else None, media_type="application/json")

    return made


def serve(which: str, database: str, folder: str, port: int) -> None:
    """Serve one of the two until ended."""
    parts: CentreParts | None = None
    if which == "ours":
        parts = open_centre(_words(Path(folder), database))
    uvicorn.run(
        app.create(parts, alone=True) if parts is not None else _bare(database),
        host="127.0.0.1",
        port=port,
        log_level="warning",
        access_log=False,
        loop="uvloop",
        http="httptools",
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        main()
