"""A clerk calls for help, and sees how far it has come; it never stands in the list that others may look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deskapp.clerk import calling_for_help, sheets
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import ClerkId, WindowId
from deskapp.queries.help_sign import HelpSign
from deskapp.rules.window import HelpComing, HelpSettled
from tests.clerk import office
from tests.queries import telling

THREE, MANAGER = WindowId("3"), ClerkId("manager")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    station = office.station(tmp_path / "desk", office.FrozenClock())
    made = office.desk(station)
    telling.accept_all(station.journal)  # the window is the centre's: it was there before
    yield made
    station.journal.engine.dispose()


def test_a_call_is_kept_then_sent_then_answered_then_over(desk: Desk) -> None:
    signs = [calling_for_help.sign(desk)]
    calling_for_help.call_for_help(desk)
    signs.append(calling_for_help.sign(desk))
    telling.accept_all(desk.journal)
    signs.append(calling_for_help.sign(desk))
    telling.tell(desk.journal, THREE, HelpComing(), by=MANAGER)
    signs.append(calling_for_help.sign(desk))
    telling.tell(desk.journal, THREE, HelpSettled(), by=MANAGER)
    signs.append(calling_for_help.sign(desk))
    assert signs == [HelpSign.NONE, HelpSign.KEPT, HelpSign.SENT, HelpSign.COMING, HelpSign.NONE]


def test_said_once_more_it_is_as_if_nobody_had_answered(desk: Desk) -> None:
    calling_for_help.call_for_help(desk)
    telling.tell(desk.journal, THREE, HelpComing(), by=MANAGER)
    telling.accept_all(desk.journal)
    calling_for_help.call_for_help(desk)
    assert calling_for_help.sign(desk) is HelpSign.KEPT
    telling.accept_all(desk.journal)
    assert calling_for_help.sign(desk) is HelpSign.SENT


def test_it_counts_among_what_waits_and_is_never_listed(desk: Desk) -> None:
    before = sheets.line(desk)
    calling_for_help.call_for_help(desk)
    after = sheets.line(desk)
    assert after.pending == before.pending + 1
    assert after.steps == before.steps


def test_nobody_calls_from_where_there_is_no_window(desk: Desk) -> None:
    lost = replace(desk, clerk=replace(desk.clerk, window=WindowId("77")))
    with pytest.raises(Refusal) as refusal:
        calling_for_help.call_for_help(lost)
    assert refusal.value.code == "window.unknown"
    other = replace(desk, clerk=replace(desk.clerk, roles=("manager",)))
    with pytest.raises(Refusal) as refusal:
        calling_for_help.call_for_help(other)
    assert refusal.value.code == "access.denied"
