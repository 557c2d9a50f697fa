"""How fine a page is, by what its file says: dots per inch that somebody meant, or that nobody knows.

A picture tells its resolution by habit more often than by knowledge. A TIFF without any is read as one dot an inch, a
camera writes the 72 that Exif 2.32 (4.6.4 A, XResolution) asks for "when the image resolution is unknown", and many
encoders leave a 1. A page printed or filed by such a number would be metres wide. So what no scanner gives counts as
unknown, and unknown is 0.
"""

from __future__ import annotations

LEAST, MOST = 50, 9600  # dots per inch: no scanner is coarser, and none can be asked for more
_BY_HABIT = 72


def believed(told: object) -> tuple[float, float]:
    """Dots per inch across and down of what a file says, each exactly as it says it; (0, 0) when nobody knows."""
    try:
        across, down = (float(dots) for dots in told)  # type: ignore[attr-defined]
    except (TypeError, ValueError, OverflowError, ZeroDivisionError):
        return 0.0, 0.0
    meant = all(LEAST <= dots <= MOST for dots in (across, down))  # not of a NaN either
    return (across, down) if meant and {round(across), round(down)} != {_BY_HABIT} else (0.0, 0.0)


def whole(told: object) -> int:
    """Dots per inch across, in whole dots; 0 when nobody knows."""
    return round(believed(told)[0])
