"""A page is asked for by its digest: the centre looks whose it is, and whether the asker may see it."""

from __future__ import annotations

from hashlib import sha256

import pytest

from deskapp.ids import CaseId, MaterialCode, PageDigest
from deskapp.journal import rebuild
from deskapp.rules.case import PagesAdded, PagesMade, PagesRemoved
from deskapp.rules.page_making import Box, Craft, Making
from tests import builders
from tests.server.hall import Hall, Person, code_of

SCAN, BLACKENED, LONELY = b"the whole of it", b"the number is gone", b"nobody names this"
MATERIAL = MaterialCode("ID-CARD")


def digest_of(page: bytes) -> PageDigest:
    return PageDigest(sha256(page).hexdigest())


def with_pages(hall: Hall) -> CaseId:
    """A case with one page; another that was only ever put lies at the centre, too."""
    clerk = hall.sign_in("clerk3", "3")
    for page in (SCAN, BLACKENED, LONELY):
        assert clerk.line.put(f"/pages/{digest_of(page)}", content=page).status_code == 201
    case_id = builders.open_case(hall.parts.journal)
    with hall.parts.journal.writing() as facts:
        facts.add(builders.CLERK, PagesAdded(MATERIAL, (digest_of(SCAN),)), of=case_id)
    return case_id


def blacken(hall: Hall, case_id: CaseId) -> None:
    making = Making(Craft.REDACT, boxes=(Box(1000, 1000, 50_000, 50_000),))
    with hall.parts.journal.writing() as facts:
        facts.add(builders.CLERK, PagesMade((digest_of(SCAN),), (digest_of(BLACKENED),), making), of=case_id)


def asks(who: Person, page: bytes) -> str:
    """What comes of it, the same whether the page or only its size is asked for."""
    got, told = who.line.get(f"/pages/{digest_of(page)}"), who.line.head(f"/pages/{digest_of(page)}")
    assert got.status_code == told.status_code
    if got.status_code == 200:
        assert got.content == page
        return "seen"
    return code_of(got)


def test_a_page_is_seen_by_who_works_with_the_halls_cases(any_hall: Hall) -> None:
    with_pages(any_hall)
    assert asks(any_hall.sign_in("clerk5", "5"), SCAN) == "seen"
    assert asks(any_hall.sign_in("manager"), SCAN) == "seen"
    assert asks(any_hall.sign_in("greeter"), SCAN) == "access.denied"
    assert asks(any_hall.sign_in("clerk3", "3").by_desk_token(), SCAN) == "access.denied"


def test_one_that_no_case_names_is_not_there(hall: Hall) -> None:
    with_pages(hall)
    assert asks(hall.sign_in("clerk3", "3"), LONELY) == "page.unknown"


def test_what_was_blackened_is_shown_to_clerks_and_to_no_manager(any_hall: Hall) -> None:
    case_id = with_pages(any_hall)
    blacken(any_hall, case_id)
    clerk, manager = any_hall.sign_in("clerk5", "5"), any_hall.sign_in("manager")
    assert (asks(clerk, SCAN), asks(manager, SCAN)) == ("seen", "access.denied")
    assert (asks(clerk, BLACKENED), asks(manager, BLACKENED)) == ("seen", "seen")


def test_a_page_that_was_taken_out_can_still_be_fetched_for_the_way_back(hall: Hall) -> None:
    case_id = with_pages(hall)
    with hall.parts.journal.writing() as facts:
        facts.add(builders.CLERK, PagesRemoved((digest_of(SCAN),)), of=case_id)
    assert asks(hall.sign_in("clerk5", "5"), SCAN) == "seen"


@pytest.mark.parametrize("name", ["x", "A" * 64, "%2e%2e%2f" * 5])
def test_what_is_no_digest_is_no_page(hall: Hall, name: str) -> None:
    assert hall.sign_in("clerk3", "3").line.get(f"/pages/{name}").status_code == 404


def test_whose_page_it_is_can_be_folded_anew(any_hall: Hall) -> None:
    blacken(any_hall, with_pages(any_hall))
    journal = any_hall.parts.journal
    with journal.writing() as facts:
        facts.connection.exec_driver_sql("DELETE FROM case_pages")
    with journal.reading() as reading:
        assert {fault.place for fault in rebuild.differences(reading)} != set()
    with journal.writing() as facts:
        rebuild.rebuild(facts)
    with journal.reading() as reading:
        assert list(rebuild.differences(reading)) == []
    assert asks(any_hall.sign_in("clerk5", "5"), SCAN) == "seen"
