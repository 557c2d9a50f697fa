"""What the program makes at a centre is for the account that runs it, whatever umask that has."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

import resources
from deskapp.commands import main, server
from tests.commands.running import deskapp, serving

PAGE = b"\xff\xd8\xff\xe0 a scanned page"


@pytest.fixture(autouse=True)
def _open_to_everybody(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The umask of most shells, which programs that are started from here have too."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    before = os.umask(0o022)
    yield
    os.umask(before)


def rights(folder: Path) -> dict[str, int]:
    """Everything below a folder, and what others than its owner may do with it."""
    return {str(path.relative_to(folder)): path.stat().st_mode & 0o077 for path in folder.rglob("*")}


def keep_a_page(address: str) -> None:
    """A page as a desk hands it in."""
    with httpx.Client(base_url=address, trust_env=False, timeout=20) as line:
        told = line.post("/api/v1/sign-in", json={"user": "clerk3", "password": "demo", "window": "3", "device": "D1"})
        line.headers["Authorization"] = f"Bearer {told.json()['token']}"
        assert line.put(f"/pages/{sha256(PAGE).hexdigest()}", content=PAGE).status_code == 201


def test_a_centre_leaves_nothing_that_others_can_read(home: Path) -> None:
    with serving("--sample", "--port", "0") as address:
        keep_a_page(address)
        made = rights(home / "onewindow")
        assert (home / "onewindow").stat().st_mode & 0o077 == 0
    assert {path: others for path, others in made.items() if others} == {}
    wanted = ("centre", "centre/centre.db", "centre/centre.db-wal", "centre/logs/onewindow.log", "centre/pages")
    assert set(wanted) <= set(made)
    assert any(path.startswith("centre/pages/") for path in made), "with a page in it"


def test_nor_does_one_whose_database_and_pages_lie_elsewhere(home: Path, tmp_path: Path) -> None:
    """And its own folder, which a version before it had made open to everybody, is closed."""
    data, centre = tmp_path / "data", home / "onewindow" / "centre"
    for folder in (data, centre):
        folder.mkdir(mode=0o755, parents=True)
    said = (f"--database=sqlite:///{data / 'hall.db'}", f"--pages={data / 'pages'}")
    with serving("--sample", "--port", "0", *said) as address:
        keep_a_page(address)
        made = rights(data)
        assert centre.stat().st_mode & 0o777 == 0o750
    assert {path: others for path, others in made.items() if others} == {}
    assert {"hall.db", "hall.db-wal", "pages"} <= set(made)


@pytest.mark.parametrize(
    "words",
    [
        ("user", "add", "zhou", "--name", "周明远", "--role", "clerk"),
        ("window", "add", "9", "--queues", "A"),
        ("catalog", "publish", str(resources.path("catalog/sample.yaml")), "--yes"),
    ],
    ids=["user add", "window add", "catalog publish"],
)
def test_whichever_command_is_the_first_makes_it_for_its_owner(home: Path, words: tuple[str, ...]) -> None:
    answer = deskapp(*words, typed="a long password\n")
    assert answer.code == 0, answer.err
    made = rights(home / "onewindow")
    assert "centre/centre.db" in made
    assert {path: others for path, others in made.items() if others} == {}


def test_a_copy_of_the_centre_and_what_it_becomes_are_as_private(home: Path, database: str, tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    assert main(["backup", str(copies / "a.backup"), "--database", database]) == 0
    assert main(["figures", "--database", database, "--out", str(copies / "figures.csv")]) == 0
    again = f"sqlite:///{copies / 'again.db'}"
    assert main(["restore", str(copies / "a.backup"), "--database", again, "--pages", str(copies / "pages")]) == 0
    made = rights(copies)
    assert {"a.backup", "figures.csv", "again.db"} <= set(made)
    assert {path: others for path, others in made.items() if others} == {}


def test_whoever_calls_a_command_has_their_own_umask_afterwards(database: str) -> None:
    assert main(["verify", "--database", database]) == 0
    assert main(["verify", "--database", f"{database}.not-there"]) == 1
    assert os.umask(0o022) == 0o022


@pytest.mark.parametrize(("was", "becomes"), [(0o755, 0o750), (0o777, 0o770), (0o700, 0o700), (0o2775, 0o2770)])
def test_a_home_from_before_is_closed_to_everybody_and_not_to_its_group(tmp_path: Path, was: int, becomes: int) -> None:
    centre = tmp_path / "centre"
    server.close_to_everybody(centre)
    assert not centre.exists()
    centre.mkdir()
    centre.chmod(was)
    server.close_to_everybody(centre)
    assert centre.stat().st_mode & 0o7777 == becomes
