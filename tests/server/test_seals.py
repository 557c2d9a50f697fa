"""Seals are had by desks and by nobody else; what is asked for by a wrong name is refused in words."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from tests.papers.samples_of_steps import seal_png
from tests.server.running import running_centre

PNG = seal_png()
PLACE = f"/api/v1/seals/{sha256(PNG).hexdigest()}"


@pytest.fixture
def line(tmp_path: Path) -> Iterator[httpx.Client]:
    (tmp_path / "hall.png").write_bytes(PNG)
    with (
        running_centre(tmp_path / "centre", seals={"hall": str(tmp_path / "hall.png")}) as centre,
        httpx.Client(base_url=centre.address, trust_env=False, timeout=20) as client,
    ):
        yield client


def signed_in(line: httpx.Client, user: str, window: str | None = None) -> dict[str, str]:
    answer = line.post("/api/v1/sign-in", json={"user": user, "password": "demo", "window": window}).json()
    return {"Authorization": f"Bearer {answer['token']}"}


def test_a_desk_is_told_of_the_seal_and_has_it_whole(line: httpx.Client) -> None:
    answer = line.post("/api/v1/sign-in", json={"user": "clerk1", "password": "demo", "window": "1"}).json()
    assert answer["hall"]["seals"] == {"hall": sha256(PNG).hexdigest()}
    got = line.get(PLACE, headers={"Authorization": f"Bearer {answer['token']}"})
    assert got.status_code == 200
    assert base64.b64decode(got.json()["png"]) == PNG


def test_a_stranger_and_a_board_have_no_seal(line: httpx.Client) -> None:
    assert line.get(PLACE).status_code == 401
    assert line.get(PLACE, headers=signed_in(line, "board")).status_code == 403


@pytest.mark.parametrize("name", ["0" * 64, "..%2f..%2fcentre.key", "hall", "x" * 4000])
def test_what_is_no_seal_is_not_there(line: httpx.Client, name: str) -> None:
    got = line.get(f"/api/v1/seals/{name}", headers=signed_in(line, "clerk1", "1"))
    assert got.status_code in (404, 409, 422)
    assert b"PNG" not in got.content
