"""Whatever is changed, taken out, put in or moved in a kept journal shows, and its place is named (promise 7)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import engines
from db.tables import counters, events
from deskapp.journal import rebuild
from deskapp.journal.chain import START, head_after
from deskapp.journal.checkpoints import signed_by_its_key
from deskapp.journal.journal import Journal
from deskapp.journal.taking_in import CHECKPOINT
from deskapp.journal.verify import Findings, verify
from deskapp.protocol.json import canonical
from deskapp.protocol.messages import Checkpoint
from deskapp.server import checkpoints
from tests import builders


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Journal]:
    made = builders.centre_journal(tmp_path)
    for serial in range(4):
        builders.visit(made, f"{serial:024d}")
    yield made
    made.engine.dispose()


def found(kept: Journal) -> Findings:
    with kept.reading() as reading:
        return verify(reading)


def change(kept: Journal, statement: sa.Executable) -> None:
    with kept.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(statement)


def test_an_untouched_journal_is_found_whole(centre: Journal) -> None:
    findings = found(centre)
    assert findings.faults == ()
    assert findings.checked == 20
    assert findings.awaited == 0


_OTHER: dict[str, object] = {
    "id": "00000000-0000-7000-8000-000000000000", "stream": "ticket", "stream_id": "another", "version": 99,
    "kind": "case.withdrawn", "schema": 0, "payload": '{"reason":"x"}', "actor": "clerk9", "epoch": 7,
    "device_seq": 999, "occurred_at": "2020-01-01T00:00:00.000000Z", "prev": "f" * 64, "digest": "e" * 64,
    "device": "D9", "seq": 999, "verdict": "rejected",
}  # fmt: skip


@pytest.mark.parametrize("column", sorted(_OTHER))
@pytest.mark.parametrize("serial", [1, 7, 20])
def test_a_changed_column_shows(centre: Journal, column: str, serial: int) -> None:
    change(centre, sa.update(events).where(events.c.device_seq == serial).values({column: _OTHER[column]}))
    faults = found(centre).faults
    assert faults
    if column in ("stream", "stream_id", "version", "kind", "schema", "payload", "actor", "occurred_at"):
        assert any(fault.code == "verify.digest" and f"/{serial} " in fault.place for fault in faults)


@pytest.mark.parametrize("serial", [1, 2, 10, 19])
def test_a_removed_event_shows_by_its_number(centre: Journal, serial: int) -> None:
    change(centre, sa.delete(events).where(events.c.device_seq == serial))
    assert "verify.number_missing" in {fault.code for fault in found(centre).faults}


def test_a_cut_tail_shows_even_with_the_counter_set_back_when_a_checkpoint_was_kept(centre: Journal) -> None:
    key = Ed25519PrivateKey.generate()
    with centre.reading() as reading:
        last, head = reading.last()
    kept = checkpoints._signed(key, builders.HALL, last, head, "2026-11-23T01:30")
    change(centre, sa.delete(events).where(events.c.device_seq > 17))
    heads = [START]
    with centre.reading() as reading:
        for event in reading.numbered(0, 100):
            heads.append(head_after(heads[-1], event.digest, event.received_at))
    change(centre, sa.update(counters).values(seq=17, head=heads[-1]))
    assert found(centre).faults == ()  # a chain alone does not bind its owner
    with centre.writing() as facts:
        facts.note(CHECKPOINT, canonical(kept).decode())
    assert {fault.code for fault in found(centre).faults} == {"verify.checkpoint"}


def test_two_events_that_changed_places_show(centre: Journal) -> None:
    change(centre, sa.update(events).where(events.c.seq == 5).values(seq=1005))
    change(centre, sa.update(events).where(events.c.seq == 6).values(seq=5))
    change(centre, sa.update(events).where(events.c.seq == 1005).values(seq=6))
    assert "verify.counter" in {fault.code for fault in found(centre).faults}


def test_a_forged_event_at_the_end_shows(centre: Journal) -> None:
    with centre.reading() as reading:
        row = dict(
            reading.connection.execute(sa.select(events).order_by(events.c.device_seq.desc()).limit(1)).one()._mapping
        )
    change(centre, sa.insert(events).values(**{**row, "id": "x", "device_seq": 21, "seq": 21}))
    codes = {fault.code for fault in found(centre).faults}
    assert {"verify.digest", "verify.chain", "verify.counter"} <= codes


def test_a_database_rolled_back_to_an_older_copy_shows_by_the_checkpoint(tmp_path: Path) -> None:
    kept = builders.centre_journal(tmp_path)
    builders.visit(kept, "1" * 24)
    kept.engine.dispose()
    shutil.copy(tmp_path / "centre.db", tmp_path / "old.db")
    kept = builders.centre_journal(tmp_path)
    builders.visit(kept, "2" * 24)
    with kept.reading() as reading:
        last, head = reading.last()
    word = checkpoints._signed(Ed25519PrivateKey.generate(), builders.HALL, last, head, "2026-11-23T01:30")
    kept.engine.dispose()
    old = builders.journal(engines.sqlite(tmp_path / "old.db"), "centre", numbers=True)
    with old.writing() as facts:
        facts.note(CHECKPOINT, canonical(word).decode())
    assert {fault.code for fault in found(old).faults} == {"verify.checkpoint"}
    old.engine.dispose()


@pytest.mark.parametrize("field", ["seq", "head", "at", "signature", "key", "hall"])
def test_a_checkpoint_nobody_signed_is_none(field: str) -> None:
    word = checkpoints._signed(Ed25519PrivateKey.generate(), builders.HALL, 5, "a" * 64, "2026-11-23T01:30")
    assert signed_by_its_key(word)
    other = json.loads(canonical(word)) | {field: 6 if field == "seq" else "QQ=="}
    assert not signed_by_its_key(Checkpoint(**other))


@given(st.integers(1, 20), st.sampled_from(["payload", "actor", "kind", "prev", "occurred_at"]), st.integers(0, 500))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_changed_letter_anywhere_shows(centre: Journal, serial: int, column: str, place: int) -> None:
    with centre.reading() as reading:
        before = reading.connection.execute(
            sa.select(events.c[column]).where(events.c.device_seq == serial)
        ).scalar_one()
    at = place % len(before)
    letter = "0" if before[at] != "0" else "1"
    after = before[:at] + letter + before[at + 1 :]
    change(centre, sa.update(events).where(events.c.device_seq == serial).values({column: after}))
    try:
        assert found(centre).faults
    finally:
        change(centre, sa.update(events).where(events.c.device_seq == serial).values({column: before}))


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE cases SET state = 'delivered' WHERE rowid = 1",
        "UPDATE cases SET body = replace(body, 'ID-CARD', 'HUKOU') WHERE rowid = 2",
        "UPDATE cases SET body = substr(body, 2) WHERE rowid = 2",
        "DELETE FROM cases WHERE rowid = 3",
        'INSERT INTO cases (hall, case_id, version, state, number, day, item, "window", clerk, ticket, track,'
        " opened_at, body) SELECT hall, 'another', version, state, number, day, item, \"window\", clerk, ticket,"
        " 'elsewhere', opened_at, body FROM cases WHERE rowid = 1",
    ],
)
def test_a_list_that_differs_from_its_events_is_found_and_rebuilt(centre: Journal, spoil: str) -> None:
    differing: Callable[[], list[str]] = lambda: _differing(centre)  # noqa: E731 - asked three times
    assert differing() == []
    change(centre, sa.text(spoil))
    assert len(differing()) == 1
    with centre.writing() as facts:
        rebuild.rebuild(facts)
    assert differing() == []


def test_a_list_that_an_earlier_program_wrote_with_every_field_said_is_no_fault(centre: Journal) -> None:
    """What is not so is left out of a case's body today; earlier programs wrote all of it down."""
    longer = "UPDATE cases SET body = json_set(body, '$.ticket', NULL, '$.agent', NULL, '$.urged', 0, '$.gone', 1)"
    before = _bodies(centre)
    change(centre, sa.text(longer))
    assert _bodies(centre) != before
    assert _differing(centre) == []


def _bodies(kept: Journal) -> list[str]:
    with kept.reading() as reading:
        return list(reading.connection.execute(sa.text("SELECT body FROM cases ORDER BY rowid")).scalars())


def _differing(kept: Journal) -> list[str]:
    with kept.reading() as reading:
        return [fault.place for fault in rebuild.differences(reading)]
