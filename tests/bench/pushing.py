"""How fast pushed events are judged, held against a bare executemany of the same rows into the same database.

`python -m tests.bench.pushing`: 10,000 events of 2,000 visits in batches of 500. Ours checks every digest and chain,
asks the rules and the catalogue, numbers, folds, and writes events and lists; the bare one inserts the finished rows,
with the same batches, commits and indexes. The wanted share of time is at most 4. On SQLite and PostgreSQL, in turns;
told are the medians.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from db import engines, upgrade
from db.tables import events
from deskapp.assemble.centre import CentreWords, open_centre
from deskapp.ids import CaseId, ClerkId, DeviceId, HallId, WindowId, new_id
from deskapp.journal import people
from deskapp.protocol.json import decode, encode
from deskapp.protocol.messages import Event, Push
from deskapp.rules.numbering import case_number
from deskapp.server import accept_events
from deskapp.server.parts import CentreParts
from tests import postgres
from tests.bench.windows import many_windows
from tests.clerk.office import FrozenClock
from tests.server.hall import Hall
from tests.server.pretend_desk import PretendDesk

VISITS = 2000  # five events each
BATCH = 500
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
                f"{kind}_events_per_second": round(VISITS * 5 / mine),
            }
    sys.stdout.write(json.dumps(told) + "\n")
    return told


def _ours(home: Path, database: str) -> tuple[float, list[dict[str, Any]]]:
    clock = FrozenClock()
    parts = open_centre(CentreWords(home=home, database=database, pages=home / "pages", sample=True), clock.clock())
    many_windows(parts, 3)
    pushes = _pushes(parts, clock)
    with parts.journal.reading() as reading:
        who = people.Principal(ClerkId("caller3"), "", ("clerk",), WindowId("3"), _DEVICE, sends_only=True)
        before, _ = reading.last()
    taken = 0.0
    for body in pushes:
        words = decode(body, Push)
        begun = time.perf_counter()
        judged = parts.writer.write_now(lambda facts, words=words: accept_events.accept(facts, who, words, frozenset()))  # type: ignore[misc]
        taken += time.perf_counter() - begun
        assert {verdict.status for verdict in judged.verdicts} == {"accepted"}, judged.verdicts[:5]
    with parts.journal.reading() as reading:
        question = sa.select(events).where(events.c.seq > before).order_by(events.c.seq)
        rows = [dict(row._mapping) for row in reading.connection.execute(question)]
    parts.writer.close()
    parts.journal.engine.dispose()
    return taken, rows


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
    begun = time.perf_counter()
    for start in range(0, len(rows), BATCH):
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            connection.execute(insert, rows[start : start + BATCH])
    taken = time.perf_counter() - begun
    engine.dispose()
    return taken


if __name__ == "__main__":
    main()
