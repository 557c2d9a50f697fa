"""Paper as people bring it, drawn at 300 dpi: forms, photographs, empty sides, separators with their codes."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from deskapp.ids import CaseId
from deskapp.rules import barcode
from tests.fakes.escl.device import A4, Sheet, Side, printed

Drawing = npt.NDArray[np.uint8]
_INK = (50, 42, 40)


@dataclass(frozen=True)
class Brought:
    """One side, and what it is: "form", "photograph", "blank", "separator"."""

    kind: str
    side: Side


def form(number: int) -> Brought:
    """A filled form: a frame, rows, print."""
    page = _paper(number)
    cv2.putText(page, f"FORM {number}", (300, 380), cv2.FONT_HERSHEY_SIMPLEX, 4, _INK, 8, cv2.LINE_AA)
    for row in range(24):
        top = 560 + row * 110
        cv2.rectangle(page, (260, top), (2220, top + 110), _INK, 3)
        words = f"{row:02d}-{number:02d} applicant licence premises {number * 7919 + row * 104729:08d}"
        cv2.putText(page, words, (300, top + 76), cv2.FONT_HERSHEY_SIMPLEX, 1.5, _INK, 3, cv2.LINE_AA)
    return Brought("form", printed(page))


def photograph(number: int) -> Brought:
    """A picture of a shop front: large coloured areas, a little writing."""
    page = _paper(number)
    chance = np.random.default_rng(number)
    small = chance.integers(40, 230, (9, 7, 3), np.uint8)
    page[500:2300, 300:2180] = cv2.resize(small, (1880, 1800), interpolation=cv2.INTER_CUBIC)
    cv2.putText(page, f"PREMISES {number}", (300, 2500), cv2.FONT_HERSHEY_SIMPLEX, 3, _INK, 6, cv2.LINE_AA)
    return Brought("photograph", printed(page))


def blank(number: int) -> Brought:
    """A side on which nothing is; its paper is its own, as everybody's is."""
    return Brought("blank", printed(_paper(1000 + number)))


def separator(case: CaseId, place: int) -> Brought:
    """A separator of a case, with its bars."""
    page = _paper(place)
    made = zxingcpp.create_barcode(barcode.separator_digits(case, place), zxingcpp.BarcodeFormat.Code128)
    bars = np.asarray(made.to_image(scale=4, add_quiet_zones=True), np.uint8)[:1].repeat(260, axis=0)
    left = (A4[0] - bars.shape[1]) // 2
    page[400 : 400 + bars.shape[0], left : left + bars.shape[1]] = bars[:, :, None]
    cv2.putText(page, f"SEPARATOR {place}", (300, 1200), cv2.FONT_HERSHEY_SIMPLEX, 4, _INK, 10, cv2.LINE_AA)
    return Brought("separator", printed(page))


def sheet(front: Brought, back: Brought | None = None) -> Sheet:
    """Both sides as one sheet."""
    return Sheet(front.side, None if back is None else back.side)


def _paper(seed: int) -> Drawing:
    grain = np.random.default_rng(seed).normal(246, 1.5, (A4[1] // 4, A4[0] // 4))
    grey = cv2.resize(np.clip(grain, 0, 255).astype(np.uint8), A4, interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)
