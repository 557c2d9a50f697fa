"""The document camera of this window: opened over the screen, looked through, its pages to the marked material."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot

from deskapp import settings
from deskapp.devices.camera import profile as profiles
from deskapp.devices.camera.contract import Camera, Look, Opened, Shot, Told
from deskapp.devices.camera.profile import Profile
from deskapp.failures import DeviceTrouble, Failure, Refusal
from deskapp.rules import lying_still
from deskapp.sentences import sentence
from ui import texts
from ui.clerk.camera_dials import Here, turned_dial
from ui.clerk.camera_panel import CameraPanel
from ui.clerk.camera_sheet import CameraSheet, Dial
from ui.clerk.camera_taking import CameraTaking, Taken
from ui.clerk.camera_words import look_words
from ui.clerk.checklist_wires import ChecklistWires
from ui.clerk.intake_wires import IntakeWires
from ui.clerk.page_wires import PageWires
from ui.clerk.session import Session
from ui.keys import Ask

LANE = "camera"
Opening = Callable[[Profile, Callable[[Told], None]], Camera]


def _process(profile: Profile, hear: Callable[[Told], None]) -> Camera:
    from deskapp.devices.camera.feed import CameraFeed  # whoever has no camera does not wait for it

    return CameraFeed(profile, hear)


class CameraWires(QObject):
    """Joins the panel, the camera's process and the steps of `deskapp.clerk.photographing`.

    A camera tells on a thread of its own. Its looks wait in one place, the newest in place of the one before: a screen
    that is slow for a moment then shows what is seen now.
    """

    _looked = Signal()
    _told = Signal(int, object)

    def __init__(
        self, session: Session, intake: IntakeWires, checklist: ChecklistWires, pages: PageWires,
        *,
        opening: Opening = _process, clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        super().__init__(session)
        self._s = session
        self._intake = intake
        self._opening = opening
        self._clock = clock
        self.panel: CameraPanel | None = None
        self.taking = CameraTaking(session, checklist, pages, self._say)
        self._profile: Profile | None = None
        self._camera: Camera | None = None
        self._here = Here()
        self._watch = lying_still.Watch()
        self._turn = 0  # of the cameras that were opened one after the other: which one is heard
        self._trouble: Failure | None = None
        self._pictured: object = None
        self._guard = threading.Lock()
        self._newest: tuple[int, Look] | None = None
        queued = Qt.ConnectionType.QueuedConnection
        self._looked.connect(self._show_look, queued)
        self._told.connect(self._hear_told, queued)
        screen = session.screen
        screen.when(Ask.CAMERA, lambda: intake.with_case(lambda _: self.open()))
        screen.when(Ask.FOOT_SWITCH, self._step_on)
        screen.cover.installEventFilter(self)
        session.cleared.connect(self.close)
        session.case_shown.connect(self._say)
        screen.checklist.current_changed.connect(lambda _: self._say())

    @property
    def trouble(self) -> Failure | None:
        """Why nothing is seen."""
        return self._trouble

    def end(self) -> None:
        """Look no more."""
        self._stop()

    def open(self) -> None:
        """Open the panel and the camera."""
        if self._s.screen.cover.isVisible():
            return
        if self.panel is None:
            self.panel = self._made()
        if self.panel.isVisible():
            return
        try:
            self._profile = self._profile or profiles.read(self._s.desk.settings)
        except Refusal as refusal:
            self._s.say_failure(refusal)
            return
        self.taking.begin()
        self.panel.start()
        self._start()

    def close(self) -> None:
        """Put the panel away; the camera with it."""
        if self.panel is not None:
            self.panel.close_panel()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Nobody is there: nobody looks, and nothing is taken by itself."""
        if event.type() is QEvent.Type.Show:
            self.close()
        return super().eventFilter(watched, event)

    def _made(self) -> CameraPanel:
        screen = self._s.screen
        panel = CameraPanel(screen, screen.keys.text(Ask.FOOT_SWITCH))
        panel.shot_asked.connect(self._shoot)
        panel.dial_asked.connect(self._set)
        panel.retake_asked.connect(self.taking.retake)
        panel.material_asked.connect(self._step)
        panel.closed.connect(self._stop)
        screen.add_overlays(panel)
        screen.camera = panel
        return panel

    def _step_on(self) -> None:
        """A foot opens the camera, and then takes pictures with it."""
        if self.panel is not None and self.panel.isVisible():
            self._shoot()
        else:
            self._s.screen.ask(Ask.CAMERA)

    def _start(self) -> None:
        self._turn += 1
        self._trouble, self._here, self._watch = None, Here(), lying_still.Watch()
        profile, turn = self._profile or Profile(), self._turn
        self._s.background.run(
            LANE, lambda: self._opening(profile, partial(self._hear, turn)),
            owner=self, then=partial(self._started, turn), failed=partial(self._failed, turn),
        )  # fmt: skip
        self._say()

    def _started(self, turn: int, camera: Camera) -> None:
        if turn == self._turn and self.panel is not None and self.panel.isVisible():
            self._camera = camera
        else:
            self._s.do(LANE, camera.close)

    def _stop(self) -> None:
        self._turn += 1
        self.taking.forget()
        camera, self._camera = self._camera, None
        if camera is not None:
            self._s.do(LANE, camera.close)

    def _hear(self, turn: int, told: Told) -> None:
        """On the camera's own thread."""
        if not shiboken6.isValid(self):
            return
        if not isinstance(told, Look):
            self._told.emit(turn, told)
            return
        with self._guard:
            waiting, self._newest = self._newest is not None, (turn, told)
        if not waiting:
            self._looked.emit()

    @Slot()
    def _show_look(self) -> None:
        with self._guard:
            newest, self._newest = self._newest, None
        if newest is None or newest[0] != self._turn or self.panel is None or self._trouble is not None:
            return
        look, profile = newest[1], self._profile or Profile()
        self.panel.view.show_look(look)
        self.panel.view.show_note(look_words(look, profile, self.taking.stage))
        self._watch, now = lying_still.looked(self._watch, look.sight, self._clock())
        if now and profile.by_itself and self.taking.free:
            self._shoot()

    @Slot(int, object)
    def _hear_told(self, turn: int, told: Told) -> None:
        if turn != self._turn or self.panel is None:
            return
        if isinstance(told, Opened):
            camera = profiles.camera_of(told.cameras, told.name)
            self._here = Here(camera, told.cameras, told.size)
            self._say()
        elif isinstance(told, Shot):
            self.panel.view.flash()
            self.taking.take(told, self._profile or Profile())
        elif isinstance(told, DeviceTrouble):
            self._failed(turn, told)

    def _failed(self, turn: int, failure: Failure) -> None:
        if turn != self._turn or self.panel is None:
            return
        self._stop()
        self._trouble = failure
        self.panel.view.show_note("")
        self.panel.view.show_words(sentence(failure, texts.language()))
        self._say()

    def _shoot(self) -> None:
        """Take a picture; where nothing is seen, try again."""
        if self._trouble is not None:
            if self.panel is not None:
                self.panel.view.show_words(self.tr("正在打开高拍仪…"))
            self._start()
        elif self._camera is not None and self.panel is not None and self.panel.view.look is not None:
            asked = self.taking.ask(self.panel.view.look)
            if asked:
                self._watch = lying_still.taken(self._watch)
                self._camera.shoot(asked)

    def _step(self, by: int) -> None:
        page = self._s.screen.checklist
        row = page.list.currentIndex().row() + by
        if 0 <= row < len(page.list.rows.lines):
            page.list.setCurrentIndex(page.list.rows.index(row))
            self.taking.apart()
        self._say()

    def _set(self, dial: str) -> None:
        which, before = Dial(dial), self._profile or Profile()
        if which is Dial.SIDES:
            self.taking.switch_sides()
            return
        after = turned_dial(which, before, self._here)
        if after == before:
            return
        self._profile = after
        words, were = profiles.words_of(after), profiles.words_of(before)
        changed, home = {name: word for name, word in words.items() if word != were[name]}, self._s.desk.settings.home
        self._s.do(LANE, lambda: settings.keep(home, changed))
        if which in (Dial.CAMERA, Dial.SIZE):
            self._stop()
            if self.panel is not None:
                self.panel.view.show_words(self.tr("正在打开高拍仪…"))
            self._start()
        self._watch = lying_still.Watch()
        self._say()

    def _say(self) -> None:
        """Say where the next page goes and how the camera is set."""
        if self.panel is None or not self.panel.isVisible():
            return
        here, profile = self._here, self._profile or Profile()
        case, code = self._s.case, self._s.screen.checklist.current
        lines = case.lines if case is not None else ()
        at = next((number for number, line in enumerate(lines) if line.code == code), None)
        taken: Taken = self.taking.said()
        sheet = CameraSheet(
            material=lines[at].name if at is not None else "",
            place=f"{at + 1}/{len(lines)}" if at is not None else "",
            pages=len(lines[at].pages) if at is not None else 0,
            camera=here.camera.title if here.camera is not None else "",
            cameras=len(here.cameras),
            size=here.size,
            profile=profile,
            sides=taken.sides,
            last=taken.words,
            doubtful=taken.doubtful,
            retakable=taken.retakable,
            failed=self._trouble is not None,
        )
        self.panel.show_sheet(sheet)
        if taken.picture is not self._pictured:
            self._pictured = taken.picture
            self.panel.show_last(taken.picture)
