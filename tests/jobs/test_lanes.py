"""Lanes: one worker for one resource, in order, and nothing is lost when they stop."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError

import pytest

from deskapp.jobs.lanes import Lanes


def test_work_in_one_lane_is_done_in_the_order_it_came() -> None:
    lanes, done = Lanes(), []
    futures = [lanes.put("scanner", lambda n=n: done.append(n)) for n in range(50)]  # type: ignore[misc]
    for future in futures:
        future.result(30)
    assert done == list(range(50))
    assert lanes.stop() == ()


def test_one_lane_is_one_thread_and_two_lanes_are_two() -> None:
    lanes = Lanes()
    names = [lanes.put(lane, lambda: threading.current_thread().name).result(30) for lane in ("line", "line", "voice")]
    assert names == ["lane-line", "lane-line", "lane-voice"]
    assert lanes.stop() == ()


def test_a_slow_lane_does_not_hold_up_another() -> None:
    lanes, gate = Lanes(), threading.Event()
    slow = lanes.put("line", lambda: gate.wait(30))
    assert lanes.put("reading", lambda: "read").result(30) == "read"
    assert not slow.done()
    gate.set()
    assert slow.result(30)
    assert lanes.stop() == ()


def test_what_work_raises_stands_in_its_future_and_the_lane_lives_on() -> None:
    lanes = Lanes()

    def fail() -> None:
        raise ValueError("no paper")

    failed = lanes.put("printer", fail)
    with pytest.raises(ValueError, match="no paper"):
        failed.result(30)
    assert lanes.put("printer", lambda: "printed").result(30) == "printed"
    assert lanes.stop() == ()


def test_stopping_does_what_is_queued_first() -> None:
    lanes, gate, done = Lanes(), threading.Event(), []
    lanes.put("journal", lambda: gate.wait(30))
    for n in range(10):
        lanes.put("journal", lambda n=n: done.append(n))  # type: ignore[misc]
    gate.set()
    assert lanes.stop(30) == ()
    assert done == list(range(10))


def test_a_lane_that_does_not_end_is_named_and_does_not_hold_the_program() -> None:
    lanes, gate = Lanes(), threading.Event()
    stuck = lanes.put("scanner", lambda: gate.wait(30))
    assert lanes.stop(0.05) == ("scanner",)
    assert all(thread.daemon for thread in threading.enumerate() if thread.name == "lane-scanner")
    gate.set()
    stuck.result(30)


def test_after_stopping_no_work_is_taken() -> None:
    lanes = Lanes()
    lanes.stop()
    with pytest.raises(CancelledError):
        lanes.put("line", lambda: "never").result(30)
