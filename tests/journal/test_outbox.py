"""What may be sent, in which order, and what becomes of what the centre says of it (promises 4 and 9)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from deskapp.ids import CaseId, DeviceId, EventId, MaterialCode, PageDigest, QueueId, WindowId
from deskapp.journal import outbox, pages_kept, rebuild, rejected
from deskapp.journal.journal import Journal
from deskapp.protocol.messages import Event, Status, Verdict
from deskapp.rules import case as cases
from deskapp.rules import window as windows
from tests import builders
from tests.builders import CLERK
from tests.sync.desks import DeskAlone, hall

PAGE = PageDigest("a" * 64)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Journal]:
    made = builders.desk_journal(tmp_path / "desk")
    yield made
    made.engine.dispose()


@pytest.fixture
def two_lives(tmp_path: Path) -> Iterator[DeskAlone]:
    """A desk that can be enrolled again."""
    centre, (desk,) = hall(tmp_path, [("D1", "3")])
    yield desk
    desk.close()
    centre.engine.dispose()


def with_page(kept: Journal, case_id: CaseId, page: PageDigest = PAGE) -> EventId:
    """A page that was scanned and named, and that the centre does not have."""
    with kept.writing() as facts:
        pages_kept.keep(facts, pages_kept.KeptPage(page, 10, 1, 1, 200, blank=False, blurred=False))
        return facts.add(CLERK, cases.PagesAdded(MaterialCode("ID-CARD"), (page,)), of=case_id).id


def receive(kept: Journal, case_id: CaseId, material: str = "ID-CARD") -> EventId:
    with kept.writing() as facts:
        return facts.add(CLERK, builders.received(material), of=case_id).id


def unsent(kept: Journal, limit: int = 500) -> list[Event]:
    with kept.reading() as reading:
        return list(outbox.unsent(reading, limit=limit).events)


def unsettled(kept: Journal, case_id: CaseId) -> list[EventId]:
    with kept.reading() as reading:
        return [step.id for step in rejected.unsettled(reading, case_id)]


def say(kept: Journal, event: EventId, status: Status, *, seq: int | None = None, reason: str | None = None) -> int:
    with kept.writing() as facts:
        return outbox.judged(facts, [Verdict(id=event, status=status, seq=seq, reason=reason)])


def test_steps_are_sent_in_the_order_in_which_they_were_made(desk: Journal) -> None:
    first, second = builders.open_case(desk), builders.open_case(desk)
    receive(desk, first)
    assert [(e.stream_id, e.device_seq) for e in unsent(desk)] == [(first, 1), (second, 2), (first, 3)]
    assert [e.device_seq for e in unsent(desk, limit=2)] == [1, 2]


def test_pages_hold_back_the_word_about_them_and_all_that_follows_in_their_case_only(desk: Journal) -> None:
    held, free = builders.open_case(desk), builders.open_case(desk)
    with_page(desk, held)
    receive(desk, held)
    receive(desk, free)
    with desk.reading() as reading:
        batch = outbox.unsent(reading)
        assert outbox.pages_to_send(reading) == (PAGE,)
    assert [(e.stream_id, e.kind) for e in batch.events] == [
        (held, "case.opened"),
        (free, "case.opened"),
        (free, "case.material_received"),
    ]
    assert batch.held == 2
    with desk.writing() as facts:
        outbox.confirm_pages(facts, [PAGE])
    assert [e.device_seq for e in unsent(desk)] == [1, 2, 3, 4, 5]


def test_many_held_back_hide_nobody_even_when_one_step_is_asked_for(desk: Journal) -> None:
    held = builders.open_case(desk)
    (opening,) = unsent(desk)
    say(desk, opening.id, Status.ACCEPTED, seq=1)
    with_page(desk, held)
    for _ in range(30):
        receive(desk, held)
    free = builders.open_case(desk)
    assert [event.stream_id for event in unsent(desk, limit=1)] == [free]


def test_only_cases_that_are_sent_bring_their_key(desk: Journal) -> None:
    held, free = builders.open_case(desk), builders.open_case(desk)
    for event in unsent(desk):
        say(desk, event.id, Status.ACCEPTED, seq=event.device_seq)
    with_page(desk, held)
    receive(desk, free)
    with desk.reading() as reading:
        assert set(outbox.unsent(reading).keys) == {free}


def test_pages_that_the_centre_lost_are_sent_again_and_nobody_waits_for_ever(desk: Journal) -> None:
    case_id = builders.open_case(desk)
    event = with_page(desk, case_id)
    with desk.writing() as facts:
        outbox.confirm_pages(facts, [PAGE])
    assert say(desk, event, Status.WAITING) == 0
    with desk.reading() as reading:
        assert outbox.pages_to_send(reading) == (PAGE,)
    assert [e.kind for e in unsent(desk)] == ["case.opened"]


def test_a_verdict_counts_once_and_only_for_a_step_of_our_own_that_waits(desk: Journal) -> None:
    case_id = builders.open_case(desk)
    event = receive(desk, case_id)
    assert say(desk, event, Status.ACCEPTED, seq=7) == 1
    assert say(desk, event, Status.REJECTED, reason="case.wrong_state") == 0
    assert say(desk, EventId("nobody's"), Status.ACCEPTED, seq=8) == 0
    with desk.reading() as reading:
        assert reading.case(case_id).settled
        kept = reading.event(event)
    assert kept is not None
    assert kept.seq == 7


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.KNOWN, Status.REJECTED, Status.QUARANTINED])
def test_an_answer_without_a_number_and_without_a_reason_is_no_answer(desk: Journal, status: Status) -> None:
    builders.open_case(desk)
    (event,) = unsent(desk)
    assert say(desk, event.id, status) == 0
    assert unsent(desk) == [event]


@pytest.mark.parametrize("status", [Status.REJECTED, Status.QUARANTINED, Status.KNOWN])
def test_what_was_rejected_is_taken_out_of_its_case_and_stays_with_its_reason(desk: Journal, status: Status) -> None:
    case_id = builders.open_case(desk)
    first, second = receive(desk, case_id), receive(desk, case_id, "PREMISES")
    say(desk, first, status, reason="case.wrong_state")
    with desk.reading() as reading:
        assert set(reading.case(case_id).settled) == {"PREMISES"}
        assert list(rebuild.differences(reading)) == []
    assert unsettled(desk, case_id) == [first]
    assert second in {event.id for event in unsent(desk)}


def test_a_giving_up_that_is_rejected_itself_gives_nothing_up(desk: Journal) -> None:
    case_id = builders.open_case(desk)
    step = receive(desk, case_id)
    say(desk, step, Status.REJECTED, reason="case.wrong_state")
    with desk.writing() as facts:
        word = facts.add(CLERK, cases.StepsGivenUp((step,), "改日再来"), of=case_id)
    assert unsettled(desk, case_id) == []
    say(desk, word.id, Status.REJECTED, reason="access.denied")
    assert unsettled(desk, case_id) == [step, word.id]
    with desk.writing() as facts:
        facts.add(CLERK, cases.StepsGivenUp((step, word.id), "改日再来"), of=case_id)
    assert unsettled(desk, case_id) == []


def test_a_step_that_two_gave_up_stays_given_up_when_one_of_them_is_rejected(desk: Journal) -> None:
    case_id = builders.open_case(desk)
    step = receive(desk, case_id)
    say(desk, step, Status.REJECTED, reason="case.wrong_state")
    with desk.writing() as facts:
        facts.add(CLERK, cases.StepsGivenUp((step,), ""), of=case_id)
        second = facts.add(CLERK, cases.StepsGivenUp((step,), ""), of=case_id)
    say(desk, second.id, Status.REJECTED, reason="access.denied")
    assert unsettled(desk, case_id) == [second.id]


def test_unsent_steps_of_an_older_life_are_folded_before_those_of_the_new(two_lives: DeskAlone) -> None:
    case_id = builders.open_case(two_lives.station.journal)
    receive(two_lives.station.journal, case_id)
    two_lives.enrol_again()
    kept = two_lives.station.journal
    with kept.writing() as facts:
        facts.add(CLERK, cases.MaterialReturned(MaterialCode("ID-CARD")), of=case_id)
    with kept.reading() as reading:
        assert [(e.epoch, e.device_seq) for e in reading.events_of(case_id)] == [(1, 1), (1, 2), (2, 1)]
        assert list(rebuild.differences(reading)) == []
    with kept.writing() as facts:
        facts.refold("case", [case_id])
        assert facts.case(case_id).settled == {}


def test_who_a_case_is_about_is_what_was_said_in_the_newest_life(two_lives: DeskAlone) -> None:
    case_id = builders.open_case(two_lives.station.journal)
    receive(two_lives.station.journal, case_id)
    two_lives.enrol_again()
    married = cases.Person("欧阳子轩", builders.PERSON.id_number)
    with two_lives.station.journal.writing() as facts:
        facts.add(CLERK, cases.ApplicantCorrected(married), of=case_id)
    with two_lives.station.journal.reading() as reading:
        assert reading.people(case_id)[0] == married


def test_a_call_for_help_goes_before_everything_that_waits_and_alone_when_asked_for(desk: Journal) -> None:
    with desk.writing() as facts:
        defined = facts.add(CLERK, windows.WindowDefined(windows.WindowKind.INTAKE, (QueueId("A"),)), of="3")
    say(desk, defined.id, Status.ACCEPTED, seq=1)
    receive(desk, builders.open_case(desk))
    with desk.writing() as facts:
        facts.add(CLERK, windows.WindowOpened(CLERK, DeviceId("D1")), of="3")
        called = facts.add(CLERK, windows.HelpCalled(), of="3")
    assert unsent(desk)[0].id == called.id
    assert [event.device_seq for event in unsent(desk)[1:]] == [2, 3, 4]
    assert [event.id for event in unsent(desk, limit=1)] == [called.id]
    with desk.reading() as reading:
        assert [event.id for event in outbox.unsent(reading, only_at_once=True).events] == [called.id]
    before = the_window(desk)
    assert say(desk, called.id, Status.ACCEPTED, seq=2) == 1
    with desk.reading() as reading:
        assert outbox.unsent(reading, only_at_once=True).events == ()
        assert list(rebuild.differences(reading)) == [], "folded in the new order it is the same"
    assert the_window(desk) == before


def the_window(kept: Journal) -> windows.Window:
    with kept.reading() as reading:
        return reading.window(WindowId("3"))


def test_nobody_gives_up_what_another_desk_did(desk: Journal) -> None:
    case_id = builders.open_case(desk)
    step = receive(desk, case_id)
    say(desk, step, Status.REJECTED, reason="case.wrong_state")
    with desk.writing() as facts:
        word = facts.add(CLERK, cases.StepsGivenUp((step,), ""), of="elsewhere")
        theirs = replace(word, id=EventId("e-9"), stream_id=case_id, device=DeviceId("D9"))
        facts.record(theirs, verdict="accepted")
    assert unsettled(desk, case_id) == [step]
    with desk.writing() as facts:
        facts.add(CLERK, cases.StepsGivenUp((step,), ""), of=case_id)
    assert unsettled(desk, case_id) == []
