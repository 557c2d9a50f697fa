"""Plays drawn pictures to Qt as a camera would: what comes behind it is what comes behind a real one."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import cv2
import numpy as np
from PySide6.QtCore import QObject, QSize, Qt, QTimer, Slot
from PySide6.QtMultimedia import QMediaCaptureSession, QVideoFrame, QVideoFrameFormat, QVideoFrameInput, QVideoSink

from deskapp.devices.camera.pretend import Picture, PretendCamera
from deskapp.devices.errors import CameraCode
from deskapp.failures import DeviceTrouble

_FAULTS = {"busy": CameraCode.BUSY, "denied": CameraCode.ACCESS_DENIED, "none": CameraCode.NONE}


class PlayedCamera(QObject):
    """Sends a picture at each beat of its pace, by `QVideoFrameInput`, and breaks where it was told to."""

    def __init__(
        self, told: PretendCamera, take: Callable[[QVideoFrame], None], fail: Callable[[DeviceTrouble], None]
    ) -> None:
        super().__init__()
        if told.fault:
            raise DeviceTrouble(_FAULTS[told.fault])
        self._told = told
        self._fail = fail
        self._number = 0
        self._input = QVideoFrameInput()
        self._sink = QVideoSink()
        self._session = QMediaCaptureSession()
        self._session.setVideoSink(self._sink)
        self._session.setVideoFrameInput(self._input)
        self._sink.videoFrameChanged.connect(take)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(round(1000 / told.fps))
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def stop(self) -> None:
        """Play no more."""
        self._timer.stop()

    @Slot()
    def _beat(self) -> None:
        told, number = self._told, self._number + 1
        self._number = number
        if number == told.die:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        elif number == told.gone:
            self._fail(DeviceTrouble(CameraCode.DISCONNECTED))
        elif not told.freeze or number < told.freeze:
            self._input.sendVideoFrame(rubbish(number) if 0 < told.garbage <= number else framed(told.picture(number)))


def framed(picture: Picture) -> QVideoFrame:
    """A picture as the frame of a camera that sends light and colours apart, as most do."""
    height, width = picture.shape[:2]
    frame = QVideoFrame(QVideoFrameFormat(QSize(width, height), QVideoFrameFormat.PixelFormat.Format_YUV420P))
    even = cv2.copyMakeBorder(picture, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)
    planes = cv2.cvtColor(even, cv2.COLOR_BGR2YUV_I420).reshape(-1)
    frame.map(QVideoFrame.MapMode.WriteOnly)
    at = 0
    for plane, (rows, long) in enumerate(_planes(width + width % 2, height + height % 2)):
        stride = frame.bytesPerLine(plane)
        held = np.frombuffer(frame.bits(plane), np.uint8)
        lines = min(rows, held.size // stride)
        source = planes[at : at + rows * long].reshape(rows, long)
        held[: lines * stride].reshape(lines, stride)[:, : min(long, stride)] = source[:lines, : min(long, stride)]
        at += rows * long
    frame.unmap()
    return frame


def rubbish(number: int) -> QVideoFrame:
    """A frame that says it is a file and is none."""
    frame = QVideoFrame(QVideoFrameFormat(QSize(64, 64), QVideoFrameFormat.PixelFormat.Format_Jpeg))
    frame.map(QVideoFrame.MapMode.WriteOnly)
    held = np.frombuffer(frame.bits(0), np.uint8)
    held[:] = np.random.default_rng(number).integers(0, 256, held.size, np.uint8)
    frame.unmap()
    return frame


def _planes(width: int, height: int) -> tuple[tuple[int, int], ...]:
    half = (height // 2, width // 2)
    return (height, width), half, half
