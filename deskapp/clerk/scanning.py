"""From the sheet in a person's hand to a page that is whole on the disk, and only then in the journal."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from deskapp.desk import Desk
from deskapp.devices.scanner.contract import ScanRequest
from deskapp.failures import ContentTrouble, Refusal
from deskapp.ids import CaseId, MaterialCode, PageDigest
from deskapp.journal import pages_kept
from deskapp.queries import catalogs
from deskapp.rules import case as cases
from deskapp.scans import clean, taking
from deskapp.scans.taking import TakenPage

_FILE_CAP = 64 * 1024 * 1024  # bytes; a colour A4 at 600 dpi is a quarter of it


def sources(desk: Desk) -> tuple[str, ...]:
    """The names of the scanners that are there now."""
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
    with closing(scanner.scan(request or ScanRequest())) as arriving:
        return _keep_all(desk, case_id, material, ((page.data, page.dpi) for page in arriving), on_page, stop)


def add_files(
    desk: Desk, case_id: CaseId, material: MaterialCode, paths: Iterable[Path], on_page: Callable[[TakenPage], None]
) -> int:
    """Put picture files to a material. ContentTrouble when one is no picture, after those before it were kept."""
    return _keep_all(desk, case_id, material, _read(paths), on_page, threading.Event())


def page_bytes(desk: Desk, digest: PageDigest) -> bytes:
    """A page as it was scanned."""
    return desk.vault.get(digest)


def thumbnail(desk: Desk, digest: PageDigest, edge: int = 240) -> bytes:
    """A page, small, as JPEG; `edge` is its longer side in pixels."""
    return clean.thumbnail(desk.vault.get(digest), edge)


def _keep_all(
    desk: Desk,
    case_id: CaseId,
    material: MaterialCode,
    arriving: Iterable[tuple[bytes, int]],
    on_page: Callable[[TakenPage], None],
    stop: threading.Event,
) -> int:
    _refuse_stranger(desk, case_id, material)
    count = 0
    for taken in taking.take(arriving, desk.vault.put):
        _say_page(desk, case_id, material, taken)
        on_page(taken)
        count += 1
        if stop.is_set():
            break
    return count


def _say_page(desk: Desk, case_id: CaseId, material: MaterialCode, taken: TakenPage) -> None:
    with desk.journal.writing() as facts:
        pages_kept.keep(facts, taken_page(taken))
        case = facts.case(case_id)
        if material not in case.settled and case.state in cases.AT_THE_WINDOW:
            catalog = catalogs.of_version(facts, case.catalog)
            forms = catalog.materials[material].forms
            facts.add(desk.clerk.id, cases.MaterialReceived(material, forms[0]), of=case_id)
        facts.add(desk.clerk.id, cases.PagesAdded(material, (taken.digest,)), of=case_id)


def taken_page(taken: TakenPage) -> pages_kept.KeptPage:
    """What a desk notes of a page it has taken."""
    return pages_kept.KeptPage(
        taken.digest, taken.size, taken.width, taken.height, taken.dpi, blank=taken.blank, blurred=taken.blurred
    )


def _refuse_stranger(desk: Desk, case_id: CaseId, material: MaterialCode) -> None:
    """Refuse before the feeder starts, not after the first sheet."""
    with desk.journal.reading() as reading:
        case = reading.case(case_id)
        cases.permits(case, cases.PagesAdded(material, ()))
        item = catalogs.of_version(reading, case.catalog).item(case.item or _none())
    if material not in {demand.material for demand in item.demands}:
        raise Refusal("material.not_asked_for", material=material)


def _none() -> cases.ItemCode:
    raise Refusal("case.unknown")


def _read(paths: Iterable[Path]) -> Iterator[tuple[bytes, int]]:
    for path in paths:
        try:
            if path.stat().st_size > _FILE_CAP:
                raise ContentTrouble("page.too_large", file=path.name)
            yield path.read_bytes(), 0
        except OSError as error:
            raise ContentTrouble("page.file_unreadable", file=path.name) from error
