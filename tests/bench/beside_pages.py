"""How long the next call takes while pages are on their way to the centre over a slow line, beside the same without.

`python -m tests.bench.beside_pages`: a window on a line of 2 Mbit/s, both ways together, with a person at it; twelve
calls while nothing else goes, and twelve while pages of half a megabyte go, in turns, and the medians compared.
Wanted: at most four times as long: a slice of a page, behind which a call may have to wait, takes an eighth of a second
there. Told as well: the same while pages take all that the line carries, as they do when
nobody sits there.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from deskapp.clerk import signing_in
from deskapp.desk import Desk
from deskapp.failures import LineTrouble
from deskapp.ids import MaterialCode, QueueId
from deskapp.journal import pages_kept
from deskapp.protocol.messages import IssueTicket, SignIn
from deskapp.rules.case import PagesAdded
from deskapp.sync import round as rounds
from deskapp.sync.client import HttpCentre
from tests import builders
from tests.bench.table import Row, Wanted
from tests.clerk import office
from tests.fakes.faulty_line import FaultyLine, faulty_line
from tests.fakes.true_time import TrueTime
from tests.server.running import running_centre

CARRIES = 256 * 1024  # bytes in a second: 2 Mbit/s
CALLS, TURNS = 4, 3
PAGE = 512 * 1024  # bytes
PAGES = 60  # more than go while it is measured
WANTED = 4.0


@dataclass(frozen=True)
class Window:
    """A desk on the slow line."""

    desk: Desk
    line: FaultyLine

    def calls(self) -> list[float]:
        """Milliseconds of some calls."""
        taken = []
        for _ in range(CALLS):
            begun = time.perf_counter()
            with suppress(LineTrouble):  # after 800 ms the desk calls by its own rule, as without a line
                assert self.desk.centre.call(token=self.desk.clerk.token, finish=True) is not None
            taken.append((time.perf_counter() - begun) * 1000)
        return taken

    @contextmanager
    def uploading(self, *, served: bool) -> Iterator[None]:
        """Pages go in the background, as in the window's lane."""
        over = threading.Event()
        self.desk.pace.serve(served)

        def send() -> None:
            while not over.is_set():
                with suppress(LineTrouble):
                    rounds.run(self.desk)

        sending = threading.Thread(target=send)
        before = self.line.up
        sending.start()
        while self.line.up - before < CARRIES // 4:
            over.wait(0.02)
        try:
            yield
        finally:
            over.set()
            self.desk.pace.serve(True)  # the round that is under way ends soon
            sending.join()


@contextmanager
def a_window(folder: Path) -> Iterator[Window]:
    """The centre, the line, and a desk with more pages to send than will go."""
    with ExitStack() as opened:
        centre = opened.enter_context(running_centre(folder / "centre"))
        line = opened.enter_context(faulty_line(urlsplit(centre.address).port or 0))
        http = HttpCentre(line.address)
        opened.callback(http.close)
        station = office.station(folder / "desk", TrueTime(), centre=http, furnished=False)
        opened.callback(station.journal.engine.dispose)
        desk = signing_in.sign_in(station, "clerk3", "demo", "3")
        rounds.run(desk)
        lot = random.Random(2026)
        for _ in range(PAGES):
            page = desk.vault.put(lot.randbytes(PAGE))
            case_id = builders.open_case(desk.journal)
            with desk.journal.writing() as facts:
                kept = pages_kept.KeptPage(page, PAGE, 1, 1, 300, blank=False, blurred=False)
                pages_kept.keep(facts, kept)
                facts.add(desk.clerk.id, PagesAdded(MaterialCode("ID-CARD"), (page,)), of=case_id)
        there = HttpCentre(centre.address)
        opened.callback(there.close)
        greeter = there.sign_in(SignIn(user="greeter", password="demo")).token
        for _ in range(CALLS * TURNS * 3 + 1):
            there.issue(IssueTicket(queue=QueueId("A")), token=greeter)
        desk.pace.saw(CARRIES * 4, 4.0)  # an earlier round has seen what the line carries
        line.faults.pace = float(CARRIES)
        yield Window(desk, line)


def rows(alone: list[float], served: list[float], unserved: list[float]) -> list[Row]:
    """What the calls took, as rows."""
    bare, ours, full = map(statistics.median, (alone, served, unserved))
    what = "a call on a line of 2 Mbit/s while pages go"
    return [
        Row(f"{what}, a person at the window", f"{ours:.0f} ms", f"{bare:.0f} ms", ours / bare, Wanted(WANTED)),
        Row(f"{what}, nobody there", f"{full:.0f} ms", f"{bare:.0f} ms", full / bare),
    ]


def main() -> list[Row]:
    """Measure in turns."""
    alone: list[float] = []
    served: list[float] = []
    unserved: list[float] = []
    with tempfile.TemporaryDirectory() as folder, a_window(Path(folder)) as window:
        window.desk.centre.call(token=window.desk.clerk.token, finish=True)  # the first opens the line
        for _ in range(TURNS):
            alone += window.calls()
            with window.uploading(served=True):
                served += window.calls()
            with window.uploading(served=False):
                unserved += window.calls()
    return rows(alone, served, unserved)


if __name__ == "__main__":
    for row in main():
        sys.stdout.write(f"{row.cells}\n")
