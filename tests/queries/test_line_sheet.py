"""The line lamp and the outbox: what is not confirmed, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from deskapp.ids import ClerkId, MaterialCode, PageDigest
from deskapp.journal import outbox, pages_kept
from deskapp.journal.journal import Journal
from deskapp.protocol.link import Link, failed
from deskapp.queries.line_sheet import LineSheet, line_sheet
from deskapp.rules import case as cases
from deskapp.rules import ticket as tickets
from deskapp.rules.happening import SignedIn
from deskapp.rules.material_state import Form
from tests.builders import CLERK, MORNING
from tests.clerk.office import FrozenClock
from tests.queries import telling
from tests.queries.telling import COLLEAGUE, THREE, issue, open_window, take_in, tell

UP, DOWN = Link(online=True), Link()
MINUTE = timedelta(minutes=1)
NUMBER = "330000012026112300300018"
ID_CARD = MaterialCode("ID-CARD")
ACCEPTED = cases.Accepted(NUMBER, date(2026, 11, 30), date(2026, 12, 21))
PAGES: Sequence[PageDigest] = [PageDigest(letter * 64) for letter in "abc"]


def look(kept: Journal, link: Link = UP, ahead: timedelta | None = None, clerk: ClerkId = CLERK) -> LineSheet:
    with kept.reading() as reading:
        return line_sheet(reading, link, ahead, clerk)


def scan(kept: Journal, *digests: PageDigest) -> None:
    with kept.writing() as writing:
        for digest in digests:
            pages_kept.keep(writing, pages_kept.KeptPage(digest, 1, 1, 1, 300, blank=False, blurred=False))


def test_a_desk_that_has_said_nothing_has_nothing_to_send(desk: Journal) -> None:
    sheet = look(desk)
    assert (sheet.pending, sheet.pages_pending, sheet.rejected, sheet.others) == (0, 0, 0, 0)
    assert (sheet.oldest, sheet.steps, sheet.notice) == (None, (), None)


def test_steps_are_listed_in_the_order_in_which_they_are_sent_with_their_numbers(
    desk: Journal, clock: FrozenClock
) -> None:
    case_id = take_in(desk)
    clock.move(MINUTE)
    tell(desk, case_id, ACCEPTED)
    ticket = issue(desk, "A012")
    open_window(desk)
    tell(desk, CLERK, SignedIn(THREE))
    sheet = look(desk)
    assert [(step.kind, step.case, step.number) for step in sheet.steps] == [
        ("case.opened", case_id, NUMBER),
        ("case.accepted", case_id, NUMBER),
        ("ticket.issued", None, "A012"),
        ("window.defined", None, ""),
        ("window.opened", None, ""),
        ("clerk.signed_in", None, ""),
    ]
    assert (sheet.pending, sheet.oldest) == (6, MORNING)
    assert [step.at for step in sheet.steps][:2] == [MORNING, MORNING + MINUTE]
    assert all(step.rejected is None for step in sheet.steps)
    tell(desk, ticket, tickets.Cancelled())
    assert look(desk).pending == 7


def test_a_colleagues_steps_are_counted_and_never_listed(desk: Journal, clock: FrozenClock) -> None:
    take_in(desk, by=COLLEAGUE)
    clock.move(MINUTE)
    mine = take_in(desk)
    take_in(desk, by=COLLEAGUE)
    sheet = look(desk)
    assert (sheet.pending, sheet.others, sheet.oldest) == (3, 2, MORNING)
    assert [step.case for step in sheet.steps] == [mine]
    assert look(desk, clerk=ClerkId("somebody")).steps == ()
    assert look(desk, clerk=ClerkId("somebody")).others == 3


def test_a_step_the_centre_refused_is_work_for_whoever_took_it(desk: Journal) -> None:
    case_id = take_in(desk)
    telling.accept_all(desk)
    [step] = tell(desk, case_id, cases.MaterialReceived(ID_CARD, Form.ORIGINAL))
    telling.reject(desk, step, "case.wrong_state")
    sheet = look(desk)
    assert (sheet.rejected, sheet.pending, sheet.oldest) == (1, 0, None)
    assert [(one.event, one.rejected) for one in sheet.steps] == [(step.id, "case.wrong_state")]
    theirs = look(desk, clerk=COLLEAGUE)
    assert (theirs.rejected, theirs.others, theirs.steps) == (0, 0, ())


def test_a_refusal_that_was_given_up_is_work_no_more(desk: Journal) -> None:
    case_id = take_in(desk)
    telling.accept_all(desk)
    [step] = tell(desk, case_id, ACCEPTED)
    telling.reject(desk, step, "number.taken")
    tell(desk, case_id, cases.StepsGivenUp((step.id,), "did it again"))
    sheet = look(desk)
    assert (sheet.rejected, [one.kind for one in sheet.steps]) == (0, ["case.steps_given_up"])


def test_a_step_waits_for_those_of_its_pages_that_the_centre_has_not(desk: Journal) -> None:
    case_id = take_in(desk)
    scan(desk, *PAGES)
    tell(desk, case_id, cases.PagesAdded(ID_CARD, (PAGES[0], PAGES[1])))
    sheet = look(desk)
    assert sheet.pages_pending == 2, "a page that no step names is nobody's to send"
    assert [step.waits_for_pages for step in sheet.steps] == [0, 2]
    with desk.writing() as writing:
        outbox.confirm_pages(writing, [PAGES[0]])
    sheet = look(desk)
    assert (sheet.pages_pending, [step.waits_for_pages for step in sheet.steps]) == (1, [0, 1])


def test_two_hundred_steps_are_listed_and_all_are_counted(desk: Journal) -> None:
    case_id = take_in(desk)
    looked = cases.LookedAt("id_number")
    tell(desk, case_id, *[looked] * 204)
    sheet = look(desk)
    assert (len(sheet.steps), sheet.pending, sheet.others) == (200, 205, 0)
    assert sheet.steps[0].kind == "case.opened", "the oldest are what somebody waits for"


@pytest.mark.parametrize("why", ["upgrade_required", "access.not_signed_in", "line.not_our_centre", "line.not_trusted"])
def test_what_somebody_must_do_about_the_line_is_said_while_it_is_down(desk: Journal, why: str) -> None:
    assert look(desk, failed(UP, MORNING, why=why, chance=0.0)).notice == why
    assert look(desk, Link(online=True, why=why)).notice is None


@pytest.mark.parametrize(("back", "notice"), [(3, None), (4, "clock.set_back")])
def test_alone_a_clock_before_the_desks_own_last_step_was_set_back(
    desk: Journal, clock: FrozenClock, back: int, notice: str | None
) -> None:
    take_in(desk)
    clock.move(MINUTE * -back)
    assert look(desk, DOWN).notice == notice
    assert look(desk, UP, timedelta(0)).notice is None, "the centre knows better"
