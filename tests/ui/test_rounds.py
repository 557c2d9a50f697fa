"""Rounds go on whatever happens: a fault of the program is reported once, said by the line, and tried again later."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from pytestqt.qtbot import QtBot

from deskapp.failures import Failure, LineTrouble
from deskapp.protocol import link as links
from deskapp.protocol.messages import Batch, Hints
from deskapp.queries.line_sheet import line_sheet
from deskapp.scans.vault import Vault
from tests import builders
from tests.fakes.centre import JournalCentre
from tests.fakes.faults import swapped
from tests.sync.desks import DeskAlone, Shelf, hall
from ui.background import Background
from ui.rounds import Rounds


@dataclass
class BreakingCentre(JournalCentre):
    """A centre whose line here is written wrongly, as long as a test says so."""

    pull_broken: bool = False
    listen_broken: bool = False
    pulls: int = 0
    listens: int = 0

    def pull(self, *, token: str, after: int, limit: int) -> Batch:
        self.pulls += 1
        if self.pull_broken:
            raise ZeroDivisionError
        return super().pull(token=token, after=after, limit=limit)

    def listen(self, *, token: str, after: int) -> Hints:
        self.listens += 1
        if self.listen_broken:
            raise ZeroDivisionError
        raise LineTrouble("line.down")


@dataclass
class Rig:
    desk: DeskAlone
    centre: BreakingCentre
    background: Background
    qtbot: QtBot
    reported: list[type[BaseException]]
    told: list[Failure] = field(default_factory=list)
    made: list[Rounds] = field(default_factory=list)

    def begin(self) -> Rounds:
        self.made.append(Rounds(self.desk.station, self.background, self.told.append))  # type: ignore[arg-type]
        return self.made[-1]

    @property
    def link(self) -> links.Link:
        return self.desk.station.line.link

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=15_000)

    def later(self, by: timedelta = links.LONGEST_WAIT) -> None:
        self.desk.clock.moment += by
        self.desk.station.line.want_round()

    def two_rounds_more(self) -> None:
        for _ in range(2):
            before = self.centre.pulls
            self.desk.station.line.want_round()
            self.until(lambda before=before: self.centre.pulls > before)  # type: ignore[misc]

    def notice(self) -> str | None:
        with self.desk.station.journal.reading() as reading:
            return line_sheet(reading, self.link, None, builders.CLERK).notice


@pytest.fixture
def rig(tmp_path: Path, background: Background, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, *_: reported.append(kind))
    there, (desk,) = hall(tmp_path, [("D1", "3")])
    centre = BreakingCentre(there, desk.centre.device, desk.centre.window, few=None)
    desk.centre = centre
    desk.restart()
    made = Rig(desk, centre, background, qtbot, reported)
    yield made
    for one in made.made:
        one.end()
    qtbot.waitUntil(lambda: background.idle)
    desk.close()
    there.engine.dispose()


def test_a_fault_ends_one_round_and_not_all_of_them(rig: Rig) -> None:
    rig.centre.pull_broken = True
    rig.begin()
    rig.until(lambda: rig.link.failures == 1)
    assert (rig.link.online, rig.link.why, rig.notice()) == (False, "line.fault_here", "line.fault_here")
    rig.later()
    rig.until(lambda: rig.link.failures == 2)
    rig.centre.pull_broken = False
    rig.later()
    rig.until(lambda: rig.link.online)
    assert rig.notice() is None
    rig.two_rounds_more()
    assert (rig.reported, rig.told) == ([ZeroDivisionError], []), "one fault covers the screen once"


def test_a_fault_that_stays_is_not_met_again_before_the_wait_is_over(rig: Rig) -> None:
    """The desk's clock stands still: however often a round is asked for, none is due."""
    rig.centre.pull_broken = True
    rig.begin()
    rig.until(lambda: rig.link.failures == 1)
    for _ in range(5):
        rig.desk.station.line.want_round()
        rig.until(lambda: not rig.desk.station.line.round_wanted)
    assert rig.centre.pulls == 1


def test_another_fault_is_reported_as_well(rig: Rig) -> None:
    rig.centre.pull_broken = True
    rig.begin()
    rig.until(lambda: len(rig.reported) == 1)
    rig.centre.pull_broken = False
    rig.desk.station = replace(rig.desk.station, vault=BrokenShelf())
    rig.made.pop().end()
    rig.begin()
    rig.later()
    rig.until(lambda: len(rig.reported) == 2)


class BrokenShelf(Shelf):
    """A vault in which nothing can be looked for."""

    def kept(self) -> NoReturn:
        raise ZeroDivisionError


def test_a_fault_of_letting_go_stops_no_round(rig: Rig) -> None:
    rig.desk.station = replace(rig.desk.station, vault=BrokenShelf())
    rig.begin()
    rig.until(lambda: bool(rig.reported))
    rig.later()
    rig.until(lambda: rig.link.online)
    rig.two_rounds_more()
    assert rig.reported == [ZeroDivisionError]
    assert rig.link.online, "it rests, and breaks no second round"


def test_a_disk_that_does_not_answer_is_told_and_stops_no_round(rig: Rig, tmp_path: Path) -> None:
    """An antivirus that holds the folder, a share that went away."""
    rig.desk.station = replace(rig.desk.station, vault=Vault(tmp_path / "vault", b"v" * 32))

    def denied(_: Path) -> NoReturn:
        raise PermissionError(13, "denied")

    with swapped(shutil, "disk_usage", denied):
        rig.begin()
        rig.until(lambda: bool(rig.told))
        rig.two_rounds_more()
    assert [failure.code for failure in rig.told] == ["page.not_kept"], "once, and not with every round"
    assert rig.link.online
    assert rig.reported == []


def test_a_fault_of_listening_does_not_leave_the_desk_deaf(rig: Rig) -> None:
    rig.centre.listen_broken = True
    rounds = rig.begin()
    rig.until(lambda: rig.centre.listens == 1 and bool(rig.reported))
    assert not rounds.listening.open
    rig.centre.listen_broken = False
    rig.desk.clock.moment += links.LONGEST_WAIT
    rig.until(lambda: rig.centre.listens > 1)
    assert rig.reported == [ZeroDivisionError]


def test_after_its_end_nothing_is_begun_again(rig: Rig) -> None:
    rig.centre.pull_broken = True
    rounds = rig.begin()
    rig.until(lambda: rig.link.failures == 1)
    rounds.end()
    rig.until(lambda: rig.background.idle)
    rig.later()
    assert rig.background.idle
    assert rig.centre.pulls == 1
