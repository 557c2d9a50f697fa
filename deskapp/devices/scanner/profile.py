"""How a window scans: its own settings as a request, and back. Pure."""

from __future__ import annotations

from deskapp.devices.scanner.contract import Abilities, Mode, Paper, ScanRequest
from deskapp.failures import Refusal
from deskapp.settings import Settings

_AUTO, _NEVER = "auto", "never"
_ONE, _BOTH = "one", "both"
_MOST_DPI = 9600


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


def said(request: ScanRequest) -> str:
    """A request in a line, for whoever looks after the window: "A4 · 300 dpi · color · feeder · both sides"."""
    words = [request.paper.value, f"{request.dpi} dpi", request.mode.value, "feeder" if request.feeder else "glass"]
    return " · ".join([*words, *(["both sides"] if request.duplex else [])])


def _wrong(word: str) -> Refusal:
    return Refusal("settings.wrong_value", word=word)
