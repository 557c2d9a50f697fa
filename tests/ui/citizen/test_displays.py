"""The citizen's screen on a display of its own: on a real X server, where displays are plugged in and pulled out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.x_display import XDisplay, x_display
from tests.waiting import eventually

WIDE, HIGH = 2944, 768
_CLERKS = (0, 0, 1920, 768)
_CITIZENS = [1920, 0, 1024, 600]


class Beside:
    """The program on the display, told and asked by lines."""

    def __init__(self, display: XDisplay) -> None:
        self.display = display
        env = os.environ | {"DISPLAY": display.name, "QT_QPA_PLATFORM": "xcb"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.citizen.on_displays"],
            env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3],
        )  # fmt: skip
        self.first = self._answer()

    def does(self, *words: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(" ".join(words) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def comes_to(self, true: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until it stands so."""
        eventually(lambda: true(self.does("look")), "the place of the citizen's screen")
        return self.does("look")

    def end(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the program has ended"
        told: dict[str, Any] = json.loads(line)
        return told


@pytest.fixture
def display() -> Iterator[XDisplay]:
    with x_display(WIDE, HIGH) as made:
        made.plug("clerk", *_CLERKS, first=True)
        yield made


@contextmanager
def beside_on(display: XDisplay) -> Iterator[Beside]:
    made = Beside(display)
    try:
        yield made
    finally:
        made.end()


def test_it_fills_the_second_display_and_comes_and_goes_with_it(display: XDisplay, tmp_path: Path) -> None:
    display.plug("citizen", *_CITIZENS)
    with beside_on(display) as beside:
        assert (beside.first["displays"], beside.first["shown"]) == (2, True)
        told = beside.comes_to(lambda now: now["at"] == _CITIZENS)
        assert told["on"] == "citizen"
        beside.does("picture", str(tmp_path / "citizen.png"))
        assert (tmp_path / "citizen.png").stat().st_size > 5000
        display.pull("citizen")
        gone = beside.comes_to(lambda now: now["displays"] == 1)
        assert gone["shown"] is False, "it is never pushed onto the clerk's own display"
        display.plug("citizen", *_CITIZENS)
        back = beside.comes_to(lambda now: bool(now["shown"]))
        assert (back["on"], back["choice"]) == ("citizen", "")


def test_with_one_display_it_waits_for_the_clerk_and_then_is_a_small_window(display: XDisplay) -> None:
    with beside_on(display) as beside:
        assert (beside.first["displays"], beside.first["shown"]) == (1, False)
        told = beside.does("open")
        assert (told["shown"], told["on"], told["choice"]) == (True, "", "window")
        assert told["at"][2] < 1024
        display.plug("citizen", *_CITIZENS)
        still = beside.comes_to(lambda now: now["displays"] == 2)
        assert still["on"] == "", "a window that was chosen stays one"
        moved = beside.does("choose", "citizen")
        assert (moved["on"], moved["choice"]) == ("citizen", "citizen")
        off = beside.does("choose", "off")
        assert off["shown"] is False
        display.pull("citizen")
        display.plug("citizen", *_CITIZENS)
        assert beside.comes_to(lambda now: now["displays"] == 2)["shown"] is False, "off stays off"
