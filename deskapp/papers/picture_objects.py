"""Seals and signatures as the PDF library knows them. One seal goes onto every paper of a day: it is packed once."""

from __future__ import annotations

import zlib
from functools import lru_cache
from hashlib import sha256

from reportlab.pdfbase.pdfdoc import PDFImageXObject
from reportlab.pdfgen.canvas import Canvas

from deskapp.papers.pixels import Pixels


def lay(canvas: Canvas, shown: Pixels, place: tuple[float, float, float, float]) -> None:
    """Put a picture into a rectangle (x, y, width, height). However often it stands in a file, it is in it once."""
    x, y, wide, high = place
    name, colour, cover = _packed(shown)
    registered = canvas._doc.getXObjectName(name)
    if registered not in canvas._doc.idToObject:
        mask = _image(f"{name}-cover", shown, cover, "DeviceGray")
        image = _image(name, shown, colour, "DeviceRGB")
        image.smask = canvas._doc.Reference(mask, canvas._doc.getXObjectName(mask.name))
        canvas._doc.Reference(image, registered)
        canvas._doc.addForm(name, image)
    canvas._currentPageHasImages = 1
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(wide, high)
    canvas._code.append(f"/{registered} Do")
    canvas.restoreState()
    canvas._formsinuse.append(name)


def _image(name: str, shown: Pixels, packed: bytes, space: str) -> PDFImageXObject:
    image = PDFImageXObject(name)
    image.width, image.height = shown.wide, shown.high
    image.bitsPerComponent, image.colorSpace = 8, space
    image.streamContent, image._filters = packed, ("FlateDecode",)
    return image


@lru_cache(maxsize=32)
def _packed(shown: Pixels) -> tuple[str, bytes, bytes]:
    """Its name, which is the same for the same picture, and its two planes packed."""
    name = sha256(shown.wide.to_bytes(4, "big") + shown.colour + shown.cover).hexdigest()[:24]
    return name, zlib.compress(shown.colour, 6), zlib.compress(shown.cover, 6)
