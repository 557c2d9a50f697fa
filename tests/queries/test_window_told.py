"""What a clerk is told of their own window: the last word of somebody else since they opened it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskapp.ids import CENTRE, ClerkId, DeviceId
from deskapp.journal.journal import Journal
from deskapp.queries.window_told import WindowTold, window_told
from deskapp.rules import window as windows
from deskapp.rules.window import WindowFact
from tests.builders import CLERK, MORNING
from tests.queries import telling
from tests.queries.telling import THREE, A, tell

MANAGER = ClerkId("manager")
OPENED = windows.WindowOpened(CLERK, DeviceId("D1"))


def told(desk: Journal) -> WindowTold | None:
    with desk.reading() as reading:
        return window_told(reading, THREE, CLERK)


@pytest.fixture
def open_three(desk: Journal) -> Journal:
    telling.publish(desk)
    telling.open_window(desk, THREE, A)
    return desk


def test_nothing_is_told_of_what_the_clerk_did_alone(open_three: Journal) -> None:
    tell(open_three, THREE, windows.WindowPaused(), windows.WindowResumed())
    assert told(open_three) is None


def test_other_queues_are_told_by_their_names_with_the_hour_and_why(open_three: Journal) -> None:
    until = MORNING + timedelta(hours=1)
    (event,) = tell(open_three, THREE, windows.QueuesChanged((A,), until=until, why="社保排长队"), by=MANAGER)
    found = told(open_three)
    assert found is not None
    assert (found.event, found.kind, found.until, found.why) == (
        event.id, "window.queues_changed", until, "社保排长队",
    )  # fmt: skip
    assert [(queue.id, queue.name) for queue in found.queues] == [(A, "个人事项")]
    assert not found.usual
    tell(open_three, THREE, windows.QueuesChanged((A,)), by=CENTRE)
    found = told(open_three)
    assert found is not None
    assert found.usual, "the hour has come: nobody in particular said it"


@pytest.mark.parametrize(
    ("fact", "kind"),
    [
        (windows.WindowPaused("巡查"), "window.paused"),
        (windows.WindowClosed(), "window.closed"),
    ],
)
def test_a_pause_and_an_end_are_told_and_the_last_word_counts(open_three: Journal, fact: WindowFact, kind: str) -> None:
    tell(open_three, THREE, windows.QueuesChanged((A,)), fact, by=MANAGER)
    found = told(open_three)
    assert found is not None
    assert found.kind == kind
    assert found.why == ("巡查" if kind == "window.paused" else "")


def test_what_the_clerk_did_since_takes_nothing_back(open_three: Journal) -> None:
    tell(open_three, THREE, windows.WindowPaused(), by=MANAGER)
    tell(open_three, THREE, windows.WindowResumed())
    found = told(open_three)
    assert found is not None
    assert found.kind == "window.paused", "said once, and the screen says it once"


def test_what_was_said_before_the_window_was_opened_is_over(open_three: Journal) -> None:
    tell(open_three, THREE, windows.QueuesChanged((A,)), by=MANAGER)
    tell(open_three, THREE, OPENED)
    assert told(open_three) is None


def test_a_step_that_was_sent_back_is_no_word(open_three: Journal) -> None:
    (event,) = tell(open_three, THREE, windows.WindowPaused(), by=MANAGER)
    telling.reject(open_three, event, "window.wrong_state")
    assert told(open_three) is None
