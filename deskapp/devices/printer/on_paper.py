"""Where a page comes to lie on a sheet of a printer, and how finely it is drawn. Pure: numbers in, numbers out."""

from __future__ import annotations

import math
from dataclasses import dataclass

INCH = 72.0  # points of a PDF in an inch
_FINEST = 400  # dots an inch that a page is drawn with; print is not sharper for more, and the picture is four times it
_SLACK = 1.02  # a sheet may be so much smaller than the page before the page is drawn smaller: A4 is never quite A4


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a printer says of its paper, all in its own dots: dots an inch, the whole sheet, and the strip at the left
    and at the top that it cannot reach."""

    across: int  # dots an inch
    down: int
    width: int
    height: int
    left: int = 0
    top: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A page on the sheet, in the printer's dots from the first one it can reach; it may begin before that.

    `scale`: pixels that the page is drawn with for each point. `turned`: it is drawn a quarter turn clockwise.
    """

    x: int
    y: int
    width: int
    height: int
    scale: float
    turned: bool


def placed(width: float, height: float, sheet: Sheet) -> Place:
    """Where a page of so many points comes to lie. ValueError for a page or a sheet without a size.

    True to size with its corner on the sheet's corner, because barcodes and forms are measured; smaller only when the
    sheet is smaller, and turned only when the sheet lies the other way.
    """
    numbers = (width, height, sheet.across, sheet.down, sheet.width, sheet.height)
    if not all(math.isfinite(number) and number > 0 for number in numbers):
        raise ValueError("nothing has no place")
    turned = (width > height) != (sheet.width / sheet.across > sheet.height / sheet.down) and width != height
    wide, high = (height, width) if turned else (width, height)
    across, down = wide / INCH * sheet.across, high / INCH * sheet.down
    share = min(1.0, sheet.width * _SLACK / across, sheet.height * _SLACK / down)
    step = math.ceil(sheet.across / _FINEST)  # whole dots of the printer for a pixel: bars of a code stay even
    return Place(
        x=-sheet.left, y=-sheet.top, width=round(across * share), height=round(down * share),
        scale=sheet.across / step / INCH * share, turned=turned,
    )  # fmt: skip
