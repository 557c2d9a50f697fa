"""What the centre numbered is taken in once, in its order, and only from the centre it was always taken from."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from db import engines
from db.tables import applicants, case_keys
from deskapp.failures import LineTrouble
from deskapp.ids import CaseId, EventId
from deskapp.journal import outbox, rebuild, taking_in
from deskapp.journal.chain import digest_of, head_after
from deskapp.journal.journal import Journal
from deskapp.journal.verify import verify
from deskapp.protocol.messages import Batch, Checkpoint, Event, Status, Verdict
from deskapp.rules import case as cases
from deskapp.server import checkpoints
from tests import builders
from tests.builders import CLERK

SIGNING = Ed25519PrivateKey.generate()


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


def batch_of(kept: Journal, after: int = 0, *, limit: int = 1000, key: Ed25519PrivateKey = SIGNING) -> Batch:
    """What the centre answers to a pull, as its route makes it."""
    with kept.reading() as reading:
        last, head = reading.last()
        events = reading.numbered(after, limit)
        keys, erased = reading.keys_of({CaseId(event.stream_id) for event in events})
    word = checkpoints._signed(key, builders.HALL, last, head, "2026-11-23T01:30")
    upto = events[-1].seq or after if events else after
    return Batch(events=events, keys=keys, erased=erased, upto=upto, last=last, checkpoint=word)


def take(kept: Journal, batch: Batch) -> int:
    with kept.writing() as facts:
        return taking_in.take_in(facts, batch)


def cursor(kept: Journal) -> int:
    with kept.reading() as reading:
        return taking_in.cursor(reading)


def refused(kept: Journal, batch: Batch) -> str:
    """The code of the trouble; and nothing has moved."""
    before = cursor(kept)
    with kept.reading() as reading:
        word = taking_in.last_checkpoint(reading)
    with pytest.raises(LineTrouble) as trouble:
        take(kept, batch)
    assert cursor(kept) == before
    with kept.reading() as reading:
        assert taking_in.last_checkpoint(reading) == word
        assert verify(reading).faults == ()
    return trouble.value.code


def test_what_came_is_the_same_here_as_there(desk: Journal, centre: Journal) -> None:
    case_id = builders.visit(centre, "1" * 24)
    assert take(desk, batch_of(centre, limit=2)) == 2
    assert take(desk, batch_of(centre, 2)) == 3
    assert take(desk, batch_of(centre, 5)) == 0
    with desk.reading() as here, centre.reading() as there:
        assert here.case(case_id) == there.case(case_id)
        assert here.people(case_id) == there.people(case_id)
        assert here.events_of(case_id) == there.events_of(case_id)
        assert verify(here).faults == ()
        assert list(rebuild.differences(here)) == []
        assert taking_in.head_of(here, 5) == there.last()[1] == here.local(taking_in.HEAD)


def test_the_same_batch_twice_is_taken_in_once(desk: Journal, centre: Journal) -> None:
    builders.visit(centre, "1" * 24)
    batch = batch_of(centre)
    assert [take(desk, batch), take(desk, batch)] == [5, 0]
    assert cursor(desk) == 5


@pytest.mark.parametrize("out", [0, 1, 3])
def test_a_hole_moves_nothing(desk: Journal, centre: Journal, out: int) -> None:
    builders.visit(centre, "1" * 24)
    batch = batch_of(centre)
    left = [event for place, event in enumerate(batch.events) if place != out]
    assert refused(desk, replace(batch, events=left)) == "line.gap"


def changed(event: Event, **words: Any) -> Event:
    other = replace(event, **words)
    return replace(other, digest=digest_of(other)) if "hall" in words else other


@pytest.mark.parametrize("words", [{"payload": {}}, {"actor": "x"}, {"digest": "f" * 64}, {"hall": "H2"}])
def test_an_event_that_is_not_what_it_says_moves_nothing(
    desk: Journal, centre: Journal, words: dict[str, object]
) -> None:
    builders.visit(centre, "1" * 24)
    batch = batch_of(centre)
    spoiled = [*batch.events[:2], changed(batch.events[2], **words), *batch.events[3:]]
    assert refused(desk, replace(batch, events=spoiled)) == "line.wrong_digest"


def test_another_event_under_a_known_id_moves_nothing(desk: Journal, centre: Journal) -> None:
    builders.visit(centre, "1" * 24)
    take(desk, batch_of(centre, limit=5))
    builders.open_case(centre)
    batch = batch_of(centre, 5)
    other = replace(batch.events[0], id=EventId(_first_id(desk)))
    other = replace(other, digest=digest_of(other))
    assert refused(desk, replace(batch, events=[other], checkpoint=None)) == "line.wrong_digest"


def _first_id(kept: Journal) -> str:
    with kept.reading() as reading:
        return reading.numbered(0, 1)[0].id


def test_a_key_that_is_none_is_not_our_centres(desk: Journal, centre: Journal) -> None:
    case_id = builders.visit(centre, "1" * 24)
    assert refused(desk, replace(batch_of(centre), keys={case_id: "not base64!"})) == "line.not_our_centre"


# The centre's past does not change.


@pytest.fixture
def older_copy(tmp_path: Path, centre: Journal, desk: Journal) -> Iterator[Journal]:
    """A copy of the centre from before the last case, which the desk has taken in."""
    builders.visit(centre, "1" * 24)
    centre.engine.dispose()
    shutil.copy(tmp_path / "centre" / "centre.db", tmp_path / "older.db")
    builders.visit(centre, "2" * 24)
    take(desk, batch_of(centre))
    made = builders.journal(engines.sqlite(tmp_path / "older.db"), "centre", numbers=True)
    yield made
    made.engine.dispose()


def test_a_centre_that_was_rolled_back_is_not_followed(desk: Journal, older_copy: Journal) -> None:
    assert refused(desk, batch_of(older_copy, cursor(desk))) == "line.history_differs"


def test_nor_is_it_once_it_has_gone_on_past_what_was_taken_in(desk: Journal, older_copy: Journal) -> None:
    for serial in (3, 4):
        builders.visit(older_copy, f"{serial}" * 24)
    assert refused(desk, batch_of(older_copy, cursor(desk))) == "line.history_differs"


def test_nor_when_it_sends_no_checkpoint(desk: Journal, older_copy: Journal) -> None:
    assert refused(desk, replace(batch_of(older_copy, 10), checkpoint=None)) == "line.history_differs"


def test_a_moment_of_receipt_that_was_changed_on_the_way_is_not_taken_in(desk: Journal, centre: Journal) -> None:
    builders.visit(centre, "1" * 24)
    batch = batch_of(centre)
    other = replace(batch.events[1], received_at="2020-01-01T00:00:00.000000Z")
    spoiled = [batch.events[0], other, *batch.events[2:]]
    assert refused(desk, replace(batch, events=spoiled)) == "line.history_differs"


def test_a_checkpoint_of_later_is_held_against_what_comes_later(desk: Journal, centre: Journal) -> None:
    builders.visit(centre, "1" * 24)
    honest = batch_of(centre)
    assert honest.checkpoint is not None
    forged = checkpoints._signed(SIGNING, builders.HALL, 5, "f" * 64, "2026-11-23T01:30")
    take(desk, replace(honest, events=honest.events[:2], upto=2, checkpoint=forged))
    rest = replace(honest, events=honest.events[2:], checkpoint=None)
    assert refused(desk, rest) == "line.history_differs"


def test_the_word_of_another_centre_is_not_followed(desk: Journal, centre: Journal) -> None:
    builders.visit(centre, "1" * 24)
    take(desk, batch_of(centre, limit=3))
    assert refused(desk, batch_of(centre, 3, key=Ed25519PrivateKey.generate())) == "line.history_differs"


@pytest.mark.parametrize("words", [{"seq": 3}, {"head": "0" * 64}, {"at": ""}, {"signature": "QQ=="}, {"hall": "H2"}])
def test_a_checkpoint_nobody_signed_is_not_followed(desk: Journal, centre: Journal, words: dict[str, Any]) -> None:
    builders.visit(centre, "1" * 24)
    batch = batch_of(centre)
    assert batch.checkpoint is not None
    forged: Checkpoint = replace(batch.checkpoint, **words)
    assert refused(desk, replace(batch, checkpoint=forged)) == "line.history_differs"


def test_a_head_covers_what_was_said_and_when_it_came() -> None:
    heads = {head_after(*words) for words in [("a", "b", "c"), ("a", "b", "d"), ("a", "x", "c"), ("x", "b", "c")]}
    assert len(heads) == 4


# Our own steps coming back.


def test_a_step_whose_answer_was_lost_comes_back_with_its_number(desk: Journal, centre: Journal) -> None:
    case_id = builders.open_case(desk)
    send(desk, centre)
    assert take(desk, batch_of(centre)) == 0
    with desk.reading() as here, centre.reading() as there:
        assert here.events_of(case_id) == there.events_of(case_id)
        assert outbox.unsent(here).events == ()


def test_a_step_that_was_answered_learns_when_it_came(desk: Journal, centre: Journal) -> None:
    case_id = builders.open_case(desk)
    send(desk, centre)
    judge(desk, case_id, Status.ACCEPTED, seq=1)
    take(desk, batch_of(centre))
    with desk.reading() as here, centre.reading() as there:
        assert here.events_of(case_id) == there.events_of(case_id)
        assert verify(here).faults == ()


def test_a_step_taken_for_rejected_that_the_centre_has_is_true_again(desk: Journal, centre: Journal) -> None:
    case_id = builders.open_case(desk)
    send(desk, centre)
    judge(desk, case_id, Status.REJECTED, reason="request.too_large")
    with desk.reading() as reading:
        assert reading.case(case_id).version == 0
    take(desk, batch_of(centre))
    with desk.reading() as here, centre.reading() as there:
        assert here.case(case_id) == there.case(case_id)
        assert here.people(case_id)[0] == builders.PERSON
        assert list(rebuild.differences(here)) == []
        assert verify(here).faults == ()


def send(desk: Journal, centre: Journal) -> None:
    """The centre accepts what is unsent."""
    with desk.reading() as reading:
        batch = outbox.unsent(reading)
    with centre.writing() as facts:
        facts.keep_keys(batch.keys)
        for event in batch.events:
            facts.record(event, verdict="accepted")


def judge(desk: Journal, case_id: CaseId, status: Status, *, seq: int | None = None, reason: str | None = None) -> None:
    with desk.writing() as facts:
        (event,) = facts.events_of(case_id)
        outbox.judged(facts, [Verdict(id=event.id, status=status, seq=seq, reason=reason)])


# Who a case is about is found by the name that is true.


def names(kept: Journal) -> list[str]:
    with kept.reading() as reading:
        return list(reading.connection.execute(sa.select(applicants.c.name)).scalars())


def correct(kept: Journal, case_id: CaseId, name: str) -> None:
    with kept.writing() as facts:
        facts.add(CLERK, cases.ApplicantCorrected(cases.Person(name, builders.PERSON.id_number)), of=case_id)


def test_a_name_is_found_as_it_is_and_not_as_it_came_last(desk: Journal, centre: Journal) -> None:
    case_id = builders.open_case(centre)
    take(desk, batch_of(centre))
    correct(desk, case_id, "欧阳子轩")
    correct(centre, case_id, "司徒子轩")
    take(desk, batch_of(centre, 1))
    with desk.reading() as reading:
        person, _ = reading.people(case_id)
        assert list(rebuild.differences(reading)) == []
    assert person is not None
    assert names(desk) == [person.name] == ["欧阳子轩"]


def test_a_name_that_was_rejected_is_found_no_more(desk: Journal, centre: Journal) -> None:
    case_id = builders.open_case(centre)
    take(desk, batch_of(centre))
    correct(desk, case_id, "欧阳子轩")
    with desk.writing() as facts:
        event = facts.events_of(case_id)[-1]
        outbox.judged(facts, [Verdict(id=event.id, status=Status.REJECTED, reason="case.wrong_state")])
    assert names(desk) == [builders.PERSON.name]


def test_an_erased_person_is_found_no_more_whatever_comes_later(desk: Journal, centre: Journal) -> None:
    case_id = builders.open_case(centre)
    take(desk, batch_of(centre))
    with centre.writing() as facts:
        facts.erase(case_id)
        facts.add(CLERK, builders.received(), of=case_id)
    take(desk, batch_of(centre, 1))
    assert names(desk) == []
    with desk.reading() as reading:
        assert reading.people(case_id) == (None, None)
        assert reading.connection.execute(sa.select(case_keys.c.secret)).scalar() is None
        assert verify(reading).faults == ()


def test_a_seal_that_does_not_open_holds_nobody_up(desk: Journal, centre: Journal) -> None:
    spoiled, whole = builders.open_case(centre), builders.open_case(centre)
    batch = batch_of(centre)
    keys = {**batch.keys, spoiled: base64.b64encode(b"another key, of 32 bytes exactly").decode()}
    assert take(desk, replace(batch, keys=keys)) == 2
    assert names(desk) == [builders.PERSON.name]
    with desk.reading() as reading:
        assert reading.case(spoiled).version == 1
        assert reading.people(whole)[0] == builders.PERSON
        assert list(rebuild.differences(reading)) == []
