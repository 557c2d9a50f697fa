"""A computer shows an enrolment code: against a real centre, with a real encrypted cache, and answers that are lost."""

from __future__ import annotations

import pytest

from deskapp.assemble import desk as opening
from deskapp.assemble.desk import CACHE, close_station, open_station
from deskapp.assemble.enrolling import Enrolled, enroll, is_enrolled
from deskapp.clerk import signing_in
from deskapp.desk import CREDENTIAL
from deskapp.failures import LineTrouble, Refusal
from deskapp.ids import ClerkId, DeviceId, HallId, WindowId
from deskapp.journal import enrolled_desks, enrolment_codes
from deskapp.protocol.enrolment import Enrol
from deskapp.settings import FILE, Settings, read
from deskapp.sync import round as rounds
from deskapp.sync.enrolment import HttpEnrolment
from tests.assemble.test_enrolling import kept_beside, work_offline
from tests.guards import Listening
from tests.server.codes import code_for
from tests.server.running import RunningCentre


def another(settings: Settings, centre: RunningCentre, name: str = "other") -> Settings:
    """A computer beside it."""
    return read({}, home=settings.home.parent / name, server=centre.address)


def shown(settings: Settings, code: str, window: str = "3") -> Enrolled:
    return enroll(settings, WindowId(window), code=code, keys=kept_beside)


def refused(settings: Settings, window: str = "3", code: str = "") -> Refusal:
    with pytest.raises(Refusal) as told:
        enroll(settings, WindowId(window), code=code, keys=kept_beside)
    return told.value


def signs_in(settings: Settings, window: str = "3") -> str:
    """The code of what is said to clerk3; "" when they are in, and have sent what was done here."""
    station = open_station(read({}, home=settings.home), keys=kept_beside)
    try:
        rounds.run(signing_in.sign_in(station, "clerk3", "demo", window))
    except Refusal as told:
        return told.code
    finally:
        close_station(station)
    return ""


def desks(centre: RunningCentre) -> dict[str, str]:
    with centre.parts.journal.reading() as reading:
        return {desk.device: desk.window for desk in enrolled_desks.listed(reading)}


def test_a_computer_that_showed_its_code_works_at_the_window_and_no_other_does(
    settings: Settings, centre: RunningCentre
) -> None:
    done = shown(settings, code_for(centre.parts, "3").lower().replace("-", " "))
    assert (done.window, done.epoch) == ("3", 1)
    assert desks(centre) == {done.device: "3"}
    assert signs_in(settings) == ""
    stranger = another(settings, centre)
    assert refused(stranger).code == "enroll.code_wanted"
    assert not (stranger.home / CACHE).exists(), "no desk"
    assert read({}, home=stranger.home).server == centre.address, "but where to sign in, and be asked for a code"
    assert signs_in(stranger) == "sign_in.not_enrolled"
    enroll(stranger, WindowId("5"), keys=kept_beside)  # no code of window 5 was ever used
    assert signs_in(stranger, "3") == "sign_in.not_enrolled"
    assert signs_in(stranger, "5") == ""


def test_the_credential_lies_in_the_encrypted_cache_alone(settings: Settings, centre: RunningCentre) -> None:
    code = code_for(centre.parts, "3")
    shown(settings, code)
    station = open_station(read({}, home=settings.home), keys=kept_beside)
    with station.journal.reading() as reading:
        secret = reading.local(CREDENTIAL) or ""
    close_station(station)
    assert len(secret) >= 43, "32 bytes in base64"
    for file in settings.home.rglob("*"):
        if file.is_file():
            assert secret.encode() not in file.read_bytes()
            assert code.encode() not in file.read_bytes()


@pytest.mark.parametrize(
    ("code", "told"), [("0000-0000-0000", "enroll.code_wrong"), ("0000-0000-0001", "enroll.code_misread")]
)
def test_a_wrong_code_makes_no_desk(
    settings: Settings, centre: RunningCentre, code: str, told: str, expect_log: Listening
) -> None:
    assert refused(settings, code=code).code == told
    assert not (settings.home / FILE).exists()
    assert desks(centre) == {}
    assert (told == "enroll.code_wrong") == ("enroll.code_wrong" in expect_log.said()), "a slip costs no try"
    assert shown(settings, code_for(centre.parts, "3")).window == "3"


def test_a_refused_code_leaves_a_desk_that_is_one_what_it_was(
    settings: Settings, centre: RunningCentre, expect_log: Listening
) -> None:
    first = shown(settings, code_for(centre.parts, "3"))
    assert refused(settings, "5", code_for(centre.parts, "4")).code == "enroll.code_of_other_window"
    assert desks(centre) == {first.device: "3"}
    assert signs_in(settings) == ""
    assert "enroll.code_of_other_window" in expect_log.said()


class LosesAnswers(HttpEnrolment):
    """A line that breaks after the centre has done what it was asked."""

    def enrol(self, words: Enrol) -> HallId:
        super().enrol(words)
        raise LineTrouble("line.down")


class OfAnotherHall(HttpEnrolment):
    """Something between the desk and its centre that leads elsewhere."""

    def enrol(self, words: Enrol) -> HallId:
        super().enrol(words)
        return HallId("H2")


def test_after_a_lost_answer_the_same_code_is_good_for_the_same_computer(
    settings: Settings, centre: RunningCentre, monkeypatch: pytest.MonkeyPatch, expect_log: Listening
) -> None:
    code = code_for(centre.parts, "3")
    with monkeypatch.context() as broken:
        broken.setattr(opening, "HttpEnrolment", LosesAnswers)
        with pytest.raises(LineTrouble):
            shown(settings, code)
    assert refused(another(settings, centre), code=code).code == "enroll.code_used"
    done = shown(settings, code)
    assert desks(centre) == {done.device: "3"}
    assert signs_in(settings) == ""
    assert "enroll.code_used" in expect_log.said()


def test_an_answer_of_another_hall_is_not_believed(
    settings: Settings, centre: RunningCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "HttpEnrolment", OfAnotherHall)
    assert refused(settings, code=code_for(centre.parts, "3")).code == "sign_in.other_hall"
    assert not (settings.home / FILE).exists()


def test_a_desk_begins_a_new_life_without_a_code_and_sends_what_it_did_before(
    settings: Settings, centre: RunningCentre
) -> None:
    first = shown(settings, code_for(centre.parts, "3"))
    work_offline(settings)
    again = enroll(read({}, home=settings.home), WindowId("3"), keys=kept_beside)
    assert (again.device, again.epoch) == (first.device, 2)
    assert signs_in(settings) == ""
    with centre.parts.journal.reading() as reading:
        offline = [event for event in reading.events_of("clerk3") if event.payload.get("offline")]
    assert [(event.epoch, event.device) for event in offline] == [(1, first.device)]


def test_a_desk_moves_to_another_window_by_that_windows_code(settings: Settings, centre: RunningCentre) -> None:
    first = shown(settings, code_for(centre.parts, "3"))
    elsewhere = another(settings, centre)
    shown(elsewhere, code_for(centre.parts, "5"), "5")
    assert refused(settings, "5").code == "enroll.code_wanted"
    moved = shown(settings, code_for(centre.parts, "5"), "5")
    assert (moved.device, moved.epoch) == (first.device, 2)
    assert signs_in(settings, "5") == ""
    assert signs_in(settings, "3") == "sign_in.other_window"


def test_a_desk_of_before_there_were_codes_shows_one_and_is_the_same_desk(
    settings: Settings, centre: RunningCentre
) -> None:
    before = enroll(settings, WindowId("3"), keys=kept_beside)
    assert signs_in(settings) == ""
    assert is_enrolled(settings, keys=kept_beside)
    assert not is_enrolled(settings, by_code=WindowId("3"), keys=kept_beside)
    after = shown(settings, code_for(centre.parts, "3"))
    assert (after.device, after.epoch) == (before.device, 2)
    assert is_enrolled(settings, by_code=WindowId("3"), keys=kept_beside)
    assert not is_enrolled(settings, by_code=WindowId("5"), keys=kept_beside)
    assert signs_in(settings) == ""


def test_a_revoked_code_makes_no_desk(settings: Settings, centre: RunningCentre, expect_log: Listening) -> None:
    code = code_for(centre.parts, "3")
    ended = centre.parts.writer.write_now(lambda facts: enrolment_codes.revoke_all(facts, ClerkId("admin")))
    assert ended == 1
    assert refused(settings, code=code).code == "enroll.code_revoked"
    assert "enroll.code_revoked" in expect_log.said()


def test_a_dismissed_computer_is_told_so(settings: Settings, centre: RunningCentre) -> None:
    done = shown(settings, code_for(centre.parts, "3"))
    centre.parts.writer.write_now(lambda facts: enrolled_desks.dismiss(facts, DeviceId(done.device), ClerkId("admin")))
    assert signs_in(settings) == "sign_in.not_this_desk"
    assert shown(settings, code_for(centre.parts, "3")).device == done.device
    assert signs_in(settings) == ""
