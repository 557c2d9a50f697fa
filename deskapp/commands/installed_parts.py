"""Whether every child of the program starts and answers: what a setup has laid down and no import of ours finds.

No device is asked: one that is off, or whose driver is broken, says nothing about an installation.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from reportlab.pdfgen.canvas import Canvas

from deskapp.assemble.speaker import bank_of
from deskapp.devices.camera import profile as camera_profile
from deskapp.devices.camera.contract import PRETEND, Look, Told
from deskapp.devices.camera.feed import CameraFeed
from deskapp.devices.printer import roster as printers
from deskapp.devices.printer import windows as windows_printers
from deskapp.devices.scanner import windows_drivers
from deskapp.devices.voice import system_voices
from deskapp.failures import ContentTrouble, DeviceTrouble, StoreTrouble
from deskapp.rules.announcement import LANGUAGES
from deskapp.scans.apart import pages_in
from deskapp.scans.reader import PageReader
from deskapp.settings import Settings

FIRST_PICTURE = 60.0  # s: right after a setup, a virus scanner looks at every file that is loaded
_WRITTEN = "2026"  # on the page that is read
_NONE = "-"


def reading(settings: Settings) -> str:
    """A page with some writing is read in the reader's own process, with its models."""
    if settings.reading == "never":
        return "never"
    made = io.BytesIO()
    page = Canvas(made, pagesize=(420, 210))
    page.setFont("Helvetica", 40)
    page.drawString(40, 100, f"ONEWINDOW {_WRITTEN}")
    page.showPage()
    page.save()
    reader = PageReader()
    try:
        with _missing("unfold"):
            (drawn,) = pages_in(made.getvalue())
        read = reader.read(drawn)
    finally:
        reader.end()
    if read is None or not any(_WRITTEN in line.text for line in read.lines):
        raise StoreTrouble("doctor.cannot_read")
    return "OK"


def camera(_: Settings) -> str:
    """The camera's process sends pictures: those of the camera for practice, by the way that a real one's go."""
    news = threading.Event()
    told: list[Told] = []

    def hear(word: Told) -> None:
        told.append(word)
        if isinstance(word, Look | DeviceTrouble):
            news.set()

    wish = replace(camera_profile.Profile(), camera=PRETEND)
    with _missing("camera-feed"):
        feed = CameraFeed(wish, hear, first=FIRST_PICTURE)
        try:
            news.wait(FIRST_PICTURE)
        finally:
            feed.close()
        if trouble := next((word for word in told if isinstance(word, DeviceTrouble)), None):
            raise trouble
        look = next((word for word in told if isinstance(word, Look)), None)
        if look is None:
            raise StoreTrouble("doctor.part_missing", part="camera-feed")
    return f"{look.width}x{look.height}"


def scanner_drivers(_: Settings) -> str:
    """The processes around Windows' scanners answer. "-" on another system."""
    own = [worker for before, worker in windows_drivers.workers() if not before.endswith(windows_drivers.OF_32_BITS)]
    for worker in own:
        with _missing(f"{worker.kind}-loop"):
            worker.hello()
    return ", ".join(worker.kind for worker in own) or _NONE


def printing(_: Settings) -> str:
    """The process around Windows' printers answers. What it lists is told; that the spooler was stopped is no fault."""
    if windows_printers.here():
        with _missing(windows_printers.COMMAND):
            windows_printers.hello()
    try:
        return ", ".join(target.title for target in printers.listed()) or _NONE
    except DeviceTrouble:
        return _NONE


def voices(settings: Settings) -> str:
    """Qt's speech is loaded and every clip lies there; which languages the system speaks is told."""
    if missing := bank_of(settings).missing():
        raise ContentTrouble("doctor.clips_missing", clips=list(missing[:5]), count=len(missing))
    with _missing(system_voices.COMMAND):
        system = system_voices.spoken()
    return " · ".join(f"{lang}: {'system' if lang in system else 'clips'}" for lang in LANGUAGES)


LOOKS: tuple[tuple[str, Callable[[Settings], str]], ...] = (
    ("reading", reading),
    ("camera_part", camera),
    ("scanner_parts", scanner_drivers),
    ("printing_part", printing),
    ("voice_part", voices),
)


@contextmanager
def _missing(part: str) -> Iterator[None]:
    """Whatever trouble a child has in here, it is a part of the program that is missing or does not load."""
    try:
        yield
    except (DeviceTrouble, ContentTrouble, OSError) as error:
        raise StoreTrouble("doctor.part_missing", part=part) from error
