"""An acknowledged step survives a power cut at the desk and a killed program (promise 1).

With the product's own settings of the database, on a disk that forgets what was not flushed. The negative controls, in
which the settings are one step laxer, must lose: else the test would prove nothing.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import apsw
import pytest
import sqlalchemy as sa

from db import engines
from db.tables import events
from deskapp.failures import StoreTrouble
from deskapp.journal.verify import verify
from tests import builders
from tests.fakes.faulty_disk import Disk, PowerCut, connector

ROUNDS = 100


def lost_in_a_cut(folder: Path, seed: int, synchronous: str | None) -> tuple[int, int]:
    """Work until the power is cut somewhere; how many events were acknowledged, and how many are gone afterwards."""
    chance = random.Random(seed)
    disk = Disk(chance)
    name = f"faulty-{seed}-{synchronous}"
    path = folder / f"{name}.db"
    engine = engines.from_connections(connector(disk, path, name))
    if synchronous:

        @sa.event.listens_for(engine, "connect")
        def _laxer(connection: object, _: object) -> None:
            connection.execute(f"PRAGMA synchronous={synchronous}")  # type: ignore[attr-defined]

    kept = builders.journal(engine)
    disk.writes_left = chance.randrange(5, 400)
    acknowledged: set[str] = set()
    try:
        while True:
            case_id = builders.open_case(kept)
            with kept.reading() as reading:
                acknowledged.update(event.id for event in reading.events_of(case_id))
            for material in ("ID-CARD", "APP-SOLE"):
                with kept.writing() as facts:
                    event = facts.add(builders.CLERK, builders.received(material), of=case_id)
                acknowledged.add(event.id)
    except (PowerCut, StoreTrouble, sa.exc.DBAPIError, apsw.Error) as end:
        if not _by_the_cut(end):
            raise
    survived = folder / f"after-{name}.db"
    for file, data in disk.after_the_cut().items():
        suffix = Path(file).name.removeprefix(path.name)
        (folder / f"{survived.name}{suffix}").write_bytes(data)
    engine.dispose()
    again = builders.journal(engines.sqlite(survived))
    try:
        with again.reading() as reading:
            there = set(reading.connection.execute(sa.select(events.c.id)).scalars())
            if not synchronous:
                assert verify(reading).faults == ()
        return len(acknowledged), len(acknowledged - there)
    except (StoreTrouble, sa.exc.DatabaseError):
        assert synchronous, "the database itself was lost"
        return len(acknowledged), len(acknowledged)
    finally:
        again.engine.dispose()


def _by_the_cut(end: BaseException | None) -> bool:
    while end is not None:
        if isinstance(end, PowerCut):
            return True
        end = end.__cause__ or end.__context__
    return False


def test_no_acknowledged_step_is_lost_in_a_power_cut(tmp_path: Path) -> None:
    rounds = [lost_in_a_cut(tmp_path, seed, None) for seed in range(ROUNDS)]
    assert [lost for _, lost in rounds] == [0] * ROUNDS
    assert sum(acknowledged for acknowledged, _ in rounds) > 500


@pytest.mark.parametrize("laxer", ["NORMAL", "OFF"])
def test_laxer_settings_would_lose_steps(tmp_path: Path, laxer: str) -> None:
    rounds = [lost_in_a_cut(tmp_path, seed, laxer) for seed in range(ROUNDS)]
    assert sum(lost > 0 for _, lost in rounds) > ROUNDS // 2


_WORKER = """
import sys
from pathlib import Path
from tests import builders
kept = builders.desk_journal(Path(sys.argv[1]))
while True:
    case = builders.open_case(kept)
    print(case, flush=True)
"""


def test_no_acknowledged_step_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    chance = random.Random(7)
    acknowledged: list[str] = []
    for _ in range(8):
        worker = subprocess.Popen(
            [sys.executable, "-c", _WORKER, str(tmp_path)], stdout=subprocess.PIPE, text=True, env={**os.environ}
        )
        assert worker.stdout is not None
        acknowledged += [worker.stdout.readline().strip() for _ in range(chance.randrange(1, 120))]
        worker.send_signal(signal.SIGKILL)
        rest, _ = worker.communicate()
        acknowledged += rest.split("\n")[:-1]  # a line that is not whole was not said
    kept = builders.desk_journal(tmp_path)
    with kept.reading() as reading:
        there = set(reading.connection.execute(sa.select(events.c.stream_id)).scalars())
        assert set(acknowledged) <= there
        assert verify(reading).faults == ()
    assert len(acknowledged) > 100
    kept.engine.dispose()
