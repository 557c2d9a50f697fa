"""The version is said in one place of the source, and of a packaged program by its setup."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from deskapp import version
from deskapp.rules.program_version import order_of
from tests.architecture.house import ROOT


def test_the_version_is_the_one_of_the_project() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        assert tomllib.load(file)["project"]["version"] == version.NUMBER
    assert order_of(version.NUMBER)
    assert version.running() == version.NUMBER


def test_a_packaged_program_is_what_its_setup_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert version.running() == version.NUMBER, "a package that says nothing"
    (tmp_path / "version.txt").write_text("3.4.5\n", encoding="ascii")
    assert version.running() == "3.4.5"
    (tmp_path / "version.txt").write_bytes("三".encode())
    assert version.running() == version.NUMBER
    assert version.packaged("update_keys.txt") == ""
