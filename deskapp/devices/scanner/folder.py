"""A watched folder as a scanner: a network scanner or another program drops pictures there.

A file is taken when it has stopped growing. It goes to `taken/` once its page was yielded and the next was asked for,
so that a crash in between takes it again rather than losing it; what is no picture goes to `refused/` and is told
after the good ones.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import picture
from deskapp.devices.scanner.contract import Abilities, Mode, Page, ScanRequest
from deskapp.failures import ContentTrouble, DeviceTrouble

TAKEN, REFUSED = "taken", "refused"
MOST_BYTES = 200 * 1024 * 1024  # one file; a raw colour A4 at 600 dpi is 105 MB
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", "~")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to watch files, in seconds: `settle` between two looks that must agree, `most` before giving up."""

    settle: float = 0.5
    most: float = 20.0


@dataclass(frozen=True, slots=True)
class _Look:
    size: int
    changed: int  # ns
    regular: bool


class FolderScanner:
    """The pictures that lie in one folder, in the order of their names."""

    def __init__(self, folder: Path, *, patience: Patience = Patience()) -> None:
        self._folder = folder
        self._patience = patience

    def abilities(self) -> Abilities:
        return Abilities(glass=False, feeder=True, duplex=True, modes=frozenset(Mode), resolutions=range(1, 9601))

    def scan(self, request: ScanRequest) -> Iterator[Page]:
        """All that lies there, whether or not a feeder is asked for. Raises ContentTrouble FILES_REFUSED at the end."""
        self._prepare()
        count = refused = 0
        for name, look in self._finished(request):
            try:
                for page in picture.pages(self._read(name, look), 0):
                    if request.max_pages is not None and count >= request.max_pages:
                        return
                    count += 1
                    yield page
            except FileNotFoundError:
                continue  # another desk watching the same folder was faster
            except picture.NoPicture:
                refused += 1
                self._move(name, REFUSED)
                continue
            self._move(name, TAKEN)
            if request.stop():
                return
        if refused:
            raise ContentTrouble(ScannerCode.FILES_REFUSED, count=refused)
        if count == 0 and not request.stop():
            raise DeviceTrouble(ScannerCode.EMPTY)

    def _prepare(self) -> None:
        try:
            for name in (TAKEN, REFUSED):
                (self._folder / name).mkdir(exist_ok=True)
        except FileNotFoundError as error:
            raise DeviceTrouble(ScannerCode.NO_SUCH_SOURCE, source=f"folder:{self._folder}") from error
        except OSError as error:  # pages that cannot be moved away would come again with every scan
            raise DeviceTrouble(ScannerCode.ACCESS_DENIED) from error

    def _finished(self, request: ScanRequest) -> list[tuple[str, _Look]]:
        """The files that have stopped growing, in order. One that never does holds up itself only."""
        until = time.monotonic() + self._patience.most
        before = self._look()
        while before:
            if not self._rest(request):
                return []
            now = self._look()
            still = {name: look for name, look in now.items() if before.get(name) == look and look.size > 0}
            if len(still) == len(now) or time.monotonic() > until:
                return sorted(still.items(), key=lambda found: _in_order(found[0]))
            before = now
        return []

    def _rest(self, request: ScanRequest) -> bool:
        until = time.monotonic() + self._patience.settle
        while (left := until - time.monotonic()) > 0:
            if request.stop():
                return False
            time.sleep(min(left, 0.05))
        return True

    def _look(self) -> Mapping[str, _Look]:
        looks: dict[str, _Look] = {}
        try:
            with os.scandir(self._folder) as entries:
                for entry in entries:
                    told = entry.stat(follow_symlinks=False)
                    if stat.S_ISDIR(told.st_mode) or entry.name.startswith(".") or _unfinished(entry.name):
                        continue
                    regular = stat.S_ISREG(told.st_mode)
                    looks[entry.name] = _Look(told.st_size if regular else 1, told.st_mtime_ns, regular)
        except OSError as error:
            raise DeviceTrouble(ScannerCode.ACCESS_DENIED) from error
        return looks

    def _read(self, name: str, look: _Look) -> bytes:
        # A link may point anywhere and a pipe never ends: only plain files are opened, and no link is followed.
        if not look.regular or look.size > MOST_BYTES:
            raise picture.NoPicture("not a plain file")
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            with os.fdopen(os.open(self._folder / name, flags), "rb") as file:
                return file.read(MOST_BYTES + 1)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise DeviceTrouble(ScannerCode.ACCESS_DENIED) from error

    def _move(self, name: str, where: str) -> None:
        """Out of the way, over nothing that lies there already."""
        target = self._folder / where / name
        number = 2
        while os.path.lexists(target):
            target = self._folder / where / f"{Path(name).stem}-{number}{Path(name).suffix}"
            number += 1
        try:
            (self._folder / name).rename(target)
        except FileNotFoundError:
            return
        except OSError as error:
            raise DeviceTrouble(ScannerCode.ACCESS_DENIED) from error


def _unfinished(name: str) -> bool:
    return name.lower().endswith(_UNFINISHED)


def _in_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """Numbers in a name count as numbers: page-9 comes before page-10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name.casefold())
    return tuple((0, int(part), "") if part[0] in "0123456789" else (1, 0, part) for part in parts)
