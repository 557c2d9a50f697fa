"""How a window scans stands in its settings, and what its scanner cannot do is not asked of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from deskapp import settings
from deskapp.devices.scanner import profile
from deskapp.devices.scanner.contract import Abilities, Mode, Paper, ScanRequest
from deskapp.devices.scanner.pretend import PretendScanner
from deskapp.failures import Refusal
from deskapp.sentences import sentence
from deskapp.settings import Settings

ABLE = Abilities(glass=True, feeder=True, duplex=True, modes=frozenset(Mode), resolutions=(300,))
HERE = Settings(home=Path("/nowhere"))


def test_without_a_word_a_window_scans_a4_in_colour_from_the_feeder() -> None:
    assert profile.request_of(HERE, ABLE) == ScanRequest(dpi=300, mode=Mode.COLOR, feeder=True, paper=Paper.A4)


@pytest.mark.parametrize(
    "request_",
    [
        ScanRequest(dpi=200, mode=Mode.GRAY, feeder=True, duplex=True, paper=Paper.A5),
        ScanRequest(dpi=600, feeder=False, paper=Paper.CARD),
    ],
)
def test_what_a_window_is_told_it_does_again(request_: ScanRequest, tmp_path: Path) -> None:
    settings.keep(tmp_path, profile.words_of("escl:http://192.168.1.20/eSCL", request_))
    here = settings.read({}, home=tmp_path)
    assert here.scanner == "escl:http://192.168.1.20/eSCL"
    assert profile.request_of(here, ABLE) == request_


def test_what_the_scanner_has_not_is_not_asked_for() -> None:
    both = replace(HERE, scan_sides="both")
    assert profile.request_of(both, ABLE).duplex
    assert not profile.request_of(both, replace(ABLE, duplex=False)).duplex
    glass_only = profile.request_of(both, replace(ABLE, feeder=False))
    assert not glass_only.feeder
    assert not glass_only.duplex
    assert not profile.request_of(replace(both, feeder="never"), PretendScanner().abilities()).feeder


@pytest.mark.parametrize(
    ("word", "value"),
    [("feeder", "always"), ("scan_dpi", "0"), ("scan_dpi", "high"), ("scan_dpi", "99999"), ("scan_dpi", "٣٠٠"),
     ("scan_mode", "sepia"), ("scan_sides", "2"), ("scan_paper", "a4")],
)  # fmt: skip
def test_a_value_that_means_nothing_is_refused_by_its_word(word: str, value: str) -> None:
    with pytest.raises(Refusal) as told:
        profile.request_of(replace(HERE, **{word: value}), ABLE)  # type: ignore[arg-type]
    assert (told.value.code, told.value.values) == ("settings.wrong_value", {"word": word})
    assert word in sentence(told.value, "zh")


def test_the_profile_is_said_in_a_line() -> None:
    assert profile.said(ScanRequest(feeder=True, duplex=True)) == "A4 · 300 dpi · color · feeder · both sides"
    assert profile.said(ScanRequest(mode=Mode.GRAY, paper=Paper.CARD)) == "card · 300 dpi · gray · glass"
