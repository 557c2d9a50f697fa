"""Barcodes as vectors, in whole printer dots, so that any scanner reads them from any printer."""

from __future__ import annotations

import segno
from barcode.codex import Code128
from reportlab.pdfgen.canvas import Canvas

DOT = 72 / 300  # points: one dot at 300 dpi
_MODULE = 3 * DOT  # 0.254 mm: the least that a worn printer and a cheap scanner agree on
_QUIET = 10  # modules on each side (ISO/IEC 15417, 4.4)


def code128_width(digits: str) -> float:
    """How wide the code stands with its quiet zones, in points."""
    return (len(_bars(digits)) + 2 * _QUIET) * _MODULE


def code128(canvas: Canvas, digits: str, x: float, y: float, height: float) -> float:
    """Draw Code 128 (ISO/IEC 15417) with its left quiet zone at `x`; returns its width. All in points."""
    bits = _bars(digits)
    at = x + _QUIET * _MODULE
    place = 0
    while place < len(bits):
        end = place
        while end < len(bits) and bits[end] == bits[place]:
            end += 1
        if bits[place] == "1":
            canvas.rect(at + place * _MODULE, y, (end - place) * _MODULE, height, stroke=0, fill=1)
        place = end
    return code128_width(digits)


def qr(canvas: Canvas, text: str, x: float, y: float, size: float) -> None:
    """Draw a QR code (ISO/IEC 18004, level M) into a square of `size` points, its quiet zone inside."""
    matrix = segno.make(text, error="m", micro=False).matrix
    module = size / (len(matrix) + 8)
    for row, line in enumerate(matrix):
        for column, dark in enumerate(line):
            if dark:
                left, top = x + (4 + column) * module, y + size - (5 + row) * module
                canvas.rect(left, top, module + 0.05, module + 0.05, stroke=0, fill=1)


def _bars(digits: str) -> str:
    """The modules, dark ones as 1. An even number of digits is set in pairs (code set C)."""
    return str(Code128(digits).build()[0])
