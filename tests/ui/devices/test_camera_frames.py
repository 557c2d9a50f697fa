"""Every format in which a camera may send its pictures, of every size, is the same picture; rubbish is none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

from tests.scans import desks
from ui.devices.camera_frames import NoPicture, look_of, whole_of
from ui.devices.camera_played import framed
from ui.devices.camera_qt import ask_node, trouble_of

Format = QVideoFrameFormat.PixelFormat
SIZES = [(64, 48), (65, 49), (641, 479), (33, 8)]


def scene(size: tuple[int, int]) -> desks.Picture:
    """Three fields of colour, soft, so that halved colours are the same colours."""
    picture = np.zeros((size[1], size[0], 3), np.uint8)
    picture[:, : size[0] // 3] = (200, 60, 40)
    picture[:, size[0] // 3 : 2 * size[0] // 3] = (60, 180, 90)
    picture[:, 2 * size[0] // 3 :] = (70, 80, 220)
    return picture


def planes_of(picture: desks.Picture, kind: Format, *, full: bool) -> list[np.ndarray]:  # type: ignore[type-arg]
    """The picture taken apart by hand, as a camera would."""
    three = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2YCrCb), np.float64)
    if not full:
        three = (three - (0, 128, 128)) * (219 / 255, 224 / 255, 224 / 255) + (16, 128, 128)
    light, red, blue = (np.rint(three[:, :, plane]).astype(np.uint8) for plane in range(3))
    few = [plane[::2, ::2] for plane in (blue, red)]
    match kind:
        case Format.Format_NV12:
            return [light, np.dstack(few).reshape(few[0].shape[0], -1)]
        case Format.Format_NV21:
            return [light, np.dstack(few[::-1]).reshape(few[0].shape[0], -1)]
        case Format.Format_YUV420P:
            return [light, *few]
        case Format.Format_YV12:
            return [light, *few[::-1]]
        case Format.Format_YUV422P:
            return [light, blue[:, ::2], red[:, ::2]]
        case Format.Format_Y8:
            return [light]
    odd = light.shape[1] % 2
    wide = [np.pad(plane, ((0, 0), (0, odd)), "edge") for plane in (light, blue, red)]
    pairs = [wide[0][:, ::2], wide[1][:, ::2], wide[0][:, 1::2], wide[2][:, ::2]]
    if kind is Format.Format_UYVY:
        pairs = [pairs[1], pairs[0], pairs[3], pairs[2]]
    return [np.dstack(pairs).reshape(light.shape[0], -1)]


def frame_of(planes: list[np.ndarray], kind: Format, size: tuple[int, int], *, full: bool = True) -> QVideoFrame:  # type: ignore[type-arg]
    told = QVideoFrameFormat(QSize(*size), kind)
    told.setColorRange(
        QVideoFrameFormat.ColorRange.ColorRange_Full if full else QVideoFrameFormat.ColorRange.ColorRange_Video
    )
    frame = QVideoFrame(told)
    assert frame.map(QVideoFrame.MapMode.WriteOnly)
    for number, plane in enumerate(planes):
        held, stride = np.frombuffer(frame.bits(number), np.uint8), frame.bytesPerLine(number)
        rows = min(plane.shape[0], held.size // stride)
        held[: rows * stride].reshape(rows, stride)[:, : min(plane.shape[1], stride)] = plane[:rows, :stride]
    frame.unmap()
    return frame


TAKEN_APART = [
    Format.Format_NV12, Format.Format_NV21, Format.Format_YUV420P, Format.Format_YV12, Format.Format_YUV422P,
    Format.Format_YUYV, Format.Format_UYVY,
]  # fmt: skip


def alike(one: desks.Picture, other: desks.Picture) -> float:
    """The median difference: at the borders of the fields halved colours run together."""
    return float(np.median(np.asarray(cv2.absdiff(one, other), np.uint8)))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("full", [True, False], ids=["full", "video"])
@pytest.mark.parametrize("kind", TAKEN_APART, ids=lambda kind: kind.name)
def test_light_and_colours_become_the_picture(kind: Format, full: bool, size: tuple[int, int]) -> None:
    frame = frame_of(planes_of(scene(size), kind, full=full), kind, size, full=full)
    data, whole = whole_of(frame)
    assert whole.shape == scene(size).shape
    assert alike(whole, scene(size)) <= 3
    again = np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)
    assert alike(again, scene(size)) <= 6


@pytest.mark.parametrize(
    ("kind", "order"),
    [
        (Format.Format_BGRA8888, (0, 1, 2, 3)),
        (Format.Format_RGBX8888, (2, 1, 0, 3)),
        (Format.Format_ARGB8888, (3, 2, 1, 0)),
        (Format.Format_XBGR8888, (3, 0, 1, 2)),
    ],
    ids=lambda told: getattr(told, "name", ""),
)
def test_four_bytes_a_pixel_become_the_picture(kind: Format, order: tuple[int, ...]) -> None:
    size = (65, 49)
    four = np.dstack([scene(size), np.full((49, 65), 255, np.uint8)])[:, :, list(order)]
    _, whole = whole_of(frame_of([four.reshape(49, -1)], kind, size))
    assert (whole == scene(size)).all()


@pytest.mark.qt_log_ignore("No RHI backend")  # whoever has no graphics card converts by the CPU
def test_grey_and_ten_bits_become_the_picture() -> None:
    size = (64, 48)
    grey = cv2.cvtColor(scene(size), cv2.COLOR_BGR2GRAY)
    _, whole = whole_of(frame_of(planes_of(scene(size), Format.Format_Y8, full=True), Format.Format_Y8, size))
    assert alike(whole, np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)) <= 2
    deep = QVideoFrame(QVideoFrameFormat(QSize(64, 48), Format.Format_Y16))
    assert look_of(deep, 64).shape == (48, 64, 3)


def test_a_camera_that_sends_files_has_its_own_bytes_kept() -> None:
    size = (640, 480)
    data = bytes(cv2.imencode(".jpg", scene(size), [cv2.IMWRITE_JPEG_QUALITY, 95])[1])
    frame = QVideoFrame(QVideoFrameFormat(QSize(*size), Format.Format_Jpeg))
    assert frame.map(QVideoFrame.MapMode.WriteOnly)
    np.frombuffer(frame.bits(0), np.uint8)[: len(data)] = np.frombuffer(data, np.uint8)
    frame.unmap()
    kept, whole = whole_of(frame)
    assert kept.startswith(data)
    assert alike(whole, scene(size)) <= 3
    assert look_of(frame, 160).shape == (120, 160, 3)


@pytest.mark.parametrize("size", SIZES)
def test_a_look_is_the_picture_reduced(size: tuple[int, int]) -> None:
    look = look_of(framed(scene(size)), 32)
    assert max(look.shape[:2]) == 32
    small = cv2.resize(scene(size), (look.shape[1], look.shape[0]), interpolation=cv2.INTER_AREA)
    assert alike(look, np.asarray(small, np.uint8)) <= 12


def test_what_holds_no_picture_is_none() -> None:
    rubbish = QVideoFrame(QVideoFrameFormat(QSize(64, 48), Format.Format_Jpeg))
    for frame in (QVideoFrame(), rubbish, QVideoFrame(QVideoFrameFormat(QSize(64, 48), Format.Format_SamplerRect))):
        with pytest.raises(NoPicture):
            look_of(frame, 32)
        with pytest.raises(NoPicture):
            whole_of(frame)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Device or resource busy", "camera.busy"),
        ("Failed to start: 0xC00D3704", "camera.busy"),
        ("open: Permission denied", "camera.access_denied"),
        ("0x80070005 E_ACCESSDENIED", "camera.access_denied"),
        ("No such device", "camera.disconnected"),
        ("0xC00D3EA2 The video capture device was lost", "camera.disconnected"),
        ("something else", "camera.failed"),
        ("", "camera.failed"),
    ],
)
def test_what_a_driver_says_becomes_a_sentence(words: str, code: str) -> None:
    trouble = trouble_of(words)
    assert trouble.code == code
    assert words not in str(trouble.values) or not words


def test_the_kernel_is_asked_why(tmp_path: object) -> None:
    with pytest.raises(Exception, match=r"camera\.disconnected"):
        ask_node(f"{tmp_path}/video0")
