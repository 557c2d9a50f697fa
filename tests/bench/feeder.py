"""Pages of a feeder in the network, held against a bare client that only fetches them.

`python -m tests.bench feeder`. The scanner is the tests' own, in a process of its own; A4 at 300 dpi in colour, forms
and photographs of about half a megabyte. Bare is httpx on one kept connection: a job, NextDocument so many times, the
end of the job; it neither looks at a page nor keeps it. In turns, medians. Three rows:

- fetched alone: what the driver's own care (its bounds, its looks whether to stop, its hand-over) costs; at least 80 %;
- taken, unpaced: each page checked and kept encrypted as well, which costs what it costs;
- taken, at the pace of a fast real feeder (100 pages a minute): at least 95 %, because all that is done with a page has
  to fit behind the feeder's own time.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from deskapp.devices.scanner import escl_words, escl_xml, roster
from deskapp.devices.scanner.contract import ScanRequest
from deskapp.scans.taking import take
from deskapp.scans.vault import Vault
from tests.bench.table import Row, Wanted

TURNS = 5
PAGES = 30  # a turn, unpaced
PACED_PAGES = 15
PACE = 0.6  # s a page: 100 a minute
_MANY = 1_000_000


def main() -> list[Row]:
    """Measure; one row each."""
    with standing(seconds=0) as url:
        fetched = _in_turns(lambda: _bare(url, PAGES), lambda: _ours(url, PAGES))
        with tempfile.TemporaryDirectory() as folder:
            vault = Vault(Path(folder), b"v" * 32)
            taken = _in_turns(lambda: _bare(url, PAGES), lambda: _taken(url, PAGES, vault), turns=2)
    with standing(seconds=PACE) as url, tempfile.TemporaryDirectory() as folder:
        vault = Vault(Path(folder), b"v" * 32)
        paced = _in_turns(
            lambda: _bare(url, PACED_PAGES), lambda: _taken(url, PACED_PAGES, vault), turns=1, pages=PACED_PAGES
        )
    return [
        _row("feeder in the network, fetched alone", fetched, Wanted(0.80, at_least=True)),
        _row("feeder in the network, checked and kept", taken, None),
        _row("the same at 100 pages a minute", paced, Wanted(0.95, at_least=True)),
    ]


@contextmanager
def standing(*, seconds: float) -> Iterator[str]:
    """A scanner that never runs out of paper, in a process of its own; gives its URL."""
    command = [sys.executable, "-m", "tests.fakes.escl", "127.0.0.1", str(_MANY), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.kill()


def _in_turns(
    bare: Callable[[], float], ours: Callable[[], float], *, turns: int = TURNS, pages: int = PAGES
) -> tuple[float, float]:
    """Pages a second of bare and of ours; the first turn warms up where there are several."""
    seconds = [(bare(), ours()) for _ in range(turns + (turns > 1))][turns > 1 :]
    return tuple(pages / statistics.median(column) for column in zip(*seconds, strict=True))


def _row(what: str, speeds: tuple[float, float], wanted: Wanted | None) -> Row:
    bare, ours = speeds
    return Row(what, f"{ours:.1f} pages/s", f"{bare:.1f} pages/s", round(ours / bare, 2), wanted)


def _bare(url: str, pages: int) -> float:
    with httpx.Client(trust_env=False, timeout=30) as line:
        able = escl_words.capabilities(escl_xml.read(line.get(f"{url}/ScannerCapabilities").content))
        assert able is not None
        job = escl_words.worded(escl_words.settled(able, ScanRequest(feeder=True)))
        begun = time.perf_counter()
        place = line.post(f"{url}/ScanJobs", content=job).headers["Location"]
        for _ in range(pages):
            answer = line.get(f"{place}/NextDocument")
            assert answer.status_code == 200
            assert len(answer.content) > 100_000
        line.delete(place)
        return time.perf_counter() - begun


def _ours(url: str, pages: int) -> float:
    scanner = roster.find(f"escl:{url}")
    scanner.abilities()
    begun = time.perf_counter()
    assert sum(1 for _ in scanner.scan(ScanRequest(feeder=True, max_pages=pages))) == pages
    return time.perf_counter() - begun


def _taken(url: str, pages: int, vault: Vault) -> float:
    scanner = roster.find(f"escl:{url}")
    scanner.abilities()
    begun = time.perf_counter()
    arriving = ((page.image, page.dpi) for page in scanner.scan(ScanRequest(feeder=True, max_pages=pages)))
    assert sum(1 for _ in take(arriving, vault.put)) == pages
    return time.perf_counter() - begun
