"""The process around a camera: Qt Multimedia without a screen. The window starts it; nobody else has to.

Its words go out by the pipe that was its standard output; what a driver prints there goes to the error stream. It ends
when its standard input does, so that nothing is left of it when the window is gone.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO

import cv2
from PySide6.QtCore import QCoreApplication, QMetaObject, QObject, Qt, Signal, Slot
from PySide6.QtMultimedia import QVideoFrame

from deskapp.devices.camera import pretend
from deskapp.devices.camera.contract import PRETEND, Listed, Look, Opened, Shot, Told
from deskapp.devices.camera.profile import camera_of, size_of
from deskapp.devices.camera.words import said
from deskapp.devices.errors import CameraCode
from deskapp.failures import DeviceTrouble
from deskapp.scans.camera_look import Eyes
from deskapp.scans.encoding import Pixels
from deskapp.scans.sheets_seen import find, reduced
from ui.devices.camera_frames import NoPicture, look_of, whole_of
from ui.devices.camera_played import PlayedCamera
from ui.devices.camera_qt import QtCamera, cameras

LOOK = 960  # pixels of the longer side of what is shown
_FINE = 1600  # of what the corners of a shot are found in
_MOST_BAD = 25  # pictures one after the other that are none


class Eye(QObject):
    """Takes the newest picture whenever it has said the one before; what comes in between is not looked at."""

    over = Signal()

    def __init__(self, out: BinaryIO) -> None:
        super().__init__()
        self._out = out
        self._saying = threading.Lock()
        self._news = threading.Condition()
        self._newest: QVideoFrame | None = None
        self._number = 0
        self._asked: list[int] = []
        self._ended = False
        self._bad = 0
        self._eyes = Eyes()
        self._worker = threading.Thread(target=self._work, name="looks", daemon=True)
        self._worker.start()

    def say(self, told: Told) -> None:
        """Say a word; whoever has to hear it is perhaps gone."""
        with self._saying, suppress(OSError, ValueError):
            for piece in said(told):
                self._out.write(piece)
            self._out.flush()

    def fail(self, trouble: DeviceTrouble) -> None:
        """Say why it ends, and end."""
        with self._news:
            if self._ended:
                return
            self._ended = True
            self._news.notify_all()
        self.say(trouble)
        self.over.emit()

    @Slot(QVideoFrame)
    def take(self, frame: QVideoFrame) -> None:
        """The camera's next picture."""
        with self._news:
            self._number += 1
            self._newest = frame
            self._news.notify_all()

    def shoot(self, asked: int) -> None:
        """The next picture is wanted whole: one that is taken from now on."""
        with self._news:
            self._asked.append(asked)
            self._newest = None

    def _work(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._newest is not None or self._ended)
                if self._ended:
                    return
                frame, self._newest, number = self._newest, None, self._number
                asked, self._asked = self._asked, []
            if frame is not None:
                self._look(frame, number, asked)

    def _look(self, frame: QVideoFrame, number: int, asked: list[int]) -> None:
        try:
            for one in asked:
                data, pixels = whole_of(frame)
                found = find(reduced(pixels, _FINE))
                self.say(Shot(one, data, pixels.shape[1], pixels.shape[0], found.sheets))
            picture = look_of(frame, LOOK)
        except NoPicture:
            with self._news:
                self._asked = [*asked, *self._asked]  # the next one, then
            self._bad += 1
            if self._bad >= _MOST_BAD:
                self.fail(DeviceTrouble(CameraCode.GARBLED))
            return
        self._bad = 0
        self.say(look(number, picture, self._eyes))


def look(number: int, picture: Pixels, eyes: Eyes) -> Look:
    """A picture as it is told."""
    four = cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA)
    return Look(number, picture.shape[1], picture.shape[0], four.tobytes(), eyes.look(picture))


def run(words: Sequence[str]) -> int:
    """List the cameras, or look through one: "open", its name, its size. Returns the exit code."""
    out = os.fdopen(os.dup(1), "wb", buffering=1024 * 1024)
    os.dup2(2, 1)  # a driver that prints what it does would be read as pictures
    sys.stdout = sys.stderr
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C at a terminal is the window's to answer
    app = QCoreApplication.instance() or QCoreApplication(["camera-feed"])
    eye = Eye(out)
    if list(words[:1]) != ["open"]:
        eye.say(Opened("", (0, 0), cameras()))
        return 0
    quits = Qt.ConnectionType.QueuedConnection
    eye.over.connect(app.quit, quits)
    try:
        source = _opened(eye, words[1], words[2])
    except DeviceTrouble as trouble:
        eye.say(trouble)
        return 0
    threading.Thread(target=_listen, args=(eye, app), daemon=True).start()
    app.exec()
    source.stop()
    return 0


def _opened(eye: Eye, name: str, size: str) -> PlayedCamera | QtCamera:
    if name.startswith(PRETEND):
        try:
            told = pretend.PretendCamera.named(name)
        except ValueError as error:
            raise DeviceTrouble(CameraCode.NO_SUCH_CAMERA, camera=name) from error
        eye.say(Opened(name, told.size, (Listed(name, "practice", (told.size,)),)))
        return PlayedCamera(told, eye.take, eye.fail)
    there = cameras()
    found = camera_of(there, name)
    if found is None:
        raise DeviceTrouble(CameraCode.NO_SUCH_CAMERA, camera=name) if name else DeviceTrouble(CameraCode.NONE)
    camera = QtCamera(found.name, size_of(size), eye.take, eye.fail)
    eye.say(Opened(found.name, camera.size, there))
    return camera


def _listen(eye: Eye, app: QCoreApplication) -> None:
    """What the window asks, one line each."""
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word == "shoot" and rest.isdigit():
            eye.shoot(int(rest[:9]))
    QMetaObject.invokeMethod(app, "quit", Qt.ConnectionType.QueuedConnection)
