"""Which scanner a window uses: who may say so, what is kept, and how far a profile goes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deskapp import settings
from deskapp.clerk import choosing_scanner
from deskapp.desk import Desk
from deskapp.devices.scanner import profile
from deskapp.devices.scanner.contract import Abilities, Mode, Paper, ScanRequest
from deskapp.devices.scanner.roster import Seeker, Source
from deskapp.failures import DeviceTrouble, Refusal
from deskapp.rules.page_making import Doubt
from deskapp.settings import Settings
from tests.clerk import office

CARD = ScanRequest(dpi=300, mode=Mode.COLOR, paper=Paper.CARD)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    station = office.station(tmp_path / "desk", office.FrozenClock())
    yield office.desk(replace(station, seekers=lambda: [Seeker("sane", lambda: [Source("sane:a", "A")])]))
    station.journal.engine.dispose()


def manager(desk: Desk) -> Desk:
    return replace(desk, clerk=replace(desk.clerk, roles=("manager",)))


def test_the_clerk_of_a_window_chooses_and_nobody_else_does(desk: Desk) -> None:
    assert [seeker.kind for seeker in choosing_scanner.seekers(desk)] == ["sane"]
    other = manager(desk)
    met = choosing_scanner.Met("escl:https://x", None, "ab")
    for asked in (
        lambda: choosing_scanner.seekers(other),
        lambda: choosing_scanner.choose(other, "sane:a", "", CARD),
        lambda: choosing_scanner.trial(other, "pretend:1", CARD, lambda: False),
        lambda: choosing_scanner.trust(other, met),
    ):
        with pytest.raises(Refusal) as told:
            asked()
        assert told.value.values == {"permission": "choose_scanner"}
    assert not (desk.settings.home / settings.FILE).exists()


def test_what_is_chosen_is_what_the_window_starts_with_next_time(desk: Desk) -> None:
    wish = ScanRequest(dpi=200, mode=Mode.GRAY, feeder=True, duplex=True)
    made = choosing_scanner.choose(desk, "sane:a", profile.USUAL, wish)
    again = settings.read({}, home=desk.settings.home)
    assert profile.read(made) == profile.read(again) == wish
    assert made.scanner == again.scanner == "sane:a"


def test_a_profile_is_kept_beside_the_others_and_the_usual_way_stays(desk: Desk) -> None:
    file = desk.settings.home / settings.FILE
    file.write_text('# ours\nscan_dpi = "400"\n[scan_profiles]\n"图纸" = "A3 400 gray never one"\n', encoding="utf-8")
    here = replace(desk, settings=settings.read({}, home=desk.settings.home))
    made = choosing_scanner.choose(here, "sane:a", profile.CARD, replace(CARD, dpi=600))
    assert file.read_text(encoding="utf-8").startswith("# ours\n")
    assert tomllib.loads(file.read_text(encoding="utf-8"))["scan_profiles"] == {
        "图纸": "A3 400 gray never one",
        "card": "card 600 color never one",
    }
    assert made == settings.read({}, home=desk.settings.home)
    assert list(profile.profiles(made)) == ["", "card", "archive", "图纸"]
    assert profile.with_profile(made, "图纸").scan_paper == "A3"
    assert profile.profiles(made)[profile.USUAL].dpi == 400


def test_the_profiles_that_are_always_there() -> None:
    named = profile.profiles(Settings(home=Path("/nowhere")))
    assert named[profile.CARD] == CARD
    assert named[profile.ARCHIVE] == ScanRequest(dpi=300, mode=Mode.GRAY, feeder=True, duplex=True)


@pytest.mark.parametrize("words", ["", "A4 300 color auto", "A4 300 color auto one more", "A9 300 color auto one"])
def test_a_profile_in_wrong_words_is_refused_by_its_name(words: str) -> None:
    here = Settings(home=Path("/nowhere"), scan_profiles={"地籍": words})
    with pytest.raises(Refusal) as told:
        profile.profiles(here)
    assert told.value.values == {"word": "scan_profiles.地籍"}


def test_a_profile_goes_as_far_as_the_scanner_does() -> None:
    wish = ScanRequest(dpi=300, mode=Mode.COLOR, feeder=True, duplex=True)
    glass = Abilities(True, False, False, frozenset({Mode.GRAY}), (200, 600))
    assert profile.within(wish, glass) == ScanRequest(dpi=600, mode=Mode.GRAY)
    sheets = Abilities(False, True, False, frozenset(), range(75, 601))
    assert profile.within(replace(wish, feeder=False), sheets) == replace(wish, duplex=False)


def test_a_trial_shows_one_page_and_keeps_none(desk: Desk) -> None:
    seen = choosing_scanner.trial(desk, "pretend:5", ScanRequest(dpi=150, feeder=True), lambda: False)
    assert seen is not None
    assert (seen.dpi, seen.width) == (150, 1240)
    assert seen.picture.startswith(b"\xff\xd8")
    assert list((desk.settings.home / "pages").rglob("*")) == []


def test_a_trial_says_what_is_wrong_with_the_page(desk: Desk) -> None:
    seen = choosing_scanner.trial(desk, "pretend:sheets=1,blank=1", ScanRequest(dpi=100), lambda: False)
    assert seen is not None
    assert Doubt.BLANK in seen.doubts


def test_a_trial_from_an_empty_feeder_takes_the_glass(desk: Desk) -> None:
    with pytest.raises(DeviceTrouble) as told:
        choosing_scanner.trial(desk, "pretend:0", ScanRequest(dpi=100, feeder=True), lambda: False)
    assert told.value.code == "scanner.empty", "nor is there anything on the glass"


def test_a_trial_that_nobody_waits_for_gives_nothing(desk: Desk) -> None:
    assert choosing_scanner.trial(desk, "pretend:sheets=1,pause=60", ScanRequest(), lambda: True) is None
