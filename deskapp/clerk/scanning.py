"""From the sheet in a person's hand to a page that is whole on the disk, and only then in the journal."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from deskapp.clerk import placing
from deskapp.clerk.stacking import Run, Taken, Told
from deskapp.desk import Desk
from deskapp.devices.scanner import profile
from deskapp.devices.scanner.contract import Scanner, ScanRequest
from deskapp.failures import ContentTrouble, DeviceTrouble, StoreTrouble
from deskapp.ids import CaseId, MaterialCode, PageDigest
from deskapp.rules.spot import Spot, Why
from deskapp.scans import apart, clean
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
    """Scan into a material; returns how many pages came. As `scan_stack`, for whoever lays no separators between."""
    return scan_stack(desk, Spot(case_id, material), Told(on_page), stop, source=source, request=request).pages


def scan_stack(
    desk: Desk,
    spot: Spot,
    told: Told,
    stop: threading.Event,
    *,
    goal: Spot | Why | None = None,
    source: str | None = None,
    request: ScanRequest | None = None,
    begun: Callable[[Run], None] = lambda _: None,
) -> Taken:
    """Scan a stack: pages before the first separator into this material, those behind one where it says.

    Each page is whole in the vault before it stands in the journal, and in the journal before it is shown. A jam
    raises DeviceTrouble after the pages before it have been kept. The first page ticks its material. `goal`: where the
    first page goes when the stack was begun by a scan before this one. `begun` is told of the run, which knows what was
    taken also when this raises.
    """
    placing.refuse_stranger(desk, spot)
    return feed(Run(desk, spot, told, goal=goal), stop, source=source, request=request, begun=begun)


def feed(
    run: Run,
    stop: threading.Event,
    *,
    source: str | None = None,
    request: ScanRequest | None = None,
    begun: Callable[[Run], None] = lambda _: None,
) -> Taken:
    """Let a scanner's pages come into a run; raises and tells as `scan_stack`."""
    over, desk = threading.Event(), run.desk
    scanner = desk.scanner(source or desk.settings.scanner)
    wanted = replace(request or _usual(desk, scanner), stop=lambda: stop.is_set() or over.is_set())
    run = replace(run, both_sides=wanted.duplex)
    begun(run)
    try:
        run.take(_sheets(scanner, wanted), over)
    finally:
        run.end()
    return run.taken


def add_files(
    desk: Desk,
    case_id: CaseId,
    material: MaterialCode,
    paths: Iterable[Path],
    on_page: Callable[[TakenPage], None],
    *,
    stop: threading.Event | None = None,
) -> int:
    """Put files to a material, as `add_stack`; returns how many pages came."""
    return add_stack(desk, Spot(case_id, material), paths, Told(on_page), stop=stop).pages


def add_stack(
    desk: Desk,
    spot: Spot,
    paths: Iterable[Path],
    told: Told,
    *,
    stop: threading.Event | None = None,
    begun: Callable[[Run], None] = lambda _: None,
) -> Taken:
    """Put files to a material: pictures, PDF, many-paged TIFF, HEIC; what lies behind a separator where that says.

    One that cannot be taken keeps nobody from taking the others: the first ContentTrouble is raised when all were
    looked at. `begun` is told of the run, which knows what was taken also then.
    """
    placing.refuse_stranger(desk, spot)
    return keep_files(Run(desk, spot, told), paths, stop, begun)


def add_pasted(
    desk: Desk,
    case_id: CaseId,
    material: MaterialCode,
    picture: bytes,
    on_page: Callable[[TakenPage], None],
) -> int:
    """Put a picture from the clipboard to a material, as `paste_stack`; returns how many pages came."""
    return paste_stack(desk, Spot(case_id, material), picture, Told(on_page)).pages


def add_shot(
    desk: Desk, case_id: CaseId, material: MaterialCode, picture: bytes, on_page: Callable[[TakenPage], None]
) -> int:
    """Put a picture that a camera took to a material, just as it is; returns how many pages came: one, or none where
    it shows a separator. ContentTrouble as of a file.
    """
    placing.refuse_stranger(desk, Spot(case_id, material))
    run = Run(desk, Spot(case_id, material), Told(on_page), as_taken=True)
    return keep_picture(run, picture).pages


def paste_stack(
    desk: Desk, spot: Spot, picture: bytes, told: Told, *, begun: Callable[[Run], None] = lambda _: None
) -> Taken:
    """Put a picture from the clipboard to a material. ContentTrouble as of a file."""
    placing.refuse_stranger(desk, spot)
    return keep_picture(Run(desk, spot, told), picture, begun)


def keep_files(
    run: Run,
    paths: Iterable[Path],
    stop: threading.Event | None = None,
    begun: Callable[[Run], None] = lambda _: None,
) -> Taken:
    """Let files come into a run; raises as `add_stack`."""
    return _keep(run, (_named(path) for path in paths), stop, begun)


def keep_picture(run: Run, picture: bytes, begun: Callable[[Run], None] = lambda _: None) -> Taken:
    """Let one picture come into a run. ContentTrouble as of a file."""
    return _keep(run, [("", lambda: picture)], None, begun)


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


def _keep(
    run: Run,
    files: Iterable[tuple[str, Callable[[], bytes]]],
    stop: threading.Event | None,
    begun: Callable[[Run], None],
) -> Taken:
    """One run for all of them: a separator may be a file of its own."""
    begun(run)
    stopped = stop.is_set if stop is not None else apart.never
    refused: list[ContentTrouble] = []
    try:
        for name, read in files:
            if stopped():
                break
            try:
                run.take(((page, 0) for page in apart.pages_in(read(), stop=stopped)), threading.Event())
            except ContentTrouble as trouble:
                refused.append(ContentTrouble(trouble.code, **{**trouble.values, "file": name}))
    finally:
        run.end()
    if refused:
        raise refused[0]
    return run.taken


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


def _named(path: Path) -> tuple[str, Callable[[], bytes]]:
    return path.name, lambda: _read(path)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _FILE_CAP:
            raise ContentTrouble("page.too_large")
        return path.read_bytes()
    except OSError as error:
        raise ContentTrouble("page.file_unreadable") from error
