"""A centre that is told to stop stops, also while desks listen to it."""

from __future__ import annotations

import time
from collections.abc import Callable

import httpx
import pytest

from deskapp.ids import DeviceId, WindowId, new_id
from deskapp.protocol.messages import SignIn
from deskapp.sync.client import HttpCentre
from tests.commands.running import serving


def _ends_in_time(*words: str) -> bool:
    with serving("--port", "0", "--sample", *words) as address:
        desk = HttpCentre(address)
        who = SignIn(user="clerk3", password="demo", window=WindowId("3"), device=DeviceId("D1"))
        hints = desk.listen(token=desk.sign_in(who).desk_token, after=0)
        told = iter(hints)
        assert next(told) == 1
        assert hints.open
        begun = time.monotonic()
    took = time.monotonic() - begun
    hints.close()
    del told  # it was held until here: a stream that nobody reads is no open stream
    desk.close()
    return took < 3


def test_one_process_ends_though_a_desk_listens() -> None:
    assert _ends_in_time()


@pytest.mark.postgres
@pytest.mark.slow
def test_several_processes_end_though_a_desk_listens(database_url: Callable[[], str]) -> None:
    assert _ends_in_time("--workers", "2", "--database", database_url())


def looks_from_many_sides(address: str, *, looks: int) -> list[int]:
    """Guesses of one person behind a trusted proxy, each on a connection of its own: any worker may get it."""
    answers = []
    for _ in range(looks):
        headers = {"X-Forwarded-For": "198.51.100.7", "Connection": "close"}
        answers.append(
            httpx.get(f"{address}/track/{new_id()}", headers=headers, trust_env=False, timeout=30).status_code
        )
    return answers


@pytest.mark.postgres
@pytest.mark.slow
def test_several_processes_count_the_looks_of_one_address_together(database_url: Callable[[], str]) -> None:
    with serving("--port", "0", "--sample", "--workers", "2", "--database", database_url()) as address:
        answers = looks_from_many_sides(address, looks=36)
    assert answers.count(404) <= 31  # one more, where a minute ends between
    assert answers[-1] == 429


def test_the_codes_of_a_first_look_lead_to_the_sample_itself() -> None:
    with serving("--port", "0", "--sample") as address:
        desk = HttpCentre(address)
        who = SignIn(user="clerk3", password="demo", window=WindowId("3"), device=DeviceId("D1"))
        assert desk.sign_in(who).hall.track_url == f"{address}/track"
        desk.close()
