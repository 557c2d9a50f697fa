"""How a window photographs, read from its settings and kept there; the best size; a camera found again by its title."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from deskapp.devices.camera.contract import Listed
from deskapp.devices.camera.pretend import DESKS, SCENES, PretendCamera
from deskapp.devices.camera.profile import Profile, best_size, camera_of, read, words_of
from deskapp.failures import Refusal
from deskapp.settings import Settings, keep
from deskapp.settings import read as read_settings

SIZES = ((4208, 3120), (3264, 2448), (2592, 1944), (1920, 1080), (640, 480))
CAMERAS = (
    Listed("/dev/video0", "USB Camera"),
    Listed("/dev/video2", "Doc Camera"),
    Listed("/dev/video4", "USB Camera"),
)


def test_a_profile_is_kept_in_the_settings_and_read_again(tmp_path: Path) -> None:
    profile = Profile("Doc Camera", (2592, 1944), 270, by_itself=True, paper="A5")
    keep(tmp_path, words_of(profile))
    assert read(read_settings({}, home=tmp_path)) == profile
    assert read(Settings(home=tmp_path)) == Profile()


@pytest.mark.parametrize(
    "said",
    [
        {"camera_turn": "45"},
        {"camera_turn": ""},
        {"camera_shutter": "always"},
        {"camera_paper": "B5"},
        {"camera_size": "large"},
        {"camera_size": "0x0"},
        {"camera_size": "99999999x1"},
        {"camera_size": "640"},
    ],
)
def test_a_wrong_word_is_named(tmp_path: Path, said: dict[str, str]) -> None:
    with pytest.raises(Refusal) as told:
        read(replace(Settings(home=tmp_path), **said))  # type: ignore[arg-type]
    assert told.value.values == {"word": next(iter(said))}


def test_the_environment_names_the_camera(tmp_path: Path) -> None:
    assert read_settings({"DESKAPP_CAMERA": "Doc Camera"}, home=tmp_path).camera == "Doc Camera"


def test_the_best_size_is_enough_for_a_page_and_not_more() -> None:
    assert best_size(SIZES, (0, 0)) == (3264, 2448)
    assert best_size(SIZES[:1], (0, 0)) == (4208, 3120)
    assert best_size((), (0, 0)) == (0, 0)
    assert best_size(SIZES, (2592, 1944)) == (2592, 1944)
    assert best_size(SIZES, (2500, 1900)) == (2592, 1944)  # another camera than the one that was set


def test_a_camera_is_found_by_its_name_and_in_another_socket_by_its_title() -> None:
    assert camera_of(CAMERAS, "") == CAMERAS[0]
    assert camera_of(CAMERAS, "/dev/video2") == CAMERAS[1]
    assert camera_of(CAMERAS, "Doc Camera") == CAMERAS[1]
    assert camera_of(CAMERAS, "another") is None
    assert camera_of((), "") is None


@pytest.mark.parametrize(
    "name",
    [
        "pretend:scene=moon",
        "pretend:size=1x1",
        "pretend:size=99999x99999",
        "pretend:fps=0",
        "pretend:desk=glass",
        "pretend:die=-1",
        "pretend:fault=on fire",
        "pretend:colour=red",
        "pretend:fps=x",
        "usb:1",
    ],
)
def test_what_cannot_be_drawn_is_no_camera(name: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PretendCamera.named(name)


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("desk", DESKS)
def test_the_same_number_gives_the_same_picture_and_another_another(scene: str, desk: str) -> None:
    camera = PretendCamera.named(f"pretend:scene={scene},desk={desk},size=320x241,fps=5")
    again = PretendCamera.named(f"pretend:scene={scene},desk={desk},size=320x241,fps=5")
    seen = [camera.picture(number) for number in (1, 2, 20, 36)]
    assert all((one == again.picture(number)).all() for one, number in zip(seen, (1, 2, 20, 36), strict=True))
    assert all(one.shape == (241, 320, 3) for one in seen)
    assert not (seen[0] == seen[1]).all()


def test_in_practice_papers_come_and_go() -> None:
    camera = PretendCamera(size=(320, 240), fps=5)
    seconds = [camera.picture(1 + 5 * second).mean() for second in range(18)]
    assert max(seconds) - min(seconds) > 20
