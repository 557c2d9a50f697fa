"""A window, a department and a portal at one running centre, for the tests that walk a case through its life."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.clerk import signing_in
from deskapp.clock import Clock
from deskapp.desk import Desk, Station
from deskapp.ids import CaseId
from deskapp.rules.case import Case
from deskapp.rules.case_state import State
from deskapp.rules.material_state import Standing
from deskapp.sync import round as rounds
from deskapp.sync.client import HttpCentre
from tests.clerk import office
from tests.server.running import RunningCentre, running_centre
from tests.ui.clerk.conftest import Hands, opened
from ui.background import Background
from ui.clerk.opening import ClerkWindow
from ui.clerk.primary import Step
from ui.keys import Ask

_PATIENCE = 30_000  # milliseconds
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NUMBER, NAME, PHONE = "990105198802293371", "李䶮", "19900007221"
AGENT, AGENT_NUMBER = "王秀英", "990102194902030248"


@dataclass
class Moving:
    """Goes as time does, and can be moved on by days."""

    began: float = field(default_factory=time.monotonic)
    moved: timedelta = timedelta()

    def read(self) -> datetime:
        return office.MORNING + timedelta(seconds=time.monotonic() - self.began) + self.moved

    def clock(self) -> Clock:
        return Clock(self.read)


@dataclass
class Office:
    """Everybody a case meets, and the hands at the window."""

    hands: Hands
    desk: Desk
    window: ClerkWindow
    centre: RunningCentre
    clock: Moving
    tray: office.Tray
    qtbot: QtBot
    folder: Path
    departments: dict[str, httpx.Client] = field(default_factory=dict)

    def until(self, so: Callable[[], bool]) -> None:
        """Wait for it, however busy the machine is."""
        self.qtbot.waitUntil(so, timeout=_PATIENCE)

    # what the hands do

    def begin(self, item: str, *, agent: bool = False) -> None:
        """Choose an item, type who applies, take it in."""
        self.hands.press(Qt.Key.Key_F7)
        self.hands.type(item)
        self.hands.press(Qt.Key.Key_Return)
        page = self.window.screen.applicant
        self.until(lambda: self.window.session.entered.item_chosen)
        page.fields["id_number"].line.setFocus()
        self.hands.compose(NUMBER)
        self.hands.press(Qt.Key.Key_Return)
        self.hands.compose(NAME)
        self.hands.press(Qt.Key.Key_Return)
        self.hands.compose(PHONE)
        if agent:
            page.fields["agent_name"].set_text(AGENT)
        self.hands.press(Qt.Key.Key_Return)
        self.until(lambda: self.window.session.case is not None)

    def tick(self, *digits: int) -> None:
        """Receive materials by their numbers."""
        self.hands.press(Qt.Key.Key_2, CTRL)
        for digit in digits:
            self.hands.press(Qt.Key(Qt.Key.Key_0.value + digit))
            self.until(lambda digit=digit: self._settled(digit))  # type: ignore[misc]

    def _settled(self, digit: int) -> bool:
        case = self.window.session.case
        return case is not None and case.lines[digit - 1].standing is Standing.RECEIVED

    def on_row(self, digit: int, key: Qt.Key) -> None:
        """Go to a row, and promise or put off what it owes."""
        self.hands.press(Qt.Key.Key_2, CTRL)
        checklist = self.window.screen.checklist
        case = self.window.session.case
        assert case is not None
        checklist.jump(case.lines[digit - 1].code)
        self.hands.press(key)

    def f9(self, words: str) -> None:
        """See what F9 would do, and do it."""
        self.until(lambda: words in self.hands.primary() and not self.window.screen.keys.resting)
        self.hands.press(Qt.Key.Key_F9)

    def ask(self, ask: Ask) -> None:
        """Strike the key of an action, as its table has it."""
        key, held = KEYS[ask]
        self.hands.press(key, held)

    def answer(self, *typed: str, reason: int = 0) -> None:
        """Answer the panel: a reason by its number, what is to be typed, F9."""
        panel = self.window.screen.remark
        self.until(panel.isVisible)
        if reason:
            self.hands.press(Qt.Key(Qt.Key.Key_0.value + reason))
            self.until(lambda: panel.reasons.currentIndex().row() == reason - 1)
        for field_, words in zip(panel._fields(), typed, strict=False):
            if words:
                field_.line.setFocus()
                field_.line.clear()
                self.hands.compose(words)
        self.until(lambda: panel.go.isEnabled() and not self.window.screen.keys.resting)
        self.hands.press(Qt.Key.Key_F9)
        self.until(lambda: not panel.isVisible())

    def undo(self) -> None:
        self.until(lambda: self.window.screen.accept_bar.undo_strip.offered)
        self.hands.press(Qt.Key.Key_Z, CTRL)

    def find(self, words: str) -> None:
        """Open a case by Ctrl+F."""
        self.window.session.leave_case()
        self.hands.press(Qt.Key.Key_F, CTRL)
        box = self.window.screen.find_case
        self.until(box.isVisible)
        self.hands.compose(words)
        box.search.textEdited.emit("")
        self.until(lambda: any(choice.open for choice in box.found.choices))
        self.hands.press(Qt.Key.Key_Return)
        self.until(lambda: self.window.session.case is not None)

    # what is then true

    @property
    def case(self) -> CaseId:
        case = self.window.session.case_id
        assert case is not None
        return case

    def shown(self, state: State) -> None:
        """The window shows this state."""
        self.until(lambda: self.window.session.case is not None and self.window.session.case.state is state)

    def at_the_centre(self) -> Case:
        with self.centre.parts.journal.reading() as reading:
            return reading.case(self.case)

    def reaches(self, state: State) -> None:
        """The centre has accepted everything, and the case stands there as it does here."""
        self.shown(state)
        self.until(lambda: self.at_the_centre().state is state)
        assert self.window.session.case is not None
        assert self.window.session.case.rejected is None

    def step(self) -> Step:
        return self.window.session.step.step

    def pass_days(self, days: int) -> None:
        """Some days go by. What is shown is read again, as it is on the next morning."""
        self.clock.moved += timedelta(days=days)
        self.window.session.refresh.grew()

    # the others

    def department(self, name: str) -> httpx.Client:
        """The line of somebody of a department, who has signed in at the centre."""
        if name not in self.departments:
            line = httpx.Client(base_url=self.centre.address, trust_env=False, timeout=20)
            told = line.post("/api/v1/sign-in", json={"user": f"dept-{name.lower()}", "password": "demo"})
            line.headers["Authorization"] = f"Bearer {told.json()['token']}"
            self.departments[name] = line
        return self.departments[name]

    def department_does(self, name: str, step: str, *, of: CaseId | None = None, **words: object) -> None:
        """The department takes a step at the centre, with the case in hand or another."""
        self.until(lambda: self.at_the_centre().number is not None)
        told = self.department(name).post(f"/api/v1/department/cases/{of or self.case}/{step}", json=words)
        assert told.status_code == 200, told.text

    @contextmanager
    def portal(self) -> Iterator[httpx.Client]:
        """The line of whoever files over the net."""
        with httpx.Client(base_url=self.centre.address, trust_env=False, timeout=20) as line:
            told = line.post("/api/v1/sign-in", json={"user": "portal", "password": "demo"})
            line.headers["Authorization"] = f"Bearer {told.json()['token']}"
            yield line


def _frozen(clock: Moving) -> office.FrozenClock:
    """The same clock, in the form in which a station is given one."""

    class Same(office.FrozenClock):
        def clock(self) -> Clock:
            return clock.clock()

    return Same()


@contextmanager
def at_a_centre(folder: Path) -> Iterator[tuple[RunningCentre, Moving]]:
    clock = Moving()
    with running_centre(folder, clock=clock.clock()) as centre:
        yield centre, clock


@contextmanager
def working(
    folder: Path, hall: tuple[RunningCentre, Moving], background: Background, app: QApplication, qtbot: QtBot
) -> Iterator[Office]:
    """Window 3 with clerk3 at it, on a desk of its own."""
    centre, clock = hall
    http = HttpCentre(centre.address)
    tray = office.Tray()
    station: Station = office.station(folder / "desk", _frozen(clock), centre=http, printer=tray, furnished=False)
    desk = signing_in.sign_in(station, "clerk3", "demo", "3")
    rounds.run(desk)
    window, scanner = opened(desk, background, app, qtbot)
    made = Office(Hands(qtbot, window), desk, window, centre, clock, tray, qtbot, folder)
    qtbot.waitUntil(lambda: window.line.rounds.listening.open)
    yield made
    window.end()
    app.removeEventFilter(scanner)
    qtbot.waitUntil(lambda: background.idle, timeout=10_000)
    signing_in.sign_out(desk)
    rounds.run(desk)
    for line in made.departments.values():
        line.close()
    http.close()
    station.journal.engine.dispose()


KEYS: dict[Ask, tuple[Qt.Key, Qt.KeyboardModifier]] = {
    Ask.NOTICE: (Qt.Key.Key_F5, SHIFT),
    Ask.REFUSE: (Qt.Key.Key_F4, SHIFT),
    Ask.WITHDRAW: (Qt.Key.Key_F6, SHIFT),
    Ask.EXTEND: (Qt.Key.Key_F7, SHIFT),
    Ask.PAUSE_CASE: (Qt.Key.Key_F8, SHIFT),
    Ask.HAND_OUT: (Qt.Key.Key_F2, SHIFT),
    Ask.WATCH: (Qt.Key.Key_F1, SHIFT),
    Ask.PRIMARY: (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier),
}
