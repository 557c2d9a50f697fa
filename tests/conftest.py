"""What holds for every test: a folder of its own, no word to the outside, no unexpected warning in the log."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from pytestqt.qtbot import QtBot

from deskapp.scans.reader import PageReader
from tests import children
from tests import postgres as postgresql
from tests.guards import Listening, stay_inside

if TYPE_CHECKING:
    from tests.fakes.bucket import Peer

if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything loads Qt

# No deadline: on a shared machine a slow example says nothing about the rule.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=False, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

# For the same reason nobody gives up on a window after five seconds: what is waited for comes, or the test is wrong.
for waits in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitExposed, QtBot.waitActive):
    waits.__kwdefaults__ = {**(waits.__kwdefaults__ or {}), "timeout": 30_000}  # ms

sys.addaudithook(stay_inside)

_SETTINGS = ("DESKAPP_DATABASE", "DESKAPP_PAGES", "DESKAPP_SERVER", "DESKAPP_LANG")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own: nothing of whoever runs the tests is read or written."""
    own = tmp_path / "home"
    own.mkdir()
    monkeypatch.setenv("HOME", str(own))
    monkeypatch.setenv("DESKAPP_HOME", str(own / "onewindow"))
    for name, folder in (
        ("CONFIG", ".config"),
        ("DATA", ".local/share"),
        ("STATE", ".local/state"),
        ("CACHE", ".cache"),
    ):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(own / folder))
    for name in _SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DESKAPP_SCANNER_SEARCH", "never")  # whoever tests the search names the card of this machine
    return own


@pytest.fixture(autouse=True)
def _own_children() -> None:
    children.begin()  # the database and the reader of pages of the whole run are no test's own


@pytest.fixture(scope="session")
def _bucket_of_others() -> Iterator[Peer]:
    from tests.fakes.bucket import Peer  # loads a whole cloud: for those alone who keep pages there

    peer = Peer()
    yield peer
    peer.end()


@pytest.fixture
def bucket_peer(_bucket_of_others: Peer, monkeypatch: pytest.MonkeyPatch) -> Peer:
    """An S3-compatible store of others, empty, and its key where the library looks for it."""
    from tests.fakes.bucket import CREDENTIALS

    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    _bucket_of_others.empty()
    return _bucket_of_others


@pytest.fixture(scope="session")
def page_reader() -> Iterator[PageReader]:
    """The real reader of pages, one process for all tests: it takes seconds to come, and seconds for each page."""
    made = PageReader(silence=600.0)
    yield made
    made.end()


@pytest.fixture
def expect_log() -> Listening:
    """For a test in which a warning is right: the log may warn, and `expect_log.said()` tells what it said."""
    return Listening()


@pytest.fixture(autouse=True)
def _quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    expected = "expect_log" in request.fixturenames
    listening: Listening = request.getfixturevalue("expect_log") if expected else Listening()
    root = logging.getLogger()
    root.addHandler(listening)
    yield
    root.removeHandler(listening)
    if listening.records and not expected and "caplog" not in request.fixturenames:
        pytest.fail(
            f"the log warned, and the test did not ask for it (`expect_log`):\n{listening.said()}", pytrace=False
        )


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgresql.Cluster]:
    """A real PostgreSQL for the whole run. Without one installed the test fails and says what to do."""
    try:
        with postgresql.running() as cluster:
            yield cluster
    except postgresql.NoPostgresError as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture
def database_url(postgres: postgresql.Cluster) -> Iterator[Callable[[], str]]:
    """Call it for the URL of a fresh database with the program's tables; thrown away after the test."""
    yield from _databases(postgres, shaped=True)


@pytest.fixture
def empty_database_url(postgres: postgresql.Cluster) -> Iterator[Callable[[], str]]:
    """As `database_url`, without any table: for what makes the tables itself."""
    yield from _databases(postgres, shaped=False)


def _databases(cluster: postgresql.Cluster, *, shaped: bool) -> Iterator[Callable[[], str]]:
    made: list[str] = []

    def fresh() -> str:
        made.append(cluster.create(shaped=shaped))
        return made[-1]

    yield fresh
    for url in made:
        cluster.drop(url)
