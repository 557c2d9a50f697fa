"""The rating at a desk: closed before it is written, known here by that and when alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from msgspec.structs import replace as changed

from db.tables import events, metadata
from deskapp.clerk import rating, settling
from deskapp.clerk.rating import Served
from deskapp.desk import Desk
from deskapp.failures import ContentTrouble, Refusal
from deskapp.ids import BundleId, CaseId, ItemCode, MaterialCode, PageDigest, new_id
from deskapp.journal import letters, outbox, pages_kept
from deskapp.journal.verify import verify
from deskapp.protocol.messages import Status, Verdict
from deskapp.queries.line_sheet import line_sheet
from deskapp.rules.case import AcceptanceUndone, Accepted, Declined, InBundle, Opened, PagesAdded, Person
from deskapp.rules.case_state import State
from deskapp.rules.rating import Occasion, Opinion, Reason
from tests.clerk import office

CENTRES = X25519PrivateKey.from_private_bytes(b"c" * 32)
TODAY = office.MORNING.date()


@pytest.fixture
def clock() -> office.FrozenClock:
    return office.FrozenClock()


@pytest.fixture
def desk(tmp_path: Path, clock: office.FrozenClock) -> Iterator[Desk]:
    station = office.station(tmp_path / "desk", clock)
    made = office.desk(station)
    yield replace(made, facts=changed(made.facts, letters=letters.address(CENTRES)))
    station.journal.engine.dispose()


def served(desk: Desk, *, declined: bool = False) -> CaseId:
    case = CaseId(new_id())
    opened = Opened("SCJG-0102", "2026.11", desk.clerk.window, new_id(), Person("李䶮", "990105198802293371"))  # type: ignore[arg-type]
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, opened, of=case)
        outcome = Declined("不属于本部门", "依据") if declined else Accepted("1" * 24, TODAY, TODAY)
        facts.add(desk.clerk.id, outcome, of=case)
    return case


@pytest.mark.parametrize("declined", [False, True])
def test_a_service_done_here_is_asked_about_once(desk: Desk, declined: bool) -> None:
    before = rating.mark(desk)
    case = served(desk, declined=declined)
    asked = rating.to_ask(desk, before)
    assert asked.service is not None
    assert (asked.service.case, asked.service.occasion) == (case, Occasion.WINDOW)
    assert rating.to_ask(desk, asked.mark).service is None
    rating.give(desk, asked.service, Opinion(4))
    assert rating.to_ask(desk, before).service is None, "not even after a new start"


def served_as_one(desk: Desk, bundle: InBundle, *, declined: bool = False) -> CaseId:
    """A case of a bundle, served here in a step of its own."""
    case = CaseId(new_id())
    person = Person("李䶮", "990105198802293371")
    opened = Opened(ItemCode("SCJG-0102"), "2026.11", desk.clerk.window, new_id(), person, bundle=bundle)
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, opened, of=case)
        outcome = (
            Declined("不属于本部门", "依据") if declined else Accepted("1" * 24, TODAY, TODAY, bundle_number="2" * 24)
        )
        facts.add(desk.clerk.id, outcome, of=case)
    return case


def test_whoever_hands_in_one_thing_is_asked_once_for_the_visit(desk: Desk) -> None:
    before, bundle = rating.mark(desk), InBundle(BundleId(new_id()), "T-FOOD", new_id())
    first = served_as_one(desk, bundle)
    asked = rating.to_ask(desk, before)
    assert asked.service is not None
    rating.give(desk, asked.service, Opinion(4))
    second = served_as_one(desk, bundle, declined=True)
    assert rating.to_ask(desk, asked.mark).service is None, "another step of the same visit"
    with pytest.raises(Refusal, match=r"rating\.again"):
        rating.give(desk, Served(second, Occasion.WINDOW, State.DECLINED), Opinion(1))
    assert served_as_one(desk, InBundle(BundleId(new_id()), "T-FOOD", new_id())) != first
    assert rating.to_ask(desk, asked.mark).service is not None, "somebody else's"


def test_who_comes_back_on_another_day_is_asked_again(desk: Desk, clock: office.FrozenClock) -> None:
    before, bundle = rating.mark(desk), InBundle(BundleId(new_id()), "T-FOOD", new_id())
    served_as_one(desk, bundle)
    asked = rating.to_ask(desk, before)
    assert asked.service is not None
    rating.give(desk, asked.service, Opinion(4))
    clock.move(timedelta(days=1))
    second = served_as_one(desk, bundle)
    again = rating.to_ask(desk, asked.mark).service
    assert again is not None
    assert again.case == second
    rating.give(desk, again, Opinion(2))


def test_an_acceptance_that_was_taken_back_is_not_asked_about(desk: Desk) -> None:
    before = rating.mark(desk)
    case = served(desk)
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, AcceptanceUndone("1" * 24), of=case)
    assert rating.to_ask(desk, before).service is None


def test_it_is_never_open_on_the_disk_not_even_for_a_moment(desk: Desk, tmp_path: Path) -> None:
    before = rating.mark(desk)
    served(desk)
    service = rating.to_ask(desk, before).service
    assert service is not None
    rating.give(desk, service, Opinion(1, (Reason.WRONG_FEE,), "收了两次钱"))
    with desk.journal.reading() as reading:
        rows = [row for table in metadata.sorted_tables for row in reading.connection.execute(sa.select(table))]
    everything = "\n".join(str(tuple(row)) for row in rows)
    assert "收了两次钱" not in everything
    assert "wrong_fee" not in everything
    with desk.journal.reading() as reading:
        assert verify(reading).faults == ()


def test_good_and_bad_leave_the_same_traces(desk: Desk) -> None:
    seen = []
    for opinion in (Opinion(5), Opinion(1, tuple(Reason), "很不满意" * 100), Opinion(3)):
        before = rating.mark(desk)
        served(desk)
        service = rating.to_ask(desk, before).service
        assert service is not None
        rating.give(desk, service, opinion)
    with desk.journal.reading() as reading:
        for payload in reading.connection.execute(
            sa.select(events.c.payload).where(events.c.kind == "rating.given")
        ).scalars():
            told = json.loads(payload)
            seen.append((sorted(told), told["rated"], len(told["letter"])))
    assert len({str(one) for one in seen}) == 1


def test_a_second_one_at_the_same_desk_is_refused(desk: Desk) -> None:
    before = rating.mark(desk)
    served(desk)
    service = rating.to_ask(desk, before).service
    assert service is not None
    rating.give(desk, service, Opinion(None))
    rating.give(desk, service, Opinion(2))
    with pytest.raises(Refusal, match=r"rating\.again"):
        rating.give(desk, service, Opinion(5))


def test_without_the_centres_address_nothing_is_asked_and_nothing_kept(desk: Desk) -> None:
    bare = replace(desk, facts=changed(desk.facts, letters=""))
    before = rating.mark(bare)
    served(bare)
    assert rating.to_ask(bare, before).service is None
    service = rating.to_ask(desk, before).service
    assert service is not None
    with pytest.raises(ContentTrouble, match=r"letter\.no_address"):
        rating.give(bare, service, Opinion(5))


@pytest.mark.parametrize("reason", [None, "rating.again"])
def test_what_the_centre_holds_is_gone_from_the_outbox_and_nobodys_to_settle(desk: Desk, reason: str | None) -> None:
    before = rating.mark(desk)
    served(desk)
    service = rating.to_ask(desk, before).service
    assert service is not None
    rating.give(desk, service, Opinion(1))
    with desk.journal.reading() as reading:
        (event,) = [one for one in outbox.unsent(reading).events if one.kind == "rating.given"]
    with desk.journal.writing() as facts:
        assert outbox.judged(facts, [Verdict(id=event.id, status=Status.HELD, reason=reason)]) == 1
    with desk.journal.reading() as reading:
        sheet = line_sheet(reading, desk.line.link, None, desk.clerk.id)
        assert verify(reading).faults == ()
        assert event.id not in {one.id for one in outbox.unsent(reading).events}
    assert sheet.rejected == 0
    assert event.id not in {step.event for step in sheet.steps}
    assert settling.open_work(desk) >= 0


def test_a_rating_waits_for_its_case(desk: Desk) -> None:
    """The centre must know the service first: what holds the case up holds its rating up, and no other."""

    before = rating.mark(desk)
    case = CaseId(new_id())
    opened = Opened("SCJG-0102", "2026.11", desk.clerk.window, new_id(), Person("李䶮", "990105198802293371"))  # type: ignore[arg-type]
    page = pages_kept.KeptPage(PageDigest("d" * 64), 10, 10, 10, 0, blank=False, blurred=False)
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, opened, of=case)
        pages_kept.keep(facts, page)
        facts.add(desk.clerk.id, PagesAdded(MaterialCode("ID-CARD"), (page.digest,)), of=case)
        facts.add(desk.clerk.id, Accepted("1" * 24, TODAY, TODAY), of=case)
    service = rating.to_ask(desk, before).service
    assert service is not None
    rating.give(desk, service, Opinion(5))
    with desk.journal.reading() as reading:
        assert "rating.given" not in {event.kind for event in outbox.unsent(reading).events}
    with desk.journal.writing() as facts:
        outbox.confirm_pages(facts, [page.digest])
    with desk.journal.reading() as reading:
        assert "rating.given" in {event.kind for event in outbox.unsent(reading).events}
