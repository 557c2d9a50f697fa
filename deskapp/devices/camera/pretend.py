"""What lies before a camera that nobody has: for practice, for the demo and for tests. Drawn, and marked as practice.

It only draws; the process around a camera plays the pictures to Qt as a real one would.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from deskapp.devices.camera.contract import PRETEND, Size
from deskapp.devices.camera.profile import size_of
from deskapp.failures import Refusal

SCENES = ("practice", "sheet", "tilted", "card", "two", "none", "hand", "out")
FAULTS = ("busy", "denied", "none")
DESKS = {"dark": (46, 52, 48), "light": (206, 212, 214), "wood": (92, 132, 176)}  # OpenCV counts blue, green, red
_PAPER, _INK, _SKIN = (240, 246, 248), (52, 46, 44), (132, 164, 214)
_A4, _CARD = (210.0, 297.0), (85.6, 53.98)  # mm
_SEEN_HIGH = 340.0  # mm of desk from top to bottom of the picture
_COMES, _LIES, _EMPTY = 1.0, 6.0, 0.8  # s of one paper in practice
_GRAINS = 3
_LEANS = 0.06  # how much nearer the lower edge of the picture is than its middle, twice

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class PretendCamera:
    """`scene`: what lies there; `size` of a picture in pixels; `fps`: pictures a second; `desk`: dark, light, wood.

    `die`, `freeze`, `garbage`, `gone`: with which picture the driver crashes, sends no more, sends rubbish, or the
    camera is pulled out; 0 for never. `fault`: why it does not even begin.
    """

    scene: str = "practice"
    size: Size = (2592, 1944)
    fps: int = 25
    desk: str = "dark"
    die: int = 0
    freeze: int = 0
    garbage: int = 0
    gone: int = 0
    fault: str = ""

    @classmethod
    def named(cls, name: str) -> Self:
        """From "pretend:scene=card,size=640x480". Raises ValueError for anything else, and beyond reason."""
        said = dict(part.partition("=")[::2] for part in name.removeprefix(PRETEND).split(",") if part)
        if not name.startswith(PRETEND) or not said.keys() <= {field.name for field in fields(cls)}:
            raise ValueError(name)
        whole = {word: int(said[word]) for word in ("fps", "die", "freeze", "garbage", "gone") if word in said}
        texts = {word: said[word] for word in ("scene", "desk", "fault") if word in said}
        try:
            size = size_of(said.get("size", "2592x1944"))
        except Refusal as refusal:
            raise ValueError(name) from refusal
        made = cls(size=size, **whole, **texts)  # type: ignore[arg-type]
        known = made.scene in SCENES and made.desk in DESKS and made.fault in ("", *FAULTS)
        fits = min(size) >= 16 and max(size) <= 8192 and 1 <= made.fps <= 60
        if not (known and fits and min(whole.values(), default=0) >= 0):
            raise ValueError(name)
        return made

    def picture(self, number: int) -> Picture:
        """The picture of this number, counted from 1, in colour. The same number gives the same picture, and another
        one another: a camera never sees the same twice.
        """
        return _alive(self._drawn(number), number)

    def _drawn(self, number: int) -> Picture:
        if self.scene != "practice":
            return _still(self.size, self.desk, self.scene, number % _GRAINS)
        turn = _COMES + _LIES + _COMES + _EMPTY
        paper, at = divmod(number / self.fps, turn)
        which = int(paper) % 4
        if _COMES <= at < _COMES + _LIES:
            return _still(self.size, self.desk, f"practice {which}", number % _GRAINS)
        if at >= _COMES + _LIES + _COMES:
            return _still(self.size, self.desk, "none", number % _GRAINS)
        away = 1 - at / _COMES if at < _COMES else (at - _COMES - _LIES) / _COMES
        return _moving(self.size, self.desk, which, away)


@lru_cache(maxsize=_GRAINS + 1)  # five million pixels each: what lies still is drawn once
def _still(size: Size, desk: str, scene: str, grain: int) -> Picture:
    picture = _desk(size, desk).copy()
    mm = size[1] / _SEEN_HIGH
    middle = (size[0] / 2, size[1] / 2)
    if scene.startswith("practice"):
        _lay_practice(picture, int(scene[-1]), 0.0)
    elif scene in ("sheet", "hand", "tilted"):
        _lay(picture, _form(1), _A4, middle, tilt=11.0 if scene == "tilted" else 1.5, mm=mm)
    elif scene == "out":
        _lay(picture, _form(1), _A4, (middle[0], size[1] * 0.85), tilt=4.0, mm=mm)
    elif scene == "card":
        _lay(picture, _card(back=False), _CARD, middle, tilt=-6.0, mm=mm)
    elif scene == "two":
        _lay(picture, _card(back=False), _CARD, (middle[0] - 55 * mm, middle[1]), tilt=-4.0, mm=mm)
        _lay(picture, _card(back=True), _CARD, (middle[0] + 55 * mm, middle[1] + 8 * mm), tilt=7.0, mm=mm)
    if scene == "hand":
        _hand(picture, (middle[0] + 95 * mm, middle[1] + 60 * mm), mm)
    return _grainy(picture, grain)


def _moving(size: Size, desk: str, which: int, away: float) -> Picture:
    picture = _desk(size, desk).copy()
    _lay_practice(picture, which, away)
    return picture


def _lay_practice(picture: Picture, which: int, away: float) -> None:
    height, width = picture.shape[:2]
    mm = height / _SEEN_HIGH
    at = (width / 2 + away * width * 0.9, height / 2)
    size = _A4 if which < 2 else _CARD
    page = _form(which + 1) if which < 2 else _card(back=which == 3)
    _lay(picture, page, size, at, tilt=(2.0, -3.0, 4.0, -5.0)[which] + 8 * away, mm=mm)
    if away:
        _hand(picture, (at[0] + size[0] * mm / 2, at[1] + 20 * mm), mm)


@lru_cache(maxsize=2)
def _desk(size: Size, name: str) -> Picture:
    width, height = size
    across, down = np.meshgrid(
        np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32)
    )
    light = 1.06 - 0.10 * across + 0.06 * down  # the lamp stands to the left
    if name == "wood":
        light = light + 0.035 * np.sin(down * 70 + 3 * np.sin(across * 4))
    plain = np.array(DESKS[name], np.float32)[None, None, :] * light[:, :, None]
    return np.asarray(np.clip(plain, 0, 255), np.uint8)


def _lay(
    picture: Picture, page: Picture, paper: tuple[float, float], at: tuple[float, float], *, tilt: float, mm: float
) -> None:
    """Lay a page with its middle there, turned clockwise by `tilt` degrees. The camera looks a little from below."""
    turn = math.radians(tilt)
    half = (paper[0] * mm / 2, paper[1] * mm / 2)
    middle = (picture.shape[1] / 2, picture.shape[0] / 2)
    corners = []
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        across, down = x * half[0], y * half[1]
        right = across * math.cos(turn) - down * math.sin(turn)
        below = across * math.sin(turn) + down * math.cos(turn)
        x_off, y_off = at[0] + right - middle[0], at[1] + below - middle[1]
        nearer = 1 / (1 - _LEANS * y_off / picture.shape[0])
        corners.append((middle[0] + x_off * nearer, middle[1] + y_off * nearer))
    high, wide = page.shape[:2]
    lies = cv2.getPerspectiveTransform(
        np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32), np.array(corners, np.float32)
    )
    size = (picture.shape[1], picture.shape[0])
    cv2.warpPerspective(page, lies, size, dst=picture, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT)


def _hand(picture: Picture, at: tuple[float, float], mm: float) -> None:
    """A hand that holds something there, and its arm out of the picture to the right."""
    x, y = at
    for finger in range(4):
        tip = (round(x - 22 * mm), round(y + (finger * 14 - 21) * mm))
        cv2.line(picture, tip, (round(x + 14 * mm), round(y)), _SKIN, round(13 * mm), cv2.LINE_AA)
    cv2.circle(picture, (round(x + 20 * mm), round(y)), round(32 * mm), _SKIN, -1, cv2.LINE_AA)
    end = (picture.shape[1] + round(60 * mm), round(y + 40 * mm))
    cv2.line(picture, (round(x + 25 * mm), round(y)), end, (96, 84, 60), round(52 * mm), cv2.LINE_AA)


@lru_cache(maxsize=4)
def _form(number: int) -> Picture:
    dots = 8  # to a millimetre
    page = np.full((round(_A4[1] * dots), round(_A4[0] * dots), 3), _PAPER, np.uint8)
    left, right = 20 * dots, page.shape[1] - 20 * dots
    _write(page, f"PRACTICE  form {number}", (left, 30 * dots), 2.6)
    for row in range(5):
        top = (42 + row * 12) * dots
        cv2.rectangle(page, (left, top), (right, top + 12 * dots), _INK, 3)
        _write(
            page,
            ("applicant", "licence", "premises", "window", "received")[row],
            (left + 4 * dots, top + 8 * dots),
            1.5,
        )
    for row in range(20):
        words = "applicant licence premises material copy original window received"
        _write(page, words[row % 7 : row % 7 + 52], (left, (118 + row * 8) * dots), 1.35)
    cv2.circle(page, (right - 24 * dots, 268 * dots), 18 * dots, (60, 50, 200), 12, cv2.LINE_AA)
    return page


@lru_cache(maxsize=2)
def _card(*, back: bool) -> Picture:
    dots = 12
    page = np.full((round(_CARD[1] * dots), round(_CARD[0] * dots), 3), (226, 236, 214), np.uint8)
    if back:
        cv2.circle(page, (14 * dots, 14 * dots), 8 * dots, (60, 50, 200), -1, cv2.LINE_AA)
        _write(page, "PRACTICE  card, back", (28 * dots, 16 * dots), 1.7)
        _write(page, "valid 2020.01.01-2040.01.01", (14 * dots, 44 * dots), 1.3)
    else:
        cv2.rectangle(page, (58 * dots, 10 * dots), (80 * dots, 38 * dots), (190, 180, 160), -1)
        _write(page, "PRACTICE  card", (5 * dots, 10 * dots), 1.7)
        for row in range(3):
            _write(
                page,
                ("name  sample", "born  1988-02-29", "lives  river road")[row],
                (5 * dots, (18 + row * 8) * dots),
                1.2,
            )
    return page


def _write(page: Picture, words: str, at: tuple[int, int], size: float) -> None:
    cv2.putText(page, words, at, cv2.FONT_HERSHEY_SIMPLEX, size, _INK, max(2, round(size * 2)), cv2.LINE_AA)


def _alive(picture: Picture, number: int) -> Picture:
    """Grain of its own in a band across the middle; in all of it would take longer than a picture lasts."""
    done = picture.copy()
    top, high = picture.shape[0] // 2, min(48, picture.shape[0] // 2)
    band = done[top : top + high]
    noise = np.random.default_rng(number).integers(0, 5, (high, 512, 1), np.uint8)
    again = np.tile(noise, (1, -(-band.shape[1] // 512), 1))[:, : band.shape[1]]
    band[:] = cv2.subtract(band, np.repeat(again, 3, axis=2))
    return done


def _grainy(picture: Picture, grain: int) -> Picture:
    chance = np.random.default_rng(grain)
    tile = chance.normal(0, 2.0, (256, 256, 1)).astype(np.float32)
    again = (-(-picture.shape[0] // 256), -(-picture.shape[1] // 256), 1)
    noise = np.tile(tile, again)[: picture.shape[0], : picture.shape[1]]
    return np.asarray(np.clip(picture + noise, 0, 255), np.uint8)
