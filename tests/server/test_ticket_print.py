"""A ticket printed beside the kiosk: the centre sends it to the printer that its settings name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import zxingcpp

from tests.clerk.office import FrozenClock
from tests.fakes.receipt_printer import PAPER_OUT, ReceiptPrinter, receipt_printer
from tests.server.hall import Hall, Person, code_of, open_hall


@pytest.fixture
def printer() -> Iterator[ReceiptPrinter]:
    with receipt_printer() as there:
        yield there


@pytest.fixture
def printing_hall(tmp_path: Path, clock: FrozenClock, printer: ReceiptPrinter) -> Iterator[Hall]:
    database = f"sqlite:///{tmp_path / 'hall.db'}"
    with open_hall(tmp_path / "hall", database, clock, {"kiosk": printer.address}) as opened:
        yield opened


@pytest.fixture
def kiosk(printing_hall: Hall) -> Person:
    return printing_hall.sign_in("kiosk")


def printed(kiosk: Person, ticket: str, *, again: bool = False) -> int:
    return kiosk.post(f"/tickets/{ticket}/print", {"again": again}).status_code


def test_a_ticket_comes_out_beside_the_kiosk(kiosk: Person, printing_hall: Hall, printer: ReceiptPrinter) -> None:
    ticket = printing_hall.issue(kiosk, "C")
    assert printed(kiosk, ticket["id"]) == 204
    (paper,) = printer.papers
    assert [code.text for code in zxingcpp.read_barcodes(paper.convert("L"))] == [ticket["digits"]]


def test_a_reprint_looks_otherwise_and_says_how_many_are_before_it_now(
    kiosk: Person, printing_hall: Hall, printer: ReceiptPrinter
) -> None:
    printing_hall.issue(kiosk, "C")
    ticket = printing_hall.issue(kiosk, "C")
    clerk = printing_hall.sign_in("clerk3", "3")
    printed(kiosk, ticket["id"])
    printed(kiosk, ticket["id"], again=True)
    first, again = printer.papers
    assert again.height > first.height, "one more line"
    assert [code.text for code in zxingcpp.read_barcodes(again.convert("L"))] == [ticket["digits"]]
    assert clerk.answer["window"] == "3"


def test_who_has_no_printer_beside_them_is_told_so(printing_hall: Hall, printer: ReceiptPrinter) -> None:
    greeter = printing_hall.sign_in("greeter")
    ticket = printing_hall.issue(greeter)
    answer = greeter.post(f"/tickets/{ticket['id']}/print")
    assert (answer.status_code, code_of(answer)) == (503, "printer.none")
    assert printer.connections == 0


def test_a_printer_without_paper_is_told_and_prints_once_it_has_some(
    kiosk: Person, printing_hall: Hall, printer: ReceiptPrinter
) -> None:
    ticket = printing_hall.issue(kiosk)
    printer.trouble = PAPER_OUT
    assert code_of(kiosk.post(f"/tickets/{ticket['id']}/print")) == "printer.out_of_paper"
    printer.trouble = 0
    assert printed(kiosk, ticket["id"]) == 204
    assert len(printer.papers) == 1


@pytest.mark.parametrize("ticket", ["none", "x" * 300, "..%2f..%2fetc"])
def test_a_ticket_that_nobody_has_is_not_printed(kiosk: Person, printer: ReceiptPrinter, ticket: str) -> None:
    answer = kiosk.post(f"/tickets/{ticket}/print")
    assert answer.status_code in (404, 409)
    assert code_of(answer) in ("ticket.unknown", "request.no_such_place")
    assert printer.connections == 0


def test_who_waits_no_more_gets_no_ticket_printed(kiosk: Person, printing_hall: Hall, printer: ReceiptPrinter) -> None:
    ticket = printing_hall.issue(kiosk)
    printing_hall.sign_in("clerk3", "3").call()
    assert code_of(kiosk.post(f"/tickets/{ticket['id']}/print")) == "ticket.wrong_state"
    assert printer.connections == 0


@pytest.mark.parametrize("who", ["clerk3", "greeter", "manager"])
def test_nobody_else_prints_beside_the_kiosk(printing_hall: Hall, printer: ReceiptPrinter, who: str) -> None:
    person = printing_hall.sign_in(who)
    ticket = printing_hall.issue(printing_hall.sign_in("greeter"))
    assert person.post(f"/tickets/{ticket['id']}/print").status_code == 503
    assert printer.connections == 0


def test_a_ticket_asked_for_again_by_its_key_is_the_same_and_counted_once(any_hall: Hall) -> None:
    """The answer was lost on the line: the kiosk asks again, and one person has one ticket."""
    kiosk = any_hall.sign_in("kiosk")
    first = kiosk.post("/tickets", {"queue": "A"}, headers={"Idempotency-Key": "k1"})
    again = kiosk.post("/tickets", {"queue": "A"}, headers={"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    any_hall.clock.move(timedelta(minutes=1))
    other = kiosk.post("/tickets", {"queue": "A"}, headers={"Idempotency-Key": "k2"}).json()
    assert (first.json()["number"], other["number"]) == ("A001", "A002")
    assert other["waiting"] == 1


def test_a_key_of_a_ticket_is_not_the_key_of_a_call(any_hall: Hall) -> None:
    kiosk, clerk = any_hall.sign_in("kiosk"), any_hall.sign_in("clerk3", "3")
    kiosk.post("/tickets", {"queue": "A"}, headers={"Idempotency-Key": "k"})
    called = clerk.call(key="k").json()
    issued = clerk.post("/tickets", {"queue": "A"}, headers={"Idempotency-Key": "k"}).json()
    assert (called["number"], issued["number"]) == ("A001", "A002")


def test_what_was_refused_is_not_refused_for_ever(any_hall: Hall) -> None:
    kiosk = any_hall.sign_in("kiosk")
    refused = kiosk.post("/tickets", {"queue": "Q"}, headers={"Idempotency-Key": "k"})
    assert code_of(refused) == "queue.unknown"
    assert kiosk.post("/tickets", {"queue": "A"}, headers={"Idempotency-Key": "k"}).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_has_a_length(any_hall: Hall, key: str) -> None:
    answer = any_hall.sign_in("kiosk").post("/tickets", {"queue": "A"}, headers={"Idempotency-Key": key})
    assert code_of(answer) == "request.wrong_key"
