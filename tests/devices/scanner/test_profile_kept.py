"""Whatever a window's settings can say of a scan is read as it was kept, and never more than its scanner has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.devices.scanner import profile
from deskapp.devices.scanner.contract import Abilities, Mode, Paper, ScanRequest
from deskapp.failures import Refusal
from deskapp.settings import Settings

HERE = Settings(home=Path("/nowhere"))
REQUESTS = st.builds(
    ScanRequest, dpi=st.integers(1, 9600), mode=st.sampled_from(Mode), feeder=st.booleans(), duplex=st.booleans(),
    paper=st.sampled_from(Paper),
)  # fmt: skip


def kept(request: ScanRequest) -> Settings:
    return replace(HERE, **profile.words_of("sane:test:0", request))  # type: ignore[arg-type]


@given(REQUESTS)
def test_a_wish_is_kept_in_words_and_read_again(request: ScanRequest) -> None:
    assert profile.read(kept(request)) == request
    assert kept(request).scanner == "sane:test:0"


@given(REQUESTS, st.booleans(), st.booleans())
def test_what_is_asked_of_a_scanner_is_the_wish_as_far_as_it_goes(
    wish: ScanRequest, feeder: bool, duplex: bool
) -> None:
    able = Abilities(glass=True, feeder=feeder, duplex=duplex, modes=frozenset(), resolutions=(300,))
    asked = profile.request_of(kept(wish), able)
    assert (asked.dpi, asked.mode, asked.paper) == (wish.dpi, wish.mode, wish.paper)
    assert asked.feeder == (wish.feeder and feeder)
    assert asked.duplex == (wish.duplex and asked.feeder and duplex), "both sides go through a feeder"
    assert asked.max_pages is None


@pytest.mark.parametrize(
    ("dpi", "meant"), [("1", 1), ("0300", 300), ("9600", 9600), ("000000300", 300)]
)  # fmt: skip
def test_dots_are_read_as_a_number(dpi: str, meant: int) -> None:
    assert profile.read(replace(HERE, scan_dpi=dpi)).dpi == meant


@pytest.mark.parametrize("dpi", ["", "-300", "+300", "300.0", " 300", "3_00", "0x12c", "9601", "000", "²", "9" * 5000])
def test_dots_that_are_none_are_refused_by_their_word(dpi: str) -> None:
    with pytest.raises(Refusal) as told:
        profile.read(replace(HERE, scan_dpi=dpi))
    assert told.value.values == {"word": "scan_dpi"}


@pytest.mark.parametrize("word", ["feeder", "scan_dpi", "scan_mode", "scan_sides", "scan_paper"])
@given(st.text(max_size=12))
def test_a_word_is_one_of_those_that_are_kept_or_is_refused(word: str, value: str) -> None:
    here = replace(HERE, **{word: value})  # type: ignore[arg-type]
    try:
        again = profile.words_of("", profile.read(here))[word]
    except Refusal as told:
        again = str(told.values["word"])
    assert again in (word, str(int(value)) if value.isdecimal() else value)


@given(REQUESTS)
def test_two_profiles_that_differ_are_said_in_two_lines(request: ScanRequest) -> None:
    line = profile.said(request)
    assert ("glass" in line) != ("feeder" in line)
    for other in (
        replace(request, feeder=not request.feeder), replace(request, duplex=not request.duplex),
        replace(request, dpi=request.dpi + 1),
    ):  # fmt: skip
        assert profile.said(other) != line
