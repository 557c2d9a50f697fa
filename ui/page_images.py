"""Turns the bytes of a scanned page into a picture. Runs in a lane: decoding an A4 page takes longer than a frame."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from deskapp.failures import ContentTrouble
from deskapp.scans.layers import Raster

MOST_MEGABYTES = 256  # of decoded picture: a small file may claim to be enormous
FORMATS = frozenset({b"jpeg", b"png", b"tiff", b"webp", b"bmp", b"pbm", b"pgm", b"ppm"})


def decode(data: bytes, longest: int) -> QImage:
    """The picture, no longer than that many pixels on its longer side. ContentTrouble `page.not_a_picture`."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    QImageReader.setAllocationLimit(MOST_MEGABYTES)
    size = reader.size()
    if not reader.canRead() or bytes(reader.format().data()) not in FORMATS or not size.isValid():
        raise ContentTrouble("page.not_a_picture")
    if max(size.width(), size.height()) > longest:
        reader.setScaledSize(size.scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise ContentTrouble("page.not_a_picture")
    return image


def image_of(raster: Raster) -> QImage:
    """Pixels as a picture, without changing one of them."""
    wide = QImage.Format.Format_RGB32
    return QImage(raster.pixels, raster.width, raster.height, raster.width * 4, wide).copy()


def png_of(picture: QImage) -> bytes:
    """A picture from the clipboard as a file, without loss."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG", 80)  # type: ignore[call-overload]
    return bytes(data.data())
