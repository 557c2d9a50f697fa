"""Signing in, with the line up and cut: the centre's word covers one person at one desk and window for one shift."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace as changed

from deskapp.clerk import signing_in
from deskapp.clerk.signing_in import KeptGrant
from deskapp.desk import CREDENTIAL, DESK_TOKEN, Station
from deskapp.failures import Refusal
from deskapp.ids import HallId, WindowId
from deskapp.protocol.json import canonical, decode
from deskapp.protocol.messages import SignedInAnswer, SignIn
from deskapp.queries.numbers import serials_here
from deskapp.queries.working_days import HALL_FACTS
from deskapp.rules.window import WindowState
from deskapp.sync import round as rounds
from tests.clerk import office
from tests.fakes.cut_line import Cuttable
from tests.server.running import RunningCentre, running_centre


@pytest.fixture
def centre(tmp_path: Path, clock: office.FrozenClock) -> Iterator[RunningCentre]:
    with running_centre(tmp_path / "centre", clock=clock.clock()) as running:
        yield running


@pytest.fixture
def station(tmp_path: Path, clock: office.FrozenClock, centre: RunningCentre) -> Iterator[Station]:
    """A desk that has never heard of anything, on a line that can be cut."""
    line = Cuttable(centre.address)
    made = office.station(tmp_path / "new desk", clock, centre=line, furnished=False)
    yield made
    made.journal.engine.dispose()
    line.close()


def cut(station: Station) -> None:
    assert isinstance(station.centre, Cuttable)
    station.centre.cut = True


def refused(station: Station, user: str = "clerk3", password: str = "demo", window: str = "3") -> str:
    with pytest.raises(Refusal) as told:
        signing_in.sign_in(station, user, password, window)
    return told.value.code


def noted(station: Station, name: str) -> str | None:
    with station.journal.reading() as reading:
        return reading.local(name)


def test_who_signs_in_is_at_their_window_with_a_token(station: Station) -> None:
    desk = signing_in.sign_in(station, " clerk3 ", "demo", "3")
    assert (desk.clerk.id, desk.clerk.window, desk.clerk.offline) == ("clerk3", "3", False)
    assert desk.clerk.token
    assert "clerk" in desk.clerk.roles
    assert desk.facts.id == station.hall
    assert signing_in.last_user(station) == ("clerk3", "3")


def test_neither_password_nor_token_of_the_person_is_kept_here(station: Station, tmp_path: Path) -> None:
    desk = signing_in.sign_in(station, "clerk3", "demo", "3")
    kept = decode((noted(station, "grant:clerk3") or "").encode(), KeptGrant)
    assert kept.verifier.startswith("$argon2id$")
    for name in ("grant:clerk3", signing_in.LAST, DESK_TOKEN):
        assert desk.clerk.token not in (noted(station, name) or "")


@pytest.mark.parametrize(("user", "password"), [("clerk3", "Demo"), ("clerk3", ""), ("nobody", "demo"), ("", "demo")])
def test_which_of_the_two_is_wrong_is_not_said(station: Station, user: str, password: str) -> None:
    assert refused(station, user, password).startswith("sign_in.")
    assert refused(station, user, password) == refused(station, "another", "x")


def test_before_the_first_time_nobody_signs_in_without_the_line(station: Station) -> None:
    cut(station)
    assert refused(station) == "sign_in.needs_line"
    assert signing_in.last_user(station) == ("", "")
    assert signing_in.windows(station) == ()


def test_the_windows_are_known_from_the_last_time(station: Station) -> None:
    told = signing_in.windows(station)
    assert len(told) >= 8
    cut(station)
    assert signing_in.windows(station) == told
    assert not station.line.online


def left_and_cut(station: Station, user: str = "clerk3", window: str = "3") -> None:
    """Signed in once, out again, and the line is cut."""
    desk = signing_in.sign_in(station, user, "demo", window)
    rounds.run(desk)
    signing_in.sign_out(desk)
    rounds.run(desk)
    cut(station)


def test_the_same_person_goes_on_without_the_line(station: Station) -> None:
    left_and_cut(station)
    desk = signing_in.sign_in(station, "clerk3", "demo", "3")
    assert (desk.clerk.offline, desk.clerk.token, desk.clerk.name) == (True, "", "周明远")
    with station.journal.reading() as reading:
        window = reading.window(WindowId("3"))
        kinds = [event.kind for event in reading.events_of("clerk3")]
    assert (window.state, window.clerk) == (WindowState.OPEN, "clerk3")
    assert kinds[-1] == "clerk.signed_in"


def test_what_the_centre_says_to_number_from_is_kept_for_each_window(station: Station) -> None:
    signing_in.sign_in(station, "clerk3", "demo", "3")
    signing_in.sign_in(station, "clerk3", "demo", "5")
    left_and_cut(station)
    signing_in.sign_in(station, "clerk3", "demo", "3")
    with station.journal.reading() as reading:
        own = [serials_here(reading, WindowId(window)) for window in "35"]
        assert serials_here(reading, WindowId("4")) is None
    assert [(one.first, one.last, one.epoch) for one in own if one is not None] == [(1, 1000, 1)] * 2


@pytest.mark.parametrize("password", ["Demo", "", "demo "])
def test_a_wrong_password_is_wrong_without_the_line_too(station: Station, password: str) -> None:
    left_and_cut(station)
    assert refused(station, password=password) == "sign_in.wrong"


@pytest.mark.parametrize(
    ("user", "window", "code"),
    [
        ("clerk4", "3", "sign_in.needs_line"),
        ("clerk3", "4", "sign_in.grant_over"),
        ("clerk3", "", "sign_in.grant_over"),
    ],
)
def test_the_word_covers_this_person_at_this_window_only(station: Station, user: str, window: str, code: str) -> None:
    left_and_cut(station)
    assert refused(station, user, window=window) == code


@pytest.mark.parametrize(
    ("later", "holds"), [(timedelta(hours=7), True), (timedelta(hours=30), False), (timedelta(days=-2), False)]
)
def test_the_word_covers_one_shift(station: Station, clock: office.FrozenClock, later: timedelta, holds: bool) -> None:
    """Neither the next day nor a clock that was set back makes it longer."""
    left_and_cut(station)
    clock.move(later)
    if holds:
        assert signing_in.sign_in(station, "clerk3", "demo", "3").clerk.offline
    else:
        assert refused(station) == "sign_in.grant_over"


def spoil(station: Station, **odd: Any) -> None:
    kept = decode((noted(station, "grant:clerk3") or "").encode(), KeptGrant)
    with station.journal.writing() as facts:
        facts.note("grant:clerk3", canonical(replace(kept, **odd)).decode())


@pytest.mark.parametrize("grant", ["", "x.y.z", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjbGVyazMifQ."])
def test_a_word_that_is_not_the_centres_opens_nothing(station: Station, grant: str) -> None:
    left_and_cut(station)
    spoil(station, grant=grant)
    assert refused(station) == "sign_in.grant_over"


@pytest.mark.parametrize("key", ["", "{}", "[]", '{"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}'])
def test_a_key_that_is_none_opens_nothing(station: Station, key: str) -> None:
    left_and_cut(station)
    spoil(station, grant_key=key)
    assert refused(station) == "sign_in.grant_over"


def test_a_word_for_another_desk_opens_nothing_here(
    station: Station, tmp_path: Path, clock: office.FrozenClock
) -> None:
    """A cache that was copied to another machine is of no use there."""
    left_and_cut(station)
    other = office.station(tmp_path / "copied to", clock, furnished=False)
    with other.journal.writing() as facts:
        for name in ("grant:clerk3", HALL_FACTS):
            facts.note(name, noted(station, name) or "")
    assert refused(other) == "sign_in.grant_over"
    other.journal.engine.dispose()


def test_a_manager_goes_on_at_the_board_without_the_line(station: Station) -> None:
    left_and_cut(station, "manager", "")
    desk = signing_in.sign_in(station, "manager", "demo", "")
    assert (desk.clerk.window, desk.clerk.offline) == ("", True)


def test_what_was_done_without_the_line_stays_to_be_sent_after_signing_out(station: Station) -> None:
    left_and_cut(station)
    desk = signing_in.sign_in(station, "clerk3", "demo", "3")
    signing_in.sign_out(desk)
    with station.journal.reading() as reading:
        assert reading.window(WindowId("3")).state is WindowState.CLOSED
        assert [event.kind for event in reading.events_of("clerk3")][-1] == "clerk.signed_out"
    assert isinstance(station.centre, Cuttable)
    station.centre.cut = False
    assert rounds.run(desk).pushed >= 4


def test_signing_out_ends_the_token_at_once(station: Station, centre: RunningCentre) -> None:
    desk = signing_in.sign_in(station, "clerk3", "demo", "3")
    signing_in.sign_out(desk)
    with pytest.raises(Refusal) as told:
        desk.centre.sign_out(token=desk.clerk.token)
    assert told.value.code == "access.not_signed_in"


class ElsewhereCentre(Cuttable):
    """The centre of another hall, at the address that this desk was told."""

    def sign_in(self, words: SignIn) -> SignedInAnswer:
        answer = super().sign_in(words)
        return changed(answer, hall=changed(answer.hall, id=HallId("H2")))


def test_another_halls_centre_is_not_worked_for(
    tmp_path: Path, clock: office.FrozenClock, centre: RunningCentre
) -> None:
    line = ElsewhereCentre(centre.address)
    station = office.station(tmp_path / "lost", clock, centre=line, furnished=False)
    assert refused(station) == "sign_in.other_hall"
    assert noted(station, "grant:clerk3") is None, "nothing of it is kept"
    station.journal.engine.dispose()
    line.close()


def test_a_computer_is_known_by_what_it_made_at_its_first_sign_in(station: Station) -> None:
    signing_in.sign_in(station, "clerk3", "demo", "3")
    made = noted(station, CREDENTIAL)
    assert made
    signing_in.sign_in(station, "clerk4", "demo", "3")
    assert noted(station, CREDENTIAL) == made
    with station.journal.writing() as facts:
        facts.note(CREDENTIAL, "")  # another computer that says the same name
    assert refused(station) == "sign_in.not_this_desk"


def test_what_was_made_is_kept_though_the_answer_was_lost(station: Station) -> None:
    cut(station)
    assert refused(station) == "sign_in.needs_line"
    made = noted(station, CREDENTIAL)
    assert made
    assert isinstance(station.centre, Cuttable)
    station.centre.cut = False
    signing_in.sign_in(station, "clerk3", "demo", "3")
    assert noted(station, CREDENTIAL) == made
