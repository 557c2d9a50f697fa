"""A crash of native code takes the program along; the next start finds where it was, and says so.

While the program runs, Python's own fault handler has a file open. It is deleted when the program ends in order; one
that is still there, and holds something, is of a run that died.
"""

from __future__ import annotations

import faulthandler
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from ui import event_log
from ui.crash import most_reports

_RUNNING, _DIED = "running.txt", "died.txt"
_MOST = 64 * 1024  # bytes of it that are read: hundreds of frames
_PLACE = re.compile(r'^  File "(?P<file>.*)", line (?P<line>\d+) in (?P<name>\S+)$')


def told(text: str, when: datetime) -> str:
    """The report: what the fault handler said, each place without the folders that lead to it: one is the user's."""
    lines = [f"OneWindow {when.isoformat(timespec='seconds')}"]
    for line in text.splitlines():
        if place := _PLACE.match(line):
            parts = re.split(r"[\\/]", place["file"])[-2:]
            lines.append(f"  {'/'.join(parts)}:{place['line']} {place['name']}")
        elif not re.search(r"[\\/]", line):
            lines.append(line)
    return "\n".join(lines) + "\n"


class NativeCrash:
    """The watch over one installation's crashes. Only the first program of an installation may hold it."""

    def __init__(self, folder: Path, tell: Callable[[str, int], object] = event_log.tell) -> None:
        self._folder = folder
        self._tell = tell
        self._file: IO[bytes] | None = None

    def watch(self) -> None:
        """From now on. A disk that takes nothing costs the watch alone."""
        running = self._folder / _RUNNING
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            if running.exists() and running.stat().st_size:
                running.replace(self._folder / _DIED)
            self._file = running.open("wb")
            faulthandler.enable(self._file, all_threads=True)

    def tell(self) -> str:
        """Say of the run before, once, that it died: in a report and in the system's log. The report's name, or ""."""
        died = self._folder / _DIED
        try:
            when = datetime.fromtimestamp(died.stat().st_mtime, UTC)
            with died.open("rb") as file:
                text = told(file.read(_MOST).decode("utf-8", "replace"), when)
            name = f"crash-{when:%Y%m%d-%H%M%S-%f}-native.txt"
            most_reports(self._folder)
            (self._folder / name).write_text(text, encoding="utf-8")
            died.unlink()
        except OSError:
            return ""
        self._tell(text, event_log.NATIVE_FAULT)
        return name

    def end(self) -> None:
        """The program ends in order: nothing is left for the next start."""
        if self._file is None:
            return
        faulthandler.disable()
        self._file.close()
        self._file = None
        with suppress(OSError):
            (self._folder / _RUNNING).unlink()
