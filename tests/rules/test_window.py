"""The life of a window, as one table."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deskapp.failures import Refusal
from deskapp.ids import ClerkId, DeviceId, QueueId, WindowId
from deskapp.rules import enrolment
from deskapp.rules import window as windows
from deskapp.rules.window import Window, WindowFact, WindowKind, WindowState, fold
from tests.builders import MORNING

A, B = QueueId("A"), QueueId("B")
DEFINED = windows.WindowDefined(WindowKind.INTAKE, (A,))
FACTS: dict[str, WindowFact] = {
    "WindowDefined": DEFINED,
    "WindowOpened": windows.WindowOpened(ClerkId("clerk1"), DeviceId("d1")),
    "WindowPaused": windows.WindowPaused("午休"),
    "WindowResumed": windows.WindowResumed(),
    "WindowClosed": windows.WindowClosed(),
    "QueuesChanged": windows.QueuesChanged((A, B)),
    "HelpCalled": windows.HelpCalled(),
    "HelpComing": windows.HelpComing(),
    "HelpSettled": windows.HelpSettled(),
    "HelpStillNeeded": windows.HelpStillNeeded(),
    "CodeMade": enrolment.CodeMade(7, MORNING),
    "CodeRevoked": enrolment.CodeRevoked(7),
    "DeskEnrolled": enrolment.DeskEnrolled(DeviceId("d1"), 7),
    "DeskDismissed": enrolment.DeskDismissed(DeviceId("d1")),
}
WAYS: dict[str, list[WindowFact]] = {
    "undefined": [],
    "closed": [DEFINED],
    "open": [DEFINED, FACTS["WindowOpened"]],
    "paused": [DEFINED, FACTS["WindowOpened"], FACTS["WindowPaused"]],
    "in need": [DEFINED, FACTS["WindowOpened"], FACTS["HelpCalled"]],
    "settled": [DEFINED, FACTS["WindowOpened"], FACTS["HelpCalled"], FACTS["HelpSettled"]],
}
# x may happen · . wrong state · u unknown · n no help called · undefined, closed, open, paused, in need, settled
TABLE = {
    "WindowDefined": "xxxxxx",
    "WindowOpened":  "uxxxxx",
    "WindowPaused":  "u.x.xx",
    "WindowResumed": "u..x..",
    "WindowClosed":  "uxxxxx",
    "QueuesChanged": "uxxxxx",
    "HelpCalled":    "uxxxxx",
    "HelpComing":    "unnnxn",
    "HelpSettled":   "unnnxn",
    "HelpStillNeeded": "unnnxx",
    "CodeMade":      "uxxxxx",
    "CodeRevoked":   "uxxxxx",
    "DeskEnrolled":  "uxxxxx",
    "DeskDismissed": "uxxxxx",
}  # fmt: skip
CODES = {".": "window.wrong_state", "u": "window.unknown", "n": "window.no_help_called"}
CELLS = [(name, way, row[column]) for name, row in TABLE.items() for column, way in enumerate(WAYS)]
LEADS_TO = {
    "WindowOpened": WindowState.OPEN, "WindowPaused": WindowState.PAUSED, "WindowResumed": WindowState.OPEN,
    "WindowClosed": WindowState.CLOSED,
}  # fmt: skip


MINUTE = timedelta(minutes=1)
CLERK, MANAGER = ClerkId("clerk1"), ClerkId("manager")


def after(*facts: WindowFact) -> Window:
    """Said one after the other, the n-th at minute n; what answers a call for help by the manager."""
    window = Window(WindowId("3"))
    for minute, fact in enumerate(facts):
        answers = isinstance(fact, (windows.HelpComing, windows.HelpSettled, windows.HelpStillNeeded))
        window = fold(window, fact, actor=MANAGER if answers else CLERK, at=MORNING + minute * MINUTE)
    return window


def test_the_table_has_every_fact() -> None:
    assert set(TABLE) == set(FACTS) == {kind.__name__ for kind in get_args(WindowFact)}


@pytest.mark.parametrize(("name", "way", "cell"), CELLS)
def test_a_fact_does_what_the_table_says(name: str, way: str, cell: str) -> None:
    before, fact = after(*WAYS[way]), FACTS[name]
    if cell == "x":
        windows.permits(before, fact)
        assert fold(before, fact).state is LEADS_TO.get(name, before.state)
    else:
        with pytest.raises(Refusal) as refusal:
            windows.permits(before, fact)
        assert refusal.value.code == CODES[cell]
        assert replace(fold(before, fact), version=before.version) == before
    assert fold(before, fact).version == before.version + 1


def test_an_open_window_knows_who_sits_there_and_at_which_desk() -> None:
    window = after(*WAYS["open"])
    assert (window.clerk, window.device, window.queues) == ("clerk1", "d1", (A,))


def test_a_closed_window_is_nobodys() -> None:
    window = after(*WAYS["open"], windows.WindowClosed())
    assert (window.clerk, window.device) == (None, None)
    assert window.queues == (A,)


def test_queues_change_while_a_window_serves() -> None:
    assert after(*WAYS["open"], windows.QueuesChanged((B,))).queues == (B,)


def test_what_was_refused_defines_no_window() -> None:
    """Or a window that nobody has defined could be opened once something else was said of it."""
    window = after(windows.WindowPaused(), windows.HelpCalled())
    assert (window.version, window.defined, window.help) == (2, False, None)
    with pytest.raises(Refusal) as refusal:
        windows.permits(window, FACTS["WindowOpened"])
    assert refusal.value.code == "window.unknown"
    assert after(windows.WindowPaused(), DEFINED).defined


def called(*answers: WindowFact) -> windows.CallForHelp:
    found = after(DEFINED, FACTS["WindowOpened"], windows.HelpCalled(), *answers).help
    assert found is not None
    return found


def test_a_call_for_help_is_loud_until_somebody_answers_and_stands_until_it_is_settled() -> None:
    assert called() == windows.CallForHelp(CLERK, MORNING + 2 * MINUTE)
    assert (called().stands, called().loud) == (True, True)
    coming = called(windows.HelpComing())
    assert (coming.stands, coming.loud, coming.coming, coming.coming_at) == (True, False, MANAGER, MORNING + 3 * MINUTE)
    settled = called(windows.HelpComing(), windows.HelpSettled())
    assert (settled.stands, settled.loud, settled.settled) == (False, False, MANAGER)
    assert (settled.settled_at, settled.coming) == (MORNING + 4 * MINUTE, MANAGER)


def test_called_once_more_it_is_as_loud_as_before_and_keeps_its_beginning() -> None:
    again = called(windows.HelpComing(), windows.HelpCalled())
    assert again == windows.CallForHelp(CLERK, MORNING + 2 * MINUTE, calls=2)


def test_a_call_after_one_was_settled_is_a_new_one() -> None:
    again = called(windows.HelpSettled(), windows.HelpCalled())
    assert again == windows.CallForHelp(CLERK, MORNING + 4 * MINUTE)


@pytest.mark.parametrize("answer", [windows.HelpComing(), windows.HelpSettled()])
def test_an_answer_taken_back_leaves_the_call_as_it_was(answer: WindowFact) -> None:
    assert called(answer, windows.HelpStillNeeded()) == called()


def test_whatever_becomes_of_the_window_a_call_for_help_stands() -> None:
    """A window that is paused or closed by force must not fall silent."""
    for fact in (windows.WindowPaused(), windows.WindowClosed(), windows.QueuesChanged((B,)), DEFINED):
        assert called(fact) == called()


@given(st.lists(st.sampled_from(list(FACTS.values())), max_size=20))
def test_any_history_can_be_folded(history: list[WindowFact]) -> None:
    window = after(*history)
    assert window.version == len(history)
    assert (window.clerk is None) == (window.state is WindowState.CLOSED)
