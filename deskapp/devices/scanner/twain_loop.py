"""The process around TWAIN's sources, which are other makers' code. Each question has a process of its own.

It needs the standard library alone, so that a Python of 32 bits can run it for sources that exist in 32 bits only.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from deskapp.devices.scanner import twain_caps, twain_dsm, twain_scan, twain_window
from deskapp.devices.scanner.driver import Able, Wish
from deskapp.devices.scanner.tray import Tray
from deskapp.devices.scanner.twain_caps import Asked
from deskapp.devices.scanner.twain_dsm import Dsm
from deskapp.devices.scanner.worker_words import serve

_WIA = "WIA-"  # how Windows offers its own drivers once more as sources


class TwainDriver:
    """The sources of one manager; "" for the usual one."""

    def __init__(self, library: str) -> None:
        self._library = library

    def sources(self) -> list[tuple[str, str]]:
        """Each by the name it gives itself, but those that are WIA's."""
        with self._opened() as dsm:
            named = [twain_dsm.name_of(source) for source in twain_dsm.sources(dsm)]
        return [(name, name) for name in named if name and not name.startswith(_WIA)]

    def abilities(self, name: str) -> Able:
        """What it says of itself."""
        with self._opened() as dsm, twain_dsm.opened_source(dsm, name) as source:
            return twain_caps.abilities(Asked(dsm, source))

    def scan(self, name: str, wish: Wish, tray: Tray) -> None:
        """Its pages."""
        with self._opened() as dsm, twain_dsm.opened_source(dsm, name) as source:
            twain_scan.scan(Asked(dsm, source), wish, tray)

    @contextmanager
    def _opened(self) -> Iterator[Dsm]:
        with twain_window.opened() as made, twain_dsm.opened(self._library, made) as dsm:
            yield dsm


def main(words: Sequence[str]) -> int:
    """Answer one question. Returns the exit code."""

    def driver(said: argparse.Namespace) -> TwainDriver:
        return TwainDriver(said.library)

    return serve(words, driver)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
