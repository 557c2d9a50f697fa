"""Makes pages of pages. The same making of the same bytes gives the same page, and carries nothing but its pixels.

So a redacted page holds no small picture of what it was, no remark of the camera and no second frame: what was
blackened is nowhere in it.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from deskapp.failures import ContentTrouble
from deskapp.rules.page_making import WHOLE, Box, Craft, Making, ask_sound
from deskapp.scans.clean import skew
from deskapp.scans.encoding import Pixels, as_jpeg, as_png
from deskapp.scans.flatten import flattened
from deskapp.scans.page import MOST_PIXELS, grey_of, head, unpacked
from deskapp.scans.straight import LOSSY, QUALITY, set_straight

_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
_PAPER = 255


def made(sources: Sequence[bytes], making: Making) -> tuple[bytes, ...]:
    """The pages that come of it. Refusal `page.making_unsound`; ContentTrouble as of `page.check`."""
    ask_sound(making, len(sources))
    heads = [head(data) for data in sources]
    if making.craft is Craft.STRAIGHTEN:
        grey = grey_of(sources[0])
        return (set_straight(sources[0], heads[0], skew(grey), grey),)
    fine = [one.dpi for one in heads]
    dpi = max(fine) if all(fine) else 0  # a page of which half has no known size has none
    pictures = [unpacked(data, cv2.IMREAD_ANYCOLOR) for data in sources]
    if making.craft is Craft.FLATTEN:
        done = [flattened(pictures[0], sheet) for sheet in making.sheets]  # each has its own dots per inch, or none
    elif making.craft is Craft.MERGE:
        done = [(_merged(_same_scale(pictures, fine), across=making.across), dpi)]
    else:
        done = [(pixels, dpi) for pixels in _crafted(pictures[0], making)]
    lossy = any(one.media_type in LOSSY for one in heads)
    return tuple(as_jpeg(pixels, QUALITY, dots) if lossy else as_png(pixels, dots) for pixels, dots in done)


def _crafted(picture: Pixels, making: Making) -> list[Pixels]:
    match making.craft:
        case Craft.TURN:
            return [np.asarray(cv2.rotate(picture, _TURNS[making.turn]), np.uint8)]
        case Craft.CROP:
            left, top, right, bottom = _pixels(picture, making.boxes[0])
            return [picture[top:bottom, left:right]]
        case Craft.SPLIT:
            long = picture.shape[0 if making.across else 1]
            at = min(max(1, round(long * making.cut / WHOLE)), long - 1)
            return [picture[:at], picture[at:]] if making.across else [picture[:, :at], picture[:, at:]]
        case _:
            return [_blackened(picture, making.boxes)]


def _blackened(picture: Pixels, boxes: Sequence[Box]) -> Pixels:
    done = picture.copy()
    for box in boxes:
        left, top, right, bottom = _pixels(picture, box)
        done[top:bottom, left:right] = 0
    return done


def _pixels(picture: Pixels, box: Box) -> tuple[int, int, int, int]:
    """The box in pixels, rounded outwards: nothing of what was marked stays."""
    height, width = picture.shape[:2]
    left, top = box.left * width // WHOLE, box.top * height // WHOLE
    right, bottom = -(-box.right * width // WHOLE), -(-box.bottom * height // WHOLE)
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _same_scale(pictures: Sequence[Pixels], dots: Sequence[int]) -> list[Pixels]:
    """Pages of different dots per inch at the finest of them, so that a millimetre stays a millimetre.

    One whose dots nobody knows stays as it is: what is not known cannot be kept true.
    """
    finest = max(dots)
    return [
        np.asarray(cv2.resize(one, None, fx=finest / dpi, fy=finest / dpi, interpolation=cv2.INTER_CUBIC), np.uint8)
        if 0 < dpi < finest
        else one
        for one, dpi in zip(pictures, dots, strict=True)
    ]


def _merged(pictures: Sequence[Pixels], *, across: bool) -> Pixels:
    coloured = any(one.ndim == 3 for one in pictures)
    same = [cv2.cvtColor(one, cv2.COLOR_GRAY2BGR) if coloured and one.ndim == 2 else one for one in pictures]
    axis = 1 if across else 0  # the side that has to be alike
    wide = max(one.shape[axis] for one in same)
    if wide * sum(one.shape[1 - axis] for one in same) > MOST_PIXELS:
        raise ContentTrouble("page.too_large")
    padded = []
    for one in same:
        room = wide - one.shape[axis]
        around = ((0, 0), (room // 2, room - room // 2)) if across else ((room // 2, room - room // 2), (0, 0))
        padded.append(np.pad(one, (*around, (0, 0))[: one.ndim], constant_values=_PAPER))
    return np.asarray(np.concatenate(padded, axis=1 - axis), np.uint8)
