"""From the sheet in a person's hand to a page that is whole on the disk, and only then in the journal."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from deskapp.clerk import together
from deskapp.desk import Desk
from deskapp.devices.scanner import profile
from deskapp.devices.scanner.contract import Scanner, ScanRequest
from deskapp.failures import ContentTrouble, DeviceTrouble, StoreTrouble
from deskapp.ids import CaseId, MaterialCode, PageDigest
from deskapp.journal import pages_kept
from deskapp.rules import case as cases
from deskapp.rules.case_state import AT_THE_WINDOW
from deskapp.scans import clean, taking
from deskapp.scans.taking import TakenPage

_FILE_CAP = 64 * 1024 * 1024  # bytes; a colour A4 at 600 dpi is a quarter of it


def sources(desk: Desk) -> tuple[str, ...]:
    """The names of the scanners that this window can use; one in the network is not asked whether it is there."""
    return desk.sources()


def scan(
    desk: Desk,
    case_id: CaseId,
    material: MaterialCode,
    on_page: Callable[[TakenPage], None],
    stop: threading.Event,
    *,
    source: str | None = None,
    request: ScanRequest | None = None,
) -> int:
    """Scan into a material; returns how many pages came.

    Each page is whole in the vault before it stands in the journal, and in the journal before it is shown. A jam
    raises DeviceTrouble after the pages before it have been kept. The first page ticks the material.
    """
    scanner = desk.scanner(source or desk.settings.scanner)
    wanted = replace(request or _usual(desk, scanner), stop=stop.is_set)
    return _keep_all(desk, Place(case_id, material), _sheets(scanner, wanted), on_page)


def add_files(
    desk: Desk, case_id: CaseId, material: MaterialCode, paths: Iterable[Path], on_page: Callable[[TakenPage], None]
) -> int:
    """Put picture files to a material. ContentTrouble when one is no picture, after those before it were kept."""
    return _keep_all(desk, Place(case_id, material), _read(paths), on_page)


def page_bytes(desk: Desk, digest: PageDigest) -> bytes:
    """A page as it was scanned: here, at another window, or by whoever filed it over the net.

    StoreTrouble `page.not_here` when it is not here and the centre cannot be asked.
    """
    try:
        return desk.vault.get(digest)
    except StoreTrouble as trouble:
        if trouble.code != "page.not_here" or not desk.clerk.token:
            raise
    data = desk.centre.fetch_page(digest, token=desk.clerk.token)
    desk.vault.put(data)
    return data


def thumbnail(desk: Desk, digest: PageDigest, edge: int = 240) -> bytes:
    """A page, small, as JPEG; `edge` is its longer side in pixels."""
    return clean.thumbnail(page_bytes(desk, digest), edge)


@dataclass(frozen=True, slots=True)
class Place:
    """Where pages belong."""

    case: CaseId
    material: MaterialCode


def _keep_all(
    desk: Desk, place: Place, arriving: Iterator[tuple[bytes, int]], on_page: Callable[[TakenPage], None]
) -> int:
    _refuse_stranger(desk, place)
    count = 0
    for taken in taking.take(arriving, desk.vault.put):
        _say_page(desk, place, taken)
        on_page(taken)
        count += 1
    return count


def _usual(desk: Desk, scanner: Scanner) -> ScanRequest:
    """As this window's settings say."""
    return profile.request_of(desk.settings, scanner.abilities())


def _sheets(scanner: Scanner, wanted: ScanRequest) -> Iterator[tuple[bytes, int]]:
    """The feeder's sheets; when nothing lies in it, the one on the glass."""
    came = False
    try:
        for page in scanner.scan(wanted):
            came = True
            yield page.image, page.dpi
    except DeviceTrouble as trouble:
        if came or not wanted.feeder or trouble.code != "scanner.empty" or not scanner.abilities().glass:
            raise
        for page in scanner.scan(replace(wanted, feeder=False, duplex=False)):
            yield page.image, page.dpi


def _say_page(desk: Desk, place: Place, taken: TakenPage) -> None:
    with desk.journal.writing() as facts:
        pages_kept.keep(facts, taken_page(taken))
        for case, demand in together.wanting(facts, place.case, place.material):
            if place.material not in case.settled and case.state in AT_THE_WINDOW:
                forms = together.catalog_of(facts, case).materials[place.material].forms
                facts.add(desk.clerk.id, cases.MaterialReceived(place.material, forms[0], demand.copies), of=case.id)
            facts.add(desk.clerk.id, cases.PagesAdded(place.material, (taken.digest,)), of=case.id)


def taken_page(taken: TakenPage) -> pages_kept.KeptPage:
    """What a desk notes of a page it has taken."""
    return pages_kept.KeptPage(
        taken.digest, taken.size, taken.width, taken.height, taken.dpi, blank=taken.blank, blurred=taken.blurred
    )


def _refuse_stranger(desk: Desk, place: Place) -> None:
    """Refuse before the feeder starts, not after the first sheet."""
    with desk.journal.reading() as reading:
        case = reading.case(place.case)
        cases.permits(case, cases.PagesAdded(place.material, ()))
        together.wanting(reading, place.case, place.material)


def _read(paths: Iterable[Path]) -> Iterator[tuple[bytes, int]]:
    for path in paths:
        try:
            if path.stat().st_size > _FILE_CAP:
                raise ContentTrouble("page.too_large", file=path.name)
            yield path.read_bytes(), 0
        except OSError as error:
            raise ContentTrouble("page.file_unreadable", file=path.name) from error
