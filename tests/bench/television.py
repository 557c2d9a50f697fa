"""The call board of a large hall: how long a call takes from the window's key to the television, and its longest frame.

Part of `python -m tests.bench hall`: a centre in a process of its own on PostgreSQL, 300 windows and 5,000 tickets in
the day, `/board/H1` in a real headless Chromium. A window calls over HTTP; time runs from before it is sent, so that
the call's own time and the commit are in it, until the second frame after the page has changed: by then it has really
been painted. Wanted are 200 ms at the most in nineteen of twenty, and no frame over 50 ms.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

from deskapp.assemble.centre import CentreWords, open_centre
from deskapp.ids import ClerkId, TicketId, WindowId
from deskapp.journal.writing import Writing
from deskapp.rules.ticket import Arrived, Called, Finished
from deskapp.server.parts import CentreParts
from tests import postgres
from tests.bench.table import Row, Wanted
from tests.bench.windows import many_windows, waiting_line
from tests.commands.running import serving

WINDOWS, TICKETS, WAITING, STEPS = 300, 5000, 1200, 60
SHOWN = Wanted(200.0, unit="ms")
FRAME = Wanted(50.0, unit="ms")
_AT_ONCE = 250
_PATIENCE = 10_000  # milliseconds
# When each number was painted first; and the longest time between two frames, of which a page has sixty in a second.
_WATCH = """() => {
  window.painted = {};
  window.longest = 0;
  const note = (number) => requestAnimationFrame(() => requestAnimationFrame(() => {
    window.painted[number] ??= Date.now();
  }));
  new MutationObserver(() => document.querySelectorAll('#calls b').forEach((each) => {
    if (!(each.textContent in window.painted)) note(each.textContent);
  })).observe(document.querySelector('#calls'), {childList: true, subtree: true});
  let before = 0;
  const frame = (now) => {
    if (before) window.longest = Math.max(window.longest, now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""


def main() -> list[Row]:
    """Fill a hall, switch its television on, and call."""
    with postgres.running() as cluster, tempfile.TemporaryDirectory() as folder:
        home, database = Path(folder), cluster.create(shaped=False)
        os.environ["DESKAPP_HOME"] = str(home)
        words = CentreWords(home=home / "centre", database=database, pages=home / "pages", sample=True)
        parts = open_centre(words)
        try:
            tokens = filled(parts)
        finally:
            parts.writer.close()
            parts.journal.engine.dispose()
        with serving("--database", database, "--pages", str(home / "pages"), "--port", "0") as address:
            return rows(*_watched(address, tokens))


def rows(times: Sequence[float], longest: float) -> list[Row]:
    """Nineteen of twenty from the key to the television, and the longest frame; milliseconds."""
    late = statistics.quantiles(times, n=20)[-1]
    told = f"{late:.0f} ms (median {statistics.median(times):.0f})"
    return [
        Row(f"a call on the television, {WINDOWS} windows, {TICKETS:,} tickets", told, figure=late, wanted=SHOWN),
        Row("longest frame of the television meanwhile", f"{longest:.1f} ms", figure=longest, wanted=FRAME),
    ]


def filled(parts: CentreParts) -> list[str]:
    """A day's windows and tickets, somebody at each window, and the others still in line; the tokens of the windows."""
    tokens = many_windows(parts, WINDOWS)
    tickets = waiting_line(parts, TICKETS)
    served = tickets[: TICKETS - WAITING]
    for begin in range(0, len(served), _AT_ONCE):
        some = served[begin : begin + _AT_ONCE]
        parts.writer.write_now(lambda facts, some=some, begin=begin: _serve(facts, some, begin))  # type: ignore[misc]
    return tokens


def _serve(facts: Writing, some: Sequence[TicketId], begin: int) -> None:
    facts.standings("ticket", some)  # one question for all
    for place, ticket in enumerate(some, begin):
        window = WindowId(str(place % WINDOWS + 1))
        last = place >= TICKETS - WAITING - WINDOWS
        for fact in (Called(window), Arrived(window), *(() if last else (Finished(window),))):
            facts.add(ClerkId(f"caller{window}"), fact, of=ticket)


def _watched(address: str, tokens: Sequence[str]) -> tuple[list[float], float]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found is not None, "the television needs Chromium"
    with sync_playwright() as playwright, httpx.Client(base_url=address, trust_env=False, timeout=20) as line:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--mute-audio"])
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.goto(f"{address}/board/H1?volume=0")
        page.wait_for_selector("#calls li")
        page.evaluate(_WATCH)
        times = [_step(page, line, token) for token in tokens[:STEPS]]
        longest = float(page.evaluate("window.longest"))
        browser.close()
    return times, longest


def _step(page: Page, line: httpx.Client, token: str) -> float:
    """One window calls; milliseconds from its key to the paint."""
    begun = time.time() * 1000
    headers = {"Authorization": f"Bearer {token}"}
    answer = line.post("/api/v1/tickets/call", json={"finish": True}, headers=headers)
    number = answer.json()["number"]
    page.wait_for_function("(number) => number in window.painted", arg=number, timeout=_PATIENCE)
    return float(page.evaluate("(number) => window.painted[number]", number)) - begun
