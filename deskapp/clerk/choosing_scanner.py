"""Which scanner this window uses and how: looked for, tried without a case, and kept in this window's settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from deskapp.desk import Desk
from deskapp.devices.scanner import profile, roster
from deskapp.devices.scanner.contract import Abilities, Page, Scanner, ScanRequest
from deskapp.devices.scanner.roster import Seeker
from deskapp.failures import DeviceTrouble
from deskapp.rules.access import Permission, require
from deskapp.rules.page_making import Doubt
from deskapp.scans import clean, taking
from deskapp.scans.page import check
from deskapp.settings import Settings
from deskapp.settings import keep as keep_settings

_EDGE = 900  # pixels of a trial's longer side, to be looked at


@dataclass(frozen=True, slots=True)
class Trial:
    """A page that was looked at and is kept nowhere: a JPEG to show, its size in pixels, and what is wrong with it."""

    picture: bytes
    width: int
    height: int
    dpi: int
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Met:
    """A scanner that was asked: what it can do, or with a `certificate` (SHA-256) that it must be trusted first."""

    source: str
    able: Abilities | None
    certificate: str = ""


def seekers(desk: Desk) -> Sequence[Seeker]:
    """The ways to look for scanners; each takes seconds and may go in a lane of its own. Refusal `access.denied`."""
    require(desk.clerk.roles, Permission.CHOOSE_SCANNER)
    return desk.seekers()


def meet(desk: Desk, source: str) -> Met:
    """Ask a scanner what it can do. One in the network with a certificate nobody here has seen is asked for that alone
    (decision 019). Raises DeviceTrouble, StoreTrouble."""
    certificate = roster.certificate_to_trust(source, desk.settings.home)
    if certificate:
        return Met(source, None, certificate)
    return Met(source, desk.scanner(source).abilities())


def trust(desk: Desk, met: Met) -> Met:
    """Keep the certificate that was looked at, and go on. Refusal `access.denied`; as `meet`."""
    require(desk.clerk.roles, Permission.CHOOSE_SCANNER)
    roster.trust_first(met.source, desk.settings.home, met.certificate)
    return Met(met.source, desk.scanner(met.source).abilities())


def trial(desk: Desk, source: str, request: ScanRequest, stop: Callable[[], bool]) -> Trial | None:
    """One page, put nowhere; None when it was stopped. Refusal `access.denied`, DeviceTrouble, ContentTrouble."""
    require(desk.clerk.roles, Permission.CHOOSE_SCANNER)
    scanner = desk.scanner(source)
    page = next(_one(scanner, replace(request, max_pages=1, stop=stop)), None)
    if page is None:
        return None
    data = taking.encoded(page.image, page.dpi)
    seen = check(data, page.dpi)
    told = ((Doubt.BLANK, seen.blank), (Doubt.BLURRED, seen.blurred), (Doubt.DARK, seen.dark))
    doubts = tuple(doubt for doubt, so in (*told, (Doubt.CUT_OFF, seen.cut_off)) if so)
    return Trial(clean.thumbnail(data, _EDGE), seen.width, seen.height, seen.dpi, doubts)


def choose(desk: Desk, source: str, name: str, request: ScanRequest) -> Settings:
    """Keep a scanner for this window, and how it scans in the profile of this name ("" is its usual way). Gives the
    settings as they are now: F5 scans by them at once.

    Refusal `access.denied`, `settings.unreadable`; StoreTrouble `settings.not_kept`.
    """
    require(desk.clerk.roles, Permission.CHOOSE_SCANNER)
    words: Mapping[str, str | Mapping[str, str]]
    if name == profile.USUAL:
        words = profile.words_of(source, request)
        made = replace(desk.settings, **profile.words_of(source, request))  # type: ignore[arg-type]
    else:
        table = {name: profile.in_words(request)}
        words = {"scanner": source, "scan_profiles": table}
        made = replace(desk.settings, scanner=source, scan_profiles={**desk.settings.scan_profiles, **table})
    keep_settings(desk.settings.home, words)
    return made


def _one(scanner: Scanner, wanted: ScanRequest) -> Iterator[Page]:
    """The first sheet of the feeder; when nothing lies in it, the one on the glass."""
    try:
        yield from scanner.scan(wanted)
    except DeviceTrouble as trouble:
        if not wanted.feeder or trouble.code != "scanner.empty" or not scanner.abilities().glass:
            raise
        yield from scanner.scan(replace(wanted, feeder=False, duplex=False))
