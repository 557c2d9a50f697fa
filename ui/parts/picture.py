"""A picture that gives way: as large as there is room for."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget


class Picture(QWidget):
    """A page that is seen whole, however much room there is."""

    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self.setMinimumSize(150, 200)

    def show_image(self, image: QImage | None) -> None:
        """Show it, or nothing."""
        self.image = image
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """As large as it fits, at the top."""
        if self.image is not None:
            size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRect((self.width() - size.width()) // 2, 0, size.width(), size.height()), self.image)
            painter.end()
