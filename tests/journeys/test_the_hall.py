"""A manager at the board, clerks at their windows and a real centre between them: a move holds at the next call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from deskapp.clerk import calling, calling_for_help, holding, sheets, shutter, signing_in, taking_back
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.hall import board, help, people, sent_back, windows  # noqa: A004 - the room's word
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.journal import rebuild
from deskapp.journal.verify import verify
from deskapp.protocol.messages import IssueTicket, SignIn
from deskapp.queries.help_sign import HelpSign
from deskapp.rules.alarms import Sort, Step
from deskapp.rules.ticket import TicketState
from deskapp.rules.turns import Plan
from deskapp.rules.window import WindowState
from deskapp.server.parts import CentreParts
from deskapp.sync import round as rounds
from deskapp.sync.client import HttpCentre
from tests.clerk import office
from tests.fakes.true_time import TrueTime
from tests.server.running import running_centre

A, C = QueueId("A"), QueueId("C")


@dataclass
class Hall:
    """Desks at one centre."""

    address: str
    home: Path
    stack: ExitStack = field(default_factory=ExitStack)
    parts: CentreParts | None = None
    clock: office.FrozenClock | None = None  # None: by the machine's own

    def sign_in(self, user: str, window: str = "") -> Desk:
        http = HttpCentre(self.address)
        self.stack.callback(http.close)
        station = office.station(self.home / user, self.clock or TrueTime(), centre=http, furnished=False)
        self.stack.callback(station.journal.engine.dispose)
        desk = signing_in.sign_in(station, user, "demo", window)
        rounds.run(desk)
        return desk

    def issue(self, queue: QueueId) -> str:
        http = HttpCentre(self.address)
        try:
            token = http.sign_in(SignIn(user="greeter", password="demo")).token
            return http.issue(IssueTicket(queue=queue), token=token).number
        finally:
            http.close()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with running_centre(tmp_path / "centre") as centre, ExitStack() as stack:
        yield Hall(centre.address, tmp_path, stack)


@pytest.fixture
def slow_hall(tmp_path: Path) -> Iterator[Hall]:
    """A hall whose clocks, at the centre and at every desk, stand until they are moved."""
    clock = office.FrozenClock()
    with running_centre(tmp_path / "centre", clock=clock.clock()) as centre, ExitStack() as stack:
        yield Hall(centre.address, tmp_path, stack, centre.parts, clock)


def do(desk: Desk, step: Callable[[], object]) -> None:
    """A step, and the round that tells it."""
    step()
    rounds.run(desk)


def test_people_who_were_moved_are_called_where_they_were_sent(hall: Hall) -> None:
    clerk, manager = hall.sign_in("clerk5", "5"), hall.sign_in("manager")
    first, second = hall.issue(A), hall.issue(A)
    rounds.run(manager)
    (column, *_) = board.board(manager).queues
    assert [ticket.number for ticket in column.waiting] == [first, second]
    do(manager, lambda: people.move(manager, [column.waiting[1].ticket], window=WindowId("5")))
    do(manager, lambda: windows.change_queues(manager, WindowId("5"), Plan((C,))))
    called = calling.call_next(clerk)
    assert called is not None
    assert called.number == second, "sent to this window, though it serves the queue no more"
    assert calling.call_next(clerk) is None, "the other waits in a queue it does not serve"


def test_what_a_window_serves_holds_at_its_next_call_without_anybody_restarting(hall: Hall) -> None:
    clerk, manager = hall.sign_in("clerk5", "5"), hall.sign_in("manager")
    do(manager, lambda: windows.change_queues(manager, WindowId("5"), Plan((C,))))
    hall.issue(A)
    number = hall.issue(C)
    called = calling.call_next(clerk)
    assert called is not None
    assert called.number == number


def test_a_manager_who_names_a_window_opens_none(hall: Hall) -> None:
    manager = hall.sign_in("manager", "4")
    assert manager.clerk.window == ""
    rounds.run(manager)
    card = next(card for card in board.board(manager).windows if card.window == "4")
    assert card.state is WindowState.CLOSED
    assert signing_in.last_user(manager) == ("manager", "")


def test_a_clerk_must_name_a_window(hall: Hall) -> None:
    with pytest.raises(Refusal) as refusal:
        hall.sign_in("clerk3")
    assert refusal.value.code == "sign_in.needs_window"


@pytest.mark.parametrize("window", ["", "3"])
@pytest.mark.parametrize("user", ["admin", "board", "dept-ga"])
def test_whoever_has_nothing_to_do_here_is_told_so(hall: Hall, user: str, window: str) -> None:
    with pytest.raises(Refusal) as refusal:
        hall.sign_in(user, window)
    assert refusal.value.code == "sign_in.no_work_here"


@pytest.mark.parametrize("window", ["", "3"])
def test_a_greeter_comes_to_the_door_whatever_was_chosen(hall: Hall, window: str) -> None:
    """They may open no window, and the last one who worked here may have left one chosen."""
    greeter = hall.sign_in("greeter", window)
    assert (greeter.clerk.at_the_door, greeter.clerk.window) == (True, "")


def test_the_manager_signs_in_again_while_the_line_is_cut_and_opens_no_window(hall: Hall) -> None:
    manager = hall.sign_in("manager")
    cut = HttpCentre("http://127.0.0.1:9")
    hall.stack.callback(cut.close)
    again = signing_in.sign_in(replace(manager, centre=cut), "manager", "demo", "")
    assert (again.clerk.offline, again.clerk.window) == (True, "")
    assert all(card.clerk != "manager" for card in board.board(again).windows)


def test_signing_out_of_the_board_closes_no_window(hall: Hall) -> None:
    clerk, manager = hall.sign_in("clerk5", "5"), hall.sign_in("manager")
    signing_in.sign_out(manager)
    hall.issue(A)
    assert calling.call_next(clerk) is not None


def test_a_silent_windows_tickets_are_released_by_the_manager_alone(hall: Hall) -> None:
    hall.sign_in("clerk5", "5")
    manager = hall.sign_in("manager")
    windows.release(manager, WindowId("5"))
    with pytest.raises(Refusal) as refusal:
        windows.release(manager, WindowId("77"))
    assert refusal.value.code == "window.unknown"


def alarms(manager: Desk) -> list[tuple[str, Sort, Step]]:
    """What the board says just now, with what the centre says of the windows."""
    found = board.board(manager, board.ask_heard(manager)).alarms
    return [(alarm.window, alarm.sort, alarm.step) for alarm in found]


def test_a_window_whose_desk_has_died_is_missed_after_two_minutes(slow_hall: Hall) -> None:
    clock = slow_hall.clock
    assert clock is not None
    lost, working = slow_hall.sign_in("clerk5", "5"), slow_hall.sign_in("clerk3", "3")
    manager = slow_hall.sign_in("manager")
    clock.move(timedelta(seconds=100))
    rounds.run(manager)
    rounds.run(working)
    assert alarms(manager) == []
    clock.move(timedelta(seconds=30))
    rounds.run(working)
    assert alarms(manager) == [("5", Sort.UNHEARD, Step.RELEASE)]
    windows.release(manager, WindowId("5"))
    assert alarms(manager) == [("5", Sort.UNHEARD, Step.PAUSE)]
    do(manager, lambda: windows.pause(manager, WindowId("5")))
    assert alarms(manager) == [], "it is not counted on any more"
    do(manager, lambda: windows.resume(manager, WindowId("5")))
    rounds.run(lost)
    assert alarms(manager) == [], "it is back"


def test_a_clerk_who_calls_for_help_without_the_line_is_heard_first_and_answered(slow_hall: Hall) -> None:
    clerk, manager = slow_hall.sign_in("clerk5", "5"), slow_hall.sign_in("manager")
    assert slow_hall.parts is not None
    shutter.pause(clerk)
    calling_for_help.call_for_help(clerk)
    assert calling_for_help.sign(clerk) is HelpSign.KEPT
    rounds.send_at_once(clerk)
    assert calling_for_help.sign(clerk) is HelpSign.SENT
    rounds.run(manager)
    assert alarms(manager) == [("5", Sort.HELP, Step.COME)]
    assert board.board(manager).windows[4].state is WindowState.OPEN, "what was done before is still on its way"
    do(manager, lambda: help.coming(manager, WindowId("5")))
    rounds.run(clerk)
    assert calling_for_help.sign(clerk) is HelpSign.COMING
    do(manager, lambda: help.settle(manager, WindowId("5")))
    rounds.run(clerk)
    assert calling_for_help.sign(clerk) is HelpSign.NONE
    standings = []
    for desk in (clerk, manager):
        with desk.journal.reading() as reading:
            assert verify(reading).faults == ()
            assert list(rebuild.differences(reading)) == []
            standings.append(reading.window(WindowId("5")))
    with slow_hall.parts.journal.reading() as reading:
        assert verify(reading).faults == ()
        assert list(rebuild.differences(reading)) == []
        assert standings == [reading.window(WindowId("5"))] * 2


def test_what_the_manager_did_with_a_window_is_told_to_its_clerk_and_holds_at_the_next_call(hall: Hall) -> None:
    clerk, manager = hall.sign_in("clerk5", "5"), hall.sign_in("manager")
    assert sheets.told(clerk) is None
    until = manager.clock.now() + timedelta(hours=1)
    do(manager, lambda: windows.change_queues(manager, WindowId("5"), Plan((C,)), until, "社保排长队"))
    rounds.run(clerk)
    told = sheets.told(clerk)
    assert told is not None
    assert ([queue.id for queue in told.queues], told.until, told.why) == ([C], until, "社保排长队")
    hall.issue(A)
    assert calling.call_next(clerk) is None
    do(manager, lambda: windows.close(manager, WindowId("5")))
    rounds.run(clerk)
    told = sheets.told(clerk)
    assert told is not None
    assert told.kind == "window.closed"
    with pytest.raises(Refusal) as refusal:
        calling.call_next(clerk)
    assert refusal.value.code == "window.wrong_state"


def test_two_who_pause_one_window_at_once_leave_the_manager_able_to_go_on(hall: Hall) -> None:
    """The second word is sent back; once it is let go, the next about the same window is taken."""
    clerk, manager = hall.sign_in("clerk5", "5"), hall.sign_in("manager")
    windows.pause(manager, WindowId("5"))
    do(clerk, lambda: shutter.pause(clerk))
    rounds.run(manager)
    (step,) = board.line(manager).steps
    assert step.rejected == "window.wrong_state"
    sent_back.give_up(manager, (step.event,))
    do(manager, lambda: windows.resume(manager, WindowId("5")))
    assert board.line(manager).rejected == 0
    rounds.run(clerk)
    assert sheets.call(clerk).window_state is WindowState.OPEN


def test_whoever_was_called_meanwhile_is_not_moved_away_from_their_window(hall: Hall) -> None:
    clerk, manager = hall.sign_in("clerk5", "5"), hall.sign_in("manager")
    hall.issue(A)
    rounds.run(manager)
    called = calling.call_next(clerk)
    assert called is not None
    do(manager, lambda: people.move(manager, [called.ticket], window=WindowId("3")))
    rounds.run(clerk)
    for desk in (clerk, manager):
        with desk.journal.reading() as reading:
            ticket = reading.ticket(called.ticket)
        assert (ticket.state, ticket.window) == (TicketState.CALLED, "5")
    assert [step.rejected for step in board.line(manager).steps] == ["ticket.taken"]


def test_a_hasty_clerk_loses_nobody_whom_they_sent_on_or_put_back(hall: Hall) -> None:
    """The word of what became of the one and the call of the next cross on the line."""
    clerk = hall.sign_in("clerk5", "5")
    for _ in range(4):
        hall.issue(A)
    sent = _call(clerk)
    calling.transfer(clerk, sent, C)
    back = _call(clerk)
    taking_back.call(clerk, back)
    again = _call(clerk)
    calling.no_show(clerk, again)
    _call(clerk)
    rounds.run(clerk)
    with clerk.journal.reading() as reading:
        states = {ticket: reading.ticket(ticket).state for ticket in (sent, back, again)}
    assert states == {sent: TicketState.WAITING, back: TicketState.WAITING, again: TicketState.NO_SHOW}
    assert [step.rejected for step in board.line(clerk).steps] == []


def test_who_came_a_moment_ago_is_served_without_waiting_for_a_round(hall: Hall) -> None:
    clerk = hall.sign_in("clerk5", "5")
    number = hall.issue(A)
    called = calling.call_next(clerk)
    assert called is not None
    assert called.number == number
    calling.arrived(clerk, called.ticket)
    assert sheets.call(clerk).number == number


def test_whoever_was_taken_up_again_is_finished_by_the_next_call(hall: Hall) -> None:
    clerk = hall.sign_in("clerk5", "5")
    hall.issue(A)
    hall.issue(A)
    first = _call(clerk)
    holding.hold(clerk, first)
    rounds.run(clerk)
    holding.take_up(clerk, first)  # the centre has not heard of it
    _call(clerk)
    rounds.run(clerk)
    with clerk.journal.reading() as reading:
        assert reading.ticket(first).state is TicketState.FINISHED


def _call(clerk: Desk) -> TicketId:
    called = calling.call_next(clerk)
    assert called is not None
    return called.ticket
