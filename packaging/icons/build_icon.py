"""Makes what Windows shows from window.svg: the program's icon, and the picture at the side of the setup's last page.

python packaging/icons/build_icon.py
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
SETUP = Path(__file__).resolve().parents[1] / "windows"
SIDE = (164, 314)  # as the setup wants it
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)  # at 100 to 250 %


def picture(renderer: QSvgRenderer, size: int) -> bytes:
    """The drawing at one size, as PNG."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(kept.data())


def icon(pictures: dict[int, bytes]) -> bytes:
    """Pictures of several sizes as one icon file: a table of what stands where, then they (256 is written 0)."""
    at = 6 + 16 * len(pictures)
    table, bodies = struct.pack("<HHH", 0, 1, len(pictures)), b""
    for size, body in pictures.items():
        table += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(body), at + len(bodies))
        bodies += body
    return table + bodies


def side(renderer: QSvgRenderer) -> QImage:
    """The setup's side: the drawing on its own blue, a little above the middle; in few colours, to be small."""
    image = QImage(*SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor("#1857B8"))
    painter = QPainter(image)
    renderer.render(painter, QRectF(34, 84, 96, 96))
    painter.end()
    return image.convertToFormat(QImage.Format.Format_Indexed8)


def main() -> None:
    """Write both."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    renderer = QSvgRenderer(str(ICONS / "window.svg"))
    (ICONS / "window.ico").write_bytes(icon({size: picture(renderer, size) for size in SIZES}))
    side(renderer).save(str(SETUP / "side.bmp"), "BMP")
    application.quit()


if __name__ == "__main__":
    main()
