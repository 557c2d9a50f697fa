"""The package is no larger than promised, and every part's share is known."""

from __future__ import annotations

from pathlib import Path

from tests.architecture.house import ROOT
from tests.packaging.recipe import module

sizes, version_info = module("sizes"), module("version_info")
BUILT = ROOT / "build" / "windows"


def lay(folder: Path, name: str, size: int) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(size)  # a hole of that size


def test_the_shares_are_the_whole(tmp_path: Path) -> None:
    lay(tmp_path, "OneWindow.exe", 10)
    lay(tmp_path, "_internal/python313.dll", 5)
    lay(tmp_path, "_internal/PySide6/Qt6Core.dll", 300)
    lay(tmp_path, "_internal/resources/fonts/a.ttf", 40)
    found = sizes.shares(tmp_path)
    assert found["Qt"] == 300
    assert found["fonts, sounds, words"] == 40
    assert found[sizes.REST] == 15
    assert sum(found.values()) == 355
    assert next(iter(found)) == "Qt", "the largest comes first"


def test_what_is_too_large_is_said(tmp_path: Path) -> None:
    setup = tmp_path / "setup.exe"
    lay(tmp_path, "setup.exe", sizes.MOST_SETUP)
    lay(tmp_path / "program", "OneWindow.exe", sizes.MOST_INSTALLED)
    assert sizes.too_large(tmp_path / "program", setup) == []
    lay(tmp_path, "setup.exe", sizes.MOST_SETUP + 1)
    lay(tmp_path / "program", "deskapp.exe", 1)
    assert [finding.partition(":")[0] for finding in sizes.too_large(tmp_path / "program", setup)] == [
        "installed", "setup",
    ]  # fmt: skip
    assert "160" in sizes.table(tmp_path / "program", setup)


def test_the_promise_is_the_one_that_was_given() -> None:
    assert (sizes.MOST_SETUP, sizes.MOST_INSTALLED) == (160_000_000, 450_000_000)
