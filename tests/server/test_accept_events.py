"""What the centre says of events: nothing is taken on a desk's word, and nothing is dropped."""

from __future__ import annotations

import base64
import hashlib
import os
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from db.tables import case_keys, events, quarantine
from deskapp.ids import CaseId, ClerkId, DeviceId, HallId, WindowId, new_id
from deskapp.journal import rebuild
from deskapp.journal.chain import digest_of
from deskapp.journal.verify import verify
from deskapp.protocol.messages import SCHEMA
from deskapp.rules.numbering import case_number
from tests.server.hall import Hall, code_of
from tests.server.pretend_desk import MATERIALS, PretendDesk, desk_at

DAY = date(2026, 11, 23)


def number(serial: int, *, window: str = "3", day: date = DAY, hall: str = "H1") -> str:
    return case_number("330000", HallId(hall), day, WindowId(window), serial)


def a_case() -> CaseId:
    return CaseId(new_id())


def rows(hall: Hall, table: sa.Table) -> list[Any]:
    with hall.parts.journal.reading() as reading:
        return list(reading.connection.execute(sa.select(table)).all())


def kept(hall: Hall, device: str = "D1") -> dict[str, tuple[str, int | None]]:
    return {row.id: (row.verdict, row.seq) for row in rows(hall, events) if row.device == device}


@pytest.fixture
def desk(any_hall: Hall) -> PretendDesk:
    return desk_at(any_hall)


@pytest.fixture
def lone_desk(hall: Hall) -> PretendDesk:
    return desk_at(hall)


def test_a_visit_is_accepted_numbered_and_folded(desk: PretendDesk, any_hall: Hall) -> None:
    case = a_case()
    visit = desk.visit(case, number(1))
    verdicts = desk.push(*visit)
    assert {verdict.status for verdict in verdicts} == {"accepted"}
    seqs = [verdict.seq or 0 for verdict in verdicts]
    assert seqs == list(range(seqs[0], seqs[0] + 5)), "gapless, in the order of the desk"
    with any_hall.parts.journal.reading() as reading:
        assert reading.case(case).number == number(1)
        assert verify(reading).faults == ()
        assert reading.keys_of([case])[0] == desk.keys


def test_the_same_batch_again_is_known_with_the_same_numbers(desk: PretendDesk, any_hall: Hall) -> None:
    visit = desk.visit(a_case(), number(1))
    first = desk.push(*visit)
    before = kept(any_hall)
    again = desk.push(*visit)
    assert {verdict.status for verdict in again} == {"known"}
    assert [verdict.seq for verdict in again] == [verdict.seq for verdict in first]
    assert kept(any_hall) == before


def test_a_rejection_is_kept_with_its_reason_and_repeated(desk: PretendDesk, any_hall: Hall) -> None:
    case = a_case()
    early = [desk.opened(case), desk.received(case, "ID-CARD"), desk.accepted(case, number(1))]
    first = desk.push(*early)[2]
    assert (first.status, first.reason) == ("rejected", "case.incomplete")
    assert first.values == {"missing": ["个体工商户登记申请书", "住所(经营场所)使用证明"]}
    assert kept(any_hall)[first.id] == ("rejected", None)
    again = desk.push(early[2])[0]
    assert (again.status, again.reason, again.values) == ("known", first.reason, first.values)


def test_one_id_with_two_bodies_is_quarantined_and_the_first_stands(desk: PretendDesk, any_hall: Hall) -> None:
    case = a_case()
    opened, step = desk.opened(case), desk.received(case, "ID-CARD")
    desk.push(opened, step)
    other = replace(step, payload={**step.payload, "copies": 2})
    assert desk.says(replace(other, digest=digest_of(other))) == ["quarantined event.other_body"]
    assert desk.says(other) == ["quarantined event.other_body"], "also when it claims to be the same"
    assert kept(any_hall)[step.id][0] == "accepted"
    assert {row.reason for row in rows(any_hall, quarantine)} == {"event.other_body"}


def test_what_is_not_what_its_digest_says_is_set_aside(desk: PretendDesk, any_hall: Hall) -> None:
    opened = desk.opened(a_case())
    assert desk.says(replace(opened, actor="clerk4")) == ["quarantined event.digest"]
    assert kept(any_hall) == {}
    assert desk.says(opened) == ["accepted"], "the true one comes through all the same"


def test_a_desk_speaks_for_itself_only(desk: PretendDesk, any_hall: Hall) -> None:
    assert desk.says(desk.event("case.looked_at", a_case(), {"what": "id"}, device="D2")) == [
        "quarantined access.not_this_device"
    ]
    assert desk.says(desk.event("case.looked_at", a_case(), {"what": "id"}, hall="H2")) == [
        "quarantined access.not_this_device"
    ]
    assert kept(any_hall, "D2") == {}


def test_a_serial_is_used_once(desk: PretendDesk) -> None:
    first = desk.opened(a_case())
    desk.push(first)
    twin = PretendDesk(desk.hall, desk.person, desk.device)
    assert desk.says(twin.opened(a_case())) == ["quarantined event.serial_taken"]
    twin.epoch, twin.serial, twin.last = 2, 0, "0" * 64
    assert desk.says(twin.opened(a_case())) == ["accepted"], "a restored cache begins a new epoch"


def test_a_chain_that_does_not_join_is_set_aside(desk: PretendDesk) -> None:
    first = desk.opened(a_case())
    desk.last = hashlib.sha256(b"another history").hexdigest()
    second = desk.opened(a_case())
    assert desk.says(first, second) == ["accepted", "quarantined event.chain"]
    fresh = PretendDesk(desk.hall, desk.person, desk.device, epoch=2, last="f" * 64)
    assert desk.says(fresh.opened(a_case())) == ["quarantined event.chain"], "a chain begins with nothing"


def test_a_hole_may_be_filled_later_and_only_by_what_fits(desk: PretendDesk, any_hall: Hall) -> None:
    first, missing, third = desk.opened(a_case()), desk.opened(a_case()), desk.opened(a_case())
    assert desk.says(first, third) == ["accepted", "accepted"]
    forged = replace(missing, payload={**missing.payload, "window": "4"})
    assert desk.says(replace(forged, digest=digest_of(forged))) == ["quarantined event.chain"]
    assert desk.says(missing) == ["accepted"]
    with any_hall.parts.journal.reading() as reading:
        assert verify(reading).faults == ()


def test_who_never_signed_in_there_did_nothing_there(desk: PretendDesk) -> None:
    assert desk.says(desk.event("case.looked_at", a_case(), {"what": "id"}, actor="clerk7")) == [
        "rejected access.unknown_actor"
    ]


def test_each_step_wants_the_permission_of_who_did_it(any_hall: Hall) -> None:
    greeter = desk_at(any_hall, "greeter", "7", "D7")
    told = greeter.push(greeter.opened(a_case()))[0]
    assert (told.reason, told.values) == ("access.denied", {"permission": "take_in"})
    clerk = desk_at(any_hall)
    assert clerk.says(clerk.event("window.defined", "12", {"kind": "intake", "queues": ["A"]})) == [
        "rejected access.denied"
    ]


def test_a_clerk_decides_what_is_handled_at_once_and_nothing_else(desk: PretendDesk) -> None:
    case, other = a_case(), a_case()
    desk.push(*desk.visit(case, number(1)))
    assert desk.says(desk.event("case.decided", case, {"granted": True, "reason": ""})) == ["accepted"]
    assert desk.says(desk.opened(other, item="RS-0401"), desk.received(other, "ID-CARD")) == ["accepted", "accepted"]
    assert desk.says(desk.accepted(other, number(2))) == ["accepted"]
    assert desk.says(desk.event("case.decided", other, {"granted": True, "reason": ""})) == ["rejected access.denied"]


def test_after_a_rejected_step_the_case_waits_to_be_settled_and_others_go_on(desk: PretendDesk) -> None:
    case, other = a_case(), a_case()
    batch = [desk.opened(case), desk.accepted(case, number(1)), desk.received(case, "ID-CARD"), desk.opened(other)]
    assert desk.says(*batch) == [
        "accepted", "rejected case.incomplete", "rejected case.earlier_step_rejected", "accepted",
    ]  # fmt: skip
    later = desk.received(case, "PREMISES")
    assert desk.says(later) == ["rejected case.earlier_step_rejected"]
    one = {"steps": [batch[1].id], "remark": "x"}
    assert desk.says(desk.event("case.steps_given_up", case, one)) == ["accepted"]
    assert desk.says(desk.received(case, "ID-CARD")) == ["rejected case.earlier_step_rejected"], "two are unsettled"


def test_giving_up_all_steps_lets_the_case_go_on(desk: PretendDesk) -> None:
    case = a_case()
    steps = [desk.opened(case), desk.accepted(case, number(1))]
    assert desk.says(*steps)[1] == "rejected case.incomplete"
    assert (
        desk.says(
            desk.event("case.steps_given_up", case, {"steps": [steps[1].id], "remark": "材料补齐再受理"}),
            *(desk.received(case, code) for code in MATERIALS),
            desk.accepted(case, number(1)),
        )
        == ["accepted"] * 5
    )


def test_another_desks_rejected_step_holds_up_nobody_else(any_hall: Hall) -> None:
    first, second = desk_at(any_hall), desk_at(any_hall, "clerk5", "5", "D5")
    case = a_case()
    assert first.says(first.opened(case), first.accepted(case, number(1)))[1] == "rejected case.incomplete"
    assert second.says(*(second.received(case, code) for code in MATERIALS)) == ["accepted"] * 3


@pytest.mark.parametrize(
    "wrong",
    [
        number(1, hall="H2"),
        number(1, window="99"),
        number(1, day=DAY - timedelta(days=2)),
        number(1, day=DAY + timedelta(days=30)),
    ],
)
def test_a_number_belongs_to_this_hall_one_of_its_windows_and_that_day(desk: PretendDesk, wrong: str) -> None:
    case = a_case()
    visit = desk.visit(case, wrong)
    assert desk.says(*visit)[-1] == "rejected case.number_of_another_hall"


def test_a_number_whose_digit_is_wrong_is_no_number(lone_desk: PretendDesk) -> None:
    spoilt = number(1)[:-1] + str((int(number(1)[-1]) + 1) % 10)
    assert lone_desk.says(*lone_desk.visit(a_case(), spoilt))[-1] == "rejected number.check_digit"
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in number(2))
    assert lone_desk.says(*lone_desk.visit(a_case(), full_width))[-1] == "rejected event.no_sense"


def test_a_number_is_given_once_also_within_one_batch(any_hall: Hall) -> None:
    first, second = desk_at(any_hall), desk_at(any_hall, "clerk5", "5", "D5")
    assert first.says(*first.visit(a_case(), number(1)))[-1] == "accepted"
    assert second.says(*second.visit(a_case(), number(1)))[-1] == "rejected case.number_taken"
    both = [*first.visit(a_case(), number(2)), *first.visit(a_case(), number(2))]
    told = first.says(*both)
    assert (told[4], told[9]) == ("accepted", "rejected case.number_taken")


def test_an_acceptance_undone_keeps_its_number_for_its_own_case(any_hall: Hall) -> None:
    first, second = desk_at(any_hall), desk_at(any_hall, "clerk5", "5", "D5")
    case = a_case()
    visit = first.visit(case, number(1))
    undone = first.event("case.acceptance_undone", case, {"number": number(1)})
    assert first.says(*visit, undone, first.accepted(case, number(1)))[-2:] == ["accepted", "accepted"]
    first.push(first.event("case.acceptance_undone", case, {"number": number(1)}))
    assert second.says(*second.visit(a_case(), number(1)))[-1] == "rejected case.number_taken"


def test_an_item_that_is_not_in_the_catalogue_cannot_be_applied_for(lone_desk: PretendDesk) -> None:
    assert lone_desk.says(lone_desk.opened(a_case(), item="NO-SUCH"))[0].startswith("rejected ")
    assert lone_desk.says(lone_desk.opened(a_case(), catalog="1999.01")) == ["rejected catalog.unknown"]


def test_a_progress_code_is_long_enough_and_nobody_elses(desk: PretendDesk) -> None:
    track = new_id()
    assert desk.says(desk.opened(a_case(), track=track), desk.opened(a_case(), track=track)) == [
        "accepted", "rejected case.track_taken",
    ]  # fmt: skip
    assert desk.says(desk.opened(a_case(), track=track)) == ["rejected case.track_taken"]
    assert desk.says(desk.opened(a_case(), track="guessable")) == ["rejected event.no_sense"]


def test_an_event_whose_pages_have_not_come_waits_and_its_case_with_it(desk: PretendDesk, any_hall: Hall) -> None:
    case, other = a_case(), a_case()
    page = b"a page " * 100
    digest = hashlib.sha256(page).hexdigest()
    named = desk.event("case.pages_added", case, {"material": "ID-CARD", "pages": [digest]})
    batch = [named, desk.received(case, "ID-CARD"), desk.opened(other)]
    opening = PretendDesk(desk.hall, desk.person, desk.device, epoch=7)
    assert opening.says(opening.opened(case)) == ["accepted"]
    assert desk.says(*batch) == ["waiting", "waiting", "accepted"]
    assert set(kept(any_hall)) & {batch[0].id, batch[1].id} == set()
    assert desk.person.line.put(f"/pages/{digest}", content=page).status_code in (200, 201, 204)
    assert desk.says(*batch) == ["accepted", "accepted", "known"]
    with any_hall.parts.journal.reading() as reading:
        assert verify(reading).faults == ()


@pytest.mark.parametrize("page", ["../../etc/passwd", "A" * 64, "0" * 63, "", "0" * 64 + "\x00"])
def test_what_can_be_no_page_is_rejected_and_not_looked_for(lone_desk: PretendDesk, page: str) -> None:
    case = a_case()
    added = {"material": "ID-CARD", "pages": [page]}
    assert lone_desk.says(lone_desk.opened(case), lone_desk.event("case.pages_added", case, added)) == [
        "accepted", "rejected page.wrong_digest",
    ]  # fmt: skip


def test_a_desk_that_is_newer_keeps_its_outbox(desk: PretendDesk, any_hall: Hall) -> None:
    before = len(rows(any_hall, events))
    newer = desk.event("case.looked_at", a_case(), {"what": "id"}, schema=SCHEMA + 1)
    told = desk.pushes(desk.opened(a_case()), newer)
    assert (told.status_code, code_of(told)) == (426, "upgrade_required")
    assert len(rows(any_hall, events)) == before
    assert rows(any_hall, case_keys) == [], "nothing of the batch is kept"


def test_keys_come_with_their_own_cases_only(desk: PretendDesk, any_hall: Hall) -> None:
    case, strangers = a_case(), a_case()
    opened = desk.opened(case)
    desk.keys[strangers] = base64.b64encode(os.urandom(32)).decode()
    desk.push(opened)
    assert {row.case_id for row in rows(any_hall, case_keys)} == {case}
    first = desk.keys[case]
    desk.keys[case] = base64.b64encode(os.urandom(32)).decode()
    desk.push(desk.received(case, "ID-CARD"))
    with any_hall.parts.journal.reading() as reading:
        assert reading.keys_of([case])[0][case] == first, "the first key stays"


@pytest.mark.parametrize("key", ["", "%%%", base64.b64encode(b"short").decode(), "𬭎"])
def test_what_is_no_key_is_refused_before_anything_is_kept(lone_desk: PretendDesk, hall: Hall, key: str) -> None:
    case = a_case()
    told = lone_desk.pushes(lone_desk.opened(case), keys={case: key})
    assert (told.status_code, code_of(told)) == (422, "json.not_this_shape")
    assert kept(hall) == {}


def test_a_call_made_without_the_line_is_accepted_beside_another(any_hall: Hall) -> None:
    greeter = any_hall.sign_in("greeter")
    ticket = any_hall.issue(greeter)["id"]
    online, cut = desk_at(any_hall, "clerk5", "5", "D5"), desk_at(any_hall)
    assert online.person.call().json()["id"] == ticket
    assert cut.says(cut.event("ticket.called", ticket, {"window": "3", "offline": True})) == ["accepted"]
    with any_hall.parts.journal.reading() as reading:
        called = reading.ticket(ticket)
    assert (called.window, called.also_called_by) == ("5", ("3",))


def test_a_call_that_says_it_had_the_line_is_not_taken_beside_another(hall: Hall) -> None:
    ticket = hall.issue(hall.sign_in("greeter"))["id"]
    first, second = desk_at(hall, "clerk5", "5", "D5"), desk_at(hall)
    first.person.call()
    assert second.says(second.event("ticket.called", ticket, {"window": "3", "offline": False})) == [
        "rejected ticket.taken"
    ]


def test_a_ticket_number_is_given_once_a_day(desk: PretendDesk, any_hall: Hall) -> None:
    any_hall.issue(any_hall.sign_in("greeter"))
    moment = "2026-11-23T01:30:00.000000Z"
    issued = {"number": "A001", "queue": "A", "ticket_class": "normal", "issued_at": moment, "due_at": moment}
    told = desk.says(
        desk.event("ticket.issued", new_id(), issued),
        desk.event("ticket.issued", new_id(), issued | {"number": "A002"}),
        desk.event("ticket.issued", new_id(), issued | {"number": "A002"}),
    )
    assert told == ["rejected ticket.exists", "accepted", "rejected ticket.exists"]


def test_a_call_for_help_waits_behind_no_step_that_was_sent_back(any_hall: Hall) -> None:
    desk = desk_at(any_hall)
    assert desk.says(desk.event("window.resumed", "3", {})) == ["rejected window.wrong_state"]
    assert desk.says(desk.event("window.help_called", "3", {})) == ["accepted"]
    assert verify_finds_nothing(any_hall)


def test_only_a_clerk_calls_for_help_and_only_a_manager_answers(any_hall: Hall) -> None:
    desk = desk_at(any_hall)
    manager = PretendDesk(any_hall, any_hall.sign_in("manager", device="D9"), DeviceId("D9"), ClerkId("manager"))
    assert manager.says(manager.event("window.help_called", "3", {})) == ["rejected access.denied"]
    assert desk.says(desk.event("window.help_called", "99", {})) == ["rejected window.unknown"]
    assert manager.says(manager.event("window.help_coming", "3", {})) == ["rejected window.no_help_called"]
    assert desk.says(desk.event("window.help_called", "3", {})) == ["accepted"]
    assert desk.says(desk.event("window.help_settled", "3", {})) == ["rejected access.denied"]
    answers = [manager.event(f"window.help_{word}", "3", {}) for word in ("coming", "settled", "still_needed")]
    assert manager.says(*answers) == ["accepted"] * 3
    with any_hall.parts.journal.reading() as reading:
        called = reading.window(WindowId("3")).help
    assert called is not None
    assert (called.clerk, called.loud) == ("clerk3", True)
    assert verify_finds_nothing(any_hall)


def test_a_manager_gives_up_what_was_sent_back_and_goes_on(any_hall: Hall) -> None:
    manager = PretendDesk(any_hall, any_hall.sign_in("manager", device="D9"), DeviceId("D9"), ClerkId("manager"))
    any_hall.sign_in("clerk3", "3", device="D1")
    step = manager.event("window.resumed", "3", {})
    assert manager.says(step) == ["rejected window.wrong_state"]
    steps = [row.id for row in rows(any_hall, events) if row.verdict == "rejected"]
    assert manager.says(manager.event("case.steps_given_up", "3", {"steps": steps, "remark": ""})) == ["accepted"]
    assert manager.says(manager.event("window.paused", "3", {})) == ["accepted"]


def verify_finds_nothing(hall: Hall) -> bool:
    with hall.parts.journal.reading() as reading:
        return not verify(reading).faults and not list(rebuild.differences(reading))


def test_a_refused_step_of_a_ticket_holds_up_no_later_one(any_hall: Hall) -> None:
    desk = desk_at(any_hall)
    ticket = any_hall.issue(any_hall.sign_in("greeter"))["id"]
    arrived = ("ticket.arrived", ticket, {"window": "3"})
    assert desk.says(desk.event(*arrived)) == ["rejected ticket.wrong_state"], "nobody has called them"
    assert desk.person.call().json()["id"] == ticket
    assert desk.says(desk.event(*arrived)) == ["accepted"]
