"""How a window scans: its own settings as a request, and back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from deskapp.devices.scanner.contract import Abilities, Mode, Paper, ScanRequest
from deskapp.failures import Refusal
from deskapp.settings import Settings

_AUTO, _NEVER = "auto", "never"
_ONE, _BOTH = "one", "both"
_MOST_DPI = 9600

USUAL, CARD, ARCHIVE = "", "card", "archive"  # names of profiles: the window's own, and those that are always there
_SHIPPED = {CARD: "card 300 color never one", ARCHIVE: "A4 300 gray auto both"}


def request_of(settings: Settings, able: Abilities) -> ScanRequest:
    """What F5 asks of this window's scanner. What the scanner has not is not asked for: a window whose feeder is away
    for repair goes on with the glass.

    Refusal `settings.wrong_value`, naming the word.
    """
    wish = read(settings)
    feeder = wish.feeder and able.feeder
    return ScanRequest(
        dpi=wish.dpi, mode=wish.mode, feeder=feeder, duplex=wish.duplex and feeder and able.duplex, paper=wish.paper
    )


def read(settings: Settings) -> ScanRequest:
    """The settings' own wish. Refusal `settings.wrong_value`, naming the word."""
    if settings.feeder not in (_AUTO, _NEVER):
        raise _wrong("feeder")
    if settings.scan_sides not in (_ONE, _BOTH):
        raise _wrong("scan_sides")
    dpi = settings.scan_dpi
    if not (dpi.isascii() and dpi.isdigit() and 0 < int(dpi[:9]) <= _MOST_DPI):
        raise _wrong("scan_dpi")
    if settings.scan_mode not in list(Mode):
        raise _wrong("scan_mode")
    if settings.scan_paper not in list(Paper):
        raise _wrong("scan_paper")
    return ScanRequest(
        dpi=int(dpi),
        mode=Mode(settings.scan_mode),
        feeder=settings.feeder == _AUTO,
        duplex=settings.scan_sides == _BOTH,
        paper=Paper(settings.scan_paper),
    )


def words_of(source: str, request: ScanRequest) -> dict[str, str]:
    """A source and a request as the settings keep them."""
    return {
        "scanner": source,
        "feeder": _AUTO if request.feeder else _NEVER,
        "scan_dpi": str(request.dpi),
        "scan_mode": request.mode.value,
        "scan_sides": _BOTH if request.duplex else _ONE,
        "scan_paper": request.paper.value,
    }


def profiles(settings: Settings) -> dict[str, ScanRequest]:
    """How a window scans, by the names of its profiles: its usual way first, then those for one kind of work.

    Refusal `settings.wrong_value`, naming the word.
    """
    named = {**_SHIPPED, **settings.scan_profiles}
    return {USUAL: read(settings), **{name: _of_words(name, words) for name, words in named.items()}}


def in_words(request: ScanRequest) -> str:
    """A profile as the settings keep it, in the words and the order of the single settings."""
    kept = words_of("", request)
    return " ".join(kept[name] for name in _ORDER)


def within(request: ScanRequest, able: Abilities) -> ScanRequest:
    """A request as far as a scanner goes."""
    feeder = (request.feeder or not able.glass) and able.feeder
    modes = [mode for mode in Mode if mode in able.modes]
    return replace(
        request, feeder=feeder, duplex=request.duplex and feeder and able.duplex,
        mode=request.mode if request.mode in modes or not modes else modes[0], dpi=able.nearest_dpi(request.dpi),
    )  # fmt: skip


def with_profile(settings: Settings, name: str) -> Settings:
    """Settings under which F5 scans in this profile's way. Refusal `settings.wrong_value`."""
    words: Mapping[str, str] = words_of(settings.scanner, profiles(settings)[name])
    return replace(settings, **words)  # type: ignore[arg-type]


_ORDER = ("scan_paper", "scan_dpi", "scan_mode", "feeder", "scan_sides")


def _of_words(name: str, words: str) -> ScanRequest:
    parts = words.split()
    if len(parts) != len(_ORDER):
        raise _wrong(f"scan_profiles.{name[:20]}")
    try:
        return read(replace(_nobodys(), **dict(zip(_ORDER, parts, strict=True))))  # type: ignore[arg-type]
    except Refusal as refusal:
        raise _wrong(f"scan_profiles.{name[:20]}") from refusal


def _nobodys() -> Settings:
    return Settings(home=Path())


def said(request: ScanRequest) -> str:
    """A request in a line, for whoever looks after the window: "A4 · 300 dpi · color · feeder · both sides"."""
    words = [request.paper.value, f"{request.dpi} dpi", request.mode.value, "feeder" if request.feeder else "glass"]
    return " · ".join([*words, *(["both sides"] if request.duplex else [])])


def _wrong(word: str) -> Refusal:
    return Refusal("settings.wrong_value", word=word)
