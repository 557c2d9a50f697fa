"""Pages for people, looked at by a real Chromium at a real centre."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.server.hall import Hall, open_hall


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's own, without a display and without sound; no longer than a module, because a loop runs on this thread
    while it is open, and other modules run their own.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found is not None, "the tests of the pages need Chromium"
    with sync_playwright() as playwright:
        # the sandbox is refused to root, as whom some run the tests
        made = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--mute-audio"])
        yield made
        made.close()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """A hall by the machine's own clock, as the browser goes by it too."""
    with open_hall(tmp_path / "hall", f"sqlite:///{tmp_path / 'hall.db'}", None) as opened:
        yield opened
