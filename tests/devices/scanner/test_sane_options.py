"""A request is worded in each scanner's own names, and what a scanner does not offer is not asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Mode, Paper, ScanRequest
from deskapp.devices.scanner.sane_options import Option, abilities, arguments, read
from deskapp.failures import DeviceTrouble

FEEDER_ONLY = """
All options specific to device `fujitsu:fi-7160:1':
  Standard:
    --source ADF Front|ADF Back|ADF Duplex [ADF Front] [advanced]
        Selects the scan source (such as a document-feeder).
    --mode Lineart|Halftone|Gray|Color [Lineart]
        Selects the scan mode (e.g., lineart, monochrome, or color).
    --resolution 50..600dpi (in steps of 1) [600]
  Geometry:
    --page-width 0..224.846mm (in steps of 0.0211639) [215.872]
    --page-height 0..863.489mm (in steps of 0.0211639) [279.364]
    -l 0..224.846mm (in steps of 0.0211639) [0]
    -t 0..863.489mm (in steps of 0.0211639) [0]
    -x 0..224.846mm (in steps of 0.0211639) [215.872]
    -y 0..863.489mm (in steps of 0.0211639) [279.364]
"""
BRACKETS_IN_NAMES = """
    --mode Black & White|Gray[Error Diffusion]|True Gray|24bit Color|24bit Color[Fast] [24bit Color[Fast]]
    --resolution 100|150|200|300|400|600dpi [200]
    --source FlatBed|Automatic Document Feeder(left aligned)|Automatic Document Feeder(left aligned,Duplex) [FlatBed]
    -x 0..211.9mm (in steps of 0.0999908) [211.881]
    -y 0..355.6mm (in steps of 0.0999908) [355.567]
"""
SIDES_APART = """
    --mode Lineart|Gray|Color [Lineart]
    --depth 8 [inactive]
    --source Flatbed|Automatic Document Feeder [Flatbed]
    --adf-mode Simplex|Duplex [inactive]
    --resolution auto||75|150|300|600dpi [75]
    -x 0..215.9mm [215.9]
    -y 0..297.18mm [297.18]
"""
SWITCH = """
    --duplex[=(yes|no)] [no]
    --source Flatbed|ADF [Flatbed]
    --mode Monochrome|Grayscale|Color [Color]
    --depth 1|8|16 [8]
"""
GLASS_ALONE = """
    --mode Color|Gray|Lineart [Gray]
    --resolution 4800|2400|1200|600|300|150|75dpi [300]
    --source Flatbed|Transparency Adapter [Flatbed]
    -x 0..216.07mm [216.07]
    -y 0..150mm [150]
    --page-width 0..300mm [inactive]
"""
GRAY_ALONE = "    --mode Lineart|Gray [Gray]\n    --resolution 300dpi [300]\n"


def options(text: str) -> dict[str, Option]:
    return read(text.splitlines())


@pytest.mark.parametrize(
    ("text", "request_", "said"),
    [
        (FEEDER_ONLY, ScanRequest(feeder=True), ["--source=ADF Front", "--mode=Color", "--resolution=300"]),
        (FEEDER_ONLY, ScanRequest(duplex=True), ["--source=ADF Duplex", "--mode=Color", "--resolution=300"]),
        (FEEDER_ONLY, ScanRequest(), ["--source=ADF Front", "--mode=Color", "--resolution=300"]),
        (
            BRACKETS_IN_NAMES,
            ScanRequest(feeder=True, mode=Mode.GRAY, dpi=250),
            ["--source=Automatic Document Feeder(left aligned)", "--mode=True Gray", "--resolution=300"],
        ),
        (
            BRACKETS_IN_NAMES,
            ScanRequest(duplex=True),
            ["--source=Automatic Document Feeder(left aligned,Duplex)", "--mode=24bit Color", "--resolution=300"],
        ),
        (BRACKETS_IN_NAMES, ScanRequest(dpi=1200), ["--source=FlatBed", "--mode=24bit Color", "--resolution=600"]),
        (
            SIDES_APART,
            ScanRequest(duplex=True, dpi=200),
            [
                "--source=Automatic Document Feeder", "--adf-mode=Duplex", "--mode=Color", "--depth=8",
                "--resolution=300",
            ],
        ),
        (SWITCH, ScanRequest(duplex=True), ["--source=ADF", "--duplex=yes", "--mode=Color", "--depth=8"]),
        (SWITCH, ScanRequest(mode=Mode.GRAY), ["--source=Flatbed", "--mode=Grayscale", "--depth=8"]),
        (GLASS_ALONE, ScanRequest(dpi=200), ["--source=Flatbed", "--mode=Color", "--resolution=300"]),
        ("", ScanRequest(), []),
    ],
)  # fmt: skip
def test_a_request_is_worded_as_the_scanner_words_it(text: str, request_: ScanRequest, said: list[str]) -> None:
    worded = arguments(options(text), request_)
    assert worded[: len(said)] == said
    assert all(
        word.startswith(("--page-", "-l", "-t", "-x", "-y")) or word[0].isdigit() for word in worded[len(said) :]
    )


def test_the_page_is_a4_where_the_scanner_is_large_enough_and_else_all_it_has() -> None:
    assert arguments(options(FEEDER_ONLY), ScanRequest())[3:] == [
        "--page-width=210", "--page-height=297", "-l", "0", "-t", "0", "-x", "210", "-y", "297",
    ]  # fmt: skip
    assert arguments(options(GLASS_ALONE), ScanRequest())[3:] == ["-x", "210", "-y", "150"]


def test_no_more_is_read_than_the_paper_is_large() -> None:
    assert arguments(options(GLASS_ALONE), ScanRequest(paper=Paper.CARD))[3:] == ["-x", "85.6", "-y", "53.98"]


@pytest.mark.parametrize(
    ("text", "request_", "code"),
    [
        (GLASS_ALONE, ScanRequest(feeder=True), ScannerCode.NO_FEEDER),
        (GLASS_ALONE, ScanRequest(duplex=True), ScannerCode.NO_DUPLEX),
        (GRAY_ALONE, ScanRequest(), ScannerCode.NO_SUCH_MODE),
    ],
)
def test_what_the_scanner_does_not_offer_is_refused(text: str, request_: ScanRequest, code: ScannerCode) -> None:
    with pytest.raises(DeviceTrouble) as told:
        arguments(options(text), request_)
    assert told.value.code == code


@pytest.mark.parametrize(
    ("text", "glass", "feeder", "duplex"),
    [
        (FEEDER_ONLY, False, True, True),
        (BRACKETS_IN_NAMES, True, True, True),
        (SIDES_APART, True, True, True),
        (SWITCH, True, True, True),
        (GLASS_ALONE, True, False, False),
        (GRAY_ALONE, True, False, False),
    ],
)
def test_what_a_scanner_can_do_is_read_from_its_options(text: str, glass: bool, feeder: bool, duplex: bool) -> None:
    able = abilities(options(text))
    assert (able.glass, able.feeder, able.duplex) == (glass, feeder, duplex)


def test_resolutions_are_a_range_or_the_only_ones() -> None:
    assert abilities(options(FEEDER_ONLY)).resolutions == range(50, 601)
    assert abilities(options(SIDES_APART)).resolutions == (75, 150, 300, 600)
    assert abilities(options(GRAY_ALONE)).resolutions == (300,)
    assert abilities(options(GRAY_ALONE)).modes == {Mode.GRAY}


@given(st.text(max_size=300))
def test_no_words_of_a_driver_are_an_error(text: str) -> None:
    able = abilities(options(text))
    assert able.nearest_dpi(300) > 0


names = st.sampled_from(["mode", "source", "resolution", "duplex", "adf-mode", "depth"])
values = st.sampled_from(
    [
        "Color|Gray",
        "|",
        "0..0",
        "1..2dpi",
        "5..1",
        "0dpi",
        "99999999999999999999dpi",
        "ADF Duplex",
        "1.2.3..4",
        "-1..-5",
    ]
)
endings = st.sampled_from([" [x]", " [inactive]", " [0] [advanced]", "", "[=(yes|no)] [no]"])


@given(st.lists(st.tuples(names, values, endings), max_size=6), st.booleans(), st.booleans())
def test_strange_options_give_words_or_a_trouble(told: list[tuple[str, str, str]], feeder: bool, duplex: bool) -> None:
    strange = read(f"    --{name} {value}{ending}" for name, value, ending in told)
    try:
        words = arguments(strange, ScanRequest(feeder=feeder, duplex=duplex))
    except DeviceTrouble:
        return
    assert all(isinstance(word, str) for word in words)
