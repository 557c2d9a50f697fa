"""A computer becomes the desk of a window: against a real centre, with a real encrypted cache."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from deskapp.assemble.desk import CACHE, close_station, open_station
from deskapp.assemble.enrolling import Enrolled, enroll
from deskapp.clerk import signing_in
from deskapp.failures import LineTrouble, Refusal, StoreTrouble
from deskapp.ids import ClerkId, HallId, WindowId
from deskapp.journal.verify import verify
from deskapp.keys import Keys, beside, from_keyring
from deskapp.rules.happening import SignedIn
from deskapp.settings import FILE, Settings, read
from deskapp.sync import round as rounds
from tests.server.running import RunningCentre

THREE = WindowId("3")


def kept_beside(home: Path) -> Keys:
    """A key of the test's own, where the system has no keyring."""
    return beside(home / "desk.key")


def enrolled(settings: Settings, window: str = "3") -> Enrolled:
    return enroll(settings, WindowId(window), keys=kept_beside)


def work_offline(settings: Settings) -> None:
    """Somebody does something that the centre does not hear of."""
    station = open_station(settings, keys=kept_beside)
    with station.journal.writing() as facts:
        facts.add(ClerkId("clerk3"), SignedIn(THREE, offline=True), of="clerk3")
    close_station(station)


def test_a_new_computer_is_the_desk_of_its_window_from_then_on(settings: Settings, centre: RunningCentre) -> None:
    done = enrolled(settings)
    assert (done.hall, done.window, done.epoch) == ("H1", "3", 1)
    opened = read({}, home=settings.home)  # nothing is said: it stands in the file
    assert (opened.server, opened.hall) == (centre.address, "H1")
    station = open_station(opened, keys=kept_beside)
    try:
        assert signing_in.last_user(station) == ("", "3")
        assert station.journal.terms.author.device == done.device
        desk = signing_in.sign_in(station, "clerk3", "demo", "3")
        assert desk.clerk.window == "3"
    finally:
        close_station(station)


def test_without_the_line_the_windows_it_heard_of_are_offered(settings: Settings, centre: RunningCentre) -> None:
    enrolled(settings)
    station = open_station(replace(settings, server="http://127.0.0.1:1"), keys=kept_beside)
    try:
        assert signing_in.windows(station) == tuple("12345678")
    finally:
        close_station(station)


def test_enrolled_again_it_begins_a_new_life_and_sends_what_it_did_in_the_old(
    settings: Settings, centre: RunningCentre
) -> None:
    first = enrolled(settings)
    work_offline(settings)
    again = enrolled(settings, "5")
    assert (again.device, again.epoch) == (first.device, 2)
    work_offline(settings)  # the same serials, in a new life
    station = open_station(settings, keys=kept_beside)
    try:
        assert station.journal.terms.author.epoch == 2
        desk = signing_in.sign_in(station, "clerk3", "demo", "5")
        rounds.run(desk)
        with station.journal.reading() as reading:
            assert verify(reading).faults == ()
    finally:
        close_station(station)
    with centre.parts.journal.reading() as reading:
        offline = [event for event in reading.events_of("clerk3") if event.payload.get("offline")]
        assert [(event.epoch, event.device_seq) for event in offline] == [(1, 1), (2, 1)]


def test_a_window_that_the_centre_does_not_know_leaves_the_computer_as_it_was(settings: Settings) -> None:
    with pytest.raises(Refusal) as told:
        enrolled(settings, "99")
    assert (told.value.code, told.value.values["known"]) == ("enroll.no_such_window", "1 2 3 4 5 6 7 8")
    assert not settings.home.exists()


def test_without_the_centre_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(LineTrouble):
        enrolled(read({}, home=tmp_path / "desk", server="http://127.0.0.1:1"))
    assert not (tmp_path / "desk").exists()


def test_unsent_work_of_another_hall_is_not_left_behind(settings: Settings) -> None:
    elsewhere = replace(settings, hall=HallId("H2"))
    work_offline(elsewhere)
    with pytest.raises(Refusal) as told:
        enrolled(elsewhere)
    assert (told.value.code, told.value.values) == ("enroll.unsent", {"hall": "H2"})
    assert not (settings.home / FILE).exists()


def test_a_desk_of_another_hall_with_nothing_to_send_moves(settings: Settings) -> None:
    elsewhere = replace(settings, hall=HallId("H2"))
    close_station(open_station(elsewhere, keys=kept_beside))
    assert enrolled(elsewhere).hall == "H1"
    assert read({}, home=settings.home).hall == "H1"


def test_without_a_keyring_there_is_no_cache_and_no_desk(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_keyring(home: Path) -> Keys:
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        return from_keyring(home)

    with pytest.raises(StoreTrouble) as told:
        enroll(settings, THREE, keys=no_keyring)
    assert told.value.code == "keys.no_keyring"
    assert not (settings.home / CACHE).exists()
    assert not (settings.home / FILE).exists()
