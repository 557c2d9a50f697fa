"""Raw pictures (PNM), as drivers' own processes write them: their pixels, without a copy where they can be had so."""

from __future__ import annotations

import re

import cv2
import numpy as np

from deskapp.failures import ContentTrouble
from deskapp.scans.encoding import Pixels
from deskapp.scans.page import MOST_PIXELS, decoded

_KINDS = (b"P4", b"P5", b"P6")
_BETWEEN = rb"(?:\s|#[^\r\n]*[\r\n])+"  # each blank for itself: in runs, many blanks would be tried in every way
_SIZE = re.compile(rb"P[456]" + _BETWEEN + rb"(?P<width>\d{1,9})" + _BETWEEN + rb"(?P<height>\d{1,9})\s")
_BYTES = re.compile(rb"P(?P<kind>[56])" + _BETWEEN + rb"(?P<width>\d{1,9})\s+(?P<height>\d{1,9})\s+255\s")  # 8 bits


def is_raw(data: bytes) -> bool:
    """Whether it is a picture that nobody has packed."""
    return data.startswith(_KINDS)


def pixels(raw: bytes) -> Pixels:
    """Its pixels. ContentTrouble `page.truncated` when it is less than its head says, `page.too_large`."""
    said = _SIZE.match(raw)
    if said is None:
        raise ContentTrouble("page.truncated")
    width, height = int(said["width"]), int(said["height"])
    if width * height > MOST_PIXELS:
        raise ContentTrouble("page.too_large")
    plain = _BYTES.match(raw)
    if plain is None:
        return decoded(raw, cv2.IMREAD_ANYCOLOR)
    colours = 3 if plain["kind"] == b"6" else 1
    if not 0 < width * height * colours <= len(raw) - plain.end():
        raise ContentTrouble("page.truncated")
    there = np.frombuffer(raw, np.uint8, width * height * colours, plain.end())
    if colours == 1:
        return there.reshape(height, width)
    return np.asarray(cv2.cvtColor(there.reshape(height, width, 3), cv2.COLOR_RGB2BGR), np.uint8)
