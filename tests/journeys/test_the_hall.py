"""A manager at the board, clerks at their windows and a real centre between them: a move holds at the next call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from deskapp.clerk import calling, holding, sheets, signing_in, taking_back
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.hall import board, people, windows
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.protocol.messages import IssueTicket, SignIn
from deskapp.rules.ticket import TicketState
from deskapp.rules.turns import Plan
from deskapp.rules.window import WindowState
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

    def sign_in(self, user: str, window: str = "") -> Desk:
        http = HttpCentre(self.address)
        self.stack.callback(http.close)
        station = office.station(self.home / user, TrueTime(), centre=http, furnished=False)
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
@pytest.mark.parametrize("user", ["greeter", "admin", "board", "dept-ga"])
def test_whoever_has_nothing_to_do_here_is_told_so(hall: Hall, user: str, window: str) -> None:
    with pytest.raises(Refusal) as refusal:
        hall.sign_in(user, window)
    assert refusal.value.code == "sign_in.no_work_here"


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
