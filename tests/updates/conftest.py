"""A maker of versions, a stranger with a key of their own, a centre, and a desk at window 3.

Centre and desk are made once for a page of tests, and are as new for each of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.updates.desks import LookingDesk, Place, desks, place
from tests.updates.makers import Maker, maker


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return maker(tmp_path_factory.mktemp("ours"))


@pytest.fixture
def stranger(tmp_path: Path) -> Maker:
    return maker(tmp_path / "stranger")


@pytest.fixture(scope="module")
def _hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place(tmp_path_factory.mktemp("hall")) as opened:
        yield opened


@pytest.fixture(scope="module")
def _desk(_hall: Place, ours: Maker) -> Iterator[LookingDesk]:
    with desks(_hall, ours.public) as (one,):
        yield one


@pytest.fixture
def there(_hall: Place) -> Place:
    _hall.begin_anew()
    return _hall


@pytest.fixture
def desk(there: Place, _desk: LookingDesk) -> LookingDesk:
    _desk.begin_anew()
    return _desk
