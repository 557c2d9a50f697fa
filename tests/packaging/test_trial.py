"""The trial of the setup finds what it looks for, and fails when it does not: it runs where nobody watches."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.packaging.recipe import module

build, trial, rehearsal, verify = (module(name) for name in ("build", "trial", "rehearsal", "verify"))
parts_list, windows_parts = module("parts_list"), module("windows_parts")


def test_what_a_program_says_is_found_among_what_its_libraries_say() -> None:
    assert trial.said_json('Failed to create DXGI factory.\n{"steps": 3}\nwine: noise') == {"steps": 3}
    assert trial.said_json('[0;93m warning\n[{"ok": true}]') == [{"ok": True}]
    with pytest.raises(build.BuildError, match="no line of JSON"):
        trial.said_json("Traceback (most recent call last):\n  x")


def test_what_does_not_hold_ends_the_trial() -> None:
    with pytest.raises(build.BuildError, match="two programs"):
        trial.must([], "two programs")
    trial.must([1], "")
    with pytest.raises(build.BuildError, match="'old', not 'new'"):
        rehearsal.held("old", "new", "version")


def test_what_never_comes_is_not_waited_for_for_ever() -> None:
    with pytest.raises(build.BuildError, match="in vain: a window"):
        trial.until(lambda: False, "a window", seconds=0)


def test_a_picture_that_is_none_ends_the_trial(tmp_path: Path) -> None:
    with pytest.raises(build.BuildError, match=r"no picture: seen\.png"):
        trial.shows(tmp_path / "seen.png", trial.GOOD)


def test_a_broken_copy_leaves_the_program_as_it_is(tmp_path: Path) -> None:
    part = tmp_path / "program" / "_internal" / "zxingcpp" / "zxingcpp.pyd"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"MZ")
    (tmp_path / "program" / "OneWindow.exe").write_bytes(b"MZ")
    copy = verify.broken_copy(tmp_path / "program", tmp_path / "broken")
    assert part.exists()
    assert [path.name for path in copy.rglob("*") if path.is_file()] == ["OneWindow.exe"]
    assert os.stat(copy / "OneWindow.exe").st_nlink == 2, "shared, not copied"


def test_what_a_child_says_is_found_among_what_a_driver_says() -> None:
    text = 'fixme: noise\n{"say": "printer", "name": "Front"}\n[1]\n{broken\n{"say": "done"}\n'
    assert windows_parts.said(text) == [{"say": "printer", "name": "Front"}, {"say": "done"}]


def test_a_setup_of_another_recipe_is_not_tried(tmp_path: Path) -> None:
    one = trial.Trial(tmp_path, tmp_path / "out")
    (tmp_path / "setup.exe").write_bytes(b"x")
    (tmp_path / "SHA256SUMS").write_text(parts_list.digests([tmp_path / "setup.exe"]))
    for text in (None, "another"):
        if text is not None:
            (tmp_path / build.RECIPE).write_text(text)
        with pytest.raises(build.BuildError, match="another recipe"):
            verify.hold_lists(one)
