"""A screen for the tests: offscreen unless somebody wants to watch, with the fonts and the look of the product."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from deskapp.jobs.lanes import Lanes

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    made = Lanes()
    yield made
    assert made.stop(5) == ()
