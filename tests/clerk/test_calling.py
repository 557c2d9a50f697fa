"""Calling with the line cut: only one's own tickets, in the order of their due times, and nobody half served."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from deskapp.clerk import calling, intake, sheets, shutter, taking_back
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import ItemCode, QueueId
from deskapp.rules.ticket import TicketState
from deskapp.rules.window import WindowState
from tests.clerk import office


def test_the_only_open_window_calls_everybody_in_order(desk: Desk, clock: office.FrozenClock) -> None:
    first = office.issue(desk, "A001")
    clock.move(timedelta(minutes=1))
    office.issue(desk, "B001")
    urgent = office.issue(desk, "A002", urgent=True)
    assert sheets.call(desk).waiting == 3
    called = [calling.call_next(desk) for _ in range(4)]
    assert [one.number if one else None for one in called] == ["A002", "A001", "B001", None]
    assert all(one.offline for one in called if one)
    with desk.journal.reading() as reading:
        assert reading.ticket(urgent).state is TicketState.FINISHED
        assert reading.ticket(first).state is TicketState.FINISHED


def test_two_windows_without_a_line_share_the_queue_and_never_call_the_same(
    tmp_path: Path, clock: office.FrozenClock
) -> None:
    station = office.station(tmp_path / "a", clock)
    three, five = office.desk(station, window="3"), office.desk(station, user="clerk5", window="5")
    for serial in range(1, 31):
        office.issue(station, f"A{serial:03d}")
    mine: dict[str, set[str]] = {"3": set(), "5": set()}
    for desk in (three, five):
        with desk.journal.writing() as facts:
            facts.note("ticket_in_hand", "")
        while (called := calling.call_next(desk)) is not None:
            mine[desk.clerk.window].add(called.number)
    assert mine["3"] | mine["5"] == {f"A{serial:03d}" for serial in range(1, 31)}
    assert not mine["3"] & mine["5"]
    assert min(len(numbers) for numbers in mine.values()) > 5


def test_nobody_is_sent_away_with_a_case_half_done(desk: Desk) -> None:
    ticket = office.issue(desk, "A001")
    office.issue(desk, "A002")
    calling.call_next(desk)
    intake.open_case(desk, Application(ItemCode("SCJG-0102"), "张伟", "990106197904128117", ticket=ticket))
    with pytest.raises(Refusal) as refused:
        calling.call_next(desk)
    assert refused.value.code == "calling.case_open"
    assert sheets.call(desk).number == "A001"
    assert sheets.call(desk).case == sheets.current_case(desk)


def test_a_call_undone_gives_the_person_their_old_place_back(desk: Desk, clock: office.FrozenClock) -> None:
    office.issue(desk, "A001")
    clock.move(timedelta(minutes=1))
    office.issue(desk, "A002")
    called = calling.call_next(desk)
    assert called is not None
    taking_back.call(desk, called.ticket)
    assert sheets.call(desk).ticket is None
    assert [one.number for one in sheets.call(desk).next_numbers] == ["A001", "A002"]


def test_a_no_show_and_a_transfer_leave_the_window_free(desk: Desk, clock: office.FrozenClock) -> None:
    office.issue(desk, "A001")
    office.issue(desk, "A002")
    first = calling.call_next(desk)
    assert first is not None
    with pytest.raises(Refusal) as refusal:
        calling.call_again(desk, first.ticket)
    assert refusal.value.code == "ticket.called_just_now"
    clock.move(timedelta(seconds=20))
    calling.call_again(desk, first.ticket)
    assert sheets.call(desk).calls == 2
    calling.no_show(desk, first.ticket)
    second = calling.call_next(desk)
    assert second is not None
    calling.arrived(desk, second.ticket)
    calling.transfer(desk, second.ticket, QueueId("B"), "企业登记")
    with desk.journal.reading() as reading:
        assert reading.ticket(first.ticket).state is TicketState.NO_SHOW
        assert reading.ticket(second.ticket).queue == "B"
    assert calling.call_next(desk) is not None  # queue B is served here too


def test_a_pause_and_its_end(desk: Desk) -> None:
    shutter.pause(desk, "系统维护")
    assert sheets.call(desk).window_state is WindowState.PAUSED
    shutter.resume(desk)
    assert sheets.call(desk).window_state is WindowState.OPEN


def test_the_ticket_in_hand_is_in_hand_after_a_crash(desk: Desk, tmp_path: Path) -> None:
    office.issue(desk, "A001", item="SCJG-0102")
    calling.call_next(desk)
    sheet = sheets.call(desk)
    assert (sheet.number, sheet.item_name, sheet.ticket_state) == ("A001", "个体工商户注册登记", TicketState.CALLED)
    assert sheets.call(office.desk(desk)).number == "A001"


def test_a_no_show_undone_gives_the_person_their_old_place_back(desk: Desk, clock: office.FrozenClock) -> None:
    office.issue(desk, "A001")
    clock.move(timedelta(minutes=1))
    office.issue(desk, "A002")
    called = calling.call_next(desk)
    assert called is not None
    calling.no_show(desk, called.ticket)
    taking_back.no_show(desk, called.ticket)
    assert [one.number for one in sheets.call(desk).next_numbers] == ["A001", "A002"]
    with pytest.raises(Refusal) as refused:
        taking_back.no_show(desk, called.ticket)
    assert refused.value.code == "ticket.wrong_state"


def test_a_transfer_is_undone_only_while_the_person_still_waits(desk: Desk) -> None:
    office.issue(desk, "A001")
    called = calling.call_next(desk)
    assert called is not None
    before = calling.transfer(desk, called.ticket, QueueId("D"))
    assert before == "A"
    taking_back.transfer(desk, called.ticket, before)
    assert [one.number for one in sheets.call(desk).next_numbers] == ["A001"]
    calling.call_next(desk)
    with pytest.raises(Refusal) as refused:
        taking_back.transfer(desk, called.ticket, QueueId("D"))
    assert refused.value.code == "ticket.taken"
