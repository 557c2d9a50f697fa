"""A change of the Windows recipe that nobody verified is found by a build server, and verified there or refused."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.house import ROOT
from tests.packaging.recipe import module

verified = module("verified")
PROJECT = """[project]
name = "deskapp"
version = "0.1.0"
dependencies = ["httpx"]
[project.optional-dependencies]
windows = ["pyinstaller"]
dev = ["pytest"]
[tool.ruff]
line-length = 120
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a recipe."""
    folder = tmp_path / "house" / "packaging" / "windows"
    (folder / "stubs").mkdir(parents=True)
    (folder / "build.py").write_text("# how")
    (folder / "stubs" / "a.c").write_text("int a;")
    (tmp_path / "house" / "pyproject.toml").write_text(PROJECT)
    return tmp_path / "house"


def test_whatever_makes_the_package_or_tries_it_is_of_the_digest(root: Path) -> None:
    seen = {verified.digest(root)}
    folder = root / "packaging" / "windows"
    for change in (
        lambda: (folder / "build.py").write_text("# how else"),
        lambda: (folder / "stubs" / "a.c").write_text("int b;"),
        lambda: (folder / "new.py").write_text(""),
        lambda: (folder / "new.py").rename(folder / "newer.py"),
        lambda: (folder / "requirements.lock").write_text("uv==1"),
        lambda: (root / "pyproject.toml").write_text(PROJECT.replace("httpx", "httpx>=1")),
        lambda: (root / "pyproject.toml").write_text(PROJECT.replace("0.1.0", "0.2.0")),
        lambda: (root / "pyproject.toml").write_text(PROJECT.replace("pyinstaller", "nuitka")),
    ):
        change()
        seen.add(verified.digest(root))
    assert len(seen) == 9


def test_what_is_no_part_of_the_recipe_changes_nothing(root: Path) -> None:
    before = verified.digest(root)
    folder = root / "packaging" / "windows"
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "build.pyc").write_bytes(b"x")
    (folder / "CHECKLIST.md").write_text("- [x] seen")
    (root / "pyproject.toml").write_text(PROJECT.replace("pytest", "nose").replace("120", "99"))
    (root / "ui.py").write_text("the program's own code")
    verified.write("0.1.0", {}, {}, folder / "verified.toml", root)
    assert verified.digest(root) == before


def test_a_better_trial_needs_no_new_package(root: Path) -> None:
    making, whole = verified.digest(root, of_making=True), verified.digest(root)
    (root / "packaging" / "windows" / "trial.py").write_text("# how it is tried")
    (root / "packaging" / "windows" / "stubs" / "b.c").write_text("")
    assert verified.digest(root, of_making=True) == making
    assert verified.digest(root) != whole
    (root / "packaging" / "windows" / "setup.nsi").write_text("; how it is made")
    assert verified.digest(root, of_making=True) != making


def record(root: Path) -> Path:
    return root / "packaging" / "windows" / "verified.toml"


def test_what_was_verified_is_written_so_that_it_can_be_read(root: Path) -> None:
    verified.write(
        "0.1.0", {"Qt": 76.04, 'fonts, "words"': 57.0}, {"installed": 40, "upgraded": 95}, record(root), root
    )
    told = tomllib.loads(record(root).read_text(encoding="utf-8"))
    assert told["megabytes"] == {"Qt": 76.0, 'fonts, "words"': 57.0}
    assert told["seconds"] == {"installed": 40, "upgraded": 95}
    assert (told["version"], told["digest"]) == ("0.1.0", verified.digest(root))
    assert verified.recorded(record(root)) == told["digest"]


@pytest.mark.parametrize("text", [None, b"", b"digest = [", b"\xff\xfe", b'other = "x"'])
def test_a_record_that_nobody_can_read_verifies_nothing(text: bytes | None, root: Path) -> None:
    if text is not None:
        record(root).write_bytes(text)
    assert verified.recorded(record(root)) == ""


def asked(root: Path, text: str, minutes: float = 1) -> tuple[bool, str]:
    held: tuple[bool, str] = verified.verified(minutes, [sys.executable, "-c", text], record(root), root)
    return held


def test_a_recipe_that_was_verified_is_not_verified_again(root: Path) -> None:
    verified.write("0.1.0", {}, {}, record(root), root)
    held, line = asked(root, "open('ran', 'w')")
    assert held
    assert line == f"windows: verified as it is ({verified.digest(root)[:12]})"
    assert not (root / "ran").exists()


def test_one_that_was_changed_is_verified_now(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    held, line = asked(root, "open('ran', 'w'); print('it runs')")
    assert (held, line.partition(" (")[0]) == (True, "windows: verified now")
    assert (root / "ran").exists(), "it runs in the repository"
    said = capfd.readouterr().out
    assert said.startswith("windows: the recipe was changed and not verified")
    assert "it runs" in said


def test_one_that_does_not_hold_or_takes_too_long_is_refused_with_what_to_do(root: Path) -> None:
    held, line = asked(root, "import sys; sys.exit(3)")
    assert not held
    assert "NOT verified" in line
    assert "ended with 3" in line
    assert "commit packaging/windows/verified.toml" in line
    stays = "import time; time.sleep(600)"
    held, line = asked(root, stays, minutes=0.01)
    assert (held, "within 0.01 minutes" in line) == (False, True)


def test_a_build_server_asks_after_the_tests_and_its_last_line_stays_what_it_was(tmp_path: Path) -> None:
    """The real script, in a house where `make test` and Python are said to be what the test wants."""
    house = tmp_path / "house"
    (house / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "run", house / ".ci" / "run")
    python = house / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "asked: $*"\nexit ${WINDOWS_ENDS:-0}\n')
    python.chmod(0o755)
    (house / "Makefile").write_text('test:\n\t@echo "= 3 passed, 1 warning in 2.50s ="; exit $${TESTS_END:-0}\n')

    def run(**said: str) -> tuple[int, list[str]]:
        ended = subprocess.run(
            [house / ".ci" / "run"], env={**os.environ, **said}, capture_output=True, text=True, check=False
        )
        return ended.returncode, ended.stdout.splitlines()

    code, lines = run()
    assert (code, lines[-1]) == (0, "result: = 3 passed, 1 warning in 2.50s =")
    assert re.fullmatch(r"asked: packaging/windows/verified\.py --minutes 8[45]", lines[-2])
    code, lines = run(WINDOWS_ENDS="1")
    assert (code, lines[-1]) == (1, "result: = 3 passed, 1 warning in 2.50s =")
    code, lines = run(TESTS_END="1")
    assert code
    assert not [line for line in lines if line.startswith("asked")], "a house whose tests fail is not packaged"
