"""A camera that Qt Multimedia drives (UVC), and those that are attached."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, Slot
from PySide6.QtMultimedia import QCamera, QCameraDevice, QMediaCaptureSession, QMediaDevices, QVideoFrame, QVideoSink

from deskapp.devices.camera.contract import Listed, Size
from deskapp.devices.camera.profile import best_size
from deskapp.devices.errors import CameraCode
from deskapp.failures import DeviceTrouble

_LEAST_PACE = 5.0  # pictures a second: with fewer nobody can lay a sheet straight
_WORDS = (  # what drivers say, most telling first; the numbers are Media Foundation's and the kernel's
    (CameraCode.BUSY, r"busy|in use|0xc00d3704|0xc00d3ea3|already|exclusive"),
    (CameraCode.ACCESS_DENIED, r"denied|permission|not permitted|0x80070005|privacy"),
    (CameraCode.DISCONNECTED, r"no such device|unplug|disconnect|removed|lost|0xc00d3ea2|not found|gone"),
)
_NUMBERS = {
    errno.EBUSY: CameraCode.BUSY, errno.EACCES: CameraCode.ACCESS_DENIED, errno.EPERM: CameraCode.ACCESS_DENIED,
    errno.ENOENT: CameraCode.DISCONNECTED, errno.ENODEV: CameraCode.DISCONNECTED, errno.ENXIO: CameraCode.DISCONNECTED,
}  # fmt: skip


def cameras() -> tuple[Listed, ...]:
    """The cameras that are attached now."""
    return tuple(Listed(_name(one), one.description(), _sizes(one)) for one in QMediaDevices.videoInputs())


def trouble_of(words: str) -> DeviceTrouble:
    """What a driver's own words mean; they travel along for the log."""
    code = next((code for code, pattern in _WORDS if re.search(pattern, words.lower())), CameraCode.FAILED)
    trouble = DeviceTrouble(code)
    trouble.add_note(words)
    return trouble


def ask_node(path: str) -> None:
    """Ask the kernel for the device, because Qt does not say why it does not open. Raises DeviceTrouble."""
    try:
        os.close(os.open(path, os.O_RDWR | getattr(os, "O_NONBLOCK", 0)))
    except OSError as error:
        raise DeviceTrouble(_NUMBERS.get(error.errno or 0, CameraCode.FAILED)) from error


class QtCamera(QObject):
    """The camera of this name, in the size that is nearest to the wish. Raises DeviceTrouble."""

    def __init__(
        self, name: str, wish: Size, take: Callable[[QVideoFrame], None], fail: Callable[[DeviceTrouble], None]
    ) -> None:
        super().__init__()
        device = next((one for one in QMediaDevices.videoInputs() if _name(one) == name), None)
        if device is None:
            raise DeviceTrouble(CameraCode.NO_SUCH_CAMERA, camera=name)
        if name.startswith("/dev/"):
            ask_node(name)
        self._fail = fail
        self._name = name
        self.size = best_size(_sizes(device), wish)
        self._devices = QMediaDevices(self)
        self._devices.videoInputsChanged.connect(self._look_after)
        self._camera = QCamera(device, self)
        formats = [one for one in device.videoFormats() if _of(one.resolution()) == self.size]
        if formats:
            self._camera.setCameraFormat(max(formats, key=lambda one: min(one.maxFrameRate(), 30.0)))
        self._sink = QVideoSink(self)
        self._session = QMediaCaptureSession(self)
        self._session.setCamera(self._camera)
        self._session.setVideoSink(self._sink)
        self._sink.videoFrameChanged.connect(take)
        self._camera.errorOccurred.connect(self._failed)
        self._camera.start()

    def stop(self) -> None:
        """Let go of it."""
        with suppress(RuntimeError):  # Qt took it down already
            self._camera.stop()

    @Slot()
    def _look_after(self) -> None:
        if all(_name(one) != self._name for one in QMediaDevices.videoInputs()):
            self._fail(DeviceTrouble(CameraCode.DISCONNECTED))

    def _failed(self, error: QCamera.Error, words: str) -> None:
        if error is not QCamera.Error.NoError:
            self._fail(trouble_of(words))


def _name(device: QCameraDevice) -> str:
    return bytes(device.id().data()).decode("utf-8", "replace")


def _of(size: object) -> Size:
    return size.width(), size.height()  # type: ignore[attr-defined]


def _sizes(device: QCameraDevice) -> tuple[Size, ...]:
    """Those that come quickly enough to be looked through; all of them where none does. Largest first."""
    told = {_of(one.resolution()) for one in device.videoFormats() if one.maxFrameRate() >= _LEAST_PACE}
    told = told or {_of(one.resolution()) for one in device.videoFormats()}
    return tuple(sorted(told, key=lambda size: (size[0] * size[1], size), reverse=True))
