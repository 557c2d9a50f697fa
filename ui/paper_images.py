"""Turns a drawn paper into pictures of its pages. Runs in a lane: a page takes longer than a frame."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from deskapp.failures import ContentTrouble


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One page as it will come out; `number` counts from 1."""

    picture: QImage
    number: int
    count: int


def page(pdf: bytes, number: int, longest: int) -> PaperPage:
    """A page, as large as that many pixels on its longer side; the last one when there are not so many.

    ContentTrouble `paper.unreadable` for what is no PDF.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    try:
        document.load(buffer)
        if document.status() is not QPdfDocument.Status.Ready or not document.pageCount():
            raise ContentTrouble("paper.unreadable")
        shown = min(max(1, number), document.pageCount())
        size = (
            document.pagePointSize(shown - 1)
            .toSize()
            .scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio)
        )
        drawn = document.render(shown - 1, size)
        picture = QImage(size, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)  # what is drawn has no ground of its own
        painter = QPainter(picture)
        painter.drawImage(0, 0, drawn)
        painter.end()
        return PaperPage(picture, shown, document.pageCount())
    finally:
        document.close()
