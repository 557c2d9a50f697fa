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
from deskapp.scans import apart, clean, taking
from deskapp.scans.page import Seen
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
    desk: Desk,
    case_id: CaseId,
    material: MaterialCode,
    paths: Iterable[Path],
    on_page: Callable[[TakenPage], None],
    *,
    stop: threading.Event | None = None,
) -> int:
    """Put files to a material: pictures, PDF, many-paged TIFF, HEIC. Returns how many pages came.

    One that cannot be taken keeps nobody from taking the others: the first ContentTrouble is raised when all were
    looked at.
    """
    return _keep_files(desk, Place(case_id, material), (_named(path) for path in paths), on_page, stop)


def add_pasted(
    desk: Desk,
    case_id: CaseId,
    material: MaterialCode,
    picture: bytes,
    on_page: Callable[[TakenPage], None],
) -> int:
    """Put a picture from the clipboard to a material. ContentTrouble as of a file."""
    return _keep_files(desk, Place(case_id, material), [("", lambda: picture)], on_page, None)


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


def _keep_files(
    desk: Desk,
    place: Place,
    files: Iterable[tuple[str, Callable[[], bytes]]],
    on_page: Callable[[TakenPage], None],
    stop: threading.Event | None,
) -> int:
    _refuse_stranger(desk, place)
    stopped = stop.is_set if stop is not None else apart.never
    refused: list[ContentTrouble] = []
    count = 0
    for name, read in files:
        if stopped():
            break
        try:
            pages = ((page, 0) for page in apart.pages_in(read(), stop=stopped))
            count += _keep_all(desk, place, pages, on_page)
        except ContentTrouble as trouble:
            refused.append(ContentTrouble(trouble.code, **{**trouble.values, "file": name}))
    if refused:
        raise refused[0]
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
            facts.add(desk.clerk.id, cases.PagesAdded(place.material, (taken.digest,), taken.doubts), of=case.id)


def taken_page(taken: TakenPage) -> pages_kept.KeptPage:
    """What a desk notes of a page it has taken."""
    return pages_kept.KeptPage(
        taken.digest, taken.size, taken.width, taken.height, taken.dpi, blank=taken.blank, blurred=taken.blurred
    )


def kept_page(digest: PageDigest, size: int, seen: Seen) -> pages_kept.KeptPage:
    """What a desk notes of a page it has made."""
    return pages_kept.KeptPage(digest, size, seen.width, seen.height, seen.dpi, blank=seen.blank, blurred=seen.blurred)


def _refuse_stranger(desk: Desk, place: Place) -> None:
    """Refuse before the feeder starts, not after the first sheet."""
    with desk.journal.reading() as reading:
        case = reading.case(place.case)
        cases.permits(case, cases.PagesAdded(place.material, ()))
        together.wanting(reading, place.case, place.material)


def _named(path: Path) -> tuple[str, Callable[[], bytes]]:
    return path.name, lambda: _read(path)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _FILE_CAP:
            raise ContentTrouble("page.too_large")
        return path.read_bytes()
    except OSError as error:
        raise ContentTrouble("page.file_unreadable") from error
