"""A camera's process from outside: what it tells, and whatever becomes of it; nothing is left running."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deskapp.devices.camera.contract import Look, Opened, Shot, Told
from deskapp.devices.camera.feed import CameraFeed
from deskapp.devices.camera.listing import listed
from deskapp.devices.camera.profile import Profile
from deskapp.devices.errors import CameraCode
from deskapp.failures import DeviceTrouble
from deskapp.scans.page import head
from tests.waiting import eventually

PATIENT = 30.0


class Ear:
    """Hears a camera, and remembers."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self._guard = threading.Lock()

    def hear(self, told: Told) -> None:
        with self._guard:
            self.told.append(told)

    def of(self, kind: type[Told]) -> list[Told]:
        with self._guard:
            return [one for one in self.told if isinstance(one, kind)]

    def trouble(self) -> DeviceTrouble:
        def first() -> DeviceTrouble | None:
            return next((one for one in self.of(DeviceTrouble) if isinstance(one, DeviceTrouble)), None)

        found = eventually(first, "a trouble", patience=PATIENT)
        assert found is not None
        return found


Open = Callable[..., CameraFeed]


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def opened(ear: Ear) -> Iterator[Open]:
    made: list[CameraFeed] = []

    def start(camera: str = "", **more: object) -> CameraFeed:
        made.append(CameraFeed(Profile(camera), ear.hear, **more))  # type: ignore[arg-type]
        return made[-1]

    yield start
    for one in made:
        one.close()
        assert one._process.poll() is not None
        assert not [thread for thread in one._threads if thread.is_alive()]


def script(text: str) -> list[str]:
    """A process of the test's own in the camera's place."""
    return [sys.executable, "-c", text]


def test_looks_come_and_a_shot_is_whole(ear: Ear, opened: Open) -> None:
    feed = opened("pretend:scene=sheet,size=641x479")
    eventually(lambda: len(ear.of(Look)) > 3, "looks", patience=PATIENT)
    assert isinstance(ear.told[0], Opened)
    assert ear.told[0].size == (641, 479)
    feed.shoot(5)
    eventually(lambda: ear.of(Shot), "the shot", patience=PATIENT)
    (shot,) = ear.of(Shot)
    assert isinstance(shot, Shot)
    assert (shot.asked, head(shot.data).width, head(shot.data).height) == (5, 641, 479)
    assert len(shot.sheets) == 1
    numbers = [look.number for look in ear.of(Look) if isinstance(look, Look)]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    ("camera", "code"),
    [
        ("pretend:size=320x240,die=4", CameraCode.DRIVER_CRASHED),
        ("pretend:size=320x240,gone=4", CameraCode.DISCONNECTED),
        ("pretend:size=320x240,garbage=4", CameraCode.GARBLED),
        ("pretend:fault=busy", CameraCode.BUSY),
        ("pretend:fault=denied", CameraCode.ACCESS_DENIED),
        ("pretend:size=0x0", CameraCode.NO_SUCH_CAMERA),
        ("/dev/video987", CameraCode.NO_SUCH_CAMERA),
    ],
)
def test_each_way_to_break_is_told_as_what_it_is(ear: Ear, opened: Open, camera: str, code: CameraCode) -> None:
    opened(camera)
    assert ear.trouble().code == code


def test_a_camera_that_freezes_is_ended_and_told(ear: Ear, opened: Open) -> None:
    feed = opened("pretend:size=320x240,freeze=6", silence=1.0)
    assert ear.trouble().code == CameraCode.SILENT
    assert ear.of(Look)
    eventually(lambda: feed._process.poll() is not None, "its end")


def test_after_a_trouble_nothing_more_is_told(ear: Ear, opened: Open) -> None:
    feed = opened("pretend:size=320x240,gone=4")
    ear.trouble()
    feed.shoot(1)
    feed.close()
    assert len(ear.of(DeviceTrouble)) == 1
    assert isinstance(ear.told[-1], DeviceTrouble)


BROKEN = {
    "says nothing": ("import time, sys; sys.stdin.read()", CameraCode.SILENT),
    "says rubbish": ("print('Segmentation fault' * 50, flush=True); import sys; sys.stdin.read()", CameraCode.GARBLED),
    "ends at once": ("raise SystemExit(3)", CameraCode.DRIVER_CRASHED),
    "floods": ("import sys\nwhile True: sys.stdout.write('O\\0\\0\\0\\x02{}' * 99)", CameraCode.GARBLED),
    "hears nothing": ("import time\nwhile True: time.sleep(1)", CameraCode.SILENT),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_process_that_is_no_camera_is_told_and_ended(ear: Ear, opened: Open, name: str) -> None:
    text, code = BROKEN[name]
    opened(first=1.0, start=script(text))
    assert ear.trouble().code == code


def test_what_the_driver_said_travels_along_for_the_log(ear: Ear, opened: Open) -> None:
    opened(start=script("import sys, time; print('v4l2: oops', file=sys.stderr, flush=True); raise SystemExit(1)"))
    trouble = ear.trouble()
    assert trouble.code == CameraCode.DRIVER_CRASHED
    assert "oops" not in str(trouble.values)


def test_a_program_that_is_not_there_is_told(ear: Ear, tmp_path: Path) -> None:
    with pytest.raises(DeviceTrouble) as told:
        CameraFeed(Profile(), ear.hear, start=[str(tmp_path / "none")])
    assert told.value.code == CameraCode.NOT_ON_THIS_SYSTEM


@pytest.mark.skipif(os.name == "nt", reason="no such signal there")
def test_a_camera_ends_with_the_window_that_opened_it(opened: Open) -> None:
    feed = opened("pretend:size=320x240")
    assert feed._process.stdin is not None
    feed._process.stdin.close()  # as when the window is gone
    eventually(lambda: feed._process.poll() is not None, "its end", patience=PATIENT)


def test_the_cameras_of_this_computer_are_listed_in_a_process_of_their_own() -> None:
    assert all(camera.name for camera in listed())
