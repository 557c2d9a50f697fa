"""A place with two of SANE's own test scanners, and a folder for what scans leave behind."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from tests.devices.practice import SetUp, write_sane
from tests.fakes.escl.server import Running, scanner

InNetwork = Callable[..., Running]


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


@pytest.fixture
def in_network() -> Iterator[InNetwork]:
    """Call it with a device, and it stands in the network of this machine until the test is over."""
    with ExitStack() as standing:
        yield lambda device, **more: standing.enter_context(scanner(device, **more))
