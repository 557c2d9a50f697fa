"""The document camera over a case: drawn by `tests.ui.look`."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from deskapp.devices.camera.pretend import PretendCamera
from deskapp.devices.camera.profile import Profile
from deskapp.failures import DeviceTrouble
from deskapp.rules.ticket import TicketState
from deskapp.scans.camera_look import Eyes
from deskapp.scans.sheets_seen import reduced
from deskapp.sentences import sentence
from tests.ui import sheets
from tests.ui.look_clerk import clerk_screen, page_picture
from ui import texts
from ui.clerk import camera_words
from ui.clerk.camera_panel import CameraPanel
from ui.clerk.camera_sheet import CameraSheet, Sides
from ui.devices.camera_feed import look as seen_as


def camera(scene: str = "sheet", *, sides: Sides = Sides.APART, trouble: str = "") -> QWidget:
    """The document camera over a case, with a sheet before it that was taken once already."""
    screen = clerk_screen(sheets.called(TicketState.SERVING), sheets.case())
    panel = screen.camera = CameraPanel(screen, "F13")
    screen.add_overlays(panel)
    picture = reduced(PretendCamera(scene=scene).picture(1), 960)
    seen = seen_as(1, picture, Eyes())
    profile = Profile(by_itself=not trouble)

    def start() -> None:
        panel.start()
        words = texts.listed([camera_words.paper_words("A4")])
        sheet = CameraSheet(
            "食品经营许可申请书", "1/5", 2, "USB Document Camera", 2, (2592, 1944), profile, sides,
            last=words, retakable=not trouble, failed=bool(trouble),
        )  # fmt: skip
        panel.show_sheet(sheet)
        if trouble:
            panel.view.show_words(sentence(DeviceTrouble(trouble, signal=11), texts.language()))
            return
        panel.view.show_look(seen)
        panel.view.show_note(camera_words.look_words(seen, profile, sides))
        panel.show_last(page_picture(2))

    QTimer.singleShot(0, start)
    return screen


def camera_card() -> QWidget:
    return camera("card", sides=Sides.BACK)


def camera_gone() -> QWidget:
    return camera(trouble="camera.disconnected")


STAGES: dict[str, Callable[[], QWidget]] = {
    "camera": camera,
    "camera_card": camera_card,
    "camera_gone": camera_gone,
}
