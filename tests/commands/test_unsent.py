"""What a computer still holds is said before anything of it is taken away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp.assemble import unsent as counting
from deskapp.assemble.desk import CACHE, close_station, open_station
from deskapp.assemble.enrolling import enroll, is_enrolled
from deskapp.assemble.unsent import Unsent, unsent
from deskapp.clock import wall_clock
from deskapp.commands import main
from deskapp.ids import ClerkId, EventId, WindowId
from deskapp.journal import outbox
from deskapp.keys import Keys, beside
from deskapp.protocol.messages import Status, Verdict
from deskapp.rules.happening import SignedIn
from deskapp.settings import Settings, read
from tests.server.running import RunningCentre, running_centre

THREE = WindowId("3")


def kept_beside(home: Path) -> Keys:
    return beside(home / "desk.key")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read({}, home=tmp_path / "desk", server="http://127.0.0.1:1")


def work(settings: Settings) -> EventId:
    """Somebody does something that the centre does not hear of."""
    station = open_station(settings, keys=kept_beside)
    try:
        with station.journal.writing() as facts:
            facts.add(ClerkId("clerk3"), SignedIn(THREE, offline=True), of="clerk3")
        with station.journal.reading() as reading:
            return outbox.unsent(reading).events[-1].id
    finally:
        close_station(station)


def test_a_computer_that_was_never_a_desk_holds_nothing_and_is_not_made_one(settings: Settings) -> None:
    assert unsent(settings, keys=kept_beside) == Unsent()
    assert not (settings.home / CACHE).exists()


def test_work_of_a_cut_line_is_counted_until_the_centre_has_it(settings: Settings) -> None:
    first = work(settings)
    second = work(settings)
    assert unsent(settings, keys=kept_beside) == Unsent(steps=2)
    _judge(settings, Verdict(id=first, status=Status.ACCEPTED, seq=1))
    assert unsent(settings, keys=kept_beside) == Unsent(steps=1)
    _judge(settings, Verdict(id=second, status=Status.REJECTED, reason="case.unknown"))
    left = unsent(settings, keys=kept_beside)
    assert left == Unsent(rejected=1)
    assert left, "a step that came back is work too"


def _judge(settings: Settings, verdict: Verdict) -> None:
    station = open_station(settings, keys=kept_beside)
    try:
        with station.journal.writing() as facts:
            assert outbox.judged(facts, [verdict]) == 1
    finally:
        close_station(station)


def test_a_script_hears_it_by_the_exit_code(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["unsent", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"steps": 0, "pages": 0, "rejected": 0}
    monkeypatch.setattr(counting.unsent, "__kwdefaults__", {"keys": kept_beside})
    work(read())
    assert main(["--lang", "en", "unsent"]) == 1
    assert "1 steps" in capsys.readouterr().out


def test_a_cache_that_does_not_open_may_hold_anything(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home_of_desk = read().home
    home_of_desk.mkdir(parents=True, exist_ok=True)
    (home_of_desk / CACHE).write_bytes(b"no cache")
    assert main(["unsent"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RunningCentre]:
    with running_centre(tmp_path / "centre", clock=wall_clock()) as running:
        yield running


def test_a_computer_is_enrolled_when_it_is_a_desk_of_that_very_centre(
    settings: Settings, centre: RunningCentre, tmp_path: Path
) -> None:
    there = read({}, home=settings.home, server=centre.address)
    assert not is_enrolled(there)
    enroll(there, THREE, keys=kept_beside)
    assert is_enrolled(there)
    assert not is_enrolled(settings), "another centre"
