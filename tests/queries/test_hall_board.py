"""The hall on one board agrees with what was told of it."""

from __future__ import annotations

from datetime import date, timedelta

from deskapp.ids import ClerkId, DeviceId, WindowId
from deskapp.journal.journal import Journal
from deskapp.queries.hall_board import HallBoard, WindowCard, hall_board
from deskapp.rules import ticket as tickets
from deskapp.rules import window as windows
from deskapp.rules.turns import Turn
from deskapp.rules.window import WindowState
from tests.builders import MORNING
from tests.clerk.office import FrozenClock
from tests.queries import telling
from tests.queries.telling import FIVE, THREE, A, B, issue, open_window, tell
from tests.rules.sample import SMALL

TODAY = date(2026, 11, 23)
MINUTE = timedelta(minutes=1)
TWO_QUEUES = SMALL.replace(
    "queues:\n  A: {name: 个人事项, en: Personal}\n",
    "queues:\n  A: {name: 个人事项, en: Personal}\n  B: {name: 企业事项, en: Business}\n",
)


def look(desk: Journal) -> HallBoard:
    with desk.reading() as reading:
        return hall_board(reading, TODAY)


def card(desk: Journal, window: WindowId = THREE) -> WindowCard:
    return next(card for card in look(desk).windows if card.window == window)


def test_before_the_first_catalogue_the_board_is_empty(desk: Journal) -> None:
    assert look(desk) == HallBoard((), (), (), 0, timedelta())


def test_each_queue_lists_who_waits_in_the_order_of_calling(desk: Journal, clock: FrozenClock) -> None:
    telling.publish(desk, TWO_QUEUES)
    open_window(desk, THREE, A, B)
    issue(desk, "A001", wait=60)
    clock.move(MINUTE)
    issue(desk, "A002", wait=5)
    issue(desk, "B001")
    first, second = look(desk).queues
    assert [ticket.number for ticket in first.waiting] == ["A002", "A001"]
    assert (first.oldest, first.windows, second.windows) == (MORNING, (THREE,), (THREE,))
    assert (first.name, first.en, [ticket.number for ticket in second.waiting]) == ("个人事项", "Personal", ["B001"])
    assert look(desk).waiting == 3
    assert first.wait() is None, "nobody has been served yet: nothing is said"


def test_a_window_shows_whom_it_has_whom_it_holds_and_what_it_has_done(desk: Journal, clock: FrozenClock) -> None:
    telling.publish(desk, TWO_QUEUES)
    open_window(desk, THREE, A, B)
    done, held, now, sent = (issue(desk, number) for number in ("A001", "A002", "A003", "A004"))
    tell(desk, done, tickets.Called(THREE), tickets.Arrived(THREE), tickets.Finished(THREE))
    tell(desk, held, tickets.Called(THREE), tickets.Held(THREE, MORNING + MINUTE * 15))
    clock.move(MINUTE)
    tell(desk, now, tickets.Called(THREE))
    tell(desk, sent, tickets.Transferred(A, "", THREE))
    shown = card(desk)
    assert (shown.number, shown.serving, shown.since) == ("A003", False, MORNING + MINUTE)
    assert (shown.held, shown.served, shown.own_line, look(desk).served_today) == (1, 1, 1, 1)
    assert shown.state is WindowState.OPEN
    tell(desk, now, tickets.Arrived(THREE))
    assert card(desk).serving
    assert look(desk).queues[0].waiting[0].sent_to == THREE


def test_windows_stand_in_the_order_in_which_a_person_counts(desk: Journal) -> None:
    telling.publish(desk, TWO_QUEUES)
    for name in ("10", "2", "1"):
        open_window(desk, WindowId(name), A)
    assert [card.window for card in look(desk).windows] == ["1", "2", "10"]


def test_only_open_windows_serve_and_a_change_shows_at_once(desk: Journal) -> None:
    telling.publish(desk, TWO_QUEUES)
    open_window(desk, THREE, A)
    open_window(desk, FIVE, A)
    tell(desk, FIVE, windows.WindowPaused())
    assert look(desk).queues[0].windows == (THREE,)
    until = MORNING + MINUTE * 60
    tell(desk, THREE, windows.QueuesChanged((B, A), Turn.ORDER, (), until))
    shown = card(desk)
    assert (shown.plan.queues, shown.plan.turn, shown.until) == ((B, A), Turn.ORDER, until)
    assert look(desk).queues[1].windows == (THREE,)


def test_a_line_that_will_be_too_long_brings_a_proposal(desk: Journal, clock: FrozenClock) -> None:
    telling.publish(desk, TWO_QUEUES)
    open_window(desk, THREE, A)
    open_window(desk, FIVE, B)
    for number in range(1, 9):  # eight services of ten minutes: as many as a wait is told by
        ticket = issue(desk, f"A{number:03}")
        tell(desk, ticket, tickets.Called(THREE), tickets.Arrived(THREE))
        clock.move(MINUTE * 10)
        tell(desk, ticket, tickets.Finished(THREE))
    for number in range(9, 13):
        issue(desk, f"A{number:03}")
    column = look(desk).queues[0]
    now = clock.moment
    wait, helped = column.wait(), column.wait(windows=1)
    assert wait is not None
    assert helped is not None
    assert helped.likely < wait.likely
    (proposal,) = look(desk).proposals
    assert (proposal.queue, proposal.window, proposal.passes_at) == (A, FIVE, now + MINUTE * 30)


def test_who_opened_a_window_is_on_its_card(desk: Journal) -> None:
    telling.publish(desk, TWO_QUEUES)
    open_window(desk, THREE, A)
    tell(desk, THREE, windows.WindowOpened(ClerkId("clerk9"), DeviceId("d")))
    assert card(desk).clerk == "clerk9"
