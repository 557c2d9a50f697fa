"""A centre in this process behind a real socket, and a signed-in client."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn

from deskapp.clock import Clock
from deskapp.server.uploads import Limits
from tests.server.uploads.asking import Desk
from tests.server.uploads.centre import PageCentre, page_centre
from tests.server.uploads.serving import free_port, wait_for_port

LIMITS = Limits(largest=8 * 1024 * 1024, reserve=0, silence=0.3)


class Hands:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def read(self) -> datetime:
        return self._now

    def move(self, span: timedelta) -> None:
        self._now += span


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def centre(tmp_path: Path, hands: Hands) -> PageCentre:
    return page_centre(tmp_path, limits=LIMITS, clock=Clock(hands.read))


@pytest.fixture
def address(centre: PageCentre) -> Iterator[str]:
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(centre.app, host="127.0.0.1", port=port, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_for_port(port)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def signed_in(address: str) -> Iterator[Callable[[str], Desk]]:
    lines: list[httpx.Client] = []

    def desk(user: str) -> Desk:
        line = httpx.Client(base_url=address, headers={"Authorization": f"Bearer {user}"}, trust_env=False)
        lines.append(line)
        return Desk(line)

    yield desk
    for line in lines:
        line.close()


@pytest.fixture
def desk(signed_in: Callable[[str], Desk]) -> Desk:
    return signed_in("clerk1")
