"""Return tickets: the paper of somebody who was sent to fetch what was missing is their place in the line."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from deskapp.ids import BundleId, CaseId, ClerkId, ItemCode, MaterialCode, TicketId, WindowId, new_id
from deskapp.journal.writing import Writing
from deskapp.rules.barcode import notice_digits
from deskapp.rules.case import Accepted, CaseFact, CorrectionRequested, Declined, InBundle, MaterialDeferred, Opened
from deskapp.rules.numbering import case_number
from tests.server.hall import Hall, Person, code_of

CLERK = ClerkId("clerk3")
MISSING = (MaterialCode("PREMISES"),)


@pytest.fixture
def greeter(any_hall: Hall) -> Person:
    return any_hall.sign_in("greeter")


def case_of(hall: Hall, ticket: str | None, *facts: CaseFact, item: str = "SCJG-0102") -> CaseId:
    """A case that was opened for a ticket, and what became of it."""
    case, today = CaseId(new_id()), hall.clock.clock().today()
    came_with = None if ticket is None else TicketId(ticket)
    opened = Opened(ItemCode(item), "2026.11", WindowId("3"), new_id(), None, ticket=came_with)
    sent_away = CorrectionRequested(MISSING, "", today)

    def add(facts_there: object) -> None:
        for fact in (opened, *(facts or (sent_away,))):
            facts_there.add(CLERK, fact, of=case)  # type: ignore[attr-defined]

    hall.parts.writer.write_now(add)
    return case


def bundle_of(hall: Hall, ticket: str | None) -> dict[str, CaseId]:
    """A bundle of two items, accepted, of which the second has something put off."""
    mine, today = InBundle(BundleId(new_id()), "T-FOOD", new_id()), hall.clock.clock().today()
    came_with = None if ticket is None else TicketId(ticket)
    found: dict[str, CaseId] = {}

    def add(facts: Writing) -> None:
        for serial, item in enumerate(("SCJG-0102", "ZJJ-0201"), 2):
            case = found[item] = CaseId(new_id())
            said = Opened(
                ItemCode(item), "2026.11", WindowId("3"), new_id(), None, ticket=came_with, bundle=mine
            )  # fmt: skip
            facts.add(CLERK, said, of=case)
            if item == "ZJJ-0201":
                facts.add(CLERK, MaterialDeferred(MaterialCode("SIGN-PICTURE"), today), of=case)
            given = case_number("330000", hall.parts.hall.id, today, WindowId("3"), serial)
            accepted = Accepted(given, today, today, bundle_number=bundle_number(hall))
            facts.add(CLERK, accepted, of=case)

    hall.parts.writer.write_now(add)
    return found


def bundle_number(hall: Hall) -> str:
    return case_number("330000", hall.parts.hall.id, hall.clock.clock().today(), WindowId("3"), 1)


def come_back(person: Person, code: str) -> httpx.Response:
    return person.post("/tickets/return", {"code": code})


def test_who_comes_back_keeps_the_place_and_the_case_is_opened_where_it_stood(any_hall: Hall, greeter: Person) -> None:
    first = any_hall.issue(greeter, "B")
    clerk = any_hall.sign_in("clerk3", "3")
    clerk.call()
    case = case_of(any_hall, first["id"])
    any_hall.clock.move(timedelta(minutes=50))
    any_hall.issue(greeter, "B")
    back = come_back(any_hall.sign_in("kiosk"), notice_digits(case))
    assert back.status_code == 201, back.text
    assert (back.json()["queue"], back.json()["due_at"], back.json()["case"]) == ("B", first["due_at"], case)
    assert back.json()["waiting"] == 0, "before whoever came since"
    assert clerk.call(finish=True).json()["case"] == case


def test_the_same_paper_a_second_time_is_the_same_ticket(any_hall: Hall, greeter: Person) -> None:
    code = notice_digits(case_of(any_hall, any_hall.issue(greeter)["id"]))
    first, again = come_back(greeter, code), come_back(greeter, f" {code} ")
    assert (first.status_code, again.status_code) == (201, 200)
    assert (again.json()["id"], again.json()["again"]) == (first.json()["id"], True)


def test_a_case_without_a_ticket_waits_in_the_queue_of_its_item(any_hall: Hall, greeter: Person) -> None:
    back = come_back(greeter, notice_digits(case_of(any_hall, None, item="YB-0101")))
    assert back.json()["queue"] == "C"


def test_a_case_that_is_finished_says_so(any_hall: Hall, greeter: Person) -> None:
    today = any_hall.clock.clock().today()
    number = case_number("330000", any_hall.parts.hall.id, today, WindowId("3"), 1)
    accepted = Accepted(number, today, today)
    deferred = MaterialDeferred(MISSING[0], today)
    declined = case_of(any_hall, None, Declined("不符合条件", "依据"))
    assert code_of(come_back(greeter, notice_digits(declined))) == "case.finished"
    whole = case_of(any_hall, None, accepted)
    assert code_of(come_back(greeter, notice_digits(whole))) == "case.nothing_to_bring"
    owing = case_of(any_hall, None, deferred, Accepted(number[:-5] + "00029", today, today))
    assert come_back(greeter, notice_digits(owing)).status_code == 201


def test_a_case_number_is_taken_from_a_person_and_not_from_a_kiosk(any_hall: Hall, greeter: Person) -> None:
    today = any_hall.clock.clock().today()
    number = case_number("330000", any_hall.parts.hall.id, today, WindowId("3"), 7)
    case_of(any_hall, None, MaterialDeferred(MISSING[0], today), Accepted(number, today, today))
    assert code_of(come_back(any_hall.sign_in("kiosk"), number)) == "return.at_the_desk"
    assert come_back(greeter, number).status_code == 201


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "return.not_a_notice"),
        ("03", "return.not_a_notice"),
        ("A012", "return.not_a_notice"),
        ("3" * 42, "return.not_a_notice"),
        ("' OR 1=1 --", "return.not_a_notice"),
        (notice_digits(CaseId("018f2c3a-0000-7000-8000-00000000002a")), "case.unknown"),
        (notice_digits(CaseId("018f2c3a-0000-7000-8000-00000000002a"))[:-1] + "x", "return.not_a_notice"),
        ("9" * 65, "json.not_this_shape"),
    ],
)
def test_a_hostile_code_gives_no_ticket(hall: Hall, typed: str, code: str) -> None:
    refused = come_back(hall.sign_in("kiosk"), typed)
    assert code_of(refused) == code
    assert all(queue["waiting"] == 0 for queue in hall.stranger().get("/api/v1/kiosk").json()["queues"])


def test_a_name_of_a_case_that_stands_in_a_remark_is_no_return_ticket(any_hall: Hall, greeter: Person) -> None:
    """The waiting ticket is looked for by the case's id, which somebody may have written into a remark."""
    case = case_of(any_hall, None)
    other = any_hall.issue(greeter)
    greeter.post(f"/tickets/{other['id']}/move", {"queue": "C", "remark": case})
    assert come_back(greeter, notice_digits(case)).status_code == 201


def test_whoever_brings_what_was_put_off_for_one_case_comes_with_the_receipt_of_all(
    any_hall: Hall, greeter: Person
) -> None:
    found = bundle_of(any_hall, None)
    back = come_back(greeter, bundle_number(any_hall))
    assert back.status_code == 201, back.text
    assert back.json()["case"] == found["ZJJ-0201"]
    assert back.json()["queue"] == "B"  # the theme's
    assert code_of(come_back(any_hall.sign_in("kiosk"), bundle_number(any_hall))) == "return.at_the_desk"
