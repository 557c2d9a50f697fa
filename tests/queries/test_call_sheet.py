"""The call bar: whom the window has, who is next and why, and who is still to come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from deskapp.ids import DeviceId, HallId, ItemCode, QueueId, TicketId, new_id
from deskapp.journal.journal import Journal
from deskapp.journal.terms import Author, Terms
from deskapp.queries.call_sheet import IN_HAND, CallSheet, call_sheet, others_in_hand
from deskapp.rules import ticket as tickets
from deskapp.rules import window as windows
from deskapp.rules.line_terms import NORMAL
from deskapp.rules.ticket import TicketState
from deskapp.rules.turns import Turn
from tests.builders import MORNING
from tests.clerk.office import FrozenClock
from tests.queries import telling
from tests.queries.telling import FIVE, THREE, A, B, issue, open_window, tell
from tests.rules.sample import SMALL

TODAY = date(2026, 11, 23)
NAMES = {ItemCode("GA-1"): "身份证申领"}
CALLED, HERE, DONE = tickets.Called(THREE), tickets.Arrived(THREE), tickets.Finished(THREE)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Bar:
    """The call bar of window 3 at a desk."""

    kept: Journal

    def look(self, today: date = TODAY) -> CallSheet:
        with self.kept.reading() as reading:
            return call_sheet(reading, THREE, today, NAMES)

    def take(self, ticket: TicketId, *facts: tickets.TicketFact) -> None:
        """Have a ticket in hand."""
        with self.kept.writing() as writing:
            writing.note(IN_HAND, ticket)
        tell(self.kept, ticket, *facts)

    def next(self) -> list[str]:
        return [waiting.number for waiting in self.look().next_numbers]

    def lost(self) -> list[str]:
        with self.kept.reading() as reading:
            return [ticket.number for ticket in others_in_hand(reading, THREE)]


@pytest.fixture
def bar(desk: Journal) -> Bar:
    open_window(desk, THREE, A, B)
    return Bar(desk)


def taking_turns(bar: Bar, turn: Turn, shares: tuple[int, ...] = ()) -> None:
    tell(bar.kept, THREE, windows.QueuesChanged((A, B), turn, shares))


def test_the_ticket_in_hand_is_shown_with_its_service_its_calls_and_its_case(bar: Bar, clock: FrozenClock) -> None:
    ticket = issue(bar.kept, "A001", item="GA-1")
    clock.move(MINUTE * 4)
    bar.take(ticket, CALLED)
    clock.move(MINUTE)
    tell(bar.kept, ticket, tickets.CalledAgain(THREE), HERE)
    telling.take_in(bar.kept, ticket=ticket)
    clock.move(MINUTE)
    case_id = telling.take_in(bar.kept, ticket=ticket)
    sheet = bar.look()
    assert (sheet.ticket, sheet.number, sheet.ticket_state) == (ticket, "A001", TicketState.SERVING)
    assert (sheet.item, sheet.item_name, sheet.calls) == ("GA-1", "身份证申领", 2)
    assert sheet.since == MORNING + MINUTE * 4, "the first call began the service"
    assert sheet.case == case_id, "the latest of two"


def test_a_return_ticket_opens_the_case_where_it_stood(bar: Bar) -> None:
    case_id = telling.take_in(bar.kept)
    ticket, now = TicketId(new_id()), bar.kept.terms.clock.now()
    back = tickets.Issued("A009", A, NORMAL, now, now, case=case_id)
    tell(bar.kept, ticket, back)
    bar.take(ticket, CALLED)
    assert bar.look().case == case_id
    new = telling.take_in(bar.kept, ticket=ticket)
    assert bar.look().case == new, "what was taken in since goes before it"


@pytest.mark.parametrize(
    "then",
    [
        (CALLED, HERE, DONE),
        (CALLED, tickets.NoShow(THREE)),
        (CALLED, tickets.CallUndone(THREE)),
        (CALLED, tickets.Held(THREE, MORNING + MINUTE * 15)),
        (CALLED, tickets.Transferred(B)),
        (CALLED, tickets.Cancelled()),
        (tickets.Called(FIVE),),
        (),
    ],
)
def test_what_was_noted_is_in_hand_only_while_the_journal_says_so(bar: Bar, then: Sequence[tickets.TicketFact]) -> None:
    bar.take(issue(bar.kept, "A001"), *then)
    sheet = bar.look()
    assert (sheet.ticket, sheet.number, sheet.ticket_state, sheet.since, sheet.calls) == (None, "", None, None, 0)


def test_a_call_is_heard_only_when_the_last_one_was(bar: Bar) -> None:
    telling.publish(bar.kept, f"{SMALL}\nline: {{confirm_within: 20}}\n")
    by = bar.kept.terms.clock.now() + timedelta(seconds=20)
    ticket = issue(bar.kept, "A001")
    bar.take(ticket, CALLED)
    assert bar.look().heard_by == by
    tell(bar.kept, ticket, tickets.Shown("hall", 1))
    assert bar.look().heard_by is None
    tell(bar.kept, ticket, tickets.CalledAgain(THREE), tickets.Shown("hall", 1))
    assert bar.look().heard_by == by, "a late word of the first call says nothing of the second"
    tell(bar.kept, ticket, tickets.Spoken("hall", 2))
    assert bar.look().heard_by is None
    tell(bar.kept, ticket, tickets.CalledAgain(THREE), HERE)
    assert bar.look().heard_by is None, "who is here was heard"


def test_a_hall_without_boards_misses_no_confirmation(bar: Bar) -> None:
    telling.publish(bar.kept)
    bar.take(issue(bar.kept, "A001"), CALLED)
    assert bar.look().heard_by is None


def test_five_of_those_who_wait_are_shown_and_all_are_counted(bar: Bar, clock: FrozenClock) -> None:
    issue(bar.kept, "A001", wait=60)
    clock.move(MINUTE)
    for serial in range(2, 8):
        issue(bar.kept, f"A{serial:03}", wait=40 - serial)
    issue(bar.kept, "C001", wait=1)
    sheet = bar.look()
    assert [waiting.number for waiting in sheet.next_numbers] == ["A007", "A006", "A005", "A004", "A003"]
    assert (sheet.waiting, sheet.oldest, sheet.why_next) == (7, MORNING, "due")


def test_who_was_sent_here_is_shown_with_the_word_that_came_along(bar: Bar) -> None:
    ticket = issue(bar.kept, "C001", wait=10)
    tell(bar.kept, ticket, tickets.Called(FIVE), tickets.Transferred(QueueId("C"), "少一份合同", THREE))
    issue(bar.kept, "A001")
    sheet = bar.look()
    first, second = sheet.next_numbers
    assert (first.number, first.sent_here, first.remark, sheet.why_next) == ("C001", True, "少一份合同", "sent")
    assert (second.number, second.sent_here) == ("A001", False)
    bar.take(ticket, CALLED)
    assert bar.look().remark == "少一份合同"


def test_shares_count_what_this_window_called_today_and_not_yesterday(bar: Bar, clock: FrozenClock) -> None:
    for serial in range(1, 6):
        tell(bar.kept, issue(bar.kept, f"B{serial:03}"), CALLED, DONE)
    clock.move(timedelta(days=1))
    taking_turns(bar, Turn.SHARE, (1, 1))
    tell(bar.kept, issue(bar.kept, "A001"), CALLED, DONE)
    for number in ("A002", "A003", "B001", "B002"):
        issue(bar.kept, number)
    assert (bar.next(), bar.look().why_next) == (["B001", "A002", "B002", "A003"], "share")


def test_whoever_was_overtaken_enough_is_next_whatever_their_queue(bar: Bar, clock: FrozenClock) -> None:
    taking_turns(bar, Turn.ORDER)
    issue(bar.kept, "B001", wait=5)
    clock.move(MINUTE)
    for serial in range(1, 10):
        tell(bar.kept, issue(bar.kept, f"A{serial:03}"), CALLED, DONE)
    issue(bar.kept, "A011")
    assert (bar.next(), bar.look().why_next) == (["A011", "B001"], "order")
    tell(bar.kept, issue(bar.kept, "A010"), CALLED, DONE)
    assert (bar.next(), bar.look().why_next) == (["B001", "A011"], "overtaken")


def test_who_comes_back_is_shown_at_the_window_that_holds_them_soonest_first(bar: Bar) -> None:
    for number, window, minutes in (("A001", THREE, 20), ("A002", THREE, 10), ("A003", FIVE, 5)):
        until = MORNING + MINUTE * minutes
        tell(bar.kept, issue(bar.kept, number), tickets.Called(window), tickets.Held(window, until))
    held = bar.look().held
    assert [(one.number, one.until) for one in held] == [
        ("A002", MORNING + MINUTE * 10),
        ("A001", MORNING + MINUTE * 20),
    ]
    tell(bar.kept, held[0].ticket, tickets.TakenUp(THREE))
    assert [one.number for one in bar.look().held] == ["A001"]


def test_the_day_counts_what_was_finished_here_and_how_long_it_took(bar: Bar, clock: FrozenClock) -> None:
    for number, minutes in (("A001", 4), ("A002", 9)):
        ticket = issue(bar.kept, number)
        tell(bar.kept, ticket, CALLED, HERE)
        clock.move(MINUTE * minutes)
        tell(bar.kept, ticket, DONE)
    tell(bar.kept, issue(bar.kept, "A003"), CALLED, tickets.NoShow(THREE))
    tell(bar.kept, issue(bar.kept, "A004"), tickets.Called(FIVE), tickets.Finished(FIVE))
    assert (bar.look().served_today, bar.look().average_minutes) == (2, 6.5)
    tomorrow = bar.look(TODAY + timedelta(days=1))
    assert (tomorrow.served_today, tomorrow.average_minutes) == (0, None)


def test_a_call_whose_answer_was_lost_is_found_and_the_one_in_hand_is_not_named_again(
    bar: Bar, clock: FrozenClock
) -> None:
    late, early, mine = (issue(bar.kept, number) for number in ("A001", "A002", "A003"))
    for ticket in (early, late):
        clock.move(MINUTE)
        tell(bar.kept, ticket, CALLED)
    bar.take(mine, CALLED)
    tell(bar.kept, issue(bar.kept, "A004"), tickets.Called(FIVE))
    tell(bar.kept, issue(bar.kept, "A005"), CALLED, DONE)
    assert bar.lost() == ["A002", "A001"], "in the order in which they were called"


def test_another_halls_line_is_no_part_of_this_one(bar: Bar) -> None:
    terms = bar.kept.terms
    elsewhere = Terms(HallId("H2"), Author(DeviceId("D2"), 1), terms.clock, terms.keeper)
    other = Bar(Journal(bar.kept.engine, elsewhere))
    open_window(other.kept, THREE, A)
    tell(other.kept, issue(other.kept, "A101"), CALLED)
    tell(other.kept, issue(other.kept, "A102"), CALLED, tickets.Held(THREE, MORNING))
    tell(other.kept, issue(other.kept, "A103"), CALLED, DONE)
    issue(other.kept, "A104")
    sheet = bar.look()
    assert (sheet.waiting, sheet.held, sheet.served_today, bar.lost()) == (0, (), 0, [])
    assert (other.next(), other.lost()) == (["A104"], ["A101"])


def test_who_was_carried_over_counts_on_the_day_they_were_served(bar: Bar, clock: FrozenClock) -> None:
    ticket = issue(bar.kept, "A001")
    clock.move(timedelta(days=1))
    tell(bar.kept, ticket, tickets.CarriedOver(TODAY + timedelta(days=1)), CALLED, HERE, DONE)
    assert bar.look(TODAY + timedelta(days=1)).served_today == 1
