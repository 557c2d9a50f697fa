"""A desk, and one small package that many tests look at or change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp.archives import checking
from deskapp.archives.findings import Findings
from deskapp.clerk import archiving
from deskapp.desk import Desk
from tests.archives.made import Package, archived, package_of
from tests.clerk import office


@pytest.fixture
def clock() -> office.FrozenClock:
    return office.FrozenClock()


@pytest.fixture
def desk(tmp_path: Path, clock: office.FrozenClock) -> Iterator[Desk]:
    """Window 3 with clerk3 at it, the line cut."""
    station = office.station(tmp_path / "desk", clock)
    yield office.desk(station)
    station.journal.engine.dispose()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a package of two pages, a signature and five papers."""
    folder = tmp_path_factory.mktemp("small")
    station = office.station(folder / "desk", office.FrozenClock())
    made = office.desk(station)
    case_id = archived(made, folder / "pages")
    data = archiving.put_package(made, case_id, folder).read_bytes()
    station.journal.engine.dispose()
    return data


@pytest.fixture(scope="module")
def parts_of(small: bytes) -> Package:
    return package_of(small)


class Desktop:
    """Any computer: a folder with a file in it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "any.deskapp"

    def check(self, data: bytes, *, trusted: str = "") -> Findings:
        self.file.write_bytes(data)
        return checking.check(self.file, trusted=trusted)


@pytest.fixture(scope="module")
def anywhere(tmp_path_factory: pytest.TempPathFactory) -> Desktop:
    return Desktop(tmp_path_factory.mktemp("anywhere"))
