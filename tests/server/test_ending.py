"""A server that is told to end says so first to those who would never let go, and then does what it did before."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from deskapp.server.ending import when_told_to_end

ENDING = [signal.SIGTERM, signal.SIGINT]


@pytest.fixture
def before() -> Iterator[list[str]]:
    """What the server itself does at the signals: it notes that it was told."""
    said: list[str] = []
    kept = {one: signal.getsignal(one) for one in ENDING}
    for one in ENDING:
        signal.signal(one, lambda number, frame: said.append(f"server {signal.Signals(number).name}"))
    yield said
    for one, was in kept.items():
        signal.signal(one, was)


@pytest.mark.parametrize("one", ENDING)
def test_those_who_listen_are_told_before_the_server_waits_for_them(before: list[str], one: signal.Signals) -> None:
    with when_told_to_end(lambda: before.append("us")):
        os.kill(os.getpid(), one)
    assert before == ["us", f"server {one.name}"]


@pytest.mark.parametrize("one", ENDING)
def test_afterwards_everything_is_as_it_was(before: list[str], one: signal.Signals) -> None:
    with when_told_to_end(lambda: before.append("us")):
        pass
    os.kill(os.getpid(), one)
    assert before == [f"server {one.name}"]


def test_it_is_as_it_was_also_when_something_broke(before: list[str]) -> None:
    with pytest.raises(ZeroDivisionError), when_told_to_end(lambda: before.append("us")):
        raise ZeroDivisionError
    os.kill(os.getpid(), signal.SIGTERM)
    assert before == ["server SIGTERM"]


def test_who_ignored_the_signal_goes_on_ignoring_it(before: list[str]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with when_told_to_end(lambda: before.append("us")):
        os.kill(os.getpid(), signal.SIGINT)
    assert before == ["us"]
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_in_another_thread_there_are_no_signals_and_nothing_is_done(before: list[str]) -> None:
    went: list[bool] = []

    def elsewhere() -> None:
        with when_told_to_end(lambda: before.append("us")):
            went.append(True)

    kept = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join(5)
    assert went == [True]
    assert signal.getsignal(signal.SIGTERM) is kept
