"""Reading, deciding and adding are one transaction; nothing personal stands in the open; nothing half stands at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
import sqlalchemy as sa

from db.tables import events
from deskapp.failures import Refusal, StoreTrouble
from deskapp.ids import DeviceId, EventId
from deskapp.journal import rebuild
from deskapp.journal.chain import START, digest_of
from deskapp.journal.journal import Journal
from deskapp.journal.kinds import BY_FACT, BY_NAME, Fact
from deskapp.journal.seals import Keeper
from deskapp.journal.verify import verify
from deskapp.protocol.messages import Event
from deskapp.rules import case as cases
from tests import builders


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Journal]:
    made = builders.desk_journal(tmp_path / "desk")
    yield made
    made.engine.dispose()


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Journal]:
    made = builders.centre_journal(tmp_path / "centre")
    yield made
    made.engine.dispose()


def test_a_step_that_is_refused_leaves_nothing_behind(desk: Journal) -> None:
    case_id = builders.open_case(desk)

    def receive_and_open_again() -> None:
        with desk.writing() as facts:
            facts.add(builders.CLERK, builders.received(), of=case_id)
            facts.add(builders.CLERK, builders.opened(), of=case_id)

    with pytest.raises(Refusal):
        receive_and_open_again()
    with desk.reading() as reading:
        assert [event.kind for event in reading.events_of(case_id)] == ["case.opened"]
        assert reading.case(case_id).settled == {}


def test_growth_is_told_after_the_commit_and_not_at_all_without_one(desk: Journal) -> None:
    told: list[frozenset[tuple[str, str]]] = []
    stop = desk.on_growth(told.append)
    case_id = builders.open_case(desk)
    with pytest.raises(Refusal), desk.writing() as facts:
        facts.add(builders.CLERK, builders.opened(), of=case_id)
    with desk.writing() as facts:
        facts.note("something", "local")
    stop()
    builders.open_case(desk)
    assert told == [frozenset({("case", case_id)})]


def test_eight_windows_accept_one_case_at_once_and_one_succeeds(desk: Journal) -> None:
    case_id = builders.open_case(desk)
    gate = threading.Barrier(8)
    outcomes: list[str] = []

    def accept(place: int) -> None:
        gate.wait()
        try:
            with desk.writing() as facts:
                facts.add(builders.CLERK, builders.accepted(f"{place:024d}"), of=case_id)
            outcomes.append("accepted")
        except Refusal as refusal:
            outcomes.append(refusal.code)

    threads = [threading.Thread(target=accept, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["accepted"] + ["case.wrong_state"] * 7
    with desk.reading() as reading:
        assert [e.kind for e in reading.events_of(case_id)].count("case.accepted") == 1
        assert verify(reading).faults == ()


def test_a_device_chain_has_no_gap_and_each_event_names_the_one_before(desk: Journal) -> None:
    for serial in range(3):
        builders.visit(desk, f"{serial:024d}")
    with desk.reading() as reading:
        rows = reading.connection.execute(
            sa.select(events.c.device_seq, events.c.prev, events.c.digest).order_by(events.c.device_seq)
        ).all()
    assert [row.device_seq for row in rows] == list(range(1, 16))
    assert [row.prev for row in rows] == [START, *(row.digest for row in rows[:-1])]


def test_a_new_epoch_begins_a_chain_of_its_own(tmp_path: Path, desk: Journal) -> None:
    builders.visit(desk, "1" * 24)
    again = builders.journal(desk.engine, epoch=2)
    builders.open_case(again)
    with again.reading() as reading:
        assert verify(reading).faults == ()


def test_personal_data_stands_in_no_byte_of_a_centres_database(tmp_path: Path, centre: Journal) -> None:
    builders.visit(centre, "2" * 24)
    centre.engine.dispose()
    kept = b"".join(file.read_bytes() for file in (tmp_path / "centre").iterdir())
    for secret in (builders.PERSON.name, builders.PERSON.id_number, builders.PERSON.phone, builders.PERSON.address):
        assert secret.encode() not in kept
        assert secret.encode("utf-16-le") not in kept


def test_a_desks_database_is_encrypted_whole(tmp_path: Path, desk: Journal) -> None:
    builders.visit(desk, "2" * 24)
    desk.engine.dispose()
    kept = b"".join(file.read_bytes() for file in (tmp_path / "desk").iterdir())
    assert b"SQLite" not in kept
    assert b"SCJG-0102" not in kept


@pytest.mark.parametrize("side", ["desk", "centre"])
def test_destroying_one_key_erases_a_person_and_breaks_no_chain(side: str, request: pytest.FixtureRequest) -> None:
    kept: Journal = request.getfixturevalue(side)
    case_id, other = builders.open_case(kept), builders.open_case(kept)
    with kept.writing() as facts:
        facts.erase(case_id)
    with kept.reading() as reading:
        assert reading.people(case_id) == (None, None)
        assert reading.people(other) == (builders.PERSON, None)
        assert verify(reading).faults == ()
        assert list(rebuild.differences(reading)) == []
    with kept.writing() as facts:
        rebuild.rebuild(facts)
        facts.keep_key(case_id, b"x" * 32)
    with kept.reading() as reading:
        assert reading.people(case_id) == (None, None)


def test_the_wrong_wrapping_key_opens_nobody(desk: Journal) -> None:
    case_id = builders.open_case(desk)
    stranger = Journal(desk.engine, replace(desk.terms, keeper=Keeper(b"x" * 32)))
    with pytest.raises(StoreTrouble) as trouble, stranger.reading() as reading:
        reading.people(case_id)
    assert trouble.value.code == "keys.wrong_wrapping_key"


def test_the_canonical_form_does_not_change_unnoticed() -> None:
    event = Event(
        id=EventId("01a20a0d-fed0-7754-a06e-5c6dbeaddd83"), hall=builders.HALL, stream="case", stream_id="c", version=1,
        kind="case.looked_at", schema=1, payload={"what": "申请人 𬭎", "b": [1, None, True]}, actor=builders.CLERK,
        device=DeviceId("D1"), epoch=1, device_seq=7, occurred_at="2026-11-23T01:30:00.000000Z", prev=START, digest="",
    )  # fmt: skip
    assert digest_of(event) == "bd51f5b49f75a62a7c0de5da5b00286780edbe0089b75d170022223d9a9dc934"


def test_every_fact_of_every_stream_has_a_kind_of_its_own() -> None:
    assert set(get_args(Fact)) == set(BY_FACT)
    assert len(BY_NAME) == len(BY_FACT)


@pytest.mark.parametrize("side", ["desk", "centre"])
def test_a_full_disk_is_said_and_the_step_is_not_half_there(side: str, request: pytest.FixtureRequest) -> None:
    kept: Journal = request.getfixturevalue(side)
    case_id = builders.open_case(kept)
    with kept.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    kept.engine.dispose()

    @sa.event.listens_for(kept.engine, "connect")
    def _small(connection: object, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages + 1}")  # type: ignore[attr-defined]

    def write_until_full() -> None:
        for _ in range(200):
            with kept.writing() as facts:
                for _ in range(20):
                    facts.add(builders.CLERK, cases.LookedAt("申请人" * 50), of=case_id)

    told: list[object] = []
    kept.on_growth(told.append)
    with pytest.raises(StoreTrouble) as trouble:
        write_until_full()
    assert trouble.value.code == "journal.not_kept"
    with kept.reading() as reading:
        assert verify(reading).faults == ()
        assert len(reading.events_of(case_id)) == 20 * len(told) + 1
        assert reading.case(case_id).version == 20 * len(told) + 1


@pytest.mark.parametrize(
    "error", [sa.exc.InterfaceError("SELECT 1", {}, Exception("the connection is closed")), sa.exc.TimeoutError("pool")]
)
def test_a_connection_that_is_gone_is_the_stores_trouble(centre: Journal, error: Exception) -> None:
    with pytest.raises(StoreTrouble) as unread, centre.reading():
        raise error
    with pytest.raises(StoreTrouble) as unkept, centre.writing():
        raise error
    assert [unread.value.code, unkept.value.code] == ["journal.not_read", "journal.not_kept"]


def test_when_every_connection_is_taken_it_is_said_and_not_a_fault(centre: Journal, tmp_path: Path) -> None:
    engine = sa.create_engine(
        f"sqlite:///{tmp_path / 'centre' / 'centre.db'}",
        poolclass=sa.pool.QueuePool, pool_size=1, max_overflow=0, pool_timeout=0.01,
    )  # fmt: skip
    busy = Journal(engine, centre.terms)
    with engine.connect():
        with pytest.raises(StoreTrouble) as unread, busy.reading():
            raise AssertionError
        with pytest.raises(StoreTrouble) as unkept, busy.writing():
            raise AssertionError
    assert [unread.value.code, unkept.value.code] == ["journal.not_read", "journal.not_kept"]
    with busy.reading() as reading:
        assert reading.last()[0] == 0
    engine.dispose()


def test_a_bug_in_a_question_stays_a_bug(centre: Journal) -> None:
    with pytest.raises(sa.exc.DatabaseError) as bug, centre.reading() as reading:
        reading.connection.exec_driver_sql("SELECT 1", (1,))
    assert isinstance(bug.value, sa.exc.ProgrammingError)
