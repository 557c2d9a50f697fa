"""A camera's frame as pixels: reduced for looking at it, or whole. By the CPU alone, whatever the camera's format.

What a driver says of a frame is held against the bytes that are there, because nobody else does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

from deskapp.failures import ContentTrouble
from deskapp.scans.encoding import Pixels, as_jpeg
from deskapp.scans.page import unpacked
from deskapp.scans.sheets_seen import reduced

_QUALITY = 95  # of 100: the original page, where the camera does not give a file itself
_LARGEST = 16384  # pixels of a side
_Format = QVideoFrameFormat.PixelFormat
_PLANAR = {  # how much smaller the colours are: across, down; and whether red comes before blue
    _Format.Format_YUV420P: (2, 2, False), _Format.Format_YV12: (2, 2, True), _Format.Format_YUV422P: (2, 1, False),
}  # fmt: skip
_PAIRED = {_Format.Format_NV12: False, _Format.Format_NV21: True}
_PACKED = {_Format.Format_YUYV: (0, 1, 2, 3), _Format.Format_UYVY: (1, 0, 3, 2)}  # where light, blue, light, red stand
_BLUE_FIRST, _RED_FIRST, _RED_SECOND, _BLUE_SECOND = (0, 1, 2), (2, 1, 0), (3, 2, 1), (1, 2, 3)
_FOUR = {  # where blue, green and red stand
    _Format.Format_BGRA8888: _BLUE_FIRST, _Format.Format_BGRX8888: _BLUE_FIRST,
    _Format.Format_BGRA8888_Premultiplied: _BLUE_FIRST, _Format.Format_RGBA8888: _RED_FIRST,
    _Format.Format_RGBX8888: _RED_FIRST, _Format.Format_ARGB8888: _RED_SECOND, _Format.Format_XRGB8888: _RED_SECOND,
    _Format.Format_ARGB8888_Premultiplied: _RED_SECOND, _Format.Format_ABGR8888: _BLUE_SECOND,
    _Format.Format_XBGR8888: _BLUE_SECOND,
}  # fmt: skip

_Bytes = npt.NDArray[np.uint8]
T = TypeVar("T")


class NoPicture(Exception):
    """The frame is none: empty, shorter than it says, or in no format that holds a picture."""


def look_of(frame: QVideoFrame, longest: int) -> Pixels:
    """The picture in colour, no longer than so many pixels. Raises NoPicture."""
    return _mapped(frame, lambda: _pixels(frame, longest))


def whole_of(frame: QVideoFrame) -> tuple[bytes, Pixels]:
    """The picture as a file, and its pixels. A camera that sends files has its own bytes kept. Raises NoPicture."""

    def whole() -> tuple[bytes, Pixels]:
        if frame.pixelFormat() == _Format.Format_Jpeg:
            data = _plane(frame, 0).tobytes()
            return data, _unpacked(data, cv2.IMREAD_COLOR)
        pixels = _pixels(frame, 0)
        return as_jpeg(pixels, _QUALITY), pixels

    return _mapped(frame, whole)


def _mapped(frame: QVideoFrame, work: Callable[[], T]) -> T:
    if not (frame.isValid() and 0 < frame.width() <= _LARGEST and 0 < frame.height() <= _LARGEST):
        raise NoPicture
    if not frame.map(QVideoFrame.MapMode.ReadOnly):
        raise NoPicture
    try:
        return work()
    except (ContentTrouble, cv2.error, ValueError) as error:
        raise NoPicture from error
    finally:
        frame.unmap()


def _pixels(frame: QVideoFrame, longest: int) -> Pixels:
    kind, width, height = frame.pixelFormat(), frame.width(), frame.height()
    size = _fitting(width, height, longest)
    if kind == _Format.Format_Jpeg:
        times = max(width, height) // longest if longest else 1
        how = (
            cv2.IMREAD_REDUCED_COLOR_4 if times >= 4 else cv2.IMREAD_REDUCED_COLOR_2 if times >= 2 else cv2.IMREAD_COLOR
        )
        return reduced(_unpacked(_plane(frame, 0).tobytes(), how), longest or _LARGEST)
    if kind in _FOUR:
        four = _sized(_rows(frame, 0, height, width * 4).reshape(height, width, 4), size)
        return np.ascontiguousarray(four[:, :, list(_FOUR[kind])])
    if kind == _Format.Format_Y8:
        return np.asarray(cv2.cvtColor(_sized(_rows(frame, 0, height, width), size), cv2.COLOR_GRAY2BGR), np.uint8)
    if kind in _PLANAR or kind in _PAIRED or kind in _PACKED:
        return _coloured(frame, *_light_and_colours(frame, kind, size))
    image = frame.toImage().convertToFormat(QImage.Format.Format_RGB32)
    if image.isNull():
        raise NoPicture
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    four = rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4)
    return reduced(np.ascontiguousarray(four[:, :, :3]), longest or _LARGEST)


def _light_and_colours(
    frame: QVideoFrame, kind: QVideoFrameFormat.PixelFormat, size: tuple[int, int]
) -> tuple[_Bytes, _Bytes, _Bytes]:
    """Light, blue and red, each in the size that is wanted."""
    width, height = frame.width(), frame.height()
    half = (width + 1) // 2
    if kind in _PACKED:
        pairs = _rows(frame, 0, height, half * 4).reshape(height, half, 4)
        first, blue, second, red = (pairs[:, :, at] for at in _PACKED[kind])
        light = np.stack([first, second], axis=2).reshape(height, half * 2)[:, :width]
        one, two, three = (_sized(np.ascontiguousarray(part), size) for part in (light, blue, red))
        return one, two, three
    light = _sized(_rows(frame, 0, height, width), size)
    if kind in _PAIRED:
        both = _sized(_rows(frame, 1, (height + 1) // 2, half * 2).reshape(-1, half, 2), size)
        blue, red = both[:, :, 0], both[:, :, 1]
        return (light, red, blue) if _PAIRED[kind] else (light, blue, red)
    across, down, swapped = _PLANAR[kind]
    wide, high = -(-width // across), -(-height // down)
    one, other = (_sized(_rows(frame, plane, high, wide), size) for plane in (1, 2))
    return (light, other, one) if swapped else (light, one, other)


def _coloured(frame: QVideoFrame, light: _Bytes, blue: _Bytes, red: _Bytes) -> Pixels:
    parts = [light, red, blue]
    if frame.surfaceFormat().colorRange() != QVideoFrameFormat.ColorRange.ColorRange_Full:  # 16 to 235 and 240
        values = np.arange(256, dtype=np.float32)
        wider = np.clip((values - 16) * 255 / 219, 0, 255).astype(np.uint8)
        stronger = np.clip((values - 128) * 255 / 224 + 128, 0, 255).astype(np.uint8)
        parts = [
            np.asarray(cv2.LUT(one, by), np.uint8) for one, by in zip(parts, (wider, stronger, stronger), strict=True)
        ]
    return np.asarray(cv2.cvtColor(cv2.merge(parts), cv2.COLOR_YCrCb2BGR), np.uint8)


def _rows(frame: QVideoFrame, plane: int, rows: int, long: int) -> _Bytes:
    """So many rows of so many bytes of a plane, whatever lies between them. Of a picture with an odd height the last
    row of colours may be missing.
    """
    stride, held = frame.bytesPerLine(plane), _plane(frame, plane)
    if plane > 0 and stride > 0 and held.size < stride * (rows - 1) + long:
        rows -= 1
    if stride < long or held.size < stride * (rows - 1) + long:
        raise NoPicture
    whole = held[: stride * rows]
    if whole.size < stride * rows:  # the last row may end where its pixels end
        whole = np.pad(whole, (0, stride * rows - whole.size))
    return whole.reshape(rows, stride)[:, :long]


def _plane(frame: QVideoFrame, plane: int) -> _Bytes:
    if plane >= frame.planeCount() or frame.mappedBytes(plane) <= 0:
        raise NoPicture
    return np.frombuffer(frame.bits(plane), np.uint8)[: frame.mappedBytes(plane)]


def _unpacked(data: bytes, how: int) -> Pixels:
    pixels = unpacked(data, how)
    if max(pixels.shape[:2]) > _LARGEST:
        raise NoPicture
    return pixels


def _fitting(width: int, height: int, longest: int) -> tuple[int, int]:
    factor = longest / max(width, height) if longest else 1.0
    if factor >= 1:
        return width, height
    return max(1, round(width * factor)), max(1, round(height * factor))


def _sized(plane: _Bytes, size: tuple[int, int]) -> _Bytes:
    if (plane.shape[1], plane.shape[0]) == size:
        return plane
    smaller = plane.shape[1] > size[0]
    how = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(plane, size, interpolation=how), np.uint8)
