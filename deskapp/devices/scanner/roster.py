"""Which scanners there are, and the one that a name means.

sane:DEVICE     a device of SANE, DEVICE as `scanimage -d` takes it
folder:PATH     a watched folder
pretend:…       drawn pages, for practice: "pretend:sheets=5,jam=4"; see `PretendScanner.named`
escl:ADDRESS    a scanner in the network, driverless: "escl:http://192.168.1.20/eSCL", or its host alone
wia:ID          a scanner of Windows, by the id that Windows gives it
twain:NAME      a source of TWAIN by its name; "twain:32:NAME" where it exists in 32 bits only
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import escl_address, escl_found, escl_trust, sane, windows_drivers
from deskapp.devices.scanner.contract import Scanner
from deskapp.devices.scanner.escl_address import Address
from deskapp.devices.scanner.folder import FolderScanner
from deskapp.devices.scanner.worker import Worker
from deskapp.devices.scanner.worker_scanner import WorkerScanner
from deskapp.failures import DeviceTrouble


@dataclass(frozen=True, slots=True)
class Source:
    """A scanner that is there now: the name that finds it, and what people call it."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Seeker:
    """One way to look for scanners. `seek` takes seconds and raises DeviceTrouble, but not where there simply are none
    of this kind; each way may be gone in a thread of its own."""

    kind: str
    seek: Callable[[], list[Source]]


def seekers(search: str = escl_found.NEVER) -> list[Seeker]:
    """All ways to look on this computer: what is attached to it, and what `search` finds in the network (see
    `escl_found.found`; three seconds). Folders and practice are not guessed."""
    ways = [Seeker("sane", _of_sane)]
    for before, worker in windows_drivers.workers():
        ways.append(Seeker(before.rstrip(":"), partial(_of_worker, before, worker)))
    if search != escl_found.NEVER:
        ways.append(Seeker(escl_address.KIND, partial(_of_network, search)))
    return ways


def listed(search: str = escl_found.NEVER) -> list[Source]:
    """The scanners that there are now. Raises DeviceTrouble; a driver of Windows that fails hides no other."""
    return [source for seeker in seekers(search) for source in _sought(seeker)]


def _sought(seeker: Seeker) -> list[Source]:
    try:
        return seeker.seek()
    except DeviceTrouble:
        if seeker.kind.partition(":")[0] in windows_drivers.KINDS:
            return []
        raise


def _of_sane() -> list[Source]:
    try:
        return [Source(f"sane:{found.device}", found.title) for found in sane.found()]
    except DeviceTrouble as trouble:
        if trouble.code == ScannerCode.NOT_ON_THIS_SYSTEM:
            return []
        raise


def _of_worker(before: str, worker: Worker) -> list[Source]:
    try:
        return [Source(before + told.name, told.title) for told in worker.found()]
    except DeviceTrouble as trouble:
        if trouble.code == ScannerCode.NOT_ON_THIS_SYSTEM:
            return []
        raise


def _of_network(search: str) -> list[Source]:
    return [Source(one.address.name, one.title) for one in escl_found.found(search)]


def find(source: str, *, home: Path | None = None) -> Scanner:
    """The scanner of a name; "" is the first that is attached, never one in the network: that may be another window's,
    with another person's papers in it, or a stranger's. Raises DeviceTrouble NO_SUCH_SOURCE, NONE, NOT_ON_THIS_SYSTEM.
    A driver's device, or one in the network, is only asked whether it is there when it is used: looking takes seconds.

    In `home` the certificates of scanners are kept; without one they are forgotten with the scanner.
    """
    if not source:
        there = listed()
        if not there:
            raise DeviceTrouble(ScannerCode.NONE)
        return find(there[0].name, home=home)
    kind, separator, rest = source.partition(":")
    if separator and kind in windows_drivers.KINDS:
        return WorkerScanner(*windows_drivers.worker_of(source))
    if kind == "sane" and rest and "\0" not in rest:
        return sane.SaneScanner(rest)
    if kind == escl_address.KIND and separator:
        from deskapp.devices.scanner import escl  # speaks: brings TLS along

        return escl.EsclScanner(address_of(source), pins=_pins(home))
    if kind == "folder" and rest and "\0" not in rest and Path(rest).is_dir():
        return FolderScanner(Path(rest))
    if kind == "pretend" and separator:
        from deskapp.devices.scanner.pretend import PretendScanner  # draws: brings OpenCV along

        try:
            return PretendScanner.named(rest)
        except ValueError as error:
            raise DeviceTrouble(ScannerCode.NO_SUCH_SOURCE, source=source) from error
    raise DeviceTrouble(ScannerCode.NO_SUCH_SOURCE, source=source)


def trust_anew(source: str, home: Path) -> None:
    """Take the next certificate of a scanner in the network for its first. Raises DeviceTrouble NO_SUCH_SOURCE,
    StoreTrouble `settings.not_kept`."""
    address = address_of(source)
    _pins(home).forget(f"{address.host}:{address.port}")


def certificate_to_trust(source: str, home: Path) -> str:
    """The SHA-256 of the certificate that a scanner in the network shows and nobody here has seen yet; "" when there is
    nothing to ask. Nothing is kept. Raises DeviceTrouble, StoreTrouble `settings.not_kept`."""
    if not escl_address.is_one(source):
        return ""
    address = address_of(source)
    place = f"{address.host}:{address.port}"
    if not address.secure or _pins(home).known(place):
        return ""
    from deskapp.devices.scanner import escl

    looking = escl_trust.Pins()
    escl.EsclScanner(address, pins=looking).abilities()
    return looking.known(place)


def trust_first(source: str, home: Path, certificate: str) -> None:
    """Keep the certificate that somebody has looked at. Raises DeviceTrouble CHANGED_CERTIFICATE when another is known
    by now, StoreTrouble `settings.not_kept`."""
    address = address_of(source)
    _pins(home).take(f"{address.host}:{address.port}", certificate)


def address_of(source: str) -> Address:
    """The address of a scanner in the network. Raises DeviceTrouble NO_SUCH_SOURCE."""
    kind, _, rest = source.partition(":")
    try:
        if kind != escl_address.KIND:
            raise ValueError(kind)
        return escl_address.read(rest)
    except ValueError as error:
        # Not the whole name: it may be a URL with a password in it.
        raise DeviceTrouble(ScannerCode.NO_SUCH_SOURCE, source=f"{kind}:…" if "@" in rest else source) from error


def _pins(home: Path | None) -> escl_trust.Pins:
    return escl_trust.Pins(None if home is None else home / escl_trust.FILE)
