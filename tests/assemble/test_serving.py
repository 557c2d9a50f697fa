"""A centre that is told to stop stops, also while desks listen to it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from deskapp.ids import DeviceId, WindowId
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
