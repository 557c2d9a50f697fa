"""The boards of a large hall: how long a step takes from its commit to the screen, and the worst block or frame.

`python -m tests.bench hall`: 300 windows, 5,000 tickets in the day, of which 1,200 wait. A call is committed in another
thread, as a round does; then it is waited for until the board that knows of it has been painted. Wanted are 200 ms at
the most in nineteen of twenty, and that the loop is never blocked for more than 50 ms. The television, by the same
measure, is in `tests.bench.television`.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from deskapp.clerk import signing_in
from deskapp.desk import Clerk, Desk, Station
from deskapp.ids import ClerkId, DeviceId, QueueId, TicketId, WindowId
from deskapp.jobs.lanes import Lanes
from deskapp.rules.ticket import Arrived, Called, Finished
from deskapp.rules.window import WindowDefined, WindowKind, WindowOpened
from tests.bench import television
from tests.bench.table import Row, Wanted
from tests.clerk import office
from ui import fonts, theme
from ui.background import Background
from ui.garbage import Garbage
from ui.hall.opening import HallWindow, open_board
from ui.hall.screen import HallScreen
from ui.keys import key_table
from ui.watchdog import LoopWatchdog

WINDOWS, TICKETS, WAITING, STEPS = 300, 5000, 1200, 60
SHOWN = Wanted(200.0, unit="ms")
BLOCKED = Wanted(50.0, unit="ms")
_AT_ONCE = 250
_PATIENCE = 10.0  # seconds
_QUEUES = "ABCD"


def main() -> list[Row]:
    """The manager's board, and the television."""
    return [*_managers_board(), *television.main()]


def _managers_board() -> list[Row]:
    """Fill a hall, open its board, and let things happen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(["bench"])
    assert isinstance(app, QApplication)
    fonts.load_first(app)
    theme.wear(app, "light")
    with tempfile.TemporaryDirectory() as folder:
        station = office.station(Path(folder) / "desk", office.FrozenClock())
        waiting = filled(station)
        background = Background(Lanes())
        garbage = Garbage()  # as in the program: looked for by the screen's thread, a little every second
        garbage.start()
        opened = open_board(_manager(station), background, HallScreen(key_table()))
        garbage.settle()
        try:
            return rows(*measured(opened, station, waiting))
        finally:
            garbage.stop()
            opened.end()
            _turn(lambda: background.idle)
            station.journal.engine.dispose()


def rows(times: Sequence[float], blocked: float) -> list[Row]:
    """Nineteen of twenty from commit to screen, and the worst block; milliseconds."""
    late = statistics.quantiles(times, n=20)[-1]
    told = f"{late:.0f} ms (median {statistics.median(times):.0f})"
    return [
        Row(f"a call on the board, {WINDOWS} windows, {TICKETS:,} tickets", told, figure=late, wanted=SHOWN),
        Row("event loop blocked meanwhile", f"{blocked:.1f} ms", figure=blocked, wanted=BLOCKED),
    ]


def filled(station: Station) -> list[TicketId]:
    """A day's windows and tickets; who still waits, in the order of calling."""
    windows = [WindowId(str(number)) for number in range(1, WINDOWS + 1)]
    admin = ClerkId("admin")
    with station.journal.writing() as facts:
        for window in windows:
            clerk = ClerkId(f"clerk{window}")
            facts.add(admin, WindowDefined(WindowKind.INTAKE, tuple(QueueId(queue) for queue in _QUEUES)), of=window)
            facts.add(clerk, WindowOpened(clerk, DeviceId(f"desk{window}")), of=window)
    made = [office.issue(station, f"{_QUEUES[number % 4]}{number // 4 + 1:03}") for number in range(TICKETS)]
    served = made[: TICKETS - WAITING]
    for begin in range(0, len(served), _AT_ONCE):
        with station.journal.writing() as facts:
            for place, ticket in enumerate(served[begin : begin + _AT_ONCE], begin):
                window = windows[place % WINDOWS]
                clerk = ClerkId(f"clerk{window}")
                for fact in (Called(window), Arrived(window), Finished(window)):
                    facts.add(clerk, fact, of=ticket)
    return made[TICKETS - WAITING :]


def measured(opened: HallWindow, station: Station, waiting: Sequence[TicketId]) -> tuple[list[float], float]:
    """From the commit of each call to the paint of the board that knows it; and the longest block, in milliseconds."""
    screen, session = opened.screen, opened.session
    screen.show()
    _turn(lambda: session.board is not None)
    _turn(lambda: False, 0.5)
    watchdog = LoopWatchdog()
    watchdog.start()
    times = []
    for number, ticket in enumerate(waiting[:STEPS]):
        window = WindowId(str(number + 1))
        committed = [0.0]
        thread = threading.Thread(target=_call, args=(station, ticket, window, committed))
        thread.start()
        _turn(lambda number=number: _in_hand(opened, number))
        screen.repaint()
        times.append((time.perf_counter() - committed[0]) * 1000)
        thread.join()
        _turn(lambda: False, 0.12)
    return times, watchdog.worst_ms


def _call(station: Station, ticket: TicketId, window: WindowId, committed: list[float]) -> None:
    with station.journal.writing() as facts:
        facts.add(ClerkId(f"clerk{window}"), Called(window), of=ticket)
    committed[0] = time.perf_counter()


def _in_hand(opened: HallWindow, row: int) -> bool:
    card = opened.screen.windows.card(row)
    return card is not None and bool(card.number)


def _turn(until: object, seconds: float = _PATIENCE) -> None:
    """Let the loop turn until this holds, or so long."""
    assert callable(until)
    loop, begun = QEventLoop(), time.monotonic()
    timer = QTimer()
    timer.setInterval(2)
    timer.timeout.connect(lambda: loop.quit() if until() or time.monotonic() - begun > seconds else None)
    timer.start()
    loop.exec()
    timer.stop()


def _manager(station: Station) -> Desk:
    clerk = Clerk(id=ClerkId("manager"), name="何值班", roles=("manager",), window=WindowId(""), token="")
    return signing_in.desk_of(station, clerk, office.FACTS)
