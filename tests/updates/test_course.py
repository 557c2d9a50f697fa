"""A new version comes to a desk: from the centre's offer to the program that is open in the morning."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace as changed

from deskapp.assemble.updates import course_of, program_of, trusted_keys
from deskapp.desk import DESK_TOKEN
from deskapp.failures import Refusal
from deskapp.protocol.updates import DEBIAN, WINDOWS_SETUP, SignedStatement, UpdateOffer, UpdateState
from deskapp.rules.publisher import Publisher, Standing, ask_same
from deskapp.settings import Settings
from deskapp.sync.client import HttpCentre
from deskapp.sync.updates import HttpUpdates
from deskapp.updates.course import Stillness, UpdateSheet
from deskapp.updates.installing import Program, setup_words
from tests.guards import Listening
from tests.updates.desks import EMPTY, RUNS, WORKING, LookingDesk, Place, desks
from tests.updates.makers import Maker


def test_a_version_is_fetched_by_day_installed_in_the_evening_and_there_in_the_morning(
    there: Place, ours: Maker, desk: LookingDesk
) -> None:
    setup = ours.setup("0.2.0", size=900_000)
    there.offer(setup)
    assert desk.course.begin() == UpdateSheet()
    stepped = desk.until(UpdateState.READY)
    assert stepped.sheet == UpdateSheet("0.2.0", UpdateState.READY)
    assert desk.packages() == [setup.name]
    assert not desk.course.step(EMPTY).now, "the office is open"
    there.at_night()
    assert not desk.course.step(WORKING).now, "somebody is signed in"
    assert not desk.course.step(Stillness(timedelta(minutes=15), busy=True)).now
    assert desk.course.step(EMPTY).now
    assert desk.calls() == [], "only when the screen has agreed"
    assert desk.course.install()
    assert desk.installed() == 0
    assert desk.calls() == [f"/S /UPDATE={desk.folder.folder}"]
    desk.restart("0.2.0")
    assert desk.course.begin() == UpdateSheet()
    assert (desk.folder.folder / "came.txt").read_text(encoding="ascii") == "0.2.0", "the setup waits for this"
    assert setup.name not in desk.packages()
    desk.ask()
    assert (there.told()["3"].program.version, there.told()["3"].program.state) == ("0.2.0", UpdateState.NONE)
    assert desk.course.step(EMPTY).sheet == UpdateSheet()


def test_the_administrator_sees_how_far_each_desk_is(there: Place, ours: Maker, desk: LookingDesk) -> None:
    desk.ask()
    assert (there.told()["3"].program.version, there.told()["3"].program.offered) == (RUNS, "")
    there.offer(ours.setup("0.2.0"))
    desk.until(UpdateState.READY)
    desk.course.step(WORKING)  # at once, not in half an hour
    told = there.told()["3"].program
    assert (told.state, told.offered, told.why) == (UpdateState.READY, "0.2.0", "")


def test_what_went_back_is_left_alone_until_it_is_offered_anew(
    there: Place, ours: Maker, desk: LookingDesk, expect_log: Listening
) -> None:
    setup = ours.setup("0.2.0", code=2)
    there.offer(setup)
    desk.until(UpdateState.READY)
    assert desk.course.install()
    assert desk.installed() == 2
    desk.restart()
    assert desk.course.begin() == UpdateSheet(), "nothing that a clerk could do"
    assert "ended with 2" in expect_log.said()
    desk.ask()
    assert there.told()["3"].program.why == "update.went_back"
    there.at_night()
    for _ in range(3):
        assert not desk.ask(EMPTY).now
    assert desk.remembered.state is UpdateState.WENT_BACK
    assert desk.packages() == ["result.txt"]
    there.centre.parts.offers.change("0.2.0", ())
    desk.ask()
    assert desk.remembered.state is UpdateState.WENT_BACK, "offered to more desks, not anew"
    there.offer(setup)
    desk.until(UpdateState.READY)


def test_an_installation_that_was_cut_off_is_tried_again_and_not_for_ever(
    there: Place, ours: Maker, desk: LookingDesk
) -> None:
    there.offer(ours.setup("0.2.0"))
    desk.until(UpdateState.READY)
    for tried in range(1, 4):
        known = desk.remembered
        desk.folder.write(changed(known, state=UpdateState.INSTALLING))  # and the power goes
        desk.folder.forget_ending()
        desk.restart()
        desk.course.begin()
        assert desk.remembered.state is (UpdateState.READY if tried < 3 else UpdateState.WENT_BACK)
        assert desk.remembered.why == "update.cut_off"


def test_a_desk_goes_forward_only(there: Place, ours: Maker, desk: LookingDesk) -> None:
    for version in ("0.0.9", RUNS, "0.1"):
        there.offer(ours.setup(version))
        desk.ask()
        assert desk.remembered.offer is None, version
    assert not desk.folder.folder.exists() or desk.packages() == []


def test_a_newer_program_installed_by_hand_ends_what_waits(there: Place, ours: Maker, desk: LookingDesk) -> None:
    there.offer(ours.setup("0.2.0"))
    desk.until(UpdateState.READY)
    desk.restart("0.3.0")
    assert desk.course.begin() == UpdateSheet()
    assert desk.packages() == []
    there.at_night()
    assert not desk.course.step(EMPTY).now
    assert not desk.course.install(), "never back"


def test_the_newest_of_several_is_taken_and_the_older_file_goes(there: Place, ours: Maker, desk: LookingDesk) -> None:
    there.offer(ours.setup("0.2.0"))
    desk.until(UpdateState.READY)
    newer = ours.setup("0.3.0")
    there.offer(newer)
    desk.until(UpdateState.READY)
    assert desk.packages() == [newer.name]


def test_a_start_lets_go_of_what_lies_aside_unless_a_setup_watches_it(
    there: Place, ours: Maker, desk: LookingDesk
) -> None:
    let_go: list[str] = []
    program = Program("0.2.0", WINDOWS_SETUP, setup_words, let_go=lambda: let_go.append("previous"))
    there.offer(ours.setup("0.2.0"))
    desk.until(UpdateState.READY)
    assert desk.course.install()
    desk.installed()
    desk.restart("0.2.0", program)
    desk.course.begin()
    assert let_go == [], "the setup waits to hear that this one came, and may yet need the old one"
    desk.restart("0.2.0", program)
    desk.course.begin()
    assert let_go == ["previous"]


def test_a_version_that_is_withdrawn_goes_from_the_desk(there: Place, ours: Maker, desk: LookingDesk) -> None:
    there.offer(ours.setup("0.2.0"))
    desk.until(UpdateState.READY)
    there.centre.parts.offers.withdraw("0.2.0")
    assert desk.ask().sheet == UpdateSheet()
    assert desk.packages() == []


def test_a_first_few_get_it_before_the_others(there: Place, ours: Maker) -> None:
    there.offer(ours.setup("0.2.0"), "5")
    with desks(there, ours.public, ("4", "5")) as (four, five):
        four.ask()
        five.until(UpdateState.READY)
        assert four.remembered.offer is None
        assert there.told()["4"].program.offered == ""
        there.centre.parts.offers.change("0.2.0", ())
        four.until(UpdateState.READY)
        for one in (four, five):
            one.course.step(WORKING)
        told = there.told()
        assert [told[window].program.state for window in ("4", "5")] == [UpdateState.READY, UpdateState.READY]


def test_a_centre_that_was_taken_over_can_invent_nothing(
    there: Place, stranger: Maker, desk: LookingDesk, expect_log: Listening
) -> None:
    there.offer(stranger.setup("9.0.0"))
    assert desk.ask().sheet == UpdateSheet()
    assert desk.remembered.state is UpdateState.REFUSED
    assert desk.packages() == []
    for _ in range(3):
        desk.ask()
    assert expect_log.said().count("not believed") == 1, "said once"
    assert there.told()["3"].program.why == "update.not_signed"


def test_what_is_signed_for_another_kind_of_computer_is_not_taken(there: Place, ours: Maker, desk: LookingDesk) -> None:
    offer = there.offer(ours.setup("0.2.0", kind=DEBIAN))
    assert there.centre.parts.offers.to_desk(WINDOWS_SETUP, None) is None
    desk.course._taken(_sent(offer.id, offer.signed))  # a centre that does not care
    assert desk.remembered.offer is None


def _sent(offer: str, signed: SignedStatement) -> UpdateOffer:
    return UpdateOffer(id=offer, signed=signed, hours="00:00-24:00")


def test_a_package_that_was_changed_on_the_disk_is_fetched_again_and_never_started(
    there: Place, ours: Maker, desk: LookingDesk, expect_log: Listening
) -> None:
    setup = ours.setup("0.2.0")
    there.offer(setup)
    desk.until(UpdateState.READY)
    (desk.folder.folder / setup.name).write_text("#!/bin/sh\ntouch ../calls.txt\n", encoding="ascii")
    assert not desk.course.install()
    assert desk.calls() == []
    assert "update.damaged" in expect_log.said()
    desk.until(UpdateState.READY)
    assert desk.course.install()
    assert desk.installed() == 0


def test_another_publisher_is_said_to_the_administrator(
    there: Place, ours: Maker, desk: LookingDesk, expect_log: Listening
) -> None:
    signed_by = Publisher(Standing.TRUSTED, "CN=County", "a")
    strict = Program(
        version=RUNS, kind=WINDOWS_SETUP, words=setup_words,
        ask=lambda _: ask_same(signed_by, Publisher(Standing.NONE)),
    )  # fmt: skip
    there.offer(ours.setup("0.2.0"))
    desk.until(UpdateState.READY)
    desk.restart(program=strict)
    assert not desk.course.install()
    assert desk.calls() == []
    desk.ask()
    assert there.told()["3"].program.why == "update.other_publisher"
    assert "other_publisher" in expect_log.said()


def test_a_setup_that_does_not_start_leaves_the_program_open(
    there: Place, ours: Maker, desk: LookingDesk, expect_log: Listening
) -> None:
    setup = ours.setup("0.2.0")
    setup.write_text("#!/no/such/interpreter\n", encoding="ascii")
    ours.sign(setup, "0.2.0")
    there.offer(setup)
    desk.until(UpdateState.READY)
    for _ in range(3):
        assert not desk.course.install()
    assert desk.remembered.state is UpdateState.REFUSED
    assert "update.not_started" in expect_log.said()


def test_a_program_that_may_not_replace_itself_says_so_and_fetches_nothing(
    there: Place, ours: Maker, desk: LookingDesk
) -> None:
    there.offer(ours.setup("0.2.0"))
    for_everybody = Program(version=RUNS, kind=WINDOWS_SETUP, words=setup_words, replaceable=lambda: False)
    desk.restart(program=for_everybody)
    assert desk.ask().sheet == UpdateSheet("0.2.0", UpdateState.WAITS_FOR_ADMIN)
    assert desk.packages() == []


def test_on_linux_the_package_is_handed_to_the_administrators_command(
    there: Place, ours: Maker, desk: LookingDesk
) -> None:
    command = there.home / "install-it"
    command.write_text('#!/bin/sh\necho "$(basename "$1") $(basename "$2")" > "$2/../calls.txt"\n', encoding="ascii")
    command.chmod(0o700)
    there.offer(ours.setup("0.2.0", kind=DEBIAN, name="onewindow_0.2.0_amd64.deb"))
    desk.restart(program=program_of(Settings(home=there.home)))
    assert desk.ask().sheet == UpdateSheet("0.2.0", UpdateState.WAITS_FOR_ADMIN), "nothing of ours is root"
    desk.folder.write(changed(desk.remembered, offer=None))
    desk.restart(program=program_of(Settings(home=there.home, update_command=str(command))))
    desk.until(UpdateState.READY)
    assert desk.course.install()
    desk.installed()
    assert desk.calls() == ["onewindow_0.2.0_amd64.deb updates"]


def test_hours_come_from_the_hall_and_odd_ones_are_the_usual(there: Place, ours: Maker, desk: LookingDesk) -> None:
    there.centre.parts.offers.hours = "09:00-12:00"
    there.offer(ours.setup("0.2.0"))
    desk.until(UpdateState.READY)
    assert desk.course.step(EMPTY).now
    there.centre.parts.offers.hours = "whenever"
    assert not desk.ask(EMPTY).now
    there.at_night()
    assert desk.course.step(EMPTY).now


def test_a_line_that_is_down_is_nobodys_concern(there: Place, ours: Maker, desk: LookingDesk) -> None:
    there.offer(ours.setup("0.2.0"))
    desk.course._centre = HttpUpdates(HttpCentre("http://127.0.0.1:9"))  # nobody listens there
    assert desk.ask().sheet == UpdateSheet()
    assert not desk.folder.folder.exists()


def test_a_clock_that_was_set_back_keeps_no_desk_from_asking(there: Place, ours: Maker, desk: LookingDesk) -> None:
    desk.ask()
    there.offer(ours.setup("0.2.0"))
    there.clock.move(-timedelta(days=1))
    desk.course.step(WORKING)
    assert desk.remembered.version == "0.2.0"


def test_a_desk_at_which_nobody_has_ever_signed_in_asks_nothing(there: Place, ours: Maker, desk: LookingDesk) -> None:
    there.offer(ours.setup("0.2.0"))
    token = desk.course._token()
    try:
        with desk.station.journal.writing() as facts:
            facts.note(DESK_TOKEN, "")
        desk.restart("0.1.5")
        assert desk.ask().sheet == UpdateSheet()
        assert "0.1.5" not in {told.program.version for told in there.told().values()}
    finally:
        with desk.station.journal.writing() as facts:
            facts.note(DESK_TOKEN, token)


@pytest.mark.parametrize("rubbish", [b"", b"{", b'{"state": "dreaming"}', b'{"version": "\xff"}', b"[" * 5000])
def test_what_is_remembered_may_be_rubbish(desk: LookingDesk, rubbish: bytes) -> None:
    desk.folder.folder.mkdir(parents=True)
    (desk.folder.folder / "state.json").write_bytes(rubbish)
    assert desk.course.begin() == UpdateSheet()
    assert desk.ask().sheet == UpdateSheet()


def test_a_remembered_version_that_is_none_is_forgotten(desk: LookingDesk) -> None:
    desk.folder.write(changed(desk.remembered, version="yesterday", state=UpdateState.READY))
    assert desk.course.begin() == UpdateSheet()
    assert desk.remembered.version == ""


def test_without_a_key_there_is_no_course_and_no_folder(desk: LookingDesk) -> None:
    assert trusted_keys(desk.station.settings) == ()
    assert course_of(desk.station) is None
    believing = replace(desk.station, settings=replace(desk.station.settings, update_keys=desk.believed))
    assert course_of(believing) is None, "this station has no line for it"
    assert not desk.folder.folder.exists()
    believes = replace(desk.station.settings, update_keys=desk.believed)
    for wrong in (replace(believes, update_keys="AAAA"), replace(believes, update_after="0")):
        with pytest.raises(Refusal, match=r"update\.bad_"):
            course_of(replace(desk.station, settings=wrong, updates=desk.course._centre))


def test_the_desks_own_settings_and_its_package_say_who_is_believed(
    desk: LookingDesk, stranger: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "update_keys.txt").write_text(f"{stranger.public}\n", encoding="ascii")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert len(trusted_keys(replace(desk.station.settings, update_keys=desk.believed))) == 2
    assert len(trusted_keys(desk.station.settings)) == 1
    believing = replace(desk.station, updates=desk.course._centre)
    assert course_of(believing) is not None


def test_a_file_of_the_setup_is_ready_for_its_owner_alone(there: Place, ours: Maker, desk: LookingDesk) -> None:
    setup = ours.setup("0.2.0")
    there.offer(setup)
    desk.until(UpdateState.READY)
    assert desk.folder.folder.stat().st_mode & 0o077 == 0
    desk.course.install()
    desk.installed()
    assert os.access(desk.folder.folder / setup.name, os.X_OK)
