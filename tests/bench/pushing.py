"""How fast pushed events are judged, held against a bare executemany of the same rows into the same database.

`python -m tests.bench.pushing`: 10,000 events of 2,000 visits in batches of 500, behind 2,000 older ones. Ours goes
over HTTP, checks every digest and chain, asks the rules and the catalogue, numbers, folds, writes events and lists; the
bare one inserts the finished rows, with the same batches, commits and indexes. The wanted share of time is at most 4.
On SQLite and PostgreSQL, in turns; told are the medians.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import uvicorn

from db import engines, upgrade
from db.tables import events
from deskapp.assemble.centre import CentreWords, open_centre
from deskapp.ids import CaseId, ClerkId, DeviceId, HallId, WindowId, new_id
from deskapp.protocol.json import decode, encode
from deskapp.protocol.messages import Event, Push, PushAnswer
from deskapp.rules.numbering import case_number
from deskapp.server import app
from deskapp.server.parts import CentreParts
from tests import postgres
from tests.bench.windows import many_windows
from tests.clerk.office import FrozenClock
from tests.server.hall import Hall
from tests.server.pretend_desk import PretendDesk
from tests.server.uploads.serving import free_port, wait_for_port

VISITS = 2400  # five events each
BATCH = 500
HISTORY = 4  # batches that were there before: a hall is empty on its first morning only
ROUNDS = 3
WANTED = 4.0
_DEVICE = DeviceId("desk-3")


def main() -> dict[str, float]:
    """Measure, print one JSON line, return it: seconds of each, and ours in shares of the bare."""
    told: dict[str, float] = {}
    with postgres.running() as cluster, tempfile.TemporaryDirectory() as folder:
        for kind in ("sqlite", "postgres"):
            ours, bare = [], []
            for turn in range(ROUNDS):
                home = Path(folder) / f"{kind}{turn}"
                home.mkdir()
                ours_at, bare_at = (
                    f"sqlite:///{home / name}.db" if kind == "sqlite" else cluster.create(shaped=False)
                    for name in ("ours", "bare")
                )
                taken, rows = _ours(home, ours_at)
                ours.append(taken)
                bare.append(_bare(bare_at, rows))
            mine, theirs = statistics.median(ours), statistics.median(bare)
            told |= {
                f"{kind}_seconds": round(mine, 2),
                f"{kind}_bare_seconds": round(theirs, 2),
                f"{kind}_times_bare": round(mine / theirs, 2),
                f"{kind}_events_per_second": round((VISITS * 5 - HISTORY * BATCH) / mine),
            }
    sys.stdout.write(json.dumps(told) + "\n")
    return told


def _ours(home: Path, database: str) -> tuple[float, list[dict[str, Any]]]:
    clock = FrozenClock()
    parts = open_centre(CentreWords(home=home, database=database, pages=home / "pages", sample=True), clock.clock())
    token = many_windows(parts, 3)[-1]
    with parts.journal.reading() as reading:
        before, _ = reading.last()
    pushes = _pushes(parts, clock)
    parts.writer.close()
    taken = 0.0
    with _serving(database, home) as port:
        line = HTTPConnection("127.0.0.1", port)
        for place, body in enumerate(pushes):
            if place == HISTORY:
                _look_through(parts.journal.engine)
                taken = 0.0
            begun = time.perf_counter()
            line.request("POST", "/api/v1/journal", body, {"Authorization": f"Bearer {token}"})
            answer = line.getresponse().read()
            taken += time.perf_counter() - begun
            assert {verdict.status for verdict in decode(answer, PushAnswer).verdicts} == {"accepted"}, answer[:500]
        line.close()
    with parts.journal.reading() as reading:
        question = sa.select(events).where(events.c.seq > before).order_by(events.c.seq)
        rows = [dict(row._mapping) for row in reading.connection.execute(question)]
    parts.journal.engine.dispose()
    return taken, rows


@contextmanager
def _serving(database: str, home: Path) -> Iterator[int]:
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "tests.bench.pushing", database, str(home), str(port)])
    try:
        wait_for_port(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def serve(database: str, home: Path, port: int) -> None:
    """The centre on this database, until ended, on the morning on which the events were made."""
    words = CentreWords(home=home, database=database, pages=home / "pages")
    made = app.create(open_centre(words, FrozenClock().clock()), alone=True)
    uvicorn.run(made, host="127.0.0.1", port=port, log_level="warning", access_log=False)


def _pushes(parts: CentreParts, clock: FrozenClock) -> list[bytes]:
    desk = PretendDesk(Hall("", parts, clock), None, _DEVICE, ClerkId("caller3"))  # type: ignore[arg-type]
    made: list[Event] = []
    for serial in range(1, VISITS + 1):
        number = case_number("330000", HallId("H1"), clock.clock().today(), WindowId("3"), serial)
        made += desk.visit(CaseId(new_id()), number)
    batches: Sequence[Sequence[Event]] = [made[start : start + BATCH] for start in range(0, len(made), BATCH)]
    return [
        encode(Push(events=batch, keys={CaseId(e.stream_id): desk.keys[CaseId(e.stream_id)] for e in batch}))
        for batch in batches
    ]


def _bare(database: str, rows: list[dict[str, Any]]) -> float:
    engine = engines.centre(database)
    upgrade.upgrade(engine)
    insert = sa.insert(events)
    begun = 0.0
    for place, start in enumerate(range(0, len(rows), BATCH)):
        if place == HISTORY:
            _look_through(engine)
            begun = time.perf_counter()
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            connection.execute(insert, rows[start : start + BATCH])
    taken = time.perf_counter() - begun
    engine.dispose()
    return taken


def _look_through(engine: sa.Engine) -> None:
    """What the database does by itself within a minute of such a change."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.exec_driver_sql("ANALYZE")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
