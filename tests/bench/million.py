"""A million cases in the cache of a desk: what each key of finding takes, and each stage of a case.

`python -m tests.bench million`. The cache is made once (`tests.bench.many_cases`, some ten minutes) and kept under
`build`. Wanted: the list of what is found is painted at most 50 ms after a key, in nineteen of twenty and at the worst;
every stage of a case answers its key within 100 ms; a start is at most twice an empty window's.

What is typed is hostile on purpose: a surname that seventy thousand share, one digit, the beginning of every number.
Finding is held against a bare question: one indexed SELECT by the driver alone in the same run. The stages are held
against the same keys over an everyday cache of a thousand cases.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from deskapp.assemble.desk import CACHE
from deskapp.clerk import calling, sheets
from deskapp.ids import ClerkId, QueueId, TicketId
from deskapp.queries import roster
from deskapp.queries.watch_list import WatchLine
from deskapp.rules import numbering
from deskapp.rules.case import Decided
from deskapp.rules.case_state import State
from deskapp.rules.material_state import Standing
from deskapp.rules.ticket import TicketState
from tests.bench import start
from tests.bench.at_a_window import Hands, a_window
from tests.bench.many_cases import home_with
from tests.bench.table import Row, Wanted
from tests.clerk import office
from ui.clerk.applicant_page import Typed
from ui.demo.hall import SmallHall

MANY, FEW = 1_000_000, 1_000
FOUND = Wanted(50.0, unit="ms")
ANSWERED = Wanted(100.0, unit="ms")
ROUNDS = 12
ITEM = "ZJ-0201"
_PERSON = ("王秀英", "990102194902030248", "19900003003")
# Typed letter by letter: each beginning of it is a key of its own.
TYPED = (
    "王", "王秀英", "李", "秀英", "wxy", "zh", "有限公司", "1", "9", "99", "9901", "33", "330000012026", "0818", "3003",
    "䶮", "没有这个人", "zzzz", "个体", "A012",
)  # fmt: skip


@dataclass
class Keys:
    """What was measured of finding; milliseconds."""

    painted: dict[str, list[float]] = field(default_factory=dict)  # by what stood in the line then
    asked: list[float] = field(default_factory=list)  # the query alone
    bare: list[float] = field(default_factory=list)


def main() -> list[Row]:
    """Make the cache where there is none; measure."""
    under = Path("build/bench").absolute()
    under.mkdir(parents=True, exist_ok=True)
    made = time.perf_counter()
    home = home_with(MANY, under)
    made = time.perf_counter() - made
    size = (home / CACHE).stat().st_size
    told = [Row(f"a cache of {MANY:,} cases", f"{size / MANY / 1000:.1f} kB a case, made in {made:.0f} s")]
    with tempfile.TemporaryDirectory(dir=under) as name:
        few = Path(name) / "few"
        shutil.copytree(home_with(FEW, under), few)
        with a_window(few) as hands:
            usual = stages(hands)
    with a_window(home) as hands:
        keys = finding(hands)
        many = stages(hands)
    return [*told, *rows_of_finding(keys), *rows_of_stages(many, usual), *starting(home, under)]


def finding(hands: Hands, typed: Sequence[str] = TYPED, turns: int = 3) -> Keys:
    """Type everything, letter by letter, so many times over."""
    keys, box = Keys(), hands.screen.commands
    for turn in range(turns + 1):
        for words in typed:
            hands.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
            hands.wait(box.isVisible)
            for end in range(1, len(words) + 1):
                part = words[:end]
                took = hands.took(partial(hands.write, box.search, part), lambda: _answered(hands))
                if turn:  # the first time brings pages of the file into memory
                    keys.painted.setdefault(part, []).append(took)
            hands.press(Qt.Key.Key_Escape)
        for words in typed:
            begun = time.perf_counter()
            sheets.find(hands.desk, words)
            keys.asked.append((time.perf_counter() - begun) * 1000)
            keys.bare.append(_bare(hands, words))
    return keys


def stages(hands: Hands) -> dict[str, list[float]]:
    """A case from the call to the hand-out, so many times; milliseconds of each key."""
    took: dict[str, list[float]] = {}
    while (left := calling.call_next(hands.desk)) is not None:  # what an earlier run left in the line
        calling.finish(hands.desk, left.ticket)
    hands.wait(lambda: _in_hand(hands) is None)
    for serial in range(ROUNDS + 1):
        of_one: dict[str, float] = {}
        _one_case(hands, f"B{900 + serial}", of_one)
        if serial:
            for name, ms in of_one.items():
                took.setdefault(name, []).append(ms)
    return took


def _one_case(hands: Hands, number: str, took: dict[str, float]) -> None:
    session, screen = hands.session, hands.screen
    office.issue(hands.desk, _free(hands, number), item=ITEM)
    hands.wait(lambda: session.call is not None and session.call.waiting > 0)
    before = _in_hand(hands)
    took["call"] = hands.took(lambda: hands.press(Qt.Key.Key_F2), lambda: _in_hand(hands) not in (None, before))
    hands.wait(lambda: bool(screen.items.name.text()))
    took["arrived"] = hands.took(
        lambda: hands.press(Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier),
        lambda: session.call is not None and session.call.ticket_state is TicketState.SERVING,
    )
    screen.applicant.show_typed(Typed(id_number=_PERSON[1], name=_PERSON[0], phone=_PERSON[2]))
    screen.applicant.go_to("phone")
    took["open"] = hands.took(lambda: hands.press(Qt.Key.Key_Return), lambda: session.case is not None)
    hands.wait(lambda: session.case is not None)
    screen.checklist.setFocus()
    case = session.case
    assert case is not None
    ticks = []
    while session.case is not None and (owed := [one for one in session.case.lines if one.standing is Standing.OWED]):
        screen.checklist.jump(owed[0].code)
        ticks.append(hands.took(lambda: hands.press(Qt.Key.Key_Space), lambda: _owed(hands) < len(owed)))
        hands.wait(lambda: True)
    took["tick"] = max(ticks)
    printed = len(hands.tray.papers)
    took["accept"] = hands.took(
        lambda: hands.press(Qt.Key.Key_F9), lambda: session.case is not None and session.case.state is State.ACCEPTED
    )
    hands.wait(lambda: len(hands.tray.papers) > printed)
    printed = len(hands.tray.papers)
    took["print again"] = hands.took(
        lambda: hands.press(Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier),
        lambda: len(hands.tray.papers) > printed,
    )
    hands.wait(lambda: True)
    shown: list[int] = []
    listed = screen.watch.show_lines

    def show_lines(lines: tuple[WatchLine, ...]) -> None:
        listed(lines)
        shown.append(len(lines))

    screen.watch.show_lines = show_lines  # type: ignore[method-assign]
    took["watch list"] = hands.took(
        lambda: hands.press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier), lambda: bool(shown)
    )
    screen.watch.show_lines = listed  # type: ignore[method-assign]
    hands.press(Qt.Key.Key_Escape)
    _find_and_hand_out(hands, took)
    hands.wait(lambda: True)


def _find_and_hand_out(hands: Hands, took: dict[str, float]) -> None:
    session, screen = hands.session, hands.screen
    case = session.case
    assert case is not None
    number = case.number or ""
    with hands.desk.journal.writing() as facts:  # the department's step
        facts.add(ClerkId("d1"), Decided(granted=True), of=case.case)
    hands.wait(lambda: session.case is not None and session.case.state is State.DECIDED)
    session.leave_case()
    hands.wait(lambda: session.case is None)
    hands.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    took["find, by a case's number"] = hands.took(
        lambda: hands.write(screen.commands.search, number), lambda: _answered(hands)
    )
    took["find → the case in hand"] = hands.took(
        lambda: hands.press(Qt.Key.Key_Return), lambda: session.case is not None
    )
    hands.wait(lambda: session.case is not None)
    panel = screen.hand_out
    took["hand-out: what lies ready"] = hands.took(
        lambda: hands.press(Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier), lambda: bool(panel.marked)
    )
    hands.wait(lambda: True)
    took["hand-out: handed over"] = hands.took(
        lambda: hands.press(Qt.Key.Key_F9), lambda: session.case is not None and session.case.state is State.DELIVERED
    )


def _in_hand(hands: Hands) -> TicketId | None:
    call = hands.session.call
    return None if call is None else call.ticket


def _answered(hands: Hands) -> bool:
    return hands.screen.commands.search.is_answered


def _owed(hands: Hands) -> int:
    case = hands.session.case
    return 99 if case is None else sum(line.standing is Standing.OWED for line in case.lines)


def _free(hands: Hands, number: str) -> str:
    """A number that no ticket of the day has: the cache is kept from run to run."""
    with hands.desk.journal.reading() as reading:
        last = roster.last_ticket_serial(reading, QueueId(number[0]), hands.desk.clock.today())
    return numbering.ticket_number(QueueId(number[0]), last + 1)


def _bare(hands: Hands, words: str) -> float:
    """The newest twenty of one word, by the driver alone."""
    with hands.desk.journal.engine.connect() as connection:
        bare: Any = connection.connection.driver_connection
        begun = time.perf_counter()
        bare.execute(
            "SELECT case_id FROM person_words WHERE hall = ? AND word = ? ORDER BY case_id DESC LIMIT 20",
            (office.HALL, words),
        ).fetchall()
        return (time.perf_counter() - begun) * 1000


def starting(home: Path, under: Path) -> list[Row]:
    """A start with this cache, in the place where its user's programs keep their data."""
    with tempfile.TemporaryDirectory(dir=under) as name:
        data = Path(name) / "data"
        data.mkdir()
        (data / start.HOME).symlink_to(home, target_is_directory=True)
        hall = SmallHall(Path(name) / "centre")
        try:
            measured: dict[str, list[Mapping[str, float]]] = {"empty": [], "program": []}
            start.started("program", data, hall.address)
            for _ in range(start.TURNS):
                measured["empty"].append(start.started("empty"))
                measured["program"].append(start.started("program", data, hall.address))
        finally:
            hall.close()
    bare = statistics.median(one["painted"] for one in measured["empty"]) * 1000
    ours = statistics.median(one["typed"] for one in measured["program"]) * 1000
    ready = statistics.median(one["ready"] for one in measured["program"]) * 1000
    what = f"start → first page usable, {MANY:,} cases"
    return [
        Row(what, f"{ours:.0f} ms", f"{bare:.0f} ms", round(ours / bare, 2), start.WANTED),
        Row("· somebody may sign in", f"{ready:.0f} ms"),
    ]


def rows_of_finding(keys: Keys) -> list[Row]:
    """Nineteen of twenty, the worst, and which key that was; the query alone against the bare."""
    everything = [took for each in keys.painted.values() for took in each]
    late = statistics.quantiles(everything, n=20)[-1]
    worst, which = max((max(each), part) for part, each in keys.painted.items())
    asked, bare = statistics.median(keys.asked), statistics.median(keys.bare)
    return [
        Row("find: key → painted, 19 of 20", f"{late:.1f} ms", figure=round(late, 1), wanted=FOUND),
        Row(f"find: key → painted, the worst ({which})", f"{worst:.1f} ms", figure=round(worst, 1), wanted=FOUND),
        Row("· the query alone", f"{asked:.2f} ms", f"{bare:.3f} ms", round(asked / bare, 1)),
    ]


def rows_of_stages(many: Mapping[str, Sequence[float]], usual: Mapping[str, Sequence[float]]) -> list[Row]:
    """The slowest key of each stage against the limit; told beside it, how its median stands to an everyday cache."""
    told = []
    for name, took in many.items():
        median, before = statistics.median(took), statistics.median(usual[name])
        said = f"{max(took):.0f} ms (median {median:.0f}; with {FEW:,} cases {before:.0f}: {median / before:.2f} ×)"
        told.append(Row(f"stage: {name}, the slowest key", said, figure=round(max(took), 1), wanted=ANSWERED))
    return told
