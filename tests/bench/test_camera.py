"""What the bench of the camera wants, and that a camera that stutters is told."""

from __future__ import annotations

from tests.bench.camera import rows


def test_a_smooth_camera_and_a_calm_screen_are_met() -> None:
    assert [row.met for row in rows(15.0, 50.0, 0.8, 50.0)] == [True, True, True, None]


def test_a_camera_that_stutters_and_a_screen_that_stands_still_are_told() -> None:
    assert [row.met for row in rows(14.9, 50.1, 0.8, 80.0)] == [False, False, False, None]
