"""Pixels as files, true to size: the same pixels give the same bytes, and nothing else of where they came from."""

from __future__ import annotations

import zlib

import cv2
import numpy as np
from numpy.typing import NDArray

from deskapp.failures import ContentTrouble

Pixels = NDArray[np.uint8]
_PNG_HEAD = 8 + 25  # its signature, and the chunk that says how large it is
_INCH = 0.0254  # m


def as_jpeg(pixels: Pixels, quality: int, dpi: int = 0) -> bytes:
    """As JPEG; `quality` of 100. `dpi` is written into it where it is known: nobody could print it true to size."""
    data = bytearray(_encoded(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality]))
    if dpi and data[6:11] == b"JFIF\0":  # OpenCV leaves the density blank; 1 says "per inch", then across and down
        data[13:18] = b"\x01" + min(dpi, 65535).to_bytes(2, "big") * 2
    return bytes(data)


def as_png(pixels: Pixels, dpi: int = 0) -> bytes:
    """As PNG, for what came without loss."""
    data = _encoded(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, 3])
    if not dpi:
        return data
    dots = round(dpi / _INCH).to_bytes(4, "big")
    body = b"pHYs" + dots + dots + b"\x01"
    return data[:_PNG_HEAD] + (9).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big") + data[_PNG_HEAD:]


def _encoded(kind: str, pixels: Pixels, how: list[int]) -> bytes:
    try:
        done, written = cv2.imencode(kind, pixels, how)
    except cv2.error as error:
        raise ContentTrouble("page.too_large") from error
    if not done:
        raise ContentTrouble("page.truncated")
    return bytes(written)
