"""A place with two of SANE's own test scanners, and a folder for what scans leave behind."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

import pytest

from tests.devices import practice
from tests.devices.practice import SetUp, write_sane


@pytest.fixture(autouse=True)
def _own_children() -> None:
    practice.begin()


@pytest.fixture
def sane(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SetUp:
    """Two test scanners are attached; call it to change how they behave."""
    folder = tmp_path / "sane.d"
    monkeypatch.setenv("SANE_CONFIG_DIR", str(folder))
    write_sane(folder)
    return partial(write_sane, folder)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go in this test."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder
