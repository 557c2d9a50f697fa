"""One look through a camera: which sheets lie there, what has moved since the last one, whether a lamp shines back."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from deskapp.rules.lying_still import Sight
from deskapp.rules.page_making import WHOLE, Corner
from deskapp.scans.encoding import Pixels
from deskapp.scans.flatten import in_pixels
from deskapp.scans.sheets_seen import find, reduced

_COARSE = 160  # pixels of the longer side in which movement is looked for
_CHANGED = 16  # grey levels by which a moved thing differs; the grain of a poor camera is less at this size
_BURNT = 250  # grey level at which nothing can be read
_DULL = 238  # grey of the paper above which the whole sheet is bright and not a lamp
_SPOT = 0.006  # of the sheet


class Eyes:
    """Remembers the last look, because movement is what differs from it."""

    def __init__(self) -> None:
        self._before: Pixels | None = None

    def look(self, picture: Pixels) -> Sight:
        """Look at a picture in colour, as OpenCV has it. Of any size."""
        found = find(picture)
        grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
        now = np.asarray(cv2.GaussianBlur(reduced(grey, _COARSE), (3, 3), 0), np.uint8)
        before, self._before = self._before, now
        moved = WHOLE
        if before is not None and before.shape == now.shape:
            moved = round(float(np.mean(cv2.absdiff(before, now) > _CHANGED)) * WHOLE)
        return Sight(found.sheets, found.reaches_in, moved, any(glares(grey, sheet) for sheet in found.sheets))


def glares(grey: Pixels, sheet: Sequence[Corner]) -> bool:
    """Whether a lamp shines back from a sheet: a spot is burnt out, and the paper around it is not."""
    small = reduced(grey, 480)
    height, width = small.shape
    corners = in_pixels(sheet, width, height)
    middle = corners.mean(axis=0)
    inside = np.zeros_like(small)
    cv2.fillConvexPoly(inside, np.rint(middle + (corners - middle) * 0.94).astype(np.int32), (255,))
    seen = small[inside > 0]
    if seen.size < 100:
        return False
    burnt = float(np.mean(seen >= _BURNT))
    return float(np.median(seen)) < _DULL and burnt > _SPOT
